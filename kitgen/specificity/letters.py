"""Letters: how texts are compared, whatever their case and their quotes."""

from __future__ import annotations

import re

# Letters that a search without regard to case takes for another letter than their small form, or
# whose small form is longer: for a text with one of these an expression has to be used after all.
_ODD = re.compile("[^\u0000-\u00b4\u00b6-\u012f\u0132-\u017e\u0400-\u0481\u2010-\u2027\u20ac]")
_RUN = re.compile(r"[^\W\d_]+")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


def plain(text: str) -> str:
    """Return `text` with plain apostrophes and quotes for typographic ones, place by place."""
    return text if text.isascii() else text.translate(_PLAIN)


def is_odd(text: str) -> bool:
    """Return whether `text` has letters that cannot be compared by their small forms."""
    return not text.isascii() and _ODD.search(text) is not None


def letters_of(text: str) -> frozenset[str]:
    """Return the runs of letters in `text`, in small letters."""
    return frozenset(_RUN.findall(text.lower()))
