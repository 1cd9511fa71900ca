"""Calendar files, as RFC 5545 wants them: all-day events that programs recognise again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST = date(2020, 1, 1)  # revisions are counted in days from here
_MOST_BYTES = 75  # of a line, its end left aside; a longer one goes on after a space
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class Event(Struct, frozen=True):
    """One thing to do on a day; with the same `uid` in every build it is never there twice."""

    uid: str
    on: date
    summary: str
    description: str = ""


def calendar_file(events: Iterable[Event], made_on: date) -> str:
    """Return a calendar with these events; the same for the same events and day.

    Nothing is remembered between builds, so the number of an event's revision (SEQUENCE) is the day
    on which the file was made: of two files the later one counts, whether an event moved forth or
    back, and a file that is read twice changes nothing.
    """
    stamp = f"{made_on:%Y%m%d}T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kitgen//outreach kit//EN"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{stamp}",
            f"LAST-MODIFIED:{stamp}",
            f"SEQUENCE:{max(0, (made_on - _FIRST).days)}",
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
    if len(line.encode()) <= _MOST_BYTES:
        return line
    pieces: list[str] = [""]
    for letter in line:
        space = 1 if len(pieces) > 1 else 0
        if len(f"{pieces[-1]}{letter}".encode()) + space > _MOST_BYTES:
            pieces.append("")
        pieces[-1] += letter
    return "\r\n ".join(pieces)
