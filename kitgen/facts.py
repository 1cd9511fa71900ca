"""Facts: every claim and limit about LinkedIn, with source, day checked and confidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from kitgen.document import read_kept, read_text, short, walk
from kitgen.errors import Problem, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kitgen.cache import Kept
    from kitgen.document import Document, Value

Number = int | float
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")  # pages lead there, so it is nothing that runs
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_UP_TO_SO_MANY = re.compile(r"-?[0-9]{1,5}(?:\.[0-9]{1,9})?")  # days, years and people are counted
_KNOWN = {"value", "source", "url", "checked_on", "confidence", "note"}
_NEEDED = ("value", "source", "checked_on", "confidence")


class Confidence(StrEnum):
    """How far a fact can be trusted."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    OWN_CHOICE = "own-choice"
    UNSOURCED = "unsourced"


class Fact(Struct, frozen=True):
    """One claim: its value, who says so, when that was checked, how far to trust it.

    `line` is where it stands in `docs/facts.yml`.
    """

    id: str
    value: object
    source: str
    checked_on: date
    confidence: Confidence
    url: str = ""
    note: str = ""
    line: int = 1


class Facts(Struct, frozen=True):
    """All facts by id; `source` is the file they stand in."""

    facts: Mapping[str, Fact]
    stale_after: timedelta
    source: str = ""

    def fact(self, fact_id: str) -> Fact:
        """Return a fact; KeyError when there is none."""
        return self.facts[fact_id]

    def number(self, fact_id: str, part: str = "") -> Number:
        """Return the number of a fact, or of one `part` of it. Raises SourceError without one."""
        value = self._needed(fact_id).value
        if part:
            value = value.get(part) if isinstance(value, Mapping) else None
        if not isinstance(value, int | float):
            what = f"'value' of the fact '{fact_id}'"
            raise self._wrong(
                fact_id, f"{what} has no number '{part}'" if part else f"{what} should be a number"
            )
        return value

    def count(self, fact_id: str, part: str = "") -> int:
        """Return a fact that is a whole number. Raises SourceError when there is none."""
        return int(self.number(fact_id, part))

    def share(self, fact_id: str) -> float:
        """Return a fact that is a part of one, more than nothing. Raises SourceError otherwise."""
        share = float(self.number(fact_id))
        if not 0 < share <= 1:
            raise self._wrong(fact_id, f"the fact '{fact_id}' should be more than 0, and at most 1")
        return share

    def confidence(self, fact_id: str) -> Confidence:
        """Return how far a fact can be trusted. Raises SourceError when there is no such fact."""
        return self._needed(fact_id).confidence

    def texts(self, fact_id: str) -> tuple[str, ...]:
        """Return the texts of a fact that is a list, or none. Raises SourceError without a fact."""
        value = self._needed(fact_id).value
        return tuple(str(each) for each in value) if isinstance(value, tuple) else ()

    def _needed(self, fact_id: str) -> Fact:
        if fact_id not in self.facts:
            raise self._wrong(fact_id, f"there is no fact '{fact_id}', which kits are made by")
        return self.facts[fact_id]

    def _wrong(self, fact_id: str, message: str) -> SourceError:
        line = self.facts[fact_id].line if fact_id in self.facts else 1
        return SourceError([Problem(self.source, line, 1, "facts", message)])

    def stale(self, today: date) -> tuple[Fact, ...]:
        """Return the facts checked too long before `today`, oldest first."""
        old = [each for each in self.facts.values() if today - each.checked_on > self.stale_after]
        return tuple(sorted(old, key=lambda each: (each.checked_on, each.id)))


def load_facts(path: Path, source: str, kept: Kept | None = None) -> Facts:
    """Return the facts in the YAML file at `path`. Raises SourceError with every problem.

    What was read of it stays in `kept`.
    """
    text, problems = read_text(path, source)
    if problems:
        raise SourceError(problems)
    document, problems = read_kept(text, source, kept)
    problems = problems or tuple(_problems(document))
    if problems:
        raise SourceError(problems)
    top = cast("dict[str, dict[str, dict[str, Value]]]", document.value)
    facts = {
        fact_id: _fact(fact_id, block, document.key_place(("facts", fact_id)).line)
        for fact_id, block in top["facts"].items()
    }
    days = int(cast("str", cast("object", top["stale_after_days"])))
    return Facts(MappingProxyType(facts), timedelta(days=days), source)


def _problems(document: Document) -> Iterator[Problem]:
    top = document.value
    days = top.get("stale_after_days") if isinstance(top, dict) else None
    if not isinstance(days, str) or not re.fullmatch(r"[0-9]{1,5}", days):
        message = "'stale_after_days' should be a number of days"
        yield document.problem(("stale_after_days",), "facts", message)
    facts = top.get("facts") if isinstance(top, dict) else None
    if not isinstance(facts, dict):
        yield document.problem((), "facts", "there is no block 'facts'")
        return
    for fact_id, block in facts.items():
        yield from _fact_problems(document, fact_id, block)


def _fact_problems(document: Document, fact_id: str, block: Value) -> Iterator[Problem]:
    path = ("facts", fact_id)
    if not isinstance(block, dict):
        yield document.problem(path, "facts", f"fact '{fact_id}' has no fields")
        return
    for name in _NEEDED:
        if not block.get(name):
            at = (*path, name) if name in block else path
            yield document.key_problem(at, "facts", f"fact '{fact_id}' has no '{name}'")
    for name in block.keys() - _KNOWN:
        yield document.key_problem((*path, name), "facts", f"unknown field '{name}'")
    for place, text in walk(block.get("value"), (*path, "value")):
        if text and _NUMBER.fullmatch(text) and not _UP_TO_SO_MANY.fullmatch(text):
            message = f"{short(text)} is no number that a fact can have"
            yield document.problem(place, "facts", message, "write one of up to five digits")
    if block.get("confidence") and block["confidence"] not in list(Confidence):
        hint = f"use one of: {', '.join(Confidence)}"
        message = f"confidence '{block['confidence']}' is not one of the choices"
        yield document.problem((*path, "confidence"), "facts", message, hint)
    if block.get("url") and not _ADDRESS.fullmatch(str(block["url"])):
        message = f"'{block['url']}' is no address of a page"
        yield document.problem((*path, "url"), "facts", message, "write https://example.org/page")
    if block.get("checked_on") and _date(block["checked_on"]) is None:
        message = f"'{block['checked_on']}' is not a day"
        yield document.problem((*path, "checked_on"), "facts", message, "write 2026-05-31")


def _fact(fact_id: str, block: dict[str, Value], line: int) -> Fact:
    return Fact(
        id=fact_id,
        value=_value(block["value"]),
        source=str(block["source"]),
        checked_on=_date(block["checked_on"]) or date.min,
        confidence=Confidence(str(block["confidence"])),
        url=str(block.get("url") or ""),
        note=str(block.get("note") or ""),
        line=line,
    )


def _date(value: Value) -> date | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)):
        return None  # Python also reads days without hyphens, and weeks
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _value(value: Value) -> object:
    """Return a value of the file, numbers as numbers, frozen."""
    if isinstance(value, dict):
        return MappingProxyType({key: _value(child) for key, child in value.items()})
    if isinstance(value, list):
        return tuple(_value(child) for child in value)
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return value or ""
