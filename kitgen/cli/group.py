"""The group of all commands: how they fail, and how what they say is worded."""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

import kitgen
from kitgen import console
from kitgen.cache import open_cache
from kitgen.ci import is_ci
from kitgen.errors import KitgenError, Problem, said_by_system
from kitgen.project import Project, find_project

if TYPE_CHECKING:
    from collections.abc import Iterable


class _Commands(click.Group):
    """Shows what is wrong instead of a traceback; keeps the commands in the order of use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.commands)

    def main(self, *args: Any, **named: Any) -> Any:  # noqa: ANN401  click's own
        """Run a command, and end; what the system refuses before one begins is told, too."""
        try:
            return super().main(*args, **named)
        except OSError as error:  # a full disk behind `--help`
            if not error.strerror:
                raise
            show_error(KitgenError(_of_system(error)))
            sys.exit(1)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KitgenError as error:
            quiet = in_ci() and not error.is_public and ctx.invoked_subcommand in _FOR_CI
            show_error(KitgenError(_UNTOLD) if quiet else error)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo(_STOPPED, err=True)
            ctx.exit(INTERRUPTED)
        except OSError as error:  # rights, room, a folder in the place of a file: no bug of kitgen
            if error.errno == errno.EPIPE or not error.strerror:  # whoever read along has gone
                raise
            show_error(KitgenError(_of_system(error)))
            ctx.exit(1)
        except Exception as error:
            if not in_ci() or isinstance(error, click.ClickException | click.exceptions.Exit):
                raise
            # What an error says may be a value of a profile, and strangers may read this log.
            last = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(last.filename).name}:{last.lineno}"
            said = f"error: {type(error).__name__} at {where}; without CI set, all of it is told"
            click.echo(said, err=True)
            ctx.exit(1)


# Commands that run in CI without being watched; what they cannot do may name somebody.
_FOR_CI = {"build", "compare", "leaks", "merge", "new", "publish", "restore", "verify"}
_UNTOLD = "it failed; run the same on a machine of your own, where it may be told why"
_STOPPED = "\nInterrupted: no file was left half written. You can give the same command again."
_READABLE = 0o644
INTERRUPTED = 130  # as shells put it: 128, and the number of the signal
_SIGNALS = ("SIGTERM", "SIGHUP", "SIGQUIT")


def _of_system(error: OSError) -> str:
    """Return what the system refuses, and what to do; in CI without the name of the file."""
    what = "a file or folder" if in_ci() else shown(Path(str(error.filename)))
    return f"{what}: {said_by_system(error)}" if error.filename else said_by_system(error)


def end_gently() -> None:
    """End as with Ctrl-C, whoever ends the program: so that what is plain is removed."""
    for name in _SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)


def refuse_public(project: Project, place: Path) -> None:
    """Raise KitgenError when something plain would be put where everything is published."""
    if _is_in(place, project.root / "build" / "public"):
        raise KitgenError(f"{shown(place)} is published, and this must not be; name another place")


def keep_from_git(folder: Path) -> None:
    """Make a folder that git passes over, whatever the project around it ignores."""
    from kitgen.folder import replace_text  # noqa: PLC0415  most commands write nothing

    ignore = folder / ".gitignore"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_there = ignore.exists()
    except OSError as error:
        raise KitgenError(f"{shown(folder)} cannot be written: {error.strerror or error}") from None
    if not is_there:
        replace_text(ignore, "*\n", shown(folder), _READABLE)


def in_ci() -> bool:
    """Return whether what is printed here may be read by others."""
    return is_ci(os.environ)


def write_summary(lines: Iterable[str]) -> None:
    """Add lines of Markdown to the page of the CI run, where there is one; counts only."""
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if in_ci() and place:
        try:
            with Path(place).open("a", encoding="utf-8") as file:
                file.write("\n".join([*lines, "", ""]))
        except OSError as error:
            click.echo(f"warning: no summary was written: {error.strerror}", err=True)


def command_name() -> str:
    """Return what the person types before a command: `python3 run.py` when run.py was started."""
    return os.environ.get("KITGEN_COMMAND") or "kitgen"


def as_typed(words: str) -> str:
    """Return a message whose commands can be typed as they stand there."""
    return re.sub(r"`kitgen(?=[ `])", lambda _: f"`{command_name()}", words)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(kitgen.__version__, prog_name="kitgen")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Turn one YAML profile per person into one private kit for asking for recommendations."""
    if os.environ.get("NO_COLOR"):  # https://no-color.org: present, and not empty
        ctx.color = False


def project_here() -> Project:
    """Return the project that the command was given in, with the cache of who gave it."""
    try:
        here = Path.cwd()
    except OSError:
        raise KitgenError(
            "the folder you are in is gone; go to your project, and try again"
        ) from None
    project = find_project(here)
    named = os.environ.get("KITGEN_CACHE")
    place = Path(named).absolute() if named else _usual_cache()
    # What is published, and what kits are made of, hold nothing else.
    kept_free = (project.public, project.docs, project.profiles)
    is_free = not any(_is_in(place, each) for each in kept_free)
    return replace(project, cache=open_cache(place) if is_free else None)


def _usual_cache() -> Path:
    from platformdirs import user_cache_path  # noqa: PLC0415  only where nobody names a place

    return user_cache_path("kitgen")


def _is_in(place: Path, folder: Path) -> bool:
    """Return whether a place is in a folder, wherever links lead; round in a circle, too."""
    return Path(os.path.realpath(place)).is_relative_to(os.path.realpath(folder))


def show_error(error: KitgenError) -> None:
    """Print what is wrong, and what to do."""
    if error.problems:
        show_problems(project_here(), list(error.problems))
    else:
        said = "\n".join(console.printable(line) for line in as_typed(str(error)).split("\n"))
        click.echo(f"{click.style('error:', fg='red', bold=True)} {said}", err=True)


def show_problems(project: Project, problems: list[Problem]) -> None:
    """Print problems with the lines that they are in."""
    texts: dict[str, list[str]] = {}

    def line_text(source: str, line: int) -> str:
        if source not in texts:
            from kitgen.document import lines_of, read_text  # noqa: PLC0415  only for problems

            texts[source] = lines_of(read_text(project.root / source, source)[0])
        return texts[source][line - 1] if line <= len(texts[source]) else ""

    if problems:
        click.echo(console.show_problems(problems, line_text), err=True)


def shown(path: Path) -> str:
    """Return a path as short as it can be said from here."""
    try:
        return str(Path(os.path.realpath(path)).relative_to(Path.cwd().resolve()))
    except (OSError, ValueError):
        return str(path)
