"""Which tests can kill a mutant: those that ran its lines, and all of its package's folder."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coverage import CoverageData

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.mutation.mutant import Mutant
    from tests.mutation.workspace import Workspace

# Tests of other rooms that run much of these packages. Not here: whole builds, faults, browsers,
# which take minutes, and the rules of the house, which would fail for the form of a change.
ELSEWHERE = (
    "tests/document",
    "tests/german",
    "tests/importers",
    "tests/pages",
    "tests/test_calendar_file.py",
    "tests/test_content.py",
    "tests/test_facts.py",
    "tests/test_history.py",
    "tests/test_kit.py",
    "tests/test_language.py",
    "tests/test_life.py",
    "tests/test_mail_file.py",
    "tests/test_reference.py",
    "tests/test_starter.py",
    "tests/test_status.py",
    "tests/test_words.py",
)
LEAST_SECONDS = 20  # of processor time, for any tests
_OF_A_NEW_TEST = 0.5  # seconds
_MOST_TESTS, _MOST_SECONDS = 200, 12.0  # of those that ran the lines, the quickest


@dataclass(frozen=True, slots=True)
class Measured:
    """How many seconds each test takes, and which tests ran which lines of which module."""

    seconds: dict[str, float]
    tests: dict[str, dict[int, frozenset[str]]]

    def quickest(self, mutant: Mutant) -> list[str]:
        """Return tests that ran a mutant's lines, its package's before others, quick ones first.

        Of a line that Python does not count as one of its own, those that ran its function.
        """
        lines = self.tests.get(mutant.path, {})
        able = _that_ran(lines, mutant.lines) or _that_ran(lines, mutant.around)
        home = f"tests/{mutant.path.split('/')[1]}/"
        order = sorted(able, key=lambda test: (not test.startswith(home), self.seconds[test], test))
        chosen, left = [], _MOST_SECONDS
        for test in order[:_MOST_TESTS]:
            left -= self.seconds[test]
            if left > 0:
                chosen.append(test)
        return chosen

    def budget(self, tests: Iterable[str]) -> int:
        """Return how much processor time tests may take with a mutant, in seconds."""
        return LEAST_SECONDS + 4 * round(sum(self.seconds.get(test, 0) for test in tests))


def measure(workspace: Workspace, folder: Path, paths: Iterable[str]) -> None:
    """Run tests of some paths on what is right, and keep what each of them runs in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        kept = folder / path.replace("/", "-")
        if kept.with_suffix(".json").is_file():
            continue
        arguments = ["--cov=kitgen", "--cov-context=test", "--cov-report=", path]
        answer = workspace.run(arguments)
        if answer.code != 0:
            raise RuntimeError(f"{path} fails without a mutant: {', '.join(answer.failed)}")
        (workspace.folder / ".coverage").replace(kept.with_suffix(".coverage"))
        kept.with_suffix(".json").write_text(json.dumps(answer.ran), "utf-8")


def read_measured(folder: Path, tests: Iterable[str]) -> Measured:
    """Return what was measured, of the tests that there are now."""
    seconds = dict.fromkeys(tests, _OF_A_NEW_TEST)
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path in sorted(folder.glob("*.coverage")):
        ran = json.loads(path.with_suffix(".json").read_text("utf-8"))
        seconds.update((test, took) for test, took in ran.items() if test in seconds)
        data = CoverageData(str(path))
        data.read()
        for file in data.measured_files():
            name = "kitgen/" + file.rpartition("/kitgen/")[2]
            for line, contexts in data.contexts_by_lineno(file).items():
                named = {context.rpartition("|")[0] for context in contexts}
                found[name][line] |= named & seconds.keys()
    frozen = {
        name: {line: frozenset(each) for line, each in lines.items()}
        for name, lines in found.items()
    }
    return Measured(seconds, frozen)


def _that_ran(lines: dict[int, frozenset[str]], wanted: Iterable[int]) -> frozenset[str]:
    return frozenset[str]().union(*(lines.get(line, ()) for line in wanted))
