"""The kit: what belongs to one owner, put together, without private notes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kitgen.findings import find_warnings
from kitgen.kit import Kit, compose_kit
from kitgen.profile import load_profile, parse_profile

if TYPE_CHECKING:
    from kitgen.content import Content
    from kitgen.project import Project

PROFILE = """\
owner: {name: Ada Holm, goal: a post, strengths: [patience]}
positions: [{id: mill, organisation: Linden Mill, start: 2020}]
contacts:
  - name: Jo Park
    relationship: peer
    position: mill
    unconfirmed: same organisation
    notes: Wants to leave the mill soon, tell nobody about it.
  - name: Sam
    relationship: peer
    position: mill
    evidence: [{project: the index, outcome: it works, period: as typed}]
  - name: Kim
    relationship: peer
    position: mill
    evidence: [{project: the catalogue, outcome: it works}]
recommendations:
  received:
    - {by: Kim, position: mill, unconfirmed: a guess, written: 2024-01-01}
"""


@pytest.fixture
def kit(content: Content, today: date) -> Kit:
    """Compose the kit of a small profile."""
    return compose_kit(parse_profile(PROFILE, "ada.yml", today), content, today, "ada-holm")


def test_a_kit_has_no_private_notes(kit: Kit) -> None:
    """What is not in the kit's profile cannot get into a page; the rest of it is there."""
    assert [contact.notes for contact in kit.profile.contacts] == [None, None, None]
    assert kit.coverage.tally.profile is kit.profile
    assert "leave the mill" not in repr(kit)


def test_a_kits_id_is_the_same_after_a_rebuild_and_names_nobody(kit: Kit, content: Content) -> None:
    """It follows the file's name alone: not the day, not what the profile says."""
    other_day = date(2027, 1, 1)
    changed = parse_profile(PROFILE.replace("Ada Holm", "Eve Holm"), "ada.yml", other_day)
    assert compose_kit(changed, content, other_day, "ada-holm").id == kit.id
    assert compose_kit(changed, content, other_day, "eve-holm").id != kit.id
    assert len(kit.id) == 12
    assert set(kit.id) <= set("0123456789abcdef")


def test_warnings_point_at_suggestions_and_drafts(kit: Kit) -> None:
    """A suggestion to confirm and a draft that breaks a rule are warnings at their lines."""
    warnings = find_warnings(kit)
    assert {warning.severity for warning in warnings} == {"warning"}
    assert [(warning.line, warning.code) for warning in warnings] == [
        (7, "unconfirmed"),
        (19, "unconfirmed"),
        (9, "draft-D9"),
        (13, "draft-D9"),
    ]
    assert warnings[0].message == "how Jo Park knew Ada is only a suggestion"
    assert warnings[2].message == "points (message) to Sam: Kim is given the same point."
    assert warnings[2].hint == "about: it works"


def test_samples_give_no_warning_about_a_draft(project: Project, content: Content) -> None:
    """Whoever opens a sample sees suggestions, and the general texts that it holds on purpose."""
    day = date(2026, 11, 22)
    texts = set()
    for path in project.profile_paths():
        kit = compose_kit(load_profile(path, day), content, day, path.stem)
        warnings = find_warnings(kit)
        assert {each.code for each in warnings} <= {"unconfirmed", "text-S1", "text-S2"}
        texts |= {each.message.partition(":")[0] for each in warnings if "text-" in each.code}
    # A deed in passing, which a person would let pass: `he fixed our spreadsheet macros`.
    close = "Danuta Kierska"
    names = ("Callum Reyes-Hart", "Siân Llewellyn-Rao", "Marcin Grabiec", "Mikko Tervola", close)
    assert texts == {f"the text from {name}" for name in names}


def test_what_is_found_in_a_received_text_is_told_at_the_text(content: Content) -> None:
    """Each finding is a warning at the line of the words, with the words and what to add."""
    profile = parse_profile(
        "owner: {name: Ada Lind}\n"
        "contacts: [{name: Jo Park}, {name: Ben Cole}]\n"
        "recommendations:\n"
        "  received:\n"
        "    - {by: Ben Cole, text: Ada mended the lathe in one night.}\n"
        "    - by: Jo Park\n"
        "      text: Ben is a team player.\n",
        "ada.yml",
        date(2026, 11, 22),
    )
    kit = compose_kit(profile, content, date(2026, 11, 22), "ada")
    told = [each for each in find_warnings(kit) if each.code.startswith("text-")]
    assert [(each.line, each.code) for each in told] == [
        (7, "text-S1"),
        (7, "text-S2"),
        (7, "text-S6"),
    ]
    assert told[0].hint.startswith("about: “team player”. Add one thing")
    assert told[0].path == "recommendations.received[2].text"


def test_facts_checked_long_ago_are_one_warning(content: Content) -> None:
    """A year after the last check there is one warning for all, at the oldest of the facts."""
    later = date(2028, 1, 1)
    small = parse_profile("owner: {name: Ada}\n", "ada.yml", later)
    [warning] = find_warnings(compose_kit(small, content, later, "ada"))
    oldest = content.facts.stale(later)[0]
    assert (warning.code, warning.severity) == ("stale-facts", "warning")
    assert (warning.source, warning.line) == (content.facts.source, oldest.line)
    assert oldest.id in warning.hint


def test_no_draft_of_a_sample_shouts(project: Project, content: Content) -> None:
    """The house speaks calmly: no exclamation mark in any draft."""
    day = date(2026, 11, 22)
    for path in project.profile_paths():
        kit = compose_kit(load_profile(path, day), content, day, path.stem)
        assert not [draft.id for draft in kit.drafts.drafts if "!" in draft.text + draft.subject]
