"""The objective: against its own sentence, written out a second time over every outcome."""

from __future__ import annotations

from itertools import combinations, permutations, product
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from kitgen.coverage import Coverage, Gap, Tally, measure_coverage
from kitgen.facts import Confidence
from kitgen.life import AskState
from kitgen.plan import plan_waves
from kitgen.plan.expectation import expected_texts
from kitgen.plan.objective import state_objective
from kitgen.profile import VIEW_OF, Advocate, Contact, Profile, Relationship, View

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kitgen.facts import Facts

WEIGHT = {"C4": 4.0, "C2": 3.0, "C5": 2.0, "C6": 1.0, "C7": 1.0, "C1": 1.0}
STRENGTH = {Advocate.STRONG: 1.0, Advocate.GOOD: 0.5}
MERIT: dict[object, float] = {
    Relationship.MANAGER: 0.5,
    Relationship.SENIOR: 0.4,
    Relationship.CUSTOMER: 0.3,
    Relationship.MENTOR: 0.3,
    Relationship.TEACHER: 0.2,
    Relationship.PEER: 0.2,
    None: 0.0,
    Advocate.STRONG: 0.6,
    Advocate.GOOD: 0.3,
    Advocate.UNSURE: 0.0,
}


def a_profile(random: Random, most: int) -> Profile:
    """Return a small profile in which gaps, rooms and restrictions compete."""
    people: list[dict[str, Any]] = []
    for number in range(random.randint(1, most)):
        person = {
            "id": f"c{number}",
            "name": f"Contact {number}",
            "relationship": random.choice(["manager", "manager", *list(Relationship)[1:]]),
            "position": random.choice(["shop", "shop", "mill"]),
            "advocate": random.choice(list(Advocate)),
            "connected": random.random() < 0.8,
        }
        if random.random() < 0.25:
            person["unconfirmed"] = "from the headline"
        if random.random() < 0.3:
            person["restrictions"] = ["finance"]
        if random.random() < 0.2:
            person["history"] = [{"asked": "2026-11-10"}]
        people.append(person)
    written = [each["id"] for each in people if "history" not in each and random.random() < 0.2]
    return Profile.model_validate(
        {
            "owner": {"name": "Mara Okafor"},
            "positions": [
                {"id": "shop", "organisation": "Shop", "important": True},
                {"id": "mill", "organisation": "Mill", "important": random.random() < 0.5},
            ],
            "contacts": people,
            "recommendations": {
                "received": [
                    {"by": each, "written": "2021-01-01", "position": "shop"} for each in written
                ]
            },
            "preferences": {
                "targets": {
                    "total": random.randint(1, 3),
                    "per_position": random.randint(1, 2),
                    "managers": random.randint(0, 2),
                    "views": random.randint(0, 3),
                },
                "strongest_last": random.random() < 0.7,
            },
        }
    )


def view(contact: Contact) -> View | None:
    """Return the view of a confirmed relationship."""
    known = contact.relationship if contact.unconfirmed is None else None
    return VIEW_OF[known] if known else None


def works_on(gap: Gap, contact: Contact) -> bool:
    """Return whether a text by a contact would work on a gap."""
    if gap.rule == "C4":
        return contact.unconfirmed is None and contact.relationship is Relationship.MANAGER
    if gap.position:
        return contact.position == gap.position
    return view(contact) in gap.views if gap.views else True


def closed(gap: Gap, writers: Sequence[Contact], possible: int) -> float:
    """Return the share of a gap that texts by `writers` close; `possible` are views."""
    fitting = [each for each in writers if works_on(gap, each)]
    if gap.rule == "C5":
        return len({view(each) for each in fitting}) / max(gap.missing, possible)
    return min(len(fitting), gap.missing) / gap.missing


def asks_taken(gap: Gap, asked: Sequence[Contact]) -> int:
    """Return how many asks work on a gap, at two for each text that is missing."""
    fitting = [view(each) for each in asked if works_on(gap, each)]
    if gap.rule == "C5":
        return min(2 * gap.missing, sum(min(2, fitting.count(each)) for each in gap.views))
    return min(2 * gap.missing, len(fitting))


def points(coverage: Coverage, able: Sequence[Contact], asked: Sequence[Contact]) -> float:
    """Return what the objective says of a choice; minus infinity where it is not allowed."""
    tally = coverage.tally
    out, everybody = [*tally.awaited, *asked], [*tally.awaited, *able]
    if any(asks_taken(gap, out) < asks_taken(gap, everybody) for gap in coverage.gaps):
        return float("-inf")
    total = 0.0
    for answers in product([False, True], repeat=len(out)):
        wrote = [each for each, answer in zip(out, answers, strict=True) if answer]
        total += 0.5 ** len(out) * _of_texts(coverage, everybody, wrote, asked)
    return total + sum(_of_ask(each) for each in asked) - 24.0 * _beyond(tally, asked)


def _of_texts(
    coverage: Coverage, everybody: list[Contact], wrote: list[Contact], asked: Sequence[Contact]
) -> float:
    worth = 0.0
    for gap in coverage.gaps:
        possible = len({view(each) for each in everybody if works_on(gap, each)})
        worth += WEIGHT[gap.rule] * closed(gap, wrote, possible)
    if coverage.tally.profile.preferences.strongest_last:
        new = [
            STRENGTH.get(each.advocate, 0.0) for each in wrote if each in asked and each.advocate
        ]
        worth += 0.75 * sum(sorted(new)[-2:])
    return worth


def _of_ask(contact: Contact) -> float:
    merit = MERIT.get(contact.relationship, 0.1) + MERIT[contact.advocate]
    merit -= 0.2 if contact.connected is False else 0.0
    return 0.5 * merit - 4.0 - (48.0 if contact.restrictions else 0.0)


