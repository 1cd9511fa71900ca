"""Bugs to plant, one of each kind, so that one can see that the matrix would find them."""

from __future__ import annotations

import shutil
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _everywhere(name: str, planted: Callable[..., None]) -> None:
    """Put a function in the place of one, in every module of kitgen that has it."""
    for path, module in list(sys.modules.items()):
        if path.startswith("kitgen") and name in vars(module):
            vars(module)[name] = planted


def _write_by(write: Callable[[Path, str], None]) -> None:
    """Have texts written in another way."""

    def replace_text(path: Path, text: str, named: str, mode: int | None = None) -> None:
        del named, mode
        write(path, text)

    _everywhere("replace_text", replace_text)


def write_in_place() -> None:
    """Write profiles and other texts where they stand, not beside."""

    def write(path: Path, text: str) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(text)

    _write_by(write)


def leave_files() -> None:
    """Leave what a killed writer left."""
    _everywhere("remove_left", lambda _: None)


def publish_bit_by_bit() -> None:
    """Put a site in place file by file, over the old one."""

    def put(fresh: Path, place: Path) -> None:
        for path in sorted(fresh.rglob("*")):
            target = place / path.relative_to(fresh)
            if path.is_dir():
                target.mkdir(exist_ok=True)
            else:
                shutil.copyfile(path, target)

    _everywhere("_put_in_place", put)


def tell_no_error() -> None:
    """Trip over an error of the disk, where the commands would still have told it."""

    def write(path: Path, text: str) -> None:
        fresh = path.with_name(".kitgen-fresh-x")
        try:
            fresh.write_text(text, "utf-8")
            fresh.replace(path)
        except OSError as error:
            raise LookupError(error.errno) from error

    _write_by(write)


def swallow_interrupts() -> None:
    """Go on when somebody presses Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


PLANTED: dict[str, Callable[[], None]] = {
    each.__name__.replace("_", "-"): each
    for each in (
        write_in_place,
        leave_files,
        publish_bit_by_bit,
        tell_no_error,
        swallow_interrupts,
    )
}
