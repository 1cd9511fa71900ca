"""SECURITY.md names tests for what it promises, and they are there."""

from __future__ import annotations

import ast
import re

from tests.conftest import ROOT

SECURITY = ROOT / ".github" / "SECURITY.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def promises() -> dict[str, list[tuple[str, str]]]:
    """Return each promise with the tests that it names."""
    text = SECURITY.read_text("utf-8")
    part = text.split("## How each promise is shown")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("| ")]
    return {row[0].strip(): NAMED.findall(row[1]) for row in rows[1:]}


def test_every_promise_names_a_test() -> None:
    """None stands on its word alone."""
    found = promises()
    assert len(found) > 10
    assert [promise for promise, tests in found.items() if not tests] == []


def test_every_test_that_is_named_is_there() -> None:
    """By file and name: a test that was renamed takes its promise along."""
    for path, name in (each for tests in promises().values() for each in tests):
        nodes = ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
        functions = {each.name for each in nodes if isinstance(each, ast.FunctionDef)}
        assert name in functions, f"{path}::{name}"
