"""The history of an ask: dated steps, written into the profile."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.errors import KitgenError, ProfileError
from kitgen.folder import replace_text
from kitgen.profile import Edits, Step, edit_profile, find_contact, parse_profile
from kitgen.project import read_profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from kitgen.profile import Contact, Profile
    from kitgen.project import Project

# A step as a kit's progress tells it, wherever it stands in a message.
# What it may hold is bounded: blanks without end would be gone through from each of them.
_ROOM = r"\s{0,40}"
_TOLD = re.compile(
    rf"\{{{_ROOM}who:{_ROOM}([^\s,{{}}][^,{{}}]{{0,120}}?){_ROOM},{_ROOM}(\w{{1,40}}):{_ROOM}"
    rf"([\d-]{{1,40}}){_ROOM}\}}"
)
MOST_TOLD = 1_000_000  # characters of a message; with every mail that it answers, it is not as long


class Taken(Struct, frozen=True):
    """A step taken with a contact, by id or name; today without a day."""

    contact: str
    step: Step
    on: date | None = None


def steps_told(message: str) -> tuple[Taken, ...]:
    """Return the steps in a message that a kit's “Send my progress” copied.

    What stands around them is passed over, a mail program's marks, too. Raises KitgenError when
    there is none, or when one of them is no step or no day.
    """
    if len(message) > MOST_TOLD:
        raise KitgenError("that is longer than any message; name the one that a kit copied")
    told = _TOLD.findall(message)
    if not told:
        raise KitgenError("no step stands there, such as {who: jo, asked: 2026-05-31}")
    wrong = [f"'{step}: {day}'" for _, step, day in told if not _is_step(step, day)]
    if wrong:
        raise KitgenError(f"not a step with its day: {', '.join(wrong)}")
    return tuple(Taken(who, Step(step), date.fromisoformat(day)) for who, step, day in told)


def log_steps(
    project: Project, path: Path, taken: Sequence[Taken], now: datetime
) -> tuple[str, ...]:
    """Write steps into the profile at `path`; return what was written, in words.

    Nothing else in the profile changes. A step that is there already is left out. Raises
    KitgenError when nobody or more than one has a name, or when a step cannot be right (an answer
    before the ask, a day to come): then none is written.
    """
    source = project.source(path)
    profile, today = read_profile(project, path, now)
    steps: dict[tuple[int, Step, date], Contact] = {}
    for each in taken:
        contact = find_contact(profile, each.contact)
        day = each.on or today
        if not any((it.step, it.on) == (each.step, day) for it in profile.history_of(contact)):
            steps[profile.contacts.index(contact), each.step, day] = contact
    text = _with_steps(path.read_bytes().decode(), steps)
    try:
        parse_profile(text, source, today)
    except ProfileError as error:
        raise KitgenError(_why(error, profile)) from None
    if steps:
        replace_text(path, text, source)
    return tuple(
        f"{source}: {contact.name}, {step} on {day.isoformat()}"
        for (_, step, day), contact in steps.items()
    )


def _with_steps(text: str, steps: Iterable[tuple[int, Step, date]]) -> str:
    edits = Edits()
    for index, step, day in steps:
        edits.append(("contacts", index, "history"), [{step.value: day.isoformat()}])
    return edit_profile(text, edits)


def _is_step(step: str, day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return step in set(Step)


def _why(error: ProfileError, profile: Profile) -> str:
    """Return whose step cannot be right, and what to do about it, for each of them."""
    told = []
    for each in error.problems:
        index = re.match(r"contacts\[(\d+)\]", each.path)
        name = profile.contacts[int(index[1]) - 1].name if index else each.path
        told.append(f"{name}: {each.message}; {each.hint or 'check the day'}")
    return "\n".join(told)
