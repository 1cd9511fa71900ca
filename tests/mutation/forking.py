"""Runs tests in forks of one process that is warm: a request a line in, an answer a line out.

A script of its own, and nothing of the project is imported before the fork: so each fork meets the
sources as they are at that moment, and the libraries, which take longest, are there already.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

LIBRARIES = (
    "babel.dates",
    "click.testing",
    "cryptography.hazmat.primitives.ciphers.aead",
    "hypothesis",
    "jinja2.sandbox",
    "markdown",
    "mkdocs.commands.build",
    "pydantic",
    "pytest_cov.plugin",
    "yaml",
)
MEMORY = 4 * 2**30  # bytes: a mutant that fills a list for ever ends before the machine does
_OUT_OF_TIME, _BROKEN = -1, 99


class Watch:
    """Notes which tests ran, for how many seconds, and which failed."""

    def __init__(self) -> None:
        self.collected: list[str] = []
        self.ran: dict[str, float] = {}
        self.failed: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file whose import failed."""
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note what will run."""
        self.collected = [item.nodeid for item in session.items]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note one phase of one test."""
        self.ran[report.nodeid] = self.ran.get(report.nodeid, 0) + report.duration
        if report.failed:
            self.failed.append(report.nodeid)


def run_tests(request: dict[str, Any], answer: Path) -> None:
    """Run the tests of a request in this process, write what came of it, and end."""
    os.setsid()
    limit = request["processor_seconds"]
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1, 2):
        os.dup2(nowhere, each)
    watch = Watch()
    code = pytest.main(request["arguments"], plugins=[watch])
    told = {"code": int(code), **vars(watch)}
    answer.write_text(json.dumps(told), "utf-8")


def waited(child: int, seconds: float) -> int:
    """Return how a child ended; one that takes more seconds than that is killed with its own."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    kill_all_of(child)
    os.waitpid(child, 0)
    return _OUT_OF_TIME


def kill_all_of(child: int) -> None:
    """Kill what a child started and left."""
    with suppress(ProcessLookupError, PermissionError):  # nothing was left
        os.killpg(child, signal.SIGKILL)


def answered(request: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return what came of a request: pytest's exit code, tests collected, run, and failed."""
    path = folder / "answer.json"
    path.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        try:
            run_tests(request, path)
            os._exit(0)
        finally:
            os._exit(_BROKEN)
    try:
        ended = waited(child, request["seconds"])
    finally:
        kill_all_of(child)
    if path.is_file() and ended == 0:
        answer: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return answer
    in_time = ended not in {_OUT_OF_TIME, -signal.SIGXCPU, -signal.SIGKILL}
    return {"code": ended if in_time else None, "collected": [], "ran": {}, "failed": []}


def main() -> None:
    """Answer requests until there are no more."""
    for name in LIBRARIES:
        importlib.import_module(name)
    with suppress(KeyboardInterrupt), tempfile.TemporaryDirectory() as folder:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(answered(json.loads(line), Path(folder))) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
