"""Folders put in place whole: built beside their place, then exchanged in one step."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from kitgen.errors import KitgenError, SiteError, said_by_system

if TYPE_CHECKING:
    from collections.abc import Iterator

if sys.platform != "win32":
    import fcntl

# Folders that are being built, or wait to be deleted, begin like this; no kit does.
_TEMPORARY = ".kitgen-"
_OLD = ".kitgen-old-"
# A file that is being written; held by its writer, so that others see whether one was killed.
_FRESH = ".kitgen-fresh-"
_LOCK = ".kitgen.lock"
_PATIENCE = 600  # seconds
_PRIVATE = 0o600
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


@contextmanager
def output_folder(folder: Path, patience: float = _PATIENCE) -> Iterator[Path]:
    """Hold `folder` for this process and yield it; a new one is readable by its owner only.

    What a killed build left behind is removed: while the lock is held, it belongs to nobody.
    Raises SiteError when the folder cannot be made, or another build holds it for `patience`
    seconds.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK, timeout=patience)
        lock.acquire()
    except Timeout:
        raise SiteError(
            f"another build is at work in {folder}; try again when it is done"
        ) from None
    except OSError as error:
        raise SiteError(f"{folder} cannot be written: {error.strerror or error}") from None
    try:
        for left in folder.glob(f"{_TEMPORARY}*"):
            _clear_up(left)
        yield folder
    finally:
        for left in folder.glob(f"{_TEMPORARY}*"):
            _clear_up(left)
        lock.release()


@contextmanager
def held(folder: Path, name: str) -> Iterator[None]:
    """Hold one thing in a folder for this process, among those that work in it together."""
    with FileLock(folder / f"{_TEMPORARY}{name}.lock", timeout=_PATIENCE):
        yield


@contextmanager
def new_folder(place: Path, mark: str, beside: Path | None = None) -> Iterator[Path]:
    """Yield an empty folder (mode 0700); if all goes well, it becomes `place` in one step.

    It is made in `beside`, a folder on the same disk; without one, in the folder of `place`.
    If anything goes wrong, `place` stays as it was and the new folder is removed. Raises SiteError
    when it cannot be written, or when `place` is somebody else's: neither empty nor a folder with
    the file `mark`.
    """
    try:
        if not _may_replace(place, mark):
            raise SiteError(
                f"{place} was not made by kitgen, so it stays; move it away, or name another"
            )
        fresh = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=beside or place.parent))
        try:
            yield fresh
            _put_in_place(fresh, place)
        finally:
            _remove(fresh)
    except OSError as error:
        raise SiteError(f"{place} could not be written: {said_by_system(error)}") from None


@contextmanager
def private_folder(beside: Path) -> Iterator[Path]:
    """Yield an empty folder in `beside` (mode 0700) that is removed in the end, whatever happens.

    What a killed process leaves there is removed by the next `output_folder`.
    """
    try:
        fresh = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=beside))
    except OSError as error:
        raise SiteError(f"{beside} cannot be written: {error.strerror or error}") from None
    try:
        yield fresh
    finally:
        _remove(fresh)


def remove_folder(folder: Path, beside: Path) -> None:
    """Take a folder away in one step, by way of `beside`: nobody sees half of it.

    Raises SiteError when it has to stay.
    """
    with private_folder(beside) as bin_:
        try:
            folder.rename(bin_ / folder.name)
        except OSError as error:
            why = error.strerror or error
            message = f"{folder} cannot be taken away: {why}; check its rights, or remove it"
            raise SiteError(message) from None


def replace_text(path: Path, text: str, named: str, mode: int | None = None) -> None:
    """Write a file whole, in one step; a file that is there keeps its rights, and a link its aim.

    Line ends are written as they are in `text`. A new file, or any with `mode`, has those rights
    (0600 without). What a killed writer left beside it is removed. Raises KitgenError, with `named`
    for the file, when it cannot be written.
    """
    replace_bytes(path, text.encode(), named, mode)