def _beyond(tally: Tally, asked: Sequence[Contact]) -> int:
    beyond = 0
    for position in tally.profile.positions:
        room = 2 * max(0, tally.thresholds.per_position - len(tally.about(position.id)))
        room -= sum(each.position == position.id for each in tally.awaited)
        beyond += max(0, sum(each.position == position.id for each in asked) - max(0, room))
    return beyond


def able_in(tally: Tally) -> list[Contact]:
    """Return the contacts who may be asked; nobody was given a recommendation here."""
    return [each for each in tally.profile.contacts if tally.lives[each.id].state is AskState.IDEA]


@pytest.mark.parametrize("seed", range(8))
def test_every_choice_is_worth_what_the_sentence_says(facts: Facts, today: date, seed: int) -> None:
    """Ten small profiles each: every choice among at most five, over every outcome."""
    random = Random(seed)
    for _ in range(10):
        coverage = measure_coverage(a_profile(random, 5), facts, today)
        able = able_in(coverage.tally)
        objective = state_objective(coverage, facts, able, ())
        for size in range(len(able) + 1):
            for numbers in combinations(range(len(able)), size):
                asked = [objective.contacts[each] for each in numbers]
                expected = points(coverage, able, asked)
                assert objective.instance.value(numbers) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("seed", range(20))
def test_no_choice_has_more_points_than_the_plan(facts: Facts, today: date, seed: int) -> None:
    """Ten small profiles each, against every other choice among at most six."""
    random = Random(100 + seed)
    for _ in range(10):
        coverage = measure_coverage(a_profile(random, 6), facts, today)
        able = able_in(coverage.tally)
        asked = [ask.contact for ask in plan_waves(coverage, facts, today, ()).asks]
        best = max(
            points(coverage, able, each)
            for size in range(len(able) + 1)
            for each in combinations(able, size)
        )
        assert points(coverage, able, asked) == pytest.approx(best, abs=1e-4)


def test_the_newest_two_weigh_as_much_as_their_order_is_trusted(facts: Facts, today: date) -> None:
    """A fact trusted less in `facts.yml` moves the points, and switched off there are none."""
    person = {"id": "ann", "name": "Ann One", "advocate": "strong"}
    profile = Profile.model_validate({"owner": {"name": "Mara Okafor"}, "contacts": [person]})
    without = profile.model_copy(
        update={"preferences": profile.preferences.model_copy(update={"strongest_last": False})}
    )
    order = facts.fact("recommendations.order")

    def worth(profile: Profile, confidence: Confidence) -> float:
        fact = replace(order, confidence=confidence)
        changed = replace(facts, facts={**facts.facts, order.id: fact})
        coverage = measure_coverage(profile, changed, today)
        objective = state_objective(coverage, changed, profile.contacts, ())
        return objective.instance.value([0])

    off = worth(without, Confidence.HIGH)
    assert worth(profile, Confidence.HIGH) - off == pytest.approx(0.5)
    assert worth(profile, Confidence.MEDIUM) - off == pytest.approx(0.375)
    assert worth(profile, Confidence.UNSOURCED) - off == pytest.approx(0.125)
    assert worth(without, Confidence.UNSOURCED) == off


@pytest.mark.parametrize(("rate", "needed"), [(0.25, 4), (0.5, 2), (0.9, 2), (1.0, 1)])
def test_nobody_is_asked_beyond_what_the_gaps_need(
    facts: Facts, today: date, rate: float, needed: int
) -> None:
    """Whatever the answer rate, and however strong an advocate from one more view they are."""
    fact = replace(facts.fact("asks.answer_rate"), value=rate)
    changed = replace(facts, facts={**facts.facts, fact.id: fact})
    people = [
        {"id": each, "name": each, "relationship": each, "advocate": "strong"}
        for each in ("manager", "senior", "customer", "mentor", "report", "peer")
    ]
    profile = Profile.model_validate(
        {
            "owner": {"name": "Mara Okafor"},
            "contacts": people,
            "preferences": {"targets": {"total": 1, "managers": 0, "views": 1}},
        }
    )
    coverage = measure_coverage(profile, changed, today)
    ready = {each.id for each in profile.contacts}
    assert len(plan_waves(coverage, changed, today, ready).asks) == needed


@pytest.mark.parametrize("known", [*permutations(["report", "partner", "supplier"])])
def test_of_equals_the_first_by_id_are_asked(
    facts: Facts, today: date, known: tuple[str, ...]
) -> None:
    """Three who bring a missing view each, of which two are enough."""
    profile = Profile.model_validate(
        {
            "owner": {"name": "Mara Okafor"},
            "contacts": [
                {"id": f"c{number}", "name": f"C {number}", "relationship": each}
                for number, each in enumerate(known)
            ],
            "preferences": {"targets": {"total": 1, "managers": 0, "views": 1}},
        }
    )
    asks = plan_waves(measure_coverage(profile, facts, today), facts, today, ()).asks
    assert [ask.contact.id for ask in asks] == ["c0", "c1"]


@pytest.mark.parametrize("rate", [0.2, 0.5, 1.0])
@pytest.mark.parametrize("wanted", [1, 2, 4])
def test_expected_texts_are_those_of_every_outcome(rate: float, wanted: int) -> None:
    """None to six asks, each answered or not."""
    for asks, expected in enumerate(expected_texts(6, wanted, rate)):
        outcomes = product([0, 1], repeat=asks)
        mean = sum(
            min(sum(each), wanted) * rate ** sum(each) * (1 - rate) ** (asks - sum(each))
            for each in outcomes
        )
        assert expected == pytest.approx(mean)
