"""How a long build is followed: a line with rate and time left, or counted lines in a log."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from kitgen.cli.group import in_ci

if TYPE_CHECKING:
    from collections.abc import Iterator

_FEW = 20  # kits that get a line each
_LINES = 20  # in a log
_OFTEN = 0.1  # seconds between two changes of the line


class Progress:
    """Counts kits as they are done."""

    def __init__(self, total: int, *, on_terminal: bool) -> None:
        """Begin at none of `total`."""
        self._total, self._on_terminal = total, on_terminal
        self._done = self._failed = 0
        self._begun, self._shown = time.monotonic(), 0.0

    def step(self, told: str, *, failed: bool) -> None:
        """Count one more; print `told` when there are few."""
        self._done += 1
        self._failed += failed
        if self._total <= _FEW:
            if told:
                click.echo(told)
        elif self._on_terminal:
            self._draw()
        elif self._done % max(1, self._total // _LINES) == 0 or self._done == self._total:
            click.echo(self._counted())

    def clear(self) -> None:
        """Make room for something else to be printed."""
        if self._on_terminal and self._total > _FEW:
            click.echo("\r\033[K", nl=False, err=True)

    def _draw(self) -> None:
        now = time.monotonic()
        if now - self._shown >= _OFTEN or self._done == self._total:
            self._shown = now
            rate = self._done / max(now - self._begun, 1e-6)
            left = (self._total - self._done) / rate
            said = f"{self._counted()}, {rate:.1f} a second, {left:.0f} s left"
            click.echo(f"\r\033[K{said}", nl=False, err=True)

    def _counted(self) -> str:
        problems = f", {self._failed:,} with problems" if self._failed else ""
        return f"{self._done:,} of {self._total:,} kits{problems}"


@contextmanager
def follow(total: int) -> Iterator[Progress]:
    """Yield what counts kits and shows it; the line of a terminal goes in the end."""
    is_terminal = bool(sys.stderr and sys.stderr.isatty())  # there is none when it was closed
    progress = Progress(total, on_terminal=is_terminal and not in_ci())
    try:
        yield progress
    finally:
        progress.clear()
