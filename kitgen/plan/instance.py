"""The choice of asks as a problem in whole numbers.

Candidates are counted by terms. A term has a value for each count, which never rises faster than
before (it is concave), and a least count. What is sought is the selection with the most value:
the worth of each one selected and the value of each term at its count, where no count is below
its least.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Term(Struct, frozen=True):
    """The value of each count, from none to all whom it counts, and the least count."""

    values: tuple[float, ...]
    least: int = 0


class Candidate(Struct, frozen=True):
    """One who may be selected: what that is worth by itself, and the terms that count them."""

    worth: float
    terms: tuple[int, ...]


class Spread(Struct, frozen=True):
    """A least sum over some terms, to which each gives its count, up to a cap."""

    caps: tuple[tuple[int, int], ...] = ()
    least: int = 0

    def is_met(self, counts: Sequence[int]) -> bool:
        """Return whether counts, by term, reach the sum."""
        return sum(min(counts[term], cap) for term, cap in self.caps) >= self.least


class Group(Struct, frozen=True):
    """Candidates counted by the same terms: the most worth first, of equals the first.

    They differ in worth alone, so what is to be decided is how many of them to select.
    `worths` are the sums of the first none, one, two and so on.
    """

    members: tuple[int, ...]
    terms: tuple[int, ...]
    worths: tuple[float, ...]


class Instance(Struct, frozen=True):
    """Candidates, terms, and the one constraint that no single term holds.

    To select everybody meets all constraints.
    """

    candidates: tuple[Candidate, ...]
    terms: tuple[Term, ...]
    spread: Spread = field(default_factory=Spread)

    def value(self, selected: Iterable[int]) -> float:
        """Return the value of a selection; minus infinity where it breaks a constraint."""
        chosen = [self.candidates[each] for each in selected]
        counts = [0] * len(self.terms)
        for candidate in chosen:
            for term in candidate.terms:
                counts[term] += 1
        short = any(count < term.least for count, term in zip(counts, self.terms, strict=True))
        if short or not self.spread.is_met(counts):
            return float("-inf")
        values = (term.values[count] for count, term in zip(counts, self.terms, strict=True))
        return sum(values) + sum(candidate.worth for candidate in chosen)

    def groups(self) -> tuple[Group, ...]:
        """Return the candidates as groups."""
        alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for number, candidate in enumerate(self.candidates):
            alike[candidate.terms].append(number)
        groups = []
        for terms, members in alike.items():
            members.sort(key=lambda each: (-self.candidates[each].worth, each))
            worths = accumulate((self.candidates[each].worth for each in members), initial=0.0)
            groups.append(Group(tuple(members), terms, tuple(worths)))
        return tuple(groups)
