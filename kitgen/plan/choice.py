"""Whom to ask: those with whom the objective is worth most, the most valuable first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kitgen.coverage import lately_given
from kitgen.life import ANSWERED, AskState
from kitgen.message import Message, message
from kitgen.plan.objective import WEIGHT, Objective, state_objective
from kitgen.plan.solver import select
from kitgen.plan.terms import fits, room_left, view_of
from kitgen.plan.value import Ask, Resting

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from kitgen.coverage import Coverage, Gap, Tally
    from kitgen.facts import Facts
    from kitgen.profile import Contact, View

# More reasons than two are a list, and nobody reads them.
_REASONS = 2
# Who may not be free to write is asked after the others: one of those may write first.
_RESTRICTED_LATER = 2.5


@dataclass(slots=True)
class _Need:
    """A gap and how many more asks it needs.

    `per_view` is how many of them each view can take, for the rule about different views (C5):
    a third manager adds no view.
    """

    gap: Gap
    asks: int
    per_view: dict[View, int]

    def take(self, contact: Contact) -> bool:
        """Count an ask to `contact` where it works on the gap; return whether it does."""
        view = view_of(contact)
        open_to = self.asks > 0 and (view is None or self.per_view.get(view, 1) > 0)
        if not open_to or not fits(self.gap, contact):
            return False
        self.asks -= 1
        if view in self.per_view:
            self.per_view[view] -= 1
        return True


def choose_asks(
    coverage: Coverage, facts: Facts, ready: Collection[str]
) -> tuple[tuple[Ask, ...], tuple[Resting, ...]]:
    """Return the asks to make, most valuable first, and who rests and why.

    `ready` are the ids of contacts whose draft can be sent.
    """
    tally = coverage.tally
    given = lately_given(tally)
    able: list[Contact] = []
    resting: list[Resting] = []
    for contact in sorted(tally.profile.contacts, key=lambda each: each.id):
        reason = _rest(tally, contact, given.get(contact.id))
        if reason:
            resting.append(Resting(contact, reason))
        else:
            able.append(contact)
    objective = state_objective(coverage, facts, able, ready)
    chosen = [objective.contacts[each] for each in _most_valuable_first(objective)]
    needs = _needs(coverage)
    closes = [tuple(need.gap.rule for need in needs if need.take(each)) for each in chosen]
    asks = [
        _ask(coverage, contact, rules, ready) for contact, rules in zip(chosen, closes, strict=True)
    ]
    room, asked = room_left(tally, chosen), {each.id for each in chosen}
    resting += [Resting(each, _not_needed(room, each)) for each in able if each.id not in asked]
    return tuple(asks), tuple(resting)


def _most_valuable_first(objective: Objective) -> list[int]:
    """Return the numbers of those to ask; each adds most to what is asked before it."""
    left = list(select(objective.instance).numbers)
    counts = [0] * len(objective.instance.terms)
    order: list[int] = []
    while left:
        order.append(max(left, key=lambda each: (round(_added(objective, counts, each), 9), -each)))
        left.remove(order[-1])
        for term in objective.instance.candidates[order[-1]].terms:
            counts[term] += 1
    return order


def _added(objective: Objective, counts: Sequence[int], number: int) -> float:
    """Return what one more ask adds to the gaps and by itself; prices are left out."""
    instance = objective.instance
    added = objective.merits[number]
    added -= _RESTRICTED_LATER if objective.contacts[number].restrictions else 0.0
    for term in instance.candidates[number].terms:
        if term < objective.of_gaps:
            values = instance.terms[term].values
            added += values[counts[term] + 1] - values[counts[term]]
    return added


def _needs(coverage: Coverage) -> list[_Need]:
    """Return what the gaps need beyond the asks that are awaited."""
    tally = coverage.tally
    needs = [
        _Need(
            gap,
            tally.asks_for(gap.missing),
            dict.fromkeys(gap.views, tally.asks_for(1)) if gap.rule == "C5" else {},
        )
        for gap in coverage.gaps
    ]
    for contact in sorted(tally.awaited, key=lambda each: each.id):
        for need in needs:
            need.take(contact)
    return needs


def _rest(tally: Tally, contact: Contact, given_on: date | None) -> Message | None:
    """Return why `contact` cannot be asked now, or None when they can."""
    life = tally.lives[contact.id]
    if contact.id in tally.profile.preferences.do_not_ask:
        return message("rest.do-not-ask")
    if life.state is AskState.IDEA:
        apart = timedelta(days=tally.thresholds.reciprocal_days + 1)
        given = given_on and message("rest.lately-given", since=given_on, start=given_on + apart)
        return given or None
    if tally.is_silent(life):
        return message("rest.silent", since=life.asked_on)
    since = life.received_on if life.state in ANSWERED else life.since
    return message(f"rest.{life.state}", since=since, until=life.until)


def _not_needed(room: dict[str, int], contact: Contact) -> Message:
    if room.get(contact.position or "", 1) <= 0:
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
        for rule in sorted(rules, key=lambda rule: -WEIGHT[rule])[:_REASONS]
    ]
    restricted, prepared = bool(contact.restrictions), contact.id in ready
    return Ask(contact, position, rules, tuple(reasons), restricted, prepared)
