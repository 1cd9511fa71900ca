"""Mistakes that keep a text from being YAML: each with its place and a hint that helps."""

from __future__ import annotations

import pytest

from kitgen.document import Problem, read_document


def problems_of(text: str) -> tuple[Problem, ...]:
    """Return the problems of a text that is no YAML."""
    document, problems = read_document(text, "a.yml")
    assert document.value is None
    return problems


@pytest.mark.parametrize(
    ("text", "line", "column", "code", "hint"),
    [
        ("a:\n\tb: 1\n", 2, 1, "tab", "two spaces"),
        ("a:\n  b: 1\n \tc: 2\n", 3, 2, "tab", "two spaces"),
        ("a:\n-\tb: 1\n\tc: 2\n", 2, 2, "tab", "two spaces"),
        ("a: we did: it worked\n", 1, 10, "second-colon", "quotes"),
        ("a:\n  b:x\n  c: y\n", 2, 4, "missing-space", "'b: '"),
        ("a:\n  b: x\n  c:y\n", 3, 4, "missing-space", "'c: '"),
        ("a:\n  -b: x\n   c: y\n", 2, 3, "missing-space", "hyphen and a space"),
        ("a: [{b: c d: e}]\n", 1, 11, "missing-comma", "', d:'"),
        ("a:\n  - {b: c\n     d: e}\n", 3, 6, "missing-comma", "', d:'"),
        ("a: {b: c, d: we did: it}\n", 1, 17, "missing-comma", "a field of its own"),
        ("a: @b\n", 1, 4, "reserved", "quotes"),
        ("a: `b`\n", 1, 4, "reserved", "quotes"),
        ("a: %b\n", 1, 4, "reserved", "quotes"),
        ("a: 1\n%b\n", 2, 1, "reserved", "delete the line"),
        ("a: *b* c\n", 1, 4, "reserved", "quotes"),
        ("a: **b**\n", 1, 4, "reserved", "quotes"),
        ("a: & b\n", 1, 4, "reserved", "quotes"),
        ("a: | b\n", 1, 4, "reserved", "quotes"),
        ("a: > 5\n", 1, 4, "reserved", "quotes"),
        ("a: - b\n", 1, 4, "reserved", "line of its own"),
        ("a: ? b\n", 1, 4, "reserved", "quotes"),
        (": a\nb: c\n", 1, 1, "no-name", "name of the field"),
        ('a: "b\nc: d\n', 1, 4, "open-quote", 'add "'),
        ("a: 'b\nc: d\n", 1, 4, "open-quote", "add '"),
        ("a: 'b\nc: it's d\n", 1, 4, "open-quote", "add '"),
        ('a: "b\nc: "d"\n', 1, 4, "open-quote", 'add "'),
        ("a: 'don't do'\n", 1, 8, "inner-quote", 'put "'),
        ('a: "b" c\n', 1, 7, "inner-quote", "put '"),
        ('a: "C:\\Users"\n', 1, 7, "backslash", "two backslashes"),
        ("a: [b, c\nd: e\n", 1, 4, "bracket", "closing ']'"),
        ("a: {b: c\nd: e\n", 1, 4, "bracket", "closing '}'"),
        ("a: [\n", 1, 4, "bracket", "closing ']'"),
        ("a: [b]]\nc: d\n", 1, 7, "bracket", "brackets"),
        ("a: [😀, }\n", 1, 8, "bracket", "brackets"),
        ("a: [b] c\nd: e\n", 1, 8, "bracket", "quotes"),
        ("a\nb: c\n", 1, 1, "missing-colon", "'a:'"),
        ("a: b\nc d\n", 2, 1, "missing-colon", "'c:'"),
        ("a: |\n    b\n   c\nd: e\n", 3, 4, "missing-colon", "further to the right"),
        ("a:\n  - b: 1\n   c: 2\n", 3, 4, "indentation", "'b' in line 2 (4 spaces in)"),
        ("a:\n   b: 1\n  c: 2\n", 3, 3, "indentation", "'b' in line 2 (3 spaces in)"),
        ("a: b\n  c: d\n", 2, 3, "indentation", "'a' in line 1 (0 spaces in)"),
        ("a:\n  b: 1\n \u00a0c: 2\n", 3, 2, "special-space", "ordinary space"),
        ("a: 1\nb:\u00a02\n", 2, 3, "special-space", "ordinary space"),
        ("a: 1\nb\uff1a2\n", 2, 2, "wide-colon", "':' and a space"),
        ("a:\n  * b\n  * c: d\n", 2, 3, "bullet", "hyphen and a space"),
        ("a:\n  – b: 1\n    c: 2\n", 2, 3, "bullet", "hyphen and a space"),
    ],
)
def test_a_mistake_is_told_at_its_place_with_what_to_do(
    text: str, line: int, column: int, code: str, hint: str
) -> None:
    """Each is what people type who have never seen YAML."""
    first = problems_of(text)[0]

    assert (line, column, code) == (first.line, first.column, first.code)
    assert hint in first.hint


