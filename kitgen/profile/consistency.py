"""What fields of a profile say together: ids, references and the order of dates.

It works on the plain values, so that these problems are told together with those of the single
fields; a value that is no date or no id has its own problem already and is passed over here.
"""

from __future__ import annotations

import difflib
import itertools
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kitgen.document import short
from kitgen.profile.choices import Step
from kitgen.profile.references import (
    CONTACT_REFERENCES,
    POSITION_REFERENCES,
    blocks,
    references,
)
from kitgen.profile.values import ID_PATTERN, PartialDate, parse_day, parse_end, parse_partial_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kitgen.document import Document, Path, Value
    from kitgen.errors import Problem
    from kitgen.profile.references import Block

_MOST_SHOWN = 6
# Comparing takes time; a file with more unknown ids has another problem than a typing mistake.
_MOST_COMPARED = 200
# A step, and the steps that cannot come before the first of it.
NOT_BEFORE = {
    Step.ASKED: (Step.AGREED, Step.REQUESTED, Step.REMINDED),
    Step.REQUESTED: (Step.RECEIVED, Step.PUBLISHED),
    Step.RECEIVED: (Step.PUBLISHED, Step.THANKED),
}
_ASKS = (Step.ASKED, Step.REQUESTED)
# A step, and those of which one has to be there, too.
NEEDS = {Step.REMINDED: _ASKS}
# It can be tomorrow already where the owner is.
_TIME_ZONE_SLACK = timedelta(days=1)


def find_inconsistencies(document: Document, value: Value, today: date) -> Iterator[Problem]:
    """Yield every problem between the fields of `value`, which `document` was read into."""
    yield from _double_ids(document, value)
    yield from _unknown_references(document, value)
    yield from _positions(document, value, today)
    yield from _recommendations(document, value, today)
    for index, contact in blocks(value, "contacts"):
        yield from _history(document, _steps_with(value, index, contact), today)
        yield from _until(document, ("contacts", index, "history"), contact)
    yield from _blackouts(document, value)
    yield from _double_skills(document, value)


def _double_ids(document: Document, value: Value) -> Iterator[Problem]:
    for kind in ("contacts", "positions"):
        first: dict[str, int] = {}
        for index, entry in blocks(value, kind):
            entry_id = entry.get("id")
            if isinstance(entry_id, str) and first.setdefault(entry_id, index) != index:
                line = document.place((kind, first[entry_id], "id")).line
                yield _double_id(document, (kind, index, "id"), entry_id, line)


def _double_id(document: Document, path: Path, entry_id: str, line: int) -> Problem:
    message = f"a second entry with the id '{entry_id}' (first on line {line})"
    hint = "give each its own id, for instance with the year or the team added"
    if path not in document.places:
        message = f"the id made from this name, '{entry_id}', is taken (line {line})"
        hint = f"add an id of its own, for instance id: {entry_id}-2"
    return document.problem(path, "double-id", message, hint)


def _unknown_references(document: Document, value: Value) -> Iterator[Problem]:
    for kind, word, named_by, patterns in (
        ("contacts", "contact", "name", CONTACT_REFERENCES),
        ("positions", "position", "organisation", POSITION_REFERENCES),
    ):
        known = _texts(value, kind, "id")
        names = _texts(value, kind, named_by)
        found = (each for pattern in patterns for each in references(value, pattern))
        unknown = [(path, text) for path, text in found if text.strip() and text not in known]
        for told, (path, text) in enumerate(unknown):
            message = f"there is no {word} '{short(text)}'"
            hint = _nearest(text, known, kind) if told < _MOST_COMPARED else f"see '{kind}'"
            if text in names:
                message = f"more than one {word} is called '{short(text)}'"
                hint = "write the id of the one that you mean"
            yield document.problem(path, "unknown-id", message, hint)


def _texts(value: Value, kind: str, field: str) -> dict[str, None]:
    """Return the different texts of one field of the entries of `kind`, in their order."""
    found = (entry.get(field) for _, entry in blocks(value, kind))
    return {text.strip(): None for text in found if isinstance(text, str)}


def _nearest(text: str, known: Iterable[str], kind: str) -> str:
    right = (each for each in known if re.fullmatch(ID_PATTERN, each))
    ids = list(itertools.islice(right, _MOST_COMPARED))
    close = difflib.get_close_matches(text.lower().replace(" ", "-"), ids, 1)
    if close:
        return f"did you mean '{close[0]}'?"
    if ids:
        shown = ", ".join(ids[:_MOST_SHOWN]) + (", …" if len(ids) > _MOST_SHOWN else "")
        return f"use one of these ids, or add an entry under '{kind}': {shown}"
    return f"add an entry under '{kind}' first"


