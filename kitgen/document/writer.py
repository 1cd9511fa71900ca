"""Plain values as YAML text, the way a person would type them; reading it gives them back."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.document.value import Value

STEP = 2  # spaces that a block inside another stands further right, as in the samples
_WIDTH = 96  # columns; a longer text is folded
# Text that YAML reads as it stands, wherever it is; what looks like more is put in quotes.
_PLAIN = re.compile(r"[^\W_](?:[\w.,;'’&()@/+ -]*[\w.;'’&()@/+-])?")
_FLOW = re.compile(r"[^\W_](?:[\w.@/+ -]*[\w.@/+-])?")  # between brackets, a comma ends a text
_ADDRESS = re.compile(r"https?://[\w./%~-]+")
_NO_TEXT = {"null", "true", "false", "yes", "no", "on", "off"}  # read back, but easily misread
_ONE_SPACE = re.compile(r"\S+(?: \S+)*")


def scalars(text: str, quote: str = "", *, in_flow: bool = True) -> Iterator[str]:
    """Yield YAML's ways to write a text on one line, the plainest first; `quote` before all."""
    single = "'" + text.replace("'", "''") + "'"
    double = json.dumps(text, ensure_ascii=not text.isprintable())
    if quote:
        yield single if quote == "'" else double
    if _is_plain(text, in_flow=in_flow):
        yield text
    if text.isprintable():
        yield single
    yield double


def flow_value(value: Value) -> str:
    """Return a value on one line, as it stands between brackets."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {flow_value(child)}' for key, child in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(flow_value(child) for child in value)}]"
    return next(scalars(value or ""))


def entry_lines(value: Value, answers: frozenset[str] = frozenset()) -> list[str]:
    """Return the lines of a list entry, its `- ` included: `- name: Jo Park`, `  email: …`.

    `answers` are fields that hold yes or no, which are written as such.
    """
    lines = block_lines(value, answers)
    return [f"- {lines[0]}", *(f"  {line}" if line else "" for line in lines[1:])]


def block_lines(value: Value, answers: frozenset[str] = frozenset()) -> list[str]:
    """Return the lines of a value at the left margin."""
    if isinstance(value, dict):
        return [line for key, child in value.items() for line in _field_lines(key, child, answers)]
    if isinstance(value, list):
        return [line for child in value for line in entry_lines(child, answers)]
    return [next(scalars(value or "", in_flow=False))]


def _field_lines(key: str, value: Value, answers: frozenset[str]) -> list[str]:
    if isinstance(value, dict | list):
        inner = block_lines(value, answers)
        return [f"{key}:", *(f"{' ' * STEP}{line}" if line else "" for line in inner)]
    text = value or ""
    if key in answers:
        return [f"{key}: {text}"]
    line = f"{key}: {next(scalars(text, in_flow=False))}"
    if len(line) <= _WIDTH or not _ONE_SPACE.fullmatch(text):
        return [line]
    folded = textwrap.wrap(text, _WIDTH - STEP, break_long_words=False, break_on_hyphens=False)
    return [f"{key}: >-", *(f"{' ' * STEP}{each}" for each in folded)]


def _is_plain(text: str, *, in_flow: bool) -> bool:
    if text.lower() in _NO_TEXT:
        return False
    if not in_flow and _ADDRESS.fullmatch(text):
        return True
    return bool((_FLOW if in_flow else _PLAIN).fullmatch(text)) and text.isprintable()
