"""A saved file is noticed, however it was saved, and each time."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from kitgen.site.watching import FILE_EVERY, observer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 20  # seconds, on a machine that does much else


class Noticed(FileSystemEventHandler):
    """What was told of a file."""

    def __init__(self) -> None:
        self.told = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take it; MkDocs' server passes over what is told of folders."""
        if not event.is_directory:
            self.told.set()


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """Return a file among others."""
    for name in ("ada.yml", "bo.yml"):
        (tmp_path / name).write_text("a", "utf-8")
    return tmp_path / "ada.yml"


@pytest.fixture
def noticed(profile: Path) -> Iterator[Noticed]:
    """Watch the file."""
    handler, observer = Noticed(), observer_of(FILE_EVERY)
    observer.schedule(handler, str(profile), recursive=True)
    observer.start()
    yield handler
    observer.stop()
    observer.join()


def written(profile: Path) -> None:
    """Save it in its place."""
    profile.write_text(f"{profile.read_text('utf-8')}b", "utf-8")


def replaced(profile: Path) -> None:
    """Save it as many editors do: beside it, and then in its place."""
    fresh = profile.with_suffix(".new")
    fresh.write_text("a", "utf-8")
    fresh.replace(profile)


def touched(profile: Path) -> None:
    """Give it another time, a nanosecond later."""
    state = profile.stat()
    os.utime(profile, ns=(state.st_atime_ns, state.st_mtime_ns + 1))


def made_again(profile: Path) -> None:
    """Take it away first, for longer than until the next look."""
    profile.unlink()
    threading.Event().wait(0.05)
    profile.write_text("a", "utf-8")


@pytest.mark.parametrize("save", [written, replaced, touched, made_again])
def test_each_way_to_save_is_noticed_each_time(
    profile: Path, noticed: Noticed, save: Callable[[Path], None]
) -> None:
    """Also when the file was gone for a moment, or is as large as before."""
    for _ in range(3):
        save(profile)
        assert noticed.told.wait(PATIENCE)
        noticed.told.clear()
        threading.Event().wait(0.05)  # a save may be told twice: as begun, and as done
        noticed.told.clear()


def test_a_file_that_has_gone_is_told_once(profile: Path, noticed: Noticed) -> None:
    """And that it is there again, as it was."""
    profile.unlink()
    assert noticed.told.wait(PATIENCE)
    noticed.told.clear()
    assert not noticed.told.wait(0.5)
    profile.write_text("a", "utf-8")
    assert noticed.told.wait(PATIENCE)


def test_other_files_are_nothing(profile: Path, noticed: Noticed) -> None:
    """A folder may hold thousands of profiles, and one is edited."""
    written(profile.with_name("bo.yml"))
    profile.with_name("cy.yml").write_text("a", "utf-8")
    assert not noticed.told.wait(0.2)


@pytest.mark.parametrize("name", ["en/a.md", "b.yml", "new.md"])
def test_any_file_in_a_folder_is_noticed(tmp_path: Path, name: str) -> None:
    """Deep in it, changed or new, and one that goes. An editor's lock leads to nothing."""
    (tmp_path / "en").mkdir()
    for each in ("en/a.md", "b.yml"):
        (tmp_path / each).write_text("a", "utf-8")
    (tmp_path / ".#b.yml").symlink_to("nowhere")
    handler, observer = Noticed(), observer_of(FILE_EVERY)
    observer.schedule(handler, str(tmp_path), recursive=True)
    observer.start()
    try:
        (tmp_path / name).write_text("ab", "utf-8")
        assert handler.told.wait(PATIENCE)
        threading.Event().wait(0.1)
        handler.told.clear()
        (tmp_path / name).unlink()
        assert handler.told.wait(PATIENCE)
    finally:
        observer.stop()
        observer.join()


@pytest.mark.parametrize("linked", ["words.yml", "en"])
def test_what_links_in_a_folder_lead_to_is_noticed(tmp_path: Path, linked: str) -> None:
    """Words that several projects share may lie elsewhere, and whole folders; links go round."""
    folder, shared = tmp_path / "docs", tmp_path / "shared"
    for each in (folder, shared / "en"):
        each.mkdir(parents=True)
    for name in ("words.yml", "en/a.md"):
        (shared / name).write_text("a", "utf-8")
    (folder / linked).symlink_to(shared / linked)
    (shared / "en" / "round").symlink_to(shared)
    handler, observer = Noticed(), observer_of(FILE_EVERY)
    observer.schedule(handler, str(folder), recursive=True)
    observer.start()
    (shared / linked / "a.md" if linked == "en" else shared / linked).write_text("ab", "utf-8")
    assert handler.told.wait(PATIENCE)
    observer.stop()
    observer.join()
