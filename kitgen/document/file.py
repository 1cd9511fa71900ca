"""Reading a file as UTF-8 text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.document.value import line_and_column
from kitgen.errors import Problem

if TYPE_CHECKING:
    from pathlib import Path

# A profile with 400 contacts is about 250 kB; ten times that is no profile any more.
MAX_BYTES = 2_500_000


def read_text(path: Path, source: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of `path`, or the problem that keeps it from being read as UTF-8 text."""
    try:
        if path.exists() and not path.is_file():  # a folder; a pipe or device would never end
            return "", (_whole_file(source, "unreadable", "this is not a file"),)
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        return "", (_whole_file(source, "unreadable", f"cannot be read: {error.strerror}"),)
    if len(raw) > MAX_BYTES:
        message = f"the file is too large: only {MAX_BYTES:,} bytes are read"
        return "", (_whole_file(source, "too-large", message),)
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", errors="replace")
        line, column = line_and_column(before, len(before))
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8 text"
        hint = "save the file again as UTF-8 (in most editors: Save as, Encoding: UTF-8)"
        return "", (Problem(source, line, column, "not-utf8", message, hint),)


def _whole_file(source: str, code: str, message: str) -> Problem:
    return Problem(source, 1, 1, code, message)
