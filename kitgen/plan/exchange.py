"""A good selection to start from: leave out, take in and exchange, one candidate at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kitgen.plan.instance import Group, Instance

_SAME = 1e-9


@dataclass(slots=True)
class Found:
    """How many of each group are taken, with the counts by term and the value of that."""

    instance: Instance
    groups: Sequence[Group]
    taken: list[int]
    counts: list[int]
    value: float

    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of those taken, ascending."""
        pairs = zip(self.groups, self.taken, strict=True)
        return tuple(sorted(each for group, count in pairs for each in group.members[:count]))

    def gain(self, out: int | None, into: int | None) -> float:
        """Return what it gains to leave out one of a group and take in one of another.

        The spread is left aside.
        """
        leaving = () if out is None else self.groups[out].terms
        coming = () if into is None else self.groups[into].terms
        gain = self._worth(out, -1) + self._worth(into, +1)
        gain += sum(self._step(term, -1) for term in leaving if term not in coming)
        return gain + sum(self._step(term, +1) for term in coming if term not in leaving)

    def move(self, out: int | None, into: int | None) -> bool:
        """Leave out and take in where that keeps the constraints; return whether it was done."""
        gain = self.gain(out, into)
        if gain == float("-inf"):
            return False
        self._count(out, -1)
        self._count(into, +1)
        if self.instance.spread.is_met(self.counts):
            self.value += gain
            return True
        self._count(out, +1)
        self._count(into, -1)
        return False

    def moves(self) -> Iterator[tuple[int | None, int | None]]:
        """Yield whom to leave out and whom to take in, as it stands when each is asked for."""
        size = [len(group.members) for group in self.groups]
        for out in (None, *range(len(size))):
            for into in (None, *range(len(size))):
                can_leave = out is None or self.taken[out] > 0
                can_come = into is None or self.taken[into] < size[into]
                if out != into and can_leave and can_come:
                    yield out, into

    def _worth(self, number: int | None, by: int) -> float:
        if number is None:
            return 0.0
        worths, taken = self.groups[number].worths, self.taken[number]
        return worths[taken + by] - worths[taken]

    def _step(self, term: int, by: int) -> float:
        values, count = self.instance.terms[term].values, self.counts[term] + by
        if count < self.instance.terms[term].least:
            return float("-inf")
        return values[count] - values[count - by]

    def _count(self, number: int | None, by: int) -> None:
        if number is not None:
            self.taken[number] += by
            for term in self.groups[number].terms:
                self.counts[term] += by


def improve(instance: Instance, groups: Sequence[Group]) -> Found:
    """Return a selection that no single move makes better, made smaller from everybody."""
    found = Found(
        instance,
        groups,
        taken=[len(group.members) for group in groups],
        counts=[len(term.values) - 1 for term in instance.terms],
        value=instance.value(range(len(instance.candidates))),
    )
    while _leave_out(found):
        pass
    while sum(_exchange(found, *move) for move in found.moves()):
        pass
    return found


def _leave_out(found: Found) -> bool:
    """Leave out the one whose absence gains most, if it gains anything."""
    gains = [(found.gain(out, None), -out) for out, taken in enumerate(found.taken) if taken]
    gains.sort(reverse=True)
    return any(found.move(-number, None) for gain, number in gains if gain > _SAME)


def _exchange(found: Found, out: int | None, into: int | None) -> bool:
    return found.gain(out, into) > _SAME and found.move(out, into)
