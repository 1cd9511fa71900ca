"""Whom to ask: the contacts that close the most gaps, until enough asks are out.

The objective, solved greedily: choose asks one by one, each time the contact with the largest
value, where the value is the weight of the gaps that still need asks and that this contact can
close, plus a little for how likely and how telling their answer is. A gap that misses `m`
recommendations needs `m / answer rate` asks (rule C14), those still awaited included. Someone who
may not be free to write counts only for gaps that the others are too few to close. Choosing ends
when no contact closes a gap that still needs asks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kitgen.coverage import lately_given
from kitgen.life import ANSWERED, AskState
from kitgen.message import Message, message
from kitgen.plan.value import Ask, Resting
from kitgen.profile import VIEW_OF, Advocate, Relationship, View

if TYPE_CHECKING:
    from collections.abc import Iterable
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

    def fits(self, contact: Contact) -> bool:
        """Return whether a recommendation by `contact` would work on this gap."""
        if self.gap.position and contact.position != self.gap.position:
            return False
        if self.gap.rule == "C4":
            return not contact.unconfirmed and contact.relationship is Relationship.MANAGER
        return not self.gap.views or _view_of(contact) in self.gap.views

    def is_open_to(self, contact: Contact) -> bool:
        """Return whether it needs one more ask to `contact`, whom it fits."""
        view = _view_of(contact)
        return self.asks > 0 and (view is None or self.per_view.get(view, 1) > 0)

    def take(self, contact: Contact) -> str:
        """Count an ask to `contact` and return the code of the rule."""
        self.asks -= 1
        view = _view_of(contact)
        if view in self.per_view:
            self.per_view[view] -= 1
        return self.gap.rule


def _view_of(contact: Contact) -> View | None:
    if contact.unconfirmed or contact.relationship is None:
        return None
    return VIEW_OF[contact.relationship]


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
        self.fitting = {
            contact.id: [need for need in needs if need.fits(contact)]
            for contact in tally.profile.contacts
        }
        self.room = {
            position.id: tally.asks_for(max(0, full - len(tally.about(position.id))))
            for position in tally.profile.positions
        }
        for contact in sorted(tally.awaited, key=lambda each: each.id):
            self.take(contact)

    def take(self, contact: Contact) -> tuple[str, ...]:
        """Count an ask to `contact` and return the codes of the rules that it works on."""
        if contact.position in self.room:
            self.room[contact.position] -= 1
        return tuple(dict.fromkeys(need.take(contact) for need in self._open_to(contact)))

    def has_room(self, contact: Contact) -> bool:
        """Return whether the contact's position can take one more ask (rule C2)."""
        return self.room.get(contact.position or "", 1) > 0

    def best(self, contacts: Iterable[Contact]) -> Contact | None:
        """Return whom of `contacts` to ask next, or None when nobody closes anything."""
        able = {
            each.id: (each, needs)
            for each in contacts
            if self.has_room(each) and (needs := self._open_to(each))
        }
        free = Counter(
            id(need)
            for contact, needs in able.values()
            if not contact.restrictions
            for need in needs
        )
        worth = {}
        for contact, needs in able.values():
            if contact.restrictions:
                needs = [need for need in needs if free[id(need)] < need.asks]  # noqa: PLW2901
            if needs:
                worth[contact.id] = _worth(contact, {need.gap.rule for need in needs})
        best = min(worth, key=lambda contact_id: (-worth[contact_id], contact_id), default=None)
        return able[best][0] if best else None

    def _open_to(self, contact: Contact) -> list[_Need]:
        return [need for need in self.fitting[contact.id] if need.is_open_to(contact)]


def _worth(contact: Contact, rules: set[str]) -> float:
    """Return what an ask to `contact` that works on `rules` is worth."""
    worth = sum(_WEIGHT[rule] for rule in sorted(rules))
    worth += _TELLING.get(contact.relationship, 0.1) if contact.relationship else 0.0
    worth += _ADVOCATE.get(contact.advocate, 0.0) if contact.advocate else 0.0
    worth += _PREPARED if contact.evidence and contact.relationship else 0.0
    worth += _UNCONNECTED if contact.connected is False else 0.0
    worth += _RESTRICTED if contact.restrictions else 0.0
    return worth


def choose_asks(coverage: Coverage) -> tuple[tuple[Ask, ...], tuple[Resting, ...]]:
    """Return the asks to make, most valuable first, and who rests and why."""
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
    while best := choice.best(left.values()):
        asks.append(_ask(coverage, left.pop(best.id), choice.take(best)))
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


def _ask(coverage: Coverage, contact: Contact, rules: tuple[str, ...]) -> Ask:
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
    if contact.advocate is Advocate.STRONG and profile.preferences.strongest_last:
        reasons.append(message("ask-reason.strong"))
    return Ask(contact, position, rules, tuple(reasons), bool(contact.restrictions))
