"""Calendar files: as another program reads them, and the same again at the next build."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import unquote

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from kitgen.calendar_file import Event, calendar_file
from kitgen.pages import compose_pages
from kitgen.project import kit_for

if TYPE_CHECKING:
    from datetime import datetime

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


def test_the_same_event_has_the_same_id_later(project: Project, noon: datetime) -> None:
    """A build of another day moves an event; it makes no second one."""
    one, other = (
        icalendar.Calendar.from_ical(calendars(project, when)[0]).events
        for when in (noon, noon.replace(day=25))
    )
    assert {str(each["uid"]) for each in one} == {str(each["uid"]) for each in other}
