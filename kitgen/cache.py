"""What is compiled once and kept from one run to the next, in a folder that only its owner can use.

It holds nothing of a profile: compiled templates, converted page sources, files that were read and
frames are of `docs/` and the theme. Everything in it can be made again, so it may go at any time,
and whatever cannot be read or written is passed over. What is compiled is executed, so a folder
that somebody else could have written to is not used at all.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar, cast

from msgspec import Struct

from kitgen.folder import fresh_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_Made = TypeVar("_Made")
_OTHERS = 0o077
_DIGEST = 32  # bytes of SHA-256 before each content: half a file is none
_KEPT = 30 * 24 * 3600  # seconds; then a file is made anew, and what nobody needs has gone
_NAME = re.compile(r"[0-9a-f]{64}")  # what this module calls its files


class Cache(Struct, frozen=True):
    """Contents by key, in a private folder; `open_cache` makes one.

    Whose the folder is, is asked each time: it may be exchanged, and be another one where a worker
    of a cluster runs.
    """

    folder: Path

    def get(self, *key: str) -> bytes | None:
        """Return what was kept under this key; None when there is nothing whole."""
        try:
            with _opened(self.folder) as place:
                kept = _read_in(place, _name(key))
        except OSError:
            return None
        digest, content = kept[:_DIGEST], kept[_DIGEST:]
        return content if hashlib.sha256(content).digest() == digest else None

    def put(self, content: bytes, *key: str) -> None:
        """Keep `content` under this key; where that is not possible, nothing happens."""
        whole = hashlib.sha256(content).digest() + content
        with suppress(OSError), _opened(self.folder), fresh_file(self.folder, whole) as fresh:
            fresh.replace(self.folder / _name(key))

    def remove_old(self) -> None:
        """Remove what was kept so long before the newest that it may be of no use to anybody.

        Whatever else lies in the folder stays: somebody may have named one that is in use.
        """
        with suppress(OSError):
            own = (path for path in self.folder.iterdir() if _NAME.fullmatch(path.name))
            kept = {path: path.lstat().st_mtime for path in own}
            newest = max(kept.values(), default=0.0)
            for path in (each for each, time in kept.items() if newest - time > _KEPT):
                path.unlink(missing_ok=True)


class Kept(Struct, frozen=True):
    """Where values are kept that are made of `docs/`; with another `stamp` all are made anew."""

    cache: Cache
    stamp: str

    def value(self, kind: str, key: tuple[str, ...], make: Callable[[], _Made]) -> _Made:
        """Return what was kept under this key, or what makes it, which is then kept."""
        content = self.cache.get(kind, self.stamp, *key)
        if content is not None:
            # Nobody but the user can have written it: no less safe than code that lies beside it.
            return cast("_Made", pickle.loads(content))  # noqa: S301
        made = make()
        self.cache.put(pickle.dumps(made), kind, self.stamp, *key)
        return made


def open_cache(folder: Path) -> Cache | None:
    """Return the cache in `folder`, made if need be; None where it would not be this user's alone.

    That is so, too, where a system does not tell whose a folder is, and where nobody knows the
    place: `~`, say, of a user without a home.
    """
    if not hasattr(os, "geteuid") or not folder.is_absolute():
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _opened(folder):
            return Cache(folder)
    except OSError:
        return None


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """Yield a folder, held open: what is read by it is in the folder that was looked at.

    Raises OSError where it is not this user's alone.
    """
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        found = os.fstat(place)
        if found.st_uid != os.geteuid() or found.st_mode & _OTHERS:
            raise PermissionError
        yield place
    finally:
        os.close(place)


def _read_in(place: int, name: str) -> bytes:
    """Return the content of a file of this user's in an open folder. Raises OSError."""
    handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=place)
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
            raise PermissionError
        return file.read()


def _name(key: tuple[str, ...]) -> str:
    raw = (each.encode("utf-8", "surrogateescape") for each in key)  # folders: in any bytes
    return hashlib.sha256(b"".join(hashlib.sha256(each).digest() for each in raw)).hexdigest()
