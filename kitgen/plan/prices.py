"""A bound on what any selection can be worth: Lagrange's, by a price for each count.

Let every term choose its own count and pay a price for each one counted, and every group choose
how many of it to give and be paid the prices. What they gain together no selection exceeds,
whatever the prices are; good prices bring the two sides close to each other. They are found by
steps along the subgradient, with Polyak's length (Held, Wolfe and Crowder, 1974).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kitgen.plan.instance import Group, Term

# After so many rounds without a better bound, steps are halved.
_PATIENCE = 15
_CLOSE = 1e-9


class Prices(Struct, frozen=True):
    """A price by term, and the bound that they give."""

    by_term: tuple[float, ...]
    bound: float

    def gain(self, group: Group, count: int) -> float:
        """Return what a group gains by giving its first `count`."""
        return group.worths[count] + count * sum(self.by_term[term] for term in group.terms)


def first_prices(terms: Sequence[Term], counts: Sequence[int]) -> Prices:
    """Return the prices at which the terms would take about these counts; no bound yet."""
    slopes = (_slope(term, count) for term, count in zip(terms, counts, strict=True))
    return Prices(tuple(slopes), float("inf"))


def better_prices(
    terms: Sequence[Term], groups: Sequence[Group], best: Prices, value: float, rounds: int
) -> Prices:
    """Return prices with a closer bound, after so many rounds; `value` is known to be possible."""
    prices = list(best.by_term)
    length, waited = 1.0, 0
    for _ in range(rounds):
        bound, excess = _respond(terms, groups, prices)
        waited += 1
        if bound < best.bound - _CLOSE:
            best, waited = Prices(tuple(prices), bound), 0
        steepness = sum(each * each for each in excess)
        if not steepness or best.bound - value < _CLOSE:
            break
        if waited == _PATIENCE:
            length, waited, prices = length / 2, 0, list(best.by_term)
            continue
        step = length * (bound - value) / steepness
        prices = [price - step * each for price, each in zip(prices, excess, strict=True)]
    return best


def _slope(term: Term, count: int) -> float:
    """Return how steep a term's values are around a count."""
    low, high = max(0, count - 1), min(len(term.values) - 1, count + 1)
    return (term.values[high] - term.values[low]) / (high - low) if high > low else 0.0


def _respond(
    terms: Sequence[Term], groups: Sequence[Group], prices: Sequence[float]
) -> tuple[float, list[int]]:
    """Return the bound at these prices, and by term how many more are given than taken."""
    excess, bound = [], 0.0
    for term, price in zip(terms, prices, strict=True):
        gain, count = max(
            (term.values[count] - price * count, -count)
            for count in range(term.least, len(term.values))
        )
        bound += gain
        excess.append(count)
    for group in groups:
        paid = sum(prices[term] for term in group.terms)
        gain, fewer = max(
            (worth + paid * count, -count) for count, worth in enumerate(group.worths)
        )
        bound += gain
        for number in group.terms:
            excess[number] -= fewer
    return bound, excess
