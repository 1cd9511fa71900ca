"""How long it takes from saving a profile until its page is served, with `kitgen serve`.

    .venv/bin/python benchmarks/serving.py [--saves 15] [--profile sample-mara-okafor]

A profile is saved again and again in a copy of the project, and the page that shows what changed is
asked for over HTTP until it shows it. The first save, which warms up, is not counted.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE = 120.0  # seconds


def main() -> None:
    """Print the median, the quickest and the slowest save."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--saves", type=int, default=15)
    words.add_argument("--profile", default="sample-mara-okafor")
    given = words.parse_args()
    took = measure_saves(given.profile, given.saves)
    low, middle, high = (f(took) * 1000 for f in (min, statistics.median, max))
    print(f"{given.profile}, {given.saves} saves, from the save to the page:")
    print(f"median {middle:.0f} ms, {low:.0f} to {high:.0f} ms")


def measure_saves(name: str, saves: int) -> list[float]:
    """Return how many seconds each save of a sample took until its page was served."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for each in ("docs", "mkdocs.yml"):
            (root / each).symlink_to(ROOT / each)
        (root / "profiles").mkdir()
        profile = root / "profiles" / f"{name}.yml"
        shutil.copy(ROOT / "profiles" / profile.name, profile)
        return measure(root, profile, saves)


def measure(root: Path, profile: Path, saves: int) -> list[float]:
    """Return how many seconds each save took until its page was served, but the first."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-P", "-m", "kitgen", "serve", profile.stem, "--port", str(port)]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    text, took, said = profile.read_text("utf-8"), [], subprocess.DEVNULL
    with subprocess.Popen(command, cwd=root, env=env, stdout=said, stderr=said) as server:  # noqa: S603  composed here
        try:
            wait_for("<html", port)
            for number in range(saves + 1):
                goal = f"a place as keeper of lighthouse number {number} of many"
                profile.write_text(with_goal(text, goal), "utf-8")
                begun = time.perf_counter()
                wait_for(goal, port)
                took.append(time.perf_counter() - begun)
        finally:
            server.terminate()
    return took[1:]


def with_goal(text: str, goal: str) -> str:
    """Return a profile with another goal, which its first page shows."""
    lines = text.splitlines()
    place = next(at for at, line in enumerate(lines) if line.startswith("  goal:"))
    return "\n".join([*lines[:place], f"  goal: {goal}", *lines[place + 1 :], ""])


def wait_for(words: str, port: int) -> None:
    """Ask for the first page until it holds these words; end when it never does."""
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
                if words in answer.read().decode("utf-8"):
                    return
        except OSError:
            pass
        time.sleep(0.005)
    sys.exit(f"'{words}' was not served in {PATIENCE:.0f} seconds")


if __name__ == "__main__":
    main()
