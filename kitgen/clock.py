"""The clock, read at the edge: by the commands and by the MkDocs plugin, nowhere else."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def read_clock() -> datetime:
    """Return the time now, or the one that `SOURCE_DATE_EPOCH` names (seconds since 1970)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.now(UTC)


def day_in(now: datetime, time_zone: str) -> date:
    """Return which day it is in `time_zone` at the time `now`."""
    return now.astimezone(ZoneInfo(time_zone)).date()
