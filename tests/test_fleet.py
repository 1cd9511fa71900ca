"""Many kits: a broken one stops no other and keeps its last good site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markupsafe import Markup

from kitgen.errors import KitgenError, SiteError
from kitgen.fleet import build_fleet
from kitgen.pages import Page, Pages, Tab
from kitgen.templating import Section

if TYPE_CHECKING:
    from collections.abc import Callable

MKDOCS_YML = Path(__file__).parent.parent / "mkdocs.yml"


def pages(words: str) -> Callable[[], Pages]:
    """Return what composes a kit of one page."""
    section = Section(0, "", Markup(), Markup("<p>{}</p>").format(words))
    page = Page("index.md", "index.html", "Start", (section,))
    tabs = (Tab("Start", ("index.md",)),)
    return lambda: Pages("0", "A kit", "A small kit", "en", (page,), tabs)


def broken() -> Pages:
    """Fail as a profile with problems does."""
    raise KitgenError("the profile has problems")


def test_a_broken_kit_stops_no_other(tmp_path: Path) -> None:
    """Each kit has an outcome of its own, in order; sites stand where they belong."""
    kits = [("ada", pages("of Ada")), ("bob", broken), ("cyd", pages("of Cyd"))]
    outcomes = list(build_fleet(kits, MKDOCS_YML, tmp_path / "plain"))
    assert [outcome.name for outcome in outcomes] == ["ada", "bob", "cyd"]
    assert [str(outcome.error) for outcome in outcomes if outcome.error] == [
        "the profile has problems"
    ]
    assert [outcome.kept for outcome in outcomes] == [False, False, False]
    for name, words in (("ada", "of Ada"), ("cyd", "of Cyd")):
        assert words in (tmp_path / "plain" / name / "index.html").read_text("utf-8")
    assert not (tmp_path / "plain" / "bob").exists()


def test_a_broken_kit_keeps_its_last_good_site(tmp_path: Path) -> None:
    """The site of yesterday stays whole, and the outcome says so."""
    list(build_fleet([("ada", pages("yesterday"))], MKDOCS_YML, tmp_path))
    outcome = next(build_fleet([("ada", broken)], MKDOCS_YML, tmp_path))
    assert outcome.kept
    assert "yesterday" in (tmp_path / "ada" / "index.html").read_text("utf-8")


def test_a_place_that_is_taken_fails_its_kit_only(tmp_path: Path) -> None:
    """A file where a kit belongs is that kit's error, and it is not called a kept kit."""
    (tmp_path / "ada").write_text("a letter")
    kits = [("ada", pages("of Ada")), ("bob", pages("of Bob"))]
    ada, bob = build_fleet(kits, MKDOCS_YML, tmp_path)
    assert isinstance(ada.error, SiteError)
    assert not ada.kept
    assert bob.site
    assert (tmp_path / "ada").read_text() == "a letter"


def test_a_bug_keeps_its_traceback(tmp_path: Path) -> None:
    """What nobody foresaw is no outcome; the folder is free again afterwards."""

    def bug() -> Pages:
        raise KeyError("nothing")

    with pytest.raises(KeyError):
        list(build_fleet([("ada", bug)], MKDOCS_YML, tmp_path))
    assert next(build_fleet([("ada", pages("again"))], MKDOCS_YML, tmp_path)).site


def test_an_error_elsewhere_is_not_said_to_be_of_the_folder(tmp_path: Path) -> None:
    """A file that is missing while a kit is composed is not "the output cannot be written"."""

    def missing() -> Pages:
        raise FileNotFoundError(2, "No such file", "docs/facts.yml")

    with pytest.raises(FileNotFoundError, match=r"docs/facts\.yml"):
        list(build_fleet([("ada", missing)], MKDOCS_YML, tmp_path))


def test_a_folder_that_cannot_be_used_stops_all(tmp_path: Path) -> None:
    """Without a place to write to, no kit is composed."""
    (tmp_path / "file").touch()
    with pytest.raises(SiteError, match="cannot be written"):
        next(build_fleet([("ada", broken)], MKDOCS_YML, tmp_path / "file"))
