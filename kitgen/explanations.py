"""What the codes of problems, rules and findings mean: `docs/<language>/explanations.yml`."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.document import read_document, read_text
from kitgen.errors import KitgenError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kitgen.document import Document, Value
    from kitgen.errors import Problem

_FILE = "explanations.yml"
_PARTS = ("means", "why", "do", "example")
# A finding in a text or a draft carries the code of its rule after one of these.
_PREFIX = re.compile(r"(?:text|draft)-(?=[a-z]\d)", re.IGNORECASE)
_ALIKE = 0.5


class Explanation(Struct, frozen=True):
    """One code: what it means, why it matters, what to do, and an example; `group` is its kind."""

    code: str
    group: str
    means: str
    why: str
    do: str
    example: str


class Explanations(Struct, frozen=True):
    """The explanations of one language, in the order of their file."""

    entries: tuple[Explanation, ...]

    def find(self, code: str) -> tuple[Explanation, ...]:
        """Return what `code` may mean: a problem and a check of the doctor can share a name.

        Upper and lower case are alike. Raises KitgenError with the nearest code when it is unknown.
        """
        wanted = _PREFIX.sub("", code.strip().casefold()).lstrip(".")
        found = tuple(
            each
            for each in self.entries
            if each.code.casefold() in {wanted, f"{each.group}-{wanted}"}
        )
        if not found:
            raise KitgenError(f"there is no code '{code}'; {self._nearest(wanted)}")
        return found

    def _nearest(self, wanted: str) -> str:
        known = {each.code.casefold(): each.code for each in self.entries}
        known |= {each.code.removeprefix(f"{each.group}-"): each.code for each in self.entries}
        close = difflib.get_close_matches(wanted, known, 1, _ALIKE)
        return f"did you mean '{known[close[0]]}'?" if close else "`kitgen explain` lists all"


def load_explanations(docs: Path, language: str) -> Explanations:
    """Return the explanations of one language.

    Raises KitgenError when there are none, SourceError with every problem of their file.
    """
    path = docs / language / _FILE
    if not path.is_file():
        known = ", ".join(sorted(each.parent.name for each in docs.glob(f"*/{_FILE}")))
        raise KitgenError(f"nothing is explained in '{language}'; use one of: {known}")
    source = f"{docs.name}/{language}/{_FILE}"
    text, problems = read_text(path, source)
    if not problems:
        document, problems = read_document(text, source)
    problems = problems or tuple(_problems(document))
    if problems:
        raise SourceError(problems)
    return Explanations(tuple(_entries(document)))


def _problems(document: Document) -> Iterator[Problem]:
    if not tuple(_codes(document)):
        yield document.problem((), "explanations", "no code is explained here")
    for group, code, parts in _codes(document):
        for name in _PARTS:
            if not isinstance(parts.get(name), str):
                message = f"'{code}' does not say '{name}'"
                yield document.problem((group, code), "explanations", message)


def _codes(document: Document) -> Iterator[tuple[str, str, Mapping[str, Value]]]:
    """Yield group, code and parts of each entry; a part that is not there is missing."""
    groups = document.value if isinstance(document.value, dict) else {}
    for group, codes in groups.items():
        for code, parts in codes.items() if isinstance(codes, dict) else ():
            yield group, code, parts if isinstance(parts, dict) else {}


def _entries(document: Document) -> Iterator[Explanation]:
    for group, code, parts in _codes(document):
        yield Explanation(code, group, *(str(parts[name]).strip() for name in _PARTS))
