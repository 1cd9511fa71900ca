"""Whom to ask: the contacts that close the most gaps, until enough asks are out.

The objective, solved greedily: choose asks one by one, each time the contact with the largest
value, where the value is the weight of the gaps that still need asks and that this contact can
close, plus a little for how likely and how telling their answer is. A gap that misses `m`
recommendations needs `m / answer rate` asks (rule C14), those already out included. Choosing
ends when no contact closes a gap that still needs asks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kitgen.life import AskState
from kitgen.message import Message, message
from kitgen.plan.value import Ask, Resting
from kitgen.profile import VIEW_OF, Advocate, Relationship

if TYPE_CHECKING:
    from kitgen.coverage import Coverage, Gap
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
    """A gap and how many more asks it needs."""

    gap: Gap
    asks: int

    def fits(self, contact: Contact) -> bool:
        """Return whether a recommendation by `contact` would work on this gap."""
        if self.gap.position and contact.position != self.gap.position:
            return False
        if self.gap.views:
            relationship = None if contact.unconfirmed else contact.relationship
            if self.gap.rule == "C4":
                return relationship is Relationship.MANAGER
            return relationship is not None and VIEW_OF[relationship] in self.gap.views
        return True


@dataclass(slots=True)
class _Choice:
    """The state of choosing: what is needed, and how many asks each position can still take."""

    coverage: Coverage
    needs: list[_Need] = field(default_factory=list)
    room: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tally = self.coverage.tally
        rate, full = tally.thresholds.answer_rate, tally.thresholds.per_position
        self.needs = [_Need(gap, math.ceil(gap.missing / rate)) for gap in self.coverage.gaps]
        for position in tally.profile.positions:
            left = full - len(tally.about(position.id))
            self.room[position.id] = math.ceil(max(0, left) / rate)
        for contact in tally.open_asks:
            self.take(contact)

    def take(self, contact: Contact) -> tuple[str, ...]:
        """Count an ask to `contact` and return the codes of the rules that it works on."""
        closed = [need for need in self.needs if need.asks > 0 and need.fits(contact)]
        for need in closed:
            need.asks -= 1
        if contact.position in self.room:
            self.room[contact.position] -= 1
        return tuple(dict.fromkeys(need.gap.rule for need in closed))

    def has_room(self, contact: Contact) -> bool:
        """Return whether the contact's position can take one more ask (rule C2)."""
        return self.room.get(contact.position or "", 1) > 0

    def value(self, contact: Contact) -> float:
        """Return what asking `contact` is worth now; 0 when it closes nothing."""
        rules = {need.gap.rule for need in self.needs if need.asks > 0 and need.fits(contact)}
        if not rules:
            return 0.0
        worth = sum(_WEIGHT.get(rule, 1.0) for rule in rules)
        worth += _TELLING.get(contact.relationship, 0.1) if contact.relationship else 0.0
        worth += _ADVOCATE.get(contact.advocate, 0.0) if contact.advocate else 0.0
        worth += _PREPARED if contact.evidence and contact.relationship else 0.0
        worth += _UNCONNECTED if contact.connected is False else 0.0
        worth += _RESTRICTED if contact.restrictions else 0.0
        return max(worth, 0.01)


def choose_asks(coverage: Coverage) -> tuple[tuple[Ask, ...], tuple[Resting, ...]]:
    """Return the asks to make, most valuable first, and who rests and why."""
    tally = coverage.tally
    resting = [
        Resting(each, reason) for each in tally.profile.contacts if (reason := _rest(coverage, each))
    ]
    rest_ids = {each.contact.id for each in resting}
    left = [each for each in tally.profile.contacts if each.id not in rest_ids]
    choice = _Choice(coverage)
    asks: list[Ask] = []
    while len(tally.visible) <= tally.thresholds.many:
        fitting = [each for each in left if choice.has_room(each) and choice.value(each) > 0]
        if not fitting:
            break
        best = min(fitting, key=lambda each: (-choice.value(each), each.id))
        asks.append(_ask(coverage, best, choice.take(best)))
        left.remove(best)
    resting += [Resting(each, _not_needed(choice, each)) for each in left]
    return tuple(asks), tuple(resting)


def _rest(coverage: Coverage, contact: Contact) -> Message | None:
    """Return why `contact` cannot be asked now, or None when they can."""
    tally = coverage.tally
    life = tally.lives[contact.id]
    if contact.id in tally.profile.preferences.do_not_ask:
        return message("rest.do-not-ask")
    if life.state is AskState.IDEA:
        return None
    return message(f"rest.{life.state}", since=life.received_on or life.since)


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
        for rule in sorted(rules, key=lambda rule: -_WEIGHT.get(rule, 0.0))[:_REASONS]
    ]
    if contact.advocate is Advocate.STRONG:
        reasons.append(message("ask-reason.strong"))
    return Ask(contact, position, rules, tuple(reasons), bool(contact.restrictions))
