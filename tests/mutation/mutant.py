"""One mutant: a source with one small change."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the file from the root, the function, its lines before and after, the source.

    `lines` are those that differ, `around` those of the function, both counted from 1.
    """

    path: str
    function: str
    lines: range
    around: range
    before: str
    after: str
    source: str

    @classmethod
    def of(cls, path: str, function: str, around: range, old: str, new: str) -> Self:
        """Return the mutant that makes a new source of an old one."""
        one, other = old.splitlines(), new.splitlines()
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        changes = [each for each in matcher.get_opcodes() if each[0] != "equal"]
        (_, start, _, start_after, _), (_, _, end, _, end_after) = changes[0], changes[-1]
        lines = range(start + 1, max(end, start + 1) + 1)
        before, after = one[start:end], other[start_after:end_after]
        return cls(path, function, lines, around, _stripped(before), _stripped(after), new)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is known by, also after lines above it have changed."""
        return self.path, self.function, self.before, self.after


def _stripped(lines: Sequence[str]) -> str:
    return "\n".join(each.strip() for each in lines)
