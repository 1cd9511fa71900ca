"""A sample of the matrix of faults; `python -m tests.faults` tries every moment."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.faults.matrix import spread

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="faults need a forked process"),
]


def matrix(*words: str) -> tuple[int, str]:
    """Return the exit code of the harness and what it printed; it forks, so it runs by itself."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("command", "most", "tried"),
    [
        ("new", 6, 30),
        ("log", 6, 30),
        ("import", 4, 20),
        ("rotate", 4, 20),
        ("publish", 2, 10),
        ("merge", 2, 10),
        ("build", 2, 14),
        ("first build", 1, 7),
    ],
)
def test_nothing_is_lost_by_a_fault(command: str, most: int, tried: int) -> None:
    """Kill, torn write, full disk, no right, Ctrl-C; in builds profiles that change, too."""
    code, out = matrix(command, "--most", str(most))
    assert (code, out.splitlines()[-1]) == (0, f"{tried} faults tried, 0 lost."), out


@pytest.mark.parametrize(
    ("bug", "command", "said"),
    [
        ("write-in-place", "log", "project/profiles/ada.yml is neither as before nor as after"),
        ("write-in-place", "import", "project/profiles/cyd.yml is neither as before nor as after"),
        ("write-in-place", "rotate", "project/profiles/ada.yml is neither as before nor as after"),
        ("leave-files", "log", "is left after the next run"),
        ("leave-files", "new", "is left after the next run"),
        ("publish-bit-by-bit", "publish", "is neither the last good one nor the new one"),
        ("tell-no-error", "log", "a traceback"),
        ("tell-no-error", "import", "a traceback"),
        ("swallow-interrupts", "log", "Ctrl-C at 1: it ended with 0"),
    ],
)
def test_a_planted_bug_is_caught(bug: str, command: str, said: str) -> None:
    """A harness that finds nothing could be one that looks at nothing."""
    code, out = matrix(command, "--most", "6", "--plant", bug)
    assert code == 1
    assert said in out


def test_faults_are_spread_from_the_first_deed_to_the_last() -> None:
    """All of them without a limit."""
    assert spread(5, 0) == (1, 2, 3, 4, 5)
    assert spread(100, 3) == (1, 50, 100)
    assert spread(3, 9) == (1, 2, 3)
