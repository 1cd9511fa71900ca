"""Reading YAML text: plain values with their places, and what is not taken from YAML."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitgen.document import Document, Problem, lines_of, read_document, short, walk, words_of


def read(text: str) -> Document:
    """Return the document of a text without problems."""
    document, problems = read_document(text, "a.yml")
    assert problems == ()
    return document


def told(text: str) -> list[tuple[int, int, str]]:
    """Return line, column and code of every problem of a text."""
    problems = read_document(text, "a.yml")[1]
    return [(problem.line, problem.column, problem.code) for problem in problems]


def under(text: str, problem: Problem) -> str:
    """Return the text that a problem underlines."""
    line = lines_of(text)[problem.line - 1]
    return line[problem.column - 1 : problem.column - 1 + problem.length]


def test_every_plain_scalar_stays_the_text_that_was_typed() -> None:
    """What YAML would take for an answer, a number or a date is text."""
    typed = ["no", "on", "1.10", "0044", "12:30", "2026-05-01", "1e3", "0x1F", "Null", "1_000"]
    text = "".join(f"- {each}\n" for each in typed)

    assert typed == read(text).value


@pytest.mark.parametrize("empty", ["", " ~", " null", " # nothing"])
def test_a_value_left_empty_is_none(empty: str) -> None:
    """Nothing, a tilde and `null` are no value; a comment is none, either."""
    assert read(f"a:{empty}\n").value == {"a": None}


def test_quoted_text_is_text_even_when_it_is_empty() -> None:
    """Quotes make a text of everything between them."""
    assert read("['', \"null\", '~']").value == ["", "null", "~"]


def test_places_count_characters_as_editors_show_them() -> None:
    """An emoji before a value is one column; lines and columns start at 1."""
    document = read("ä: 😀 x\nb:\n  - [1, 😀😀, c]\n")

    assert (document.place(("ä",)).line, document.place(("ä",)).column) == (1, 4)
    place = document.place(("b", 0, 2))
    assert (place.line, place.column, document.text[place.start : place.end]) == (3, 13, "c")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_are_the_same_for_every_line_end(end: str) -> None:
    """Files from Windows and old Macs have the same lines."""
    place = read(f"a: 1{end}b:{end}  c: 2{end}").place(("b", "c"))

    assert (place.line, place.column) == (3, 6)


def test_a_byte_order_mark_at_the_start_is_no_part_of_the_text() -> None:
    """Some editors begin each file with one."""
    assert read("\ufeffa: 1\n").value == {"a": "1"}


def test_a_path_that_is_not_in_the_file_has_the_place_of_its_nearest_parent() -> None:
    """A missing field is told at the block that misses it."""
    document = read("a:\n  b: 1\n")

    assert document.place(("a",)) == document.place(("a", "c", 0))
    assert (document.key_place(("a",)).line, document.key_place(("a",)).column) == (1, 1)


def test_a_block_ends_with_its_last_word() -> None:
    """What is underlined has no empty lines and no spaces at its end."""
    document = read("a:\n  - b: 1\n    c: 2   \n\n\nd: 3\n")
    place = document.place(("a", 0))

    assert document.text[place.start : place.end] == "b: 1\n    c: 2"


def test_a_problem_underlines_only_the_first_line_of_its_value() -> None:
    """A caret line cannot go around a corner."""
    document = read("a: >-\n  b\n  c\n")

    assert document.problem(("a",), "x", "y").length == 2
    assert document.key_problem(("a",), "x", "y").length == 1


def test_a_path_is_said_with_entries_counted_from_one() -> None:
    """People count from one."""
    assert words_of(("contacts", 1, "name")) == "contacts[2].name"


def test_walk_yields_each_scalar_with_its_path_in_the_order_of_the_file() -> None:
    """Empty values are yielded, too."""
    found = list(walk(read("b: 1\na: [x, {c: }]\n").value))

    assert found == [(("b",), "1"), (("a", 0), "x"), (("a", 1, "c"), None)]


def test_a_value_is_shown_short_and_on_one_line() -> None:
    """A message stays one line whatever the file holds."""
    assert f"a {'b' * 38}…" == short(f"a\n{'b' * 50}")
    assert (short([]), short({})) == ("a list", "a block of fields")


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "duplicate-key"),
        ("a: {b: 1, b: {c: 2}}\n", 1, 11, "duplicate-key"),
        ("a: *b\n", 1, 4, "alias"),
        ("a: &b c\n", 1, 4, "anchor"),
        ("a: !b c\n", 1, 4, "tag"),
        ("a: !!python/object/apply:os.system [x]\n", 1, 4, "tag"),
        ("a: “b”\n", 1, 4, "curly-quotes"),
        ("a: „b“\n", 1, 4, "curly-quotes"),
        ("a: C# #1\n", 1, 4, "hash"),
        ("a: #1\nb: c\n", 1, 3, "hash"),
        ("{{ a }}\n", 1, 2, "strange-key"),
        ("? [a, b]\n: c\n", 1, 3, "strange-key"),
        ("a:\n\u00a0\u00a0b: c\n", 2, 1, "special-space"),
        ("a:\n  \u200bb: c\n", 2, 3, "special-space"),
        ("a: b\n---\nc: d\n", 2, 1, "second-document"),
        ("a: b\n...\nc: d\n", 2, 1, "second-document"),
    ],
)
def test_what_a_person_cannot_have_meant_is_a_problem(
    text: str, line: int, column: int, code: str
) -> None:
    """YAML takes each of these in a way that surprises."""
    assert [(line, column, code)] == told(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: b # a comment\n",
        "a: b #\n",
        "# a: #b\n",
        "a: 'b #1'\n",
        "a: b#1\n",
        "a: “b” and “c” then\n",
        "a: \u00a0b\n",
        "---\na: b\n",
        "a: 😀\u200d💻\n",
    ],
)
def test_what_is_harmless_is_no_problem(text: str) -> None:
    """A warning that cries wolf is not read."""
    assert told(text) == []


def test_each_problem_underlines_what_it_is_about() -> None:
    """The caret shows the word, not the line."""
    text = "a: 😀\nb: [*c, “d”]\na: e\n"
    problems = read_document(text, "a.yml")[1]

    assert [under(text, problem) for problem in problems] == ["*c", "“d”", "a"]


def test_the_first_of_two_equal_keys_counts() -> None:
    """The second is read past, with everything in it."""
    document, problems = read_document("a: 1\na:\n  b: [2, 3]\nc: 4\n", "a.yml")

    assert document.value == {"a": "1", "c": "4"}
    assert [problem.code for problem in problems] == ["duplicate-key"]


def test_a_problem_in_a_block_that_is_read_past_has_a_path_that_people_know() -> None:
    """The second block of a name is said as the first."""
    problems = read_document("a: 1\na: {b: *c}\n", "a.yml")[1]

    assert [problem.path for problem in problems] == ["a", "a.b"]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: b\x0bc\n", 1, 5),
        ("a: b\n\x00\n", 2, 1),
        ("a: b\u0085c: d\n", 1, 5),
        ("a: b\u2028c: d\n", 1, 5),
        ("a:\n\ufeff  b: c\n", 2, 1),
        ("a: \ufffe\n", 1, 4),
    ],
)
def test_a_character_that_nobody_can_see_is_told(text: str, line: int, column: int) -> None:
    """Among them line ends that YAML knows and editors do not show."""
    assert [(line, column, "invisible")] == told(text)


def test_invisible_characters_are_told_once_a_line_and_twenty_times_at_most() -> None:
    """A binary file is told as what it is, not as a million problems."""
    assert [(n, 1, "invisible") for n in range(1, 21)] == told("\0\0\0\n" * 30)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "a: " + "k" * 1_000_000,
        "a: " + "[" * 1_000_000,
        "a: " + "{b: " * 200_000,
        "a:\n  " + "- " * 500_000,
        "- a\n" * 120_000,
        "- []\n" * 120_000,
        "\0" * 2_000_000,
        "a: @b\n" * 200_000,
        'a: "' + "b\n" * 500_000,
        "k" * 1_000_000 + ": a",
    ],
    ids=["text", "lists", "blocks", "hyphens", "long", "wide", "nul", "at", "quote", "key"],
)
def test_a_file_beyond_all_bounds_is_a_problem_within_seconds(text: str) -> None:
    """Two megabytes of anything neither hang nor exhaust the stack."""
    begun = time.process_time()
    problems = read_document(text, "a.yml")[1]

    assert 1 <= len(problems) <= 20
    assert time.process_time() - begun < 10


def test_after_too_deep_nesting_nothing_is_taken_from_the_file() -> None:
    """Half a file would give problems that are none."""
    document, problems = read_document("a: " + "[" * 20 + "]" * 20, "a.yml")

    assert document.value is None
    assert [problem.code for problem in problems] == ["too-large"]


@given(
    st.text(alphabet=st.sampled_from(" \t\n\r-:#'\"[]{}!&*|>@%`?,ab😀\u00a0\u2028\ufeff\0“”\uff1a"))
)
def test_any_text_gives_a_document_and_problems_that_lie_inside_it(text: str) -> None:
    """No text raises, and every caret points at something."""
    document, problems = read_document(text, "a.yml")

    lines = lines_of(text.removeprefix("\ufeff"))
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.hint
    for path, _ in walk(document.value) if document.value else ():
        assert path in document.places


def test_an_empty_entry_is_shown_at_its_hyphen() -> None:
    """There is nothing else of it to show, whatever the comment behind it says."""
    document = read("a:\n  -\n  - # b-c\n  - d\n")

    for index, line in enumerate((2, 3)):
        place = document.place(("a", index))
        assert (place.line, place.column) == (line, 3)
        assert document.text[place.start : place.end] == "-"


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("“b”", "remove them"),
        ("“b”, “c d”", "write [b, c d]"),
        ("«b», «c, d»", 'write [b, "c, d"]'),
    ],
)
def test_curly_quotes_are_told_with_what_was_meant(typed: str, hint: str) -> None:
    """Several quoted texts in a row are a list."""
    problem = read_document(f"a: {typed}\n", "a.yml")[1][0]

    assert problem.code == "curly-quotes"
    assert hint in problem.hint
