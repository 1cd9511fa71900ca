"""Setting one field of a profile's text, with everything else in it left as it was typed."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING

from kitgen.document import BREAK, Document, read_document, words_of
from kitgen.errors import KitgenError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.document import Path, Value

_BOM = "\ufeff"
_STEP = 2  # spaces that a block inside another stands further right, as in the samples
_SOURCE = "profile"
# Text that YAML reads as it stands, wherever it is; what looks like more is put in quotes.
_PLAIN = re.compile(r"[^\W_](?:[\w.@/+ -]*[\w.@/+-])?")
_QUOTES = "'\""


def set_field(text: str, path: tuple[str, ...], value: str) -> str:
    """Return a profile's `text` with the field at `path` set to `value`, added if it is missing.

    Missing blocks around it are added, too: at the end of the block they belong to, a new one of
    the profile itself at the end of the file. Nothing else changes: comments, order, quotes, line
    ends. Raises KitgenError, without any value of the profile, when the text has problems, when
    the field or one around it is something else, or when no edit gives exactly that.
    """
    bom, text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    document, problems = read_document(text, _SOURCE)
    if problems or not path:
        raise _refusal(
            path, "mend the problems of the profile first" if problems else "name a field"
        )
    wanted = _with(document.value, path, value)
    if wanted is None:
        raise _refusal(path, "something else stands there; set it by hand")
    for edited in _edits(document, path, value):
        after, mistakes = read_document(edited, _SOURCE)
        if not mistakes and after.value == wanted:
            return bom + edited
    raise _refusal(path, "set it by hand")


def _refusal(path: Path, todo: str) -> KitgenError:
    return KitgenError(f"the field {words_of(path) or '(none)'} cannot be set in the file; {todo}")


def _with(root: Value, path: tuple[str, ...], value: str) -> Value:
    """Return the profile's values with that one changed; None when its place is taken."""
    wanted: Value = {} if root is None else copy.deepcopy(root)
    block = wanted
    for step in path[:-1]:
        if not isinstance(block, dict):
            return None
        if block.get(step) is None:
            block[step] = {}
        block = block[step]
    if not isinstance(block, dict) or isinstance(block.get(path[-1]), (dict, list)):
        return None
    block[path[-1]] = value
    return wanted


def _edits(document: Document, path: tuple[str, ...], value: str) -> Iterator[str]:
    """Yield edited texts, the plainest first; the one that reads as wanted is right."""
    known = path
    while known and known not in document.places:
        known = known[:-1]
    missing = path[len(known) :]
    for scalar in _scalars(value, _quote_at(document, path)):
        if not missing:
            yield from _replaced(document, path, scalar)
        elif _is_flow(document, known):
            yield from _in_flow(document, known, missing, scalar)
        elif known and _value_at(document, known) is None:
            yield from _replaced(document, known, _flow(missing, scalar), _block(missing, scalar))
        else:
            yield from _in_block(document, known, missing, scalar)


def _scalars(value: str, quote: str) -> Iterator[str]:
    """Yield YAML's ways to write a text on one line, one in the quotes that stood there first."""
    single = "'" + value.replace("'", "''") + "'"
    double = json.dumps(value, ensure_ascii=not value.isprintable())
    if quote:
        yield single if quote == "'" else double
    if _PLAIN.fullmatch(value):
        yield value
    if value.isprintable():
        yield single
    yield double


def _quote_at(document: Document, path: Path) -> str:
    place = document.places.get(path)
    first = document.text[place.start : place.start + 1] if place else ""
    return first if first and first in _QUOTES else ""


def _value_at(document: Document, path: Path) -> Value:
    value = document.value
    for step in path:
        value = value[step] if isinstance(value, dict) and isinstance(step, str) else None
    return value


def _is_flow(document: Document, path: Path) -> bool:
    """Return whether a block is written `{…}`."""
    place = document.places.get(path)
    return bool(
        place and isinstance(_value_at(document, path), dict) and document.text[place.start] == "{"
    )


