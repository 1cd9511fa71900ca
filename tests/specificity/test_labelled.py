"""The labelled texts: enough of them, both kinds, none twice, a fixed part kept for evaluation."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Labelled


def test_there_are_enough_texts_of_both_kinds(labelled: tuple[Labelled, ...]) -> None:
    """At least 240 in all and 80 for evaluation, about half of them generic."""
    kept = [each for each in labelled if each.is_for_evaluation]
    assert len(labelled) >= 240
    assert len(kept) >= 80
    for part in (labelled, kept):
        generic = sum(each.label == "generic" for each in part)
        assert 0.4 <= generic / len(part) <= 0.6


def test_no_text_stands_twice(labelled: tuple[Labelled, ...]) -> None:
    """A text in both parts would be tuned on and evaluated."""
    counted = Counter(each.text for each in labelled)
    assert [text for text, count in counted.items() if count > 1] == []
