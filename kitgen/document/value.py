"""A YAML text as plain values with their places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Value = str | None | list["Value"] | dict[str, "Value"]
Path = tuple[str | int, ...]

_LONGEST_SHOWN = 40
BREAK = re.compile(r"\r\n|[\r\n]")

# Spaces that look like one and are none to YAML, and marks that nobody sees; in a `[…]` of a
# regular expression. Joiners (U+200C, U+200D) belong to words and emoji.
SPECIAL_SPACES = "\xa0\u1680\u2000-\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
# What people type for the '- ' of a list entry; likewise.
BULLETS = "•·‣▪–—"

# A step of a path that stands for something the file may not have twice; never shown.
HIDDEN = "\0"


class Place(Struct, frozen=True):
    """Where a key or value stands: `line` and `column` from 1, `start` and `end` as offsets."""

    line: int
    column: int
    start: int
    end: int


class Document(Struct, frozen=True):
    """The values of one YAML text and where each key and value stands.

    `keys` holds the place of the key that leads to a path; list entries have none.
    """

    source: str
    text: str
    value: Value
    places: Mapping[Path, Place]
    keys: Mapping[Path, Place]

    def place(self, path: Path) -> Place:
        """Return where `path` stands, or its nearest parent that is in the file."""
        while path not in self.places and path:
            path = path[:-1]
        return self.places.get(path, Place(1, 1, 0, 0))

    def key_place(self, path: Path) -> Place:
        """Return where the key of `path` stands; for a list entry, the entry."""
        return self.keys.get(path) or self.place(path)

    def problem(self, path: Path, code: str, message: str, hint: str = "") -> Problem:
        """Return a problem at the value of `path`."""
        return self._problem(self.place(path), path, code, message, hint)

    def key_problem(self, path: Path, code: str, message: str, hint: str = "") -> Problem:
        """Return a problem at the key of `path`."""
        return self._problem(self.key_place(path), path, code, message, hint)

    def text_problem(
        self, path: Path, line: int, code: str, message: str, hint: str = ""
    ) -> Problem:
        """Return a problem on one `line` (from 1) of the text at `path`.

        Only a block (`|`) keeps the lines of the file; any other text is named by its start.
        """
        place = self.place(path)
        head, *lines = BREAK.split(self.text[place.start : place.end])
        blank = next((i for i, each in enumerate(lines) if each.strip()), 0)
        row = lines[blank + line - 1] if blank + line <= len(lines) else ""
        if not head.startswith("|") or not row.strip():
            return self.problem(path, code, message, hint)
        indent = len(row) - len(row.lstrip())
        return Problem(
            source=self.source,
            line=place.line + blank + line,
            column=indent + 1,
            code=code,
            message=message,
            hint=hint,
            path=words_of(path),
            length=len(row.strip()),
        )

    def _problem(self, place: Place, path: Path, code: str, message: str, hint: str) -> Problem:
        first_line = BREAK.split(self.text[place.start : place.end], maxsplit=1)[0]
        return Problem(
            source=self.source,
            line=place.line,
            column=place.column,
            code=code,
            message=message,
            hint=hint,
            path=words_of(path),
            length=max(1, len(first_line.rstrip())),
        )


def lines_of(text: str) -> list[str]:
    """Return the lines of `text` as editors count them, without their ends."""
    return BREAK.split(text)


def words_of(path: Path) -> str:
    """Return a path as people say it: `contacts[2].name`, entries counted from 1."""
    text = ""
    for step in path:
        if isinstance(step, str) and step.startswith(HIDDEN):
            continue
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def short(value: Value) -> str:
    """Return a value as a message can show it: on one line, 40 characters at most."""
    if isinstance(value, dict):
        return "a block of fields"
    if isinstance(value, list):
        return "a list"
    text = " ".join((value or "").split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of the character at `offset`."""
    lines = BREAK.split(text[:offset])
    return len(lines), len(lines[-1]) + 1


def walk(value: Value, path: Path = ()) -> Iterator[tuple[Path, str | None]]:
    """Yield each scalar of `value` with its path, in the order of the file."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from walk(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from walk(child, (*path, index))
    else:
        yield path, value
