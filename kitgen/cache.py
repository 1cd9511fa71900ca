"""What is compiled once and kept from one run to the next, in a folder that only its owner can use.

It holds nothing of a profile: compiled templates, which are of `docs/` and the theme. Everything in
it can be made again, so it may go at any time, and whatever cannot be read or written is passed
over. What is compiled is executed, so a folder that somebody else could have written to is not
used at all.
"""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kitgen.folder import fresh_file

if TYPE_CHECKING:
    from pathlib import Path

_OTHERS = 0o077
_DIGEST = 32  # bytes of SHA-256 before each content: half a file is none
_KEPT = 30 * 24 * 3600  # seconds; then a file is made anew, and what nobody needs has gone


@dataclass(frozen=True, slots=True)
class Cache:
    """Contents by key, in a private folder; `open_cache` makes one."""

    folder: Path

    def get(self, *key: str) -> bytes | None:
        """Return what was kept under this key; None when there is nothing whole."""
        try:
            kept = (self.folder / _name(key)).read_bytes()
        except OSError:
            return None
        digest, content = kept[:_DIGEST], kept[_DIGEST:]
        return content if hashlib.sha256(content).digest() == digest else None

    def put(self, content: bytes, *key: str) -> None:
        """Keep `content` under this key; where that is not possible, nothing happens."""
        whole = hashlib.sha256(content).digest() + content
        with suppress(OSError), fresh_file(self.folder, whole) as fresh:
            fresh.replace(self.folder / _name(key))

    def remove_old(self) -> None:
        """Remove what was kept so long before the newest that it may be of no use to anybody."""
        with suppress(OSError):
            kept = {path: path.lstat().st_mtime for path in self.folder.iterdir()}
            newest = max(kept.values(), default=0.0)
            for path in (each for each, time in kept.items() if newest - time > _KEPT):
                path.unlink(missing_ok=True)


def open_cache(folder: Path) -> Cache | None:
    """Return the cache in `folder`, made if need be; None where it would not be this user's alone.

    That is so, too, where a system does not tell whose a folder is.
    """
    if not hasattr(os, "geteuid"):
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    is_own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    return Cache(folder) if is_own and not found.st_mode & _OTHERS else None


def _name(key: tuple[str, ...]) -> str:
    parts = b"".join(hashlib.sha256(each.encode()).digest() for each in key)
    return hashlib.sha256(parts).hexdigest()
