"""The leak gate: nothing of any profile may be found in what is published, file names included.

It knows nothing of how a site was sealed; it reads what lies in a folder, as a stranger would.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING

from kitgen.errors import KitgenError
from kitgen.seal.readings import parts_of, read_clear, read_sealed, text_in
from kitgen.seal.theme import untouched
from kitgen.seal.traces import Traces, traces_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from pathlib import Path

    from kitgen.profile import Profile
    from kitgen.seal.readings import Parts, Reading
    from kitgen.seal.theme import Theme

_IN_PATH = "in the path"
_OPAQUE = "in an opaque name"
_LONG = 4  # bytes
_START = "index.html"
# A file or folder of the shared theme; what stands behind its version.
_SHARED = re.compile(r"_theme(?:/[0-9a-f]{12}(?:/(.+))?)?")
_KEPT = 10_000  # contents whose findings are remembered
_SMALL = 50_000  # bytes of which all readings are remembered

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
    """What is sought, and what is public for everyone; for many folders.

    `public` are digests of files that are the same for every kit, and are not searched, nor are
    the `addresses` that such files have. `page` is what every page holds anyway: its words are no
    leak. Contents seen before are not read again: apart from what is sealed in it, one loader page
    is like another.
    """

    traces: Traces
    page: bytes = field(default=b"", repr=False)
    public: frozenset[bytes] = field(default=frozenset(), repr=False)
    addresses: frozenset[str] = field(default=frozenset(), repr=False)
    _seen: dict[bytes, _Found] = field(default_factory=dict, repr=False)

    def find(self, folder: Path, known: Container[str] = ()) -> tuple[Leak, ...]:
        """Return every leak under `folder`, in the order of its files.

        Of `known` paths in it, made a moment ago, only the contents are searched. Raises
        KitgenError when it holds nothing, or something that is neither file nor folder.
        """
        if not self.traces.traces:
            return ()
        paths = _paths_under(folder)
        of_theme = untouched(folder)
        leaks: set[Leak] = set()
        for number, (relative, is_file) in enumerate(paths, 1):
            if relative in of_theme:
                continue
            named = () if relative in known else self._in_path(relative)
            in_path = self._leaks(f"[path {number} of {len(paths)}]", named)
            shown = f"[path {number} of {len(paths)}]" if in_path else relative
            leaks.update(in_path)
            if is_file:
                found = self._in_content(_content(folder / relative, shown))
                leaks.update(self._leaks(shown, self._likely(relative, found)))
        return tuple(sorted(leaks))

    def find_in_theme(self, theme: Theme) -> tuple[Leak, ...]:
        """Return every leak in the files of a theme that are not those of everybody."""
        leaks: set[Leak] = set()
        for address, digest in theme.digests:
            if digest not in self.public:
                shown = f"{theme.folder}/{address}"
                found = self._in_parts(parts_of(theme.contents[address]))
                leaks.update(self._leaks(shown, self._likely(shown, found)))
        return tuple(sorted(leaks))

    def find_in_name(self, name: str) -> tuple[Leak, ...]:
        """Return every leak in the name of a folder at the top."""
        return self._leaks("[path 1 of 1]", self._in_path(name))

    def _likely(self, relative: str, found: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        """Yield what is no chance: single words of a profile are in many a style sheet."""
        shared = _SHARED.fullmatch(relative)
        for number, encoding in found:
            words = self.traces.traces[number].spaced.split()
            if len(words) > 1 or not shared:
                yield number, encoding

    def _leaks(self, shown: str, found: Iterable[tuple[int, str]]) -> tuple[Leak, ...]:
        traces = self.traces.traces
        return tuple(
            Leak(shown, traces[number].field, encoding, traces[number].profile)
            for number, encoding in found
        )

    @cached_property
    def _expected(self) -> frozenset[int]:
        """Which traces are in every page anyway."""
        readings = _readings_of(text_in(self.page))
        return frozenset(number for number, _ in self._in_readings(readings, least=0))

    def _in_path(self, relative: str) -> Iterator[tuple[int, str]]:
        shared = _SHARED.fullmatch(relative)
        if shared and (not shared[1] or shared[1] in self.addresses):
            return
        own = relative if relative not in self.addresses else ""
        parts = parts_of(os.fsencode(own.removesuffix(_START)), is_path=True)
        for number, encoding in self._in_parts(parts):
            yield number, f"{_IN_PATH}, {encoding}"

    def _in_content(self, content: bytes) -> Iterator[tuple[int, str]]:
        if sha256(content).digest() not in self.public:
            yield from self._in_parts(parts_of(content))

    def _in_parts(self, parts: Parts) -> Iterator[tuple[int, str]]:
        """Yield each trace found, once, by the plainest of its encodings."""
        told: set[int] = set(self._expected)
        for number, encoding in (*self._in_clear(parts.clear), *self._in_names(parts)):
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
            found = tuple(self._in_readings(_readings_of(clear), least=0))
            if len(self._seen) < _KEPT:
                self._seen[digest] = found
        return found

    def _in_names(self, parts: Parts) -> Iterator[tuple[int, str]]:
        for number in sorted(self.traces.in_random(parts.opaque, self.traces.least_in_names)):
            yield number, _OPAQUE
        for number in sorted(self.traces.in_text(parts.named) if parts.named else ()):
            # A random name looks like words now and then; it is not like long ones.
            if len(self.traces.traces[number].joined) >= _LONG:
                yield number, _OPAQUE

    def _in_readings(self, readings: Iterable[Reading], least: int) -> Iterator[tuple[int, str]]:
        for reading in readings:
            if reading.is_random:
                numbers = self.traces.in_random(reading.content, least)
            else:
                numbers = self.traces.in_text(reading.content)
            for number in sorted(numbers):
                yield number, reading.encoding


def leak_search(
    profiles: Iterable[Profile],
    page: bytes = b"",
    public: Iterable[bytes] = (),
    addresses: Iterable[str] = (),
) -> LeakSearch:
    """Return the search for all texts of the profiles, to be used on many folders.

    `public` are contents that are the same for every kit, `addresses` theirs and those of the
    folders around them; words of `page` do not count. Raises KitgenError when the profiles have no
    text: a search for nothing would find nothing.
    """
    traces = traces_of(profiles)
    if not traces.traces:
        raise KitgenError("there is no profile to search for; name at least one")
    digests = frozenset(sha256(content).digest() for content in public)
    return LeakSearch(traces, page, digests, frozenset(addresses))


def _readings_of(clear: bytes) -> Iterable[Reading]:
    return _readings_of_small(clear) if len(clear) <= _SMALL else read_clear(clear)


@lru_cache(maxsize=16)  # what is clear in a page is the same in all, for one profile or the next
def _readings_of_small(clear: bytes) -> tuple[Reading, ...]:
    return tuple(read_clear(clear))


def _paths_under(folder: Path) -> tuple[tuple[str, bool], ...]:
    """Return everything under a folder, and whether it is a file, sorted; links are not followed.

    A path is given from the folder, with slashes.
    """
    found = list(_entries(str(folder), ""))
    if not found:
        raise KitgenError("there is nothing to search for leaks: no such folder, or an empty one")
    found.sort(key=lambda each: each[0].split("/"))
    for number, (_, entry) in enumerate(found, 1):
        if not (entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)):
            raise KitgenError(
                f"path {number} of {len(found)} in the folder to publish is neither file nor "
                "folder; remove it"
            )
    return tuple((path, entry.is_file(follow_symlinks=False)) for path, entry in found)


def _entries(folder: str, before: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield what is in a folder and in those below; the system tells of what kind as it lists."""
    try:
        with os.scandir(folder) as found:
            entries = tuple(found)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        message = f"a folder to publish cannot be read: {error.strerror}; check its rights"
        raise KitgenError(message) from None
    for entry in entries:
        yield f"{before}{entry.name}", entry
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(entry.path, f"{before}{entry.name}/")


def _content(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KitgenError(f"{shown} cannot be read: {error.strerror}; check its rights") from None
