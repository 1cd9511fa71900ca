"""Calendar files, as RFC 5545 wants them: all-day events that programs recognise again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_MOST_BYTES = 75  # of a line, its end left aside; a longer one goes on after a space
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to do on a day; with the same `uid` in every build it is never there twice."""

    uid: str
    on: date
    summary: str
    description: str = ""


def calendar_file(events: Iterable[Event], made_on: date) -> str:
    """Return a calendar with these events; the same for the same events and day."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kitgen//outreach kit//EN"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{made_on:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{event.summary.translate(_ESCAPED)}",
            *(
                [f"DESCRIPTION:{event.description.translate(_ESCAPED)}"]
                if event.description
                else []
            ),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 bytes, none of which ends inside a letter."""
    pieces: list[str] = [""]
    for letter in line:
        space = 1 if len(pieces) > 1 else 0
        if len(f"{pieces[-1]}{letter}".encode()) + space > _MOST_BYTES:
            pieces.append("")
        pieces[-1] += letter
    return "\r\n ".join(pieces)
