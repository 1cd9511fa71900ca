"""Who sees which field: default deny, in circles that lie inside each other."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel, Field

import kitgen.profile.audience
from kitgen.pages import compose_brief_pages, compose_pages
from kitgen.pages.value import PLAIN
from kitgen.profile import Profile, Reader, parse_profile, seen_by, unclassed_fields, widest_reader
from kitgen.profile.entries import Contact
from kitgen.project import kit_of, read_profile
from tests.conftest import NOON, TODAY

if TYPE_CHECKING:
    from kitgen.project import Project

NOW = datetime.fromtimestamp(NOON, UTC)
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
    anew = kitgen.profile.audience.widest_reader.__wrapped__  # without what it remembers
    monkeypatch.setattr(kitgen.profile.audience, "widest_reader", anew)
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


def _owners_own(profile: Profile) -> Profile:
    """Return a profile in which every text that is the owner's or more private says so."""

    def spoiled(block: BaseModel, prefix: str) -> BaseModel:
        changed: dict[str, object] = {}
        for name in type(block).model_fields:
            path, value = f"{prefix}{name}", getattr(block, name)
            if isinstance(value, BaseModel):
                changed[name] = spoiled(value, f"{path}.")
            elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
                changed[name] = tuple(spoiled(each, f"{path}.") for each in value)
            elif _is_free_text(path, value) and widest_reader(path) < Reader.WRITER:
                changed[name] = f"CANARY {path}"
        return block.model_copy(update=changed)

    found = spoiled(profile, "")
    assert isinstance(found, Profile)
    return found


def _is_free_text(path: str, value: object) -> bool:
    refers = path in {"recommendations.received.by", "recommendations.given.to"}
    refers = refers or path.endswith((".position", ".time_zone", ".linkedin"))
    return type(value) is str and not refers


def test_the_brief_for_a_writer_shows_nothing_that_is_the_owners_alone(project: Project) -> None:
    """Every text of the owner's own is a canary; the brief is written, and holds none of them."""
    path = project.profile_paths(["sample-tomasz-lindqvist"])[0]
    profile, today = read_profile(project, path, NOW)
    spoiled = _owners_own(profile)
    assert "CANARY" in held(spoiled)
    kit = kit_of(project, spoiled, today, "tomasz")
    ready = [each for each in kit.briefs if each.is_ready]
    assert ready
    for brief in ready:
        pages = compose_brief_pages(kit, brief, PLAIN)
        text = f"{pages.site_name} {pages.description}" + "".join(each.html for each in pages.pages)
        assert brief.contact.called in text
        assert "CANARY" not in text
        others = [each.name for each in profile.contacts if each.id != brief.contact.id]
        assert not [name for name in others if name in text]
