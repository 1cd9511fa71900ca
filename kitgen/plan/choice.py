"""Whom to ask: the contacts that close the most gaps, until enough asks are out.

The objective, solved greedily: choose asks one by one, each time the contact with the largest
value, where the value is the weight of the gaps that still need asks and that this contact can
close, plus a little for how likely and how telling their answer is. A gap that misses `m`
recommendations needs `m / answer rate` asks (rule C14), those still awaited included. Someone who
may not be free to write counts only for gaps that the others are too few to close. Choosing ends
when no contact closes a gap that still needs asks.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kitgen.coverage import lately_given
from kitgen.life import ANSWERED, AskState
from kitgen.message import Message, message
from kitgen.plan.value import Ask, Resting
from kitgen.profile import VIEW_OF, Advocate, Relationship, View

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from kitgen.coverage import Coverage, Gap, Tally
    from kitgen.profile import Contact

# How much closing a gap of each rule is worth. The order is that of the sources' weight: a
# manager's word (experiment, high confidence) before a position without any, before variety.
_WEIGHT = {"C4": 4.0, "C2": 3.0, "C5": 2.0, "C6": 1.0, "C7": 1.0, "C1": 1.0}
# Rule C4: for one position prefer manager, senior, customer, peer, report, in this order.
_TELLING = {
    Relationship.MANAGER: 0.5,
    Relationship.SENIOR: 0.4,
    Relationship.CUSTOMER: 0.3,
    Relationship.MENTOR: 0.3,
    Relationship.TEACHER: 0.2,
    Relationship.PEER: 0.2,
}
_ADVOCATE = {Advocate.STRONG: 0.6, Advocate.GOOD: 0.3}
# More reasons than two are a list, and nobody reads them.
_REASONS = 2
_PREPARED, _UNCONNECTED, _RESTRICTED = 0.5, -0.2, -2.5


@dataclass(slots=True)
class _Need:
    """A gap and how many more asks it needs.

    `per_view` is how many of them each view can take, for the rule about different views (C5):
    a third manager adds no view.
    """

    gap: Gap
    asks: int
    per_view: dict[View, int]

    def fits(self, contact: Contact, view: View | None) -> bool:
        """Return whether a recommendation by `contact`, from `view`, would work on this gap."""
        if self.gap.position and contact.position != self.gap.position:
            return False
        if self.gap.rule == "C4":
            return view is not None and contact.relationship is Relationship.MANAGER
        return not self.gap.views or view in self.gap.views

    def is_open_to(self, view: View | None) -> bool:
        """Return whether it needs one more ask to somebody with this view, whom it fits."""
        return self.asks > 0 and (view is None or self.per_view.get(view, 1) > 0)

    def take(self, view: View | None) -> str:
        """Count an ask to somebody with this view and return the code of the rule."""
        self.asks -= 1
        if view in self.per_view:
            self.per_view[view] -= 1
        return self.gap.rule


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A contact with what does not change while choosing.

    `view` is None unless the relationship is confirmed; `needs` are those that they fit; `worth`
    is how likely and how telling their answer is.
    """

    contact: Contact
    view: View | None
    needs: tuple[_Need, ...]
    worth: float

    def open_needs(self) -> list[_Need]:
        """Return the needs that an ask to them would work on now."""
        return [need for need in self.needs if need.is_open_to(self.view)]


