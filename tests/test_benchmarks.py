"""The benchmarks: they run."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

from kitgen.errors import ProfileError
from kitgen.profile import load_profile

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


def test_weights_of_signs_and_words_are_fitted_to_labelled_texts(tmp_path: Path) -> None:
    """Nothing is written when only the figures are wanted."""
    written = ROOT / "docs/en/specificity.yml"
    before = written.read_bytes()
    texts = [ROOT / f"tests/specificity/labelled/{name}.yml" for name in ("law", "retail", "arts")]
    script = [sys.executable, str(ROOT / "benchmarks/fit_specificity.py"), "--dry", "--texts"]
    done = subprocess.run(
        [*script, *map(str, texts)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    first, *lines = done.stdout.splitlines()
    assert first == "59 texts, 25 signs"
    shares = {line.partition(":")[0]: float(line.split()[-3]) for line in lines}
    signs, both = (
        f"texts of files left out, by their {each}" for each in ("signs", "signs and words")
    )
    assert shares.keys() == {signs, both, "texts fitted to"}
    assert min(shares.values()) > 0.7  # by chance it is 0.5
    assert written.read_bytes() == before


def test_invented_fleets_are_seeded_and_right(tmp_path: Path) -> None:
    """The same people each time, from few contacts to many; only those meant to be are broken."""
    script = [sys.executable, str(ROOT / "benchmarks/invented_fleet.py")]
    for name in ("one", "two"):
        command = [*script, str(tmp_path / name), "40", "--broken", "0.05"]
        subprocess.run(command, check=True, capture_output=True)
    one, two = (sorted((tmp_path / name).glob("*.yml")) for name in ("one", "two"))
    texts = [path.read_text("utf-8") for path in one]
    assert texts == [path.read_text("utf-8") for path in two]
    assert len(set(texts)) == 40
    broken = []
    for path in one:
        try:
            profile = load_profile(path, date(2026, 11, 22))
        except ProfileError as error:
            broken.append((path.stem, len(error.problems)))
        else:
            assert 3 <= len(profile.contacts) <= 60
    assert broken == [("person-000019", 1), ("person-000039", 1)]
