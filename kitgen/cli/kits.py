"""The commands that make kits: build, serve, write."""

from __future__ import annotations

import logging
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitgen import console
from kitgen.cli.group import (
    as_typed,
    end_gently,
    in_ci,
    keep_from_git,
    project_here,
    refuse_public,
    show_error,
    shown,
)
from kitgen.clock import read_clock
from kitgen.errors import KitgenError
from kitgen.project import name_of, pages_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kitgen.fleet import Outcome
    from kitgen.pages import Pages
    from kitgen.production import Production
    from kitgen.project import Project
    from kitgen.workshop import Made

_DEFAULT_PORT = 8000
_NONE_YET = "there is no kit of it yet"
_NO_PROFILE = "there is no profile yet; `kitgen new NAME` makes one"
VARIABLE = "KITGEN_SECRET"
_FOLDER = click.Path(file_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class Options:
    """How a sealed build works: in how many processes, and whether all is built again."""

    jobs: int
    fresh: bool
    stats: bool


@click.command()
@click.argument("names", nargs=-1)
@click.option("--jobs", type=click.IntRange(1, 256), help="Processes; one for each processor.")
@click.option("--stats", is_flag=True, help="Say how large kits are, and how many fit on a host.")
@click.option("--fresh", is_flag=True, help="Build all again, also what has not changed.")
@click.option(
    "--plain", "folder", type=_FOLDER, help="Do not seal; write sites that anyone can read to DIR."
)
def build(
    names: tuple[str, ...], folder: Path | None, jobs: int | None, *, stats: bool, fresh: bool
) -> None:
    """Build the kits of the profiles NAMES (all without any), sealed, into build/public."""
    project = project_here()
    end_gently()
    if folder:
        _build_plain(project, names, folder)
    else:
        from kitgen.executors import default_jobs  # noqa: PLC0415  as in `build`

        _build_sealed(project, names, Options(jobs or default_jobs(), fresh, stats))


def _build_plain(project: Project, names: tuple[str, ...], folder: Path) -> None:
    from kitgen.fleet import build_fleet, find_leftovers  # noqa: PLC0415  MkDocs takes half a second to import

    refuse_public(project, folder)
    paths = project.profile_paths(names)
    if not paths:
        raise KitgenError(_NO_PROFILE)
    now = read_clock()

    def composer(path: Path) -> Callable[[], Pages]:
        return lambda: pages_for(project, path, now)

    kits = [(name_of(path), composer(path)) for path in paths]
    labels = {name: f"kit {number} of {len(kits)}" for number, (name, _) in enumerate(kits, 1)}
    outcomes = build_fleet(kits, project.mkdocs_yml, folder)
    failed = _tell(outcomes, lambda name: labels[name], shown)
    for left in find_leftovers(folder, [name for name, _ in kits]) if not names else ():
        said = "" if in_ci() else f"{shown(left)}: "
        click.echo(f"{said}a kit that belongs to no profile any more; delete it.", err=True)
    if failed:
        sys.exit(1)
    click.echo(
        "These kits are not sealed: whoever can open the folder can read them. "
        "Put them on a private host only.",
        err=True,
    )


def _build_sealed(project: Project, names: tuple[str, ...], options: Options) -> None:
    from kitgen.folder import output_folder  # noqa: PLC0415  as above
    from kitgen.production import Production, Request  # noqa: PLC0415  as above
    from kitgen.secret import load_secret  # noqa: PLC0415  as above

    paths = project.profile_paths(names)
    if not paths and not project.public.exists():
        raise KitgenError(_NO_PROFILE)
    had_secret = (project.root / ".kitgen" / "secret").exists()
    keep_from_git(project.root / "build")
    secret = load_secret(os.environ, project.root / ".kitgen")
    if not had_secret and secret.origin != VARIABLE:
        keep_from_git(project.root / ".kitgen")
        said = f"{shown(Path(secret.origin))}: made. All links come from it, so keep a copy."
        click.echo(said, err=True)
    # Profiles are read while the folder is held: an older reading would bring an old link back.
    with output_folder(project.staging):
        request = Request(
            project,
            secret,
            read_clock(),
            project.profile_paths(names),
            not names,
            options.jobs,
            options.fresh,
        )
        production = Production(request)
        production.begin()
        failed = False if production.is_settled else _produce(production)
        _tell_standing(production)
        if options.stats:
            _tell_footprint(project.public)
    if failed:
        sys.exit(1)


def _produce(production: Production) -> bool:
    """Make what has changed and tell of it; return whether any kit failed."""
    from kitgen.cli.progress import follow  # noqa: PLC0415  as above
    from kitgen.seal import log_name  # noqa: PLC0415  as above
    from kitgen.sharing import deployment_of, read_members  # noqa: PLC0415  as above

    request = production.request
    project, secret = request.project, request.secret
    deployment_of(project, secret).prepare()

    def label(name: str) -> str:
        return log_name(secret, name)

    failed = 0
    with follow(len(production.changed)) as progress:
        for made in production.make():
            told = _told(made, label)
            for name, error in made.errors:
                progress.clear()
                kept = "its last good kit is kept" if production.had(made.name) else _NONE_YET
                _tell_failure(name, error, kept, label)
            failed += bool(made.errors)
            progress.step(told, failed=bool(made.errors))
    production.finish(lambda: read_members(project, project.profile_paths(), request.now))
    if production.removed:
        said = console.counted(production.removed, "kit was", "kits were")
        click.echo(f"{said} taken away: rotated, over, removed, or of another secret.", err=True)
    if not request.paths:
        raise KitgenError(_NO_PROFILE)
    return bool(failed)


def _told(made: Made, label: Callable[[str], str]) -> str:
    """Return the line for one profile that was made; empty when it failed."""
    if made.errors:
        return ""
    said = _said(made.name, label)
    if made.is_over:
        return f"{said}: past its last day, so it is not published."
    return f"{said}: {'built' if in_ci() else 'sealed'}"


def _tell_standing(production: Production) -> None:
    """Print how many kits are published, and how many of them needed nothing."""
    project = production.request.project
    kits, briefs = production.standing()
    standing = console.counted(kits, "kit stands", "kits stand")
    if briefs:
        standing = f"{console.counted(kits, 'kit', 'kits')} and "
        standing += console.counted(briefs, "brief stand", "briefs stand")
    same = len(production.unchanged)
    unchanged = f" {console.counted(same, 'was', 'were')} up to date." if same else ""
    said = f"{standing} in {shown(project.public)}, sealed.{unchanged} "
    click.echo(as_typed(said + "`kitgen share NAME` prints a link."), err=True)


def _tell(
    outcomes: Iterable[Outcome],
    label: Callable[[str], str],
    where: Callable[[Path], str] | None,
) -> int:
    """Print what came of each kit; return how many failed."""
    failed = 0
    for outcome in outcomes:
        if outcome.site:
            told = "built" if in_ci() else where(outcome.site.start) if where else "sealed"
            click.echo(f"{_said(outcome.name, label)}: {told}")
        elif outcome.error:
            failed += 1
            kept = "its last good kit is kept" if outcome.kept else "there is no kit of it yet"
            _tell_failure(outcome.name, outcome.error, kept, label)
    return failed


def _tell_failure(
    name: str, error: KitgenError | None, kept: str, label: Callable[[str], str]
) -> None:
    """Print why a kit was not built; in CI only that, since its problems quote the profile."""
    if error and not in_ci():
        show_error(error)
    said = f"{_said(name, label)}: not built; {kept}."
    if in_ci():
        count = len(error.problems) if error else 0
        why = console.counted(count, "problem", "problems") if count else "it failed"
        said += f" {why}; `kitgen check` says what, on a machine of your own."
    click.echo(as_typed(said), err=True)


def _said(name: str, label: Callable[[str], str]) -> str:
    """Return what to call a kit here: profiles are named after people."""
    return label(name) if in_ci() else name


def _tell_footprint(public: Path) -> None:
    """Print how large kits are, and how many of them fit into a gigabyte."""
    from kitgen.footprint import measure_footprint  # noqa: PLC0415  as above

    found = measure_footprint(public)
    click.echo(
        f"A kit has {found.middle:,} bytes and {found.inodes:,} inodes (the middle one; at most "
        f"{found.largest:,} bytes), what all share {found.shared:,} bytes.\n"
        f"All together {found.total:,} bytes; into 1 GB go about {found.fitting:,} such kits."
    )


@click.command()
@click.argument("name", required=False)
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port on 127.0.0.1; 8000 or a free one."
)
@click.option("--sealed", is_flag=True, help="Serve build/public instead, and print its links.")
def serve(name: str | None, port: int | None, *, sealed: bool) -> None:
    """Show the kit of NAME in the browser; reloads when its profile is saved."""
    from kitgen.site import serve_site  # noqa: PLC0415  as in `build`

    project = project_here()
    chosen = port or _free_port()
    try:
        if sealed:
            from kitgen.cli.sealed import serve_sealed  # noqa: PLC0415  as above

            serve_sealed(project, name, chosen)
            return
        if name is None:
            known = ", ".join(name_of(path) for path in project.profile_paths())
            raise KitgenError(f"name a profile to serve: {known or 'there is none yet'}")
        path = project.profile_paths([name])[0]
        _tell_log()
        click.echo(f"{path.stem}: http://127.0.0.1:{chosen}/  (Ctrl-C stops)")
        serve_site(project.mkdocs_yml, path, chosen)
    except OSError as error:
        raise KitgenError(f"port {chosen} cannot be used: {error.strerror}") from None


@click.command()
@click.argument("name")
@click.argument("folder", type=_FOLDER)
def write(name: str, folder: Path) -> None:
    """Write the kit of NAME to FOLDER as a plain docs tree for any generator."""
    from kitgen.tree import write_tree  # noqa: PLC0415  as in `build`

    project = project_here()
    path = project.profile_paths([name])[0]
    refuse_public(project, folder)
    write_tree(pages_for(project, path, read_clock()), project.docs / "assets", folder)
    click.echo(f"{path.stem}: {shown(folder)}")


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
