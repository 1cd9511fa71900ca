"""`python -m tests.mutation [PACKAGE…] [--sample N] [--seed S]`: mutants, and what kills them.

Exit 1 if one survives that `survivors.yml` does not know.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.mutation.choosing import ELSEWHERE, Measured, measure, read_measured
from tests.mutation.mutants import PACKAGES, Spot, draw, find_spots
from tests.mutation.report import KNOWN, as_entries, count, read_known, table
from tests.mutation.trying import Trial, try_mutant
from tests.mutation.workspace import ROOT, WRITTEN, Workspace, copy_project

if TYPE_CHECKING:
    from collections.abc import Iterator

TRIED = WRITTEN / "tried.jsonl"
NEW = WRITTEN / "survivors.yml"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Try mutants, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("packages", nargs="*", choices=[[], *PACKAGES], help=", ".join(PACKAGES))
    parser.add_argument("--sample", type=int, default=20, help="mutants of each package; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    again = "only those that survived the last run, as far as they are still made"
    parser.add_argument("--again", action="store_true", help=again)
    given = parser.parse_args()
    packages = given.packages or PACKAGES
    wanted = _survivors() if given.again else None
    spots = {each: find_spots(ROOT, each) for each in packages}
    copy_project(WRITTEN / "work")
    tried: dict[str, list[Trial]] = {each: [] for each in packages}
    # Ctrl-C ends the run, and what was tried by then is told.
    with suppress(KeyboardInterrupt), Workspace(WRITTEN / "work") as workspace:
        measured = _measured(workspace)
        for package, found in spots.items():
            drawn = found if given.again else draw(found, given.sample, f"{given.seed} {package}")
            tried[package].extend(_tried(workspace, measured, drawn, wanted))
    rows = [count(package, len(spots[package]), done) for package, done in tried.items()]
    trials = [trial for done in tried.values() for trial in done]
    new = as_entries(trials)
    NEW.write_text("".join(new), "utf-8")
    TRIED.write_text("".join(_written(each) for each in trials), "utf-8")
    _say(table(rows))
    if new:
        _say(f"{len(new)} survivors are new: kill them; or move them from {NEW.relative_to(ROOT)}")
        _say(f"to {KNOWN.relative_to(ROOT)}, and say why")
    return 1 if new else 0


def _measured(workspace: Workspace) -> Measured:
    """Return which tests run what, measured once for these sources; that takes some minutes."""
    sources = sorted((ROOT / "kitgen").rglob("*.py"))
    digest = hashlib.sha256(b"".join(each.read_bytes() for each in sources)).hexdigest()[:12]
    folders = (*(f"tests/{each}" for each in PACKAGES), *ELSEWHERE)
    measure(workspace, WRITTEN / "measured" / digest, folders)
    found = workspace.run(["--collect-only", *folders])
    if found.code != 0:
        raise RuntimeError(f"tests cannot be collected without a mutant: {found}")
    return read_measured(WRITTEN / "measured" / digest, found.collected)


def _tried(
    workspace: Workspace,
    measured: Measured,
    spots: list[Spot],
    wanted: set[tuple[str, ...]] | None,
) -> Iterator[Trial]:
    known = read_known()
    for number, spot in enumerate(spots, 1):
        if wanted is not None and (spot.path, spot.function) not in {each[:2] for each in wanted}:
            continue
        mutant = spot.mutant()
        if wanted is not None and mutant.key not in wanted:
            continue
        began = time.monotonic()
        trial = try_mutant(workspace, measured, mutant)
        took = time.monotonic() - began
        known_too = " (known)" if not trial.is_killed and mutant.key in known else ""
        told = f"{trial.verdict}{known_too}" + (f" by {trial.by}" if trial.by else "")
        _say(f"{number}/{len(spots)} {mutant.path}:{mutant.lines.start} {took:.0f} s {told}")
        if not trial.is_killed and not known_too:
            _say(f"  - {mutant.before}\n  + {mutant.after}")
        yield trial


def _written(trial: Trial) -> str:
    told = {"key": trial.mutant.key, "verdict": trial.verdict, "by": trial.by}
    return json.dumps(told, ensure_ascii=False) + "\n"


def _survivors() -> set[tuple[str, ...]]:
    """Return the keys of what survived the last run."""
    tried = [json.loads(line) for line in TRIED.read_text("utf-8").splitlines()]
    return {tuple(each["key"]) for each in tried if each["verdict"] == "survived"}


if __name__ == "__main__":
    sys.exit(main())
