"""In which voice a draft speaks: its tone, its wordings, and whether to say who is writing."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kitgen.profile import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kitgen.drafts.phrases import Phrases
    from kitgen.profile import Contact, Owner, Position, Profile

    Choices = Sequence[Any] | dict[str, Sequence[Any]]


def tone_to(contact: Contact, profile: Profile, phrases: Phrases) -> Tone:
    """Return how drafts to `contact` sound: as the profile says, else by title and relationship.

    Where a language addresses nobody by title and by first-name terms at once, the title decides.
    """
    if phrases.has_title(contact.called, "always_formal"):
        return Tone.FORMAL
    said = contact.tone or profile.preferences.tone
    if said:
        return said
    if phrases.has_title(contact.called):
        return Tone.FORMAL
    return Tone(phrases.tones[contact.relationship]) if contact.relationship else Tone.PLAIN


def last_seen(contact: Contact, position: Position | None) -> date | None:
    """Return the last day on which owner and contact had to do with each other, if it is known."""
    if contact.last_seen:
        return contact.last_seen.last
    return position.end.last if position and position.end else None


def signature_of(owner: Owner, *, in_full: bool) -> str:
    """Return how the owner signs: as they are called, or in full for who may not place that."""
    if not in_full or owner.called == owner.name:
        return owner.called
    known = set(owner.called.split()) <= set(owner.name.split())
    return owner.name if known else f"{owner.name} ({owner.called})"


@dataclass
class Picker:
    """Chooses wordings for one contact, always the same of one kind.

    Templates call `pick(kind, choices)`, which is `choose`, where `choices` is a list, or lists by
    tone. Of a draft's wordings each is the one that brings it least close to the drafts of contacts
    before; of several, the one that fewest have had, from a place of the contact's own.

    `users` says by bits which contacts have had each wording; `bit` is that of this contact.
    """

    contact_id: str
    tone: Tone
    users: dict[tuple[str, int], int]
    bit: int
    _chosen: dict[str, tuple[str, int]] = field(default_factory=dict)
    _shared: list[int] = field(default_factory=list)
    _uncounted: list[tuple[str, int]] = field(default_factory=list)

    def begin(self) -> None:
        """Begin a draft: nothing is shared with anybody's yet."""
        self._shared.clear()
        self._uncounted.clear()

    def choose(self, kind: str, choices: Choices) -> Any:  # noqa: ANN401  what is offered
        """Return the wording of one kind."""
        if isinstance(choices, dict):
            group, offered = f"{kind}/{self.tone}", choices[self.tone]
        else:
            group, offered = kind, choices
        taken = self._chosen.get(kind)
        if taken is None:
            taken = self._chosen[kind] = group, self._take(group, len(offered))
        self._uncounted.append(taken)
        return offered[taken[1] % len(offered)]

    def _take(self, group: str, count: int) -> int:
        digest = sha256(f"{self.contact_id}/{group}".encode()).digest()
        start = int.from_bytes(digest[:4]) % count
        shared = self._count_shared()

        def closeness(index: int) -> tuple[int, int]:
            users = self.users.get((group, index), 0)
            nearest = 1 + sum(1 for others in shared if others & users) if users else 0
            return nearest, users.bit_count()

        order = (*range(start, count), *range(start))
        unused = next((each for each in order if (group, each) not in self.users), None)
        taken: int = min(order, key=closeness) if unused is None else unused
        self.users[group, taken] = self.users.get((group, taken), 0) | self.bit
        return taken

    def _count_shared(self) -> Sequence[int]:
        """Return which contacts before had at least one, two, three wordings of this draft, too.

        They are counted when the next one is chosen, which most drafts need for few of theirs:
        until then nobody else takes any.
        """
        for taken in self._uncounted:
            more = self.users[taken] & ~self.bit
            for place, others in enumerate(self._shared):
                self._shared[place], more = others | more, others & more
            if more:
                self._shared.append(more)
        self._uncounted.clear()
        return self._shared


class Turns:
    """Who got which wording so far, so that contacts of one kit take turns.

    A contact's wordings depend on its id and on the contacts before it in the profile: who is
    added at the end changes nobody else's drafts.
    """

    def __init__(self) -> None:
        """Begin with nobody."""
        self._users: dict[tuple[str, int], int] = {}
        self._count = 0

    def picker(self, contact_id: str, tone: Tone) -> Picker:
        """Return what chooses the wordings for the next contact."""
        self._count += 1
        return Picker(contact_id, tone, self._users, 1 << self._count)
