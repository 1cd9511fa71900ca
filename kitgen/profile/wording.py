"""pydantic's errors in the words of a person who has never seen YAML.

Worded by pydantic's error *type*, never by its message. Each type says what was found and what is
accepted; the field's own description and example make the hint.
"""

from __future__ import annotations

import difflib
import types
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from pydantic import BaseModel

from kitgen.profile.model import Profile
from kitgen.profile.values import EARLIEST_YEAR, LATEST_YEAR, Relationship, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from kitgen.document import Document, Path, Value
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
_LONGEST_SHOWN = 40

# Message and hint.
_Words = tuple[str, str]


def word_error(error: ErrorDetails, document: Document) -> Problem:
    """Return the problem that one pydantic error stands for, at its place in `document`."""
    kind = error["type"]
    path = _path_in_file(tuple(error["loc"]), document)
    if kind == "extra_forbidden":
        return document.key_problem(path, "unknown-field", *_unknown_field(path))
    if kind == "missing":
        return _missing(path, document)
    message, hint = _WORDS.get(kind, _other)(path, error)
    if error["input"] is None:
        message, hint = "this entry is empty", _example(path) or "fill it in, or delete the line"
    return document.problem(path, _CODES.get(kind, "value"), message, hint)


def _path_in_file(loc: Path, document: Document) -> Path:
    """Return `loc` without the steps that pydantic adds and no file has."""
    path: Path = ()
    for step in loc:
        if (*path, step) in document.places or step == loc[-1] or isinstance(step, int):
            path = (*path, step)
    return path


def _missing(path: Path, document: Document) -> Problem:
    name = str(path[-1])
    hint = _example(path) or f"write '{name}:' and its fields below it, further to the right"
    if path in document.keys:
        return document.key_problem(path, "empty", f"'{name}' is empty", hint)
    where = document.place(path[:-1])
    what = "the profile" if len(path) == 1 else "this entry" if where.line else "it"
    return document.problem(path[:-1], "missing", f"{what} has no '{name}'", hint)


def _unknown_field(path: Path) -> _Words:
    name = str(path[-1])
    parent = model_at(path[:-1])
    known = list(parent.model_fields) if parent else []
    close = difflib.get_close_matches(name.lower().replace("-", "_"), known, 1, 0.6)
    hint = f"did you mean '{close[0]}'?" if close else f"known here: {', '.join(known)}"
    return f"unknown field '{name}'", hint


def _choice(path: Path, error: ErrorDetails) -> _Words:
    field = field_at(path)
    choices = [choice.value for choice in enum_of(field.annotation if field else None)]
    found = str(error["input"]).strip().lower()
    hint = f"use one of: {', '.join(choices)}"
    close = difflib.get_close_matches(found, choices, 1)
    same = _SAME_AS.get(found) if set(choices) == set(Relationship) else None
    if same or close:
        hint = f"did you mean '{same or close[0]}'? One of: {', '.join(choices)}"
    return f"'{_shown(error['input'])}' is not one of the choices", hint


def _text(path: Path, error: ErrorDetails) -> _Words:
    found = "a list" if isinstance(error["input"], list) else "a block of fields"
    hint = "put the text on the same line; if it starts with '[' or '{', put it in quotes"
    return f"'{path[-1]}' should be a text, but {found} stands here", _join(hint, _example(path))


def _list(path: Path, error: ErrorDetails) -> _Words:
    if isinstance(error["input"], dict):
        hint = "start each entry on its own line with '- '"
        return f"'{path[-1]}' should be a list, but its entries have no '- '", hint
    hint = f"write it as a list: [{_shown(error['input'])}], or each entry on a line with '- '"
    return f"'{path[-1]}' should be a list, but a single value stands here", hint


def _block(path: Path, error: ErrorDetails) -> _Words:
    model = model_at(path)
    fields = list(model.model_fields) if model else []
    hint = f"write its fields below it, further to the right: {', '.join(fields)}"
    found = "a list" if isinstance(error["input"], list) else f"'{_shown(error['input'])}'"
    if path[-2:-1] == ("history",):
        return f"'{_shown(error['input'])}' has no day", _STEP_HINT
    if path and isinstance(path[-1], int) and fields:
        hint = f"write '- {fields[0]}: …' and further fields below it ({', '.join(fields)})"
    name = "the profile" if not path else f"'{path[-1]}'" if isinstance(path[-1], str) else "it"
    return f"{name} should be a block of fields, but {found} stands here", hint


def _day(_path: Path, error: ErrorDetails) -> _Words:
    hint = "write year, month and day with hyphens, for instance 2026-05-31"
    return f"'{_shown(error['input'])}' is not a day", hint


def _partial(_path: Path, error: ErrorDetails) -> _Words:
    hint = "write 2026, 2026-05 or 2026-05-31"
    return f"'{_shown(error['input'])}' is not a date", hint


