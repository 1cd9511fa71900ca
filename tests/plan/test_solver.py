"""The solver: against every selection there is, on small instances from a seed."""

from __future__ import annotations

from itertools import combinations, product
from random import Random

import pytest

from kitgen.plan import solver
from kitgen.plan.exchange import improve
from kitgen.plan.instance import Candidate, Instance, Spread, Term
from kitgen.plan.prices import better_prices, first_prices
from kitgen.plan.solver import EXACT_UP_TO, select


def an_instance(random: Random, size: int, most_terms: int = 7) -> Instance:
    """Return an instance with so many candidates; some are alike, some constraints bind."""
    places = random.randint(1, most_terms)
    chance = random.choice([0.2, 0.35, 0.6])
    candidates = tuple(
        Candidate(
            round(random.uniform(-3, 1), 1),
            tuple(term for term in range(places) if random.random() < chance),
        )
        for _ in range(size)
    )
    terms = tuple(
        _a_term(random, sum(number in each.terms for each in candidates))
        for number in range(places)
    )
    caps = tuple((term, random.randint(0, 2)) for term in range(places) if random.random() < 0.4)
    reach = sum(min(len(terms[term].values) - 1, cap) for term, cap in caps)
    return Instance(candidates, terms, Spread(caps, random.randint(0, reach)))


def _a_term(random: Random, members: int) -> Term:
    steps = [random.choice([random.uniform(-4, 4), random.uniform(0, 3)]) for _ in range(members)]
    values = [0.0]
    for step in sorted(steps, reverse=True):
        values.append(values[-1] + step)
    return Term(tuple(values), random.randint(0, min(members, 3)))


def every_value(instance: Instance) -> list[float]:
    """Return the value of every selection."""
    numbers = range(len(instance.candidates))
    sizes = range(len(instance.candidates) + 1)
    return [instance.value(each) for size in sizes for each in combinations(numbers, size)]


@pytest.mark.parametrize("size", range(11))
def test_no_selection_is_worth_more(size: int) -> None:
    """Thirty instances of each size: the same value as the best of all selections, and proven."""
    random = Random(size)
    for _ in range(30):
        instance = an_instance(random, size)
        selection = select(instance)
        assert selection.is_best
        assert instance.value(selection.numbers) == pytest.approx(max(every_value(instance)))


def test_some_of_these_instances_need_the_search() -> None:
    """Exchanging alone misses the best of some, so that the tests above try more than that."""
    random = Random(10)
    missed = 0
    for _ in range(100):
        instance = an_instance(random, 9)
        start = improve(instance, instance.groups())
        missed += start.value < instance.value(select(instance).numbers) - 1e-6
    assert missed >= 3


def test_what_exchanging_finds_has_the_value_that_it_says() -> None:
    """Values that were added up move by move are those of the selection, which is allowed."""
    random = Random(5)
    for _ in range(100):
        instance = an_instance(random, 12)
        found = improve(instance, instance.groups())
        assert instance.value(found.numbers()) == pytest.approx(found.value)


def test_exchanging_ends_where_no_single_move_gains() -> None:
    """To leave one out, to take one in and to do both are each worth no more."""
    random = Random(6)
    for _ in range(60):
        instance = an_instance(random, 10)
        start = improve(instance, instance.groups())
        taken = set(start.numbers())
        left = set(range(len(instance.candidates))) - taken
        for out, into in product(
            [set(), *({each} for each in taken)], [set(), *({each} for each in left)]
        ):
            assert instance.value((taken - out) | into) <= start.value + 1e-6


@pytest.mark.parametrize("rounds", [1, 10, 200])
def test_the_bound_is_never_below_the_best(rounds: int) -> None:
    """Whatever the prices are."""
    random = Random(rounds)
    for _ in range(60):
        instance = an_instance(random, 8)
        groups = instance.groups()
        found = improve(instance, groups)
        start = first_prices(instance.terms, found.counts)
        prices = better_prices(instance.terms, groups, start, found.value, rounds)
        assert prices.bound >= max(every_value(instance)) - 1e-6


def test_more_rounds_of_pricing_bring_the_bound_close_to_the_best() -> None:
    """By three hundred times and more; otherwise the search would be right, and slow."""
    random = Random(9)
    first, last = 0.0, 0.0
    for _ in range(60):
        instance = an_instance(random, 25)
        groups = instance.groups()
        found = improve(instance, groups)
        prices = first_prices(instance.terms, found.counts)
        value = instance.value(select(instance).numbers)
        first += better_prices(instance.terms, groups, prices, found.value, 1).bound - value
        last += better_prices(instance.terms, groups, prices, found.value, 80).bound - value
    assert last < first / 300


def test_thirty_are_solved_and_proven() -> None:
    """With two terms, every choice of so many can still be tried."""
    random = Random(30)
    assert EXACT_UP_TO == 30
    for _ in range(10):
        instance = an_instance(random, 30, most_terms=2)
        selection = select(instance)
        groups = instance.groups()
        best = max(
            instance.value(
                number
                for group, count in zip(groups, counts, strict=True)
                for number in group.members[:count]
            )
            for counts in product(*(range(len(group.members) + 1) for group in groups))
        )
        assert selection.is_best
        assert instance.value(selection.numbers) == pytest.approx(best)


def test_only_up_to_thirty_does_the_search_go_on_for_a_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With no steps for more than that, thirty are still proven, and one more is not."""
    monkeypatch.setattr(solver, "_SHORT", 0)
    monkeypatch.setattr(solver, "_MOST_STEPS", 0)
    assert select(an_instance(Random(1), EXACT_UP_TO, most_terms=2)).is_best
    assert not select(an_instance(Random(1), EXACT_UP_TO + 1, most_terms=2)).is_best


def test_two_hundred_get_a_selection_that_is_allowed_and_the_same_every_time() -> None:
    """No worse than exchanging alone finds, whether or not it is proven best."""
    random = Random(200)
    for _ in range(5):
        instance = an_instance(random, 200)
        selection = select(instance)
        assert selection == select(instance)
        start = improve(instance, instance.groups())
        assert instance.value(selection.numbers) >= start.value - 1e-6 > float("-inf")


def test_of_equals_the_first_are_selected() -> None:
    """Five who are worth the same: two are needed."""
    term = Term((0.0, 3.0, 5.0, 5.0, 5.0, 5.0), least=2)
    instance = Instance((Candidate(-1.0, (0,)),) * 5, (term,))
    assert select(instance).numbers == (0, 1)


def test_a_selection_that_breaks_a_constraint_is_worth_nothing_at_all() -> None:
    """Too few of a term, or too few spread over several."""
    terms = (Term((0.0, 1.0, 2.0), least=1), Term((0.0, 1.0)))
    candidates = (Candidate(0.0, (0,)), Candidate(0.0, (0,)), Candidate(0.0, (1,)))
    instance = Instance(candidates, terms, Spread(((0, 1), (1, 1)), 2))
    assert instance.value([2]) == float("-inf")
    assert instance.value([0, 1]) == float("-inf")
    assert instance.value([0, 2]) == 2.0
    assert select(instance).numbers == (0, 1, 2)
