"""Days on which something may be sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kitgen.profile import Profile

WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
# A blackout longer than this is no pause but an end: planning stops looking for a day.
_HORIZON = timedelta(days=3 * 366)


def is_blackout(day: date, profile: Profile) -> bool:
    """Return whether nothing is to be sent on `day`."""
    return any(each.first <= day <= each.last for each in profile.preferences.blackout)


def first_free_day(day: date, profile: Profile) -> date:
    """Return `day`, or the first day after it that is in no blackout.

    After three years of blackout it gives up and returns the day that it got to.
    """
    last = day + _HORIZON
    while is_blackout(day, profile) and day < last:
        day += _DAY
    return day


def first_day_with_room(
    day: date, size: int, sent: Iterable[date], pace: int, profile: Profile
) -> date:
    """Return the first free day from `day` on when `size` asks fit into the week's `pace`.

    `sent` are the days of asks that went out or are planned; those of the last seven days count.
    """
    days = tuple(sent)
    day = first_free_day(day, profile)
    while sum(1 for each in days if day - WEEK < each <= day) + size > max(pace, size):
        day = first_free_day(day + _DAY, profile)
    return day
