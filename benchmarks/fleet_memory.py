"""How much memory one worker has after so many kits: it should not grow.

    .venv/bin/python benchmarks/fleet_memory.py [--kits 300]

Builds invented profiles one after another in one process, as a worker of `kitgen build` does, and
prints what the process holds. Needs Linux.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from invented_fleet import write_fleet

from kitgen import sharing
from kitgen.folder import output_folder
from kitgen.project import Project
from kitgen.secret import Secret
from kitgen.workshop import Order, make_kits

ROOT = Path(__file__).parent.parent
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
EVERY = 25  # kits between two figures
WARM = 50  # kits after which nothing should grow any more


def main() -> None:
    """Print the figures, and how much it grew after the first fifty."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--kits", type=int, default=300)
    kits = words.parse_args().kits
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("docs", "mkdocs.yml"):
            (root / name).symlink_to(ROOT / name)
        write_fleet(root / "profiles", kits)
        held = build_all(Project(root))
    warm = [size for count, size in held if count >= WARM]
    print(f"after the first {WARM}: from {warm[0]:.0f} to {warm[-1]:.0f} MiB")


def build_all(project: Project) -> list[tuple[int, float]]:
    """Build all kits here; return after how many the process held how many MiB, and print it."""
    order = Order(project, Secret(b"s" * 32, "a benchmark"), NOON)
    held = []
    with output_folder(project.staging):
        sharing.deployment_of(project, order.secret).prepare()
        for number, path in enumerate(project.profile_paths(), 1):
            (made,) = make_kits(order, (path,))
            if made.errors:
                raise made.errors[0][1]
            if number % EVERY == 0:
                held.append((number, memory()))
                print(f"{number:5} kits  {held[-1][1]:6.1f} MiB", flush=True)
    return held


def memory() -> float:
    """Return how much memory this process holds, in MiB."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


if __name__ == "__main__":
    main()
