"""Strength by strength: who wrote about it, and who could."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.coverage.phrases import holds

if TYPE_CHECKING:
    from kitgen.coverage.tally import Tally
    from kitgen.profile import Contact


class Strength(Struct, frozen=True):
    """One strength of the owner; names of contacts who wrote about it and who could."""

    name: str
    written_by: tuple[str, ...]
    could_write: tuple[str, ...]


def find_strengths(tally: Tally) -> tuple[Strength, ...]:
    """Return the owner's strengths in their order.

    A visible text counts when it holds the strength's words; a contact could write about it when
    their strengths or the skill of their evidence name it.
    """
    return tuple(_strength(tally, name) for name in tally.profile.owner.strengths)


def _strength(tally: Tally, name: str) -> Strength:
    wanted = name.casefold()
    written = dict.fromkeys(
        each.contact.name
        for each in tally.visible
        if each.received.text and holds(each.received.text.casefold(), wanted)
    )
    could = [
        each.name
        for each in tally.profile.contacts
        if each.name not in written and wanted in _named_by(each)
    ]
    return Strength(name, tuple(written), tuple(could))


def _named_by(contact: Contact) -> set[str]:
    skills = {each.skill.casefold() for each in contact.evidence if each.skill}
    return skills | {each.casefold() for each in contact.strengths}
