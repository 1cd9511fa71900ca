"""The clock, read at the edge: by the commands and by the MkDocs plugin, nowhere else."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from kitgen.errors import KitgenError

_YEARS = range(1970, 9000)  # `date` ends with 9999, and plans look ahead


def read_clock() -> datetime:
    """Return the time now, or the one that `SOURCE_DATE_EPOCH` names (seconds since 1970).

    Raises KitgenError when it names none, or one so late that what follows from it has no date.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    found = None
    with suppress(ValueError, OverflowError, OSError):
        found = datetime.fromtimestamp(int(epoch), UTC)
    if found is None or found.year not in _YEARS:
        message = f"SOURCE_DATE_EPOCH is '{epoch}', which is no time in seconds since 1970"
        raise KitgenError(message)
    return found


def day_in(now: datetime, time_zone: str) -> date:
    """Return which day it is in `time_zone` at the time `now`."""
    return now.astimezone(ZoneInfo(time_zone)).date()
