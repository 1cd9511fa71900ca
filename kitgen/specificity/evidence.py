"""How much a text tells: signs of evidence, sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from math import log
from typing import TYPE_CHECKING

from kitgen.specificity.letters import plain
from kitgen.specificity.phrase_book import words_of
from kitgen.specificity.signs import WORD, word_signs
from kitgen.specificity.value import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kitgen.specificity.lexicon import Lexicon
    from kitgen.specificity.value import Known

_SENTENCE_END = re.compile(r"(?<=[.!?…])(?<!\b[A-Z]\.)[\"'”’)]*\s+(?=\S)|\n\s*\n|\n(?=\s*[-*•] )")
# Signs that tell something only beside a deed: a list of tools and names is no evidence.
_BESIDE_DEEDS = frozenset({"named", "skill"})
_DEEDS = frozenset({"action", "now"})


def sentences(text: str) -> Iterator[Span]:
    """Yield the sentences and list points of `text`."""
    start = 0
    for match in (*_SENTENCE_END.finditer(text), None):
        end = match.start() if match else len(text)
        if text[start:end].strip():
            yield Span(start, end, text[start:end])
        start = match.end() if match else end


def weigh(signs: Iterable[dict[str, float]], lexicon: Lexicon) -> float:
    """Return how much a text tells, by the `signs` of its sentences, in hundredths.

    It is what its best sentence tells and what its average sentence does, and less the more there
    are: one of many says something by chance.
    """
    found = tuple(told(each, lexicon) for each in signs)
    if not found:
        return 0.0
    weights = lexicon.signs
    best = max(_most(each, lexicon) for each in found)
    sums = sum(weights[name].mean * n for each in found for name, n in each.items())
    longer = lexicon.weights["sentences"] * log(len(found))
    return round(best + sums / len(found) + longer, 2)


def best_sentence(text: str, signs: Sequence[dict[str, float]], lexicon: Lexicon) -> str:
    """Return the sentence of `text` that tells most, by the `signs` of each; empty when none is."""
    said = zip(sentences(text), signs, strict=True)
    best = max(said, key=lambda each: _most(told(each[1], lexicon), lexicon), default=None)
    return best[0].words if best else ""


def _most(signs: dict[str, float], lexicon: Lexicon) -> float:
    return sum(lexicon.signs[name].best * count for name, count in signs.items())


def told(signs: dict[str, float], lexicon: Lexicon) -> dict[str, float]:
    """Return the `signs` of a sentence that weigh something; names and skills do beside a deed."""
    weighed = signs.keys() & lexicon.signs.keys()
    if not _DEEDS & signs.keys():
        weighed -= _BESIDE_DEEDS
    return {name: signs[name] for name in weighed}


def find_signs(sentence: str, lexicon: Lexicon, known: Known) -> dict[str, float]:
    """Return how often each sign of evidence is in a sentence, up to what counts."""
    said = plain(sentence)
    signs: Counter[str] = Counter()
    signs["known"] = sum(names(said, each, lexicon) for each in known.things)
    signs["skill"] = sum(names(said, each, lexicon) for each in known.skills)
    words = words_of(said)
    said, signs["empty"] = lexicon.phrases["empty"].blanked(said, words)
    said, signs["praise"] = lexicon.phrases["praise"].blanked(said, words)
    for name in ("change", "when", "link", "habit"):
        signs[name] = sum(1 for _ in lexicon.phrases[name].finditer(said, words))
    signs["measure"] = len(lexicon.measure.findall(said))
    spoken = [each.casefold() for each in WORD.findall(said)]
    for each in spoken:
        for name in lexicon.counted.get(each, ()):
            signs[name] += 1
    numbers = [each.casefold() for each in lexicon.number.findall(said)]
    signs["number"] = sum(each not in lexicon.words["few"] for each in numbers)
    found: dict[str, float] = {name: count for name, count in signs.items() if count}
    for sign in word_signs(said, lexicon, known):
        found[sign.name] = found.get(sign.name, 0.0) + sign.amount
    for name in found.keys() & lexicon.signs.keys():
        found[name] = min(found[name], lexicon.signs[name].most)
    return found


def names(said: str, thing: str, lexicon: Lexicon) -> bool:
    """Return whether a text names a thing of the profile that is one, not `various projects`."""
    folded, text = (" ".join(each.casefold().split()) for each in (thing, said))
    at = text.find(folded)
    while at >= 0 and (text[:at][-1:].isalnum() or text[at + len(folded) :][:1].isalnum()):
        at = text.find(folded, at + 1)
    if at < 0 or not folded:
        return False
    return not lexicon.words["vague"].issuperset(WORD.findall(folded))
