"""`python -m tests.faults [NAME…] [--most N]`: print the matrix of faults; exit 1 if any lost."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.matrix import shown, try_all
from tests.faults.planted import PLANTED
from tests.faults.scenarios import Place, scenarios


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Try the faults, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument(
        "names", nargs="*", help=", ".join(each.name for each in scenarios(Place(Path())))
    )
    parser.add_argument(
        "--most", type=int, default=0, help="so many moments for each kind of fault"
    )
    parser.add_argument("--plant", choices=PLANTED, help="a bug, to see it found")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder).resolve() / "place")
        rows = try_all(place, given.most, tuple(given.names), PLANTED.get(given.plant), _say)
    for row in rows:
        for each in row.lost:
            sys.stdout.write(f"{row.command}: {each}\n")
    sys.stdout.write(f"{shown(rows)}\n")
    return 1 if any(row.lost for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
