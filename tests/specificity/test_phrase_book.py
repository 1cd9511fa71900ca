"""Phrases, dates and blanks are found just as one expression of all of them finds them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kitgen.content import load_content
from kitgen.specificity.letters import plain
from kitgen.specificity.patterns import compile_phrases, needed_words
from kitgen.specificity.phrase_book import PhraseBook, words_of

if TYPE_CHECKING:
    from kitgen.specificity import Lexicon

HERE = Path(__file__).parent
DOCS = HERE.parent.parent / "docs"
LANGUAGES = ("en", "de")


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language."""
    return load_content(DOCS, language).lexicon


@cache
def texts() -> tuple[str, ...]:
    """Return every labelled text, in both languages, plain and in capitals."""
    files = [*HERE.glob("*/*.yml")]
    blocks = [yaml.safe_load(path.read_text("utf-8")) for path in files]
    found = [plain(text) for block in blocks for some in block.values() for text in some]
    assert len(found) > 2_000
    return (*found, *(each.upper() for each in found[::10]))


def spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int, dict[str, str]]]:
    """Return where one expression of everything finds something, and what its groups hold."""
    return [(*match.span(), said(match)) for match in pattern.finditer(text)]


def said(match: re.Match[str]) -> dict[str, str]:
    """Return the groups of a match that took part."""
    return {name: text for name, text in match.groupdict().items() if text is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_phrase_is_found_where_one_expression_of_all_finds_it(language: str) -> None:
    """In the same places, with the same names and numbers, for every kind and labelled text."""
    found = 0
    for book in lexicon(language).phrases.values():
        whole = compile_phrases(book.phrases, book.number)
        for text in texts():
            expected = spans(whole, text)
            matches = [(*each.span(), said(each)) for each in book.finditer(text, words_of(text))]
            assert matches == expected, text
            blanked = whole.subn(lambda match: " " * len(match[0]), text)
            assert book.blanked(text, words_of(text)) == blanked
            found += len(expected)
    assert found > 300


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_phrases_put_together_at_will_are_found(language: str, data: st.DataObject) -> None:
    """Their words in any order, with gaps, digits and letters that are odd between them."""
    kinds = sorted(lexicon(language).phrases)
    book = lexicon(language).phrases[data.draw(st.sampled_from(kinds))]
    words = sorted({word for each in book.phrases for word in re.findall(r"[^\s|()?]+", each)})
    gaps = st.sampled_from([" ", ", ", "5", "-", "", "\n", "'", " \u017f ", " x ", " Ann ", "2 "])
    some = data.draw(st.lists(st.tuples(st.sampled_from(words), gaps), max_size=12))
    text = "".join(word.replace("*", "s") + gap for word, gap in some)
    matches = [(*each.span(), said(each)) for each in book.finditer(text, words_of(text))]
    assert matches == spans(compile_phrases(book.phrases, book.number), text)


def test_of_phrases_that_begin_at_once_the_first_is_found() -> None:
    """And none that overlaps with the one before."""
    book = PhraseBook(["a b", "a b c", "c d", "b c"], "NUM")
    assert [each[0] for each in book.finditer("a b c d", words_of("a b c d"))] == ["a b", "c d"]


def test_a_phrase_is_looked_for_by_the_words_that_it_needs() -> None:
    """What may be left out, and what stands for other words, is not needed."""
    needed = [set(each) for each in needed_words("(very)? (good|fine) work … well-made")]
    assert needed == [{"good", "fine"}, {"work"}, {"well"}]
    assert needed_words("NUM|some days") == (frozenset({"days"}),)
    assert needed_words("recommend* (a|NAME)") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_deadline_and_a_blank_are_found_as_before(language: str) -> None:
    """A text that lacks what they need is not searched, and holds none."""
    words = lexicon(language)
    dates = words.dates._pattern
    blanks = re.compile("|".join(each.pattern for each in words.unfilled.kinds))
    extra = [
        *(
            "by 3 December",
            "NO LATER THAN 3/12",
            "bis zum 3. Dezember",
            "till 2026-12-03",
            "5by 3/4",
        ),
        *(
            "[name]",
            "a {b} <c d> ____ ( ) ..... TODO N/A",
            "x , y",
            "Your Company Name",
            "lorem ipsum",
        ),
        *(
            "insert skill",
            "dein Name hier",
            "Firma einsetzen",
            "in\u017fert name",
            "XXXX",
            "none None",
        ),
    ]
    found = 0
    for text in (*texts(), *extra):
        by_words = [each.span() for each in words.dates.finditer(text, words_of(text))]
        assert by_words == [each.span() for each in dates.finditer(text)], text
        by_pieces = [each.span() for each in words.unfilled.finditer(text)]
        assert by_pieces == [each.span() for each in blanks.finditer(text)], text
        found += len(by_words) + len(by_pieces)
    assert found > 10
