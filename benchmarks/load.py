"""What comes of a large fleet with broken profiles: its kits, what is told, time and memory.

    .venv/bin/python benchmarks/load.py [--kits 10000] [--first 100] [--broken 0.01] [--jobs 2]

All good kits are to be there, and each problem told once. Builds first a small fleet and then the
large one, as whole commands, and compares what a contact takes in both. Exits with 1 when something
is not as it should be. Needs Linux.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from invented_fleet import write_fleet

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PROBLEM = re.compile(r"^profiles/(\S+)\.yml:\d+:\d+: error: ", re.MULTILINE)
LOOK_EVERY, SAY_EVERY = 2.0, 60.0  # seconds
NOT_KITS = {"_theme"}


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a build: its time in seconds, and what its largest process held, in MiB."""

    seconds: float
    code: int
    kits: int
    problems: list[str]
    held: list[float]


def main() -> None:
    """Print what came of both, and whether it is as it should be."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--kits", type=int, default=10_000)
    words.add_argument("--first", type=int, default=100, help="kits of the fleet to compare with")
    words.add_argument("--broken", type=float, default=0.01)
    words.add_argument("--jobs", type=int, default=2)
    given = words.parse_args()
    took, right = [], True
    for size in (given.first, given.kits):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            broken = fleet_at(root, size, given.broken)
            contacts = contacts_in(root, broken)
            load = build(root, given.jobs)
            right = show(size, broken, load) and right
            took.append(load.seconds / contacts)
    print(f"time for each contact, {given.kits} kits / {given.first}: {took[1] / took[0]:.2f}x")
    sys.exit(0 if right else 1)


def fleet_at(root: Path, size: int, share: float) -> set[str]:
    """Write a project with so many profiles; return the names of those that are broken."""
    for name in ("docs", "mkdocs.yml"):
        (root / name).symlink_to(ROOT / name)
    return {path.stem for path in write_fleet(root / "profiles", size, share)}


def contacts_in(root: Path, broken: set[str]) -> int:
    """Return how many contacts the good profiles have together."""
    paths = (path for path in (root / "profiles").glob("*.yml") if path.stem not in broken)
    profiles = (yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) for path in paths)
    return sum(len(each["contacts"]) for each in profiles)


def build(root: Path, jobs: int) -> Load:
    """Build a fleet, and look at what its processes hold meanwhile."""
    command = [sys.executable, "-P", "-m", "kitgen", "build", "--jobs", str(jobs)]
    env = {**os.environ, "KITGEN_SECRET": "c" * 43, "NO_MKDOCS_2_WARNING": "1"}
    begun = said = time.monotonic()
    held: list[float] = []
    output = root / "output.txt"
    with output.open("w") as file:
        child = subprocess.Popen(command, cwd=root, env=env, stdout=file, stderr=file)  # noqa: S603  composed here
        while child.poll() is None:
            time.sleep(LOOK_EVERY)
            if size := largest(child.pid):
                held.append(size)
            if held and time.monotonic() - said > SAY_EVERY:
                said = time.monotonic()
                print(f"{said - begun:6.0f} s, {held[-1]:.0f} MiB", flush=True)
    seconds = time.monotonic() - begun
    text = output.read_text("utf-8")
    public = (root / "build" / "public").iterdir()
    kits = sum(each.is_dir() and each.name not in NOT_KITS for each in public)
    problems = PROBLEM.findall(text)
    return Load(seconds, child.returncode, kits, problems, held)


def show(size: int, broken: set[str], load: Load) -> bool:
    """Print what came of a fleet; return whether it is as it should be."""
    wanted = size - len(broken)
    right = load.kits == wanted and load.code == (1 if broken else 0)
    right = right and sorted(load.problems) == sorted(broken)
    print(
        f"{size} profiles, {len(broken)} of them broken: {load.seconds:.0f} s, exit {load.code}, "
        f"{load.kits} of {wanted} kits there, {len(load.problems)} problems told"
    )
    tenth = max(1, len(load.held) // 10)
    for name, part in (
        ("after a tenth", load.held[: 2 * tenth]),
        ("at the end", load.held[-tenth:]),
    ):
        print(f"  largest process {name}: {max(part):.0f} MiB")
    print(f"  {'as it should be' if right else 'NOT as it should be'}", flush=True)
    return right


def largest(process: int) -> float:
    """Return what the largest of a process and its children holds, in MiB."""
    return max((memory(each) for each in (process, *children(process))), default=0.0)


def children(process: int) -> Iterator[int]:
    """Return the children of a process."""
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    except OSError:  # it has ended
        return
    yield from map(int, text.split())


def memory(process: int) -> float:
    """Return what a process holds, in MiB; nothing once it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0) / 1024


if __name__ == "__main__":
    main()
