"""How problems and tables look in a terminal, in JSON and in GitHub's annotations."""

from __future__ import annotations

import json

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitgen import console
from kitgen.errors import Problem


def shown(text: str, column: int, length: int = 1, message: str = "m", hint: str = "") -> list[str]:
    """Return the lines that show one problem in line 7 of a file, without colours."""
    problem = Problem("a.yml", 7, column, "x", message, hint, length=length)
    return click.unstyle(console.show_problems([problem], lambda _source, _line: text)).split("\n")


def test_a_problem_shows_place_message_line_caret_and_hint() -> None:
    """What is wrong, where, and what to do."""
    assert shown("name: Mara", 7, 4, hint="h") == [
        "a.yml:7:7: error: m",
        "    7 | name: Mara",
        "      |       ^~~~",
        "      = h",
    ]


def test_a_warning_says_so_and_problems_follow_each_other() -> None:
    """The order is the file's."""
    first = Problem("a.yml", 1, 1, "x", "m", severity="warning")
    second = Problem("a.yml", 2, 1, "x", "n")
    text = click.unstyle(console.show_problems([first, second], lambda _source, _line: ""))

    assert text == "a.yml:1:1: warning: m\na.yml:2:1: error: n"


@pytest.mark.parametrize(
    ("before", "width"),
    [
        ("abc", 3),
        ("李雷", 4),
        ("😀😀", 4),
        ("é", 1),
        ("e\u0301", 1),
        ("\t\t", 2),
        ("\u202e", 1),
        ("\uff21", 2),
        ("\x1b[2J", 4),
    ],
)
def test_the_caret_stands_below_its_character(before: str, width: int) -> None:
    """Wide characters take two columns, marks none; a tab is shown as one space."""
    line, caret = shown(f"{before}X", len(before) + 1)[1:3]

    assert f"      | {' ' * width}^" == caret
    assert line.endswith("X")


def test_what_is_underlined_is_as_wide_as_it_is_shown() -> None:
    """Two wide characters are four columns."""
    assert shown("a李雷b", 2, 2)[2] == "      |  ^~~~"


def test_a_caret_may_stand_after_the_last_character() -> None:
    """Where something is missing at the end of a line."""
    assert shown("abc", 4)[2] == "      |    ^"


def test_nothing_in_a_file_steers_the_terminal() -> None:
    """A profile may come from anybody."""
    text = "\n".join(shown("a\x1b[2Jb\r\x07\u202ec", 1, 3, "m\x1b]0;x\x07\nn", "h\x9b1m"))

    assert text.isprintable() or all(each.isprintable() or each == "\n" for each in text)
    assert len(text.split("\n")) == 4


def test_of_a_long_line_only_the_part_around_the_problem_is_shown() -> None:
    """A line of a megabyte would hide every other problem."""
    line, caret = shown("a" * 5000 + "X" + "b" * 5000, 5001, 3000)[1:3]

    assert max(len(line), len(caret)) < 180
    assert line[caret.index("^")] == "X"


@given(st.text(), st.integers(1, 30), st.integers(1, 30))
def test_any_line_can_be_shown(text: str, column: int, length: int) -> None:
    """A caret is always there when the line is."""
    line = text.replace("\n", "")
    lines = shown(line, min(column, len(line) + 1), length)

    assert len(lines) == (3 if line.strip() else 1)


def test_json_holds_every_field_of_every_problem() -> None:
    """Other programs read it."""
    problem = Problem("ä.yml", 1, 2, "x", 'say "m"\n', "h", "a[1].b", 3, "warning")
    expected = {
        "source": "ä.yml",
        "line": 1,
        "column": 2,
        "code": "x",
        "message": 'say "m"\n',
        "hint": "h",
        "path": "a[1].b",
        "length": 3,
        "severity": "warning",
    }

    assert [expected] == json.loads(console.problems_as_json([problem]))
    assert json.loads(console.problems_as_json([])) == []


def test_annotations_are_escaped_as_github_reads_them() -> None:
    """A profile cannot write a command of its own into the log."""
    problem = Problem("a,b:c%.yml", 1, 2, "x", "100 %\r\n::error::y", "h: a, b")

    assert console.problems_as_annotations([problem]) == (
        "::error file=a%2Cb%3Ac%25.yml,line=1,col=2,title=kitgen%3A x"
        "::100 %25%0D%0A::error::y. h: a, b"
    )


def test_an_annotation_without_a_hint_is_its_message() -> None:
    """Nothing hangs at its end."""
    problem = Problem("a.yml", 1, 2, "x", "m", severity="warning")

    assert console.problems_as_annotations([problem]).endswith("::m")
    assert console.problems_as_annotations([problem]).startswith("::warning ")


def test_a_table_is_aligned_by_what_is_seen() -> None:
    """Names in wide letters keep their neighbours in line."""
    assert "a   b\n李  1\nxyz 2".replace("xyz ", "xyz  ").replace("a   ", "a    ").replace(
        "李  ", "李   "
    ) == console.table(("a", "b"), (("李", "1"), ("xyz", "2")))


@pytest.mark.parametrize(("count", "expected"), [(0, "0 ifs"), (1, "1 if"), (2, "2 ifs")])
def test_a_number_is_said_with_its_noun(count: int, expected: str) -> None:
    """One is one."""
    assert expected == console.counted(count, "if", "ifs")
