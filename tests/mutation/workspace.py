"""A copy of the project in which mutants live, and the tests that run in it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.mutation.mutant import Mutant

ROOT = Path(__file__).parent.parent.parent
FORKING = Path(__file__).parent / "forking.py"
WRITTEN = ROOT / ".mutation"  # ignored by git
_ALWAYS = (
    *("-q", "-x", "-m", "not browser", "--hypothesis-seed=0", "-p", "no:cacheprovider"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # libraries are there before pytest
)
_PLENTY = 3600  # seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a run: pytest's exit code (None: out of time), and what became of its tests."""

    code: int | None
    collected: tuple[str, ...]
    ran: dict[str, float]
    failed: tuple[str, ...]


class Workspace:
    """The copy, and the process that runs tests in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        environment = {**os.environ, "PYTHONPATH": str(folder)}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-B", str(FORKING)],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        if kind:
            self._process.send_signal(signal.SIGINT)  # which ends the tests that run
        self._process.stdin.close()
        self._process.stdout.read()  # what it still had to say
        self._process.wait()
        self._process.stdout.close()

    def run(self, arguments: Sequence[str], processor_seconds: int = _PLENTY) -> Answer:
        """Run pytest with these arguments, for so many seconds of processor time at most.

        Of wall time it may take five times as much, on a machine that has other work.
        """
        assert self._process.stdin
        assert self._process.stdout
        request = {
            "arguments": [*_ALWAYS, *arguments],
            "processor_seconds": processor_seconds,
            "seconds": 5 * processor_seconds,
        }
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        told = (tuple(answer["collected"]), answer["ran"], tuple(answer["failed"]))
        return Answer(answer["code"], *told)

    @contextmanager
    def holding(self, mutant: Mutant) -> Iterator[None]:
        """Have a mutant in the place of its module while the block runs."""
        path = self.folder / mutant.path
        right = path.read_text("utf-8")
        _write(path, mutant.source)
        try:
            yield
        finally:
            _write(path, right)


def _write(path: Path, source: str) -> None:
    """Write a module, and forget what Python compiled of it: two versions may be of one length."""
    path.write_text(source, "utf-8")
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        compiled.unlink()


def copy_project(folder: Path) -> None:
    """Make a folder hold what git knows of or would take, and nothing else but compiled files."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    out = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = {name for name in out.split("\0") if name and (ROOT / name).is_file()}
    for path in folder.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            name = path.relative_to(folder).as_posix()
            if name not in names:
                path.unlink()
    for name in names:
        place = folder / name
        if not place.is_file() or place.read_bytes() != (ROOT / name).read_bytes():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, place)
