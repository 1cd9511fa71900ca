"""Sealing a project's kits: which, for how long, at which address, and their share links."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from kitgen.errors import KitgenError
from kitgen.folder import replace_text
from kitgen.pages import compose_pages
from kitgen.profile import MOST_VERSIONS, set_field
from kitgen.project import kit_of, name_of, read_profile
from kitgen.seal import (
    Deployment,
    Sealer,
    ThemeFolders,
    Unsealed,
    derive_keys,
    kit_path,
    load_secret,
    log_name,
    no_search,
    passphrase_of,
    search_for,
    share_link,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date, datetime

    from kitgen.pages import Layout, Pages
    from kitgen.profile import Profile
    from kitgen.project import Project
    from kitgen.seal import Secret


@dataclass(frozen=True, slots=True)
class Member:
    """One profile of the project as of `today`, or why it cannot be read."""

    name: str
    profile: Profile | None = None
    today: date | None = None
    error: KitgenError | None = None

    @property
    def is_over(self) -> bool:
        """Whether the kit is past its last day: it is not built, and what is out goes."""
        if self.profile is None or self.today is None:
            return False
        return self.profile.sharing.is_over(self.today)


@dataclass(frozen=True, slots=True)
class Shared:
    """One kit as it is shared; `folder` is where it is published.

    `passphrase` and `expires` are empty when it has none.
    """

    name: str
    owner: str
    link: str
    folder: str
    passphrase: str
    expires: date | None
    is_over: bool


def project_secret(project: Project, environ: Mapping[str, str]) -> Secret:
    """Return the secret of a project. Raises SecretError with what to do."""
    return load_secret(environ, project.root / ".kitgen")


def read_members(project: Project, paths: Iterable[Path], now: datetime) -> tuple[Member, ...]:
    """Return each of these profiles, read."""
    return tuple(_member(project, path, now) for path in paths)


def deployment_of(project: Project, secret: Secret, members: Iterable[Member]) -> Deployment:
    """Return where and with what a project's kits are sealed; no text of `members` may leak."""
    sealer = sealer_of(project, secret)
    profiles = tuple(each.profile for each in members if each.profile)
    search = search_for(profiles, sealer.theme) if profiles else no_search()
    return Deployment(public_folder(project), sealer, search)


def public_folder(project: Project) -> Path:
    """Return the folder that may be published, and nothing else of the project."""
    return project.root / "build" / "public"


def staging_folder(project: Project) -> Path:
    """Return the private folder for what is plain, or not whole yet; held by who works in it."""
    return project.root / "build" / "staging"


def sealer_of(project: Project, secret: Secret) -> Sealer:
    """Return what seals a project's kits."""
    return Sealer(
        mkdocs_yml=project.mkdocs_yml,
        theme=theme_folders(project),
        staging=staging_folder(project),
        secret=secret,
    )


def theme_folders(project: Project) -> ThemeFolders:
    """Return where the files come from that are the same for every kit, and public."""
    material = Path(str(files("material") / "templates" / "assets"))
    return ThemeFolders(material, project.docs / "assets")


def unsealed(project: Project, members: Iterable[Member]) -> Iterator[Unsealed]:
    """Yield the kits to seal: of profiles that can be read, and are not over."""
    for each in members:
        if each.profile and each.today and not each.is_over:
            yield unsealed_as_of(project, each, each.today)


def unsealed_as_of(project: Project, member: Member, today: date) -> Unsealed:
    """Return the kit of a member as it is on a day. Raises what keeps the profile from being read.

    Nothing is composed before it is sealed.
    """
    if member.profile is None:
        raise member.error or KitgenError("there is no profile")
    profile, sharing = member.profile, member.profile.sharing

    def compose(layout: Layout) -> Pages:
        return compose_pages(kit_of(project, profile, today, member.name), layout)

    return Unsealed(member.name, sharing.version, sharing.passphrase, compose)


def stale_paths(
    deployment: Deployment, members: Iterable[Member], *, everything: bool
) -> Callable[[str], bool]:
    """Return whether the kit in a folder is to go.

    With `everything`, all but the current kits' are: those of rotated links, kits that are over,
    of profiles that are gone, or of another secret. Else only of rotated links and kits that are
    over. Of a profile that cannot be read any version may be out, so all of its kits stay.
    """
    secret = deployment.sealer.secret
    kept: set[str] = set()
    gone: set[str] = set()
    for each in members:
        if each.profile is None:
            kept |= {kit_path(secret, each.name, number) for number in _VERSIONS}
            continue
        version = each.profile.sharing.version
        gone |= {kit_path(secret, each.name, number) for number in range(1, version)}
        (gone if each.is_over else kept).add(kit_path(secret, each.name, version))
    return (lambda name: name not in kept) if everything else (lambda name: name in gone)


def shared_kit(member: Member, secret: Secret, base_url: str) -> Shared:
    """Return how a kit is shared. Raises what keeps the profile from being read."""
    if member.profile is None:
        raise member.error or KitgenError("there is no profile")
    sharing, name = member.profile.sharing, member.name
    keys = derive_keys(secret, name, sharing.version)
    return Shared(
        name=name,
        owner=member.profile.owner.name,
        link=share_link(base_url, keys.path, keys.content),
        folder=keys.path,
        passphrase=passphrase_of(secret, name, sharing.version) if sharing.passphrase else "",
        expires=sharing.expires,
        is_over=member.is_over,
    )


def link_table(members: Iterable[Member], secret: Secret, base_url: str) -> str:
    """Return a table of all links as comma-separated values; `id` is the kit's name in CI logs."""
    out = StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("profile", "id", "owner", "link", "passphrase", "last day", "published"))
    for each in members:
        if each.profile:
            kit = shared_kit(each, secret, base_url)
            day = kit.expires.isoformat() if kit.expires else ""
            row = (kit.name, log_name(secret, kit.name), kit.owner, kit.link, kit.passphrase, day)
            table.writerow([*map(_cell, row), "no" if kit.is_over else "yes"])
    return out.getvalue()


def _cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def set_sharing(path: Path, source: str, fields: Mapping[str, str]) -> None:
    """Set fields of `sharing` in the profile at `path`; nothing else in the file changes.

    Raises KitgenError when it cannot be read, edited or written; then it stays as it was.
    """
    try:
        text = path.read_bytes().decode()  # as it is: line ends, and a byte order mark
    except OSError as error:
        raise KitgenError(f"{source} cannot be read: {error.strerror}") from None
    for field, value in fields.items():
        text = set_field(text, ("sharing", field), value)
    if fields:
        replace_text(path, text, source)


def _member(project: Project, path: Path, now: datetime) -> Member:
    try:
        profile, today = read_profile(project, path, now)
    except KitgenError as error:
        return Member(name_of(path), error=error)
    return Member(name_of(path), profile, today)


_VERSIONS = range(1, MOST_VERSIONS + 1)
