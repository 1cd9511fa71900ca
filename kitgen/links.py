"""Share links of kits and briefs: each with all that is to be said when it is handed on."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.briefs import asked_for, brief_name
from kitgen.errors import KitgenError
from kitgen.profile import Brief
from kitgen.seal import derive_keys, log_name, passphrase_of, share_link

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kitgen.profile import Contact
    from kitgen.seal import Secret
    from kitgen.sharing import Member

_COLUMNS = ("profile", "id", "owner", "brief for", "link", "passphrase", "last day", "published")


class Shared(Struct, frozen=True):
    """One kit, or one brief of it, as it is shared; `folder` is where it is published.

    `passphrase` and `expires` are empty when it has none, `writer` when it is a kit.
    """

    name: str
    owner: str
    link: str
    folder: str
    passphrase: str
    expires: date | None
    is_over: bool
    writer: str = ""

    @property
    def what(self) -> str:
        """What it is called."""
        return "brief" if self.writer else "kit"


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


def shared_brief(member: Member, contact: Contact, secret: Secret, base_url: str) -> Shared:
    """Return how the brief for a contact is shared. Raises what keeps the profile from reading."""
    if member.profile is None or member.today is None:
        raise member.error or KitgenError("there is no profile")
    brief = contact.brief or Brief()
    name = brief_name(member.name, contact.id)
    keys = derive_keys(secret, name, brief.version)
    return Shared(
        name=name,
        owner=member.profile.owner.name,
        link=share_link(base_url, keys.path, keys.content),
        folder=keys.path,
        passphrase=passphrase_of(secret, name, brief.version) if brief.passphrase else "",
        expires=brief.expires,
        is_over=member.is_over or brief.is_over(member.today),
        writer=contact.name,
    )


def shared_briefs(member: Member, secret: Secret, base_url: str) -> tuple[Shared, ...]:
    """Return how each brief that the profile asks for is shared, ready or not."""
    if member.profile is None or member.today is None:
        return ()
    found = asked_for(member.profile, member.today)
    return tuple(shared_brief(member, contact, secret, base_url) for contact, _ in found)


class Table(Struct, frozen=True):
    """A table as comma-separated values, and how many links are in it."""

    text: str
    links: int


def link_table(members: Iterable[Member], secret: Secret, base_url: str) -> Table:
    """Return a table of all links as comma-separated values; `id` is their name in CI logs.

    After each kit come its briefs, each with the contact it is for.
    """
    out = StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_COLUMNS)
    links = 0
    for each in members:
        if each.profile:
            kit = shared_kit(each, secret, base_url)
            for one in (kit, *shared_briefs(each, secret, base_url)):
                table.writerow([*map(_cell, _row(one, secret)), "no" if one.is_over else "yes"])
                links += 1
    return Table(out.getvalue(), links)


def _row(shared: Shared, secret: Secret) -> tuple[str, ...]:
    day = shared.expires.isoformat() if shared.expires else ""
    name, number = shared.name, log_name(secret, shared.name)
    return name, number, shared.owner, shared.writer, shared.link, shared.passphrase, day


def _cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
