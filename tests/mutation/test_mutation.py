"""`python -m tests.mutation` tells right whether tests notice a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.mutation import choosing
from tests.mutation.choosing import measure, read_measured
from tests.mutation.mutant import Mutant
from tests.mutation.report import Row, interval, read_known, table
from tests.mutation.trying import try_mutant
from tests.mutation.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """\
def countdown(start):
    steps = []
    while start > 0:
        steps.append(start)
        start -= 1
    return steps
"""
TESTS = """\
from kitgen.plan.countdown import countdown


def test_it_counts_down():
    assert len(countdown(3)) == 3


def test_of_nothing():
    assert countdown(0) == []
"""


def changed(old: str, new: str) -> Mutant:
    """Return a mutant of the module above."""
    source = SOURCE.replace(old, new)
    return Mutant.of("kitgen/plan/countdown.py", "countdown", range(1, 7), SOURCE, source)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a project of one module and two tests."""
    for name, text in {
        "kitgen/__init__.py": "",
        "kitgen/plan/__init__.py": "",
        "kitgen/plan/countdown.py": SOURCE,
        "tests/plan/test_countdown.py": TESTS,
        "pyproject.toml": '[tool.pytest]\npythonpath = ["."]\nmarkers = ["browser: none"]\n',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_change_is_killed_by_a_test_or_by_its_time_or_survives(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong length fails a test, a loop without end runs out of time, other steps go unseen."""
    monkeypatch.setattr(choosing, "LEAST_SECONDS", 1)
    tried = {}
    with Workspace(small) as workspace:
        measure(workspace, small / "measured", ["tests/plan"])
        there = workspace.run(["--collect-only", "tests/plan"]).collected
        measured = read_measured(small / "measured", there)
        for old, new in (("> 0", "> 1"), ("-= 1", "-= 0"), ("append(start)", "append(None)")):
            mutant = changed(old, new)
            trial = try_mutant(workspace, measured, mutant)
            tried[new] = (trial.verdict, trial.by)
        assert measured.quickest(changed("append(start)", "append(None)")) == [
            "tests/plan/test_countdown.py::test_it_counts_down"
        ]
    assert (small / "kitgen/plan/countdown.py").read_text("utf-8") == SOURCE
    assert tried == {
        "> 1": ("killed", "tests/plan/test_countdown.py::test_it_counts_down"),
        "-= 0": ("out of time", "the limit of time"),
        "append(None)": ("survived", ""),
    }


@pytest.mark.slow
def test_tests_that_fail_without_a_mutant_are_told(small: Path) -> None:
    """Else each of them would seem to kill whatever it is run with."""
    (small / "kitgen/plan/countdown.py").write_text(SOURCE.replace("> 0", "> 1"), "utf-8")
    with (
        Workspace(small) as workspace,
        pytest.raises(RuntimeError, match="test_it_counts_down"),
    ):
        measure(workspace, small / "measured", ["tests/plan"])


def test_a_mutant_is_known_by_what_it_changes() -> None:
    """Its lines are counted from 1, and where it stands in the file does not matter."""
    mutant = changed("-= 1", "-= 0")
    assert (mutant.lines, mutant.before, mutant.after) == (
        range(5, 6),
        "start -= 1",
        "start -= 0",
    )
    moved = Mutant.of(
        mutant.path, mutant.function, range(3, 9), f"\n\n{SOURCE}", f"\n\n{mutant.source}"
    )
    assert moved.lines == range(7, 8)
    assert moved.key == mutant.key


def test_mutants_are_those_that_mutmut_makes() -> None:
    """Each stands in its function, differs from the source, and can be drawn again."""
    pytest.importorskip("mutmut", reason="of the group `mutation`, which is not installed")
    from tests.mutation.mutants import draw, find_spots  # noqa: PLC0415  # imports mutmut

    spots = find_spots(ROOT, "templating")
    drawn = draw(spots, 5, "1 templating")
    assert len(spots) > 500
    assert drawn == draw(spots, 5, "1 templating")
    for spot in drawn:
        mutant, text = spot.mutant(), (ROOT / spot.path).read_text("utf-8")
        lines = text.splitlines()
        assert mutant.source != text
        inside = [lines[number - 1] for number in mutant.around]
        assert any(f"def {mutant.function.split('.')[-1]}(" in line for line in inside)
        assert set(mutant.lines) <= set(mutant.around)


@pytest.mark.parametrize(
    ("killed", "tried", "low", "high"),
    [(54, 60, 0.7985, 0.9534), (60, 60, 0.9398, 1), (0, 10, 0, 0.2775), (0, 0, 0, 1)],
)
def test_a_share_has_the_interval_of_wilson(
    killed: int, tried: int, low: float, high: float
) -> None:
    """As other programs give it."""
    assert interval(killed, tried) == pytest.approx((low, high), abs=0.0001)


def test_the_table_adds_up() -> None:
    """Each package has its row, and all of them their sum."""
    lines = table([Row("plan", 200, 60, 54, 2, 5), Row("seal", 100, 40, 40, 0, 0)]).splitlines()
    assert " ".join(lines[1].split()) == "plan 200 60 54 2 6 5 90.0% 79.9% to 95.3%"
    assert " ".join(lines[-1].split()) == "all 300 100 94 2 6 5 94.0%"


def test_known_survivors_stand_where_they_stood() -> None:
    """A reason is about code that is there; who changes it looks again whether it still holds."""
    for (path, function, before, after), why in read_known().items():
        text = "\n".join(line.strip() for line in (ROOT / path).read_text("utf-8").splitlines())
        place = f"{path}: {function}"
        assert f"def {function.split('.')[-1]}(" in text, place
        assert f"\n{before}\n" in text, f"{place}: {before}"
        assert after != before, place
        assert len(why.split()) > 3, place
