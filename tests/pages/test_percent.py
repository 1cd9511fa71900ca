"""Texts in addresses."""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from kitgen.pages.percent import percent_quoted, quoted_length


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_quoted_as_the_library_does_it(text: str) -> None:
    """The quick way gives what the slow one gave."""
    assert percent_quoted(text) == quote(text, safe="")
    assert quoted_length(text) == len(percent_quoted(text))
