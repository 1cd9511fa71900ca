"""What all tests share: the project, its content, and golden cases."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kitgen.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from kitgen.content import Content

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`, which rewrites golden files instead of comparing them."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


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


@pytest.fixture(scope="session")
def content(project: Project) -> Content:
    """Return the English content, compiled once."""
    return project.content("en")


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