def _positions(document: Document, value: Value, today: date) -> Iterator[Problem]:
    for index, position in blocks(value, "positions"):
        start = _partial(position.get("start"), parse_partial_date)
        end = _partial(position.get("end"), parse_end)
        if start and end and end.last < start.first:
            message = f"this position ends ({end}) before it starts ({start})"
            hint = "swap the two dates, or correct the year"
            yield document.problem(("positions", index, "end"), "dates", message, hint)
        if start and start.first > today + _TIME_ZONE_SLACK:
            message = f"this position has not started yet ({start})"
            hint = "correct the date, or leave the position out until then"
            yield document.problem(("positions", index, "start"), "future", message, hint)


def _recommendations(document: Document, value: Value, today: date) -> Iterator[Problem]:
    recommendations = value.get("recommendations") if isinstance(value, dict) else None
    starts = {
        str(position.get("id")): _partial(position.get("start"), parse_partial_date)
        for _, position in blocks(value, "positions")
    }
    for direction in ("received", "given"):
        for index, entry in blocks(recommendations, direction):
            path: Path = ("recommendations", direction, index, "written")
            written = _day(entry.get("written"))
            position = entry.get("position")
            start = starts.get(position) if isinstance(position, str) else None
            if written and start and written < start.first:
                message = f"written on {written}, before the position '{position}' began ({start})"
                hint = "correct the day, or name the position that it is about"
                yield document.problem(path, "dates", message, hint)
            if written:
                yield from _future(document, path, written, today)


def _history(
    document: Document, steps: Sequence[tuple[Path, Step, date]], today: date
) -> Iterator[Problem]:
    first: dict[Step, date] = {}
    for _, step, day in steps:
        first[step] = min(day, first.get(step, day))
    for at, step, day in steps:
        yield from _future(document, at, day, today)
        for earlier, later in NOT_BEFORE.items():
            if step in later and earlier in first and day < first[earlier]:
                message = f"'{step}' on {day} comes before '{earlier}' on {first[earlier]}"
                hint = "correct one of the two days"
                yield document.problem(at, "history", message, hint)
        if step in NEEDS and not any(each in first for each in NEEDS[step]):
            message = "a reminder without an ask"
            hint = "add the step 'asked' or 'requested' before it"
            yield document.problem(at, "history", message, hint)
        refused = first.get(Step.DECLINED)
        if step in _ASKS and refused and day > refused:
            message = f"'{step}' on {day} comes after 'declined' on {refused}"
            hint = "a no is final: remove this step, or correct the other one"
            yield document.problem(at, "history", message, hint)


def _steps_with(value: Value, index: int, contact: Block) -> list[tuple[Path, Step, date]]:
    """Return the steps with a contact that can be read: in their history, then in the log."""
    own = [(("contacts", index, "history", at), entry) for at, entry in blocks(contact, "history")]
    logged = [
        (("log", at), entry)
        for at, entry in blocks(value, "log")
        if entry.get("who") == contact.get("id")
    ]
    return [
        ((*path, name), Step(name), day)
        for path, entry in (*own, *logged)
        for name, text in entry.items()
        if name in set(Step) and (day := _day(text))
    ]


def _until(document: Document, path: Path, contact: Block) -> Iterator[Problem]:
    """Yield each `until` that stands beside another step than `parked`, or before its day."""
    for index, entry in blocks(contact, "history"):
        until, parked = _day(entry.get("until")), _day(entry.get(Step.PARKED))
        at: Path = (*path, index, "until")
        if until and Step.PARKED not in entry:
            hint = "delete it, or write 'parked' and its day beside it"
            yield document.problem(at, "history", "'until' belongs to 'parked'", hint)
        elif until and parked and until <= parked:
            message = f"'until' on {until} is not after 'parked' on {parked}"
            yield document.problem(at, "history", message, "correct one of the two days")


def _future(document: Document, path: Path, day: date, today: date) -> Iterator[Problem]:
    if day > today + _TIME_ZONE_SLACK:
        message = f"{day} is in the future (today is {today})"
        hint = "write down what has happened; kitgen plans what comes next"
        yield document.problem(path, "future", message, hint)


def _blackouts(document: Document, value: Value) -> Iterator[Problem]:
    preferences = value.get("preferences") if isinstance(value, dict) else None
    for index, entry in blocks(preferences, "blackout"):
        first, last = _day(entry.get("first")), _day(entry.get("last"))
        if first and last and last < first:
            path: Path = ("preferences", "blackout", index, "last")
            message = f"this blackout ends ({last}) before it begins ({first})"
            yield document.problem(path, "dates", message, "swap the two days")


def _double_skills(document: Document, value: Value) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, entry in blocks(value, "endorsements"):
        skill = entry.get("skill")
        if isinstance(skill, str):
            first = seen.setdefault(skill.strip().casefold(), index)
            if first != index:
                line = document.place(("endorsements", first, "skill")).line
                message = f"the skill '{skill.strip()}' is listed twice (first on line {line})"
                path: Path = ("endorsements", index, "skill")
                yield document.problem(path, "double-skill", message, "keep one of the two")


def _day(value: Value) -> date | None:
    try:
        return parse_day(value)
    except ValueError:
        return None


def _partial(value: Value, parse: Callable[[object], PartialDate | None]) -> PartialDate | None:
    try:
        return parse(value)
    except ValueError:
        return None
