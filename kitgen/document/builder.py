"""From YAML events to plain values, places and problems.

It reads the event stream instead of `yaml.compose()`: so the nesting is limited before it can
exhaust the stack, an alias is a located problem instead of a copy, and every plain scalar stays
the text that was typed (`no`, `1.10`, `2026-05-01`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

import yaml

from kitgen.document.value import BREAK, HIDDEN, SPECIAL_SPACES, Path, Place, Value, short, words_of
from kitgen.errors import Problem

MAX_NODES = 100_000
MAX_DEPTH = 12
MAX_SCALAR = 100_000

_COMMENT = re.compile(r"[ \t]+#[^\s#]")
_SPECIAL = re.compile(f"[{SPECIAL_SPACES}]")
_NEEDS_QUOTES = re.compile(r"[,\[\]{}:#'*&!|>%@`]")
_CURLY = {"“": "”", "„": "“", "‘": "’", "«": "»"}


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet; `key` waits for its value."""

    value: list[Value] | dict[str, Value]
    path: Path
    key: str | None = None
    skip: bool = False


@dataclass(slots=True)
class Builder:
    """Turns YAML events into plain values, places and problems."""

    text: str
    source: str
    root: Value = None
    unreadable: bool = False
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _nodes: int = 0
    _documents: int = 0
    _breaks: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._breaks = [match.end() for match in BREAK.finditer(self.text)]

    def take(self, event: yaml.Event) -> bool:
        """Take one event; return False when nothing after it is worth reading."""
        self._nodes += 1
        if self._nodes > MAX_NODES or len(self._open) > MAX_DEPTH:
            what = "nested too deeply" if self._nodes <= MAX_NODES else "longer than any profile"
            hint = "check the brackets and hyphens before it, or split the file"
            self._tell(event, "too-large", f"the file is {what}; reading stopped here", hint)
            self.unreadable = True
            return False
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                hint = "keep one person per file, and remove the line '---'"
                self._tell(event, "second-document", "a second document starts here", hint)
                return False
        elif isinstance(event, yaml.DocumentEndEvent) and event.explicit:
            hint = "delete the line '...'; nothing after it is read"
            self._tell(event, "second-document", "the profile ends at these dots", hint)
            return False
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(event, "alias", "*", "write out the value that it stands for")
            self._add(None, event)
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            self._take_node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(event)
        return True

    def _take_node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self._refuse(event, "anchor", "&", "delete the word that starts with it")
        if event.tag:
            self._refuse(event, "tag", "!", "delete the word that starts with it")
        if isinstance(event, yaml.ScalarEvent):
            self._take_scalar(event)
        else:
            value: list[Value] | dict[str, Value]
            value = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            path = self._add(value, event)
            self._open.append(_Open(value, path))

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        parent = self._open[-1] if self._open else None
        if parent and isinstance(parent.value, dict) and parent.key is None:
            self._take_key(parent, event)
            return
        if len(event.value) > MAX_SCALAR:
            size = f"{len(event.value):,} characters; at most {MAX_SCALAR:,} are read"
            hint = "shorten it, or look for a quote that is not closed"
            self._tell(event, "too-large", f"this text is too long: {size}", hint)
        plain = not event.style  # libyaml says "" where PyYAML says None
        if plain and _CURLY.get(event.value[:1]) == event.value[-1:] and len(event.value) > 1:
            hint = _without_curly(event.value)
            self._tell(event, "curly-quotes", "curly quotes would become part of the text", hint)
        if plain and _COMMENT.match(self.text, _end(event)):
            hint = "put the whole text in quotes, or put a space after '#' if it is a comment"
            what = "the text ends" if event.value else "no text is read"
            self._tell(event, "hash", f"{what} at ' #', which starts a comment", hint)
        self._add(None if plain and event.value in {"", "~", "null"} else event.value, event)

    def _take_key(self, parent: _Open, event: yaml.ScalarEvent) -> None:
        key = event.value
        path = (*parent.path, key)
        place = self._place(event)
        parent.key = key
        special = _SPECIAL.search(self.text, place.start, place.end)
        if special:
            hint = "delete it and type an ordinary space if one belongs there"
            message = "a special space, as web pages and word processors use it, stands here"
            self._tell(event, "special-space", message, hint, special.start())
            self.unreadable = True
        elif path in self.keys:
            first = self.keys[path].line
            shown = short(key)
            message = f"'{shown}' appears twice in this block (first on line {first})"
            hint = "keep one of the two; only one can count"
            if isinstance(parent.value, dict) and isinstance(parent.value.get(key), list):
                hint = "put its entries below those of the first, and delete this line"
            self._tell(event, "duplicate-key", message, hint)
            parent.skip = True
        else:
            self.keys[path] = place

    def _add(self, value: Value, event: yaml.NodeEvent) -> Path:
        """Put `value` into its parent and return its path; a second value is read past."""
        if not self._open:
            self.root = value
            self.places[()] = self._place(event)
            return ()
        parent = self._open[-1]
        if isinstance(parent.value, list):
            path: Path = (*parent.path, len(parent.value))
            parent.value.append(value)
            if isinstance(event, yaml.ScalarEvent) and _start(event) == _end(event):
                self.places[path] = self._hyphen(event)  # there is nothing else to show
                return path
        elif parent.key is None:
            hint = "put quotes around the text if it starts with '{' or '['"
            self._tell(event, "strange-key", "a list or block stands where a name should", hint)
            parent.key, parent.skip = HIDDEN, True
            return (*parent.path, HIDDEN)
        else:
            path = (*parent.path, parent.key)
            if parent.skip:
                path = (*path, HIDDEN + "second")
            else:
                parent.value[parent.key] = value
            parent.key, parent.skip = None, False
        self.places[path] = self._place(event)
        return path

    def _close(self, event: yaml.Event) -> None:
        closed = self._open.pop()
        begun = self.places.get(closed.path)
        if begun:
            end = _end(event)
            while end > begun.start and self.text[end - 1].isspace():
                end -= 1
            self.places[closed.path] = Place(begun.line, begun.column, begun.start, end)

    def _place(self, event: yaml.Event, start: int | None = None) -> Place:
        start = _start(event) if start is None else start
        return Place(*self._line_and_column(start), start, max(start, _end(event)))

    def _line_and_column(self, start: int) -> tuple[int, int]:
        line = bisect_right(self._breaks, start)
        column = start - (self._breaks[line - 1] if line else 0)
        return line + 1, column + 1

    def _hyphen(self, event: yaml.Event) -> Place:
        """Return the place of the hyphen of an entry that is empty."""
        place = self._place(event)
        start = self.text.rfind("-", 0, place.start)
        if start < 0 or self.text[start + 1 : place.start].strip():
            return place
        return Place(*self._line_and_column(start), start, start + 1)

    def _refuse(self, event: yaml.Event, code: str, sign: str, otherwise: str) -> None:
        message = f"a value cannot start with '{sign}' without quotes"
        self._tell(event, code, message, f"put quotes around the whole value, or {otherwise}")

    def _tell(
        self, event: yaml.Event, code: str, message: str, hint: str, start: int | None = None
    ) -> None:
        place = self._place(event, start)
        line = BREAK.split(self.text[place.start : place.end], maxsplit=1)[0]
        path = self._open[-1].path if self._open else ()
        if self._open and self._open[-1].key is not None:
            path = (*path, self._open[-1].key)
        length = max(1, len(line)) if start is None else 1
        self.problems.append(
            Problem(
                self.source,
                place.line,
                place.column,
                code,
                message,
                hint,
                words_of(path),
                length,
            )
        )


def _start(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _end(event: yaml.Event) -> int:
    return event.end_mark.index if event.end_mark else 0


def _without_curly(text: str) -> str:
    """Return what to do with a text in curly quotes; several of them are meant as a list."""
    begin, end = text[0], text[-1]
    parts = [part.strip() for part in re.split(f"{end}\\s*,\\s*{begin}", text[1:-1])]
    if len(parts) == 1:
        return "remove them, or type straight quotes instead"
    listed = ", ".join(f'"{each}"' if _NEEDS_QUOTES.search(each) else each for each in parts)
    return f"if it is a list, write [{short(listed)}]; if it is one text, put ' around all of it"
