"""How results look in a terminal: problems clang style, tables, annotations."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

import click
from msgspec.structs import asdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kitgen.errors import Problem

_COLOURS = {"error": "red", "warning": "yellow"}
# Of a longer line, only the part around the problem is shown.
_WIDTH = 160


def show_problems(problems: Iterable[Problem], line_text: Callable[[str, int], str]) -> str:
    """Return problems with their source line and a caret, a hint under each.

    `line_text(source, line)` gives the text of a line, empty when it is not known.
    """
    return "\n".join(
        _shown(problem, line_text(problem.source, problem.line)) for problem in problems
    )


def _shown(problem: Problem, text: str) -> str:
    place = click.style(f"{printable(problem.source)}:{problem.line}:{problem.column}:", bold=True)
    severity = click.style(f"{problem.severity}:", fg=_COLOURS[problem.severity], bold=True)
    lines = [f"{place} {severity} {printable(problem.message)}"]
    if text.strip():
        begin = max(0, problem.column - 1 - _WIDTH // 2) if len(text) > _WIDTH else 0
        part, at = text[begin : begin + _WIDTH], problem.column - 1 - begin
        before = _columns(part[:at])
        caret = "^" + "~" * (max(1, len(_columns(part[at : at + problem.length]))) - 1)
        lines.append(f"{problem.line:>5} | {printable(part)}")
        lines.append(f"{'':>5} | {before}{click.style(caret, fg='green', bold=True)}")
    if problem.hint:
        lines.append(f"{'':>5} = {printable(problem.hint)}")
    return "\n".join(lines)


def _columns(text: str) -> str:
    """Return spaces as wide as `text` is in a terminal."""
    return "".join(
        "" if unicodedata.category(each) in {"Mn", "Me"} else " " * _wide(each)
        for each in printable(text)
    )


def _wide(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def printable(text: str) -> str:
    """Return `text` without characters that steer the terminal, each replaced by a space."""
    steering = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return "".join(" " if unicodedata.category(each) in steering else each for each in text)


def problems_as_json(problems: Iterable[Problem]) -> str:
    """Return problems as a JSON list of objects, one per problem."""
    return json.dumps([asdict(problem) for problem in problems], indent=2, ensure_ascii=False)


def problems_as_annotations(problems: Iterable[Problem]) -> str:
    """Return problems as GitHub's workflow commands, one a line."""
    return "\n".join(_annotation(problem) for problem in problems)


def _annotation(problem: Problem) -> str:
    words = f"{problem.message}. {problem.hint}" if problem.hint else problem.message
    properties = (
        f"file={_property(problem.source)},line={problem.line},col={problem.column},"
        f"title={_property(f'kitgen: {problem.code}')}"
    )
    return f"::{problem.severity} {properties}::{_escaped(words)}"


def _escaped(text: str) -> str:
    """Return `text` as GitHub reads it: https://github.com/actions/toolkit, command.ts."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in aligned columns, two spaces apart."""
    lines = [[printable(cell) for cell in line] for line in (head, *rows)]
    widths = [max(len(_columns(line[number])) for line in lines) for number in range(len(head))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - len(_columns(cell)))
            for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def counted(count: int, one: str, many: str) -> str:
    """Return a number with its noun: `1 problem`, `3 problems`."""
    return f"{count} {one if count == 1 else many}"


def as_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
