"""Dates, numbers, lists and plurals, as a language writes them."""

from __future__ import annotations

from datetime import date

import pytest
from babel import UnknownLocaleError

from kitgen.language import Language
from kitgen.profile import PartialDate

DAY = date(2026, 12, 5)


def test_english_puts_the_day_first_and_needs_no_serial_comma() -> None:
    """Kits are read outside the United States, too: 5 December 2026; a, b and c."""
    english = Language("en")
    assert english.date(DAY) == "5 December 2026"
    assert english.day_month(DAY) == "5 December"
    assert english.listed(["a", "b", "c"]) == "a, b and c"
    assert english.listed(["a", "b", "c"], "or") == "a, b or c"
    assert english.listed(["a"]) == "a"
    assert english.listed([]) == ""
    assert english.number(12345.5) == "12,345.5"


def test_other_languages_follow_their_own_rules() -> None:
    """German months, Polish plurals, Arabic direction, a region after a hyphen."""
    assert Language("de").date(DAY) == "5. Dezember 2026"
    assert Language("de").listed(["a", "b", "c"]) == "a, b und c"
    assert [Language("pl").plural(count) for count in (1, 2, 5)] == ["one", "few", "many"]
    assert Language("ar").direction == "rtl"
    assert Language("pt-BR").direction == "ltr"
    assert Language("pt-BR").number(1.5) == "1,5"


def test_german_is_written_as_germans_write_it() -> None:
    """The day with its full stop, a point in thousands, `und` without a comma, one and other."""
    german = Language("de")
    assert german.day_month(date(2026, 11, 3)) == "3. November"
    assert german.partial(PartialDate(2026, 3)) == "März 2026"
    assert german.number(1500) == "1.500"
    assert german.listed(["A", "B", "C"]) == "A, B und C"
    assert german.listed(["A", "B"], "or") == "A oder B"
    assert [german.plural(count) for count in (0, 1, 2)] == ["other", "one", "other"]


@pytest.mark.parametrize(
    ("when", "written"),
    [
        (PartialDate(2026), "2026"),
        (PartialDate(2026, 3), "March 2026"),
        (PartialDate(2026, 3, 1), "1 March 2026"),
    ],
)
def test_a_partial_date_is_no_more_exact_than_it_was_typed(when: PartialDate, written: str) -> None:
    """A year stays a year, a month a month."""
    assert Language("en").partial(when) == written


def test_an_unknown_language_has_no_locale() -> None:
    """CLDR decides what a language is."""
    with pytest.raises(UnknownLocaleError):
        _ = Language("xx").locale
