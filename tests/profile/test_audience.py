"""Who sees which field: default deny, in circles that lie inside each other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pydantic import Field

import kitgen.profile.audience
from kitgen.pages import compose_pages
from kitgen.profile import Reader, parse_profile, seen_by, unclassed_fields, widest_reader
from kitgen.profile.entries import Contact
from kitgen.project import kit_of
from tests.conftest import TODAY

if TYPE_CHECKING:
    from kitgen.profile import Profile
    from kitgen.project import Project

_FULL = """\
owner: {name: Ada Lind, goal: GOAL, time_zone: Europe/Berlin}
positions:
  - {id: lab, organisation: Lab, start: 2020-01, important: yes}
contacts:
  - id: jo
    name: Jo Park
    relationship: manager
    position: lab
    email: jo@example.org
    notes: CANARY-CONTACT
    evidence: [{project: PROJECT}]
    history: [{asked: 2026-11-01}]
recommendations:
  received: [{by: jo, text: TEXT}]
mentor:
  notes: CANARY-MENTOR
  confidence_before: 3
"""


@pytest.fixture
def profile() -> Profile:
    """Return a profile with something for everyone."""
    return parse_profile(_FULL, "ada.yml", TODAY)


def held(profile: Profile) -> str:
    """Return all that a profile holds."""
    return json.dumps(profile.model_dump(mode="json"))


def test_every_field_is_classed() -> None:
    """A new field fails here until it says who may see it."""
    assert unclassed_fields() == ()


def test_a_field_that_nobody_classed_is_told_and_hidden(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forgotten, it shows nowhere; the test above names it."""
    classed = dict(kitgen.profile.audience._CLASSED)
    del classed["contacts.email"]
    monkeypatch.setattr(kitgen.profile.audience, "_CLASSED", classed)
    assert unclassed_fields() == ("contacts.email",)
    for reader in (Reader.MENTOR, Reader.OWNER, Reader.WRITER):
        assert "jo@example.org" not in held(seen_by(profile, reader))


def test_a_new_field_of_the_model_is_unclassed() -> None:
    """The list is compared with the model itself."""

    class WithMore(Contact):
        salary: str | None = Field(None, description="What they earn.")

    leaves = set(kitgen.profile.audience._leaves("", WithMore))
    assert "salary" in leaves
    assert widest_reader("contacts.salary") is Reader.NOBODY


@pytest.mark.parametrize(
    ("reader", "seen", "hidden"),
    [
        (
            Reader.MENTOR,
            {"CANARY-MENTOR", "jo@example.org", "GOAL", "TEXT", "PROJECT"},
            {"CANARY-CONTACT"},
        ),
        (
            Reader.OWNER,
            {"jo@example.org", "GOAL", "TEXT", "PROJECT", "2026-11-01"},
            {"CANARY-CONTACT", "CANARY-MENTOR"},
        ),
        (
            Reader.WRITER,
            {"GOAL", "PROJECT", "Lab"},
            {"CANARY-CONTACT", "CANARY-MENTOR", "jo@example.org", "TEXT", "2026-11-01"},
        ),
    ],
)
def test_each_reader_sees_their_own(
    profile: Profile, reader: Reader, seen: set[str], hidden: set[str]
) -> None:
    """What is in their circle is there, and nothing from outside of it."""
    text = held(seen_by(profile, reader))
    assert {each for each in seen if each in text} == seen
    assert {each for each in hidden if each in text} == set()


def test_no_page_of_a_kit_holds_what_is_the_mentors(profile: Profile, project: Project) -> None:
    """Neither the notes nor the confidence; and the kit's own profile does not hold them."""
    kit = kit_of(project, profile, TODAY, "ada")
    assert kit.profile.mentor.confidence_before is None
    html = "".join(page.html for page in compose_pages(kit).pages)
    assert "GOAL" in html
    assert "CANARY" not in html
