"""Folders put in place whole: built beside their place, then exchanged in one step."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from kitgen.errors import SiteError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Folders that are being built, or wait to be deleted, begin like this; no kit does.
_TEMPORARY = ".kitgen-"
_LOCK = ".kitgen.lock"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


@contextmanager
def output_folder(folder: Path) -> Iterator[Path]:
    """Hold `folder` for this process, readable by its owner only, and yield it.

    What a killed build left behind is removed: while the lock is held, it belongs to nobody.
    Raises SiteError when the folder cannot be made, or another build holds it for ten minutes.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(folder / _LOCK, timeout=600):
            for left in folder.glob(f"{_TEMPORARY}*"):
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
            yield folder
    except Timeout:
        raise SiteError(f"another build is at work in {folder}; try again when it is done") from None
    except OSError as error:
        raise SiteError(f"{folder} cannot be written: {error.strerror or error}") from None


@contextmanager
def new_folder(place: Path) -> Iterator[Path]:
    """Yield an empty folder (mode 0700); if all goes well, it becomes `place` in one step.

    If anything goes wrong, `place` stays as it was and the new folder is removed.
    """
    fresh = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=place.parent))
    try:
        yield fresh
        _put_in_place(fresh, place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _put_in_place(fresh: Path, place: Path) -> None:
    """Make `fresh` the folder at `place`; afterwards `fresh` holds what was there, or is gone."""
    if not place.exists():
        fresh.rename(place)
    elif not _exchange(fresh, place):
        # Two renames: where no exchange is to be had, a kill between them leaves the old folder
        # under its other name, and the next build makes a new one.
        old = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=place.parent)) / "old"
        place.rename(old)
        fresh.rename(place)
        shutil.rmtree(old.parent, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot (not Linux, old kernel)."""
    if sys.platform != "linux":
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)
