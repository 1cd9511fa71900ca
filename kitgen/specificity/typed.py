"""What the owner typed, found again in a text. Each contact has other words: none is compiled."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kitgen.specificity.letters import is_odd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def replace_typed(typed: Iterable[str], text: str, replace: Callable[[str], str]) -> str:
    """Return `text` with what `replace` gives for each of the `typed` texts in it.

    Found are, whatever the case, those that begin first, and of those the longest; no two overlap.
    """
    pieces, done = list[str](), 0
    for start, end in _found(tuple(typed), text):
        pieces += [text[done:start], replace(text[start:end])]
        done = end
    return "".join([*pieces, text[done:]])


@lru_cache(maxsize=64)  # a draft is looked through by its rules and by the judge
def _found(typed: tuple[str, ...], text: str) -> tuple[tuple[int, int], ...]:
    """Return where the typed texts are, one after another."""
    wanted, small = _wanted(typed)
    if not wanted:
        return ()
    if small is None or is_odd(text):
        pattern = re.compile("|".join(map(re.escape, longest_first(wanted))), re.IGNORECASE)
        return tuple(match.span() for match in pattern.finditer(text))
    found, done = [], 0
    for place in _places(small, text.lower()):
        if place[0] >= done:
            found.append(place)
            done = place[1]
    return tuple(found)


@lru_cache(maxsize=256)  # of one contact after another, for a dozen drafts each
def _wanted(typed: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...] | None]:
    """Return the texts to find, and the same in small letters, if all can be compared so."""
    wanted = frozenset(each for each in typed if each)
    if any(map(is_odd, wanted)):
        return wanted, None
    return wanted, tuple({each.lower() for each in wanted})


def longest_first(typed: Iterable[str]) -> list[str]:
    """Return texts sorted, the longest first."""
    return sorted(set(typed), key=lambda text: (-len(text), text))


def _places(wanted: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Return where each of the wanted texts is, by its beginning, then the longest first."""
    found = []
    for each in wanted:
        at = text.find(each)
        while at >= 0:
            found.append((at, -at - len(each)))
            at = text.find(each, at + 1)
    return [(start, -end) for start, end in sorted(found)]
