"""A CSV file of an export as rows by column name, each with its line."""

from __future__ import annotations

import codecs
import csv
import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.importers.archive import AGAIN, ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kitgen.importers.accounting import Accounts
    from kitgen.importers.archive import ExportFile

_PREAMBLE = 10  # lines within which the header stands
_MOST_COLUMNS = 1000
_MOST_CELL = 100_000  # characters; a recommendation has 3,000 at most
_MOST_LINE = 1_000_000
_STEP = 1 << 16
_SHOWN = 8  # columns in a message
_SEPARATORS = (",", ";", "\t")  # spreadsheets of some countries write the others


class Row(Struct, frozen=True):
    """One row: `line` from 1, where it ends; `cells` by the name of the column, stripped.

    `is_long` says that it has more cells than there are columns: which is which is not known.
    """

    line: int
    cells: Mapping[str, str]
    is_long: bool = False

    def __getitem__(self, column: str) -> str:
        """Return a cell; empty when the column is not there."""
        return self.cells.get(_plain(column), "")

    def has(self, column: str) -> bool:
        """Return whether the file has that column."""
        return _plain(column) in self.cells

    def without(self, column: str) -> Row:
        """Return this row with one cell left empty."""
        return Row(self.line, {**self.cells, _plain(column): ""}, self.is_long)


class Columns(Struct, frozen=True):
    """The columns of a file: those it cannot do without, and those it has been known to lack."""

    needed: Sequence[str]
    usual: Sequence[str] = ()


def read_rows(file: ExportFile, columns: Columns, accounts: Accounts) -> Iterator[Row]:
    """Yield the rows of a file below its header, wherever that stands in the first lines.

    Raises ExportError, with file and line, when it is no such table; warns of what a spreadsheet
    has done to it.
    """
    encoding = _encoding_of(file, accounts)
    with file.open() as raw:
        # Five bytes mean nothing in cp1252; whatever wrote them, one sign is lost, not the file.
        text = io.TextIOWrapper(raw, encoding, "replace", newline="")
        lines = _Lines(text, file.name)
        csv.field_size_limit(_MOST_CELL)
        header, separator = _header(lines, file.name, columns, accounts)
        for cells in _cells(lines, separator):
            if any(cell.strip() for cell in cells):
                named = zip(header, cells, strict=False)
                is_long = any(cell.strip() for cell in cells[len(header) :])
                yield Row(lines.number, {name: each.strip() for name, each in named}, is_long)


def _cells(lines: _Lines, separator: str) -> Iterator[list[str]]:
    try:
        for cells in csv.reader(lines, delimiter=separator, strict=True):
            if len(cells) > _MOST_COLUMNS:
                raise ExportError(f"{lines.place}: {len(cells):,} columns in one row")
            yield cells
    except csv.Error as error:
        why = f"not a table from here on ({error}); a quotation mark may be missing"
        raise ExportError(f"{lines.place}: {why}") from None


class _Lines:
    """The lines of a text, counted; one that no table has ends in an error."""

    def __init__(self, text: io.TextIOWrapper, name: str) -> None:
        self._text, self._name, self.number = text, name, 0

    @property
    def place(self) -> str:
        """The file and line that is being read."""
        return f"{self._name}:{self.number}"

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(_MOST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) >= _MOST_LINE:
            raise ExportError(f"{self.place}: a line of more than {_MOST_LINE:,} characters")
        if "\0" in line:
            raise ExportError(f"{self.place}: a NUL byte, so it is no text; download it again")
        return line


def _encoding_of(file: ExportFile, accounts: Accounts) -> str:
    """Return how a file is encoded: UTF-8, UTF-16 with its mark, else what Excel writes."""
    with file.open() as raw:
        start = raw.read(_STEP) or b""
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while start:
                decoder.decode(start)
                start = raw.read(_STEP)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            accounts.warn(
                f"{file.name}: saved again by a spreadsheet, not as UTF-8; look at names with "
                "accents, or import the file as LinkedIn made it"
            )
            return "cp1252"
    return "utf-8-sig"


def _header(
    lines: _Lines, name: str, columns: Columns, accounts: Accounts
) -> tuple[list[str], str]:
    """Return the columns of the first line that has those needed, plain, and what parts them."""
    seen: list[list[str]] = []
    for line in lines:
        for separator in _SEPARATORS:
            found = _parted(line, separator, lines.place)
            plain = [_plain(each) for each in found]
            if {_plain(each) for each in columns.needed} <= set(plain):
                _tell_missing(name, plain, columns, accounts)
                return plain, separator
            if len(found) > 1:
                seen.append(found)
        if lines.number >= _PREAMBLE:
            break
    widest = max(seen, key=len, default=[])
    columns_found = ", ".join(each.strip()[:40] for each in widest[:_SHOWN]) or "none"
    more = ", …" if len(widest) > _SHOWN else ""
    raise ExportError(
        f"{name}: not the columns of this file. Found: {columns_found}{more}. Wanted: "
        f"{', '.join([*columns.needed, *columns.usual])}. An export in another language: set "
        "LinkedIn to English, and download it again"
    )


def _parted(line: str, separator: str, place: str) -> list[str]:
    """Return the cells of one line, whatever follows it."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error as error:
        raise ExportError(f"{place}: no table begins like this ({error}); {AGAIN}") from None


def _tell_missing(name: str, plain: list[str], columns: Columns, accounts: Accounts) -> None:
    missing = [each for each in columns.usual if _plain(each) not in plain]
    if missing:
        told = f"without the column {' and '.join(missing)}; what it says is left out"
        accounts.warn(f"{name}: {told}")


@lru_cache(maxsize=1000)
def _plain(column: str) -> str:
    """Return a column's name for comparing; a copy of one (`Creation Date.1`) is that column."""
    return re.sub(r"[\W_]", "", re.sub(r"\.\d+$", "", column.strip())).lower()
