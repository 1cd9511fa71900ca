"""What came of many mutants, in figures; and the survivors that are known, with their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.mutation.trying import Trial

KNOWN = Path(__file__).parent / "survivors.yml"
_NORMAL = 1.959964  # within so many standard deviations are 95 % of a normal distribution
_HEAD = ("package", "made", "tried", "killed", "by time", "survived", "known", "share", "95 %")


@dataclass(frozen=True, slots=True)
class Row:
    """How many mutants of one package were made, and what came of those that were tried."""

    package: str
    made: int
    tried: int
    killed: int
    by_time: int
    known: int

    @property
    def cells(self) -> tuple[str, ...]:
        """Return what stands in the table."""
        low, high = interval(self.killed, self.tried)
        counts = (self.made, self.tried, self.killed, self.by_time, self.tried - self.killed)
        share = self.killed / self.tried if self.tried else 0
        told = (f"{share:.1%}", f"{low:.1%} to {high:.1%}")
        return self.package, *(str(each) for each in (*counts, self.known)), *told


def interval(killed: int, tried: int) -> tuple[float, float]:
    """Return Wilson's interval of 95 % for a share that was seen in a sample."""
    if not tried:
        return 0.0, 1.0
    share, square = killed / tried, _NORMAL**2
    middle = (share + square / (2 * tried)) / (1 + square / tried)
    spread = share * (1 - share) / tried + square / (4 * tried**2)
    width = _NORMAL * spread**0.5 / (1 + square / tried)
    return max(0.0, middle - width), min(1.0, middle + width)


def count(package: str, made: int, trials: Iterable[Trial]) -> Row:
    """Return the row of a package."""
    known, all_of_it = read_known(), list(trials)
    killed = [each for each in all_of_it if each.is_killed]
    by_time = sum(each.verdict == "out of time" for each in killed)
    told = sum(not each.is_killed and each.mutant.key in known for each in all_of_it)
    return Row(package, made, len(all_of_it), len(killed), by_time, told)


def table(rows: Iterable[Row]) -> str:
    """Return rows, and their sum, as a table for a terminal.

    The sum has no interval: packages are sampled with unequal shares.
    """
    listed = list(rows)
    numbers = zip(*((r.made, r.tried, r.killed, r.by_time, r.known) for r in listed), strict=True)
    total = Row("all", *(sum(column) for column in numbers))
    cells = [_HEAD, *(row.cells for row in listed)]
    if len(listed) > 1:
        cells.append((*total.cells[:-1], ""))
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
    lines = (
        "  ".join(
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in cells
    )
    return "\n".join(line.rstrip() for line in lines)


def read_known() -> dict[tuple[str, str, str, str], str]:
    """Return the reasons of survivors that were looked at, by what mutants are known by."""
    listed = yaml.safe_load(KNOWN.read_text("utf-8")) or []
    return {
        (each["path"], each["function"], each["before"].strip(), each["after"].strip()): each["why"]
        for each in listed
    }


def as_entries(trials: Iterable[Trial]) -> list[str]:
    """Return survivors that nobody has looked at, each as it would stand in the file of the known.

    `why` is left to say.
    """
    known, names = read_known(), ("path", "function", "before", "after")
    new = [each.mutant.key for each in trials if not each.is_killed]
    entries = [dict(zip(names, key, strict=True)) | {"why": ""} for key in new if key not in known]
    return [yaml.safe_dump([each], sort_keys=False, allow_unicode=True) for each in entries]
