"""The benchmarks: they run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_simulation_of_plans_prints_a_line_for_each_strategy(tmp_path: Path) -> None:
    """From any folder, for contacts few and many, with how long a plan takes."""
    script = [sys.executable, str(ROOT / "benchmarks/plan_simulation.py")]
    done = subprocess.run(
        [*script, "--profiles", "2", "--runs", "2", "--plans", "1"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    for name in ("this plan", "greedy, as before", "random order", "everyone today", "nobody more"):
        assert sum(line.startswith(name) for line in lines) == 4
    assert sum("longest" in line for line in lines) == 4
