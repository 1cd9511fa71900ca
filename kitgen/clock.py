"""The clock, read at the edge: by the commands and by the MkDocs plugin, nowhere else."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from kitgen.errors import KitgenError


def read_clock() -> datetime:
    """Return the time now, or the one that `SOURCE_DATE_EPOCH` names (seconds since 1970).

    Raises KitgenError when it names none.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is '{epoch}', which is no time in seconds since 1970"
        raise KitgenError(message) from None


def day_in(now: datetime, time_zone: str) -> date:
    """Return which day it is in `time_zone` at the time `now`."""
    return now.astimezone(ZoneInfo(time_zone)).date()
