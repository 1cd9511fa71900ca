"""How many entries a list of a profile may have: more would hold up everybody's build.

Some rules compare each entry with each other one, so that ten times as many take a hundred times as
long. What is allowed is far more than anybody has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kitgen.document import Document, Path
    from kitgen.errors import Problem

MOST_CONTACTS, MOST_POSITIONS = 1500, 300
_MOST: Mapping[Path, int] = {
    ("contacts",): MOST_CONTACTS,
    ("positions",): MOST_POSITIONS,
    ("log",): 10_000,
}
_MOST_OF_OTHERS = 3000  # what an export is read to


def find_excess(document: Document) -> Iterator[Problem]:
    """Yield each list that is longer than any profile's, at the first entry that is too many."""
    for path in document.places:
        if path and isinstance(path[-1], int) and path[-1] == _most(path[:-1]):
            name, most = path[-2] if len(path) > 1 else "the profile", path[-1]
            message = f"'{name}' has more than {most:,} entries, more than anybody has"
            hint = "leave out who or what matters least"
            yield document.problem(path, "too-large", message, hint)


def _most(path: Path) -> int:
    return _MOST.get(path, _MOST_OF_OTHERS)
