"""Phrases of one language that drafts must hold or must not, and names that need care."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kitgen.profile import Owner, Position
    from kitgen.specificity import Lexicon

_WORD = re.compile(r"\w+")
# What the file of phrases has to hold.
GROUPS = (
    *("easy_no", "thanks", "sentences", "policy"),
    *("own_account", "titles", "always_formal"),
)


class Phrases(Struct, frozen=True):
    """Words of one language that the drafts and their rules look for, by group.

    `easy_no`, `thanks`, `sentences` and `policy`: one of each is needed. `own_account` are
    organisations that mean that the owner worked for themself, `titles` are words that open a name
    and greet nobody, `always_formal` those after which no other tone is right. `tones` says how
    drafts to each relationship sound. By the `lexicon` drafts are judged.
    """

    groups: Mapping[str, tuple[str, ...]]
    lexicon: Lexicon
    tones: Mapping[str, str] = field(default_factory=dict)

    def found(self, group: str, text: str) -> str:
        """Return the first phrase of `group` that occurs in `text`, or an empty text."""
        return next((each for each in self.groups[group] if has_words(each, text)), "")

    def is_own_account(self, position: Position, owner: Owner) -> bool:
        """Return whether the owner worked for themself at `position`."""
        name = position.organisation.casefold()
        return name == owner.name.casefold() or name in self.groups["own_account"]

    def is_greeting(self, called: str) -> bool:
        """Return whether a person can be greeted by this: not by a title, not by an initial."""
        return not called.endswith(".") and called.casefold() not in self.groups["titles"]

    def has_title(self, called: str, group: str = "titles") -> bool:
        """Return whether a person is called by title and name: “Dr Roth”."""
        first, _, rest = called.partition(" ")
        return bool(rest) and first.rstrip(".").casefold() in self.groups[group]


@lru_cache(maxsize=2048)  # one draft is looked through for dozens of phrases and names
def words_in(text: str) -> tuple[str, ...]:
    """Return the words of `text` for comparing: in small letters, without punctuation."""
    return tuple(_WORD.findall(text.casefold()))


def folded(text: str) -> str:
    """Return `text` for comparing: small letters, no punctuation, single spaces."""
    return " ".join(words_in(text))


def has_words(phrase: str, text: str) -> bool:
    """Return whether whole words of `text` are those of `phrase`, punctuation aside."""
    words = _apart(phrase)
    return words != _apart("") and words in _apart(text)


@lru_cache(maxsize=2048)  # as above
def _apart(text: str) -> str:
    """Return `text` for comparing, with a space on both sides."""
    return f" {folded(text)} "
