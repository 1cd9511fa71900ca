"""The choice of asks as the plan made it before it was an optimisation, to compare with.

One by one: each time the contact with the largest weight of gaps that still need asks, plus a
little for how likely and how telling their answer is, until no contact closes a gap.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kitgen.plan.terms import fits, room_left, view_of
from kitgen.profile import Advocate, Relationship

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kitgen.coverage import Coverage, Gap
    from kitgen.profile import Contact, View

WEIGHT = {"C4": 4.0, "C2": 3.0, "C5": 2.0, "C6": 1.0, "C7": 1.0, "C1": 1.0}
TELLING = {
    Relationship.MANAGER: 0.5,
    Relationship.SENIOR: 0.4,
    Relationship.CUSTOMER: 0.3,
    Relationship.MENTOR: 0.3,
    Relationship.TEACHER: 0.2,
    Relationship.PEER: 0.2,
}
ADVOCATE = {Advocate.STRONG: 0.6, Advocate.GOOD: 0.3}


@dataclass(slots=True, eq=False)
class Need:
    """A gap and how many more asks it needs, in all and from each view."""

    gap: Gap
    asks: int
    per_view: dict[View, int]

    def is_open_to(self, contact: Contact) -> bool:
        """Return whether one more ask to a contact would work on it."""
        view = view_of(contact)
        room = view is None or self.per_view.get(view, 1) > 0
        return self.asks > 0 and room and fits(self.gap, contact)

    def take(self, contact: Contact) -> None:
        """Count an ask."""
        view = view_of(contact)
        self.asks -= 1
        if view in self.per_view:
            self.per_view[view] -= 1


def choose_greedily(coverage: Coverage, able: Sequence[Contact]) -> list[Contact]:
    """Return whom to ask, in order."""
    tally = coverage.tally
    needs = [
        Need(
            gap,
            tally.asks_for(gap.missing),
            dict.fromkeys(gap.views, tally.asks_for(1)) if gap.rule == "C5" else {},
        )
        for gap in coverage.gaps
    ]
    for contact in sorted(tally.awaited, key=lambda each: each.id):
        take(needs, contact)
    left = list(able)
    chosen: list[Contact] = []
    room = room_left(tally, ())
    while True:
        within = [each for each in left if room.get(each.position or "", 1) > 0]
        best = find_best(needs, within) or find_best(needs, left)
        if best is None:
            return chosen
        left.remove(best)
        chosen.append(best)
        take(needs, best)
        if best.position in room:
            room[best.position] -= 1


def take(needs: Iterable[Need], contact: Contact) -> None:
    """Count an ask to a contact wherever it works."""
    for need in [each for each in needs if each.is_open_to(contact)]:
        need.take(contact)


def find_best(needs: Sequence[Need], contacts: Sequence[Contact]) -> Contact | None:
    """Return whom to ask next, the first of equals; None if nobody is needed."""
    free = Counter(
        need
        for each in contacts
        if not each.restrictions
        for need in needs
        if need.is_open_to(each)
    )
    best, most = None, float("-inf")
    for contact in contacts:
        open_to = [need for need in needs if need.is_open_to(contact)]
        if contact.restrictions:
            open_to = [need for need in open_to if free[need] < need.asks]
        worth = merit(contact) + sum(WEIGHT[need.gap.rule] for need in open_to)
        if open_to and worth > most:
            best, most = contact, worth
    return best


def merit(contact: Contact) -> float:
    """Return how likely and how telling an answer is."""
    worth = TELLING.get(contact.relationship, 0.1) if contact.relationship else 0.0
    worth += ADVOCATE.get(contact.advocate, 0.0) if contact.advocate else 0.0
    worth += 0.5 if contact.evidence and contact.relationship else 0.0
    worth -= 0.2 if contact.connected is False else 0.0
    return worth - (2.5 if contact.restrictions else 0.0)
