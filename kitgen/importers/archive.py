"""A LinkedIn export as it lies on the disk: a ZIP, a folder or a single file; nothing is unpacked.

Only the files that are needed are ever opened. An archive is somebody else's: its names, sizes and
claims are not believed.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from msgspec import Struct

from kitgen.errors import KitgenError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ENTRIES = 10_000
MOST_BYTES = 100_000_000  # of one file, unpacked; a full Connections.csv of 30,000 people is 5 MB
MOST_RATIO = 200  # unpacked to packed; text packs about 3 to 10 times
_SMALL = 1_000_000  # bytes that may be of any ratio
_ENCRYPTED = 0x1
# How LinkedIn packs. Other ways fail in ways of their own, and may ask for any amount of memory.
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_UNREADABLE = (NotImplementedError, UnicodeDecodeError)  # of the head of one file
_DRIVE = re.compile(r"[A-Za-z]:")


class ExportError(KitgenError):
    """An export cannot be used; the message names the file, and says what to do."""


class Kind(StrEnum):
    """The files of an export that say something about recommendations."""

    PROFILE = "profile"
    POSITIONS = "positions"
    RECEIVED = "recommendationsreceived"
    GIVEN = "recommendationsgiven"
    ENDORSEMENTS = "endorsementreceivedinfo"
    SKILLS = "skills"
    CONNECTIONS = "connections"


_NAMES = {kind.value: kind for kind in Kind} | {"position": Kind.POSITIONS}
# `Positions_1.csv`, `Connections (2).csv`; `Position(s).csv`.
_SUFFIX = re.compile(r"(?:_\d+|\(\d+\)|-\d+)+$")


class ExportFile(Struct, frozen=True):
    """One file of an export: its kind, its name as the person sees it, and where it is."""

    kind: Kind
    name: str
    path: Path
    entry: zipfile.ZipInfo | None = None

    @contextmanager
    def open(self) -> Iterator[io.BufferedReader]:
        """Yield the file's bytes. Raises ExportError when it cannot be read, or is a bomb."""
        try:
            if self.entry is None:
                with self.path.open("rb") as file:
                    yield io.BufferedReader(_Measured(file, self.name))
            else:
                with zipfile.ZipFile(self.path) as archive, archive.open(self.entry) as file:
                    yield io.BufferedReader(_Measured(file, self.name))
        except (zipfile.BadZipFile, zlib.error, EOFError, *_UNREADABLE) as error:
            raise ExportError(f"{self.name}: damaged in the archive ({error}); {AGAIN}") from None
        except RuntimeError:  # what zipfile says of a password
            raise ExportError(f"{self.name}: encrypted; {_UNPACK}") from None
        except OSError as error:
            raise ExportError(f"{self.name}: cannot be read: {error.strerror or error}") from None


AGAIN = "download the export again"
_UNPACK = "unpack the archive, and name the folder"


class _Measured(io.RawIOBase):
    """A file that ends with an error when it holds more than any export does."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file, self._name, self._read = file, name, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        piece = self._file.read(len(view))
        self._read += len(piece)
        if self._read > MOST_BYTES:
            raise ExportError(f"{self._name}: larger than {MOST_BYTES:,} bytes; {_NOT_LINKEDIN}")
        view[: len(piece)] = piece
        return len(piece)


_NOT_LINKEDIN = "no LinkedIn export is, so it is not read"


def find_files(export: Path) -> tuple[ExportFile, ...]:
    """Return the files of an export that are needed, in the order of Kind; at most one of a kind.

    Raises ExportError when it is none, holds none of them, or is not what it says it is.
    """
    if export.is_dir():
        found = [_in_folder(path) for path in sorted(export.iterdir()) if path.is_file()]
    elif not export.is_file():
        raise ExportError(
            f"{export}: there is no such file or folder; name the export you downloaded"
        )
    elif zipfile.is_zipfile(export):
        found = _in_archive(export)
    elif export.suffix.lower() == ".zip":
        raise ExportError(f"{export.name}: no whole ZIP archive, perhaps cut short; {AGAIN}")
    else:
        found = [_in_folder(export)]
        if found == [None]:
            raise ExportError(f"{export.name}: not a file that is read. {_WANTED}")
    files = [each for each in found if each]
    if not files:
        raise ExportError(f"{export.name}: holds nothing that is read. {_WANTED}")
    return _one_of_each(files)


_WANTED = (
    "Wanted, any of: Profile.csv, Positions.csv, Recommendations_Received.csv, "
    "Recommendations_Given.csv, Connections.csv, Endorsement_Received_Info.csv, Skills.csv"
)


def _one_of_each(files: list[ExportFile]) -> tuple[ExportFile, ...]:
    chosen: dict[Kind, ExportFile] = {}
    for each in files:
        if each.kind in chosen:
            both = f"{chosen[each.kind].name} and {each.name}"
            raise ExportError(f"{both}: two files of one kind; leave the newer one only")
        chosen[each.kind] = each
    return tuple(chosen[kind] for kind in Kind if kind in chosen)


def _kind_of(name: str) -> Kind | None:
    stem, dot, ending = name.rpartition(".")
    if not dot or ending.lower() != "csv":
        return None
    plain = re.sub(r"[ _]", "", _SUFFIX.sub("", stem.strip()).lower().replace("(s)", "s"))
    return _NAMES.get(plain)


def _in_folder(path: Path) -> ExportFile | None:
    kind = _kind_of(path.name)
    return ExportFile(kind, path.name, path) if kind else None


def _in_archive(export: Path) -> list[ExportFile | None]:
    try:
        with zipfile.ZipFile(export) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ExportError(
            f"{export.name}: no ZIP archive that can be read ({error}); {AGAIN}"
        ) from None
    if len(entries) > MOST_ENTRIES:
        raise ExportError(f"{export.name}: more than {MOST_ENTRIES:,} files; {_NOT_LINKEDIN}")
    return [_entry(export, number, entry) for number, entry in enumerate(entries, 1)]


def _entry(export: Path, number: int, entry: zipfile.ZipInfo) -> ExportFile | None:
    """Return an entry if it is needed. Raises ExportError for one that is not what it says."""
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    where = f"{export.name}, file {number}"
    if name.is_absolute() or ".." in name.parts or _DRIVE.match(entry.filename):
        raise ExportError(f"{where}: its name leads out of the archive; {_NOT_LINKEDIN}")
    kind = None if entry.is_dir() else _kind_of(name.name)
    # Files are at the top; a Mac's archive of an unpacked export has one folder around them.
    if kind is None or len(name.parts) > 2 or name.parts[0] == "__MACOSX":  # noqa: PLR2004
        return None
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ExportError(f"{where}: {name.name} is a link, no file; {_NOT_LINKEDIN}")
    if entry.flag_bits & _ENCRYPTED:
        raise ExportError(f"{where}: {name.name} is encrypted; {_UNPACK}")
    if entry.compress_type not in _PACKED:
        raise ExportError(f"{where}: {name.name} is packed in an unusual way; {_UNPACK}")
    ratio = entry.file_size / max(1, entry.compress_size)
    if entry.file_size > MOST_BYTES or (entry.file_size > _SMALL and ratio > MOST_RATIO):
        raise ExportError(
            f"{where}: {name.name} would grow to {entry.file_size:,} bytes; {_NOT_LINKEDIN}"
        )
    return ExportFile(kind, name.name, export, entry)
