"""The commands: each is one call to a tested function, and what it prints."""

from __future__ import annotations

import logging
import os
import re
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import kitgen
from kitgen import console
from kitgen.clock import read_clock
from kitgen.document import lines_of, read_text
from kitgen.errors import KitgenError, Problem
from kitgen.findings import find_warnings
from kitgen.project import Project, find_project, kit_for, name_of, pages_for
from kitgen.starter import write_starter
from kitgen.status import status_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from kitgen.pages import Pages

_FORMATS = click.Choice(["text", "json", "github"])
_DEFAULT_PORT = 8000


class _Commands(click.Group):
    """Shows what is wrong instead of a traceback; keeps the commands in the order of use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KitgenError as error:
            _show_error(error)
            ctx.exit(1)


def command_name() -> str:
    """Return what the person types before a command: `python3 run.py` when run.py was started."""
    return os.environ.get("KITGEN_COMMAND") or "kitgen"


def _as_typed(words: str) -> str:
    """Return a message whose commands can be typed as they stand there."""
    return re.sub(r"`kitgen(?=[ `])", lambda _: f"`{command_name()}", words)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(kitgen.__version__, prog_name="kitgen")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Turn one YAML profile per person into one private kit for asking for recommendations."""
    if os.environ.get("NO_COLOR"):  # https://no-color.org: present, and not empty
        ctx.color = False


@main.command()
@click.argument("name")
def new(name: str) -> None:
    """Write a commented profile for NAME to fill in; never overwrites one."""
    project = _project()
    path = write_starter(project, name)
    said = f"{project.source(path)}: written. Fill it in, then run `kitgen build {path.stem}`."
    click.echo(_as_typed(said))


@main.command()
@click.argument("names", nargs=-1)
@click.option("--format", "form", type=_FORMATS, default="text", help="How to print problems.")
def check(names: tuple[str, ...], form: str) -> None:
    """Print every problem of the profiles NAMES (all without any)."""
    project = _project()
    paths = project.profile_paths(names)
    problems: list[Problem] = []
    for path in paths:
        problems += [each for each in _problems_of(project, path) if each not in problems]
    errors = sum(1 for problem in problems if problem.severity == "error")
    if form == "json":
        click.echo(console.problems_as_json(problems))
    elif form == "github":
        click.echo(console.problems_as_annotations(problems), nl=bool(problems))
    else:
        _show_problems(project, problems)
        said = f"{console.counted(errors, 'problem', 'problems')}, "
        said += console.counted(len(problems) - errors, "thing to look at", "things to look at")
        click.echo(f"{console.counted(len(paths), 'profile', 'profiles')}: {said}.", err=True)
    if errors:
        sys.exit(1)


@main.command()
@click.argument("names", nargs=-1)
@click.option(
    "--plain",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the sites go; build/plain without it.",
)
def build(names: tuple[str, ...], folder: Path | None) -> None:
    """Build the kits of the profiles NAMES (all without any)."""
    from kitgen.fleet import build_fleet, find_leftovers  # noqa: PLC0415  MkDocs takes half a second to import

    project = _project()
    now = read_clock()

    def composer(path: Path) -> Callable[[], Pages]:
        return lambda: pages_for(project, path, now)

    paths = project.profile_paths(names)
    if not paths:
        raise KitgenError("there is no profile yet; `kitgen new NAME` makes one")
    kits = [(name_of(path), composer(path)) for path in paths]
    failed = 0
    place = folder or project.root / "build" / "plain"
    for outcome in build_fleet(kits, project.mkdocs_yml, place):
        if outcome.site:
            click.echo(f"{outcome.name}: {_shown(outcome.site.start)}")
        elif outcome.error:
            failed += 1
            _show_error(outcome.error)
            kept = "its last good kit is kept" if outcome.kept else "there is no kit of it yet"
            click.echo(f"{outcome.name}: not built; {kept}.", err=True)
    for left in () if names else find_leftovers(place, [name for name, _ in kits]):
        click.echo(
            f"{_shown(left)}: a kit that belongs to no profile any more; delete it.", err=True
        )
    if failed:
        sys.exit(1)
    click.echo(
        "These kits are not sealed: open them here, and put them on no public host.", err=True
    )


