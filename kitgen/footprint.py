"""The footprint of what is published: bytes and inodes, since these end before processors do."""

from __future__ import annotations

import os
from statistics import median
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KIT = 22  # letters of the name of a kit's folder
_LIMIT = 1_000_000_000  # bytes that GitHub Pages publishes at most


class Footprint(Struct, frozen=True):
    """Sizes in bytes. `inodes` are files and folders of the middle kit; `shared` is all the rest.

    `fitting` is how many kits of the mean size go into a gigabyte, the usual limit of a free host.
    """

    kits: int
    middle: int
    largest: int
    inodes: int
    total: int
    shared: int

    @property
    def fitting(self) -> int:
        """How many such kits fit beside what they share."""
        mean = (self.total - self.shared) / self.kits if self.kits else 0
        return int((_LIMIT - self.shared) / mean) if mean else 0


def measure_footprint(public: Path) -> Footprint:
    """Return the footprint of a public folder; nothing is rounded up to blocks of a disk."""
    sizes, counts, shared = [], [], 0
    for entry in os.scandir(public):
        found = list(_sizes(entry))
        if entry.is_dir() and len(entry.name) == _KIT:
            sizes.append(sum(found))
            counts.append(len(found) + 1)
        else:
            shared += sum(found)
    return Footprint(
        kits=len(sizes),
        middle=int(median(sizes)) if sizes else 0,
        largest=max(sizes, default=0),
        inodes=int(median(counts)) if counts else 0,
        total=sum(sizes) + shared,
        shared=shared,
    )


def _sizes(entry: os.DirEntry[str]) -> Iterator[int]:
    """Yield the size of a file, or of all files in a folder."""
    if not entry.is_dir(follow_symlinks=False):
        yield entry.stat(follow_symlinks=False).st_size
        return
    with os.scandir(entry) as inside:
        for each in inside:
            yield from _sizes(each)
