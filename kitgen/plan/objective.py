"""What a choice of asks is worth, and what it must keep to: the objective of the plan.

Every contact asked writes with the answer rate as probability, independently of the others;
`E` is the expectation over that. Of all choices that keep the constraints, the plan makes the one
with the most points, and of equals the one with the first ids:

      the sum over gaps of   weight x E[share of the gap that is closed]
    + the newest two         weight x confidence x E[strength of the two strongest who write]
    + the sum over asks of   answer rate x what their answer is worth in itself
    - price x asks  - penalty x asks to the restricted  - penalty x asks beyond a position's room

A gap that misses `m` recommendations is closed to the share `min(written, m) / m`, those still
awaited included. For the rule about views (C5), every missing view that somebody could bring has
an equal part, which the first text from it closes. For the newest two, a strong advocate counts 1
and a good one half. They count only while the owner wants the strongest asked last
(`strongest_last`), for only then are those two the ones seen first, and as far as `facts.yml`
trusts the order in which LinkedIn shows recommendations.

Constraints:

- Asked is who may be: no earlier ask or answer, not on do-not-ask, not lately given one. Where a
  relationship is unconfirmed, it closes no gap that asks for a manager or a view.
- A gap that misses `m` gets `m / answer rate` asks (rule C14), or as many as there are contacts
  who could close it; for C5 no more of these from one view than one missing text takes.

The price is more than one ask beyond these brings, so the asks are about the fewest that meet the
constraints. A penalty is more than a handful of asks: somebody who may not be free to write is
asked only for a gap that the others are too few to close, and so is anybody about a position that
has enough (rule C2). Pace, waves and blackouts concern days; `waves` keeps to them.

Weights, price and penalties are this project's choice; their order follows the sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.facts import Confidence
from kitgen.plan.instance import Candidate, Instance, Spread
from kitgen.plan.terms import count_gap, count_newest, count_rooms, count_views, spread_over
from kitgen.profile import Advocate, Relationship

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kitgen.coverage import Coverage
    from kitgen.facts import Facts
    from kitgen.plan.terms import Count
    from kitgen.profile import Contact

# How much closing a gap of each rule is worth. The order is that of the sources' weight: a
# manager's word (experiment, high confidence) before a position without any, before variety.
WEIGHT = {"C4": 4.0, "C2": 3.0, "C5": 2.0, "C6": 1.0, "C7": 1.0, "C1": 1.0}
_NEWEST = 1.0
_TRUST = {
    Confidence.HIGH: 1.0,
    Confidence.MEDIUM: 0.75,
    Confidence.LOW: 0.5,
    Confidence.OWN_CHOICE: 0.5,
    Confidence.UNSOURCED: 0.25,
}
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
_PREPARED, _UNCONNECTED = 0.5, -0.2
_PRICE, _BEYOND_ROOM, _RESTRICTED = 4.0, 24.0, 48.0
# So little that it decides between equals only.
_LATER_ID = 1e-6


class Objective(Struct, frozen=True):
    """The choice as an instance; candidate `n` is contact `n`, in order of ids.

    The first `of_gaps` terms are those of the gaps; `merits` is what each answer is worth in
    itself.
    """

    instance: Instance
    contacts: tuple[Contact, ...]
    merits: tuple[float, ...]
    of_gaps: int


def state_objective(
    coverage: Coverage, facts: Facts, able: Iterable[Contact], ready: Collection[str]
) -> Objective:
    """Return the objective for choosing among those `able`; `ready` are ids with a whole draft."""
    tally = coverage.tally
    contacts = tuple(sorted(able, key=lambda each: each.id))
    counts: list[Count] = []
    spread = Spread()
    for gap in coverage.gaps:
        if gap.rule == "C5":
            views = count_views(tally, gap, contacts, WEIGHT[gap.rule])
            spread = spread_over(tally, gap, views, len(counts))
            counts += [each.count for each in views]
        else:
            counts.append(count_gap(tally, gap, contacts, WEIGHT[gap.rule]))
    of_gaps = len(counts)
    counts += count_rooms(tally, contacts, _BEYOND_ROOM)
    if tally.profile.preferences.strongest_last:
        trust = _TRUST[facts.confidence("recommendations.order")]
        counts += count_newest(tally, contacts, _NEWEST * trust)
    merits = tuple(tally.thresholds.answer_rate * _merit(each, ready) for each in contacts)
    candidates = tuple(
        Candidate(
            merits[number] - _cost(contact) - number * _LATER_ID,
            tuple(term for term, count in enumerate(counts) if contact.id in count.ids),
        )
        for number, contact in enumerate(contacts)
    )
    instance = Instance(candidates, tuple(count.term for count in counts), spread)
    return Objective(instance, contacts, merits, of_gaps)


def _merit(contact: Contact, ready: Collection[str]) -> float:
    merit = _TELLING.get(contact.relationship, 0.1) if contact.relationship else 0.0
    merit += _ADVOCATE.get(contact.advocate, 0.0) if contact.advocate else 0.0
    merit += _PREPARED if contact.id in ready else 0.0
    return merit + (_UNCONNECTED if contact.connected is False else 0.0)


def _cost(contact: Contact) -> float:
    return _PRICE + (_RESTRICTED if contact.restrictions else 0.0)
