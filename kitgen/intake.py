"""The form "new mentee": what somebody filled in becomes a valid profile, or nothing does.

The form is read from the file of the event, never from a command line: no shell ever sees it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.errors import KitgenError, ProfileError
from kitgen.profile import Edits, edit_profile, parse_profile
from kitgen.starter import starter_text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kitgen.document import Value
    from kitgen.project import Project

_MOST = 65_536  # characters: GitHub's limit for an issue
_TOO_LONG = "the form is longer than any form; fill in a new one"
_NOTHING = {"", "_No response_"}
_MOST_BYTES = 5_000_000  # of an event, which tells much beside the issue
_HEADING = re.compile(r"^### +(\S.*)$", re.MULTILINE)
_NAME, _PEOPLE, _STRENGTHS = "Name", "People to ask", "Strengths"
# The labels of the form's questions that are one line, and the fields that they fill in.
_LINES = {
    "Call name": "call_name",
    "Goal": "goal",
    "Headline": "headline",
    "LinkedIn address": "linkedin",
    "Time zone": "time_zone",
}


class FormError(KitgenError):
    """The form cannot become a profile; what is said names its questions, never an answer."""

    is_public = True


class Form(Struct, frozen=True):
    """A form as it was filled in: answers by the label of their question.

    `number` is that of its issue, 0 where it has none.
    """

    answers: dict[str, str]
    number: int = 0

    def answer(self, label: str) -> str:
        """Return the answer to a question, empty when there is none."""
        return self.answers.get(label, "")


def read_form(path: Path) -> Form:
    """Return the form in a file: the event of an issue (JSON), or the text of one."""
    try:
        text = _text_of(path) if path.is_file() else None  # a pipe would never end
    except (OSError, UnicodeDecodeError):
        text = None
    if text is None:
        raise FormError("the form cannot be read; name the file of the event or its text")
    number = 0
    if path.suffix == ".json" or text.lstrip().startswith("{"):
        text, number = _of_event(text)
    if len(text) > _MOST:
        raise FormError(_TOO_LONG)
    parts = _HEADING.split(text.replace("\r\n", "\n"))
    answers = {
        label.rstrip(): "" if answer.strip() in _NOTHING else answer.strip()
        for label, answer in zip(parts[1::2], parts[2::2], strict=True)
    }
    return Form(answers, number)


def _text_of(path: Path) -> str:
    with path.open("rb") as file:
        raw = file.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise FormError(_TOO_LONG)
    return raw.decode()


def profile_of(project: Project, form: Form, today: date) -> tuple[Path, str]:
    """Return where the profile of a form goes, and its text. Raises FormError.

    Nothing is written, and a profile that is there already stays.
    """
    name = " ".join(form.answer(_NAME).split())
    if not name:
        raise FormError(
            f"the question '{_NAME}' has no answer; edit the issue, and it is tried again"
        )
    try:
        path, text = starter_text(project, name)
    except KitgenError as error:
        told = "there is already" if "there already" in str(error) else "Latin letters"
        why = (
            "there is a profile of that name already; edit it instead"
            if told == "there is already"
            else f"'{_NAME}' cannot be the name of a file; write it in Latin letters"
        )
        raise FormError(why) from None
    try:
        text = edit_profile(text, _edits(form))
        parse_profile(text, project.source(path), today)
    except ProfileError as error:
        fields = sorted({_question(each.path) for each in error.problems})
        raise FormError(f"not accepted: {', '.join(fields)}; edit the issue") from None
    return path, text


def _of_event(text: str) -> tuple[str, int]:
    try:
        event = json.loads(text)
        issue = event["issue"]
        return str(issue["body"] or ""), int(issue["number"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise FormError("that is not the event of an issue") from None


def _edits(form: Form) -> Edits:
    edits = Edits()
    for label, field in _LINES.items():
        answer = " ".join(form.answer(label).split())
        if answer:
            edits.set(("owner", field), answer)
    edits.append(("owner", "strengths"), [*_lines(form.answer(_STRENGTHS))])
    edits.append(("contacts",), [_contact(each) for each in _lines(form.answer(_PEOPLE))])
    return edits


def _contact(line: str) -> dict[str, Value]:
    """Return a contact of a line such as `Jo Park, manager`."""
    name, comma, relationship = line.rpartition(",")
    if not comma:
        return {"name": line}
    return {"name": name.strip(), "relationship": relationship.strip().lower()}


def _lines(answer: str) -> list[str]:
    found = (" ".join(line.lstrip("-* ").split()) for line in answer.split("\n"))
    return [line for line in found if line]


def _question(path: str) -> str:
    """Return the question that a field was filled in from."""
    field = path.rpartition(".")[2]
    for label, name in _LINES.items():
        if name == field:
            return f"'{label}'"
    line = re.match(r"contacts\[(\d+)\]", path)
    if line:
        return f"line {line[1]} of '{_PEOPLE}'"
    return f"'{_STRENGTHS}'" if "strengths" in path else f"'{_NAME}'"
