"""Facts: the real file, problems with their places, and facts checked too long ago."""

from __future__ import annotations

import ast
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from kitgen.errors import SourceError
from kitgen.facts import Confidence, Fact, Facts, load_facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kitgen.project import Project

FACT = """\
stale_after_days: 365
facts:
  asks.per_week:
    value: 3
    source: A how-to
    url: https://example.org/
    checked_on: 2026-11-22
    confidence: medium
    note: A pace.
"""
_USES = re.compile(r"""\b(?:fact|cite)\(([^)]*)\)""")


def load(folder: Path, text: str) -> Facts:
    """Return the facts of a file with this text."""
    path = folder / "facts.yml"
    path.write_text(text, "utf-8")
    return load_facts(path, "facts.yml")


def problems(folder: Path, text: str) -> list[tuple[int, int, str]]:
    """Return line, column and message of each problem in a file with this text."""
    with pytest.raises(SourceError) as caught:
        load(folder, text)
    return [(each.line, each.column, each.message) for each in caught.value.problems]


def named_in_code(project: Project) -> Iterator[str]:
    """Yield every text in the code that looks like the id of a fact and is used as one."""
    for path in sorted((project.root / "kitgen").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                arguments = node.args if node.func.attr in {"fact", "number", "count"} else []
                yield from (text for text in _texts(arguments[:1]) if text.isprintable())
            if isinstance(node, ast.keyword) and node.arg == "facts":
                yield from _texts([node.value] if isinstance(node.value, ast.Tuple) else [])


def _texts(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        for each in ast.walk(node):
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield each.value


def named_in_sources(project: Project) -> Iterator[str]:
    """Yield the ids of facts that page sources, components and draft templates name."""
    for path in sorted(project.docs.rglob("*")):
        if path.suffix in {".md", ".html", ".txt"}:
            for use in _USES.findall(path.read_text("utf-8")):
                yield from re.findall(r"""["']([a-z_.]+)["']""", use)


def test_the_real_facts_can_be_loaded(project: Project, today: date) -> None:
    """Each has a source and a day that is not in the future."""
    facts = load_facts(project.docs / "facts.yml", "docs/facts.yml")
    assert len(facts.facts) > 50
    assert all(each.source and each.checked_on <= today for each in facts.facts.values())
    assert facts.stale(today) == ()


def test_every_fact_that_code_names_is_in_the_file(project: Project) -> None:
    """A name that code looks up and the file lacks would break every kit."""
    facts = load_facts(project.docs / "facts.yml", "docs/facts.yml")
    named = set(named_in_code(project))
    assert {"asks.per_week", "recommendations.total", "asks.answer_rate"} <= named
    assert named - facts.facts.keys() == set()


def test_every_fact_that_page_sources_name_is_in_the_file(project: Project) -> None:
    """A page cites no claim that nobody vouches for."""
    facts = load_facts(project.docs / "facts.yml", "docs/facts.yml")
    named = set(named_in_sources(project))
    assert {"request.path.contact", "connections.note_limit"} <= named
    assert named - facts.facts.keys() == set()


def test_a_fact_has_its_fields(tmp_path: Path) -> None:
    """Value as a number, day as a day, confidence as one of the choices."""
    assert load(tmp_path, FACT).fact("asks.per_week") == Fact(
        id="asks.per_week",
        value=3,
        source="A how-to",
        checked_on=date(2026, 11, 22),
        confidence=Confidence.MEDIUM,
        url="https://example.org/",
        note="A pace.",
        line=3,
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0.5", 0.5),
        ("-2", -2),
        ("2013 to 2014", "2013 to 2014"),
        ("[one, 2]", ("one", 2)),
        ("{low: 3, high: many}", {"low": 3, "high": "many"}),
        ('"a: {b}"', "a: {b}"),
    ],
)
def test_a_value_is_a_number_a_text_a_list_or_a_block(
    tmp_path: Path, value: str, expected: object
) -> None:
    """Numbers are numbers, also inside lists and blocks; everything is frozen."""
    facts = load(tmp_path, FACT.replace("value: 3", f"value: {value}"))
    assert facts.fact("asks.per_week").value == expected


def test_numbers_are_read_from_a_fact_or_a_part_of_it(tmp_path: Path) -> None:
    """What is no number, or is not there, is told at its line."""
    whole = load(tmp_path, FACT)
    assert (whole.number("asks.per_week"), whole.count("asks.per_week")) == (3, 3)
    parts = load(tmp_path, FACT.replace("value: 3", "value: {low: 2.5, high: many}"))
    assert (parts.number("asks.per_week", "low"), parts.count("asks.per_week", "low")) == (2.5, 2)
    for facts, fact_id, part in (
        (whole, "asks.per_day", ""),
        (whole, "asks.per_week", "low"),
        (parts, "asks.per_week", ""),
        (parts, "asks.per_week", "high"),
        (parts, "asks.per_week", "middle"),
    ):
        where = rf"facts\.yml:[0-9]+:1: error: .*'{fact_id}'.*{part}"
        with pytest.raises(SourceError, match=where):
            facts.number(fact_id, part)
    with pytest.raises(KeyError):
        whole.fact("asks.per_day")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    value: 3\n", "", (3, 3, "fact 'asks.per_week' has no 'value'")),
        ("    source: A how-to\n", "", (3, 3, "fact 'asks.per_week' has no 'source'")),
        ("confidence: medium", "confidence:", (8, 5, "fact 'asks.per_week' has no 'confidence'")),
        (
            "confidence: medium",
            "confidence: []",
            (8, 5, "fact 'asks.per_week' has no 'confidence'"),
        ),
        (
            "confidence: medium",
            "confidence: sure",
            (8, 17, "confidence 'sure' is not one of the choices"),
        ),
        ("2026-11-22", "20261122", (7, 17, "'20261122' is not a day")),
        ("2026-11-22", "2026-W47-7", (7, 17, "'2026-W47-7' is not a day")),
        ("2026-11-22", "2026-02-30", (7, 17, "'2026-02-30' is not a day")),
        ("note:", "nota:", (9, 5, "unknown field 'nota'")),
        (
            "stale_after_days: 365",
            "stale_after_days: a year",
            (1, 19, "'stale_after_days' should be a number of days"),
        ),
        (
            "stale_after_days: 365",
            "stale_after_days: ²",
            (1, 19, "'stale_after_days' should be a number of days"),
        ),
    ],
)
def test_a_problem_says_what_is_wrong_and_where(
    tmp_path: Path, old: str, new: str, expected: tuple[int, int, str]
) -> None:
    """Line and column of the key or value that is to be changed."""
    assert problems(tmp_path, FACT.replace(old, new)) == [expected]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """In the order of the file."""
    text = FACT.replace("medium", "sure").replace("365", "") + "  asks.timing: soon\n"
    messages = [message for _, _, message in problems(tmp_path, text)]
    assert messages == [
        "'stale_after_days' should be a number of days",
        "confidence 'sure' is not one of the choices",
        "fact 'asks.timing' has no fields",
    ]


