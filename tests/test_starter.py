"""The commented profile to begin with."""

from __future__ import annotations

import errno
import os
import re
from typing import TYPE_CHECKING, Self

import pytest

from kitgen.errors import KitgenError
from kitgen.profile import load_profile, parse_profile
from kitgen.project import Project
from kitgen.starter import write_starter

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@pytest.fixture
def fresh(project: Project, tmp_path: Path) -> Project:
    """Return a project without any profile."""
    (tmp_path / "docs").symlink_to(project.docs)
    return Project(tmp_path)


@pytest.mark.parametrize(
    ("name", "file", "owner"),
    [
        ("ada", "ada.yml", "Ada"),
        ("mara-okafor", "mara-okafor.yml", "Mara Okafor"),
        ("Mara Okafor", "mara-okafor.yml", "Mara Okafor"),
        ("Łucja O’Hara-Święcka", "lucja-o-hara-swiecka.yml", "Łucja O’Hara-Święcka"),
        ("D. van 't Hof", "d-van-t-hof.yml", "D. van 't Hof"),
        ("no", "no.yml", "No"),
    ],
)
def test_a_starter_is_a_valid_profile_of_its_owner(
    fresh: Project, today: date, name: str, file: str, owner: str
) -> None:
    """It can be built before anything is filled in."""
    path = write_starter(fresh, name)

    assert fresh.profiles / file == path
    assert owner == load_profile(path, today).owner.name


@pytest.mark.parametrize("name", ["李雷", "김서연", "Мария a"])
def test_a_name_without_latin_letters_is_asked_for_in_latin_ones(fresh: Project, name: str) -> None:
    """A file called by a hash would be found by nobody."""
    with pytest.raises(KitgenError, match=f"Latin letters.*then write '{name}' after 'name:'"):
        write_starter(fresh, name)

    assert not fresh.profiles.exists()


@pytest.mark.parametrize("ending", [".yml", ".yaml"])
def test_a_starter_never_overwrites_a_profile(fresh: Project, ending: str) -> None:
    """Not even one with the other ending: both would be the same kit."""
    fresh.profiles.mkdir()
    taken = fresh.profiles / f"ada{ending}"
    taken.write_text("mine", "utf-8")

    with pytest.raises(KitgenError, match="there already"):
        write_starter(fresh, "Ada")

    assert taken.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    "name", ["", " ", "../ada", "a/b", "a: b", "a #b", "-a", "null", "a\nb", "{{ a }}", "a" * 90]
)
def test_what_cannot_be_a_name_is_refused(fresh: Project, name: str) -> None:
    """Nothing is written, least of all outside `profiles/`."""
    with pytest.raises(KitgenError, match="cannot be a name"):
        write_starter(fresh, name)

    assert not fresh.profiles.exists()


def test_a_disk_that_gets_full_leaves_no_half_of_a_profile(
    fresh: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty one would keep the name, and be told as broken."""
    real = os.fdopen

    class Full:
        def __init__(self, handle: int) -> None:
            self.file = real(handle, "wb")

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def write(self, content: bytes) -> None:
            self.file.write(content[:9])
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", lambda handle, _: Full(handle))
        with pytest.raises(KitgenError, match="No space left on device; make room on that disk"):
            write_starter(fresh, "Ada")
    assert list(fresh.profiles.iterdir()) == []
    assert write_starter(fresh, "Ada").is_file()


def test_a_sample_is_not_started(fresh: Project) -> None:
    """Samples are committed to public repositories, profiles are not."""
    with pytest.raises(KitgenError, match="sample"):
        write_starter(fresh, "Sample-Ada")


def test_a_folder_that_cannot_be_written_is_an_error(fresh: Project) -> None:
    """It says what is in the way."""
    fresh.profiles.write_text("a file", "utf-8")

    with pytest.raises(KitgenError, match="cannot be written"):
        write_starter(fresh, "ada")


def test_a_starter_is_in_the_language_that_is_asked_for(fresh: Project, today: date) -> None:
    """A German one is commented in German, and its kit will be German."""
    path = write_starter(fresh, "Ada Lind", "de")

    assert load_profile(path, today).owner.language == "de"
    assert "# Was dabei herauskam: ein kurzer Satz." in path.read_text("utf-8")
    with pytest.raises(KitgenError, match="no words for 'fr'; use one of: de, en"):
        write_starter(fresh, "Eva", "fr")


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_is_commented_out_in_a_starter_is_a_valid_profile(
    fresh: Project, today: date, language: str
) -> None:
    """Whoever deletes the marks gets a profile without a problem."""
    path = write_starter(fresh, "Ada Lind", language)
    lines = path.read_text("utf-8").splitlines()
    head = next(index for index, line in enumerate(lines) if line.startswith("owner:"))
    begun = re.compile(r"^( *)# ( *(?:- )?[a-z_]+:.*| *- .*| *(?:Paste|Hier kommt) .*)$")
    meant = [begun.sub(r"\1\2", line.replace(": []", ":")) for line in lines[head:]]
    text = "\n".join(meant)
    profile = parse_profile(text, "ada.yml", today, ("de", "en"))
    assert profile.owner.goal
    assert profile.contacts[0].evidence[0].outcome
    assert profile.positions
