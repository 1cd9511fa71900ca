"""Names of fields that are misspelled, read as what they surely mean.

So what stands below a misspelled name is checked too, and all problems come at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kitgen.profile.fields import model_at
from kitgen.profile.misplaced import unknown_field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kitgen.document import Document, Path, Place, Value
    from kitgen.errors import Problem


def respell(document: Document) -> tuple[Document, list[Problem]]:
    """Return `document` with each misspelled name as it is meant, and the problems of those names.

    A name whose meaning is not sure, or whose right name is there as well, stays what it is.
    """
    problems = []
    names: dict[Path, str] = {}
    for path, message, hint, meant in _misspelled(document.value, (), ()):
        names[path] = meant
        problems.append(document.key_problem(path, "unknown-field", message, hint))
    if not names:
        return document, []
    return (
        replace(
            document,
            value=_renamed(document.value, (), names),
            places=_moved(document.places, names),
            keys=_moved(document.keys, names),
        ),
        problems,
    )


def _misspelled(value: Value, at: Path, right: Path) -> Iterator[tuple[Path, str, str, str]]:
    """Yield path, message, hint and meaning of each name that surely means another.

    `at` is the path in the file, `right` the same path in the words of the model.
    """
    if isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _misspelled(entry, (*at, index), (*right, index))
    model = model_at(right)
    if not isinstance(value, dict) or not model:
        return
    taken = set(value)
    for name, child in value.items():
        known = name
        if name not in model.model_fields:
            message, hint, meant = unknown_field((*right, name), sure=True)
            if meant and meant not in taken:
                taken.add(meant)
                known = meant
                yield (*at, name), message, hint, meant
        yield from _misspelled(child, (*at, name), (*right, known))


def _renamed(value: Value, at: Path, names: Mapping[Path, str]) -> Value:
    if isinstance(value, list):
        return [_renamed(entry, (*at, index), names) for index, entry in enumerate(value)]
    if not isinstance(value, dict):
        return value
    return {
        names.get((*at, name), name): _renamed(child, (*at, name), names)
        for name, child in value.items()
    }


def _moved(places: Mapping[Path, Place], names: Mapping[Path, str]) -> dict[Path, Place]:
    """Return `places` under the paths that they have by the right names."""
    return {
        tuple(names.get(path[: end + 1], step) for end, step in enumerate(path)): place
        for path, place in places.items()
    }
