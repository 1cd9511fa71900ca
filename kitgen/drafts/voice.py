"""In which voice a draft speaks: its tone, its wordings, and whether to say who is writing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kitgen.profile import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kitgen.drafts.phrases import Phrases
    from kitgen.profile import Contact, Owner, Position, Profile

    Choices = Sequence[Any] | Mapping[str, Sequence[Any]]


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

    Called as `pick(kind, choices)`, where `choices` is a list, or lists by tone. Of a draft's
    wordings each is the one that brings it least close to the drafts of contacts before; of
    several, the one that fewest have had, from a place of the contact's own.
    """

    contact_id: str
    tone: Tone
    users: dict[tuple[str, int], list[str]]
    _chosen: dict[str, tuple[str, int]] = field(default_factory=dict)
    _shared: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """Begin a draft: nothing is shared with anybody's yet."""
        self._shared.clear()

    def __call__(self, kind: str, choices: Choices) -> Any:  # noqa: ANN401  what is offered
        """Return the wording of one kind."""
        by_tone = isinstance(choices, Mapping)
        offered = choices[self.tone] if isinstance(choices, Mapping) else choices
        if kind not in self._chosen:
            group = f"{kind}/{self.tone}" if by_tone else kind
            self._chosen[kind] = group, self._take(group, len(offered))
        taken = self._chosen[kind]
        self._shared.update(each for each in self.users[taken] if each != self.contact_id)
        return offered[taken[1] % len(offered)]

    def _take(self, group: str, count: int) -> int:
        digest = sha256(f"{self.contact_id}/{group}".encode()).digest()
        start = int.from_bytes(digest[:4]) % count

        def closeness(index: int) -> tuple[int, int]:
            users = self.users.get((group, index), ())
            nearest = max((1 + self._shared[user] for user in users), default=0)
            return nearest, len(users)

        order = [*range(start, count), *range(start)]
        taken: int = min(order, key=closeness)
        self.users.setdefault((group, taken), []).append(self.contact_id)
        return taken


class Turns:
    """Who got which wording so far, so that contacts of one kit take turns.

    A contact's wordings depend on its id and on the contacts before it in the profile: who is
    added at the end changes nobody else's drafts.
    """

    def __init__(self) -> None:
        """Begin with nobody."""
        self._users: dict[tuple[str, int], list[str]] = {}

    def picker(self, contact_id: str, tone: Tone) -> Picker:
        """Return what chooses the wordings for the next contact."""
        return Picker(contact_id, tone, self._users)
