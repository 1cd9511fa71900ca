"""A project is found from inside it, and its profiles by the names people use."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from kitgen.errors import KitgenError, ProfileError
from kitgen.project import Project, find_project, kit_for, pages_for, read_profile
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def with_profiles(root: Path, *names: str) -> Project:
    """Return a project with empty profiles of these names."""
    (root / "profiles").mkdir()
    for name in names:
        (root / "profiles" / name).touch()
    return Project(root)


def names(paths: tuple[Path, ...]) -> list[str]:
    """Return the names of profiles."""
    return [path.name for path in paths]


def test_a_project_is_found_from_a_folder_inside_it(copied: Project) -> None:
    """Commands work wherever in the project they are given."""
    assert find_project(copied.root / "docs" / "en") == copied
    assert find_project(copied.root) == copied


def test_outside_of_a_project_the_error_says_what_one_is(tmp_path: Path) -> None:
    """The message names what was looked for."""
    with pytest.raises(KitgenError, match=r"no folder with mkdocs\.yml and docs/"):
        find_project(tmp_path)


def test_all_profiles_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    """Both endings count; hidden files, which editors leave, and other files do not."""
    files = ("zoe.yml", "ada.yaml", ".#ada.yml", "._zoe.yml", "README.md", "profile.schema.json")
    project = with_profiles(tmp_path, *files)
    assert names(project.profile_paths()) == ["ada.yaml", "zoe.yml"]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("ada-lind", "ada-lind.yml"),
        ("ada-lind.yml", "ada-lind.yml"),
        ("profiles/ada-lind.yml", "ada-lind.yml"),
        ("sample-mara", "sample-mara.yml"),
        ("mara", "sample-mara.yml"),
        ("ma", "sample-mara.yml"),
        ("ada", "ada.yml"),
    ],
)
def test_a_profile_goes_by_several_names(tmp_path: Path, name: str, file: str) -> None:
    """Its file's name, its path, a sample without `sample-`, or a beginning that only it has."""
    project = with_profiles(tmp_path, "ada-lind.yml", "ada.yml", "sample-mara.yml")
    assert names(project.profile_paths([name])) == [file]


@pytest.mark.parametrize("name", ["", "ad", "nobody", "../secret", "a*"])
def test_an_unknown_name_is_told_with_the_known_ones(tmp_path: Path, name: str) -> None:
    """A beginning that two share is no name either."""
    project = with_profiles(tmp_path, "ada-lind.yml", "ada.yml")
    with pytest.raises(KitgenError, match=r"Profiles: ada-lind, ada$"):
        project.profile_paths([name])


def test_a_profile_named_twice_is_one(tmp_path: Path) -> None:
    """`kitgen build mara sample-mara` builds one kit."""
    project = with_profiles(tmp_path, "sample-mara.yml")
    assert names(project.profile_paths(["mara", "sample-mara"])) == ["sample-mara.yml"]


def test_two_profiles_of_one_kit_are_refused(tmp_path: Path) -> None:
    """Nobody's kit is written over another's without a word."""
    project = with_profiles(tmp_path, "ada.yml", "ada.yaml", "ada.yb.yml")  # in between
    with pytest.raises(KitgenError, match=r"ada\.yaml and ada\.yml would make the same kit"):
        project.profile_paths()


def test_a_file_name_that_cannot_name_a_kit_is_refused(copied: Project) -> None:
    """A kit's name becomes part of addresses."""
    path = copied.profiles / "Ada Lind.yml"
    path.write_text("owner: {name: Ada}")
    with pytest.raises(KitgenError, match=r"'Ada Lind\.yml' cannot be the name of a kit"):
        read_profile(copied, path, NOON)


def test_a_language_without_words_is_a_problem_with_a_place(copied: Project) -> None:
    """The problem stands at the line, and says which languages there are."""
    path = copied.profiles / "ada.yml"
    path.write_text("owner:\n  name: Ada\n  language: sv\n")
    with pytest.raises(ProfileError) as raised:
        read_profile(copied, path, NOON)
    problem = raised.value.problems[0]
    assert (problem.source, problem.line) == ("profiles/ada.yml", 3)
    assert problem.hint == "use one of: de, en"


@pytest.mark.parametrize(
    ("time_zone", "day"),
    [("Pacific/Auckland", date(2026, 11, 23)), ("America/Los_Angeles", date(2026, 11, 22))],
)
def test_the_day_of_a_kit_is_its_owners(copied: Project, time_zone: str, day: date) -> None:
    """At noon in Greenwich it is tomorrow in Auckland, and so it is in the kit."""
    path = copied.profiles / "ada.yml"
    path.write_text(f"owner:\n  name: Ada\n  time_zone: {time_zone}\n")
    assert kit_for(copied, path, NOON).today == day
    about = pages_for(copied, path, NOON).page("about.md").html
    assert f"{day.day} November 2026" in about


def test_a_step_of_today_is_accepted_east_of_greenwich(copied: Project) -> None:
    """What an owner in Auckland did this morning is no day in the future."""
    path = copied.profiles / "ada.yml"
    path.write_text(
        "owner: {name: Ada, time_zone: Pacific/Auckland}\n"
        "contacts:\n- name: Jo\n  history: [{asked: 2026-11-23}]\n"
    )
    assert kit_for(copied, path, NOON).profile.contacts[0].name == "Jo"


def test_content_is_compiled_once_until_a_file_changes(copied: Project) -> None:
    """Kits of one language share their templates, and `serve` sees an edited page source."""
    before = copied.content("en")
    assert copied.content("en") is before
    (copied.docs / "en" / "about.md").write_text("# Something else\n")
    assert copied.content("en") is not before


def test_a_folder_that_docs_links_to_is_looked_at(copied: Project) -> None:
    """Several projects may share the words of a language."""
    shared = copied.docs.parent.parent / "shared"
    (copied.docs / "en").rename(shared)
    (copied.docs / "en").symlink_to(shared)
    before = copied.content("en")
    (shared / "about.md").write_text("# Something else\n")
    assert copied.content("en") is not before


def test_a_source_is_named_as_people_know_it(tmp_path: Path) -> None:
    """Inside the project by its path from there, outside by its whole path."""
    project = Project(tmp_path)
    assert project.source(tmp_path / "profiles" / "ada.yml") == "profiles/ada.yml"
    assert project.source(tmp_path / "docs" / ".." / "ada.yml") == "ada.yml"
    assert project.source(tmp_path.parent / "ada.yml") == (tmp_path.parent / "ada.yml").as_posix()


def test_a_link_is_named_by_its_own_name(tmp_path: Path) -> None:
    """Whether a file or the whole folder of profiles stands elsewhere, or nowhere."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "profiles").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "ada.yml").symlink_to("nothing")
    project = Project(tmp_path / "project")
    assert project.source(project.profiles / "ada.yml") == "profiles/ada.yml"


def test_a_build_with_nothing_to_do_reads_nothing_in() -> None:
    """What takes a second to import waits for a kit that has to be built."""
    asked = "import sys, kitgen.cli, kitgen.production; kitgen.cli.main.commands['build']"
    asked += "; print(sorted({'pydantic', 'jinja2', 'mkdocs', 'yaml', 'babel'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, check=True)
    assert said.stdout.split() == [b"[]"]
