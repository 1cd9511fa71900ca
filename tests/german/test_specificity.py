"""How well German texts are told apart: by labels given before any was judged."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from kitgen.specificity import Code, Kind, judge

if TYPE_CHECKING:
    from kitgen.content import Content
    from kitgen.project import Project

LABELLED = Path(__file__).parent.parent / "specificity" / "german"
LEAST = 0.95


@pytest.fixture(scope="session")
def german(project: Project) -> Content:
    """Return the German content."""
    return project.content("de")


@pytest.mark.parametrize(
    ("files", "count"), [(("known", "tuned"), 120), (("kept",), 80)], ids=["tuning", "evaluation"]
)
def test_german_texts_are_told_apart(
    files: tuple[str, ...], count: int, german: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    """Precision and recall of both labels; what is kept was written after words and weights."""
    counted: Counter[tuple[str, str]] = Counter()
    for name in files:
        labelled = yaml.safe_load((LABELLED / f"{name}.yml").read_text("utf-8"))
        for label, texts in labelled.items():
            for text in texts:
                said = "specific" if judge(text, german.lexicon).is_specific else "generic"
                counted[label, said] += 1
    assert counted.total() == count
    for label, other in (("specific", "generic"), ("generic", "specific")):
        right = counted[label, label]
        precision, recall = right / (right + counted[other, label]), right / (count / 2)
        with capsys.disabled():
            print(f"\n{count} German texts: {label} {precision:.3f} {recall:.3f}")  # noqa: T201  the figures are what the test is for
        assert min(precision, recall) >= LEAST


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hallo Jo, schreibst du mir eine? Ich schreibe dir auch eine.", Code.SWAP),
        ("Hallo Jo, schreibst du mir eine? Im Gegenzug empfehle ich dich.", Code.SWAP),
        ("Hallo Jo, schreibst du mir eine, bitte bis Freitag?", Code.HURRY),
        ("Hallo Jo, schreibst du mir eine innerhalb von drei Tagen?", Code.HURRY),
        ("Hallo Jo, schreibst du mir etwas über [Projekt]?", Code.UNFILLED),
        ("Hallo Jo, schreibst du mir etwas? Dein Name hier", Code.UNFILLED),
    ],
)
def test_offers_deadlines_and_blanks_are_found(text: str, code: Code, german: Content) -> None:
    """What an ask must not hold, in German."""
    assert judge(text, german.lexicon, kind=Kind.NOTE).finding(code)


@pytest.mark.parametrize(
    "text",
    [
        "Hallo Jo, schreibst du mir eine? Drei bis sechs Sätze genügen, und es eilt nicht.",
        "Sie hat bis Freitag die Regale gebaut und am Montag übergeben.",
        "Hallo Jo, innerhalb von drei Wochen wäre schön.",
    ],
)
def test_what_is_neither_is_left_alone(text: str, german: Content) -> None:
    """A day in a recommendation is no deadline, three weeks are no hurry."""
    kind = Kind.NOTE if text.startswith("Hallo") else Kind.RECOMMENDATION
    found = {each.code for each in judge(text, german.lexicon, kind=kind).findings}
    assert found.isdisjoint({Code.SWAP, Code.HURRY, Code.UNFILLED})
