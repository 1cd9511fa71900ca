"""The doctor: each thing that can be wrong is told, with what to do; and nobody is named."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from kitgen.cli import main
from kitgen.doctor import Health, Support, Surroundings, examine, load_support
from tests.conftest import TODAY

if TYPE_CHECKING:
    from kitgen.project import Project

_WELL = Surroundings(
    today=TODAY,
    versions={"python": "3.13.1"},
    secret="",
    base_url="https://kits.example.org/",
    is_private=True,
    real_profiles=2,
    broken_profiles=0,
    ignored={"build/public": True, ".kitgen/secret": True},
    strays=0,
    newest=TODAY,
    leaks="",
    has_workflow=True,
    stale_facts=0,
    browser="firefox",
)


@pytest.fixture(scope="module")
def support() -> Support:
    """Return the dated file that kitgen comes with."""
    place = Path(str(files("kitgen.doctor").joinpath("support.yml")))
    return load_support(place, "support.yml")


def test_where_all_is_well_nothing_has_to_be_mended(support: Support) -> None:
    """Only whether Pages is on cannot be seen from here."""
    found = examine(_WELL, support)
    assert [each.what for each in found if each.health is not Health.GOOD] == ["publishing"]


@pytest.mark.parametrize(
    ("change", "what", "health", "told"),
    [
        ({"versions": {"python": "3.11.7"}, "today": date(2027, 11, 1), "newest": None},
         "python", Health.BAD, "without fixes since 2027-10-31"),
        ({"versions": {"python": "3.11.7"}, "today": date(2027, 9, 1), "newest": None},
         "python", Health.SOON, "until 2027-10-31"),
        ({"versions": {"python": "3.99.0"}}, "python", Health.OPEN, "nobody has noted"),
        ({"versions": {"mkdocs-material": "9.8.1"}}, "mkdocs-material", Health.SOON, "2027-05-05"),
        ({"newest": TODAY + timedelta(days=1)}, "clock", Health.BAD, "newest commit"),
        ({"secret": None}, "secret", Health.OPEN, "none yet"),
        ({"secret": "too short"}, "secret", Health.BAD, "too short"),
        ({"is_private": None}, "repository", Health.OPEN, "not seen here"),
        ({"is_private": False}, "repository", Health.BAD, "it is public"),
        ({"ignored": {"build/public": True, ".kitgen/secret": False}},
         ".gitignore", Health.BAD, ".kitgen/secret"),
        ({"ignored": None}, "git", Health.OPEN, "no git repository"),
        ({"strays": 2}, "git", Health.BAD, "2 files"),
        ({"broken_profiles": 1}, "profiles", Health.BAD, "1 cannot be read"),
        ({"leaks": "3 leaks"}, "leaks", Health.BAD, "3 leaks"),
        ({"leaks": None}, "leaks", Health.OPEN, "nothing is built"),
        ({"base_url": ""}, "address", Health.OPEN, "not known"),
        ({"has_workflow": False}, "publishing", Health.OPEN, "no workflow"),
        ({"stale_facts": 4}, "facts", Health.SOON, "4 facts"),
        ({"browser": ""}, "browser", Health.OPEN, "none"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_remedy(
    support: Support, change: dict[str, Any], what: str, health: Health, told: str
) -> None:
    """One thing changed is one thing found, and what to do stands beside it."""
    found = examine(replace(_WELL, **change), support)
    (check,) = [each for each in found if each.what == what and each.health is not Health.GOOD]
    assert check.health is health
    assert told in check.found
    assert check.mend or what == "git"


def test_dates_that_nobody_looked_up_lately_are_told(support: Support) -> None:
    """The file of dates is dated itself."""
    later = support.checked_on + support.stale_after + timedelta(days=1)
    found = examine(replace(_WELL, today=later), support)
    assert any(each.what == "support" for each in found)


def test_a_public_repository_with_real_profiles_is_no_good(support: Support) -> None:
    """Without real people in it, it may be public."""
    invented = replace(_WELL, is_private=False, real_profiles=0)
    assert all(each.health is not Health.BAD for each in examine(invented, support))


def test_the_command_names_nobody_and_makes_nothing(
    ada: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks at the project around it; a profile that cannot be read makes it end with 1."""
    (ada.profiles / "bo.yml").write_text("owner: {name: Bo Quillfeather, goals: x}\n")
    before = {path for path in ada.root.rglob("*") if "docs" not in path.parts}
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 1
    assert "1 cannot be read" in done.output
    assert "Quillfeather" not in done.output
    assert {path for path in ada.root.rglob("*") if "docs" not in path.parts} == before
    (ada.profiles / "bo.yml").unlink()
    monkeypatch.setenv("KITGEN_SECRET", "short")
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 1
    assert "KITGEN_SECRET" in done.output
