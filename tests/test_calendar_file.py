"""Calendar files: as another program reads them, and the same again at the next build."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from kitgen.calendar_file import Event, calendar_file
from kitgen.kit import compose_kit
from kitgen.pages import compose_pages
from kitgen.profile import parse_profile
from kitgen.project import kit_for

if TYPE_CHECKING:
    from datetime import datetime

    from kitgen.content import Content
    from kitgen.project import Project

DAY = date(2026, 11, 22)
texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).map(str.strip)


@given(
    summary=texts.filter(bool), description=texts, on=st.dates(date(1990, 1, 1), date(2100, 1, 1))
)
def test_any_text_comes_back(summary: str, description: str, on: date) -> None:
    """Commas, semicolons, backslashes, emoji and long lines mean themselves."""
    text = calendar_file([Event("a@kitgen", on, summary, description)], DAY)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (event,) = icalendar.Calendar.from_ical(text).events
    assert (str(event["summary"]), event.start, event["uid"]) == (summary, on, "a@kitgen")
    assert str(event.get("description", "")) == description


def calendars(project: Project, noon: datetime) -> list[str]:
    """Return all calendar files of a sample's plan, the whole one first."""
    kit = kit_for(project, project.profiles / "sample-mara-okafor.yml", noon)
    page = compose_pages(kit).page("plan.md").html
    found = re.findall(r'href="data:text/calendar;charset=utf-8,([^"]*)"', page)
    return [unquote(each) for each in found]


def test_the_plan_is_a_calendar(project: Project, noon: datetime) -> None:
    """One file for all, one for each ask; nobody's name is in an id."""
    whole, *parts = calendars(project, noon)
    events = icalendar.Calendar.from_ical(whole).events
    uids = [str(each["uid"]) for each in events]
    assert len(set(uids)) == len(uids) >= 2 * len(parts) > 0
    single = [
        str(event["uid"]) for part in parts for event in icalendar.Calendar.from_ical(part).events
    ]
    assert set(single) <= set(uids)
    assert all(re.fullmatch(r"[0-9a-f]{24}@kitgen", uid) for uid in uids)
    assert any(str(each["summary"]).startswith("Ask ") for each in events)


def imported(known: dict[str, icalendar.Event], text: str) -> dict[str, icalendar.Event]:
    """Return a calendar after a file was put into it, as RFC 5546 has it: the latest counts."""
    after = dict(known)
    for event in icalendar.Calendar.from_ical(text).events:
        old = after.get(str(event["uid"]))
        if old is None or _revision(event) >= _revision(old):
            after[str(event["uid"])] = event
    return after


def _revision(event: icalendar.Event) -> tuple[int, str]:
    return int(str(event["sequence"])), str(event["dtstamp"].to_ical())


def test_a_file_read_again_changes_nothing_and_a_later_one_moves_what_moved(
    project: Project, noon: datetime
) -> None:
    """Nothing is there twice, whether dates moved forth or back, and an old file undoes nothing."""
    first = calendars(project, noon)[0]
    once = imported({}, first)
    assert imported(once, first) == once
    later = calendars(project, noon.replace(day=25))[0]
    twice = imported(once, later)
    assert twice.keys() == once.keys()
    moved = [uid for uid in once if once[uid].start != twice[uid].start]
    assert moved
    assert imported(twice, first) == twice
    day = {"a@kitgen": date(2026, 12, 1), "b@kitgen": date(2026, 12, 8)}
    files = [
        calendar_file([Event(uid, on + timedelta(days=by), "x") for uid, on in day.items()], made)
        for by, made in ((0, DAY), (-3, DAY + timedelta(days=1)))
    ]
    known = imported(imported({}, files[0]), files[1])
    assert [known[uid].start for uid in day] == [date(2026, 11, 28), date(2026, 12, 5)]


LIFE = """\
owner: {name: Ada Lind}
positions: [{id: lab, organisation: Lab, start: 2020-01}]
contacts:
  - {id: jo, name: Jo Park, relationship: peer, position: lab, history: [{asked: 2026-11-20}]}
  - {id: kim, name: Kim Vale, relationship: peer, position: lab, history: [{received: 2026-11-20}]}
  - id: lee
    name: Lee Dorn
    history: [{asked: 2026-11-01}, {agreed: 2026-11-19}]
  - id: sam
    name: Sam Berg
    history: [{published: 2026-11-19}, {thanked: 2026-11-19}]
  - id: ann
    name: Ann Holt
    relationship: manager
    position: lab
    evidence: [{project: a, outcome: b}]
"""


def events_of(text: str, noon: datetime, content: Content) -> dict[str, icalendar.Event]:
    """Return the events of a profile's plan by their titles."""
    profile = parse_profile(text, "ada.yml", noon.date())
    page = compose_pages(compose_kit(profile, content, noon.date(), "ada")).page("plan.md").html
    found = re.findall(r'href="data:text/calendar;charset=utf-8,([^"]*)"', page)
    events = icalendar.Calendar.from_ical(unquote(found[0])).events
    return {str(event["summary"]): event for event in events}


def test_all_that_has_a_day_is_in_the_calendar(noon: datetime, content: Content) -> None:
    """Asks and reminders to come, thanks, requests, and what is given back later."""
    events = events_of(LIFE, noon, content)
    assert {title: event.start.isoformat() for title, event in events.items()} == {
        "Ask Ann": "2026-11-22",
        "Remind Ann once": "2026-11-29",
        "Accept and show Kim's text": "2026-11-22",
        "Thank Kim": "2026-11-22",
        "Send Lee the LinkedIn request": "2026-11-22",
        "Remind Jo once": "2026-11-27",
        "Recommend Sam": "2026-12-04",
    }
    assert all(str(event.get("description")) for event in events.values())


def test_ids_stay_whatever_else_changes(noon: datetime, content: Content) -> None:
    """Over rebuilds, edits of other contacts, another order, and once the ask has gone out."""
    before = events_of(LIFE, noon, content)
    head, *contacts = LIFE.split("  - {id: ")
    turned = "  - {id: ".join([head, *reversed(contacts)]).replace("Kim Vale", "Kim Dale")
    turned = turned.replace("    evidence: ", "    history: []\n    evidence: ")
    after = events_of(turned, noon, content)
    assert {title: event["uid"] for title, event in after.items()} == {
        title: event["uid"] for title, event in before.items()
    }
    asked = LIFE.replace("outcome: b}]", "outcome: b}]\n    history: [{asked: 2026-11-21}]")
    after = events_of(asked, noon, content)
    assert after["Remind Ann once"]["uid"] == before["Remind Ann once"]["uid"]
    assert after["Remind Ann once"].start.isoformat() == "2026-11-28"
    assert len({str(event["uid"]) for event in before.values()}) == len(before)
