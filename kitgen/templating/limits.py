"""What a template or page source may take: time, memory, and how large it may make one value.

Who writes a kit's pages may be wrong by a loop, or mean ill. Without a limit the build would stand
still or take all memory, and say nothing.
"""

from __future__ import annotations

import re
import signal
import threading
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import FrameType

_SECONDS = 10  # of the processor; the longest page takes a hundredth of that
_TICK = 0.25  # seconds between two looks
_PAUSE = 8  # looks; to free gigabytes, and to find the line at fault, takes time, too
_MOST_MEMORY = 1_000_000  # kilobytes, on top of what there was (Linux counts so)
_MOST_SIGNS = 1_000_000  # of a text that is repeated; a page has some ten thousand
_MOST_BITS = 10_000  # of a number; Python prints no longer ones
_WIDEST = 10_000  # of what is filled up with blanks
# Filters that fill up to a number they are given; methods of a text that do, and are not needed.
_FILLING = ("batch", "center", "indent", "slice", "tojson", "wordwrap")
GROWING = frozenset({"center", "expandtabs", "ljust", "rjust", "zfill"})
_WIDTH = re.compile(r"%[^a-zA-Z%]*(?:\*|\d{5})")


class TooMuchError(Exception):
    """A template or page source takes more time or memory than any page."""


@contextmanager
def limited() -> Iterator[None]:
    """Raise TooMuchError in what takes too long or too much memory.

    Within another limit this one does nothing; nor where there is no timer that can interrupt: on
    Windows, and in a thread that is not the first.
    """
    if not hasattr(signal, "setitimer") or not _is_first_thread() or _Watch.is_on:
        yield
        return
    before = signal.signal(signal.SIGPROF, _Watch().look)
    signal.setitimer(signal.ITIMER_PROF, _TICK, _TICK)
    _Watch.is_on = True
    try:
        yield
    finally:
        _Watch.is_on = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _is_first_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


class _Watch:
    """Looks at time and memory whenever the timer says so, and goes on saying so, now and then."""

    is_on = False

    def __init__(self) -> None:
        self.looks, self.quiet, self.before = 0, 0, _memory()

    def look(self, number: int, frame: FrameType | None) -> None:
        del number
        self.looks += 1
        if frame is not None and not frame.f_lineno:
            return  # between two lines, of which neither could be told; there is a next look
        is_over = self.looks * _TICK >= _SECONDS or _memory() - self.before > _MOST_MEMORY
        if is_over and self.looks >= self.quiet:
            self.quiet = self.looks + _PAUSE
            raise TooMuchError


def _memory() -> int:
    import resource  # noqa: PLC0415  not there on Windows, which has no such timer either

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def worked_out(operator: str, left: Any, right: Any, how: Callable[[Any, Any], Any]) -> Any:  # noqa: ANN401  what a template has
    """Return what an operator gives. Raises OverflowError when that would be too large."""
    if operator == "*":
        for text, times in ((left, right), (right, left)):
            if isinstance(text, str | list | tuple) and isinstance(times, int):
                _refuse(len(text) * times > _MOST_SIGNS)
        if isinstance(left, int) and isinstance(right, int):
            _refuse(left.bit_length() + right.bit_length() > _MOST_BITS)
    elif operator == "**" and isinstance(left, int) and isinstance(right, int):
        _refuse(left.bit_length() * right > _MOST_BITS)
    elif operator == "%" and isinstance(left, str):
        _refuse(bool(_WIDTH.search(left)))
    return how(left, right)


def bounded(filters: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """Return those of Jinja's filters that could fill up memory, with a limit on how far."""
    found = {name: _bounded(filters[name]) for name in _FILLING}

    def formatted(value: str, *args: Any, **named: Any) -> Any:  # noqa: ANN401  Jinja's own
        _refuse(bool(_WIDTH.search(value)))
        return filters["format"](value, *args, **named)

    return {**found, "format": formatted}


def _bounded(how: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(how)
    def filled(*args: Any, **named: Any) -> Any:  # noqa: ANN401  Jinja's own
        given = (*args, *named.values())
        _refuse(any(isinstance(each, int) and each > _WIDEST for each in given))
        return how(*args, **named)

    return filled


def _refuse(is_too_large: bool) -> None:  # noqa: FBT001  it has no other argument
    if is_too_large:
        raise OverflowError("too large")
