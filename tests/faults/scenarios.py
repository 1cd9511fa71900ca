"""What the faults are tried on: a project as it was, and one command that changes it."""

from __future__ import annotations

import csv
import io
import os
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from kitgen.cli import main
from tests.conftest import ADA, NOON, ROOT
from tests.faults.injection import forget

if TYPE_CHECKING:
    from collections.abc import Callable

BOB = ADA.replace("Ada Lind", "Bob Stein").replace("Jo Park", "Kim Vale")
CYD = ADA.replace("Ada Lind", "Cyd Moor").replace("Jo Park", "Lee Dunn")
# What stands in profiles and nowhere else: none of it may lie about in a file.
PERSONAL = ("Ada Lind", "Bob Stein", "Cyd Moor", "Jo Park", "Kim Vale", "Lee Dunn", "Sam Reed")
ENVIRONMENT = {
    "SOURCE_DATE_EPOCH": str(NOON),
    "KITGEN_BASE_URL": "https://kits.example.org",
    "NO_MKDOCS_2_WARNING": "1",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scenario plays: everything below `root`, temporary files too."""

    root: Path

    @property
    def project(self) -> Path:
        """The project."""
        return self.root / "project"

    @property
    def profiles(self) -> Path:
        """Its profiles."""
        return self.project / "profiles"

    @property
    def public(self) -> Path:
        """Its sealed kits."""
        return self.project / "build" / "public"

    @property
    def host(self) -> Path:
        """Where they are published."""
        return self.root / "host" / "site"

    def run(self, *words: str) -> None:
        """Run a command in this process, without a fault."""
        forget()
        before = Path.cwd()
        os.chdir(self.project)
        try:
            done = CliRunner().invoke(main, words, catch_exceptions=False)
        finally:
            os.chdir(before)
        assert done.exit_code == 0, done.output


@dataclass(frozen=True, slots=True)
class Scenario:
    """A command, and how the project comes to be as it was before it.

    `is_done` is what the command says when it is given again and there is nothing left to do.
    """

    name: str
    words: tuple[str, ...]
    prepare: Callable[[Place], None]
    is_done: str = ""


def begin(place: Place) -> None:
    """Make a project with three people; Cyd's kit is there, and her profile will go."""
    for folder in (place.profiles, place.root / "tmp", place.host.parent):
        folder.mkdir(parents=True)
    (place.project / "docs").symlink_to(ROOT / "docs")
    shutil.copy(ROOT / "mkdocs.yml", place.project)
    for name, text in (("ada", ADA), ("bob", BOB), ("cyd", CYD)):
        (place.profiles / f"{name}.yml").write_text(text, "utf-8")


def _changed(place: Place) -> None:
    """Build and publish three kits; then edit one, rotate one, delete one."""
    begin(place)
    place.run("build")
    place.run("publish", "folder", str(place.host))
    place.run("share", "bob", "--rotate")
    (place.profiles / "ada.yml").write_text(ADA.replace("Jo Park", "Jo Parker"), "utf-8")
    (place.profiles / "cyd.yml").unlink()


def _unpublished(place: Place) -> None:
    _changed(place)
    place.run("build")


def _sharded(place: Place) -> None:
    """Build three kits on one machine; then all again, changed, on two, for the first to merge."""
    _changed(place)
    for number in (1, 2):
        place.run("build", "--shard", f"{number}/2")
    shutil.move(place.project / "build" / "shards", place.root / "shards")


def _imported(place: Place) -> None:
    """Import an export once, edit what came of it, and lay a newer export beside."""
    begin(place)
    export(place.root / "export.zip", "The stock count went from two nights to one.")
    place.run("import", str(place.root / "export.zip"), "--into", "cyd")
    path = place.profiles / "cyd.yml"
    path.write_text(path.read_text("utf-8") + "# a comment of her own\n", "utf-8")
    export(place.root / "export.zip", "The stock count went from two nights to one.", "New words.")


def export(path: Path, *texts: str) -> None:
    """Write a LinkedIn export with these received recommendations."""
    head = ["First Name", "Last Name", "Company", "Job Title", "Text", "Creation Date", "Status"]
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(head)
    for number, text in enumerate(texts):
        when = f"0{number + 1}/02/24, 09:00 AM"
        rows.writerow(["Sam", f"Reed{number or ''}", "Lab", "Owner", text, when, "VISIBLE"])
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Profile.csv", "First Name,Last Name\nCyd,Moor\n")
        archive.writestr("Recommendations_Received.csv", out.getvalue())


def scenarios(place: Place) -> tuple[Scenario, ...]:
    """Return all scenarios that play at a place."""
    export_zip = str(place.root / "export.zip")
    return (
        Scenario("first build", ("build",), begin),
        Scenario("build", ("build",), _changed),
        Scenario("import", ("import", export_zip, "--into", "cyd"), _imported),
        Scenario("log", ("log", "ada", "jo", "asked"), begin, "there already"),
        Scenario("new", ("new", "dee"), begin, "there already"),
        Scenario("rotate", ("share", "ada", "--rotate"), begin),
        Scenario("publish", ("publish", "folder", str(place.host)), _unpublished),
        Scenario(
            "merge", ("merge", *(f"{place.root}/shards/{each}-of-2" for each in "12")), _sharded
        ),
    )
