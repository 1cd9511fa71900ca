"""Ids and references of a profile, filled in before it is validated.

An entry without an id gets one made from its name; a reference by exact name becomes the id. It
works on the plain values, so that an unknown id is told together with every other problem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.profile.fields import model_at
from kitgen.profile.values import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.document import Path, Value

Block = dict[str, "Value"]

# Where contacts and positions are referred to; `*` stands for each entry of a list.
CONTACT_REFERENCES = (
    ("recommendations", "received", "*", "by"),
    ("recommendations", "given", "*", "to"),
    ("endorsements", "*", "by", "*"),
    ("preferences", "do_not_ask", "*"),
    ("log", "*", "who"),
)
POSITION_REFERENCES = (
    ("contacts", "*", "position"),
    ("recommendations", "received", "*", "position"),
    ("recommendations", "given", "*", "position"),
)


def without_empty(value: Value, at: Path = ()) -> Value:
    """Return `value` without the fields that were left empty: they count as absent.

    A name that is no field stays: in `{goal: a, b}` it is the end of a text, and would be lost.
    """
    if isinstance(value, dict):
        model = model_at(at)
        fields = model.model_fields if model else value
        return {
            key: without_empty(child, (*at, key))
            for key, child in value.items()
            if child is not None or key not in fields
        }
    if isinstance(value, list):
        return [without_empty(child, (*at, index)) for index, child in enumerate(value)]
    return value


def blocks(value: Value, *path: str) -> Iterator[tuple[int, Block]]:
    """Yield the entries of the list at `path` that are blocks, with their index."""
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    if isinstance(value, list):
        for index, entry in enumerate(value):
            if isinstance(entry, dict):
                yield index, entry


def references(value: Value, pattern: tuple[str, ...], at: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield each text that stands where `pattern` says, with its path."""
    if not pattern:
        if isinstance(value, str):
            yield at, value
        return
    step, rest = pattern[0], pattern[1:]
    if step == "*" and isinstance(value, list):
        for index, entry in enumerate(value):
            yield from references(entry, rest, (*at, index))
    elif step != "*" and isinstance(value, dict) and step in value:
        yield from references(value[step], rest, (*at, step))


def fill_ids(value: Value) -> Value:
    """Return `value` with an id in every contact and position, and references by id."""
    if not isinstance(value, dict):
        return value
    filled = dict(value)
    for key, named_by in (("contacts", "name"), ("positions", "organisation")):
        entries = value.get(key)
        if isinstance(entries, list):
            filled[key] = [_with_id(entry, named_by) for entry in entries]
    for key, named_by, patterns in (
        ("contacts", "name", CONTACT_REFERENCES),
        ("positions", "organisation", POSITION_REFERENCES),
    ):
        names = _names(filled, key, named_by)
        for pattern in patterns:
            for path, text in list(references(filled, pattern)):
                filled = _replaced(filled, path, names.get(text.strip(), text.strip()))
    return filled


def _with_id(entry: Value, named_by: str) -> Value:
    name = entry.get(named_by) if isinstance(entry, dict) else None
    if isinstance(entry, dict) and "id" not in entry and isinstance(name, str) and name.strip():
        return {"id": slug_of(name), **entry}
    return entry


def _names(value: Block, key: str, named_by: str) -> dict[str, str]:
    """Return the ids by name; names that two entries share are left out, and so are ids."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for _, entry in blocks(value, key):
        name, entry_id = entry.get(named_by), entry.get("id")
        if isinstance(name, str) and isinstance(entry_id, str):
            shared |= {name.strip()} & found.keys()
            found[name.strip()] = entry_id
    ids = [entry.get("id") for _, entry in blocks(value, key)]
    taken = shared.union(each for each in ids if isinstance(each, str))
    return {name: found[name] for name in found if name not in taken}


def _replaced(value: Block, path: Path, new: str) -> Block:
    """Return `value` with `new` at `path`; the blocks and lists along the path are copies."""
    copy: Block = dict(value)
    at: Block | list[Value] = copy
    for step in path[:-1]:
        inner = at[step]  # type: ignore[index]  # `references` walked this path just now
        fresh: Block | list[Value] = dict(inner) if isinstance(inner, dict) else list(inner or [])
        at[step] = fresh  # type: ignore[index]
        at = fresh
    at[path[-1]] = new  # type: ignore[index]
    return copy
