"""How much a text tells: signs of evidence, sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kitgen.specificity.value import Span
from kitgen.specificity.words import Tells, is_deed, what_it_tells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.specificity.lexicon import Lexicon
    from kitgen.specificity.value import Known

_SENTENCE_END = re.compile(r"(?<=[.!?…])(?<!\b[A-Z]\.)[\"'”’)]*\s+(?=\S)|\n\s*\n|\n(?=\s*[-*•] )")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_QUOTE = re.compile(r"(?<!\w)[\"'][^\"]{3,}?[\"'](?!\w)")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
# What each kind of word is a sign of, and how much of it one is.
_SIGN_OF = {
    Tells.THING: ("concrete", 1.0),
    Tells.ABSTRACT: ("concrete", 0.35),
    Tells.DEED: ("action", 1.0),
    Tells.SKILL: ("skill", 1.0),
    Tells.FIELD: ("field", 1.0),
}
# Signs that tell something only beside a deed: a list of tools and names is no evidence.
_BESIDE_DEEDS = ("named", "skill", "field")
# Numbers that count nothing by themselves.
_FEW = frozenset({"one", "both", "zero", "first", "1", "1st"})
# What a sentence needs to be more than a portrait.
_STORY = frozenset(
    {"action", "light", "change", "measure", "number", "when", "link", "known", "quote"}
)
_PRONOUNS = frozenset({"he", "she", "it", "they", "who", "that", "and", "to"})


def plain(text: str) -> str:
    """Return `text` with plain apostrophes and quotes for typographic ones, place by place."""
    return text.translate(_PLAIN)


def sentences(text: str) -> Iterator[Span]:
    """Yield the sentences and list points of `text`."""
    start = 0
    for match in (*_SENTENCE_END.finditer(text), None):
        end = match.start() if match else len(text)
        if text[start:end].strip():
            yield Span(start, end, text[start:end])
        start = match.end() if match else end


def weigh(text: str, lexicon: Lexicon, known: Known) -> float:
    """Return how much `text` tells: its best sentence and a little of the others, in hundredths."""
    found = sorted(weigh_sentence(each.words, lexicon, known) for each in sentences(text))
    if not found:
        return 0.0
    rest = sum(each for each in found[:-1] if each > 0)
    return round(found[-1] + lexicon.weights["others"] * rest, 2)


def weigh_sentence(sentence: str, lexicon: Lexicon, known: Known) -> float:
    """Return how much one sentence tells."""
    signs = find_signs(sentence, lexicon, known)
    return sum(lexicon.weights[name] * count for name, count in signs.items())


def find_signs(
    sentence: str, lexicon: Lexicon, known: Known, *, whole: bool = False
) -> dict[str, float]:
    """Return how often each sign of evidence is in a sentence, up to what counts.

    Names and skills count beside a deed only, unless the `whole` is wanted.
    """
    said = plain(sentence)
    signs: Counter[str] = Counter()
    signs["known"] = sum(names(said, each, lexicon) for each in known.things)
    signs["skill"] = sum(names(said, each, lexicon) for each in known.skills)
    signs["quote"] = len(_QUOTE.findall(said))
    said = blanked(lexicon.phrases["praise"], blanked(lexicon.phrases["empty"], said))
    for name in ("change", "when", "link"):
        signs[name] = len(lexicon.phrases[name].findall(said))
    signs["habit"] = len(lexicon.phrases["habit"].findall(said))
    signs["measure"] = len(lexicon.measure.findall(said))
    signs["number"] = sum(each.casefold() not in _FEW for each in lexicon.number.findall(said))
    told: dict[str, float] = {name: count for name, count in signs.items() if count}
    for name, amount in _words(said, lexicon, known):
        told[name] = told.get(name, 0.0) + amount
    if not whole and not told.get("action"):
        told = {name: count for name, count in told.items() if name not in _BESIDE_DEEDS}
    if not whole and not _STORY & told.keys():
        told["concrete"] = min(told.get("concrete", 0.0), lexicon.most["alone"])
    return {name: min(count, lexicon.most[name]) for name, count in told.items() if count}


def _words(said: str, lexicon: Lexicon, known: Known) -> Iterator[tuple[str, float]]:
    """Yield what each word of a sentence is a sign of, and how much of it."""
    before, is_first, after_deed = "", True, False
    for match in _WORD.finditer(said):
        word = match[0]
        small = word.casefold()
        tells = _told_by(word, small, lexicon)
        if after_deed and small in lexicon.words["determiners"]:
            yield "object", 1.0
        is_present = _is_present_deed(small, before, lexicon)
        after_deed = is_present or (tells is Tells.DEED and small not in lexicon.words["light"])
        if small.removesuffix("'s") in known.familiar:
            pass
        elif small in lexicon.words["light"] or _is_intended(small, before, lexicon):
            yield "light", 1.0
        elif is_present:
            yield "action", 1.0
        elif tells in {Tells.THING, Tells.ABSTRACT} and word[0].isupper() and not lexicon.nouns:
            if not is_first:
                yield "named", 1.0
        elif tells in _SIGN_OF:
            yield _SIGN_OF[tells]
        before, is_first = small, False


def _told_by(word: str, small: str, lexicon: Lexicon) -> Tells:
    """Return what a word tells; where nouns have capitals, a small word is no thing."""
    tells = what_it_tells(small, lexicon)
    is_thing = tells in {Tells.THING, Tells.ABSTRACT, Tells.FIELD}
    return Tells.NOTHING if lexicon.nouns and is_thing and not word[0].isupper() else tells


def _is_present_deed(word: str, before: str, lexicon: Lexicon) -> bool:
    """Return whether somebody does it: `she labels`, `by asking`; not in every language."""
    forms = lexicon.forms
    if forms["doing"] and word.endswith(forms["doing"]):
        return before == "by" and is_deed(word, lexicon)
    does = forms["does"] and word.endswith(forms["does"])
    return bool(does) and before in _PRONOUNS and is_deed(word, lexicon)


def _is_intended(word: str, before: str, lexicon: Lexicon) -> bool:
    """Return whether it is told as what somebody was to do: `to cancel`."""
    return before == "to" and word in lexicon.words["actions"]


def names(said: str, thing: str, lexicon: Lexicon) -> bool:
    """Return whether a text names a thing of the profile that is one, not `various projects`."""
    folded, text = (" ".join(each.casefold().split()) for each in (thing, said))
    at = text.find(folded)
    while at >= 0 and (text[:at][-1:].isalnum() or text[at + len(folded) :][:1].isalnum()):
        at = text.find(folded, at + 1)
    if at < 0 or not folded:
        return False
    return not lexicon.words["vague"].issuperset(_WORD.findall(folded))


def blanked(pattern: re.Pattern[str], text: str) -> str:
    """Return `text` with what `pattern` finds replaced by spaces, so that places stay."""
    return pattern.sub(lambda match: " " * len(match[0]), text)
