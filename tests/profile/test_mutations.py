"""Every change that breaks a sample profile is told on the very line that was changed."""

from __future__ import annotations

import pathlib
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitgen.document import Document, lines_of, read_document, walk
from kitgen.errors import Problem, ProfileError
from kitgen.profile import parse_profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.document import Path, Place

    Change = tuple[Path, Place, str]

SAMPLES = sorted((pathlib.Path(__file__).parents[2] / "profiles").glob("sample-*.yml"))
DAY = date(2026, 11, 22)
# Fields that take no free text, wherever they stand.
TYPED = {
    "id",
    "linkedin",
    "language",
    "time_zone",
    "start",
    "end",
    "important",
    "on_linkedin",
    "relationship",
    "position",
    "advocate",
    "email",
    "connected",
    "channel",
    "restrictions",
    "written",
    "visible",
    "count",
    "by",
    "to",
    "total",
    "per_position",
    "managers",
    "views",
    "recent_years",
    "asks_per_week",
    "strongest_last",
    "first",
    "last",
    "do_not_ask",
    "asked",
    "agreed",
    "requested",
    "reminded",
    "received",
    "published",
    "thanked",
    "declined",
    "parked",
}


def problems_of(text: str) -> tuple[Problem, ...]:
    """Return the problems of a profile; nothing but a ProfileError may come of any text."""
    try:
        parse_profile(text, "a.yml", DAY)
    except ProfileError as error:
        return error.problems
    return ()


def untold(document: Document, changes: list[Change]) -> list[str]:
    """Return the changes that are not told on their lines, in words.

    They are made twelve at a time, which tests, too, that all problems are told at once.
    """
    found = []
    for some in independent(changes):
        text = document.text
        for _, place, new in sorted(some, key=lambda each: -each[1].start):
            end = len(text[: place.end].rstrip())  # a block of text ends with its line end
            same = "\n" * text.count("\n", place.start, end)  # the lines below stay where they are
            text = text[: place.start] + new + same + text[end:]
        lines = {problem.line for problem in problems_of(text) if problem.hint}
        found += [f"{path} as {new}" for path, place, new in some if place.line not in lines]
    return found


def independent(changes: list[Change]) -> list[list[Change]]:
    """Return the changes in groups of twelve, none in a line or in a block of another."""
    groups: list[list[Change]] = []
    for path, place, new in changes:
        for group in groups:
            if len(group) < 12 and all(
                line.line != place.line
                and path[: len(other)] != other
                and other[: len(path)] != path
                for other, line, _ in group
            ):
                group.append((path, place, new))
                break
        else:
            groups.append([(path, place, new)])
    return groups


def scalars(document: Document) -> Iterator[tuple[Path, Place]]:
    """Yield path and place of each scalar in a document."""
    for path, _ in walk(document.value):
        yield path, document.places[path]


def field_of(path: Path) -> str:
    """Return the name of the field that a path leads to."""
    return next(str(step) for step in reversed(path) if isinstance(step, str))


@pytest.fixture(scope="module", params=SAMPLES, ids=[path.stem for path in SAMPLES])
def document(request: pytest.FixtureRequest) -> Document:
    """Return a sample profile, which has no problems."""
    path: pathlib.Path = request.param
    text = path.read_text("utf-8")
    assert problems_of(text) == ()
    return read_document(text, "a.yml")[0]


def test_there_are_samples() -> None:
    """Without any, nothing here would be tested."""
    assert len(SAMPLES) >= 3


def test_each_key_that_is_renamed_is_told_on_its_line(document: Document) -> None:
    """A misspelled field is never passed over."""
    renamed = [(path, place, f"{path[-1]}_zz") for path, place in document.keys.items()]

    assert untold(document, renamed) == []


@pytest.mark.parametrize("wrong", ["{x: y}", "[x]"])
def test_each_scalar_that_becomes_a_block_or_list_is_told_on_its_line(
    document: Document, wrong: str
) -> None:
    """No field takes both a text and a list."""
    assert untold(document, [(path, place, wrong) for path, place in scalars(document)]) == []


def test_each_typed_field_that_holds_garbage_is_told_on_its_line(document: Document) -> None:
    """Dates, choices, answers, numbers, ids, addresses and references are all checked."""
    typed = [(path, place) for path, place in scalars(document) if field_of(path) in TYPED]

    assert len(typed) > 50
    assert (
        untold(document, [(path, place, f"Gar bage {n}?") for n, (path, place) in enumerate(typed)])
        == []
    )


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_sample_with_any_piece_cut_out_or_doubled_raises_only_profile_errors(
    data: st.DataObject,
) -> None:
    """Half-saved and badly merged files are told, not crashed over."""
    text = SAMPLES[0].read_text("utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 200)))
    other = data.draw(st.sampled_from(["", text[start:end] * 2, "\t", '"', ": ", "- ", "{", "\n"]))

    for problem in problems_of(text[:start] + other + text[end:]):
        assert problem.hint


def yaml_of(value: object, depth: int) -> str:
    """Return a value as YAML flow text."""
    if isinstance(value, dict):
        inner = ", ".join(f"{key}: {yaml_of(each, depth + 1)}" for key, each in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(yaml_of(each, depth + 1) for each in value)}]"
    return str(value)


_NAMES = st.sampled_from(
    [
        "owner",
        "name",
        "contacts",
        "positions",
        "history",
        "log",
        "who",
        "asked",
        "recommendations",
        "received",
        "by",
        "endorsements",
        "skill",
        "count",
        "preferences",
        "blackout",
        "first",
        "id",
        "evidence",
        "targets",
        "position",
        "organisation",
        "start",
        "do_not_ask",
        "zz",
        "a.b",
        "'\\0'",
        "''",
    ]
)
_SCALARS = st.sampled_from(
    [
        "''",
        "x",
        "no",
        "2026-02-30",
        "2026-01-01",
        "7",
        "😀",
        "*a",
        "&a",
        "!t",
        "'[1]'",
        "“a”",
        '"\\0"',
        '"\\x1c"',
        "99999999999999999999",
        "../../etc",
        "Jo",
        "~",
    ]
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(_NAMES, _VALUES, max_size=6) | _VALUES)
def test_any_structure_gives_a_profile_or_problems_that_lie_inside_the_text(value: object) -> None:
    """Fields in places where none belong are told, not crashed over."""
    text = yaml_of(value, 0)
    lines = lines_of(text)

    for problem in problems_of(text):
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert "\n" not in problem.message


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_gives_a_profile_or_problems_that_lie_inside_it(text: str) -> None:
    """Whatever is in the file, the answer is a place and a hint."""
    lines = lines_of(text.removeprefix("\ufeff"))

    for problem in problems_of(text):
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.hint
