"""Phrases of the lexicon, found as one expression of all of them would find them.

One expression of four hundred phrases takes long to compile, and is tried in vain at each letter of
each text. So a phrase is only looked for where all its words are, and only then compiled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kitgen.specificity.letters import is_odd, letters_of
from kitgen.specificity.patterns import compile_phrases, needed_words

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, eq=False)
class PhraseBook:
    """Phrases of one kind; `number` is the expression of what NUM stands for in them."""

    phrases: Sequence[str]
    number: str
    _compiled: dict[int, re.Pattern[str]] = field(default_factory=dict, repr=False)

    def finditer(self, text: str, words: frozenset[str] | None) -> Iterator[re.Match[str]]:
        """Yield every match in `text`, one after another; of several that begin at once, the first.

        `words` are those of the text, or of a longer one that it is a part of, by `words_of`.
        """
        if words is None:
            yield from self._whole.finditer(text)
            return
        found = {index: self._search(index, text) for index in self.possible(words)}
        nearest = {index: match for index, match in found.items() if match}
        while nearest:
            _, first = min((match.start(), index) for index, match in nearest.items())
            match = nearest[first]
            yield match
            later = {
                index: each if each.start() >= match.end() else self._search(index, text, match)
                for index, each in nearest.items()
            }
            nearest = {index: each for index, each in later.items() if each}

    def is_in(self, text: str, words: frozenset[str] | None) -> bool:
        """Return whether there is any of the phrases in `text`; `words` as above."""
        return next(self.finditer(text, words), None) is not None

    def blanked(self, text: str, words: frozenset[str] | None) -> tuple[str, int]:
        """Return `text` with what is found replaced by spaces, and how often it was found."""
        pieces, end, count = list[str](), 0, 0
        for match in self.finditer(text, words):
            pieces += [text[end : match.start()], " " * len(match[0])]
            end, count = match.end(), count + 1
        return "".join([*pieces, text[end:]]), count

    def sort_by_words(self) -> None:
        """Find out now which words each phrase needs, which otherwise the first text waits for."""
        _ = self._keys, self._always

    def possible(self, words: frozenset[str]) -> tuple[int, ...]:
        """Return which phrases may be in a text of these `words`, in their order."""
        found = set(self._always)
        for word in self._keys & words:
            for index, others in self._by_word[word]:
                if not any(map(words.isdisjoint, others)):
                    found.add(index)
        return tuple(sorted(found))

    def _search(
        self, index: int, text: str, behind: re.Match[str] | None = None
    ) -> re.Match[str] | None:
        pattern = self._compiled.get(index)
        if pattern is None:
            pattern = compile_phrases([self.phrases[index]], self.number, index)
            self._compiled[index] = pattern
        return pattern.search(text, behind.end() if behind else 0)

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return compile_phrases(self.phrases, self.number)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(self._by_word)

    @cached_property
    def _always(self) -> frozenset[int]:
        """Those that hold no word of their own, like `NUM %`."""
        return frozenset(index for index, parts in enumerate(self._needed) if not parts)

    @cached_property
    def _by_word(self) -> dict[str, list[tuple[int, tuple[frozenset[str], ...]]]]:
        """Phrases by each word of that part which is likely to be the rarest: of long words."""
        found: dict[str, list[tuple[int, tuple[frozenset[str], ...]]]] = {}
        for index, parts in enumerate(self._needed):
            rarest = max(parts, key=lambda part: min(map(len, part)), default=frozenset())
            others = tuple(part for part in parts if part is not rarest)
            for word in rarest:
                found.setdefault(word, []).append((index, others))
        return found

    @cached_property
    def _needed(self) -> tuple[tuple[frozenset[str], ...], ...]:
        return tuple(needed_words(each) for each in self.phrases)


def words_of(text: str) -> frozenset[str] | None:
    """Return the runs of letters of `text` in small letters; None when it has letters that are odd.

    An expression that disregards case takes an odd letter for another one, so that its words say
    nothing about what is in the text.
    """
    return None if is_odd(text) else letters_of(text)
