"""What people type in a YAML file that is no YAML, told in words.

The words are chosen by what stands in the file at the place of the mistake, not by libyaml's
message: that names the parser's state ("did not find expected '-' indicator"), which helps
nobody who has never seen YAML.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from kitgen.document.value import BULLETS, SPECIAL_SPACES
from kitgen.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

# A line with a field: what stands before its name, and the name.
FIELD = re.compile(r"(\s*(?:- +)*)([A-Za-z_]+) *:")
_VALUE = r"\s*(?:- +)*(?:[A-Za-z_]+ *: +)?"
_RESERVED = {"@": "at sign", "`": "backtick", "%": "percent sign"}
_CLOSING = {"[": "]", "{": "}"}
_QUOTE_IT = "put quotes around the whole value"


class Spot(Struct, frozen=True):
    """Where the parser stopped, and where the construct around it began; all counted from 0."""

    lines: tuple[str, ...]
    line: int
    column: int
    context_line: int
    context_column: int

    @property
    def here(self) -> str:
        """The line of the mistake."""
        return self.lines[self.line]

    @property
    def character(self) -> str:
        """The character at the mistake, empty at the end of a line."""
        return self.here[self.column : self.column + 1]

    @property
    def opening(self) -> str:
        """The character where the construct around the mistake began."""
        return self.lines[self.context_line][self.context_column : self.context_column + 1]

    def near(self) -> Iterator[tuple[int, str]]:
        """Yield the line of the mistake and the one before it, with their numbers."""
        for number in (self.line, self.line - 1):
            if number >= 0:
                yield number, self.lines[number]


class Said(NamedTuple):
    """What is said of a mistake; line and column from 0."""

    line: int
    column: int
    code: str
    message: str
    hint: str

    def problem(self, source: str) -> Problem:
        """Return it as a problem of the file `source`."""
        return Problem(source, self.line + 1, self.column + 1, *self[2:])


def explain(spot: Spot) -> Said:
    """Return where the mistake is and what to say of it; the first explanation that fits."""
    for explanation in (
        _tab,
        _special_space,
        _open_quote,
        _late_quote,
        _inner_quote,
        _missing_space,
        _wide_colon,
        _bullet,
        _missing_comma,
        _second_colon,
        _reserved,
        _first_character,
        _bracket,
        _after_bracket,
        _missing_colon,
        _indentation,
    ):
        said = explanation(spot)
        if said:
            return said
    hint = "compare this line and the one before it with a sample profile"
    return Said(spot.line, spot.column, "yaml", "this does not fit what stands before it", hint)


def _tab(spot: Spot) -> Said | None:
    indent = re.match(r"[ \t]*(?:-[ \t]+)*", spot.here)
    if indent and "\t" in indent[0]:
        hint = "delete it and type two spaces for each step to the right"
        column = spot.here.index("\t")
        return Said(spot.line, column, "tab", "a tab stands at the start of the line", hint)
    return None


def _special_space(spot: Spot) -> Said | None:
    for number, text in spot.near():
        start = re.match(rf"[\s{SPECIAL_SPACES}]*(?:-[\s{SPECIAL_SPACES}]*)*(?:\w+:.)?", text)
        special = re.search(rf"[{SPECIAL_SPACES}]", start[0] if start else "")
        if special:
            hint = "delete it and type an ordinary space; the two look the same"
            message = "a special space, as web pages and word processors use it, stands here"
            return Said(number, special.start(), "special-space", message, hint)
    return None


def _open_quote(spot: Spot) -> Said | None:
    line, column, quote = spot.context_line, spot.context_column, spot.opening
    if quote not in {'"', "'"} or (spot.line == line and spot.column <= column):
        return None
    if quote == '"' and "\\" in spot.here and spot.character:
        message = "'\\' has a meaning in double quotes"
        hint = "type two backslashes, or use single quotes around the text"
        slash = max(0, spot.here.rfind("\\", 0, spot.column + 1))
        return Said(spot.line, slash, "backslash", message, hint)
    hint = f"add {quote} at the end of the text, or remove the one here"
    return Said(line, column, "open-quote", f"this {quote} is never closed", hint)


def _late_quote(spot: Spot) -> Said | None:
    """Return that a quote of an earlier line was closed by one that opens a text here."""
    for number in range(spot.line - 1, max(-1, spot.line - 30), -1):
        text = spot.lines[number]
        match = re.match(rf"{_VALUE}(['\"])", text)
        if match and text.count(match[1]) % 2 and match[1] in spot.here[: spot.column]:
            hint = f"add {match[1]} at the end of the text, or remove the one here"
            message = f"this {match[1]} is not closed on its line"
            return Said(number, match.start(1), "open-quote", message, hint)
    return None


def _inner_quote(spot: Spot) -> Said | None:
    match = re.search(r"(?:^|[:\-,\[{])\s*(['\"])[^'\"]*\1\s*$", spot.here[: spot.column])
    if not match or spot.character in {"", ",", "]", "}", "#"}:
        return None
    message, column = f"the text goes on after its closing {match[1]}", max(0, spot.column - 1)
    hint = "put ' around the whole text instead, or remove the quotes"
    if match[1] == "'":
        hint = "put \" around the whole text instead, or write each ' inside it twice"
    return Said(spot.line, column, "inner-quote", message, hint)


def _missing_space(spot: Spot) -> Said | None:
    for number, text in spot.near():
        colon = re.match(r"\s*(?:- +)*([A-Za-z_]+):(?=[^\s/])", text)
        if colon:
            column, hint = colon.end() - 1, f"write '{colon[1]}: ' with a space, then the value"
            return Said(number, column, "missing-space", "no space after the colon", hint)
        dash = re.match(r"\s*(?:- +)*-(?=[A-Za-z])", text)
        if dash:
            column, hint = dash.end() - 1, "start each entry with '- ', a hyphen and a space"
            return Said(number, column, "missing-space", "no space after the hyphen", hint)
    return None


def _wide_colon(spot: Spot) -> Said | None:
    for number, text in spot.near():
        match = re.match(r"\s*(?:- +)*[A-Za-z_]+\s*\uff1a", text)
        if match:
            message, hint = "this is a wide colon", "type ':' and a space instead"
            return Said(number, match.end() - 1, "wide-colon", message, hint)
    return None


def _bullet(spot: Spot) -> Said | None:
    for number, text in spot.near():
        match = re.match(rf"\s*([{BULLETS}*])\s", text)
        if match:
            message = f"'{match[1]}' does not start a list entry"
            hint = "start each entry with '- ', a hyphen and a space"
            return Said(number, match.start(1), "bullet", message, hint)
    return None


def _missing_comma(spot: Spot) -> Said | None:
    begun = spot.lines[spot.context_line : spot.line]
    unclosed = begun and _depth(spot.here) <= _depth(begun[0])  # the next field of the outer block
    if spot.character != ":" or spot.opening != "{" or unclosed:
        return None
    before = "\n".join([*begun, spot.here[: spot.column]])[spot.context_column :]
    match = re.search(r"[{,]\s*[A-Za-z_]+ *:\s+[^{,]*\s([A-Za-z_]+) *$", before)
    if not match:
        return None
    message = f"a comma is missing before '{match[1]}', or quotes around the whole text"
    hint = f"write ', {match[1]}:' if it is a field of its own"
    column = spot.here.rindex(match[1], 0, spot.column)
    return Said(spot.line, column, "missing-comma", message, hint)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _second_colon(spot: Spot) -> Said | None:
    if spot.character == ":" and re.search(r":\s", spot.here[: spot.column]):
        message = "a value cannot hold ': ' without quotes"
        return Said(spot.line, spot.column, "second-colon", message, _QUOTE_IT)
    return None


def _reserved(spot: Spot) -> Said | None:
    column = _depth(spot.here)
    for place in (spot.column, column):
        name = _RESERVED.get(spot.here[place : place + 1])
        if name and place == column:
            message = f"a line cannot start with '{spot.here[place]}' ({name})"
            hint = "put quotes around the whole text, or delete the line"
            return Said(spot.line, place, "reserved", message, hint)
        if name:
            message = f"a value cannot start with '{spot.here[place]}' ({name}) without quotes"
            return Said(spot.line, place, "reserved", message, _QUOTE_IT)
    return None


def _first_character(spot: Spot) -> Said | None:
    """Return that a value, or a line, starts with a character that means something in YAML."""
    if spot.opening in {"*", "&", "!", "|", ">"}:
        message = f"a value cannot start with '{spot.opening}' without quotes"
        return Said(spot.context_line, spot.context_column, "reserved", message, _QUOTE_IT)
    value = re.match(r"\s*(?:- +)*[A-Za-z_]+ *: +([-?])(?=\s|$)", spot.here)
    if value:
        message = f"a value cannot start with '{value[1]}' without quotes"
        hint = f"{_QUOTE_IT}; a list starts on a line of its own"
        return Said(spot.line, value.start(1), "reserved", message, hint)
    nameless = re.match(r"\s*(?:- +)*:(?=\s|$)", spot.here)
    if nameless:
        message, hint = "no name before the colon", "write the name of the field before it"
        return Said(spot.line, nameless.end() - 1, "no-name", message, hint)
    return None


def _bracket(spot: Spot) -> Said | None:
    if spot.character in {"}", "]", ","}:
        hint = f"{_QUOTE_IT}, or check the brackets before it"
        message = f"'{spot.character}' does not fit here"
        return Said(spot.line, spot.column, "bracket", message, hint)
    line, column, opening = spot.context_line, spot.context_column, spot.opening
    last = spot.here.rstrip()
    if last[-1:] in _CLOSING:  # the text ends here, or goes on with what no bracket can hold
        line, column, opening = spot.line, len(last) - 1, last[-1]
    if opening in _CLOSING:
        message = f"this '{opening}' is never closed, or holds something that needs quotes"
        hint = f"{_QUOTE_IT}, or add the closing '{_CLOSING[opening]}'"
        return Said(line, column, "bracket", message, hint)
    return None


def _after_bracket(spot: Spot) -> Said | None:
    match = re.match(rf"{_VALUE}[\[{{][^\]}}]*([\]}}])\s*[^\s\]}}#,:]", spot.here)
    if match:
        message = f"the text goes on after the '{match[1]}'"
        hint = f"{_QUOTE_IT}: a '[' or '{{' at its start begins a list or a block"
        return Said(spot.line, match.end() - 1, "bracket", message, hint)
    return None


def _missing_colon(spot: Spot) -> Said | None:
    for number in (spot.line, spot.line - 1, spot.context_line):
        text = spot.lines[max(0, number)]
        match = re.match(r"\s*(?:- +)*([A-Za-z_]+)(?=\s+\S|\s*$)", text)
        if match and ":" not in text:
            hint = f"if '{match[1]}' is a field, write '{match[1]}:'"
            if number:
                hint += "; if the line goes on with the text above, start it further to the right"
            message = "no colon after the first word"
            return Said(max(0, number), match.start(1), "missing-colon", message, hint)
    return None


def _indentation(spot: Spot) -> Said | None:
    column = _depth(spot.here)
    if not FIELD.match(spot.here) and not spot.here.lstrip().startswith("- "):
        return None
    message = f"this line, {column} spaces in, does not line up with what it belongs to"
    hint = "start it exactly below the first letter of a field that it belongs with"
    for number in range(spot.line - 1, -1, -1):
        field = FIELD.match(spot.lines[number])
        if field and len(field[1]) == column:
            return None
        if field:
            hint += f", for instance below '{field[2]}' in line {number + 1}"
            hint += f" ({len(field[1])} spaces in)"
            break
    return Said(spot.line, column, "indentation", message, hint)
