"""Exports made for tests: invented people, in every form that LinkedIn and spreadsheets write."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from kitgen.importers import Imported, Memory, Options, import_linkedin, load_hints
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

TEXTS = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
HEADERS = {
    "Profile.csv": "First Name,Last Name,Maiden Name,Headline",
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On",
    "Recommendations_Received.csv": TEXTS,
    "Recommendations_Given.csv": TEXTS,
    "Connections.csv": "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    "Endorsement_Received_Info.csv": "Endorsement Date,Skill Name,Endorser First Name,"
    "Endorser Last Name,Endorser Public Url,Endorsement Status",
    "Skills.csv": "Name",
}
PREAMBLE = (
    "Notes:\n"
    '"When exporting your connection data, you may notice that some addresses are missing."\n\n'
)
ROWS: dict[str, list[list[str]]] = {
    "Profile.csv": [["Mara", "Okafor", "", "Data analyst in training"]],
    "Positions.csv": [
        ["Northwind Grocers", "Shift lead", "", "", "Mar 2019", ""],
        ["Brook Lane Bakery", "Shop assistant", "", "", "2016", "2018"],
    ],
    "Recommendations_Received.csv": [
        [
            "Jo",
            "Park",
            "Northwind Grocers",
            "Area manager",
            "Mara reported to me for three years. She rebuilt the stock count.",
            "09/30/24, 11:15 AM",
            "VISIBLE",
        ],
        ["Priya", "Raman, PhD", "Elsewhere", "Owner", "Good.", "01/02/21, 09:00 AM", "HIDDEN"],
    ],
    "Recommendations_Given.csv": [
        ["Sam", "Field", "Brook Lane Bakery", "Baker", "Sam bakes well.", "02/03/23, 08:00 AM", ""]
    ],
    "Connections.csv": [
        [
            "Jo",
            "Park",
            "https://www.linkedin.com/in/jo-park-x",
            "jo@example.org",
            "Northwind Grocers",
            "Area manager",
            "08 Feb 2020",
        ],
        [
            "Ann",
            "Lée",
            "https://www.linkedin.com/in/ann-l%C3%A9e",
            "",
            "Northwind Grocers Ltd",
            "Buyer",
            "09 Feb 2020",
        ],
        ["", "", "", "", "", "", "01 Jan 2020"],
        ["Zed", "Ott", "https://www.linkedin.com/in/zed", "", "Nobody Inc", "Buyer", "08 Feb 2020"],
        ["Sam", "Field", "https://www.linkedin.com/in/sam-a", "", "Other", "Baker", "08 Feb 2020"],
        [
            "Sam",
            "Field",
            "https://www.linkedin.com/in/sam-b",
            "",
            "Brook Lane Bakery",
            "Baker",
            "08 Feb 2020",
        ],
    ],
    "Endorsement_Received_Info.csv": [
        ["2024/02/01 15:02:55 UTC", "SQL", "Ann", "Lée", "www.linkedin.com/in/ann-lée", "ACCEPTED"],
        [
            "2024/02/01 15:02:55 UTC",
            "SQL",
            "Kim",
            "Vale",
            "www.linkedin.com/in/kimvale",
            "ACCEPTED",
        ],
        ["2024/02/01 15:02:55 UTC", "Tea", "Kim", "Vale", "www.linkedin.com/in/kimv", "PENDING"],
    ],
    "Skills.csv": [["SQL"], ["Tea"]],
}


@dataclass
class Archive:
    """An export to be written: rows by file; change them at will."""

    rows: dict[str, list[list[str]]] = field(
        default_factory=lambda: {name: [list(row) for row in rows] for name, rows in ROWS.items()}
    )
    headers: dict[str, str] = field(default_factory=lambda: dict(HEADERS))
    others: dict[str, bytes] = field(default_factory=lambda: {"messages.csv": b"\0poison"})
    encoding: str = "utf-8"
    separator: str = ","
    newline: str = "\n"

    def content(self, name: str) -> bytes:
        """Return one file as it is written."""
        out = io.StringIO()
        table = csv.writer(out, delimiter=self.separator, lineterminator=self.newline)
        table.writerow(self.headers[name].split(","))
        table.writerows(self.rows[name])
        before = PREAMBLE.replace("\n", self.newline) if name == "Connections.csv" else ""
        return (before + out.getvalue()).encode(self.encoding)

    def zipped(self, path: Path) -> Path:
        """Write it as the ZIP that LinkedIn sends."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self.rows:
                archive.writestr(name, self.content(name))
            for name, content in self.others.items():
                archive.writestr(name, content)
        return path

    def unpacked(self, folder: Path) -> Path:
        """Write it as a folder."""
        folder.mkdir()
        for name in self.rows:
            (folder / name).write_bytes(self.content(name))
        for name, content in self.others.items():
            (folder / name).write_bytes(content)
        return folder


@pytest.fixture
def archive() -> Archive:
    """Return an export of everything."""
    return Archive()


@pytest.fixture(scope="session")
def options() -> Options:
    """Return the usual options: nobody is asked."""
    return Options(load_hints(ROOT / "docs" / "en" / "import.yml", "import.yml"))


@pytest.fixture
def imported(tmp_path: Path, options: Options) -> Callable[..., Imported]:
    """Import an archive into a text, or into nothing."""
    number = iter(range(1000))

    def run(
        archive: Archive,
        text: str | None = None,
        memory: Memory | None = None,
        how: Options = options,
    ) -> Imported:
        path = archive.zipped(tmp_path / f"{next(number)}.zip")
        return import_linkedin(path, text, "profiles/mara.yml", memory or Memory(), how)

    return run


def used(done: Imported) -> dict[str, Sequence[int]]:
    """Return rows read, used and skipped by file."""
    return {each.file: (each.read, each.used, each.skipped.total()) for each in done.accounts.files}
