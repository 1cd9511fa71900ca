"""Every mistake that keeps a text from being YAML, where the parser stops at the first."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kitgen.document.explanations import FIELD, Said, Spot, explain
from kitgen.document.value import BREAK, line_and_column
from kitgen.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

# YAML 1.1, section 5.1, without the three line ends that editors do not show as such; a lone
# surrogate cannot come out of UTF-8.
_ALLOWED = "\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_MAX_MISTAKES = 20
# What Git leaves in a file where two people changed the same lines.
_OURS, _THEIRS = re.compile(r"<{7}(?: |$)"), re.compile(r">{7}(?: |$)")

# Where a mistake is, and where the construct around it began.
Mistake = tuple[int, int]


@cache
def _forbidden() -> re.Pattern[str]:
    """Return the expression of the first such character of a line, with what comes before it."""
    return re.compile(f"([{_ALLOWED}]*)([^\r\n{_ALLOWED}])[^\r\n]*")


def find_forbidden_characters(text: str, source: str) -> tuple[Problem, ...]:
    """Return a problem for each line with an invisible character that YAML refuses."""
    if text.replace("\n", "").isprintable():
        return ()  # all that is printable is allowed, and most files hold nothing else
    problems = []
    forbidden = _forbidden()
    for number, line in enumerate(BREAK.split(text), 1):
        match = forbidden.match(line)
        if match:
            message = f"an invisible character (U+{ord(match[2]):04X}) stands here"
            hint = "delete it: it often comes along when text is pasted from another program"
            column = match.start(2) + 1
            problems.append(Problem(source, number, column, "invisible", message, hint))
            if len(problems) == _MAX_MISTAKES:
                break
    return tuple(problems)


def find_unmerged(text: str, source: str) -> tuple[Problem, ...]:
    """Return that two versions of the text stand in it, if they do."""
    lines = BREAK.split(text)
    begun = next((number for number, line in enumerate(lines, 1) if _OURS.match(line)), 0)
    ended = next(
        (number for number, line in enumerate(lines, 1) if begun < number and _THEIRS.match(line)),
        0,
    )
    if not begun or not ended:
        return ()
    message = f"two versions of these lines (to line {ended}) were not merged"
    hint = "keep one of the two, and delete the lines that start with <<<<<<<, ======= and >>>>>>>"
    return (Problem(source, begun, 1, "unmerged", message, hint, length=7),)


def explain_mistakes(
    text: str, source: str, first_mistake: Callable[[str], Mistake | None]
) -> tuple[Problem, ...]:
    """Return every mistake that keeps `text` from being YAML, at most one for each line.

    A parser stops at the first one. So its line is mended as far as that can be guessed, and the
    text is read again, until there is no mistake left or no guess.
    """
    lines = BREAK.split(text)
    problems: dict[int, Problem] = {}
    for _ in range(2 * _MAX_MISTAKES):
        joined = "\n".join(lines)
        mistake = first_mistake(joined)
        if mistake is None or len(problems) == _MAX_MISTAKES:
            break
        spot = _spot(joined, lines, mistake)
        told = spot.line in problems  # it was mended, and is still in the way
        said = Said(spot.line, 0, "yaml", "", "") if told else explain(spot)
        told = told or said.line in problems
        problems.setdefault(said.line, said.problem(source))
        if not _mend(lines, said, again=told):
            break
    return tuple(problems.values())


def _spot(text: str, lines: list[str], mistake: Mistake) -> Spot:
    line, column = line_and_column(text, mistake[0])
    context_line, context_column = line_and_column(text, mistake[1])
    while line > 1 and not lines[line - 1].strip():  # the end of the text: show its last words
        line -= 1
        column = len(lines[line - 1].rstrip()) + 1
    return Spot(tuple(lines), line - 1, column - 1, context_line - 1, context_column - 1)


def _mend(lines: list[str], said: Said, *, again: bool) -> bool:
    """Change the line of a mistake so that the parser gets past it; return whether it changed.

    A field keeps its name and loses its value; any other line goes, with what is below it.
    """
    before = lines[said.line]
    field = FIELD.match(before)
    if said.code == "tab" and not again:
        lines[said.line] = before.replace("\t", "  ")
    elif said.code == "missing-comma" and not again:
        lines[said.line] = f"{before[: said.column]}, {before[said.column :]}"
    elif said.code == "missing-colon" and not again:
        lines[said.line] = f"{before[: said.column]}{before[said.column :].split()[0]}:"
    elif said.code != "indentation" and field and not again:
        lines[said.line] = f"{field[1]}{field[2]}:"
    else:
        depth = len(before) - len(before.lstrip(" "))
        lines[said.line] = ""
        for number in range(said.line + 1, len(lines)):
            text = lines[number]
            if text.strip() and len(text) - len(text.lstrip(" ")) <= depth:
                break
            lines[number] = ""
    return lines[said.line] != before
