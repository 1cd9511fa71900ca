"""The commands that make kits: build, serve, write."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitgen.cli.group import (
    end_gently,
    in_ci,
    project_here,
    refuse_public,
    shown,
)
from kitgen.cli.sealing import NO_PROFILE, Options, build_sealed, said_of, tell_failure
from kitgen.cli.sharding import ClusterType, ShardType
from kitgen.clock import read_clock
from kitgen.errors import KitgenError
from kitgen.project import name_of, pages_for, pages_or_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kitgen.fleet import Outcome
    from kitgen.pages import Pages
    from kitgen.project import Project
    from kitgen.shards import Shard

_DEFAULT_PORT = 8000
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("names", nargs=-1)
@click.option("--jobs", type=click.IntRange(1, 256), help="Processes; one for each processor.")
@click.option(
    "--executor",
    type=ClusterType(),
    metavar="dask://HOST:PORT",
    help="Have a dask.distributed cluster build; it has to see this folder.",
)
@click.option("--stats", is_flag=True, help="Say how large kits are, and how many fit on a host.")
@click.option("--fresh", is_flag=True, help="Build all again, also what has not changed.")
@click.option(
    "--shard",
    type=ShardType(),
    metavar="K/N",
    help="Build each N-th kit, from the K-th, into build/shards; `merge` joins them.",
)
@click.option(
    "--plain", "folder", type=_FOLDER, help="Do not seal; write sites that anyone can read to DIR."
)
def build(  # noqa: PLR0913  one for each option
    names: tuple[str, ...],
    folder: Path | None,
    jobs: int | None,
    shard: Shard | None,
    executor: str | None,
    *,
    stats: bool,
    fresh: bool,
) -> None:
    """Build the kits of the profiles NAMES (all without any), sealed, into build/public."""
    project = project_here()
    end_gently()
    if shard and (names or folder):
        raise click.UsageError("a shard is of all kits, sealed: --shard takes no NAMES, no --plain")
    if folder:
        _build_plain(project, names, folder)
    else:
        from kitgen.executors import default_jobs  # noqa: PLC0415  as in `build`

        build_sealed(
            project, names, Options(jobs or default_jobs(), fresh, stats, shard, executor or "")
        )


def _build_plain(project: Project, names: tuple[str, ...], folder: Path) -> None:
    from kitgen.fleet import build_fleet, find_leftovers  # noqa: PLC0415  MkDocs takes half a second to import

    refuse_public(project, folder)
    paths = project.profile_paths(names)
    if not paths:
        raise KitgenError(NO_PROFILE)
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
            click.echo(f"{said_of(outcome.name, label)}: {told}")
        elif outcome.error:
            failed += 1
            kept = "its last good kit is kept" if outcome.kept else "there is no kit of it yet"
            tell_failure(outcome.name, outcome.error, kept, label)
    return failed


@click.command()
@click.argument("name", required=False)
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port on 127.0.0.1; 8000 or a free one."
)
@click.option("--sealed", is_flag=True, help="Serve build/public instead, and print its links.")
def serve(name: str | None, port: int | None, *, sealed: bool) -> None:
    """Show the kit of NAME in the browser; reloads when its profile is saved."""
    from kitgen.site import EditedKit, serve_site  # noqa: PLC0415  as in `build`

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

        def compose(before: Pages | None) -> Pages:
            return pages_or_problems(project, path, read_clock(), before)

        kit = EditedKit(project.mkdocs_yml, compose, project.state, project.cache)
        serve_site(kit, path, (project.docs, project.mkdocs_yml), chosen)
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
