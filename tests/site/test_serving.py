"""What is served of a kit whose profile is being edited: what changed, and nothing lost."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mkdocs.exceptions import Abort

from kitgen.clock import read_clock
from kitgen.errors import KitgenError
from kitgen.project import pages_or_problems
from kitgen.site import EditedKit, build_site
from kitgen.site.press import files_under
from kitgen.site.serving import Edition
from tests.conftest import ADA, NOON

if TYPE_CHECKING:
    from kitgen.pages import Pages
    from kitgen.project import Project

pytestmark = pytest.mark.slow  # sites are built

URL = "http://127.0.0.1:8000/"


@dataclass
class Editing:
    """Ada's kit while she edits, and what is served of it."""

    project: Project
    folder: Path
    edition: Edition = field(init=False)

    def __post_init__(self) -> None:
        """Print it once."""
        self.folder.mkdir()
        self.edition = Edition(self.kit, self.folder, URL)
        self.edition.print()

    @property
    def profile(self) -> Path:
        """The profile."""
        return self.project.profiles / "ada.yml"

    @property
    def kit(self) -> EditedKit:
        """The kit as `kitgen serve` has it."""

        def compose(before: Pages | None) -> Pages:
            return pages_or_problems(self.project, self.profile, read_clock(), before)

        return EditedKit(self.project.mkdocs_yml, compose, self.project.state)

    def save(self, text: str) -> None:
        """Save the profile, and print again."""
        self.profile.write_text(text, "utf-8")
        self.edition.print_again()

    def built(self, place: Path) -> dict[str, bytes]:
        """Return the files of a build from nothing."""
        pages: Pages = self.kit.compose(None)
        build_site(pages, "ada", self.project.mkdocs_yml, place, URL)
        files = files_under(place)
        del files["sitemap.xml.gz"]
        return files


@pytest.fixture
def editing(ada: Project, tmp_path: Path) -> Editing:
    """Begin with a good profile."""
    return Editing(ada, tmp_path / "served")


def test_after_each_save_is_served_what_a_build_gives(editing: Editing, tmp_path: Path) -> None:
    """One more contact, one fewer, another name: pages come and go."""
    more = ADA + "  - {name: Lu Kern, relationship: peer, position: lab}\n"
    for number, text in enumerate((more, ADA.replace("Jo Park", "Jo Parker"), ADA)):
        editing.save(text)
        assert files_under(editing.edition.public) == editing.built(tmp_path / f"{number}")


def test_problems_are_served_where_the_kit_was(editing: Editing) -> None:
    """And the kit once they are mended."""
    draft = editing.edition.public / "drafts" / "jo.html"
    good = draft.read_bytes()
    editing.save("owner: [")
    assert b"has problems" in draft.read_bytes()
    editing.save(ADA)
    assert draft.read_bytes() == good


def test_what_cannot_be_built_leaves_what_is_served(editing: Editing) -> None:
    """MkDocs' server prints why, and goes on."""
    words = editing.project.docs / "en" / "words.yml"
    good, before = words.read_text("utf-8"), files_under(editing.edition.public)
    words.write_text("", "utf-8")
    with pytest.raises(Abort, match="words"):
        editing.save(ADA)
    with pytest.raises(KitgenError, match="words"):
        editing.edition.print()
    assert files_under(editing.edition.public) == before
    words.write_text(good, "utf-8")
    editing.save(ADA)
    assert files_under(editing.edition.public) == before


def test_what_cannot_be_read_or_written_is_told(editing: Editing) -> None:
    """A setting that goes for a moment, a place that is taken; then all is well again."""
    settings, start = editing.project.mkdocs_yml, editing.edition.public / "index.html"
    held = settings.read_bytes()
    settings.unlink()
    with pytest.raises(Abort, match="cannot be built: No such file"):
        editing.edition.print_again()
    settings.write_bytes(held)
    start.unlink()
    start.mkdir()
    with pytest.raises(Abort, match="cannot be built: Is a directory"):
        editing.save(ADA.replace("Ada Lind", "Ada Lund"))
    start.rmdir()
    editing.edition.print_again()
    assert "Ada Lund" in start.read_text("utf-8")


def test_half_a_page_is_written_again(editing: Editing, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full at one save; then the profile is as it was."""
    before, write = files_under(editing.edition.public), Path.write_bytes

    def half(path: Path, content: bytes) -> int:
        if not path.is_relative_to(editing.edition.public):
            return write(path, content)
        write(path, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(Abort, match="No space"):
        editing.save(ADA.replace("Ada Lind", "Ada Lund"))
    monkeypatch.undo()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON))
    editing.save(ADA)
    assert files_under(editing.edition.public) == before


def test_a_press_stays_warm_until_what_it_keeps_changes(editing: Editing) -> None:
    """Another profile is the same press; another style is another one, and is served."""
    press = editing.edition.press
    editing.save(ADA.replace("Jo Park", "Jo Parker"))
    assert editing.edition.press is press
    style = editing.project.docs / "assets" / "kit.css"
    style.write_text("body { color: red }", "utf-8")
    editing.edition.print()
    assert editing.edition.press is not press
    assert (editing.edition.public / "assets" / "kit.css").read_text() == "body { color: red }"
