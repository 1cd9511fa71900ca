"""What words weigh beside the signs: names nothing, a best sentence most, drafts not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kitgen.specificity import Kind, Known, judge
from kitgen.specificity.wording import Wording, is_left_out, spoken, weigh_words

if TYPE_CHECKING:
    from kitgen.content import Content
    from kitgen.project import Project

WORDING = Wording(
    level=0.5,
    best_share=0.75,
    least_known=0.4,
    rarities={"mended": 2.0, "will": 1.0, "always": 1.0, "0": 1.0},
    weights={"mended": 3.0, "will": 1.0, "always": -4.0, "0": 2.0},
    left_out=frozenset({"she"}),
)
# Left out of the weights on purpose: for each group of words, one that some labelled texts have.
UNFAIR = ("she", "he", "they", "her", "woman", "man", "church", "old", "young", "native", "mother")


@pytest.fixture
def wording(content: Content) -> Wording:
    """Return what words weigh in English."""
    assert content.lexicon.wording is not None
    return content.lexicon.wording


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mended", 3.5),
        ("Mended", 3.5),
        ("mended, mended", 3.5),
        ("always", -3.5),
        ("mended 3 of 12", 4.08),
        ("she mended it all", 3.5),
        ("they mended it all", 0.0),
        ("We had Will", 0.0),
        ("she", 0.0),
        ("Nothing that is known", 0.0),
        ("", 0.0),
    ],
)
def test_a_text_of_one_known_word_weighs_what_the_word_does(text: str, expected: float) -> None:
    """However often it is there; with a capital only where a sentence begins."""
    assert weigh_words(text, text, WORDING) == expected


def test_the_best_sentence_weighs_most() -> None:
    """Its words count in its share and in that of the whole text, where each is one of two."""
    text = "Always always. Will"
    whole = (-4 * 1.6931 + 1) / (1.6931**2 + 1) ** 0.5
    expected = 0.5 + 0.25 * whole + 0.75
    assert weigh_words(text, "Will", WORDING) == pytest.approx(expected, abs=0.006)
    assert weigh_words(text, "Always always.", WORDING) < -2


def test_words_that_may_be_names_are_not_spoken() -> None:
    """A capital inside a sentence is a name; at its beginning it is one when somebody has it."""
    found = list(spoken("Will’s team met May. ‘Bill’ paid 40 bills!", frozenset({"will"})))
    words = [("team", True), ("met", True), (".", True), ("bill", False), ("paid", True)]
    assert found == [*words, ("0", True), ("bills", True), ("!", True)]


@pytest.mark.parametrize("owner", ["Will", "Bill", "Dawn"])
def test_a_name_that_is_a_word_too_tells_nothing(owner: str, wording: Wording) -> None:
    """The same words about somebody whose name is no word weigh as much."""
    assert owner.casefold() in wording.weights
    told = {
        weigh_words(text, text, wording, Known(owner=(name,)).familiar)
        for name in (owner, "Zanele")
        for text in [f"{name} mended the lathe in one night."]
    }
    assert len(told) == 1


def test_whom_a_text_is_about_does_not_matter(wording: Wording, content: Content) -> None:
    """Words for men and women, origin, faith and age have no weight."""
    assert [word for word in UNFAIR if not is_left_out(word, wording.left_out)] == []
    assert [word for word in wording.weights if is_left_out(word, wording.left_out)] == []
    text = "Sam is a tailor, and {} cut our waste by half. {} a joy to have around."
    evidence = {
        judge(text.format(*each), content.lexicon).evidence
        for each in (("she", "She's"), ("he", "He's"))
    }
    assert len(evidence) == 1


def test_words_are_few_and_known_in_small_letters(wording: Wording) -> None:
    """Some two thousand at most, none with a capital."""
    assert 1000 < len(wording.weights) <= 2000
    assert wording.weights.keys() == wording.rarities.keys()
    assert [word for word in wording.weights if word != word.casefold()] == []


def test_only_recommendations_are_judged_by_their_words(content: Content) -> None:
    """A draft speaks to its reader and is judged by its signs, as before words were weighed."""
    text = "She is always a great help to all."
    bare = replace(content.lexicon, wording=None)
    for kind, same in ((Kind.DRAFT, True), (Kind.NOTE, True), (Kind.RECOMMENDATION, False)):
        found = [judge(text, each, kind=kind).evidence for each in (content.lexicon, bare)]
        assert (found[0] == found[1]) is same


def test_a_language_may_weigh_no_words(project: Project) -> None:
    """German texts are judged by their signs alone."""
    assert project.content("de").lexicon.wording is None


def test_trade_words_without_a_deed_are_generic(content: Content) -> None:
    """What the signs alone take for evidence."""
    text = (
        "As a hydrogeologist, Brenda handled pump tests, permits and well logs with great skill, "
        "and always ensured excellent results across all projects."
    )
    assert not judge(text, content.lexicon).is_specific
    told = f"{text} In 2019 she asked the driller to stop, because the log showed clay."
    assert judge(told, content.lexicon).is_specific
