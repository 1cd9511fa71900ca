"""The exact solution: depth first through the groups, leaving a branch that holds nothing better.

What a branch can hold at most is known from prices. A good selection is found first, by leaving
out and exchanging candidates one at a time, so that most branches are left at once. The search
stops after so many steps: what it has found by then is the same every time, but not proven best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.plan.exchange import improve
from kitgen.plan.prices import Prices, better_prices, first_prices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kitgen.plan.instance import Group, Instance

# Up to so many candidates the search has the steps for a proof, some seconds of them. Of 2,661
# invented profiles made hard on purpose, one needed more.
EXACT_UP_TO = 30
_STEPS_FOR_PROOF, _MOST_STEPS = 500_000, 20_000
# A few rounds of pricing settle nearly every case. Where a short search then comes to no end, many
# more rounds cost less than a long search.
_ROUNDS, _MORE_ROUNDS, _SHORT = 80, 1000, 500
# Two values that differ by less are the same; it is far below what any weight makes.
_SAME = 1e-9


class Selection(Struct, frozen=True):
    """The numbers of those selected, ascending; `is_best` says whether that is proven."""

    numbers: tuple[int, ...]
    is_best: bool


def select(instance: Instance) -> Selection:
    """Return the selection with the most value, of equals the same every time."""
    groups = instance.groups()
    found = improve(instance, groups)
    best = Selection(found.numbers(), is_best=False)
    prices = first_prices(instance.terms, found.counts)
    is_small = len(instance.candidates) <= EXACT_UP_TO
    most = _STEPS_FOR_PROOF if is_small else _MOST_STEPS
    for rounds, steps in ((_ROUNDS, _SHORT), (_MORE_ROUNDS, most)):
        value = instance.value(best.numbers)
        prices = better_prices(instance.terms, groups, prices, value, rounds)
        best = _Search(instance, groups, prices, best.numbers).run(value, steps)
        if best.is_best:
            break
    return best


def _regret(group: Group, prices: Prices) -> float:
    """Return how much a group's second choice gains less than its first."""
    gains = sorted((prices.gain(group, count) for count in range(len(group.worths))), reverse=True)
    return gains[0] - gains[1]


class _Search:
    """Where the search is: how many each term counts at least and at most, and the best so far."""

    def __init__(
        self, instance: Instance, groups: Sequence[Group], prices: Prices, start: tuple[int, ...]
    ) -> None:
        # Those first of which the second choice costs most: the bound settles them at once.
        self.groups = sorted(groups, key=lambda group: (-_regret(group, prices), group.members))
        self.spread = instance.spread
        self.least = [term.least for term in instance.terms]
        self.gains = [
            [value - price * count for count, value in enumerate(term.values)]
            for term, price in zip(instance.terms, prices.by_term, strict=True)
        ]
        self.peaks = [gains.index(max(gains)) for gains in self.gains]
        self.low = [0] * len(self.gains)
        self.high = [len(gains) - 1 for gains in self.gains]
        # The choices of each group, the most gainful first, and what those after it gain at most.
        self.choices = [
            sorted(
                ((prices.gain(group, count), count) for count in range(len(group.worths))),
                key=lambda choice: (-choice[0], choice[1]),
            )
            for group in self.groups
        ]
        self.rest = [0.0]
        for choices in reversed(self.choices):
            self.rest.append(self.rest[-1] + choices[0][0])
        self.rest.reverse()
        self.best, self.numbers = float("-inf"), start
        self.trail = [0] * len(groups)
        self.left = 0

    def run(self, value: float, most_steps: int) -> Selection:
        """Return what is worth most, if that is more than `value`, else the start."""
        self.best, self.left = value, most_steps
        self._visit(0, sum(self._gain(term) for term in range(len(self.gains))), 0.0)
        return Selection(self.numbers, is_best=self.left > 0)

    def _gain(self, term: int) -> float:
        """Return the most that a term can gain within its counts."""
        low = max(self.low[term], self.least[term])
        return self.gains[term][min(max(self.peaks[term], low), self.high[term])]

    def _visit(self, depth: int, of_terms: float, of_groups: float) -> None:
        if depth == len(self.groups):
            self.best = of_terms + of_groups
            pairs = zip(self.groups, self.trail, strict=True)
            self.numbers = tuple(
                sorted(each for group, count in pairs for each in group.members[:count])
            )
            return
        size = len(self.groups[depth].members)
        for gain, count in self.choices[depth]:
            bound = of_groups + gain + self.rest[depth + 1]
            if of_terms + bound <= self.best + _SAME or self.left <= 0:
                return
            self.left -= 1
            before = sum(self._gain(term) for term in self.groups[depth].terms)
            self._narrow(depth, count, size - count)
            now = of_terms - before + sum(self._gain(term) for term in self.groups[depth].terms)
            if now + bound > self.best + _SAME and self._is_feasible(depth):
                self.trail[depth] = count
                self._visit(depth + 1, now, of_groups + gain)
            self._narrow(depth, -count, count - size)

    def _narrow(self, depth: int, taken: int, left: int) -> None:
        for term in self.groups[depth].terms:
            self.low[term] += taken
            self.high[term] -= left

    def _is_feasible(self, depth: int) -> bool:
        enough = all(self.high[term] >= self.least[term] for term in self.groups[depth].terms)
        return enough and self.spread.is_met(self.high)
