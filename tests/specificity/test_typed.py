"""What the owner typed is found as an expression of all of it would find it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kitgen.specificity import replace_typed

LETTERS = st.text(alphabet="aAbBß ſsSiİıIkKÅåéÉ’—.😀", max_size=12)  # noqa: RUF001  letters that fold oddly


@given(st.lists(LETTERS, max_size=5), LETTERS)
def test_the_longest_that_begins_first_is_found(typed: list[str], text: str) -> None:
    """In whatever case, with no two overlapping."""
    wanted = sorted({each for each in typed if each}, key=lambda each: (-len(each), each))
    expected = text
    if wanted:
        expected = re.sub("|".join(map(re.escape, wanted)), r"[\g<0>]", text, flags=re.IGNORECASE)
    assert replace_typed(typed, text, lambda words: f"[{words}]") == expected
