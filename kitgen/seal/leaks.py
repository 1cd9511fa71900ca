"""The leak gate: nothing of any profile may be found in what is published, file names included.

It knows nothing of how a site was sealed; it reads what lies in a folder, as a stranger would.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from kitgen.errors import KitgenError
from kitgen.seal.readings import parts_of, read_clear, read_sealed, text_in
from kitgen.seal.traces import Traces, traces_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kitgen.profile import Profile
    from kitgen.seal.readings import Reading

_IN_PATH = "in the path"
_OPAQUE = "in an opaque name"
_WHOLE = 64  # bytes of a file that is one of the neutral ones, not a word of theirs
_KEPT = 10_000  # contents whose findings are remembered

_Found = tuple[tuple[int, str], ...]  # numbers of traces, and the encoding each is in


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """A place where something of a profile can be read; never what.

    `file` is its path in the folder searched, or, when the path itself tells, its number in the
    order of all paths. `field` is the field of the profile, in people's words
    (`contacts[2].name`); `profile` counts the profiles searched for, from 0.
    """

    file: str
    field: str
    encoding: str
    profile: int = 0

    def __str__(self) -> str:
        """Return the leak in words that are safe in a log."""
        return f"{self.file}: {self.field} ({self.encoding})"


@dataclass(frozen=True)
class LeakSearch:
    """What is sought, and what of it is in the neutral files anyway; for many folders.

    Contents seen before are not read again: apart from what is sealed in it, one loader page is
    like another. The neutral files are read only when something is found, which is never in a
    sealed site, but for the words of `pages`: the least of them that every search meets.
    """

    traces: Traces
    neutral: bytes = field(default=b"", repr=False)
    pages: bytes = field(default=b"", repr=False)
    _seen: dict[bytes, _Found] = field(default_factory=dict, repr=False)

    def find(self, folder: Path) -> tuple[Leak, ...]:
        """Return every leak under `folder`, in the order of its files.

        Raises KitgenError when it holds nothing, or something that is neither file nor folder.
        """
        paths = _paths_under(folder)
        leaks: set[Leak] = set()
        for number, path in enumerate(paths, 1):
            relative = path.relative_to(folder).as_posix()
            in_path = self._leaks(f"[path {number} of {len(paths)}]", self._in_path(relative))
            shown = f"[path {number} of {len(paths)}]" if in_path else relative
            leaks.update(in_path)
            if path.is_file():
                leaks.update(self._leaks(shown, self._in_content(_content(path, shown))))
        return tuple(sorted(leaks))

    def _leaks(self, shown: str, found: Iterable[tuple[int, str]]) -> tuple[Leak, ...]:
        traces = self.traces.traces
        return tuple(
            Leak(shown, traces[number].field, encoding, traces[number].profile)
            for number, encoding in found
            if number not in self._harmless
        )

    @cached_property
    def _expected(self) -> frozenset[int]:
        """Which traces are in every page anyway."""
        return frozenset(number for number, _ in self._in_text(text_in(self.pages)))

    @cached_property
    def _harmless(self) -> frozenset[int]:
        """Which traces are in the neutral files anyway."""
        return frozenset(number for number, _ in self._in_text(text_in(self.neutral)))

    def _in_text(self, content: bytes) -> Iterator[tuple[int, str]]:
        return self._in_readings(read_clear(content), least=0)

    def _in_path(self, relative: str) -> Iterator[tuple[int, str]]:
        for number, encoding in self._in_content(os.fsencode(relative)):
            yield number, f"{_IN_PATH}, {encoding}"

    def _in_content(self, content: bytes) -> Iterator[tuple[int, str]]:
        """Yield each trace found, once, by the plainest of its encodings."""
        if len(content) >= _WHOLE and content in self.neutral:
            return
        parts = parts_of(content)
        told: set[int] = set(self._expected)
        for number, encoding in (*self._in_clear(parts.clear), *self._in_opaque(parts.opaque)):
            if number not in told:
                told.add(number)
                yield number, encoding
        least = self.traces.least_in_sealed
        for payload in parts.sealed:
            for number, encoding in self._in_readings(read_sealed(payload), least):
                if number not in told:
                    told.add(number)
                    yield number, encoding

    def _in_clear(self, clear: bytes) -> _Found:
        digest = blake2b(clear, digest_size=20).digest()
        found = self._seen.get(digest)
        if found is None:
            # What is clear does not change from kit to kit, so chance has no say in it.
            found = tuple(self._in_readings(read_clear(clear), least=0))
            if len(self._seen) < _KEPT:
                self._seen[digest] = found
        return found

    def _in_opaque(self, opaque: bytes) -> Iterator[tuple[int, str]]:
        for number in self.traces.in_random(opaque, self.traces.least_in_names):
            yield number, _OPAQUE

    def _in_readings(self, readings: Iterable[Reading], least: int) -> Iterator[tuple[int, str]]:
        for reading in readings:
            if reading.is_random:
                numbers = self.traces.in_random(reading.content, least)
            else:
                numbers = self.traces.in_text(reading.content)
            for number in sorted(numbers):
                yield number, reading.encoding


def find_leaks(folder: Path, profiles: Iterable[Profile], neutral: bytes = b"") -> tuple[Leak, ...]:
    """Return every place under `folder` where something of a profile can be read.

    `neutral` are public bytes that are the same for every kit: the shared theme, a loader page
    without its sealed part. Words that are in them do not count. Raises KitgenError when there is
    nothing to search, or to search for.
    """
    return leak_search(profiles, neutral).find(folder)


def leak_search(
    profiles: Iterable[Profile], neutral: bytes = b"", pages: bytes = b""
) -> LeakSearch:
    """Return the search for all texts of the profiles, to be used on many folders.

    `pages` is of the `neutral` bytes what every page holds. Raises KitgenError when the profiles
    have no text: a search for nothing would find nothing.
    """
    traces = traces_of(profiles)
    if not traces.traces:
        raise KitgenError("there is no profile to search for; name at least one")
    return LeakSearch(traces, neutral, pages)


def _paths_under(folder: Path) -> tuple[Path, ...]:
    """Return everything under a folder, sorted; links are not followed."""
    paths = tuple(sorted(folder.rglob("*")))
    if not paths:
        raise KitgenError("there is nothing to search for leaks: no such folder, or an empty one")
    for number, path in enumerate(paths, 1):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise KitgenError(
                f"path {number} of {len(paths)} in the folder to publish is neither file nor "
                "folder; remove it"
            )
    return paths


def _content(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KitgenError(f"{shown} cannot be read: {error.strerror}; check its rights") from None
