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


def first_free_day(day: date, profile: Profile) -> date:
    """Return `day`, or the first day after it that is in no blackout."""
    for each in sorted(profile.preferences.blackout, key=lambda blackout: blackout.first):
        if each.first <= day <= each.last:
            day = each.last + _DAY
    return day


def first_day_with_room(
    day: date, size: int, sent: Iterable[date], pace: int, profile: Profile
) -> date:
    """Return the first free day from `day` on when `size` asks fit into the week's `pace`.

    `sent` are the days of asks that went out or are planned; those of the last seven days count,
    and so does one of tomorrow, which it may be already where the owner is.
    """
    days = tuple(sent)
    day = first_free_day(day, profile)
    while sum(1 for each in days if day - WEEK < each) + size > max(pace, size):
        day = first_free_day(day + _DAY, profile)
    return day
