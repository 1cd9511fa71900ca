"""The labelled texts, and how well the judge tells the generic ones from the specific ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from kitgen.specificity import Code, judge

if TYPE_CHECKING:
    from kitgen.content import Content
    from kitgen.specificity import Lexicon

HERE = Path(__file__).parent
# Of the first, two in five are kept for evaluation; the second were all tuned on.
FILES = sorted((HERE / "labelled").glob("*.yml"))
TUNED = sorted((HERE / "tuned").glob("*.yml"))
LABELS = ("generic", "specific")
LEAST = 0.95


@dataclass(frozen=True, slots=True)
class Labelled:
    """One invented text, and what a person says of it."""

    text: str
    label: str
    part: str


def read_labelled() -> tuple[Labelled, ...]:
    """Return every labelled text."""
    return tuple(
        Labelled(text, label, "tuning" if path in TUNED else part_of(text))
        for path in (*FILES, *TUNED)
        for label, texts in yaml.safe_load(path.read_text("utf-8")).items()
        for text in texts
    )


def part_of(text: str) -> str:
    """Return the part that a text belongs to: two in five are kept, as its hash falls."""
    return "evaluation" if sha256(text.encode()).digest()[0] % 5 < 2 else "tuning"


ALL = read_labelled()


def figures(part: str, lexicon: Lexicon) -> dict[str, tuple[float, float]]:
    """Return precision and recall of each label in one part."""
    counted = Counter(
        (each.label, "specific" if judge(each.text, lexicon).is_specific else "generic")
        for each in ALL
        if each.part == part
    )
    found = {}
    for label in LABELS:
        right = counted[label, label]
        said = sum(counted[other, label] for other in LABELS)
        there = sum(counted[label, other] for other in LABELS)
        found[label] = (right / said, right / there)
    return found


def test_there_are_enough_texts_of_both_kinds() -> None:
    """At least 240 in all and 80 for evaluation, about half of them generic."""
    kept = [each for each in ALL if each.part == "evaluation"]
    assert len(ALL) >= 240
    assert len(kept) >= 80
    for part in (ALL, kept):
        generic = sum(each.label == "generic" for each in part)
        assert 0.4 <= generic / len(part) <= 0.6


def test_no_text_stands_twice() -> None:
    """A text in both parts would be tuned on and evaluated."""
    counted = Counter(each.text for each in ALL)
    assert [text for text, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("part", ["tuning", "evaluation"])
def test_precision_and_recall_are_high(
    part: str, content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both, of both labels; the weights were made by the tuning part, not by the other."""
    found = figures(part, content.lexicon)
    with capsys.disabled():
        count = sum(each.part == part for each in ALL)
        for label, (precision, recall) in found.items():
            line = f"{part}, {count} texts: {label} precision {precision:.3f} recall {recall:.3f}"
            print(f"\n{line}")  # noqa: T201  the figures are what the test is for
    assert min(number for both in found.values() for number in both) >= LEAST


@pytest.mark.parametrize("part", ["tuning", "evaluation"])
def test_generic_texts_have_a_finding_and_specific_ones_have_none(
    part: str, content: Content
) -> None:
    """S1 or S2 says why a text is generic, with words that stand in it just there."""
    for each in (each for each in ALL if each.part == part):
        judgement = judge(each.text, content.lexicon)
        codes = {found.code for found in judgement.findings} & {Code.PRAISE, Code.NOTHING_NAMED}
        assert bool(codes) is not judgement.is_specific
        for span in (span for found in judgement.findings for span in found.spans):
            assert each.text[span.start : span.end] == span.words
