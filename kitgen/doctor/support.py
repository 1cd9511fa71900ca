"""Until when what kitgen stands on gets security fixes: a dated file, not knowledge of the code."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct

from kitgen.document import read_document, read_text
from kitgen.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SOON = timedelta(days=183)


class Support(Struct, frozen=True):
    """Last days of support, by program and version; `checked_on` is when they were looked up."""

    checked_on: date
    stale_after: timedelta
    ends: Mapping[str, Mapping[str, date]]

    def last_day(self, program: str, version: str) -> date | None:
        """Return the last day of a version's support: by its first numbers; None if not known."""
        known = self.ends.get(program, {})
        numbers = version.split(".")
        for count in range(len(numbers), 0, -1):
            if found := known.get(".".join(numbers[:count])):
                return found
        return None

    def is_stale(self, today: date) -> bool:
        """Return whether the dates themselves were looked up too long ago."""
        return today > self.checked_on + self.stale_after

    @staticmethod
    def is_soon(last: date, today: date) -> bool:
        """Return whether a last day is half a year away or less."""
        return last - today <= _SOON


def load_support(path: Path, source: str) -> Support:
    """Return the file at `path`. Raises SourceError when it cannot be read."""
    text, problems = read_text(path, source)
    if not problems:
        document, problems = read_document(text, source)
    if problems:
        raise SourceError(problems)
    found = cast("dict[str, Any]", document.value)  # a file of kitgen's own
    programs = {name: block for name, block in found.items() if isinstance(block, dict)}
    return Support(
        date.fromisoformat(found["checked_on"]),
        timedelta(days=int(found["stale_after_days"])),
        {
            name: {version: date.fromisoformat(day) for version, day in block["ends"].items()}
            for name, block in programs.items()
        },
    )
