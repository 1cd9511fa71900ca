"""What the doctor finds."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Health(StrEnum):
    """How it is with one thing; what cannot be seen from here is open."""

    GOOD = "good"
    OPEN = "open"
    SOON = "soon"
    BAD = "bad"


class Check(Struct, frozen=True):
    """One thing looked at: what was found, and what to do; in words that name nobody."""

    what: str
    health: Health
    found: str
    mend: str = ""
