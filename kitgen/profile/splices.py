"""Splices: where in a YAML text, and how, a value can be set or entries added.

Each function yields candidates, the plainest first; the one after which the text reads as wanted
is right. So none of them has to know all of YAML.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.document import BREAK, STEP, scalars

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kitgen.document import Document, Path, Value

_PLAIN_KEY = re.compile(r"[^\W_](?:[\w-]*\w)?")
_QUOTES = "'\""
_COMMENT = re.compile(r"(?P<indent> *)#")
# A comment behind the sign that begins a folded or literal text.
_HEADER_COMMENT = re.compile(r"[>|][^\r\n#]*(#[^\r\n]*)")
_DASH = re.compile(r"-(?:\s+|(?=\s*$))")


class Splice(Struct, frozen=True):
    """A piece of a text, by offsets, and what comes in its place."""

    start: int
    end: int
    new: str


def apply_splices(text: str, splices: Sequence[Splice]) -> str:
    """Return the text with all splices done; those at one place in their order.

    Raises ValueError when two of them overlap.
    """
    pieces: list[str] = []
    at = 0
    for splice in sorted(splices, key=lambda each: (each.start, each.end)):
        if splice.start < at:
            raise ValueError("two edits overlap")
        pieces += [text[at : splice.start], splice.new]
        at = splice.end
    return "".join([*pieces, text[at:]])


def value_at(value: Value, path: Path) -> Value:
    """Return what stands at a path; None when there is nothing."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def set_splices(document: Document, path: Path, value: str, *, bare: bool) -> Iterator[Splice]:
    """Yield how a text can be set at `path`; `bare` when it has to stand without quotes."""
    known = _known(document, path)
    missing = path[len(known) :]
    for scalar in [value] if bare else scalars(value, _quote_at(document, path)):
        if not missing:
            yield from _replaced(document, path, scalar)
        else:
            yield from _added(document, known, missing, [f"{scalar}"], scalar)


def append_splices(
    document: Document, path: Path, lines: Sequence[str], flow: Sequence[str]
) -> Iterator[Splice]:
    """Yield how entries can be added at the end of the list at `path`.

    `lines` are theirs as a block, `flow` each of them as a value between brackets.
    """
    known = _known(document, path)
    there = value_at(document.value, path)
    inline = f"[{', '.join(flow)}]"
    if path != known:
        yield from _added(document, known, path[len(known) :], lines, inline)
        return
    place = document.places[path]
    first = document.text[place.start : place.start + 1]
    if not isinstance(there, list):
        yield from _replaced(document, path, inline, lines)
    elif not there:
        yield from _emptied(document, path, lines)
        yield Splice(place.start, place.end, inline)
    elif first == "[":
        end = document.places[(*path, len(there) - 1)].end
        yield Splice(end, end, f", {', '.join(flow)}")
    else:
        yield _after_last(document, path, lines)


def _known(document: Document, path: Path) -> Path:
    while path and path not in document.places:
        path = path[:-1]
    return path


def _quote_at(document: Document, path: Path) -> str:
    place = document.places.get(path)
    first = document.text[place.start : place.start + 1] if place else ""
    return first if first and first in _QUOTES else ""


def _added(
    document: Document, known: Path, missing: Path, lines: Sequence[str], inline: str
) -> Iterator[Splice]:
    """Yield how a value with the blocks around it that are missing can be added to a block."""
    there = value_at(document.value, known)
    block = _block(missing, lines, inline)
    if document.text[document.place(known).start :][:1] == "{" and isinstance(there, dict):
        yield from _in_flow(document, known, missing, inline)
    elif known and there is None:
        yield from _replaced(document, known, _flow(missing, inline), block)
    else:
        yield from _in_block(document, known, block)


def _replaced(
    document: Document, path: Path, scalar: str, block: Sequence[str] = ()
) -> Iterator[Splice]:
    """Yield how the value at `path` can be replaced, or, where it was empty, filled in."""
    text, place = document.text, document.places[path]
    start, end = place.start, place.end
    old = text[start:end]
    if old.strip():
        comment = _HEADER_COMMENT.match(old)
        behind = f"  {comment[1].rstrip()}" if comment else ""
        yield Splice(start, start + len(old.rstrip()), f"{scalar}{behind}")
        return
    if block:
        key = document.keys.get(path)
        indent = key.column - 1 + STEP if key else STEP
        yield _lines_after(text, _line_end(text, start), indent, block)
    gap = "" if text[start - 1 : start].isspace() else " "
    yield Splice(start, start, f"{gap}{scalar}")
    yield Splice(start, start, f": {scalar}")


