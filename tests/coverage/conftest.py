"""What the tests of coverage share: the facts, and profiles from a few lines of YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kitgen.coverage import Coverage, measure_coverage
from kitgen.facts import Facts, load_facts
from kitgen.profile import parse_profile

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kitgen.project import Project


@pytest.fixture(scope="session")
def facts(project: Project) -> Facts:
    """Load the facts that kits are made with."""
    return load_facts(project.docs / "facts.yml", "docs/facts.yml")


@pytest.fixture
def measured(facts: Facts, today: date) -> Callable[..., Coverage]:
    """Measure the coverage of a profile given as YAML below its owner."""

    def measure(text: str, on: date = today) -> Coverage:
        profile = parse_profile(f"owner: {{name: Mara Okafor}}\n{text}", "mara.yml", on)
        return measure_coverage(profile, facts, on)

    return measure
