"""Whole years between days, by the calendar."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


def years_after(day: date, years: int) -> date:
    """Return the same day `years` later (earlier when negative); for 29 February maybe the 28th.

    Beyond the years that a day can have, it is in the last one, or in the first.
    """
    year = min(max(day.year + years, MINYEAR), MAXYEAR)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
