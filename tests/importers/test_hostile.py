"""Archives that nobody at LinkedIn made: a plain message, little memory, nothing written."""

from __future__ import annotations

import io
import random
import stat
import struct
import tracemalloc
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitgen.errors import KitgenError
from kitgen.importers import ExportError, Memory, Options, import_linkedin
from kitgen.importers import export as reading
from kitgen.importers.memory import load_memory, memory_path
from tests.importers.conftest import HEADERS, PREAMBLE, ROWS, Archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = f"{HEADERS['Positions.csv']}\n".encode()
NOISE = random.Random(1).randbytes(600_000).hex().encode()
SHARED = [HealthCheck.function_scoped_fixture]


def zip_of(path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    """Write a ZIP with these entries."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def link(name: str) -> zipfile.ZipInfo:
    """Return the entry of a symbolic link."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def encrypted(path: Path) -> Path:
    """Return a ZIP whose entry says that it is encrypted."""
    content = bytearray(zip_of(path, ("Positions.csv", HEAD)).read_bytes())
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = content.index(mark) + at
        struct.pack_into("<H", content, place, 1)
    path.write_bytes(content)
    return path


def packed(path: Path, method: int) -> Path:
    """Write a ZIP that is packed in one way."""
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("Positions.csv", HEAD * 50)
    return path


def misnamed(path: Path) -> Path:
    """Return a ZIP whose file is called by no text in its own head, and rightly in the list."""
    content = bytearray(zip_of(path, ("Positions.csv", HEAD)).read_bytes())
    struct.pack_into("<H", content, 6, 0x800)
    content[content.index(b"Positions.csv")] = 0xFF
    path.write_bytes(content)
    return path


HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a bomb by ratio": (
        lambda path: zip_of(path, ("Positions.csv", HEAD + b"," * 30_000_000)),
        "would grow to 30,0",
    ),
    "too many files": (
        lambda path: zip_of(path, *((f"{number}.txt", b"") for number in range(10_001))),
        "more than 10,000 files",
    ),
    "a path upwards": (lambda path: zip_of(path, ("../Positions.csv", HEAD)), "leads out of"),
    "a path upwards elsewhere": (
        lambda path: zip_of(path, ("Positions.csv", HEAD), ("a/../../x", b"")),
        "file 2: its name leads out of",
    ),
    "an absolute path": (lambda path: zip_of(path, ("/Positions.csv", HEAD)), "leads out of"),
    "a drive": (lambda path: zip_of(path, ("C:\\Positions.csv", HEAD)), "leads out of"),
    "a link": (lambda path: zip_of(path, (link("Positions.csv"), b"/etc/passwd")), "is a link"),
    "encrypted": (encrypted, "is encrypted; unpack"),
    "packed with LZMA": (lambda path: packed(path, zipfile.ZIP_LZMA), "in an unusual way; unpack"),
    "packed with BZ2": (lambda path: packed(path, zipfile.ZIP_BZIP2), "in an unusual way; unpack"),
    "a name that is no text": (misnamed, "Positions.csv: damaged in the archive"),
    "two of a kind": (
        lambda path: zip_of(path, ("Positions.csv", HEAD), ("Positions_1.csv", HEAD)),
        "two files of one kind",
    ),
    "a NUL byte": (lambda path: zip_of(path, ("Positions.csv", HEAD + b"a\0b,c")), "csv:2: a NUL"),
    "a million columns": (
        lambda path: zip_of(path, ("Positions.csv", HEAD + b"a," * 400_000)),
        "csv:2: 400,001 columns",
    ),
    "an endless name of a column": (
        lambda path: zip_of(path, ("Positions.csv", b"a" * 200_000 + b"\n" + HEAD)),
        "csv:1: no table begins like this",
    ),
    "an endless line": (
        lambda path: zip_of(path, ("Positions.csv", HEAD + NOISE)),
        "csv:2: a line of more than",
    ),
    "a quotation mark that never closes": (
        lambda path: zip_of(path, ("Positions.csv", HEAD + b'"' + b"a\n" * 80_000)),
        "a quotation mark may be missing",
    ),
    "nothing that is read": (lambda path: zip_of(path, ("messages.csv", b"")), "holds nothing"),
    "empty": (zip_of, "holds nothing"),
    "an empty file": (lambda path: zip_of(path, ("Positions.csv", b"")), "not the columns"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_archive_is_refused(tmp_path: Path, options: Options, case: str) -> None:
    """With file and place in plain words, and without much memory."""
    make, why = HOSTILE[case]
    path = make(tmp_path / "export.zip")
    tracemalloc.start()
    try:
        with pytest.raises(ExportError) as error:
            import_linkedin(path, "owner: {name: Mara Okafor}\n", "p.yml", Memory(), options)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert why in str(error.value)
    assert "\n" not in str(error.value)
    assert peak < 60_000_000


def test_an_archive_cut_short_is_told(archive: Archive, tmp_path: Path, options: Options) -> None:
    """Wherever it ends, and whatever byte is wrong: a message, never a traceback."""
    whole = archive.zipped(tmp_path / "whole.zip").read_bytes()
    path = tmp_path / "part.zip"
    for size in (*range(0, len(whole), 97), len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(ExportError):
            import_linkedin(path, None, "p.yml", Memory(), options)
    for at in range(0, len(whole), 37):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            import_linkedin(path, None, "p.yml", Memory(), options)
        except KitgenError as error:
            assert str(error)  # noqa: PT017  most flips are told, a few change nothing that is read


def test_a_size_that_lies_is_measured(tmp_path: Path, options: Options) -> None:
    """What unpacks to more than any export ends there, whatever the archive says of it."""
    row = b"Org,Title,,,Jan 2020,\n"
    path = zip_of(tmp_path / "export.zip", ("Positions.csv", HEAD + row * 100_000))
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\x01\x02") + 24
    struct.pack_into("<I", content, place, 500)
    path.write_bytes(content)
    with pytest.raises(ExportError):
        import_linkedin(path, "owner: {name: Mara Okafor}\n", "p.yml", Memory(), options)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('=HYPERLINK("https://x")', "'=HYPERLINK"),
        ("\u202egnaw", "gnaw"),
        ("A\u200bn\u200dn", "An"),
        ("- x: {y}", "x"),
        ("null", "null"),
        ("Yes: # no", "Yes"),
        ("'\"\\", "\\"),
        ("💥", None),
    ],
)
def test_a_hostile_name_is_a_text(
    archive: Archive, tmp_path: Path, options: Options, name: str, shown: str | None
) -> None:
    """Formula, sign from right to left, YAML: nothing but a name, or nobody."""
    archive.rows["Connections.csv"][0][0] = name
    archive.rows["Connections.csv"][0][1] = ""
    path = archive.zipped(tmp_path / "export.zip")
    done = import_linkedin(path, None, "p.yml", Memory(), options)
    again = import_linkedin(path, done.text, "p.yml", done.memory, options)
    assert again.text == done.text
    assert "\u202e" not in done.text
    assert shown is None or shown.strip("'") in done.text


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=SHARED)
@given(
    file=st.sampled_from(sorted(ROWS)),
    rows=st.lists(st.lists(cells, min_size=4, max_size=7), min_size=1, max_size=4),
)
def test_any_cells_give_a_profile_or_a_message(
    tmp_path: Path, options: Options, file: str, rows: list[list[str]]
) -> None:
    """Whatever stands in a file, every row is accounted for, and again nothing is new."""
    archive = Archive()
    archive.rows[file] += rows
    path = archive.zipped(tmp_path / "export.zip")
    try:
        done = import_linkedin(path, None, "p.yml", Memory(), options)
    except KitgenError as error:
        assert str(error)  # noqa: PT017  a message is as good
        return
    assert all(each.is_whole for each in done.accounts.files)
    again = import_linkedin(path, done.text, "p.yml", done.memory, options)
    assert again.text == done.text


