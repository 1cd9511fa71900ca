"""What the tests of the plan share: the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kitgen.facts import Facts, load_facts

if TYPE_CHECKING:
    from kitgen.project import Project


@pytest.fixture(scope="session")
def facts(project: Project) -> Facts:
    """Load the facts that kits are made with."""
    return load_facts(project.docs / "facts.yml", "docs/facts.yml")
