"""A small fuzzer that is led by coverage: what reaches new lines of kitgen is kept and changed on.

Each input has a limit of time and of memory. Only KitgenError may come out of a target: anything
else, a hang or a blow-up is a finding.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
import time
import traceback
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kitgen
from kitgen.errors import KitgenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

    from tests.fuzz.targets import Target

SECONDS = 20  # for one input; traced, on a busy machine
GROWTH = 400_000  # kB of memory for one input
_LARGEST = 20_000  # bytes of an input that was changed
_PACKAGE = str(Path(kitgen.__file__).parent) + os.sep
# What is put in: characters that mean something in YAML, Jinja, ZIP, links and HTML.
_PIECES = [
    *(each.encode() for each in ("\n", "  ", "- ", ": ", "{", "}", "[", "]", "{{ ", " }}", "{% ")),
    *(each.encode() for each in (" %}", "#", "&a ", "*a", "!x ", "|", ">", "'", '"', "\t", "\\")),
    *(
        each.encode()
        for each in ("\u202e", "\u200b", "\x00", "é", "\U0001d4b3", "..", "/", "%", "~", "<<: ")
    ),
    *(b"0 -1 9999999999999999999 1e999 2026-02-30 null true .inf PK\x03\x04 \xff\xfe".split()),
]


class TooLongError(BaseException):
    """An input took longer than its limit; no target can catch it by mistake."""


@dataclass(frozen=True, slots=True)
class Finding:
    """An input that did what none may do, and what that was."""

    target: str
    content: bytes
    what: str


@dataclass
class Session:
    """One target, its corpus, and the lines of kitgen that the corpus reaches."""

    target: Target
    corpus: list[bytes]
    seen: set[tuple[str, int, int]] = field(default_factory=set)
    tried: int = 0
    kept: list[bytes] = field(default_factory=list)

    def replay(self) -> Finding | None:
        """Try the corpus as it is."""
        for content in self.corpus:
            found, _ = self.feed(content)
            if found:
                return found
        return None

    def run(self, seconds: float, seed: int) -> Finding | None:
        """Change inputs of the corpus for so long; keep those that reach something new."""
        draw, end = random.Random(seed), time.monotonic() + seconds
        while time.monotonic() < end:
            content = changed(draw, self.corpus)
            found, is_new = self.feed(content)
            if found:
                return found
            if is_new:
                self.corpus.append(content)
                self.kept.append(content)
        return None

    def feed(self, content: bytes, *, is_traced: bool = True) -> tuple[Finding | None, bool]:
        """Return what is wrong with an input, if anything, and whether it reached something new."""
        self.tried += 1
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        reached: set[tuple[str, int, int]] = set()
        what = ""
        try:
            with limited(SECONDS), traced(reached) if is_traced else nullcontext():
                self.target.feed(content)
        except KitgenError:
            pass
        except TooLongError:
            what = f"took longer than {SECONDS} s"
        except BaseException:  # noqa: BLE001  it is what is looked for
            what = traceback.format_exc()
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before > GROWTH:
            what = f"took more than {GROWTH:,} kB"
        is_new = not reached <= self.seen
        self.seen |= reached
        return (Finding(self.target.name, content, what) if what else None), is_new


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Raise TooLongError in what takes longer."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def traced(reached: set[tuple[str, int, int]]) -> Iterator[None]:
    """Note each step from line to line in kitgen's own modules."""

    def call(frame: FrameType, _event: str, _arg: object) -> Any:  # noqa: ANN401  as settrace
        name = frame.f_code.co_filename
        if not name.startswith(_PACKAGE):
            return None
        last = 0

        def line(frame: FrameType, event: str, _arg: object) -> Any:  # noqa: ANN401
            nonlocal last
            if event == "line":
                reached.add((name, last, frame.f_lineno))
                last = frame.f_lineno
            return line

        return line

    before = sys.gettrace()
    sys.settrace(call)
    try:
        yield
    finally:
        sys.settrace(before)


def changed(draw: random.Random, corpus: Sequence[bytes]) -> bytes:
    """Return an input of the corpus with a few changes."""
    content = draw.choice(corpus)
    for _ in range(draw.choice((1, 1, 2, 3, 5))):
        content = draw.choice(_CHANGES)(draw, content, corpus)
    return content[:_LARGEST]


def _put(draw: random.Random, content: bytes, _: Sequence[bytes]) -> bytes:
    at = draw.randint(0, len(content))
    return content[:at] + draw.choice(_PIECES) * draw.choice((1, 1, 1, 40)) + content[at:]


def _cut(draw: random.Random, content: bytes, _: Sequence[bytes]) -> bytes:
    at = draw.randint(0, len(content))
    return content[:at] + content[at + draw.choice((1, 2, 5, 20, 100)) :]


def _flip(draw: random.Random, content: bytes, _: Sequence[bytes]) -> bytes:
    if not content:
        return content
    at = draw.randrange(len(content))
    return content[:at] + bytes([draw.randrange(256)]) + content[at + 1 :]


def _double(draw: random.Random, content: bytes, _: Sequence[bytes]) -> bytes:
    lines = content.split(b"\n")
    at = draw.randrange(len(lines))
    lines.insert(draw.randint(0, len(lines)), lines[at])
    return b"\n".join(lines)


def _swap(draw: random.Random, content: bytes, _: Sequence[bytes]) -> bytes:
    lines = content.split(b"\n")
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _graft(draw: random.Random, content: bytes, corpus: Sequence[bytes]) -> bytes:
    other = draw.choice(corpus)
    at, start = draw.randint(0, len(content)), draw.randint(0, len(other))
    return content[:at] + other[start : start + draw.choice((5, 50, 500))]


_CHANGES: tuple[Callable[[random.Random, bytes, Sequence[bytes]], bytes], ...] = (
    _put,
    _put,
    _cut,
    _flip,
    _double,
    _swap,
    _graft,
)
