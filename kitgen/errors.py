"""Problems a person can fix, and the errors that carry them."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning"]


class Problem(Struct, frozen=True, order=True):
    """One thing the person can fix, with its place.

    `line` and `column` count from 1, columns in characters, as editors show them.
    `length` is the number of characters to underline. `path` names the place in the words of
    the file (`contacts[2].relationship`), counting entries from 1. `code` is stable.
    """

    source: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    path: str = ""
    length: int = 1
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return the problem on one line: `file:line:column: severity: message`."""
        return f"{self.source}:{self.line}:{self.column}: {self.severity}: {self.message}"


class KitgenError(Exception):
    """Something the person can fix; `problems` are its places, in the order of the file."""

    # Whether the message names nobody, so that it may stand in a log that others read.
    is_public = False

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        """Keep `message`, and `problems` sorted by file and place."""
        self.problems = tuple(sorted(problems))
        super().__init__(message)

    def __reduce__(self) -> tuple[type[KitgenError], tuple[object, ...]]:
        """Be made again from message and problems, in another process."""
        return type(self), (str(self), self.problems)


class LocatedError(KitgenError):
    """Problems of one file or more, told together."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Phrase the error from its problems, one a line."""
        found = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in sorted(found)), found)

    def __reduce__(self) -> tuple[type[LocatedError], tuple[tuple[Problem, ...]]]:
        """Be made again from the problems, in another process."""
        return type(self), (self.problems,)


class ProfileError(LocatedError):
    """A profile cannot be used; each problem says where and what to do."""


class SourceError(LocatedError):
    """A file under `docs/` (page source, words, facts, draft) cannot be used."""


class SiteError(KitgenError):
    """A site could not be built or put in place."""


def said_by_system(error: OSError) -> str:
    """Return why the system refuses something, and what to do: `Permission denied; check …`."""
    is_full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    how = "make room on that disk" if is_full else "check its place and rights"
    return f"{error.strerror or error}; {how}"