def _length(path: Path, error: ErrorDetails) -> _Words:
    context = error.get("ctx", {})
    if error["type"] == "string_too_short":
        return f"'{path[-1]}' is empty", _example(path)
    limit = context.get("max_length", 0)
    size = f"{len(str(error['input'])):,} characters, at most {limit:,}"
    return f"this text is too long ({size})", "shorten it"


def _id(path: Path, error: ErrorDetails) -> _Words:
    if path[-1] == "language":
        return f"'{_shown(error['input'])}' is not a language code", "write for instance en or de"
    hint = "use lower-case letters, digits and hyphens, at most 63, for instance jo-park"
    return f"'{_shown(error['input'])}' cannot be an id", hint


def _number(_path: Path, error: ErrorDetails) -> _Words:
    context = error.get("ctx", {})
    limits = {"greater_than_equal": ("ge", "at least"), "less_than_equal": ("le", "at most")}
    key, words = limits.get(error["type"], ("", ""))
    if key:
        return f"{_shown(error['input'])} is out of range", f"it can be {words} {context[key]}"
    return f"'{_shown(error['input'])}' is not a whole number", "write digits only, for instance 8"


_STEP_HINT = f"write '- asked: 2026-05-31'; a step is one of: {', '.join(Step)}"


def _history_step(_path: Path, error: ErrorDetails) -> _Words:
    if len(error["input"]) > 1:
        return "two steps in one entry", "start each step on its own line with '- '"
    return "this entry has no step", _STEP_HINT


def _other(path: Path, error: ErrorDetails) -> _Words:
    return f"'{_shown(error['input'])}' is not accepted here", _example(path)


def _fixed(message: str, hint: str) -> Callable[[Path, ErrorDetails], _Words]:
    def words(_path: Path, error: ErrorDetails) -> _Words:
        return message.format(found=_shown(error["input"])), hint

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
    "history_step": _history_step,
    "bool_parsing": _fixed("'{found}' is neither yes nor no", "write yes or no"),
    "bool_type": _fixed("'{found}' is neither yes nor no", "write yes or no"),
    "year_range": _fixed("the year of '{found}' looks wrong", _YEARS),
    "no_such_day": _fixed("'{found}' is not in the calendar", "correct the month or the day"),
    "linkedin_address": _fixed("'{found}' is not a LinkedIn profile address", _LINKEDIN_HINT),
    "email_address": _fixed(
        "'{found}' is not an e-mail address", "write one address, for instance jo@example.org"
    ),
    "time_zone": _fixed(
        "'{found}' is not a time zone", "write region and city, for instance Europe/Berlin"
    ),
    "bidi_control": _fixed(
        "the text holds an invisible mark that turns the writing direction", "type it again by hand"
    ),
}
_CODES = {
    "enum": "choice",
    "string_type": "type",
    "tuple_type": "type",
    "model_type": "type",
    "day_format": "day",
    "partial_format": "day",
    "no_such_day": "day",
    "year_range": "day",
    "history_step": "history",
    "string_too_long": "length",
    "string_too_short": "empty",
    "string_pattern_mismatch": "id",
    "linkedin_address": "address",
    "email_address": "address",
    "bidi_control": "invisible",
}


def field_at(path: Path) -> FieldInfo | None:
    """Return the field of the model that `path` leads to, if the model has it."""
    names = [step for step in path if isinstance(step, str)]
    parent = model_at(path[: _last_name(path)])
    return parent.model_fields.get(names[-1]) if parent and names else None


def _last_name(path: Path) -> int:
    return max((index for index, step in enumerate(path) if isinstance(step, str)), default=0)


def model_at(path: Path) -> type[BaseModel] | None:
    """Return the model of the block at `path`, if there is one."""
    model: type[BaseModel] | None = Profile
    for step in path:
        if isinstance(step, str):
            field = model.model_fields.get(step) if model else None
            model = _model_of(field.annotation) if field else None
    return model


def _model_of(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401  a type
    for inner in _inner_types(annotation):
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return inner
    return None


def enum_of(annotation: Any) -> list[StrEnum]:  # noqa: ANN401  a type
    """Return the choices that a field of this type has, if it is a choice."""
    for inner in _inner_types(annotation):
        if isinstance(inner, type) and issubclass(inner, StrEnum):
            return list(inner)
    return []


def _inner_types(annotation: Any) -> list[Any]:  # noqa: ANN401  a type
    """Return `annotation` and what it is made of: `tuple[X, ...] | None` gives X, too."""
    found = [annotation]
    if get_origin(annotation) in {tuple, Union, types.UnionType}:
        for inner in get_args(annotation):
            found.extend(_inner_types(inner))
    return found


def _example(path: Path) -> str:
    field = field_at(path)
    examples = field.examples if field else None
    if not examples or not path:
        return ""
    example = examples[0]
    return f"for instance {path[-1]}: {example}" if isinstance(path[-1], str) else ""


def _join(*hints: str) -> str:
    return "; ".join(hint for hint in hints if hint)


def _shown(value: Value) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
