"""The kinds of value a profile is made of, and how its text becomes them."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Annotated
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BeforeValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

ID_PATTERN = r"^[a-z0-9][a-z0-9-]{0,62}$"
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_EMAIL = re.compile(r"[^\s@<>\"',;:()\[\]\\]+@[^\s@<>\"',;:()\[\]\\]+\.[^\s@.<>\"',;:()\[\]\\]+")
_SLUG = re.compile(r"[^\s/?#<>\"'\\]{1,100}")
# Embedding, override and isolate marks can make one text look like another (Unicode TR 36).
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Control characters but tab and line ends; what Unicode says is no character.
_UNSHOWABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# Latin letters that Unicode does not take apart into a letter and a mark.
_SPELLED = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
    | {"\N{LATIN SMALL LETTER DOTLESS I}": "i", "’": "'"}
)
# Files beside the time zones that mean another zone on every computer.
_NO_ZONES = frozenset({"Factory", "localtime", "posixrules"})
_PRESENT = frozenset({"present", "now", "today", "current", "ongoing"})
EARLIEST_YEAR, LATEST_YEAR = 1940, 2100


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        """Return the date as it is written in a profile."""
        parts = (f"{part:02}" for part in (self.month, self.day) if part)
        return "-".join((f"{self.year:04}", *parts))


def parse_day(value: object) -> date:
    """Return the day that `YYYY-MM-DD` names; ValueError when it names none."""
    match = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise PydanticCustomError("day_format", "not a day")
    return _real_day(int(match[1]), int(match[2]), int(match[3]))


def parse_partial_date(value: object) -> PartialDate:
    """Return what `YYYY`, `YYYY-MM` or `YYYY-MM-DD` names; ValueError when it names nothing."""
    match = _PARTIAL.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise PydanticCustomError("partial_format", "not a date")
    year, month, day = (int(part) if part else None for part in match.groups())
    _real_day(year or 0, 1 if month is None else month, 1 if day is None else day)
    return PartialDate(year or 0, month, day)


def parse_end(value: object) -> PartialDate | None:
    """Return the end of a position, or None when it has not ended (`present`)."""
    if isinstance(value, str) and value.strip().lower() in _PRESENT:
        return None
    return parse_partial_date(value)


def parse_last_day(value: object) -> date | None:
    """Return the last day of something, or None when it never ends (`never`)."""
    if isinstance(value, str) and value.strip().lower() == "never":
        return None
    return parse_day(value)


def _real_day(year: int, month: int, day: int) -> date:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise PydanticCustomError("year_range", "year out of range")
    try:
        return date(year, month, day)
    except ValueError:
        raise PydanticCustomError("no_such_day", "no such day") from None


def _linkedin(value: str) -> str:
    address = value if "://" in value else f"https://{value}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        raise PydanticCustomError("linkedin_address", "not a profile address") from None
    steps = [step for step in parts.path.split("/") if step]
    right_host = host == "linkedin.com" or host.endswith(".linkedin.com")
    right_path = len(steps) >= 2 and steps[0] == "in" and _SLUG.fullmatch(steps[1])  # noqa: PLR2004
    if parts.scheme not in {"http", "https"} or not right_host or not right_path:
        raise PydanticCustomError("linkedin_address", "not a profile address")
    return f"https://www.linkedin.com/in/{steps[1]}/"


def profile_slug(address: str) -> str:
    """Return what identifies a LinkedIn address: the part after `/in/`, decoded, lower case."""
    return unquote(address.rstrip("/").rsplit("/", 1)[-1]).casefold()


def _email(value: str) -> str:
    if not _EMAIL.fullmatch(value):
        raise PydanticCustomError("email_address", "not an address")
    return value


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError, RecursionError):
        # Unknown; a path that climbs; a folder of zones; a path so deep that nobody follows it.
        raise PydanticCustomError("time_zone", "unknown time zone") from None
    if value in _NO_ZONES:
        raise PydanticCustomError("time_zone", "a time zone of this computer only")
    return value


def zones_called(words: str) -> list[str]:
    """Return the time zones of the city `words`, however it is written, in alphabetical order."""
    city = words.strip().rsplit("/", 1)[-1].replace(" ", "_").casefold()
    found = (zone.rpartition("/") for zone in available_timezones())
    return sorted(
        f"{region}/{name}"
        for region, _, name in found
        if name.casefold() == city and region not in {"", "Etc"}
    )


def _showable(value: str) -> str:
    """Return `value` when a page can show it, so that what it looks like is what it is."""
    if _BIDI_CONTROLS.search(value):
        raise PydanticCustomError("bidi_control", "direction override")
    if _UNSHOWABLE.search(value):
        raise PydanticCustomError("control_character", "control character")
    if all(unicodedata.category(each)[0] in "CZ" for each in value):
        raise PydanticCustomError("string_too_short", "nothing to see")
    return value


def _one_line(value: str) -> str:
    return " ".join(_showable(value).split())


def _reason(value: str) -> str:
    if value.lower() in {"yes", "no", "true", "false"}:
        raise PydanticCustomError("no_reason", "an answer, no reason")
    return value


def slug_of(words: str) -> str:
    """Return an id made from `words`: `jo-park`; from words without Latin letters, a short hash.

    The hash keeps the id the same when entries are reordered, which a number would not.
    """
    return latin_slug_of(words) or f"x{sha256(words.strip().encode()).hexdigest()[:8]}"


def latin_slug_of(words: str) -> str:
    """Return an id made from the letters of `words`; empty when most of them are not Latin."""
    spelled = words.lower().translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:63].strip("-")
    if slug and sum(character.isalnum() for character in words) <= 2 * len(slug):
        return slug
    return ""


Id = Annotated[str, StringConstraints(strip_whitespace=True, pattern=ID_PATTERN)]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
    AfterValidator(_one_line),
]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300),
    AfterValidator(_one_line),
]
Reason = Annotated[Line, AfterValidator(_reason)]
# LinkedIn takes 3,000 characters; a profile may hold a longer draft of one.
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=6000),
    AfterValidator(_showable),
]
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
LinkedInAddress = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(_linkedin)
]
EmailAddress = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_email)
]
TimeZone = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_time_zone)]
Language = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
]
Day = Annotated[
    date,
    BeforeValidator(parse_day),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
]
Start = Annotated[
    PartialDate,
    BeforeValidator(parse_partial_date),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}),
]
End = Annotated[
    PartialDate | None,
    BeforeValidator(parse_end),
    WithJsonSchema(
        {"type": ["string", "integer"], "pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?|present)$"}
    ),
]
LastDay = Annotated[
    date | None,
    BeforeValidator(parse_last_day),
    WithJsonSchema({"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2}|never)$"}),
]
Flag = Annotated[bool, WithJsonSchema({"enum": ["yes", "no", True, False]})]
