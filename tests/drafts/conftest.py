"""What the tests of drafts share: kits from profiles, and a profile to begin with."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kitgen.kit import Kit, compose_kit
from kitgen.profile import load_profile, parse_profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from kitgen.content import Content
    from kitgen.project import Project

TODAY = date(2026, 11, 22)
_LIVES = Path(__file__).parent / "lives"
_OWNER = """\
owner: {name: Ada Holm, goal: a post in a library, strengths: [patience]}
positions: [{id: mill, title: Clerk, organisation: Linden Mill, start: 2020}]
"""


@pytest.fixture
def kit_of(content: Content, today: date) -> Callable[[str], Kit]:
    """Compose the kit of a profile's text."""

    def compose(text: str) -> Kit:
        return compose_kit(parse_profile(text, "ada.yml", today), content, today, "ada")

    return compose


@pytest.fixture
def kit_with(kit_of: Callable[[str], Kit]) -> Callable[[str], Kit]:
    """Compose the kit of one owner with the contacts of a YAML list in one line."""

    def compose(contacts: str) -> Kit:
        return kit_of(f"{_OWNER}contacts: {contacts}\n")

    return compose


@pytest.fixture(scope="session")
def kits(project: Project, content: Content) -> dict[str, Kit]:
    """Compose the English kits of the samples and of three more lives, by file name."""
    paths = [*project.profile_paths(), *sorted(_LIVES.glob("*.yml"))]
    profiles = {path.stem: load_profile(path, TODAY) for path in paths}
    return {
        name: compose_kit(each, content, TODAY, name)
        for name, each in profiles.items()
        if each.owner.language == content.words.language.code
    }
