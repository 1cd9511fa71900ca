"""One command in a process of its own, in which something goes wrong at its n-th deed on disk.

Deeds are what Python's audit events tell of the file system (open to write, rename, remove, make,
link, rights), and each write itself, for which a file is opened with a counting `write`. The child
is forked from a process that is warm, so that hundreds of faults take minutes.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import secrets
import shutil
import signal
import sys
import traceback
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Deeds that need room on the disk, and those that do not.
_NEED_ROOM = ("open", "write", "os.mkdir", "os.link", "os.symlink")
_OTHER = ("os.rename", "os.remove", "os.rmdir", "os.chmod", "os.truncate", "os.utime")
_EXCHANGE = "ctypes.dlsym"  # asked for just before two folders are exchanged
DRAWN = "c2VzYW1lLW9wZW4tc2VzYW1lLW9wZW4tc2VzYW1lLW9wZW4tMTIz"
KILLED, TRACEBACK = -signal.SIGKILL, 70


class Kind(StrEnum):
    """What goes wrong: the rest of the command sees it, but for what happens once."""

    KILL = "kill"
    TORN = "torn write"  # killed when half of a write is on the disk
    FULL = "disk full"  # from here on nothing new fits
    DENIED = "no right"  # this deed alone
    STOPPED = "Ctrl-C"
    EDITED = "profile edited"
    DELETED = "profile deleted"


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong at which deed, counted from 1; none with 0."""

    kind: Kind = Kind.KILL
    at: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """How the child ended: its exit code (negative for a signal), what it said, deeds counted."""

    code: int
    said: str
    deeds: int


@dataclass
class Meter:
    """Counts the deeds below a folder, and lets the fault happen at its turn."""

    fault: Fault
    root: Path
    change: Callable[[Kind], None]
    count: int = 0
    _is_busy: bool = field(default=False)

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        """Take one audit event."""
        if self._is_busy or not event.startswith(("open", "os.", _EXCHANGE)):
            return
        if event == "open":
            if not isinstance(args[2], int) or not args[2] & _WRITING or not self._is_near(args):
                return
        elif event == _EXCHANGE:
            if args[1] != "renameat2":
                return
        elif event not in {*_NEED_ROOM, *_OTHER} or not self._is_near(args):
            return
        self.meet(event, lambda: None)

    def meet(self, event: str, half: Callable[[], None]) -> None:
        """Count a deed; `half` does the half of it."""
        if self._is_busy:
            return
        self.count += 1
        if not self.fault.at or self.count < self.fault.at:
            return
        kind, is_now = self.fault.kind, self.count == self.fault.at
        if kind is Kind.FULL and event in _NEED_ROOM:
            half()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if not is_now:
            return
        if kind is Kind.DENIED and event != _EXCHANGE:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if kind in {Kind.EDITED, Kind.DELETED}:
            self._is_busy = True
            self.change(kind)
            self._is_busy = False
        if kind is Kind.STOPPED:
            signal.raise_signal(signal.SIGINT)
        if kind is Kind.TORN:
            half()
        if kind in {Kind.KILL, Kind.TORN}:
            os.kill(os.getpid(), signal.SIGKILL)

    def rest(self) -> None:
        """Count nothing any more."""
        self._is_busy = True

    def _is_near(self, args: tuple[Any, ...]) -> bool:
        """Return whether an event is about a path below the folder; relative ones always are."""
        paths = [os.fsdecode(each) for each in args if isinstance(each, str | bytes | os.PathLike)]
        return any(not each.startswith("/") or each.startswith(str(self.root)) for each in paths)


@dataclass(frozen=True, slots=True)
class Run:
    """A command in `folder`, watched below `root`.

    `change` does what happens to profiles from outside; `plant` puts a bug into the child.
    """

    words: tuple[str, ...]
    root: Path
    folder: Path
    change: Callable[[Kind], None]
    plant: Callable[[], None] | None = None


def run_with(fault: Fault, run: Run) -> Ended:
    """Run a kitgen command with a fault; return how it ended."""
    said, counted = run.root / ".said", run.root / ".deeds"
    child = os.fork()
    if child == 0:
        code = TRACEBACK
        try:
            code = _in_child(fault, run, said, counted)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    deeds = int(counted.read_text("ascii") or 0) if counted.exists() else 0
    text = said.read_text("utf-8", "replace") if said.exists() else ""
    for each in (said, counted):
        each.unlink(missing_ok=True)
    return Ended(code, text, deeds)


def _in_child(fault: Fault, run: Run, said: Path, counted: Path) -> int:
    output = os.open(said, os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdout = sys.stderr = os.fdopen(1, "w", encoding="utf-8", errors="replace")
    os.chdir(run.folder)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
    forget()
    if run.plant:
        run.plant()
    meter = Meter(fault, run.root, run.change)
    _count_writes(meter)
    sys.addaudithook(meter.hear)
    code = _command(run.words)
    sys.stdout.flush()
    meter.rest()
    counted.write_text(str(meter.count), "ascii")
    return code


def forget() -> None:
    """Forget what only one command may remember, as a new process would."""
    from kitgen import workshop  # noqa: PLC0415  after the fork

    workshop._workshop.cache_clear()
    # What a first build draws is the same each time, so that its kits can be compared.
    vars(secrets)["token_urlsafe"] = lambda _: DRAWN


def _command(words: tuple[str, ...]) -> int:
    from kitgen.cli import main  # noqa: PLC0415  after the fork

    try:
        main(words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  it is what is looked for
        traceback.print_exc()
        sys.stdout.flush()
        return TRACEBACK
    return 0


def _count_writes(meter: Meter) -> None:
    """Have every file that is opened from here on count its writes."""
    real = io.open

    class Counting(io.FileIO):
        def write(self, content: Any, /) -> int:  # noqa: ANN401  whatever has bytes
            part = bytes(content)

            def half() -> None:
                super(Counting, self).write(part[: len(part) // 2])

            meter.meet("write", half)
            return super().write(content)

    def counting(  # noqa: PLR0913, PLR0917  as `open`
        file: Any,  # noqa: ANN401
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,  # noqa: FBT001, FBT002
        opener: Any = None,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        if not set(mode) & set("wax") or "+" in mode:
            return real(file, mode, buffering, encoding, errors, newline, closefd, opener)
        raw = Counting(file, mode.replace("b", "").replace("t", ""), closefd, opener)
        if buffering == 0:
            return raw
        buffered = io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)

    io.open = builtins.open = counting
    # Python copies files inside the kernel, where no write is seen; here it may not.
    vars(shutil)["_USE_CP_SENDFILE"] = False
