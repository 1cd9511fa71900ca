"""The commands that make kits: build, serve, write."""

from __future__ import annotations

import logging
import os
import socket
import sys
from itertools import chain
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
from kitgen.repository import find_repository, refuse_public_profiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kitgen.fleet import Outcome
    from kitgen.pages import Pages
    from kitgen.project import Project
    from kitgen.seal import Secret

_DEFAULT_PORT = 8000
_NO_PROFILE = "there is no profile yet; `kitgen new NAME` makes one"
VARIABLE = "KITGEN_SECRET"
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("names", nargs=-1)
@click.option(
    "--plain", "folder", type=_FOLDER, help="Do not seal; write sites that anyone can read to DIR."
)
def build(names: tuple[str, ...], folder: Path | None) -> None:
    """Build the kits of the profiles NAMES (all without any), sealed, into build/public."""
    project = project_here()
    end_gently()
    if folder:
        _build_plain(project, names, folder)
    else:
        _build_sealed(project, names)


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


def _build_sealed(project: Project, names: tuple[str, ...]) -> None:
    from kitgen.folder import output_folder  # noqa: PLC0415  as above
    from kitgen.seal import log_name  # noqa: PLC0415  as above
    from kitgen.sharing import project_secret, public_folder, sealer_of  # noqa: PLC0415  as above

    paths = project.profile_paths(names)
    if not paths and not public_folder(project).exists():
        raise KitgenError(_NO_PROFILE)
    if in_ci():
        refuse_public_profiles(find_repository(os.environ), paths)
    had_secret = (project.root / ".kitgen" / "secret").exists()
    keep_from_git(project.root / "build")
    secret = project_secret(project, os.environ)
    if not had_secret and secret.origin != VARIABLE:
        keep_from_git(project.root / ".kitgen")
        said = f"{shown(Path(secret.origin))}: made. All links come from it, so keep a copy."
        click.echo(said, err=True)
    # Profiles are read while the folder is held: an older reading would bring an old link back.
    with output_folder(sealer_of(project, secret).staging):
        failed = _seal_all(
            project, paths if names else None, secret, lambda name: log_name(secret, name)
        )
    if failed:
        sys.exit(1)


def _seal_all(
    project: Project, paths: tuple[Path, ...] | None, secret: Secret, label: Callable[[str], str]
) -> bool:
    """Seal the kits of these profiles, or of all (None); return whether any failed."""
    from kitgen.cli.desk import office_of  # noqa: PLC0415  as above
    from kitgen.desk import desk_folders, unsealed_desks  # noqa: PLC0415  as above
    from kitgen.seal import seal_fleet  # noqa: PLC0415  as above
    from kitgen.sharing import (  # noqa: PLC0415  as above
        count_standing,
        deployment_of,
        read_members,
        stale_paths,
        unsealed,
    )

    now = read_clock()
    members = read_members(project, project.profile_paths(), now)
    office = office_of(project, secret, members, now)
    desks = desk_folders(office.settings, secret)
    chosen = {name_of(path) for path in paths} if paths else {each.name for each in members}
    wanted = [each for each in members if each.name in chosen]
    deployment = deployment_of(project, secret, members)
    is_stale = stale_paths(project, deployment, members, everything=paths is None)
    removed = deployment.prepare(lambda name: name not in desks and is_stale(name))
    if removed:
        said = console.counted(removed, "kit was", "kits were")
        click.echo(f"{said} taken away: rotated, over, removed, or of another secret.", err=True)
    if not members:
        raise KitgenError(_NO_PROFILE)
    broken = [each for each in wanted if each.error]
    for each in broken:
        _tell_failure(each.name, each.error, "its last good kit is kept, if there is one", label)
    for each in wanted:
        if each.is_over:
            click.echo(f"{_said(each.name, label)}: past its last day, so it is not published.")
    whole = paths is None and not broken
    # Measuring everyone takes its time, so a desk is made anew with all kits, not with each.
    kits_to_seal = chain(unsealed(project, wanted), unsealed_desks(office) if not paths else ())
    failed = _tell(seal_fleet(kits_to_seal, deployment, is_whole=whole), label, None)
    kits, briefs = count_standing(deployment, members)
    _tell_standing(deployment.public, kits - len(desks & set(deployment.entries())), briefs)
    return bool(failed or broken)


def _tell_standing(public: Path, kits: int, briefs: int) -> None:
    """Print how many kits and briefs there are now."""
    count = console.counted(kits, "kit stands", "kits stand")
    if briefs:
        count = f"{console.counted(kits, 'kit', 'kits')} and "
        count += console.counted(briefs, "brief stand", "briefs stand")
    said = f"{count} in {shown(public)}, sealed. `kitgen share NAME` prints a link."
    click.echo(as_typed(said), err=True)


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
    return label(name) if in_ci() else name.removeprefix("~")


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
