"""What all tests share: the project, its content, and golden cases."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from kitgen.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from kitgen.content import Content

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)
NOON = 1795348800  # of that day, in seconds since 1970
# How long one example takes is up to the machine and to what else it does.
settings.register_profile("kitgen", deadline=None)
settings.load_profile("kitgen")
IN_CI = os.environ.get("CI") == "true"
ADA = """\
owner:
  name: Ada Lind
positions:
  - {id: lab, organisation: Lab, start: 2020-01}
contacts:
  - {id: jo, name: Jo Park, relationship: manager, position: lab}
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`, which rewrites golden files instead of comparing them."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")
    words = "run axe on every page in all twelve looks, not in some of them in turn"
    parser.addoption("--every-look", action="store_true", help=words)


def pytest_configure(config: pytest.Config) -> None:
    """Keep what is compiled for the whole run, and no longer: a run uses no cache of anybody.

    And let all of it take place at one time: it may begin before midnight and end after it.
    """
    os.environ["SOURCE_DATE_EPOCH"] = str(NOON)
    if not hasattr(config, "workerinput"):  # workers have the surroundings of the first process
        folder = tempfile.TemporaryDirectory(prefix="kitgen-cache-")
        os.environ["KITGEN_CACHE"] = folder.name
        config.add_cleanup(folder.cleanup)


@pytest.fixture(scope="session")
def program() -> Callable[..., str]:
    """Find a program by its names; without it, skip here and fail where nothing may be skipped."""

    def find(*names: str) -> str:
        found = next((found for name in names if (found := shutil.which(name))), None)
        if found is None and IN_CI:
            pytest.fail(f"there is no {names[0]}, and CI skips nothing")
        if found is None:
            pytest.skip(f"there is no {names[0]}; install it to run this test")
        return found

    return find


@pytest.fixture(scope="session")
def project() -> Project:
    """Return the repository itself, as the project that kitgen works in."""
    return Project(ROOT)


@pytest.fixture
def copied(tmp_path: Path) -> Project:
    """Return a copy of the project with its samples, to change at will."""
    root = tmp_path / "project"
    for folder in ("docs", "profiles"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return Project(root)


@pytest.fixture
def ada(copied: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Enter a project with one small profile, at noon, on somebody's own machine."""
    for path in copied.profile_paths():
        path.unlink()
    (copied.profiles / "ada.yml").write_text(ADA)
    monkeypatch.chdir(copied.root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON))
    for name in ("CI", "KITGEN_SECRET", "KITGEN_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return copied


@pytest.fixture(scope="session")
def content(project: Project) -> Content:
    """Return the English content, compiled once."""
    return project.content("en")


@pytest.fixture(scope="session")
def noon() -> datetime:
    """Return the time at which all tests take place."""
    return datetime.fromtimestamp(NOON, UTC)


@pytest.fixture
def today() -> date:
    """Return the day on which all tests take place."""
    return TODAY


@pytest.fixture
def same_as_golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with the golden file at a path, or rewrite the file with `--update-golden`."""

    def compare(path: Path, actual: str) -> None:
        if request.config.getoption("--update-golden"):
            path.write_text(actual, "utf-8")
        assert path.read_text("utf-8") == actual

    return compare
