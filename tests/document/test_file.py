"""Reading a file as text."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kitgen.document import read_text

if TYPE_CHECKING:
    from pathlib import Path


def told(path: Path) -> tuple[int, int, str]:
    """Return place and code of the one problem that keeps a file from being read."""
    text, problems = read_text(path, "a.yml")
    (problem,) = problems
    assert (text, problem.source) == ("", "a.yml")
    return problem.line, problem.column, problem.code


def test_a_file_is_read_as_utf8_without_its_byte_order_mark(tmp_path: Path) -> None:
    """Line ends stay as they are."""
    path = tmp_path / "a.yml"
    path.write_bytes("\ufeffä: 😀\r\n".encode())

    assert read_text(path, "a.yml") == ("ä: 😀\r\n", ())


def test_a_file_in_another_encoding_is_told_at_its_first_wrong_byte(tmp_path: Path) -> None:
    """The column counts characters, so that the editor's cursor finds it."""
    path = tmp_path / "a.yml"
    path.write_bytes("a: 1\nb: ä".encode() + b"\xfc")

    assert told(path) == (2, 5, "not-utf8")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The reason is the system's."""
    assert told(tmp_path / "a.yml") == (1, 1, "unreadable")


def test_a_folder_is_told(tmp_path: Path) -> None:
    """A folder may be called like a profile."""
    assert told(tmp_path) == (1, 1, "unreadable")


def test_a_pipe_is_told_instead_of_waited_for(tmp_path: Path) -> None:
    """Reading it would never end."""
    os.mkfifo(tmp_path / "a.yml")

    assert told(tmp_path / "a.yml") == (1, 1, "unreadable")


def test_a_file_of_a_hundred_megabytes_is_told_unread(tmp_path: Path) -> None:
    """Its size alone says that it is no profile."""
    path = tmp_path / "a.yml"
    with path.open("wb") as file:
        file.truncate(100_000_000)

    assert told(path) == (1, 1, "too-large")
