"""Sealing a project's kits and briefs: which, for how long, and at which address."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.briefs import brief_name, to_publish, unsealed_briefs
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
    kit_mark,
    kit_path,
    mark_in,
    no_search,
    search_for,
)
from kitgen.secret import load_secret
from kitgen.settings import settings_in
from kitgen.site import Press, extra_of, site_url_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping
    from datetime import date, datetime

    from kitgen.document import Path as Place
    from kitgen.kit import Kit
    from kitgen.pages import Layout, Pages
    from kitgen.profile import Profile
    from kitgen.project import Project
    from kitgen.seal import LeakSearch
    from kitgen.secret import Secret


class Member(Struct, frozen=True):
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


def project_secret(project: Project, environ: Mapping[str, str]) -> Secret:
    """Return the secret of a project. Raises SecretError with what to do."""
    return load_secret(environ, project.root / ".kitgen")


def read_members(project: Project, paths: Iterable[Path], now: datetime) -> tuple[Member, ...]:
    """Return each of these profiles, read."""
    return tuple(_member(project, path, now) for path in paths)


def deployment_of(project: Project, secret: Secret) -> Deployment:
    """Return where and with what a project's kits are sealed; who uses it says what to search."""
    return Deployment(public_folder(project), sealer_of(project, secret), no_search())


def search_of(project: Project, members: Iterable[Member]) -> LeakSearch:
    """Return the search for every text of these members."""
    profiles = tuple(each.profile for each in members if each.profile)
    return search_for(profiles, theme_folders(project)) if profiles else no_search()


def count_standing(
    deployment: Deployment, members: Iterable[str], desks: Container[str]
) -> tuple[int, int]:
    """Return how many kits, and briefs of the kits of members by name, stand in the folder.

    What is in the folders `desks` is neither.
    """
    secret = deployment.sealer.secret
    names = [name for name in deployment.entries() if name not in desks]
    marks = {kit_mark(secret, each) for each in members}
    briefs = sum(1 for name in names if mark_in(secret, name) in marks)
    return len(names) - briefs, briefs


def public_folder(project: Project) -> Path:
    """Return the folder that may be published, and nothing else of the project."""
    return project.public


def sealer_of(project: Project, secret: Secret) -> Sealer:
    """Return what seals a project's kits. Raises SiteError or SettingsError for mkdocs.yml."""
    settings = settings_in(extra_of(project.mkdocs_yml))
    return Sealer(
        mkdocs_yml=project.mkdocs_yml,
        theme=theme_folders(project),
        staging=project.staging,
        secret=secret,
        press=Press(project.mkdocs_yml, cache=project.cache),
        base_url=site_url_of(project.mkdocs_yml),
        edit=settings.edit if settings.edit_in_kits else "",
    )


def theme_folders(project: Project) -> ThemeFolders:
    """Return where the files come from that are the same for every kit, and public."""
    material = Path(str(files("material") / "templates" / "assets"))
    return ThemeFolders(material, project.docs / "assets")


def unsealed(project: Project, members: Iterable[Member]) -> Iterator[Unsealed]:
    """Yield the kits to seal, and their briefs: of profiles that can be read, and are not over."""
    for each in members:
        if each.profile and each.today and not each.is_over:
            yield from unsealed_as_of(project, each, each.today)


def unsealed_as_of(project: Project, member: Member, today: date) -> Iterator[Unsealed]:
    """Yield the kit of a member as it is on a day, then its briefs.

    Nothing is composed before it is sealed, and the kit once for all of them. Raises what keeps the
    profile from being read.
    """
    if member.profile is None:
        raise member.error or KitgenError("there is no profile")
    profile, sharing = member.profile, member.profile.sharing

    @cache
    def kit() -> Kit:
        return kit_of(project, profile, today, member.name)

    def compose(layout: Layout) -> Pages:
        return compose_pages(kit(), layout)

    source = profile.source.rpartition("/")[2]
    yield Unsealed(member.name, sharing.version, sharing.passphrase, compose, source)
    yield from unsealed_briefs(project, profile, today, member.name, kit)


def part_as_of(project: Project, member: Member, name: str, today: date) -> Unsealed:
    """Return one of a member's kit and briefs, by its name, as it is on a day.

    Raises KitgenError when there is no such brief on that day.
    """
    for each in unsealed_as_of(project, member, today):
        if each.name == name:
            return each
    raise KitgenError("it was not ready on the day on which it was built")


def stale_paths(
    project: Project, deployment: Deployment, members: Iterable[Member], *, everything: bool
) -> Callable[[str], bool]:
    """Return whether what is in a folder is to go.

    With `everything`, all but the current kits and briefs: those of rotated links, that are over,
    of profiles and contacts that are gone, or of another secret. Else only what once was of these
    members. Of a profile that cannot be read any version and any brief may be out, so all stays.
    """
    secret = deployment.sealer.secret
    kept: set[str] = set()
    gone: set[str] = set()
    marks: dict[bytes, bool] = {}  # of kits; whether their briefs are known
    for each in members:
        version = each.profile.sharing.version if each.profile else 0
        for number in range(1, version) if each.profile else _VERSIONS:
            (gone if each.profile else kept).add(kit_path(secret, each.name, number))
        if each.profile:
            (gone if each.is_over else kept).add(kit_path(secret, each.name, version))
        briefs = _brief_paths(project, each, secret)
        kept |= briefs or set()
        marks[kit_mark(secret, each.name)] = briefs is not None

    def is_stale(name: str) -> bool:
        known = marks.get(mark_in(secret, name))
        if name in kept or known is False:
            return False
        return everything or known is True or name in gone

    return is_stale


def _brief_paths(project: Project, member: Member, secret: Secret) -> set[str] | None:
    """Return where the briefs of a kit are now; None when that cannot be said."""
    if member.profile is None or member.today is None:
        return None
    try:
        wanted = to_publish(project, member.profile, member.today)
    except KitgenError:
        return None
    return {
        kit_path(secret, brief_name(member.name, contact.id), brief.version)
        for contact, brief in wanted
    }


def set_sharing(
    path: Path, source: str, fields: Mapping[str, str], block: Place = ("sharing",)
) -> None:
    """Set fields of `sharing`, or another block, in the profile; nothing else in it changes.

    Raises KitgenError when it cannot be read, edited or written; then it stays as it was.
    """
    try:
        text = path.read_bytes().decode()  # as it is: line ends, and a byte order mark
    except OSError as error:
        raise KitgenError(f"{source} cannot be read: {error.strerror}") from None
    for field, value in fields.items():
        text = set_field(text, (*block, field), value)
    if fields:
        replace_text(path, text, source)


def _member(project: Project, path: Path, now: datetime) -> Member:
    try:
        profile, today = read_profile(project, path, now)
    except KitgenError as error:
        return Member(name_of(path), error=error)
    return Member(name_of(path), profile, today)


_VERSIONS = range(1, MOST_VERSIONS + 1)
