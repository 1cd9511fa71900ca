"""Dates, numbers, lists and plurals of one language, by CLDR."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from msgspec import Struct

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from kitgen.profile import PartialDate


class Language(Struct, frozen=True, dict=True):
    """One language, by its code (`en`, `pt-BR`)."""

    code: str

    @cached_property
    def locale(self) -> Locale:
        """The CLDR data of the language."""
        return Locale.parse(self.code, sep="-")

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(self.locale.text_direction)

    def date(self, day: dt.date) -> str:
        """Return a day written out: 12 December 2026."""
        return format_date(day, "d MMMM y" if self.code == "en" else "long", locale=self.locale)

    def day_month(self, day: dt.date) -> str:
        """Return a day without its year: 12 December."""
        return str(format_skeleton("MMMMd", day, locale=self._european))

    def partial(self, when: PartialDate) -> str:
        """Return a year, a month of a year, or a day, written out."""
        if when.day:
            return self.date(when.first)
        if when.month:
            return str(format_skeleton("yMMMM", when.first, locale=self.locale))
        return str(when.year)

    def number(self, value: float) -> str:
        """Return a number with the language's separators."""
        return format_decimal(value, locale=self.locale)

    def listed(self, items: Iterable[str], style: str = "standard") -> str:
        """Return texts joined as a sentence does: `a, b and c`, in style `or`: `a, b or c`."""
        texts = [str(item) for item in items]
        joined = format_list(texts, style=style, locale=self._european)  # type: ignore[arg-type]
        return str(joined)

    def plural(self, count: float) -> str:
        """Return the plural category of a number by CLDR: `one`, `few`, `other` and so on."""
        return str(self.locale.plural_form(count))

    @cached_property
    def _european(self) -> Locale:
        """English as written outside the United States: day before month, no serial comma."""
        return Locale.parse("en-GB", sep="-") if self.code == "en" else self.locale
