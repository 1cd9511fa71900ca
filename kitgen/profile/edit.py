"""Editing a profile's text, with everything else in it left as it was typed."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kitgen.document import entry_lines, flow_value, read_document, words_of
from kitgen.errors import KitgenError
from kitgen.profile.splices import (
    Splice,
    append_splices,
    apply_splices,
    set_splices,
    value_at,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kitgen.document import Document, Path, Value

_BOM = "\ufeff"
_SOURCE = "profile"
# Fields that hold yes or no; in quotes they would read the same, and look odd.
_ANSWERS = frozenset(
    {"connected", "important", "on_linkedin", "passphrase", "sample", "shared", "visible"}
)


@dataclass
class Edits:
    """What to change in a profile: fields to set, entries to add to lists; each by its path."""

    fields: list[tuple[Path, str]] = field(default_factory=list)
    entries: list[tuple[Path, list[Value]]] = field(default_factory=list)

    def set(self, path: Path, value: str) -> None:
        """Set a field."""
        self.fields.append((path, value))

    def append(self, path: Path, entries: list[Value]) -> None:
        """Add entries at the end of a list."""
        if entries:
            self.entries.append((path, entries))


def set_field(text: str, path: Path, value: str) -> str:
    """Return a profile's `text` with the field at `path` set to `value`, added if it is missing.

    Missing blocks around it are added, too: at the end of the block they belong to, a new one of
    the profile itself at the end of the file. Nothing else changes: comments, order, quotes, line
    ends. Raises KitgenError, without any value of the profile, when the text has problems, when
    the field or one around it is something else, or when no edit gives exactly that.
    """
    return edit_profile(text, Edits(fields=[(path, value)]))


def edit_profile(text: str, edits: Edits) -> str:
    """Return a profile's `text` with all `edits` done, and nothing else changed.

    Raises KitgenError as `set_field` does; then none of them is done.
    """
    bom, text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    text = _all_at_once(text, edits.fields) or _one_by_one(text, edits.fields)
    for path, entries in edits.entries:
        text = _appended(text, path, entries)
    return bom + text


def _all_at_once(text: str, fields: Sequence[tuple[Path, str]]) -> str:
    """Return the text with all fields set, in one go; empty when one of them needs more care."""
    document = _read(text, fields[0][0] if fields else ())
    wanted = document.value
    splices: list[Splice] = []
    for path, value in fields:
        wanted = _with(wanted, path, value)
        splice = next(_set(document, path, value), None)
        if splice is None:
            return ""
        splices.append(splice)
    try:
        edited = apply_splices(text, splices)
    except ValueError:
        return ""
    return edited if _reads_as(edited, wanted) else ""


def _one_by_one(text: str, fields: Sequence[tuple[Path, str]]) -> str:
    for path, value in fields:
        document = _read(text, path)
        wanted = _with(document.value, path, value)
        text = _first_right(text, _set(document, path, value), wanted, path)
    return text


def _appended(text: str, path: Path, entries: Sequence[Value]) -> str:
    document = _read(text, path)
    there = value_at(document.value, path)
    if there is not None and not isinstance(there, list):
        raise _refusal(path, "something else stands there; set it by hand")
    wanted = _with(document.value, path, [*(there or []), *entries])
    lines = [line for each in entries for line in entry_lines(each, _ANSWERS)]
    flow = [flow_value(each) for each in entries]
    return _first_right(text, append_splices(document, path, lines, flow), wanted, path)


def _set(document: Document, path: Path, value: str) -> Iterator[Splice]:
    bare = path[-1] in _ANSWERS and value in {"yes", "no"}
    yield from set_splices(document, path, value, bare=bare)


def _first_right(text: str, splices: Iterator[Splice], wanted: Value, path: Path) -> str:
    for splice in splices:
        edited = apply_splices(text, [splice])
        if _reads_as(edited, wanted):
            return edited
    raise _refusal(path, "set it by hand")


def _reads_as(text: str, wanted: Value) -> bool:
    document, problems = read_document(text, _SOURCE)
    return not problems and document.value == wanted


def _read(text: str, path: Path) -> Document:
    document, problems = read_document(text, _SOURCE)
    if problems:
        raise _refusal(path, "mend the problems of the profile first")
    return document


def _refusal(path: Path, todo: str) -> KitgenError:
    return KitgenError(f"the field {words_of(path) or '(none)'} cannot be set in the file; {todo}")


def _with(root: Value, path: Path, value: Value) -> Value:
    """Return the profile's values with that one changed. Raises KitgenError if it has no place."""
    if not path:
        raise _refusal(path, "name a field")
    wanted: Value = {} if root is None else _shallow(root)
    block = wanted
    for step in path[:-1]:
        block = _step_into(block, step, path)
    last = path[-1]
    there = block.get(last) if isinstance(block, dict) and isinstance(last, str) else ()
    if not isinstance(block, dict) or not isinstance(last, str):
        raise _refusal(path, "something else stands there; set it by hand")
    if isinstance(there, dict | list) and not isinstance(value, list):
        raise _refusal(path, "something else stands there; set it by hand")
    block[last] = value
    return wanted


def _step_into(block: Value, step: str | int, path: Path) -> Value:
    """Return a copy of what is inside a block at a step, in its place; made if it is missing."""
    if isinstance(block, dict) and isinstance(step, str):
        there = block.get(step)
        inner: Value = {} if there is None else _shallow(there)
        block[step] = inner
        return inner
    if isinstance(block, list) and isinstance(step, int) and step < len(block):
        block[step] = inner = _shallow(block[step])
        return inner
    raise _refusal(path, "something else stands there; set it by hand")


def _shallow(value: Value) -> Value:
    return copy.copy(value)