class _Choice:
    """The state of choosing: what is needed, and how many asks each position can still take."""

    def __init__(self, coverage: Coverage) -> None:
        tally = coverage.tally
        full = tally.thresholds.per_position
        needs = [
            _Need(
                gap,
                tally.asks_for(gap.missing),
                dict.fromkeys(gap.views, tally.asks_for(1)) if gap.rule == "C5" else {},
            )
            for gap in coverage.gaps
        ]
        self.candidates = {each.id: _candidate(each, needs) for each in tally.profile.contacts}
        self.room = {
            position.id: tally.asks_for(max(0, full - len(tally.about(position.id))))
            for position in tally.profile.positions
        }
        for contact in sorted(tally.awaited, key=lambda each: each.id):
            self.take(contact)

    def take(self, contact: Contact) -> tuple[str, ...]:
        """Count an ask to `contact` and return the codes of the rules that it works on."""
        candidate = self.candidates[contact.id]
        if contact.position in self.room:
            self.room[contact.position] -= 1
        return tuple(need.take(candidate.view) for need in candidate.open_needs())

    def has_room(self, contact: Contact) -> bool:
        """Return whether the contact's position can take one more ask (rule C2)."""
        return self.room.get(contact.position or "", 1) > 0

    def best(self, contacts: Iterable[Contact], *, beyond_room: bool = False) -> Contact | None:
        """Return whom of `contacts` to ask next, the first of equals; None if none is needed.

        With `beyond_room`, a position may be asked about although it has enough.
        """
        able = [self.candidates[each.id] for each in contacts if beyond_room or self.has_room(each)]
        free = Counter(
            id(need)
            for candidate in able
            if not candidate.contact.restrictions
            for need in candidate.open_needs()
        )
        best, most = None, -math.inf
        for candidate in able:
            needs = candidate.open_needs()
            if candidate.contact.restrictions:
                needs = [need for need in needs if free[id(need)] < need.asks]
            worth = candidate.worth + sum(_WEIGHT[need.gap.rule] for need in needs)
            if needs and worth > most:
                best, most = candidate.contact, worth
        return best


def _candidate(contact: Contact, needs: Sequence[_Need]) -> _Candidate:
    known = contact.relationship if not contact.unconfirmed else None
    view = VIEW_OF[known] if known else None
    worth = _TELLING.get(contact.relationship, 0.1) if contact.relationship else 0.0
    worth += _ADVOCATE.get(contact.advocate, 0.0) if contact.advocate else 0.0
    worth += _PREPARED if contact.evidence and contact.relationship else 0.0
    worth += _UNCONNECTED if contact.connected is False else 0.0
    worth += _RESTRICTED if contact.restrictions else 0.0
    fitting = tuple(need for need in needs if need.fits(contact, view))
    return _Candidate(contact, view, fitting, worth)


def choose_asks(
    coverage: Coverage, ready: Collection[str]
) -> tuple[tuple[Ask, ...], tuple[Resting, ...]]:
    """Return the asks to make, most valuable first, and who rests and why.

    `ready` are the ids of contacts whose draft can be sent. Where a position has enough, it is
    asked about no more, unless a gap cannot be closed from anywhere else.
    """
    tally = coverage.tally
    given = lately_given(tally)
    left: dict[str, Contact] = {}
    resting: list[Resting] = []
    for contact in sorted(tally.profile.contacts, key=lambda each: each.id):
        reason = _rest(tally, contact, given.get(contact.id))
        if reason:
            resting.append(Resting(contact, reason))
        else:
            left[contact.id] = contact
    choice = _Choice(coverage)
    asks: list[Ask] = []
    while best := choice.best(left.values()) or choice.best(left.values(), beyond_room=True):
        asks.append(_ask(coverage, left.pop(best.id), choice.take(best), ready))
    resting += [Resting(each, _not_needed(choice, each)) for each in left.values()]
    return tuple(asks), tuple(resting)


def _rest(tally: Tally, contact: Contact, given_on: date | None) -> Message | None:
    """Return why `contact` cannot be asked now, or None when they can."""
    life = tally.lives[contact.id]
    if contact.id in tally.profile.preferences.do_not_ask:
        return message("rest.do-not-ask")
    if life.state is AskState.IDEA:
        return message("rest.lately-given", since=given_on) if given_on else None
    if tally.is_silent(life):
        return message("rest.silent", since=life.asked_on)
    since = life.received_on if life.state in ANSWERED else life.since
    return message(f"rest.{life.state}", since=since)


def _not_needed(choice: _Choice, contact: Contact) -> Message:
    if not choice.has_room(contact):
        return message("rest.position-full")
    return message("rest.enough")


def _ask(
    coverage: Coverage, contact: Contact, rules: tuple[str, ...], ready: Collection[str]
) -> Ask:
    profile = coverage.tally.profile
    position = profile.position(contact.position)
    organisation = position.organisation if position else ""
    reasons = [
        message(
            f"ask-reason.{rule}",
            organisation=organisation,
            relationship=contact.relationship.value if contact.relationship else "",
        )
        for rule in sorted(rules, key=lambda rule: -_WEIGHT[rule])[:_REASONS]
    ]
    restricted, prepared = bool(contact.restrictions), contact.id in ready
    return Ask(contact, position, rules, tuple(reasons), restricted, prepared)
