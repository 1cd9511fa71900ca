"""Sealing a desk: as a part of no kit, with a name, keys and a link of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.desk.pages import compose_count_pages, compose_desk_pages
from kitgen.desk.value import Desk, Row
from kitgen.errors import KitgenError
from kitgen.findings import find_warnings
from kitgen.links import shared_kit
from kitgen.profile import Reader, seen_by
from kitgen.project import kit_of, told_in
from kitgen.seal import PART, Unsealed, derive_keys, kit_path, share_link
from kitgen.status import Standing, broken_status, by_need, status_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from kitgen.content import Content
    from kitgen.pages import Layout, Pages
    from kitgen.project import Project
    from kitgen.seal import Secret
    from kitgen.settings import Settings
    from kitgen.sharing import Member
    from kitgen.status import Status

# No profile can be called so; as parts of one name they are known by their mark.
DESK, PROGRAMME = f"~desk{PART}mentor", f"~desk{PART}programme"


class Office(Struct, frozen=True):
    """What a desk is made of: all members, how desks are set, and the day.

    `base_url` is where kits are published, empty where that is not known.
    """

    project: Project
    members: tuple[Member, ...]
    settings: Settings
    secret: Secret
    base_url: str
    today: date

    def desk(self) -> Desk:
        """Return the desk: every profile is measured for it."""
        statuses = by_need(_status(self, each) for each in self.members)
        of_name = {each.name: each for each in self.members}
        return Desk(tuple(_row(self, of_name[each.name], each) for each in statuses), self.today)


def unsealed_desks(office: Office) -> Iterator[Unsealed]:
    """Yield the desks to seal, those there are; nothing is composed before it is sealed."""
    for name, version in _versions(office.settings):
        compose = compose_desk_pages if name == DESK else compose_count_pages
        yield Unsealed(name, version, needs_passphrase=False, compose=_composer(office, compose))


def _composer(
    office: Office, compose: Callable[[Desk, Content, Layout], Pages]
) -> Callable[[Layout], Pages]:
    content = office.project.content(office.settings.language)
    return lambda layout: compose(office.desk(), content, layout)


def desk_folders(settings: Settings, secret: Secret) -> frozenset[str]:
    """Return the folders of the desks there are."""
    return frozenset(kit_path(secret, name, version) for name, version in _versions(settings))


def desk_link(settings: Settings, name: str, secret: Secret, base_url: str) -> str:
    """Return the share link of a desk. Raises KitgenError when there is none."""
    version = dict(_versions(settings)).get(name)
    if version is None:
        field = "desk" if name == DESK else "programme"
        raise KitgenError(
            f"there is no such desk yet; write into mkdocs.yml, under 'extra:', a block 'kitgen:' "
            f"with the line '{field}: 1', then run `kitgen build`"
        )
    keys = derive_keys(secret, name, version)
    return share_link(base_url, keys.path, keys.content)


def old_folders(settings: Settings, secret: Secret) -> tuple[str, ...]:
    """Return where no desk may be served any more: those of earlier links."""
    last = dict(_versions(settings))
    return tuple(
        kit_path(secret, name, number)
        for name in (DESK, PROGRAMME)
        for number in range(1, last.get(name, 1))
    )


def _versions(settings: Settings) -> tuple[tuple[str, int], ...]:
    found = ((DESK, settings.desk), (PROGRAMME, settings.programme))
    return tuple((name, version) for name, version in found if version)


def _status(office: Office, member: Member) -> Status:
    """Return where a member is on the desk's day, which is one for all: so it can be rebuilt."""
    if member.profile is None:
        return broken_status(member.name, len(member.error.problems) if member.error else 1)
    seen = seen_by(member.profile, Reader.MENTOR)
    try:
        kit = kit_of(office.project, seen, office.today, member.name)
        kit = told_in(office.project, kit, office.settings.language)
    except KitgenError as error:
        return broken_status(member.name, len(error.problems) or 1)
    return status_of(kit, seen, len(find_warnings(kit)))


def _row(office: Office, member: Member, status: Status) -> Row:
    source = member.profile.source if member.profile else f"{member.name}.yml"
    edit = office.settings.edit and f"{office.settings.edit}{source.rpartition('/')[2]}"
    if member.profile is None or status.standing is Standing.BROKEN:
        return Row(status, edit=edit)
    notes = member.profile.mentor.notes or ""
    if status.standing is Standing.OVER:
        return Row(status, edit=edit, notes=notes)
    beside = shared_kit(member, office.secret, "..")
    link = shared_kit(member, office.secret, office.base_url).link if office.base_url else ""
    return Row(status, beside.link, link, beside.passphrase, edit, notes)
