"""What judging a text gives: findings with the exact words, and the evidence there is."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.specificity.letters import plain

if TYPE_CHECKING:
    from datetime import date

    from kitgen.message import Message


class Code(StrEnum):
    """The stable code of each finding."""

    PRAISE = "S1"
    NOTHING_NAMED = "S2"
    DEFAULT = "S3"
    SWAP = "S4"
    HURRY = "S5"
    WRONG_NAME = "S6"
    TOO_LONG = "S7"
    UNFILLED = "S8"


class Kind(StrEnum):
    """What is judged.

    A draft of an ask has to name something; a note of thanks or a reminder may be short and
    general; a recommendation is judged for its evidence.
    """

    DRAFT = "draft"
    NOTE = "note"
    RECOMMENDATION = "recommendation"


class Span(Struct, frozen=True, order=True):
    """Words of a text, from the character `start` up to `end`."""

    start: int
    end: int
    words: str


class Finding(Struct, frozen=True):
    """One thing to mend: its code, the words that it is about, why, and what to add or change."""

    code: Code
    spans: tuple[Span, ...]
    reason: Message
    advice: Message

    @property
    def words(self) -> tuple[str, ...]:
        """The words that it is about, each once."""
        return tuple(dict.fromkeys(span.words for span in self.spans))


class Known(Struct, frozen=True, dict=True):
    """What is known besides the text; anything may be empty.

    `owner` are the names of the person recommended, `reader` those of whom a draft is written to,
    `others` the full names of everybody else in the profile, `things` the projects that may be
    named. `typed` is what the owner typed into their profile: a bracket in a name is no blank,
    and a `swap shift` no offer. Without `today`, a date is no deadline that is near or far.
    """

    owner: tuple[str, ...] = ()
    reader: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    today: date | None = None

    @cached_property
    def plain_typed(self) -> tuple[str, ...]:
        """What the owner typed, with plain apostrophes and quotes."""
        return tuple(map(plain, self.typed))

    @cached_property
    def familiar(self) -> frozenset[str]:
        """Every part of the names of people and organisations, in small letters.

        To name them says who it was and where, not what was done.
        """
        names = (*self.owner, *self.reader, *self.others, *self.organisations)
        return frozenset(part.casefold() for name in names for part in name.split())


class Limit(Struct, frozen=True):
    """How long a text may be, in `unit`: UTF-16 units (`characters`) or `words`."""

    most: int
    unit: str

    def length_of(self, text: str) -> int:
        """Return how long `text` is in the unit of this limit."""
        return len(text.split()) if self.unit == "words" else utf16_length(text)


class Judgement(Struct, frozen=True):
    """What was found in one text. `evidence` is how much it tells, `enough` how much it should."""

    findings: tuple[Finding, ...]
    evidence: float
    enough: float

    @property
    def is_specific(self) -> bool:
        """Whether it tells something in particular."""
        return self.evidence >= self.enough

    def finding(self, code: Code) -> Finding | None:
        """Return the finding of one code, if there is one."""
        return next((each for each in self.findings if each.code is code), None)


def utf16_length(text: str) -> int:
    """Return the length of a text as browsers and LinkedIn count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
