"""The history of an ask: one more dated step, written into the profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kitgen.errors import KitgenError, ProfileError
from kitgen.folder import replace_text
from kitgen.profile import Edits, edit_profile, find_contact, parse_profile
from kitgen.project import read_profile

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from kitgen.profile import Step
    from kitgen.project import Project


@dataclass(frozen=True, slots=True)
class Taken:
    """A step taken with a contact, by id or name; today without a day."""

    contact: str
    step: Step
    on: date | None = None


def log_step(project: Project, path: Path, taken: Taken, now: datetime) -> str:
    """Write a step into the profile at `path`; return what was written, in words.

    Nothing else in the profile changes. Raises KitgenError when
    nobody or more than one has that name, when the step is there already, or when it cannot be
    right (an answer before the ask, a day to come): then nothing is written.
    """
    source = project.source(path)
    profile, today = read_profile(project, path, now)
    contact = find_contact(profile, taken.contact)
    day, step = taken.on or today, taken.step
    if any(each.step is step and each.on == day for each in contact.history):
        raise KitgenError(f"{contact.name}: '{step}' on {day} is there already")
    index = [each.id for each in profile.contacts].index(contact.id)
    text = path.read_bytes().decode()
    edits = Edits()
    edits.append(("contacts", index, "history"), [{step.value: day.isoformat()}])
    edited = edit_profile(text, edits)
    try:
        parse_profile(edited, source, today)
    except ProfileError as error:
        first = error.problems[0]
        why = f"{first.message}; {first.hint or 'check the day'}"
        raise KitgenError(f"{contact.name}: {why}") from None
    replace_text(path, edited, source)
    return f"{source}: {contact.name}, {step} on {day.isoformat()}"