def test_more_connections_than_anybody_has_are_told(
    tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A million of them took minutes."""
    monkeypatch.setattr(reading, "MOST_CONNECTIONS", 5)
    rows = "".join(f"Ann,Lee{number},,,,,\n" for number in range(6))
    path = zip_of(
        tmp_path / "export.zip",
        ("Connections.csv", f"{HEADERS['Connections.csv']}\n{rows}".encode()),
    )
    with pytest.raises(ExportError, match=r"Connections\.csv: more than 5 rows"):
        import_linkedin(path, "owner: {name: Mara Okafor}\n", "p.yml", Memory(), options)


@pytest.mark.slow
def test_memory_stays_small(tmp_path: Path, options: Options) -> None:
    """Of very many connections only those who matter are kept."""
    out = io.StringIO()
    out.write(PREAMBLE + HEADERS["Connections.csv"] + "\n")
    for number in range(40_000):
        out.write(
            f"Ann,Lee{number},https://www.linkedin.com/in/a{number},,Org {number % 9},Clerk,\n"
        )
    archive = Archive()
    del archive.rows["Connections.csv"]
    archive.others["Connections.csv"] = out.getvalue().encode()
    path = archive.zipped(tmp_path / "export.zip")
    tracemalloc.start()
    done = import_linkedin(path, None, "p.yml", Memory(), options)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert done.accounts.files[-1].read == 40_000
    assert peak < 15_000_000


def test_a_memory_nested_without_end_is_told(tmp_path: Path) -> None:
    """It lies beside the profile, and anything may be in it."""
    profile = tmp_path / "mara.yml"
    memory_path(profile).write_text("[" * 100_000)
    with pytest.raises(KitgenError, match="cannot be read; restore the file"):
        load_memory(profile)
