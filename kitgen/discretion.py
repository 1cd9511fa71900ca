"""What may be told of problems where others read along: place, kind and remedy, never a value.

A message quotes the profile, and so may the name of a field that somebody made up. What is told
here is worded by the problem's code alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kitgen.profile import field_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kitgen.errors import Problem

_STEP = re.compile(r"([A-Za-z_]\w*)((?:\[\d+\])*)")
_ELSEWHERE = "the file cannot be read from here on"
# What each kind of problem is, and what to do; a code that is not here is told as `_UNKNOWN`.
_KINDS = {
    "address": ("this is not an address of the kind that is wanted", "look at the example"),
    "alias": ("'*' at the start of a text stands for another one here", "put quotes around it"),
    "anchor": ("'&' at the start of a text names it here", "put quotes around it"),
    "choice": ("this is not one of the choices of its field", "the field reference lists them"),
    "dates": ("these days cannot be in this order", "look at which comes first"),
    "day": ("this is not a day, month or year", "write it like 2026-05-31"),
    "double-id": ("this id stands twice", "give one of the two another id"),
    "double-skill": ("this skill stands twice", "delete one of the two"),
    "duplicate-key": ("this field stands twice", "keep one of the two"),
    "empty": ("there is nothing here", "fill it in, or delete the line"),
    "future": ("this day is still to come", "write the day on which it happened"),
    "history": ("this is no dated step of an ask", "write it like '- asked: 2026-05-31'"),
    "id": ("this cannot be an id", "use lower-case letters, digits and hyphens"),
    "invisible": ("a character that cannot be seen stands here", "type the text again by hand"),
    "length": ("this text is too long", "shorten it"),
    "missing": ("something that is needed is not here", "the field reference says what"),
    "no-position": (
        "which position this recommendation is about is not said",
        "add a line 'position:'",
    ),
    "tab": ("a tab stands at the start of the line", "indent with spaces"),
    "type": ("this should be of another form: one text, a list, or a block", "see the reference"),
    "unconfirmed": ("this is only a suggestion", "delete the line 'unconfirmed' when it is right"),
    "unknown-field": ("there is no such field here", "the field reference lists them"),
    "unknown-id": ("this refers to nobody and nothing in this file", "look at the ids"),
    "unmerged": ("two versions of these lines were not merged", "keep one of the two"),
    "value": ("this is not accepted here", "the field reference says what is"),
}
_GROUPS = (
    ("text-", ("a received text could say more", "`kitgen check` says what")),
    ("draft-", ("a draft breaks a rule", "`kitgen check` says which")),
)
_UNKNOWN = (_ELSEWHERE, "look for a missing quote, colon or space here or just before")
_OF_PROFILES = "profiles/"


def discreet(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in words that hold nothing of a profile; those of other files as they are.

    Two that read the same then are one.
    """
    return tuple(dict.fromkeys(_discreet(each) for each in problems))


def _discreet(problem: Problem) -> Problem:
    if not problem.source.startswith(_OF_PROFILES):
        return problem
    message, hint = _words(problem.code)
    path = _known(problem.path)
    where = f"{path}: " if path else ""
    return replace(problem, message=f"{where}{message}", hint=hint, path=path)


def _words(code: str) -> tuple[str, str]:
    for begin, words in _GROUPS:
        if code.startswith(begin):
            return words
    return _KINDS.get(code, _UNKNOWN)


def _known(path: str) -> str:
    """Return the part of a path that is made of the model's own names."""
    kept = []
    for step in path.split("."):
        found = _STEP.fullmatch(step)
        if not found or found[1] not in field_names():
            break
        kept.append(step)
    return ".".join(kept)
