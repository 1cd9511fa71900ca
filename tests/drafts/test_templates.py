"""How the text of a template becomes that of a draft."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kitgen.drafts.templates import tidy


@given(st.text(alphabet=" \t\n.ab…", max_size=40))
def test_a_text_is_tidied_as_expressions_would(text: str) -> None:
    """Spaces become one, lines have none around them, and paragraphs are one empty line apart."""
    lines = [line.strip() for line in re.sub(r"[ \t]+", " ", text).split("\n")]
    whole = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    assert tidy(text) == re.sub(r"(?<!\.)\.\.(?!\.)", ".", whole)
