"""The weights of words beside those of signs, as `fit_specificity.py` fits them."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from logistic import Regression, Sparse
from msgspec.structs import replace

from kitgen.specificity.wording import is_left_out, spoken, word_amounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kitgen.specificity.wording import Wording

# A word is weighed when so many texts have it in small letters: no name is, and none by chance.
LEAST_TEXTS = 4
# How strongly the weights of words are held near zero, and that of the signs beside them, which
# tell too well what they were fitted to. Between 0.12 and 0.5, and between 100 and 300, texts of
# files that were left out are told equally well.
WORD_RIDGE, SIGNS_RIDGE = 0.25, 280.0
WIDTH = 110


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, and which of them are written in small letters there."""

    there: frozenset[str]
    small: frozenset[str]


def read_words(text: str) -> Words:
    """Return the words of one text, as the judge finds them."""
    found = frozenset(spoken(text))
    return Words(frozenset(w for w, _ in found), frozenset(w for w, small in found if small))


def fit_words(
    texts: Sequence[tuple[str, str]],
    wording: Wording,
    told: Sequence[float],
    labels: Sequence[float],
) -> Wording:
    """Return `wording` with the level and what each word weighs, fitted to texts and their best.

    `told` is what the signs of each tell above what is enough. One logistic regression over both
    gives the signs one weight; all are divided by it, so that the sum of both parts is compared
    with what is enough for the signs.
    """
    columns = {word: at for at, word in enumerate(wording.rarities, 2)}
    rows = []
    for (text, best), by_signs in zip(texts, told, strict=True):
        amounts = word_amounts(text, best, wording)
        at = (0, 1, *map(columns.__getitem__, amounts))
        rows.append(Sparse(at, (by_signs, 1.0, *amounts.values())))
    ridges = [SIGNS_RIDGE, 0.0, *[WORD_RIDGE] * len(columns)]
    signs, level, *weights = Regression(rows, labels, ridges).fit()
    found = {word: round(each / signs, 2) for word, each in zip(columns, weights, strict=True)}
    return replace(wording, level=round(level / signs, 2), weights=found)


def rarities_of(words: Sequence[Words], left_out: frozenset[str]) -> dict[str, float]:
    """Return how rare each word is that is weighed: 1 plus the log of the share without it."""
    small = Counter(word for each in words for word in each.small)
    there = Counter(word for each in words for word in each.there)
    return {
        word: round(1 + log((1 + len(words)) / (1 + there[word])), 2)
        for word in sorted(small)
        if small[word] >= LEAST_TEXTS and not is_left_out(word, left_out)
    }


def written_words(text: str, wording: Wording) -> str:
    """Return the text of a `specificity.yml` with these weights in it, comments kept."""
    weights = wording.weights
    triples = ((word, rarity, weights[word]) for word, rarity in wording.rarities.items())
    said = " ".join(f"{word} {r:g} {w:g}" for word, r, w in triples)
    # A word and its numbers stay on one line.
    glued = re.sub(r"(\S+) (\S+) (\S+)", "\\1\x01\\2\x01\\3", said)
    lines = textwrap.wrap(glued, WIDTH, break_long_words=False, break_on_hyphens=False)
    block = "\n".join(f"    {line}" for line in lines).replace("\x01", " ")
    text = re.sub(r"(?m)^(  level:) [-\d.]+", rf"\1 {wording.level:g}", text)
    return re.sub(r"(?m)^  weights: \|\n(?:    .*\n)*", f"  weights: |\n{block}\n", text)
