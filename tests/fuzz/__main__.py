"""`python -m tests.fuzz [TARGET…] [--seconds N] [--keep]`: fuzz; exit 1 with the input found.

`--texts FILE` tries texts of a published list instead, in every field of a profile.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

from tests.fuzz.engine import Session
from tests.fuzz.targets import CORPUS, TARGETS, Target, giants
from tests.fuzz.trying import Trying

_MOST_KEPT = 25  # inputs for each target, the smallest


def main() -> int:
    """Fuzz targets in turn, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("targets", nargs="*", help=", ".join(each.name for each in TARGETS))
    parser.add_argument("--seconds", type=float, default=60, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="add what reaches new lines to corpus/")
    parser.add_argument("--giants", action="store_true", help="only inputs without a limit")
    parser.add_argument("--texts", type=Path, help="a list of texts: a line each, or JSON")
    given = parser.parse_args()
    if given.texts:
        return _try_texts(given.texts)
    if given.giants:
        return _feed_giants()
    found = 0
    for target in TARGETS:
        if not given.targets or target.name in given.targets:
            found += _fuzz(target, given.seconds, given.seed, is_kept=given.keep)
    return 1 if found else 0


def _try_texts(path: Path) -> int:
    """Try each text in every field, and what comes of it in a browser."""
    whole = path.read_text("utf-8", "surrogatepass")
    listed = json.loads(whole) if path.suffix == ".json" else whole.splitlines()
    texts = [each for each in dict.fromkeys(listed) if each.strip()]
    found = 0
    with Trying() as trying:
        for text in texts:
            wrong = trying.try_text(text)
            found += bool(wrong)
            sys.stdout.write("".join(f"found, with {text!r}:\n{each}\n" for each in wrong))
        sys.stdout.write(f"{len(texts)} texts, {trying.refused} of them refused; found: {found}\n")
    return 1 if found else 0


def _feed_giants() -> int:
    """Feed what grows to the targets that read YAML; it has to be refused in time and memory."""
    found = 0
    for target in TARGETS:
        for name, content in giants().items() if target.name in {"profile", "facts"} else ():
            finding, _ = Session(target, []).feed(content, is_traced=False)
            found += finding is not None
            sys.stdout.write(f"{target.name}, {name}: {finding.what if finding else 'refused'}\n")
    return 1 if found else 0


def _fuzz(target: Target, seconds: float, seed: int, *, is_kept: bool) -> int:
    session = Session(target, target.corpus())
    finding = session.replay() or session.run(seconds, seed)
    sys.stdout.write(
        f"{target.name}: {session.tried} inputs, {len(session.corpus)} in the corpus, "
        f"{len(session.seen)} steps of code reached\n"
    )
    sys.stdout.flush()
    if finding:
        sys.stdout.write(f"found, with {finding.content!r}:\n{finding.what}\n")
    for content in sorted(session.kept, key=len)[:_MOST_KEPT] if is_kept else ():
        place = CORPUS / target.name / hashlib.sha256(content).hexdigest()[:12]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return 1 if finding else 0


if __name__ == "__main__":
    sys.exit(main())
