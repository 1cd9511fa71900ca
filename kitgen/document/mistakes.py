"""What people type in a YAML file that is no YAML, told in words.

The words are chosen by what stands in the file at the place of the mistake, not by libyaml's
message: that names the parser's state ("did not find expected '-' indicator"), which helps
nobody who has never seen YAML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kitgen.document.value import BREAK, line_and_column
from kitgen.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

# YAML 1.1, section 5.1; a lone surrogate cannot come out of UTF-8.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff"
)
_RESERVED = {"@": "at sign", "`": "backtick", "%": "percent sign"}
_MAX_MISTAKES = 20

# Where a mistake is, where the construct around it began, and the parser's words for it.
Mistake = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class _Spot:
    """The mistake in the words of the file; lines and columns from 0."""

    lines: tuple[str, ...]
    line: int
    column: int
    context_line: int
    context_column: int

    @property
    def here(self) -> str:
        """The line of the mistake."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def character(self) -> str:
        """The character at the mistake, empty at the end of a line."""
        return self.here[self.column : self.column + 1]


# What is said of a mistake: 0-based line and column, code, message, hint.
_Said = tuple[int, int, str, str, str]


def find_forbidden_characters(text: str, source: str) -> tuple[Problem, ...]:
    """Return a problem for each line with an invisible character that YAML refuses."""
    problems: dict[int, Problem] = {}
    for match in _FORBIDDEN.finditer(text):
        line, column = line_and_column(text, match.start())
        message = f"an invisible character (U+{ord(match[0]):04X}) stands here"
        hint = "delete it: it often comes along when text is pasted from another program"
        problems.setdefault(line, Problem(source, line, column, "invisible", message, hint))
        if len(problems) >= _MAX_MISTAKES:
            break
    return tuple(problems.values())


def explain_mistakes(
    text: str, source: str, first_mistake: Callable[[str], Mistake | None]
) -> tuple[Problem, ...]:
    """Return every mistake that keeps `text` from being YAML.

    A parser stops at the first one. So the line it is on is blanked and the text read again, as
    long as that finds another on a line of its own.
    """
    lines = BREAK.split(text)
    problems: dict[int, Problem] = {}
    while len(problems) < _MAX_MISTAKES:
        joined = "\n".join(lines)
        mistake = first_mistake(joined)
        if mistake is None:
            break
        said = _say(_spot(joined, lines, mistake))
        problem = _problem(source, said)
        if problem.line in problems:
            break
        problems[problem.line] = problem
        lines[said[0]] = ""
    return tuple(problems.values())


def _spot(text: str, lines: list[str], mistake: Mistake) -> _Spot:
    line, column = line_and_column(text, mistake[0])
    context_line, context_column = line_and_column(text, mistake[1])
    return _Spot(tuple(lines), line - 1, column - 1, context_line - 1, context_column - 1)


def _problem(source: str, said: _Said) -> Problem:
    line, column, code, message, hint = said
    return Problem(source, line + 1, column + 1, code, message, hint)


def _say(spot: _Spot) -> _Said:
    """Return where the mistake is and what to say of it; the first explanation that fits."""
    for explain in (
        _tab,
        _open_quote,
        _inner_quote,
        _missing_space,
        _second_colon,
        _reserved,
        _star_or_ampersand,
        _bracket,
        _missing_colon,
        _indentation,
    ):
        said = explain(spot)
        if said:
            return said
    hint = "compare this line and the one before it with a sample profile"
    return spot.line, spot.column, "yaml", "this is not YAML from here on", hint


def _tab(spot: _Spot) -> _Said | None:
    indent = re.match(r"[ \t]*", spot.here)
    if indent and "\t" in indent[0]:
        hint = "delete it and type two spaces for each step to the right"
        column = spot.here.index("\t")
        return spot.line, column, "tab", "a tab stands at the start of the line", hint
    return None


