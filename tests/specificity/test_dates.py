"""Deadlines with a date: near ones are found, far ones are none, whatever day of the week it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kitgen.specificity import Code, Kind, Known, judge

if TYPE_CHECKING:
    from kitgen.content import Content
    from kitgen.project import Project

TODAY = date(2026, 11, 26)
NEAR = (
    "by 28 November",
    "by Friday 27 November 2026",
    "by Friday the 27th of November",
    "before 28/11",
    "before 28/11/26",
    "until Nov. 30th",
    "no later than November 30, 2026",
    "by 2026-12-02",
    "by the 2nd of December",
    "by 1 November 2026",
)
FAR = (
    "by 3 December",
    "by Friday 18 December 2026",
    "before 28/12",
    "by 1/12",  # it may be 12 January
    "by 2027-11-28",
    "by 20 November",  # the next one is next year's
    "by 31 February",
    "by 28 people",
    "on 28 November",
)
GERMAN = {"bis 28.11.": True, "bis zum 28. November": True, "bis Freitag, den 18.12.2026": False}


def deadlines(text: str, content: Content, today: date | None) -> tuple[str, ...]:
    """Return the words of what is found to be a deadline under a week."""
    found = judge(text, content.lexicon, Known(today=today), Kind.NOTE).finding(Code.HURRY)
    return found.words if found else ()


@pytest.mark.parametrize("when", NEAR)
def test_a_date_in_less_than_a_week_is_a_deadline(when: str, content: Content) -> None:
    """The finding has the whole date, once."""
    assert deadlines(f"Could you write it {when}? Thanks!", content, TODAY) == (when,)


@pytest.mark.parametrize("when", FAR)
def test_a_date_in_a_week_or_more_is_none(when: str, content: Content) -> None:
    """Nor is one that may be meant so, or that is no date."""
    assert deadlines(f"Could you write it {when}? Thanks!", content, TODAY) == ()


def test_without_today_only_its_weekday_is_a_deadline(content: Content) -> None:
    """Nobody can say how far a date is."""
    assert deadlines("Could you write it by 28 November?", content, None) == ()
    assert deadlines("Could you by Friday 27 November?", content, None) == ("by Friday",)


@pytest.mark.parametrize("when", GERMAN)
def test_german_dates_are_read(when: str, project: Project) -> None:
    """Day before month, with points."""
    text = f"Schreibst du mir etwas {when}? Danke!"
    assert bool(deadlines(text, project.content("de"), TODAY)) is GERMAN[when]
