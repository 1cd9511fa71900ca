"""What there is to count: standings, suggestions, silence, and years by the calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kitgen.coverage import newest_shown, reciprocal_pairs, years_after
from kitgen.coverage.phrases import holds

if TYPE_CHECKING:
    from collections.abc import Callable

    from kitgen.coverage import Coverage


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2028, 2, 29), -3, date(2025, 2, 28)),
        (date(2026, 11, 22), -10, date(2016, 11, 22)),
    ],
)
def test_years_are_years_of_the_calendar(day: date, years: int, expected: date) -> None:
    """The same day of another year; 29 February becomes the 28th where there is none."""
    assert years_after(day, years) == expected


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("their work in r is clear", "r", True),
        ("r", "r", True),
        ("c++ and sql.", "c++", True),
        ("their work", "r", False),
        ("restart, start again", "start", True),
        ("restarted", "start", False),
        ("", "r", False),
    ],
)
def test_a_phrase_is_found_as_whole_words(text: str, phrase: str, *, expected: bool) -> None:
    """A letter or digit right before or after makes it another word."""
    assert holds(text, phrase) is expected


def suggestion(coverage: Coverage) -> str | None:
    """Return the position that the only recommendation may be about."""
    return coverage.tally.standings[0].suggested


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2019-06-30", None),
        ("2019-07-01", "shop"),
        ("2021-03-31", "shop"),
        ("2023-03-31", "shop"),
        ("2023-04-01", None),
    ],
)
def test_a_position_is_suggested_from_its_first_day_to_two_years_after_its_last(
    measured: Callable[..., Coverage], written: str, expected: str | None
) -> None:
    """Both ends included, by the calendar (rule C9)."""
    coverage = measured(
        "positions: [{id: shop, organisation: Shop, start: 2019-07, end: 2021-03-31}]\n"
        "contacts: [{name: Ann One}]\n"
        f"recommendations: {{received: [{{by: Ann One, written: {written}}}]}}\n"
    )
    assert suggestion(coverage) == expected


def test_nothing_is_suggested_where_two_positions_fit(measured: Callable[..., Coverage]) -> None:
    """A guess between two would be a claim; so is one without a day."""
    two = """
positions:
  - {id: shop, organisation: Shop, start: 2019}
  - {id: mill, organisation: Mill, start: 2018, end: 2020}
contacts: [{name: Ann One}]
recommendations: {received: [{by: Ann One, written: 2020-05-01}]}
"""
    assert suggestion(measured(two)) is None
    assert suggestion(measured(two.replace(", written: 2020-05-01", ""))) is None


def test_a_contacts_own_position_is_suggested_before_any_date(
    measured: Callable[..., Coverage],
) -> None:
    """Where the contact knew the owner says more than when they wrote."""
    coverage = measured("""
positions:
  - {id: shop, organisation: Shop, start: 2019}
  - {id: mill, organisation: Mill, start: 2012, end: 2014}
contacts: [{name: Ann One, position: mill}]
recommendations: {received: [{by: Ann One, written: 2020-05-01}]}
""")
    assert suggestion(coverage) == "mill"
    assert coverage.tally.about("mill") == ()


def test_a_text_that_only_the_steps_tell_of_is_counted(measured: Callable[..., Coverage]) -> None:
    """Published counts as visible and about the contact's position; received waits for showing."""
    coverage = measured("""
positions: [{id: shop, organisation: Shop, start: 2019}]
contacts:
  - {name: Ann One, relationship: manager, position: shop, history: [{published: 2026-10-01}]}
  - {name: Ben Two, history: [{received: 2026-11-01}]}
""")
    tally = coverage.tally
    assert [each.contact.name for each in tally.about("shop")] == ["Ann One"]
    assert [each.contact.name for each in tally.arrived] == ["Ben Two"]
    assert tally.hidden == ()
    assert coverage.result("C4").counted == 1


def test_the_newest_two_do_not_depend_on_the_order_in_the_file(
    measured: Callable[..., Coverage],
) -> None:
    """Of three written on one day the same two come first, whatever their order."""
    names = ("Ann One", "Ben Two", "Cy Three")
    contacts = "".join(f"  - {{name: {name}}}\n" for name in names)
    found = []
    for order in (names, names[::-1]):
        received = "".join(f"    - {{by: {name}, written: 2025-01-01}}\n" for name in order)
        coverage = measured(f"contacts:\n{contacts}recommendations:\n  received:\n{received}")
        found.append([each.contact.name for each in newest_shown(coverage.tally)])
    assert found == [["Ann One", "Ben Two"], ["Ann One", "Ben Two"]]


def test_the_closest_pair_of_each_contact_counts(measured: Callable[..., Coverage]) -> None:
    """A pair with known days comes before one without, and fewer days before more."""
    coverage = measured("""
contacts: [{name: Ann One}]
recommendations:
  received: [{by: Ann One, written: 2025-01-01}]
  given: [{to: Ann One}, {to: Ann One, written: 2025-01-04}, {to: Ann One, written: 2025-06-01}]
""")
    assert [pair.days for pair in reciprocal_pairs(coverage.tally)] == [3]


@pytest.mark.parametrize(("missing", "expected"), [(0, 0), (1, 2), (3, 6), (50, 100)])
def test_asks_are_missing_over_the_answer_rate(
    measured: Callable[..., Coverage], missing: int, expected: int
) -> None:
    """Rounded up, for an ask is whole (rule C14)."""
    assert measured("").tally.asks_for(missing) == expected


def test_rounding_adds_no_ask_that_arithmetic_does_not_need(
    measured: Callable[..., Coverage],
) -> None:
    """In floating point, 3 / 0.3 and the like are a trifle too much."""
    tally = measured("").tally
    for percent in range(1, 101):
        thresholds = replace(tally.thresholds, answer_rate=percent / 100)
        asks = replace(tally, thresholds=thresholds).asks_for(percent)
        assert asks == 100, percent


def test_a_rule_that_does_not_exist_has_no_result(measured: Callable[..., Coverage]) -> None:
    """To ask for one is a mistake of the caller."""
    with pytest.raises(KeyError, match="C16"):
        measured("").result("C16")


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2028, 2, 29), date(2027, 2, 28)])
def test_coverage_can_be_measured_on_a_leap_day(
    measured: Callable[..., Coverage], today: date
) -> None:
    """Three years before 29 February there is none; the 28th counts as recent."""
    start = "contacts: [{name: Ann One}]\nrecommendations: {received: [{by: Ann One, written: "
    coverage = measured(f"{start}{years_after(today, -3)}}}]}}\n", on=today)
    assert coverage.result("C6").counted == 1
