"""Blanks: brackets, placeholders and other places in a text that somebody meant to fill in (S8)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.specificity.letters import is_odd

if TYPE_CHECKING:
    from collections.abc import Iterator


class Blank(Struct, frozen=True):
    """One kind of blank: its expression, and what a text with one has to hold.

    That is any of some pieces of text, in whatever case; without any, every text is searched.
    """

    pattern: str
    holds: tuple[str, ...] = ()

    def may_be_in(self, small: str) -> bool:
        """Return whether a text in small letters holds what one with this blank has to."""
        for piece in self.holds:
            if piece in small:
                return True
        return not self.holds


class Blanks(Struct, frozen=True):
    """All kinds of blanks of one language."""

    kinds: tuple[Blank, ...]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield every blank in `text`, one after another; of two at one place, the first kind."""
        small, odd = text.lower(), is_odd(text)
        possible = [kind.pattern for kind in self.kinds if odd or kind.may_be_in(small)]
        return _compiled("|".join(possible)).finditer(text) if possible else iter(())


@lru_cache(maxsize=64)  # few kinds meet in one text
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
