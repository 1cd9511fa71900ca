"""YAML text as plain values with their places; the only package that knows PyYAML."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import yaml

from kitgen.document.builder import Builder
from kitgen.document.file import read_text
from kitgen.document.mistakes import (
    explain_mistakes,
    find_forbidden_characters,
    find_unmerged,
)
from kitgen.document.value import (
    BREAK,
    BULLETS,
    SPECIAL_SPACES,
    Document,
    Path,
    Place,
    Value,
    lines_of,
    short,
    walk,
    words_of,
)
from kitgen.document.writer import STEP, entry_lines, flow_value, scalars
from kitgen.errors import Problem

if TYPE_CHECKING:
    from kitgen.cache import Kept

__all__ = [
    "BREAK",
    "BULLETS",
    "SPECIAL_SPACES",
    "STEP",
    "Document",
    "Path",
    "Place",
    "Problem",
    "Value",
    "entry_lines",
    "flow_value",
    "lines_of",
    "read_document",
    "read_kept",
    "read_text",
    "scalars",
    "short",
    "walk",
    "words_of",
]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # eleven times faster where it is there


def read_document(text: str, source: str) -> tuple[Document, tuple[Problem, ...]]:
    """Return the values and places of `text`, and every problem of its YAML.

    After a mistake in the YAML itself the document is empty, and the problems are those of the
    YAML alone: what the rest of the file means cannot be told yet. The same goes for a file that
    is too large, or has special spaces around its fields.
    """
    text = text.removeprefix("\ufeff")
    empty = Document(source, text, None, {}, {})
    problems = find_unmerged(text, source) or find_forbidden_characters(text, source)
    if problems:
        return empty, problems
    builder = Builder(text, source)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if not builder.take(event):
                break
    except yaml.MarkedYAMLError:
        return empty, explain_mistakes(text, source, _first_mistake)
    if builder.unreadable:
        return empty, tuple(builder.problems)
    document = Document(source, text, builder.root, builder.places, builder.keys)
    return document, tuple(builder.problems)


def read_kept(text: str, source: str, kept: Kept | None) -> tuple[Document, tuple[Problem, ...]]:
    """Return what `read_document` does, or did before: for files that nobody has a word in."""
    if kept is None:
        return read_document(text, source)
    return kept.value("document", (text, source), partial(read_document, text, source))


def _first_mistake(text: str) -> tuple[int, int] | None:
    """Return the offsets of the first mistake and of the construct around it, if there is one."""
    try:
        for _ in yaml.parse(text, Loader=_LOADER):
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        context = error.context_mark or mark
        return mark.index if mark else 0, context.index if context else 0
    return None