def _replaced(
    document: Document, path: Path, scalar: str, block: tuple[str, ...] = ()
) -> Iterator[str]:
    """Yield texts with the value at `path` replaced, or, where it was empty, filled in."""
    text, place = document.text, document.places[path]
    start, end = place.start, place.end
    old = text[start:end]
    if old.strip():
        kept = old[len(old.rstrip()) :]
        yield text[:start] + scalar + kept + text[end:]
        return
    if block:
        indent = document.keys[path].column - 1 + _STEP
        yield _lines_after(text, _line_end(text, start), indent, block)
    gap = "" if text[start - 1 : start].isspace() else " "
    yield text[:start] + gap + scalar + text[start:]
    yield text[:start] + ": " + scalar + text[start:]


def _in_flow(
    document: Document, known: Path, missing: tuple[str, ...], scalar: str
) -> Iterator[str]:
    """Yield texts with the missing fields after the last one in `{…}`."""
    text, place = document.text, document.places[known]
    value = _value_at(document, known)
    entry = _flow(missing, scalar)[1:-1]
    if isinstance(value, dict) and value:
        end = document.places[(*known, list(value)[-1])].end
        yield f"{text[:end]}, {entry}{text[end:]}"
    else:
        yield f"{text[: place.start + 1]}{entry}{text[place.start + 1 :]}"


def _in_block(
    document: Document, known: Path, missing: tuple[str, ...], scalar: str
) -> Iterator[str]:
    """Yield texts with the missing fields as lines at the end of a block, or of the file."""
    text = document.text
    value = _value_at(document, known)
    first = next(iter(value), None) if isinstance(value, dict) else None
    indent = document.keys[(*known, first)].column - 1 if first is not None else 0
    lines = _block(missing, scalar)
    if not known:
        spaced = BREAK.sub("\n", text).rstrip("\n")
        if "\n\n" in spaced:
            yield _lines_after(text.rstrip("\r\n"), None, indent, ("", *lines))
        yield _lines_after(text, None, indent, lines)
        return
    end = _last_end(document, known)
    yield _lines_after(text, _line_end(text, end), indent, lines)


def _last_end(document: Document, path: Path) -> int:
    """Return where the last scalar or `{…}` or `[…]` of a block ends, comments left aside."""
    inside = [
        place
        for other, place in document.places.items()
        if other[: len(path)] == path and (other == path or not _is_block(document, other))
    ]
    last = max(
        (place for place in inside if place != document.places[path]),
        key=lambda place: place.end,
    )
    written = document.text[last.start : last.end].rstrip()
    return last.start + len(written)


def _is_block(document: Document, path: Path) -> bool:
    """Return whether other places stand inside that one, in lines of their own."""
    start = document.places[path].start
    return document.text[start : start + 1] not in {"{", "["} and any(
        len(other) == len(path) + 1 and other[: len(path)] == path for other in document.places
    )


def _line_end(text: str, start: int) -> int:
    found = BREAK.search(text, start)
    return found.start() if found else len(text)


def _lines_after(text: str, end: int | None, indent: int, lines: tuple[str, ...]) -> str:
    """Return `text` with lines put in after its offset `end`, or at its end."""
    found = BREAK.search(text)
    newline = found[0] if found else "\n"
    written = [f"{' ' * indent}{line}" if line else "" for line in lines]
    if end is None or end == len(text):
        gap = "" if not text or text.endswith(("\n", "\r")) else newline
        return text + gap + newline.join(written) + newline
    return text[:end] + newline + newline.join(written) + text[end:]


def _block(missing: tuple[str, ...], scalar: str) -> tuple[str, ...]:
    """Return the lines of a field and the blocks around it."""
    lines = [f"{' ' * (_STEP * depth)}{_key(step)}:" for depth, step in enumerate(missing)]
    return (*lines[:-1], f"{lines[-1]} {scalar}")


def _flow(missing: tuple[str, ...], scalar: str) -> str:
    """Return `{…}` of a field and the blocks around it."""
    for step in reversed(missing):
        scalar = f"{{{_key(step)}: {scalar}}}"
    return scalar


def _key(step: str) -> str:
    return step if _PLAIN.fullmatch(step) and step.isprintable() else json.dumps(step)