def _emptied(document: Document, path: Path, lines: Sequence[str]) -> Iterator[Splice]:
    """Yield how `[]` can become a block of entries below its key."""
    key, place, text = document.keys.get(path), document.places[path], document.text
    if key and text[place.start : place.end].strip() == "[]":
        rest = text[place.end : _line_end(text, place.end)]
        after = _lines_after(text, place.end + len(rest), key.column - 1 + STEP, lines)
        before = text[key.end : place.start].rstrip()
        yield Splice(key.end + len(before), after.end, f"{rest}{after.new}")


def _in_flow(document: Document, known: Path, missing: Path, inline: str) -> Iterator[Splice]:
    """Yield how fields can be added after the last one in `{…}`."""
    place, value = document.places[known], value_at(document.value, known)
    entry = _flow(missing, inline)[1:-1]
    if isinstance(value, dict) and value:
        end = document.places[(*known, list(value)[-1])].end
        yield Splice(end, end, f", {entry}")
    else:
        yield Splice(place.start + 1, place.start + 1, entry)


def _in_block(document: Document, known: Path, lines: Sequence[str]) -> Iterator[Splice]:
    """Yield how lines can be added at the end of a block, or of the file."""
    text, value = document.text, value_at(document.value, known)
    first = next(iter(value), None) if isinstance(value, dict) else None
    indent = document.keys[(*known, first)].column - 1 if first is not None else 0
    if not known:
        if "\n\n" in BREAK.sub("\n", text).rstrip("\n"):
            end = len(text.rstrip("\r\n"))
            added = _lines_after(text[:end], None, indent, ("", *lines))
            yield Splice(end, len(text), added.new)
        yield _lines_after(text, None, indent, lines)
        return
    yield _lines_after(text, _line_end(text, _last_end(document, known)), indent, lines)


def _after_last(document: Document, path: Path, lines: Sequence[str]) -> Splice:
    """Return how lines can be added after the last entry of a list, and the comments in it."""
    text = document.text
    start = document.places[(*path, 0)].start
    line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    dashes = [match.start() for match in _DASH.finditer(text[line_start:start])]
    indent = dashes[-1] if dashes else 0
    end = _line_end(text, _last_end(document, path))
    while (following := BREAK.match(text, end)) and (
        comment := _COMMENT.match(text, following.end())
    ):
        if len(comment["indent"]) <= indent:
            break
        end = _line_end(text, comment.end())
    return _lines_after(text, end, indent, lines)


def _last_end(document: Document, path: Path) -> int:
    """Return where the last scalar or `{…}` or `[…]` of a block ends, comments left aside."""
    depth, places = len(path), document.places
    inside = [other for other in places if other[:depth] == path and len(other) > depth]
    parents = {other[:-1] for other in inside}
    whole = [
        places[other]
        for other in inside
        if other not in parents or document.text[places[other].start] in "{["
    ]
    last = max(whole, key=lambda place: place.end)
    return last.start + len(document.text[last.start : last.end].rstrip())


def _line_end(text: str, start: int) -> int:
    found = BREAK.search(text, start)
    return found.start() if found else len(text)


def _lines_after(text: str, end: int | None, indent: int, lines: Sequence[str]) -> Splice:
    """Return how lines are put in after the offset `end` of a text, or at its end."""
    found = BREAK.search(text)
    newline = found[0] if found else "\n"
    written = newline.join(f"{' ' * indent}{line}" if line else "" for line in lines)
    if end is None or end == len(text):
        gap = "" if not text or text.endswith(("\n", "\r")) else newline
        return Splice(len(text), len(text), f"{gap}{written}{newline}")
    return Splice(end, end, f"{newline}{written}")


def _block(missing: Path, lines: Sequence[str], inline: str) -> list[str]:
    """Return the lines of a value and of the blocks around it: beside its key if it is a text."""
    keys = [f"{' ' * (STEP * depth)}{_key(step)}:" for depth, step in enumerate(missing)]
    if list(lines) == [inline]:
        return [*keys[:-1], f"{keys[-1]} {inline}"]
    inner = " " * (STEP * len(missing))
    return [*keys, *(f"{inner}{line}" if line else "" for line in lines)]


def _flow(missing: Path, inline: str) -> str:
    """Return `{…}` of a value and the blocks around it."""
    for step in reversed(missing):
        inline = f"{{{_key(step)}: {inline}}}"
    return inline


def _key(step: str | int) -> str:
    text = str(step)
    return text if _PLAIN_KEY.fullmatch(text) and text.isprintable() else json.dumps(text)