@pytest.mark.parametrize("text", ["", "- a list\n", "stale_after_days: 365\n", "facts: none\n"])
def test_a_file_without_facts_is_a_problem(tmp_path: Path, text: str) -> None:
    """Whatever stands there instead."""
    assert "there is no block 'facts'" in [message for _, _, message in problems(tmp_path, text)]


def test_a_mistake_in_the_yaml_is_told_with_its_place(tmp_path: Path) -> None:
    """What the rest of the file means cannot be told then."""
    assert [line for line, _, _ in problems(tmp_path, f'{FACT}  "asks')] == [10]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """It is named; there is no traceback."""
    with pytest.raises(SourceError, match=r"facts\.yml"):
        load_facts(tmp_path / "facts.yml", "facts.yml")


def test_facts_grow_stale_the_day_after_their_year(tmp_path: Path) -> None:
    """On the last day they still hold; the oldest comes first."""
    second = FACT.partition("facts:\n")[2].replace("asks.per_week", "asks.timing")
    facts = load(tmp_path, FACT + second.replace("2026-11-22", "2026-11-20"))
    last = date(2026, 11, 20) + timedelta(days=365)
    assert facts.stale(last) == ()
    assert [each.id for each in facts.stale(last + timedelta(days=1))] == ["asks.timing"]
    assert [each.id for each in facts.stale(last + timedelta(days=9))] == [
        "asks.timing",
        "asks.per_week",
    ]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "example.org", "data:text/html,x", 'https://x" onclick="y']
)
def test_an_address_that_pages_cannot_lead_to_is_a_problem(tmp_path: Path, url: str) -> None:
    """It stands in every kit, sealed or plain."""
    text = FACT.replace("https://example.org/", f"'{url}'")
    assert problems(tmp_path, text) == [(6, 10, f"'{url}' is no address of a page")]


@pytest.mark.parametrize("value", ["9" * 5000, "-100000", "1000000", "{low: 3, high: 1000000.5}"])
def test_a_number_that_no_fact_can_have_is_told(tmp_path: Path, value: str) -> None:
    """Days are counted by it, or texts; it ended in a traceback, or took all memory."""
    ((line, _, message),) = problems(tmp_path, FACT.replace("value: 3", f"value: {value}"))
    assert (line, message.endswith("is no number that a fact can have")) == (4, True)


@pytest.mark.parametrize("value", ["0", "2", "half"])
def test_a_share_is_a_part_of_one(tmp_path: Path, value: str) -> None:
    """Numbers of asks are worked out by dividing by it."""
    facts = load(tmp_path, FACT.replace("value: 3", f"value: {value}"))
    with pytest.raises(SourceError, match=r"facts\.yml:3:1: error: .*'asks\.per_week' should be"):
        facts.share("asks.per_week")