def replace_bytes(path: Path, content: bytes, named: str, mode: int | None = None) -> None:
    """Write a file whole, in one step, as `replace_text` does."""
    path = Path(os.path.realpath(path))  # round in a circle, it says so when it is written
    try:
        rights = mode or (path.stat().st_mode & 0o777 if path.exists() else _PRIVATE)
        with fresh_file(path.parent, content) as fresh:
            fresh.chmod(rights)
            fresh.replace(path)
    except OSError as error:
        raise KitgenError(f"{named} cannot be written: {said_by_system(error)}") from None


def put_new(path: Path, content: bytes) -> None:
    """Write a new file (mode 0600) whole, in one step. Raises OSError, as when one is there."""
    with fresh_file(path.parent, content) as fresh:
        try:
            os.link(fresh, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            with path.open("xb") as file:
                path.chmod(_PRIVATE)
                file.write(content)


@contextmanager
def fresh_file(folder: Path, content: bytes) -> Iterator[Path]:
    """Yield a new file (mode 0600) in `folder` that holds `content`; it is removed, or has moved.

    What killed writers left in the folder is removed. Raises OSError.
    """
    remove_left(folder)
    handle, fresh = _new_file(folder)
    hold = os.dup(handle)  # it stays held until it has moved, though the file is closed before
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if sys.platform == "win32":  # which moves no file that is open
            os.close(hold)
            hold = -1
        yield fresh
    finally:
        try:
            fresh.unlink(missing_ok=True)
        except KeyboardInterrupt:  # in this very moment; it may be somebody's text
            fresh.unlink(missing_ok=True)
            raise
        finally:
            if hold >= 0:
                os.close(hold)


def _new_file(folder: Path) -> tuple[int, Path]:
    """Return a new file, held; one that somebody took for left behind is made again."""
    while True:
        handle, name = tempfile.mkstemp(prefix=_FRESH, dir=folder)
        if _hold(handle, wanted=False) and Path(name).exists():
            return handle, Path(name)
        os.close(handle)


def remove_left(folder: Path) -> None:
    """Remove what killed writers left in a folder: files that no running process holds."""
    for path in folder.glob(f"{_FRESH}*"):
        with suppress(OSError), path.open("rb+") as file:
            if _hold(file.fileno(), wanted=True):
                path.unlink(missing_ok=True)


def _hold(handle: int, *, wanted: bool) -> bool:
    """Hold an open file for this process; False when another holds it.

    Where files cannot be held so (Windows, some network disks), return not `wanted`.
    """
    if sys.platform == "win32":
        return not wanted
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return not wanted
    return True


def _may_replace(place: Path, mark: str) -> bool:
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        return False
    return not place.exists() or (place / mark).is_file() or not any(place.iterdir())


def _clear_up(left: Path) -> None:
    """Remove what a killed build left; an old folder whose place is empty goes back there.

    What may be neither moved nor removed now, the next build finds again.
    """
    place = left.with_name(left.name.removeprefix(_OLD))
    with suppress(OSError):
        if left.name.startswith(_OLD) and not place.exists():
            left.rename(place)
        else:
            _remove(left)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _put_in_place(fresh: Path, place: Path) -> None:
    """Make `fresh` the folder at `place`; afterwards `fresh` holds what was there, or is gone."""
    if not place.exists() and _is_renamed(fresh, place):
        return
    if not _exchange(fresh, place):
        # Two renames: where no exchange is to be had, a kill between them leaves the old folder
        # under its other name, and the next build puts it back.
        old = place.with_name(f"{_OLD}{place.name}")
        _remove(old)
        place.rename(old)
        fresh.rename(place)
        _remove(old)


def _is_renamed(fresh: Path, place: Path) -> bool:
    """Give a folder its name; return False when another process was quicker."""
    try:
        fresh.rename(place)
    except OSError:
        if place.exists():
            return False
        raise
    return True


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot (not Linux, old kernel)."""
    if sys.platform != "linux":
        return False
    import ctypes  # noqa: PLC0415  only a kit that was there before is exchanged

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)