def test_several_mistakes_are_all_told_at_once() -> None:
    """Nobody has to run the check once for each mistake."""
    text = "a:\n  b:x\n  c: @d\n  e: f: g\nh:\n\t- i: j\n  - k: 'l\nm\n  - n: 1\n"

    found = [(problem.line, problem.code) for problem in problems_of(text)]

    assert found[:5] == [
        (2, "missing-space"),
        (3, "reserved"),
        (4, "second-colon"),
        (6, "tab"),
        (7, "open-quote"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a\n  - b: c\n    d: e\n  - f: g\nh: i\n",
        "a:\n  b: 1\n   c:\n     - d: 1\n       e: 2\n  f: 3\n",
        "a:\n  b: @x\n    c: 1\n  d: 2\n",
        'a: "b\nc: "d"\ne: f\n',
        "a:\n  b: [x] y\n  c: d\n",
        "a: |\n    b\n   c\nd: e\n",
        "a:\n\t- b: 1\n    c: 2\nd: 3\n",
        "a:\n  - {b: c,\n     d: e\n     f: g}\nh: i\n",
        "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: c: d\n>>>>>>> other\n",
    ],
)
def test_one_mistake_is_told_once(text: str) -> None:
    """What follows from a mistake is none of its own."""
    assert len(problems_of(text)) == 1


def test_a_line_that_lines_up_is_not_said_to_be_out_of_line() -> None:
    """A name of more than a thousand letters is wrong for another reason."""
    problem = problems_of(f"a: b\n{'k' * 1100}: c\n")[0]

    assert (problem.line, problem.code) == (2, "yaml")


def test_a_mistake_that_cannot_be_mended_ends_the_search() -> None:
    """What was told until then is told."""
    assert len(problems_of("\n  \t\n? ---\n")) == 1


def test_twenty_mistakes_are_told_at_most() -> None:
    """A file that is no profile at all is told as such, soon."""
    assert len(problems_of("a: @b\n" * 50)) == 20


def test_a_mistake_that_no_explanation_fits_is_still_told() -> None:
    """The place alone helps, too."""
    problem = problems_of("{a: b}{c: d}\n")[0]

    assert problem.line == 1
    assert problem.hint


def test_a_mistake_at_the_end_is_told_at_the_last_words() -> None:
    """There is nothing to see on an empty line."""
    problem = problems_of("a: b\n{\n\n\n")[-1]

    assert problem.line == 2


def test_two_versions_that_git_could_not_merge_are_told_as_such() -> None:
    """At the first mark, with where it ends; not as YAML that cannot be read."""
    problem = problems_of("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n")[0]

    assert (problem.line, problem.column, problem.code) == (2, 1, "unmerged")
    assert "to line 6" in problem.message
    assert "keep one of the two, and delete the lines" in problem.hint


def test_a_line_of_signs_alone_is_no_conflict() -> None:
    """Without its end it is what the person typed."""
    assert [each.code for each in problems_of("<<<<<<< a\nb: c: d\n")] != ["unmerged"]
