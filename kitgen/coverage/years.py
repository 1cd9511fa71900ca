"""Whole years between days, by the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


def years_after(day: date, years: int) -> date:
    """Return the same day `years` later (earlier when negative); for 29 February maybe the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
