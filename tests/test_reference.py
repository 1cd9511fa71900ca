"""The generated files in `profiles/`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from kitgen.errors import KitgenError
from kitgen.project import Project
from kitgen.reference import write_reference

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("profiles/profile.schema.json", "profiles/README.md")


@pytest.fixture
def copy(project: Project, tmp_path: Path) -> Project:
    """Return a project with a copy of the generated files."""
    (tmp_path / "profiles").mkdir()
    for name in FILES:
        shutil.copy(project.root / name, tmp_path / name)
    return Project(tmp_path)


def test_the_committed_schema_and_reference_are_those_of_the_model(project: Project) -> None:
    """Whoever changes the model runs `kitgen schema`."""
    assert write_reference(project, only_check=True) == ()


def test_what_is_out_of_date_is_named_and_with_only_check_left(copy: Project) -> None:
    """CI asks, and changes nothing."""
    (copy.root / FILES[0]).write_text("{}", "utf-8")

    assert FILES[:1] == write_reference(copy, only_check=True)
    assert (copy.root / FILES[0]).read_text("utf-8") == "{}"


def test_what_is_out_of_date_or_missing_is_written_once(copy: Project) -> None:
    """A second run finds nothing to do."""
    (copy.root / FILES[0]).unlink()
    readme = copy.root / FILES[1]
    readme.write_text(readme.read_text("utf-8").replace("| `name` (needed)", "| x"), "utf-8")

    assert write_reference(copy) == FILES
    assert write_reference(copy) == ()


def test_what_people_wrote_around_the_reference_stays(copy: Project) -> None:
    """Only the part between the marks is kitgen's."""
    readme = copy.root / FILES[1]
    readme.write_text(f"Before.\n{readme.read_text('utf-8')}After.\n", "utf-8")

    assert write_reference(copy) == ()
    assert readme.read_text("utf-8").startswith("Before.\n")
    assert readme.read_text("utf-8").endswith("After.\n")


def test_a_reference_without_its_marks_is_an_error(copy: Project) -> None:
    """Writing it anywhere would destroy what people wrote."""
    (copy.root / FILES[1]).write_text("Nothing\n", "utf-8")

    with pytest.raises(KitgenError, match="marks"):
        write_reference(copy)


def test_a_reference_that_is_not_there_is_an_error(copy: Project) -> None:
    """It says which file, without a traceback."""
    (copy.root / FILES[1]).unlink()

    with pytest.raises(KitgenError, match=r"profiles/README\.md"):
        write_reference(copy)