@main.command()
@click.argument("name")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port on 127.0.0.1; 8000 or a free one."
)
def serve(name: str, port: int | None) -> None:
    """Show the kit of NAME in the browser; reloads when its profile is saved."""
    from kitgen.site import serve_site  # noqa: PLC0415  as in `build`

    project = _project()
    path = project.profile_paths([name])[0]
    chosen = port or _free_port()
    _tell_log()
    click.echo(f"{path.stem}: http://127.0.0.1:{chosen}/  (Ctrl-C stops)")
    try:
        serve_site(project.mkdocs_yml, path, chosen)
    except OSError as error:
        raise KitgenError(f"port {chosen} cannot be used: {error.strerror}") from None


@main.command()
@click.argument("names", nargs=-1)
def status(names: tuple[str, ...]) -> None:
    """Print a table of owners: received, asked, gaps, next action."""
    project = _project()
    now = read_clock()
    rows, failed = [], False
    for path in project.profile_paths(names):
        try:
            rows.append(status_of(kit_for(project, path, now)))
        except KitgenError as error:
            failed = True
            count = console.counted(len(error.problems) or 1, "problem", "problems")
            said = _as_typed(f"{count}; run `kitgen check {path.stem}`")
            rows.append((path.stem, "", "", "", said))
    click.echo(console.table(("owner", "received", "asked", "gaps", "next"), rows))
    if failed:
        sys.exit(1)


@main.command()
@click.argument("name")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def write(name: str, folder: Path) -> None:
    """Write the kit of NAME to FOLDER as a plain docs tree for any generator."""
    from kitgen.tree import write_tree  # noqa: PLC0415  as in `build`

    project = _project()
    path = project.profile_paths([name])[0]
    write_tree(pages_for(project, path, read_clock()), project.docs / "assets", folder)
    click.echo(f"{path.stem}: {_shown(folder)}")


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Only say whether they are up to date.")
def schema(*, only_check: bool) -> None:
    """Write the profile's JSON Schema and field reference into profiles/."""
    from kitgen.reference import write_reference  # noqa: PLC0415

    changed = write_reference(_project(), only_check=only_check)
    for name in changed:
        click.echo(f"{name}: {'out of date' if only_check else 'written'}")
    if only_check and changed:
        sys.exit(1)


def _project() -> Project:
    return find_project(Path.cwd())


def _problems_of(project: Project, path: Path) -> tuple[Problem, ...]:
    try:
        return find_warnings(kit_for(project, path, read_clock()))
    except KitgenError as error:
        source = project.source(path)
        return error.problems or (Problem(source, 1, 1, "profile", _as_typed(str(error))),)


def _show_error(error: KitgenError) -> None:
    if error.problems:
        _show_problems(_project(), list(error.problems))
    else:
        said = _as_typed(str(error))
        click.echo(f"{click.style('error:', fg='red', bold=True)} {said}", err=True)


def _show_problems(project: Project, problems: list[Problem]) -> None:
    texts: dict[str, list[str]] = {}

    def line_text(source: str, line: int) -> str:
        if source not in texts:
            texts[source] = lines_of(read_text(project.root / source, source)[0])
        return texts[source][line - 1] if line <= len(texts[source]) else ""

    if problems:
        click.echo(console.show_problems(problems, line_text), err=True)


def _shown(path: Path) -> str:
    """Return a path as short as it can be said from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd().resolve()))
    except ValueError:
        return str(path)


def _free_port() -> int:
    """Return 8000, or a port that is free when 8000 is not."""
    for port in (_DEFAULT_PORT, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return _DEFAULT_PORT


def _tell_log() -> None:
    """Print what MkDocs says while it serves."""
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    logging.getLogger("mkdocs").setLevel(logging.INFO)
