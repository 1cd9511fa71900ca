"""How `kitgen build` seals kits, and what it prints of them."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from msgspec.structs import replace

from kitgen import console
from kitgen.cli.group import INTERRUPTED, as_typed, in_ci, keep_from_git, show_error, shown
from kitgen.clock import read_clock
from kitgen.errors import KitgenError
from kitgen.repository import find_repository, refuse_public_profiles

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from kitgen.production import Production
    from kitgen.project import Project
    from kitgen.request import Request
    from kitgen.secret import Secret
    from kitgen.shards import Shard
    from kitgen.sharing import Member
    from kitgen.workshop import Made

NO_PROFILE = "there is no profile yet; `kitgen new NAME` makes one"
NONE_YET = "there is no kit of it yet"
VARIABLE = "KITGEN_SECRET"
_AFTER = "`kitgen share NAME` prints a link."


class Options(Struct, frozen=True):
    """How a sealed build works: in how many processes or which cluster, and whether all anew.

    With a `shard`, it builds that one of the kits, beside what is published.
    """

    jobs: int = 1
    fresh: bool = False
    stats: bool = False
    shard: Shard | None = None
    cluster: str = ""


def build_sealed(project: Project, names: tuple[str, ...], options: Options) -> None:
    """Bring the sealed kits of these profiles, or of all, up to date, and tell of it."""
    from kitgen.folder import output_folder  # noqa: PLC0415  MkDocs takes half a second to import

    shard = options.shard
    if shard:
        project = replace(project, shard=str(shard))
    secret = _secret_for(project, names)
    # Profiles are read while the folder is held: an older reading would bring an old link back.
    with output_folder(project.staging):
        request = _request(project, secret, names, options)
        if shard:
            from kitgen.shards import forget_record  # noqa: PLC0415  as above

            forget_record(project)
        production = _begun(request)
        failed = not production.is_settled and _produce(production, production.make)
        if shard:
            from kitgen.shards import write_record  # noqa: PLC0415  as above

            write_record(request, shard, production.entries)
        _tell_standing(production)
        if options.stats:
            _tell_footprint(project.public)
    if failed:
        sys.exit(1)


def merge_sealed(project: Project, folders: tuple[Path, ...]) -> None:
    """Make one public folder of the shards in `folders`, and tell of it."""
    from kitgen.folder import output_folder  # noqa: PLC0415  as above
    from kitgen.merging import join_shards  # noqa: PLC0415  as above

    secret = _secret_for(project, ())
    label = partial(said_of, label=partial(log_name_of, secret))
    with output_folder(project.staging):
        request = _request(project, secret, (), Options())
        whole = join_shards(request, folders, label, shown)
        production = _begun(request)
        failed = _produce(production, lambda: production.take(whole.put(production.changed)))
        _tell_standing(production)
    if failed:
        sys.exit(1)


def _begun(request: Request) -> Production:
    from kitgen.production import Production  # noqa: PLC0415  as above

    production = Production(request)
    production.begin()
    return production


def _request(project: Project, secret: Secret, names: tuple[str, ...], options: Options) -> Request:
    """Return what is to be brought up to date, as profiles and clock are now."""
    from kitgen.request import Request  # noqa: PLC0415  as above

    paths = project.profile_paths(names)
    if options.shard:
        paths = options.shard.share_of(paths)
    address = os.environ.get("KITGEN_BASE_URL", "")
    return Request(
        project=project,
        secret=secret,
        now=read_clock(),
        paths=paths,
        is_whole=not names,
        jobs=options.jobs,
        is_fresh=options.fresh,
        address=address,
        cluster=options.cluster,
    )


def _secret_for(project: Project, names: tuple[str, ...]) -> Secret:
    """Return the secret to build with, made at first use. Raises KitgenError where nothing may."""
    from kitgen.secret import load_secret  # noqa: PLC0415  as above

    paths = project.profile_paths(names)
    # A folder that is empty means that no kit is wanted; one that is gone may be a mistake.
    if not paths and not (project.public.exists() and project.profiles.is_dir()):
        raise KitgenError(NO_PROFILE)
    if in_ci():
        refuse_public_profiles(find_repository(os.environ), paths)
    had_secret = (project.root / ".kitgen" / "secret").exists()
    keep_from_git(project.root / "build")
    if not had_secret and not in_ci() and not os.environ.get(VARIABLE, "").strip():
        keep_from_git(project.root / ".kitgen")  # before a secret is in it, even if this is killed
    secret = load_secret(os.environ, project.root / ".kitgen")
    if not had_secret and secret.origin != VARIABLE:
        said = f"{shown(Path(secret.origin))}: made. All links come from it, so keep a copy."
        click.echo(said, err=True)
    return secret


def _produce(production: Production, make: Callable[[], Generator[Made]]) -> bool:
    """Have made what has changed and tell of it; return whether any kit failed."""
    from kitgen.cli.desk import office_of  # noqa: PLC0415  as above
    from kitgen.cli.progress import follow  # noqa: PLC0415  as above
    from kitgen.sharing import deployment_of, read_members  # noqa: PLC0415  as above

    request = production.request
    project, secret = request.project, request.secret
    office = office_of(project, secret, (), request.now)
    deployment_of(project, secret).prepare()
    label = partial(log_name_of, secret)

    @cache
    def everyone() -> tuple[Member, ...]:
        return read_members(project, project.profile_paths(), request.now)

    failed = 0
    # Closed, whatever happens: workers end before the folder that they work in is given back.
    with follow(len(production.changed)) as progress, closing(make()) as all_made:
        for made in _until_interrupted(all_made, production):
            if made.errors:
                progress.clear()
                failed += _tell_failures(made, production, label)
            progress.step(_told(made, label), failed=bool(made.errors))
    # A desk is of all kits: it is made where they are merged.
    for made in production.make_desks(office, everyone) if not project.shard else ():
        failed += _tell_failures(made, production, label)
        click.echo(_told(made, label), nl=bool(made.parts))
    production.finish(everyone)
    if production.removed:
        said = console.counted(production.removed, "kit was", "kits were")
        click.echo(f"{said} taken away: rotated, over, removed, or of another secret.", err=True)
    if not request.paths and not project.shard:
        raise KitgenError(NO_PROFILE)
    return bool(failed)


def _until_interrupted(all_made: Iterator[Made], production: Production) -> Iterator[Made]:
    """Yield what is made; when somebody interrupts, say what stands, and end."""
    try:
        yield from all_made
    except KeyboardInterrupt:
        done, wanted = len(production.made), len(production.changed)
        said = (
            f"\nInterrupted: {done} of {console.counted(wanted, 'kit', 'kits')} done, which stand. "
        )
        click.echo(as_typed(said + "The same command builds the rest."), err=True)
        sys.exit(INTERRUPTED)


def log_name_of(secret: Secret, name: str) -> str:
    """Return what a kit is called where strangers read."""
    from kitgen.seal import log_name  # noqa: PLC0415  as above

    return log_name(secret, name)


def _tell_failures(made: Made, production: Production, label: Callable[[str], str]) -> int:
    """Print what was not made of one profile, and why; return how much."""
    kept = "its last good kit is kept" if production.had(made.name) else NONE_YET
    for name, error in made.errors:
        tell_failure(name, error, kept, label)
    return len(made.errors)


def _told(made: Made, label: Callable[[str], str]) -> str:
    """Return the lines for what was made of one profile; empty when there is nothing."""
    if made.is_over:
        return f"{said_of(made.name, label)}: past its last day, so it is not published."
    how = "built" if in_ci() else "sealed"
    return "\n".join(f"{said_of(each, label)}: {how}" for each in made.parts)


def _tell_standing(production: Production) -> None:
    """Print how many kits are published, and how many of them needed nothing."""
    project = production.request.project
    kits, briefs = production.standing
    standing = console.counted(kits, "kit stands", "kits stand")
    if briefs:
        standing = f"{console.counted(kits, 'kit', 'kits')} and "
        standing += console.counted(briefs, "brief stand", "briefs stand")
    same = len(production.unchanged)
    unchanged = f" {console.counted(same, 'was', 'were')} up to date." if same else ""
    said = f"{standing} in {shown(project.public)}, sealed.{unchanged} "
    after = "`kitgen merge` joins all shards." if project.shard else _AFTER
    click.echo(as_typed(said + after), err=True)


def _tell_footprint(public: Path) -> None:
    """Print how large kits are, and how many of them fit into a gigabyte."""
    from kitgen.footprint import measure_footprint  # noqa: PLC0415  as above

    found = measure_footprint(public)
    click.echo(
        f"A kit has {found.middle:,} bytes and {found.inodes:,} inodes (the middle one; at most "
        f"{found.largest:,} bytes), what all share {found.shared:,} bytes.\n"
        f"All together {found.total:,} bytes; into 1 GB go about {found.fitting:,} such kits."
    )


def tell_failure(
    name: str, error: KitgenError | None, kept: str, label: Callable[[str], str]
) -> None:
    """Print why a kit was not built; in CI only that, since its problems quote the profile."""
    if error and not in_ci():
        show_error(error)
    said = f"{said_of(name, label)}: not built; {kept}."
    if in_ci():
        count = len(error.problems) if error else 0
        why = console.counted(count, "problem", "problems") if count else "it failed"
        said += f" {why}; `kitgen check` says what, on a machine of your own."
    click.echo(as_typed(said), err=True)


def said_of(name: str, label: Callable[[str], str]) -> str:
    """Return what to call a kit here: profiles are named after people."""
    return label(name) if in_ci() else console.printable(name.removeprefix("~"))
