"""pydantic's errors in the words of a person who has never seen YAML.

Worded by pydantic's error *type*, never by its message. Each type says what was found and what is
accepted; the field's own description and example make the hint.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from kitgen.document import short
from kitgen.profile.choices import Relationship, Step
from kitgen.profile.fields import enum_of, example_of, field_at, named
from kitgen.profile.misplaced import block_hint, list_hint, unknown_field
from kitgen.profile.values import EARLIEST_YEAR, LATEST_YEAR, zones_called

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pydantic_core import ErrorDetails

    from kitgen.document import Document, Path
    from kitgen.errors import Problem

# Words that people type for LinkedIn's relationships.
_SAME_AS = {
    "boss": Relationship.MANAGER,
    "supervisor": Relationship.MANAGER,
    "lead": Relationship.MANAGER,
    "direct report": Relationship.REPORT,
    "employee": Relationship.REPORT,
    "mentee": Relationship.JUNIOR,
    "colleague": Relationship.PEER,
    "coworker": Relationship.PEER,
    "co-worker": Relationship.PEER,
    "teammate": Relationship.PEER,
    "client": Relationship.CUSTOMER,
    "vendor": Relationship.SUPPLIER,
    "professor": Relationship.TEACHER,
    "trainer": Relationship.TEACHER,
    "coach": Relationship.MENTOR,
    "advisor": Relationship.MENTOR,
    "student": Relationship.CLASSMATE,
    "friend": Relationship.PEER,
}

# Message and hint.
_Words = tuple[str, str]


def word_errors(errors: Iterable[ErrorDetails], document: Document) -> list[Problem]:
    """Return the problems that pydantic's errors stand for, each at its place in `document`.

    A field that is missing because its name is misspelled is told once, at the misspelled name.
    """
    problems, missing, meant = [], [], set()
    for error in errors:
        path = _path_in_file(tuple(error["loc"]), document)
        if error["type"] == "missing":
            missing.append(path)
        elif error["type"] == "extra_forbidden":
            message, hint, name = unknown_field(path)
            end = document.key_place(path).end
            if error["input"] is None and document.text[end : end + 1] != ":":
                hint = "put quotes around the whole text, if this is a part of one with a comma"
            meant.add((*path[:-1], name))
            problems.append(document.key_problem(path, "unknown-field", message, hint))
        else:
            problems.append(_wrong_value(path, error, document))
    return problems + [_missing(path, document) for path in missing if path not in meant]


def _path_in_file(loc: Path, document: Document) -> Path:
    """Return `loc` without the steps that pydantic adds and no file has."""
    path: Path = ()
    for step in loc:
        if (*path, step) in document.places or step == loc[-1] or isinstance(step, int):
            path = (*path, step)
    return path


def _wrong_value(path: Path, error: ErrorDetails, document: Document) -> Problem:
    kind, found = error["type"], error["input"]
    if found is None:
        hint = example_of(path) or "fill it in, or delete the line"
        return document.problem(path, "empty", "this entry is empty", hint)
    if kind == "history_step":
        return document.problem(path, "history", *_history_step(path, error, document))
    if isinstance(found, list | dict) and kind not in _STRUCTURES:
        return document.problem(path, "type", *_text(path, error))
    words = _WORDS.get(kind, _other)
    return document.problem(path, _CODES.get(kind, "value"), *words(path, error))


def _missing(path: Path, document: Document) -> Problem:
    name = str(path[-1])
    hint = example_of(path) or f"write '{name}:' and its fields below it, further to the right"
    if path in document.keys:
        return document.key_problem(path, "empty", f"'{name}' is empty", hint)
    return document.problem(path[:-1], "missing", f"{named(path[:-1])} has no '{name}'", hint)


def _choice(path: Path, error: ErrorDetails) -> _Words:
    field = field_at(path)
    choices = [choice.value for choice in enum_of(field.annotation if field else None)]
    found = str(error["input"]).strip().lower()
    hint = f"use one of: {', '.join(choices)}"
    close = difflib.get_close_matches(found.replace(" ", "-").replace("_", "-"), choices, 1)
    same = _SAME_AS.get(found) if set(choices) == set(Relationship) else None
    if same or close:
        hint = f"did you mean '{same or close[0]}'? One of: {', '.join(choices)}"
    return f"'{short(error['input'])}' is not one of the choices", hint


def _text(path: Path, error: ErrorDetails) -> _Words:
    hint = "if it is one text that holds ': ' or starts with '{', put quotes around it"
    if isinstance(error["input"], list):
        hint = "write one text, without '[' and '- '; if they belong to it, put quotes around it"
    return f"{named(path)} should be one text, but {short(error['input'])} stands here", _join(
        hint, example_of(path)
    )


def _list(path: Path, error: ErrorDetails) -> _Words:
    found = error["input"]
    if isinstance(found, dict):
        message = f"{named(path)} should be a list, but its entries have no '- '"
    else:
        message = f"{named(path)} should be a list, but a single value stands here"
    if path[-1] == "history":
        return message, _STEP_HINT
    return message, list_hint(path, found)


def _block(path: Path, error: ErrorDetails) -> _Words:
    found = error["input"]
    shown = f"'{short(found)}'" if isinstance(found, str) else short(found)
    if path[-2:-1] == ("history",):
        return f"{shown} is no dated step", _STEP_HINT
    return f"{named(path)} should be a block of fields, but {shown} stands here", block_hint(
        path, found
    )


def _day(_path: Path, error: ErrorDetails) -> _Words:
    hint = "write year, month and day with hyphens, for instance 2026-05-31"
    return f"'{short(error['input'])}' is not a day", hint


def _partial(_path: Path, error: ErrorDetails) -> _Words:
    hint = "write 2026, 2026-05 or 2026-05-31"
    return f"'{short(error['input'])}' is not a date", hint


def _length(path: Path, error: ErrorDetails) -> _Words:
    if error["type"] == "string_too_short":
        return f"{named(path)} is empty", example_of(path) or "fill it in, or delete it"
    limit = error.get("ctx", {}).get("max_length", 0)
    size = f"{len(str(error['input'])):,} characters, at most {limit:,}"
    return f"this text is too long ({size})", "shorten it"


def _id(path: Path, error: ErrorDetails) -> _Words:
    if path[-1] == "language":
        return f"'{short(error['input'])}' is not a language code", "write for instance en or de"
    hint = "use lower-case letters, digits and hyphens, at most 63, for instance jo-park"
    return f"'{short(error['input'])}' cannot be an id", hint


def _number(_path: Path, error: ErrorDetails) -> _Words:
    context = error.get("ctx", {})
    if "ge" in context:
        return f"{short(error['input'])} is too small", f"write at least {context['ge']:,}"
    if "le" in context:
        return f"{short(error['input'])} is too large", f"write at most {context['le']:,}"
    return f"'{short(error['input'])}' is not a whole number", "write digits only, for instance 8"


_STEP_HINT = f"write '- asked: 2026-05-31'; a step is one of: {', '.join(Step)}"
_LOG_HINT = f"write '- {{who: jo, asked: 2026-05-31}}'; a step is one of: {', '.join(Step)}"


def _history_step(path: Path, error: ErrorDetails, document: Document) -> _Words:
    if len(set(error["input"]).intersection(Step)) > 1:
        return "two steps in one entry", "start each step on its own line with '- '"
    begun = next((step for step in Step if (*path, step.value) in document.keys), None)
    if begun:
        return f"'{begun}' has no day", f"write for instance '- {begun}: 2026-05-31'"
    return "this entry has no step", _LOG_HINT if path[0] == "log" else _STEP_HINT


def _time_zone(_path: Path, error: ErrorDetails) -> _Words:
    meant = zones_called(str(error["input"]))
    hint = f"did you mean '{meant[0]}'?" if meant else "write region and city, as Europe/Berlin"
    return f"'{short(error['input'])}' is not a time zone", hint


def _other(path: Path, error: ErrorDetails) -> _Words:
    return f"'{short(error['input'])}' is not accepted here", example_of(path)


def _fixed(message: str, hint: str) -> Callable[[Path, ErrorDetails], _Words]:
    def words(_path: Path, error: ErrorDetails) -> _Words:
        return message.format(found=short(error["input"])), hint

    return words


_LINKEDIN_HINT = "copy it from the address bar: https://www.linkedin.com/in/name/"
_YEARS = f"it should be between {EARLIEST_YEAR} and {LATEST_YEAR}"
_WORDS: Mapping[str, Callable[[Path, ErrorDetails], _Words]] = {
    "enum": _choice,
    "string_type": _text,
    "tuple_type": _list,
    "model_type": _block,
    "model_attributes_type": _block,
    "string_too_long": _length,
    "string_too_short": _length,
    "string_pattern_mismatch": _id,
    "int_parsing": _number,
    "int_type": _number,
    "int_parsing_size": _number,
    "greater_than_equal": _number,
    "less_than_equal": _number,
    "day_format": _day,
    "partial_format": _partial,
    "bool_parsing": _fixed("'{found}' is neither yes nor no", "write yes or no"),
    "bool_type": _fixed("'{found}' is neither yes nor no", "write yes or no"),
    "year_range": _fixed("the year of '{found}' looks wrong", _YEARS),
    "no_such_day": _fixed("'{found}' is not in the calendar", "correct the month or the day"),
    "linkedin_address": _fixed("'{found}' is not a LinkedIn profile address", _LINKEDIN_HINT),
    "email_address": _fixed(
        "'{found}' is not an e-mail address", "write one address, for instance jo@example.org"
    ),
    "time_zone": _time_zone,
    "bidi_control": _fixed(
        "the text holds an invisible mark that turns the writing direction", "type it again by hand"
    ),
    "control_character": _fixed(
        "the text holds a character that cannot be shown", "type it again by hand"
    ),
    "no_reason": _fixed(
        "'{found}' does not say why", "write the reason, or delete the whole line to confirm"
    ),
}
# Types of error that say themselves what a list or block does at a wrong place.
_STRUCTURES = {"tuple_type", "model_type", "model_attributes_type"}
_CODES = {
    "enum": "choice",
    "string_type": "type",
    "tuple_type": "type",
    "model_type": "type",
    "day_format": "day",
    "partial_format": "day",
    "no_such_day": "day",
    "year_range": "day",
    "string_too_long": "length",
    "string_too_short": "empty",
    "string_pattern_mismatch": "id",
    "linkedin_address": "address",
    "email_address": "address",
    "bidi_control": "invisible",
    "control_character": "invisible",
}


def _join(*hints: str) -> str:
    return "; ".join(hint for hint in hints if hint)
