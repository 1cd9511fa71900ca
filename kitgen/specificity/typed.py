"""What the owner typed, found again in a text. Each contact has other words: none is compiled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Letters that a search without regard to case takes for another letter than their small form, or
# whose small form is longer: for a text with one of these the expression is compiled after all.
_ODD = re.compile("[^\u0000-\u00b4\u00b6-\u012f\u0132-\u017e\u0400-\u0481\u2010-\u2027\u20ac]")


def replace_typed(typed: Iterable[str], text: str, replace: Callable[[str], str]) -> str:
    """Return `text` with what `replace` gives for each of the `typed` texts in it.

    Found are, whatever the case, those that begin first, and of those the longest; no two overlap.
    """
    wanted = {each for each in typed if each}
    if not wanted:
        return text
    if _ODD.search(text) or any(map(_ODD.search, wanted)):
        pattern = re.compile("|".join(map(re.escape, longest_first(wanted))), re.IGNORECASE)
        return pattern.sub(lambda match: replace(match[0]), text)
    pieces, done = [], 0
    for start, end in _places({each.lower() for each in wanted}, text.lower()):
        if start >= done:
            pieces += [text[done:start], replace(text[start:end])]
            done = end
    return "".join([*pieces, text[done:]])


def longest_first(typed: Iterable[str]) -> list[str]:
    """Return texts sorted, the longest first."""
    return sorted(set(typed), key=lambda text: (-len(text), text))


def _places(wanted: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Return where each of the wanted texts is, by its beginning, then the longest first."""
    found = []
    for each in wanted:
        at = text.find(each)
        while at >= 0:
            found.append((at, at + len(each)))
            at = text.find(each, at + 1)
    return sorted(found, key=lambda place: (place[0], -place[1]))
