"""Values of a profile as they are typed: days, years, addresses."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic_core import PydanticCustomError

from kitgen.profile.values import (
    PartialDate,
    parse_day,
    parse_end,
    parse_last_day,
    parse_partial_date,
    profile_slug,
)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("2026-02-28", ""),
        (" 2026-02-28 ", ""),
        ("1940-01-01", ""),
        ("2100-12-31", ""),
        ("1939-12-31", "year_range"),
        ("2101-01-01", "year_range"),
        ("2026-02-29", "no_such_day"),
        ("2026-13-01", "no_such_day"),
        ("2026-2-3", "day_format"),
        ("2026", "day_format"),
        ([2026], "day_format"),
        (None, "day_format"),
    ],
)
def test_a_day_is_a_day_from_1940_to_2100(typed: object, kind: str) -> None:
    """Written in one way, with room around it."""
    if not kind:
        assert parse_day(typed) == date.fromisoformat(str(typed).strip())
        return
    with pytest.raises(PydanticCustomError) as raised:
        parse_day(typed)
    assert raised.value.type == kind


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-03", date(2024, 2, 3), date(2024, 2, 3)),
        ("1940", date(1940, 1, 1), date(1940, 12, 31)),
        ("2100", date(2100, 1, 1), date(2100, 12, 31)),
    ],
)
def test_part_of_a_date_lasts_from_its_first_day_to_its_last(
    typed: str, first: date, last: date
) -> None:
    """And is written again as it was typed."""
    found = parse_partial_date(f" {typed} ")
    assert (found.first, found.last, str(found)) == (first, last, typed)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("1939", "year_range"),
        ("2101", "year_range"),
        ("0000", "year_range"),
        ("2024-00", "no_such_day"),
        ("2024-13", "no_such_day"),
        ("2024-01-00", "no_such_day"),
        ("2024-1", "partial_format"),
        ("May 2024", "partial_format"),
        ("", "partial_format"),
        ([2024], "partial_format"),
    ],
)
def test_what_is_no_part_of_a_date_is_told_by_its_kind(typed: object, kind: str) -> None:
    """So that its words fit."""
    with pytest.raises(PydanticCustomError) as raised:
        parse_partial_date(typed)
    assert raised.value.type == kind


def test_what_goes_on_has_no_end() -> None:
    """However `present` is written; a last day may be `never`."""
    assert parse_end(" Present ") is None
    assert parse_end("2024-05") == PartialDate(2024, 5, None)
    assert parse_last_day(" Never ") is None
    assert parse_last_day("2024-05-06") == date(2024, 5, 6)
    with pytest.raises(PydanticCustomError):
        parse_last_day("present")
    with pytest.raises(PydanticCustomError):
        parse_end("never")


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("https://www.linkedin.com/in/Jo-Park/", "jo-park"),
        ("https://www.linkedin.com/in/jo-park", "jo-park"),
        ("https://www.linkedin.com/in/%C5%81ukasz//", "łukasz"),
        ("jo-park", "jo-park"),
    ],
)
def test_a_linkedin_address_is_known_by_its_last_part(address: str, slug: str) -> None:
    """Decoded, in small letters."""
    assert profile_slug(address) == slug
