"""What `kitgen check` warns of; suggestions and drafts are tested with the kit."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kitgen.findings import find_warnings
from kitgen.project import kit_for

if TYPE_CHECKING:
    from kitgen.project import Project


def test_facts_checked_long_ago_are_told_once_at_the_oldest(project: Project) -> None:
    """All stale facts make one warning, with a place in the file of the facts."""
    path = project.profile_paths(["mara"])[0]
    later = datetime(2029, 1, 1, tzinfo=UTC)
    told = [each for each in find_warnings(kit_for(project, path, later)) if "facts" in each.code]
    assert [(each.source, each.severity) for each in told] == [("docs/facts.yml", "warning")]
    assert told[0].line == project.content("en").facts.stale(later.date())[0].line > 1


def test_facts_checked_lately_are_not_told(project: Project) -> None:
    """As long as the facts are fresh, nobody hears of them."""
    path = project.profile_paths(["mara"])[0]
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert "stale-facts" not in {each.code for each in find_warnings(kit_for(project, path, now))}
