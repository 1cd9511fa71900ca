"""What one word of a sentence tells: something in particular, a deed, a skill, or nothing."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.specificity.lexicon import Lexicon

# Shorter words than these end in `-ful` or `-ness` by chance.
_LEAST_ADJECTIVE, _LEAST_ABSTRACT = 6, 7
# A word of two letters is never a thing of its own.
_LEAST_THING = 3


class Tells(StrEnum):
    """What a word tells."""

    THING = "thing"
    ABSTRACT = "abstract"
    DEED = "deed"
    SKILL = "skill"
    FIELD = "field"
    GENERAL = "general"
    NOTHING = "nothing"


@lru_cache(maxsize=65_536)  # most texts are made of the same words
def what_it_tells(word: str, lexicon: Lexicon) -> Tells:
    """Return what `word`, in small letters, tells by itself."""
    words = lexicon.words
    bare = word.removesuffix("'s").removesuffix("s'").strip("'-")
    bases = tuple(_bases(bare, lexicon))
    short = len(bare) < _LEAST_THING or not bare[0].isalpha()
    choices = (
        (Tells.DEED, bare in words["pasts"] or is_past(bare, lexicon)),
        (Tells.SKILL, bare in words["skills"]),
        (Tells.NOTHING, short or bare in words["numbers"]),
        (Tells.NOTHING, bare in words["grammar"]),
        (Tells.GENERAL, not words["general"].isdisjoint(bases)),
        (Tells.FIELD, not words["fields"].isdisjoint(bases)),
    )
    found = next((tells for tells, fits in choices if fits), None)
    if found is None:
        return _compound(bare, lexicon) if "-" in bare else _by_ending(bare, lexicon)
    return found


def _by_ending(word: str, lexicon: Lexicon) -> Tells:
    """Return what a word tells that the lexicon does not know."""
    if word.endswith(lexicon.adjectives) and len(word) >= _LEAST_ADJECTIVE:
        return Tells.GENERAL
    if word.removesuffix("s").endswith(lexicon.abstracts) and len(word) >= _LEAST_ABSTRACT:
        return Tells.ABSTRACT
    return Tells.DEED if _ends(word, lexicon.forms["past"]) else Tells.THING


def is_past(word: str, lexicon: Lexicon) -> bool:
    """Return whether `word` is the regular past of something that one does."""
    if not _ends(word, lexicon.forms["past"]):
        return False
    return any(each in lexicon.words["actions"] for each in _bases(word, lexicon))


def is_deed(word: str, lexicon: Lexicon) -> bool:
    """Return whether `word`, in any form but the bare one, is something that one does."""
    actions = lexicon.words["actions"]
    return any(each in actions for each in _bases(word, lexicon))


def _compound(word: str, lexicon: Lexicon) -> Tells:
    """Return what a compound tells: `re-slated` is a deed, `well-built` is none."""
    told = [what_it_tells(part, lexicon) for part in word.split("-") if part]
    if told[-1:] == [Tells.DEED] and told[0] in {Tells.NOTHING, Tells.DEED}:
        return Tells.DEED
    return next((each for each in (Tells.THING, Tells.GENERAL) if each in told), Tells.NOTHING)


def _ends(word: str, ending: str) -> bool:
    return bool(ending) and word.endswith(ending)


def _bases(word: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield `word` and what is left of it without an ending: `stopped`, `stopp`, `stop`."""
    yield word
    for ending, instead in lexicon.endings:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            left = word.removesuffix(ending)
            yield left + instead
            if not instead and len(left) > _LEAST_THING and left[-1] == left[-2]:
                yield left[:-1]
