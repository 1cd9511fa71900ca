"""Wording: what the words of a recommendation weigh, beside the signs of evidence in it.

Signs say that something was done; whether everybody of that trade does it, words tell better: `is`,
`all` and `processes` weigh against a text, `asked`, `because` and `instead` for it.
"""

from __future__ import annotations

import re
from collections import Counter
from math import log, sqrt
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.specificity.evidence import sentences
from kitgen.specificity.letters import plain
from kitgen.specificity.patterns import DECIMAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kitgen.document import Document, Value
    from kitgen.errors import Problem

# What counts: words, numbers, and the marks that end or join what is said.
_TOKEN = re.compile(r"[^\W\d_][\w'-]*|\d+|[,;:.!?]")
# Every number in digits is the same word.
_NUMBER = "0"
_KEY, _WEIGHTS = "wording", "weights"
_NUMBERS = ("level", "best_share", "least_known")
# On each line of the weights: a word, how rare it is, and what it adds, again and again.
_TRIPLE = 3


class Wording(Struct, frozen=True):
    """How rare each word is and what it adds; `level` is added to all, `left_out` never weighed.

    `best_share` is how much the words of the sentence with the most evidence count, the rest is for
    those of the whole text; `least_known` the share of its words that has to be known for them to
    say anything. Weights and level are made by `benchmarks/fit_specificity.py`, which says how.
    """

    level: float
    best_share: float
    least_known: float
    rarities: Mapping[str, float]
    weights: Mapping[str, float]
    left_out: frozenset[str]


def weigh_words(
    text: str, best: str, wording: Wording, familiar: frozenset[str] = frozenset()
) -> float:
    """Return what the words of `text` add to what its signs tell, in hundredths.

    `best` is its sentence with the most evidence, `familiar` are names, in small letters. Nothing
    is added when most words are unknown: the text is in another language.
    """
    words = [word for word, _ in spoken(text, familiar) if word[0].isalpha()]
    known = sum(word in wording.rarities or word in wording.left_out for word in words)
    if not words or known < wording.least_known * len(words):
        return 0.0
    amounts = word_amounts(text, best, wording, familiar)
    told = sum(amount * wording.weights[word] for word, amount in amounts.items())
    return round(wording.level + told, 2) if amounts else 0.0


def word_amounts(
    text: str, best: str, wording: Wording, familiar: frozenset[str] = frozenset()
) -> dict[str, float]:
    """Return how much of each known word there is in `text`: more in its `best` sentence."""
    whole, told = (_amounts(each, wording.rarities, familiar) for each in (text, best))
    share = wording.best_share
    return {
        word: (1 - share) * amount + share * told.get(word, 0.0) for word, amount in whole.items()
    }


def _amounts(
    text: str, rarities: Mapping[str, float], familiar: frozenset[str]
) -> dict[str, float]:
    """Return how much of each word there is: more of rare ones, less for each further use.

    A long text has no more to say than a short one: amounts are a vector of length 1 (tf-idf, with
    the logarithm of how often).
    """
    counted = Counter(word for word, _ in spoken(text, familiar) if word in rarities)
    found = {word: rarities[word] * (1 + log(count)) for word, count in counted.items()}
    length = sqrt(sum(amount * amount for amount in found.values()))
    return {word: amount / length for word, amount in found.items()}


def spoken(text: str, familiar: frozenset[str] = frozenset()) -> Iterator[tuple[str, bool]]:
    """Yield the words of `text` in small letters, and whether each was written so.

    A word with a capital is left out, for it may be a name, unless it begins a sentence and is none
    of the `familiar` names.
    """
    for sentence in sentences(plain(text)):
        begins = True
        for match in _TOKEN.finditer(sentence.words):
            token = match[0]
            word = _NUMBER if token.isdigit() else token.casefold().rstrip("'-")
            if token == token.casefold():
                yield word, True
            elif begins and word.removesuffix("'s") not in familiar:
                yield word, False
            begins = begins and not token[0].isalpha()


def wording_problems(document: Document) -> Iterator[Problem]:
    """Yield what is wrong with the words of a lexicon, each on its line; a language may have none.

    A word stands there once, in small letters, with two numbers, and is none of those left out.
    """
    block = document.value.get(_KEY) if isinstance(document.value, dict) else None
    if block is None:
        return
    parts = block if isinstance(block, dict) else {}
    for name in _NUMBERS:
        if not DECIMAL.fullmatch(str(parts.get(name))):
            message = f"'{_KEY}' should give a number for '{name}'"
            yield document.problem((_KEY, name), "specificity", message)
    for name in ("left_out", _WEIGHTS):
        if not isinstance(parts.get(name), str):
            message = f"'{name}' should be words in a row"
            yield document.problem((_KEY, name), "specificity", message)
    left_out, seen = _left_out(parts), set[str]()
    for number, line in enumerate(str(parts.get(_WEIGHTS) or "").splitlines(), 1):
        for message in _line_problems(line.split(), left_out, seen):
            path = (_KEY, _WEIGHTS)
            yield document.text_problem(path, number, "specificity", message)


def _line_problems(fields: list[str], left_out: frozenset[str], seen: set[str]) -> Iterator[str]:
    """Yield what is wrong with one line of weights; its words are added to those `seen`."""
    for start in range(0, len(fields), _TRIPLE):
        word, *numbers = fields[start : start + _TRIPLE]
        if len(numbers) < _TRIPLE - 1 or not all(map(DECIMAL.fullmatch, numbers)):
            yield f"'{word}' should be followed by two numbers: how rare it is, what it adds"
            return  # nobody can say where the next word begins
        if float(numbers[0]) <= 0:
            yield f"how rare '{word}' is should be more than 0"
        if word != word.casefold():
            yield f"'{word}' should be in small letters"
        if word in seen:
            yield f"'{word}' stands here twice"
        if is_left_out(word, left_out):
            yield f"'{word}' is among those left out, so take it out of the weights"
        seen.add(word)


def is_left_out(word: str, left_out: frozenset[str]) -> bool:
    """Return whether `word`, or what it is a short form with (`she's`), is never weighed."""
    return word.partition("'")[0] in left_out


def read_wording(groups: Mapping[str, Value]) -> Wording | None:
    """Return the words of a lexicon that has no problems; None when the language weighs none."""
    block = groups.get(_KEY)
    if not isinstance(block, dict):
        return None
    fields = str(block[_WEIGHTS]).split()
    words, rarities, weights = (fields[start::_TRIPLE] for start in range(_TRIPLE))
    return Wording(
        **{name: float(str(block[name])) for name in _NUMBERS},
        rarities=dict(zip(words, map(float, rarities), strict=True)),
        weights=dict(zip(words, map(float, weights), strict=True)),
        left_out=_left_out(block),
    )


def _left_out(block: Mapping[str, Value]) -> frozenset[str]:
    return frozenset(str(block.get("left_out") or "").casefold().split())