def _open_quote(spot: _Spot) -> _Said | None:
    line, column = spot.context_line, spot.context_column
    quote = spot.lines[line][column : column + 1] if line < len(spot.lines) else ""
    if quote not in {'"', "'"}:
        return None
    if spot.line == line and spot.column <= column:
        return None
    if quote == '"' and "\\" in spot.here and spot.character:
        hint = "type two backslashes, or use single quotes around the text"
        return spot.line, spot.column, "backslash", "'\\' has a meaning in double quotes", hint
    hint = f"add {quote} at the end of the text, or remove the one here"
    return line, column, "open-quote", f"this {quote} is never closed", hint


def _inner_quote(spot: _Spot) -> _Said | None:
    match = re.search(r"(?:^|[:\-,\[{])\s*(['\"])[^'\"]*\1\s*$", spot.here[: spot.column])
    if match and spot.character not in {"", ",", "]", "}", "#"}:
        message = f"the text goes on after its closing {match[1]}"
        hint = "put the other kind of quotes around the whole text, or write each inner one twice"
        return spot.line, max(0, spot.column - 1), "inner-quote", message, hint
    return None


def _missing_space(spot: _Spot) -> _Said | None:
    for number in (spot.line, spot.line - 1):
        text = spot.lines[number] if 0 <= number < len(spot.lines) else ""
        match = re.match(r"\s*(?:- +)*([A-Za-z_]+):(?=[^\s/])", text)
        if match:
            column = match.end() - 1
            hint = f"write '{match[1]}: ' with a space, then the value"
            return number, column, "missing-space", "no space after the colon", hint
    return None


def _second_colon(spot: _Spot) -> _Said | None:
    if spot.character == ":" and re.search(r":\s", spot.here[: spot.column]):
        hint = "put quotes around the whole value"
        message = "a value cannot hold ': ' without quotes"
        return spot.line, spot.column, "second-colon", message, hint
    return None


def _reserved(spot: _Spot) -> _Said | None:
    name = _RESERVED.get(spot.character)
    if name:
        hint = "put quotes around the whole value"
        message = f"a value cannot start with '{spot.character}' ({name}) without quotes"
        return spot.line, spot.column, "reserved", message, hint
    return None


def _star_or_ampersand(spot: _Spot) -> _Said | None:
    line = spot.lines[spot.context_line] if spot.context_line < len(spot.lines) else ""
    character = line[spot.context_column : spot.context_column + 1]
    if character in {"*", "&", "!", "|", ">"}:
        hint = "put quotes around the whole value"
        message = f"a value cannot start with '{character}' without quotes"
        return spot.context_line, spot.context_column, "reserved", message, hint
    return None


def _bracket(spot: _Spot) -> _Said | None:
    line = spot.lines[spot.context_line] if spot.context_line < len(spot.lines) else ""
    character = line[spot.context_column : spot.context_column + 1]
    if spot.character in {"}", "]", ","}:
        message = f"'{spot.character}' does not fit here"
        hint = "put quotes around the whole value, or check the brackets before it"
        return spot.line, spot.column, "bracket", message, hint
    if character in {"{", "["}:
        message = f"this '{character}' is never closed, or holds something that needs quotes"
        hint = f"put quotes around the whole value, or add the closing '{'}' if character == '{' else ']'}'"
        return spot.context_line, spot.context_column, "bracket", message, hint
    return None


def _missing_colon(spot: _Spot) -> _Said | None:
    for number in (spot.line, spot.line - 1, spot.context_line):
        text = spot.lines[number] if 0 <= number < len(spot.lines) else ""
        match = re.match(r"\s*(?:- +)*([A-Za-z_]+)(?=\s+\S|\s*$)", text)
        if match and ":" not in text:
            hint = f"if '{match[1]}' is a field, write '{match[1]}: ' before its value"
            return number, match.start(1), "missing-colon", "no colon after the field name", hint
    return None


def _indentation(spot: _Spot) -> _Said | None:
    column = len(spot.here) - len(spot.here.lstrip())
    if not spot.here.strip():
        return None
    message = f"this line starts {column} spaces in, which matches no line above it"
    hint = "start it exactly below the fields it belongs with"
    return spot.line, column, "indentation", message, hint
