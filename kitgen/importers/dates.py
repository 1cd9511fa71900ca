"""The dates of a LinkedIn export, in every form that was seen; none is guessed."""

from __future__ import annotations

import re
from datetime import date

_FULL = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_MONTHS = {name: number for number, name in enumerate(_FULL, 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_ENDS = {"", "present"}
# Of a year with two digits: LinkedIn began in 2003, so those above are of the last century.
_PIVOT = 69

# `09/30/24, 11:15 AM`, US order, and what a spreadsheet makes of it; `2024/02/01 15:02:55 UTC`;
# `2024-02-01`; `08 Feb 2026`, a spreadsheet's `08-Feb-26`.
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})(?:,? +\d{1,2}:\d\d(?::\d\d)?(?: *[AP]M)?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?")
_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]+)[ -](\d{4}|\d{2})")
_MONTH = re.compile(r"(?:([A-Za-z]+)[ -])?(\d{4}|(?<=[A-Za-z][ -])\d{2})")


# `2020-03`, `03/2020`: a year cannot be mistaken.
_NUMBERS = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{1,2})[-/.](\d{4})")


class DateError(ValueError):
    """A date in a form that is not known."""


def parse_day(text: str) -> date:
    """Return the day that a cell names. Raises DateError when its form is not known."""
    text = " ".join(text.split())
    try:
        if match := _US.fullmatch(text):
            return date(_year(match[3]), int(match[1]), int(match[2]))
        if match := _YEAR_FIRST.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _WORDS.fullmatch(text):
            return date(_year(match[3]), _month(match[2]), int(match[1]))
    except ValueError:
        pass
    raise DateError(text)


def parse_month(text: str) -> str:
    """Return a month or year as a profile writes it: `2024-01`, `2018`; empty for no end.

    Raises DateError when its form is not known.
    """
    text = " ".join(text.split())
    if text.lower() in _ENDS:
        return ""
    match = _MONTH.fullmatch(text)
    if match and match[1]:
        return f"{_year(match[2]):04}-{_month(match[1]):02}"
    if match and 1900 <= int(match[2]) <= 2100:  # noqa: PLR2004  a year
        return match[2]
    if match := _NUMBERS.fullmatch(text):
        year, month = int(match[1] or match[4]), int(match[2] or match[3])
        if 1 <= month <= 12:  # noqa: PLR2004  months
            return f"{year:04}-{month:02}"
    day = parse_day(text)
    return f"{day.year:04}-{day.month:02}"


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004  as written
        return year
    return year + (1900 if year >= _PIVOT else 2000)


def _month(name: str) -> int:
    try:
        return _MONTHS[name.lower()]
    except KeyError:
        raise DateError(name) from None
