"""Traces: what of a profile must not be found in anything published, in the form it is sought.

Words are sought whatever stands between them, in small letters, so that a draft's address
(`jo-park`) gives a name away as its spelling does.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ahocorasick_rs import BytesAhoCorasick, Implementation

from kitgen.document import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kitgen.document import Path
    from kitgen.profile import Profile

RUN = 4  # words: of a longer text, each run of so many is sought
SHORTEST_JOINED = 6  # bytes: shorter ones are sought as whole words only
_ALARM = 1e-6  # the chance of one false alarm in all that is searched
_SEALED_AMOUNT = 1e9  # bytes of sealed files in one search
_NAMES_AMOUNT = 5e6  # bytes of opaque names in one search, of five thousand kits
_BYTE_BITS = math.log2(190 / 2)  # a letter, large or small, among the bytes that `join` keeps
_BASE64_BITS = math.log2(62 / 2)  # likewise among the letters and digits of base64
# Patterns: for fewer, which are those of one kit, the fastest automaton takes longer to build than
# it saves in the kit's files; for more, it needs too much memory.
_DFA_LEAST, _DFA_MOST = 2_000, 50_000

_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\W_]+")
_SMALL = bytes(range(256)).lower()
_NO_WORD = bytes(byte for byte in range(128) if not chr(byte).isalnum())
_SPACED = bytes(32 if byte in _NO_WORD else _SMALL[byte] for byte in range(256))


@dataclass(frozen=True, slots=True)
class Trace:
    """A run of words of a profile: `spaced` as words, `joined` without anything between.

    `profile` counts from 0 in the order given, `path` leads to the value that holds it.
    """

    spaced: bytes = field(repr=False)
    joined: bytes = field(repr=False)
    profile: int
    path: Path

    @property
    def field(self) -> str:
        """The path in people's words: few traces are ever found, and told."""
        return words_of(self.path)


@dataclass(frozen=True)
class Traces:
    """All that is sought, each run of words once: for the first field that holds it.

    Sealed files and opaque names are random, so any short word is in them sooner or later. In
    those, a trace is sought only when it is so long that a false alarm is unlikely. A letter
    stands at a given place of random bytes, large or small, with a chance of 2/190 (`join` drops
    the 66 ASCII bytes that are no letters or digits), and in random base64 with 2/62. A search of
    n bytes for t traces of k letters so expects n·t·(2/190)^k chance hits. k is the least for
    which that is under 1e-6 with n = 1 GB: 10 for 2,000 traces (three samples), 11 for a thousand
    profiles. For opaque names (n = 5 MB, 2/62) it is 11 and 13. A digit or a byte of a letter
    outside ASCII is rarer still.
    """

    traces: tuple[Trace, ...] = field(repr=False)

    @property
    def least_in_sealed(self) -> int:
        """How many bytes a joined trace needs to be sought in sealed files."""
        return self._least(_SEALED_AMOUNT, _BYTE_BITS)

    @property
    def least_in_names(self) -> int:
        """How many bytes a joined trace needs to be sought in opaque names."""
        return self._least(_NAMES_AMOUNT, _BASE64_BITS)

    def _least(self, amount: float, bits: float) -> int:
        return math.ceil(math.log2(amount * max(1, len(self.traces)) / _ALARM) / bits)

    def in_text(self, content: bytes) -> set[int]:
        """Return the numbers of the traces that are in a text, as words or joined."""
        text = fold(content)
        found = _hits(self._words, b" " + text + b" ")
        return found | _hits(self._joined, text.replace(b" ", b""))

    def in_random(self, content: bytes, least: int) -> set[int]:
        """Return the numbers of the traces of at least so many bytes that are in random bytes."""
        found = _hits(self._joined, join(content))
        return {each for each in found if len(self.traces[each].joined) >= least}

    @cached_property
    def _words(self) -> _Automaton:
        return _Automaton.of(each.spaced for each in self.traces)

    @cached_property
    def _joined(self) -> _Automaton:
        least = SHORTEST_JOINED
        return _Automaton.of(
            each.joined if len(each.joined) >= least else b"" for each in self.traces
        )


@dataclass(frozen=True, slots=True)
class _Automaton:
    """Finds many patterns in one pass; `numbers` are those of the patterns that are not empty."""

    search: BytesAhoCorasick
    numbers: Sequence[int]

    @classmethod
    def of(cls, patterns: Iterable[bytes]) -> _Automaton:
        numbered = [(number, pattern) for number, pattern in enumerate(patterns) if pattern]
        is_worth_it = _DFA_LEAST <= len(numbered) < _DFA_MOST
        kind = Implementation.DFA if is_worth_it else Implementation.ContiguousNFA
        search = BytesAhoCorasick([pattern for _, pattern in numbered], implementation=kind)
        return cls(search, [number for number, _ in numbered])


def _hits(automaton: _Automaton, content: bytes) -> set[int]:
    hits = automaton.search.find_matches_as_indexes(content, overlapping=True)
    return {automaton.numbers[number] for number, _, _ in hits}


def traces_of(profiles: Iterable[Profile]) -> Traces:
    """Return what must not be found of any of the profiles."""
    traces: dict[bytes, Trace] = {}
    for number, profile in enumerate(profiles):
        for path, spaced, joined in _sought_of(profile):
            if spaced not in traces:
                traces[spaced] = Trace(spaced, joined, number, path)
    return Traces(tuple(traces.values()))


def _sought_of(profile: Profile) -> Iterator[tuple[Path, bytes, bytes]]:
    """Yield what is sought of each text, once for equal ones: most are read as they were typed."""
    seen: set[tuple[str, bool]] = set()
    for path, text in profile.texts():
        known = (text, str(path[-1]).endswith("name"))
        if known not in seen:
            seen.add(known)
            for spaced, joined in _sought(text, named=known[1]):
                yield path, spaced, joined


def _sought(text: str, *, named: bool) -> Iterator[tuple[bytes, bytes]]:
    """Yield what is sought of a text: its words, or its runs of words; of a name, each word too."""
    words = tuple(_WORD.findall(unicodedata.normalize("NFKC", text)))
    for start in range(max(1, len(words) - RUN + 1)):
        yield from _forms(words[start : start + RUN])
    if named:
        for word in words:
            yield from _forms((word,))


def _forms(words: tuple[str, ...]) -> Iterator[tuple[bytes, bytes]]:
    """Yield a run of words, spaced and joined; not a single letter or a number under 1,000."""
    whole = "".join(words)
    if len(whole) < 2 or (whole.isdecimal() and len(whole) < 4):  # noqa: PLR2004  as it says
        return
    if whole.isascii():  # what `fold` and `join` make of words of letters and digits alone
        yield f" {' '.join(words)} ".lower().encode(), whole.lower().encode()
        return
    spaced = fold(" ".join(words).encode())
    if spaced.isascii():  # other scripts may write without spaces
        spaced = b" " + spaced + b" "
    yield spaced, join(whole.encode())


def fold(content: bytes) -> bytes:
    """Return the words of a text in small letters, a space between them."""
    if content.isascii():
        return b" ".join(content.translate(_SPACED).split())
    text = unicodedata.normalize("NFKC", content.decode("utf-8", "replace")).casefold()
    return _GAP.sub(" ", text).strip().encode()


def join(content: bytes) -> bytes:
    """Return bytes in small letters, without the ASCII ones that are no letters or digits.

    UTF-16 of Latin letters so becomes what UTF-8 of them does.
    """
    return content.translate(_SMALL, _NO_WORD)
