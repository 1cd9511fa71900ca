"""From a profile's YAML text to a validated profile, or every problem in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import ValidationError

from kitgen.document import read_document, read_text, short
from kitgen.errors import Problem, ProfileError
from kitgen.profile.amounts import find_excess
from kitgen.profile.consistency import find_inconsistencies
from kitgen.profile.misspelled import respell
from kitgen.profile.model import Profile
from kitgen.profile.references import fill_ids, without_empty
from kitgen.profile.wording import word_errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from kitgen.document import Document, Value

_DUPLICATE = "duplicate-key"


def load_profile(
    path: Path, today: date, source: str | None = None, languages: Sequence[str] = ()
) -> Profile:
    """Return the profile in the YAML file at `path`, checked as of `today`.

    `source` is the file's name in problems; `languages` are those there are words for (any,
    without). Raises ProfileError with every problem.
    """
    name = source or path.as_posix()
    text, problems = read_text(path, name)
    if problems:
        raise ProfileError(problems)
    return parse_profile(text, name, today, languages)


def parse_profile(text: str, source: str, today: date, languages: Sequence[str] = ()) -> Profile:
    """Return the profile in a YAML `text`. Raises ProfileError with every problem."""
    document, yaml_problems = read_document(text, source)
    if document.value is None and not yaml_problems:
        hint = "start with 'owner:' and, on the next line, two spaces and 'name: ' with a name"
        raise ProfileError([Problem(source, 1, 1, "empty", "the profile is empty", hint)])
    if document.value is None:
        raise ProfileError(yaml_problems)
    if excess := tuple(find_excess(document)):
        raise ProfileError((*yaml_problems, *excess))
    document, misspelled = respell(document)
    value = fill_ids(without_empty(document.value))
    profile, field_problems = _validate(value, document)
    told = [*yaml_problems]
    told += _not_told(misspelled, told)
    told += _not_told(field_problems, told)
    told += _not_told(find_inconsistencies(document, value, today), told)
    told += _not_told(_without_words(document, value, languages), told)
    if told or profile is None:
        raise ProfileError(told)
    return profile.read_from(document)


def _validate(value: Value, document: Document) -> tuple[Profile | None, list[Problem]]:
    try:
        return Profile.model_validate(value), []
    except ValidationError as error:
        return None, word_errors(error.errors(include_url=False), document)


def _without_words(document: Document, value: Value, languages: Sequence[str]) -> Iterator[Problem]:
    """Yield that a kit cannot be in the language that the profile names."""
    owner = value.get("owner") if isinstance(value, dict) else None
    language = owner.get("language") if isinstance(owner, dict) else None
    if languages and isinstance(language, str) and language.strip() not in languages:
        message = f"there are no words for the language '{short(language)}'"
        hint = f"use one of: {', '.join(languages)}"
        yield document.problem(("owner", "language"), "language", message, hint)


def _not_told(problems: Iterable[Problem], told: list[Problem]) -> list[Problem]:
    """Return the problems that do not stand where another one was told already.

    The first of two equal fields is read, so what is wrong with it is told, too.
    """
    paths = {problem.path for problem in told if problem.path and problem.code != _DUPLICATE}
    places = {(problem.line, problem.column) for problem in told}
    return [
        problem
        for problem in problems
        if (problem.line, problem.column) not in places and paths.isdisjoint(_parents(problem.path))
    ]


def _parents(path: str) -> Iterator[str]:
    """Yield a path in words, and the path of each block and list around it."""
    yield path
    for match in re.finditer(r"[.\[]", path):
        yield path[: match.start()]
