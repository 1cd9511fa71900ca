"""Dates that are a deadline in a draft (S5): `by 28 November`, `before 28/11`."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.specificity.letters import is_odd, letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# What stands behind a number (`28th`, `28.`) or between it and the month (`of`), in any language.
_DAY = r"\d{1,2}(?!\d)(?:[^\W\d_]{2}\b|\.)?"
_YEAR = r"(?:,?\s+\d{4}\b)?"
_CENTURY, _SHORT_YEAR = 2000, 100


class Deadlines(Struct, frozen=True, dict=True):
    """How a deadline with a date is found, behind one of the words `due`.

    `months` says which month each name of one is.
    """

    due: Sequence[str]
    months: Mapping[str, int]

    def finditer(self, text: str, words: frozenset[str] | None) -> Iterator[re.Match[str]]:
        """Yield every date in `text` that is a deadline; `words` are its words, by `words_of`."""
        if words is None or self._due is None or not words.isdisjoint(self._due):
            yield from self._pattern.finditer(text)

    @cached_property
    def _due(self) -> frozenset[str] | None:
        """A word of each phrase, one of which a text with a deadline has to hold."""
        found = [letters_of(each) for each in self.due]
        if not all(found) or any(map(is_odd, self.due)):
            return None
        return frozenset(max(runs, key=lambda run: (len(run), run)) for runs in found)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        before = "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in self.due)
        names = "|".join(sorted(map(re.escape, self.months), key=len, reverse=True))
        month = rf"(?:{names})\b\.?"
        forms = (
            r"\d{4}-\d\d-\d\d\b",
            rf"{_DAY}\s*(?:[^\W\d_]{{2}}\s+)?{month}{_YEAR}",
            rf"{month}\s+(?:[^\W\d_]{{3}}\s+)?{_DAY}{_YEAR}",
            r"\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?(?![\w/])",
            r"\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:\d{4}|\d{2})\b)?(?!\d)",
        )
        pattern = rf"\b(?:{before})\s+(?:[^\W\d_]+\.?,?\s+){{0,2}}?(?:{'|'.join(forms)})"
        return re.compile(pattern, re.IGNORECASE)

    def days_left(self, words: str, today: date) -> int | None:
        """Return how many days are left to the date in what was found; None when it is no day.

        A date without a year is the next one. What may be day and month or month and day (`3/12`)
        is the later of both.
        """
        left = [(day - today).days for day in self._days(words.casefold(), today)]
        return max(left, default=None)

    def _days(self, words: str, today: date) -> Iterator[date]:
        numbers = [int(each) for each in re.findall(r"\d+", words)]
        spoken = re.findall(r"[^\W\d_]+", words)
        named = [self.months[word] for word in spoken if word in self.months]
        if re.search(r"\d{4}-", words):
            yield from _days(numbers[2], numbers[1], numbers[:1], today)
        elif named:
            yield from _days(numbers[0], named[-1], numbers[1:], today)
        else:
            yield from _days(numbers[0], numbers[1], numbers[2:], today)
            if "/" in words:
                yield from _days(numbers[1], numbers[0], numbers[2:], today)


def deadlines(due: Sequence[str], months: Sequence[str]) -> Deadlines:
    """Return how deadlines with a date are found, behind one of the words `due`.

    `months` are their names in order, `november|nov` where there are more than one.
    """
    numbers = {
        name.casefold(): number
        for number, names in enumerate(months, 1)
        for name in names.split("|")
    }
    return Deadlines(tuple(due), numbers)


def _days(day: int, month: int, years: Sequence[int], today: date) -> Iterator[date]:
    """Yield the day meant, if there is one: in the year given, or the next from today on."""
    if years:
        year = years[0] if years[0] >= _SHORT_YEAR else _CENTURY + years[0]
        yield from _day(day, month, year)
        return
    found = [each for year in (0, 1) for each in _day(day, month, today.year + year)]
    yield from [each for each in found if each >= today][:1]


def _day(day: int, month: int, year: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return
