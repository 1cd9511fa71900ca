"""The lexicon: the words and weights of one language by which texts are judged."""

from __future__ import annotations

import re
from functools import cached_property, partial
from typing import TYPE_CHECKING, cast

from msgspec import Struct
from msgspec.structs import replace

from kitgen.document import read_document, read_text
from kitgen.errors import SourceError
from kitgen.specificity.blanks import Blank, Blanks
from kitgen.specificity.dates import Deadlines, deadlines
from kitgen.specificity.patterns import DECIMAL, greeting_pattern, number_pattern
from kitgen.specificity.phrase_book import PhraseBook
from kitgen.specificity.wording import Wording, read_wording, wording_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kitgen.cache import Kept
    from kitgen.document import Document, Value
    from kitgen.errors import Problem

# What the file has to hold, by the kind of value.
_PHRASES = (
    *("praise", "empty", "change", "when", "link", "habit"),
    *("recommended", "places", "swap", "hurry", "deadlines"),
)
_WORDS = (
    *("units", "actions", "pasts", "light", "general", "fields", "skills", "few"),
    *("subjects", "doers", "means", "infinitives", "verbal", "describing", "pointers", "definite"),
    *("adjectives", "abstracts", "vague", "titles", "no_names", "reader", "hour_words"),
    *("endings", "unit_endings", "grammar", "own", "backward", "article", "wishing", "joining"),
)
# Endings of a verb's forms by which a deed is known; empty where a language has no such ending.
_FORMS = ("past", "doing", "does")
# Lists whose words are signs by themselves.
_COUNTED = ("own", "backward", "article", "wishing", "joining", "reader")
# Every sign that is looked for; a language weighs those that tell something in it.
SIGNS = (
    *("concrete", "pointed", "object", "abstract", "named", "skill"),
    *("known", "measure", "number"),
    *("action", "now", "light", "definite", "change", "when", "link"),
    *("own", "backward", "article", "general", "habit", "praise", "empty"),
    *("wishing", "joining", "reader"),
)
_PARTS = ("most", "best", "mean")
_NUMBERS = {
    "weights": ("enough", "sentences"),
    "deadline": ("least_days", "hours_a_day"),
}


class Weight(Struct, frozen=True):
    """How often a sign counts in a sentence at most, and what it adds to what a text tells.

    `best` counts in the sentence that tells most by these weights, `mean` in the average sentence.
    """

    most: float
    best: float
    mean: float


class Lexicon(Struct, frozen=True, eq=False, dict=True):
    """Phrases, words as sets, weights as numbers; `docs/en/specificity.yml` tells.

    `counted` are the signs that a word is by itself, `adjectives` and `abstracts` endings of words,
    `endings` what is taken off a word, in this order, with what takes its place; `forms` the
    endings of a verb; `nouns` whether every noun has a capital; `wording` what words weigh beside
    the signs, where a language does so. `defaults` are the sentences that LinkedIn fills in.
    """

    phrases: Mapping[str, PhraseBook]
    words: Mapping[str, frozenset[str]]
    weights: Mapping[str, float]
    signs: Mapping[str, Weight]
    counted: Mapping[str, tuple[str, ...]]
    deadline: Mapping[str, float]
    dates: Deadlines
    numbers: Mapping[str, float]
    greeting: re.Pattern[str]
    unfilled: Blanks
    adjectives: tuple[str, ...]
    abstracts: tuple[str, ...]
    endings: tuple[tuple[str, str], ...]
    forms: Mapping[str, str]
    nouns: bool
    wording: Wording | None = None
    defaults: tuple[str, ...] = ()

    @cached_property
    def number(self) -> re.Pattern[str]:
        """The expression of a number, in digits or words."""
        return re.compile(rf"(?<!\w){number_pattern(self.numbers)}(?!\w)", re.IGNORECASE)

    @cached_property
    def measure(self) -> re.Pattern[str]:
        """The expression of a number of something: `forty minutes`, `$5`."""
        number, words = number_pattern(self.numbers), self.words
        units = "|".join(
            sorted(map(re.escape, words["units"]), key=lambda each: (-len(each), each))
        )
        ending = rf"(?:{'|'.join(words['unit_endings'])})?(?!\w)"
        counted = rf"{number}[\s-]?(?:[\w-]{{1,40}}\s)?(?:{units}){ending}"
        return re.compile(rf"(?<![\w.])(?:[$£€]\s?{number}|{counted})", re.IGNORECASE)

    def value_of(self, number: str) -> float:
        """Return how much a number is, in digits or words; a compound of words is its sum."""
        digits = re.search(r"\d+", number)
        if digits:
            return float(digits[0])
        return sum(self.numbers.get(each, 0.0) for each in re.split(r"[\s-]", number.casefold()))


def load_lexicon(
    path: Path, source: str, defaults: tuple[str, ...] = (), kept: Kept | None = None
) -> Lexicon:
    """Return the lexicon in the YAML file at `path`. Raises SourceError with every problem.

    `defaults` are the sentences that LinkedIn fills in. What was made of the file stays in `kept`.
    """
    text, problems = read_text(path, source)
    if problems:
        raise SourceError(problems)
    read = partial(_read, text, source)
    lexicon = kept.value("lexicon", (text, source), read) if kept else read()
    return replace(lexicon, defaults=defaults)


def _read(text: str, source: str) -> Lexicon:
    """Return the lexicon that a text holds, ready to be kept. Raises SourceError."""
    document, problems = read_document(text, source)
    problems = problems or tuple(_problems(document))
    if problems:
        raise SourceError(problems)
    lexicon = _lexicon(cast("dict[str, Value]", document.value))
    for book in lexicon.phrases.values():
        book.sort_by_words()
    return lexicon


def _problems(document: Document) -> Iterator[Problem]:
    groups = document.value if isinstance(document.value, dict) else {}
    for name in (*_PHRASES, "greetings", "openers", "due", "months"):
        if not isinstance(groups.get(name), list):
            yield document.problem((name,), "specificity", f"'{name}' should be a list of phrases")
    for name in _WORDS:
        if not isinstance(groups.get(name), str):
            yield document.problem((name,), "specificity", f"'{name}' should be words in a row")
    if not isinstance(groups.get("numbers"), dict):
        message = "'numbers' should say how much each number in words is"
        yield document.problem(("numbers",), "specificity", message)
    forms = groups.get("forms")
    if not isinstance(forms, dict) or any(name not in forms for name in _FORMS):
        message = f"'forms' should give the endings {', '.join(_FORMS)}, '' where there is none"
        yield document.problem(("forms",), "specificity", message)
    for name, keys in _NUMBERS.items():
        block = groups.get(name)
        for key in keys:
            value = block.get(key) if isinstance(block, dict) else None
            if not _is_number(value):
                message = f"'{name}' should give a number for '{key}'"
                yield document.problem((name, key), "specificity", message)
    yield from _blank_problems(document, groups.get("unfilled"))
    yield from _sign_problems(document, groups.get("signs"))
    yield from wording_problems(document)


def _blank_problems(document: Document, blanks: Value) -> Iterator[Problem]:
    if not _blanks(blanks).kinds:
        message = "'unfilled' should be a list of blanks, each with a 'pattern'"
        yield document.problem(("unfilled",), "specificity", message)


def _sign_problems(document: Document, signs: Value) -> Iterator[Problem]:
    """Yield a problem for each sign that is unknown, or lacks one of its three numbers."""
    block = signs if isinstance(signs, dict) else {}
    if not block:
        yield document.problem(
            ("signs",), "specificity", "'signs' should hold a line for each sign"
        )
    for name, value in block.items():
        path = ("signs", name)
        if name not in SIGNS:
            yield document.problem(path, "specificity", f"'{name}' is no sign that is looked for")
        for key in _PARTS:
            if not _is_number(value.get(key) if isinstance(value, dict) else None):
                message = f"'{name}' should give a number for '{key}'"
                yield document.problem((*path, key), "specificity", message)


def _is_number(value: Value) -> bool:
    return DECIMAL.fullmatch(str(value)) is not None


def _lexicon(groups: dict[str, Value]) -> Lexicon:
    words = {name: frozenset(str(groups[name]).casefold().split()) for name in _WORDS}
    numbers = _numbers(groups["numbers"])
    words["numbers"] = frozenset(numbers)
    number = number_pattern(numbers)
    forms = cast("dict[str, Value]", groups["forms"])
    phrases = {name: PhraseBook(_listed(groups[name]), number) for name in _PHRASES}
    return Lexicon(
        phrases=phrases,
        words=words,
        weights=_numbers(groups["weights"]),
        signs=_signs(groups["signs"]),
        counted={
            word: tuple(name for name in _COUNTED if word in words[name])
            for name in _COUNTED
            for word in words[name]
        },
        deadline=_numbers(groups["deadline"]),
        dates=deadlines(_listed(groups["due"]), _listed(groups["months"])),
        numbers=numbers,
        greeting=greeting_pattern(_listed(groups["greetings"]), _listed(groups["openers"])),
        unfilled=_blanks(groups["unfilled"]),
        adjectives=tuple(words["adjectives"]),
        abstracts=tuple(words["abstracts"]),
        endings=tuple(_ending(each) for each in str(groups["endings"]).split()),
        forms={name: str(forms.get(name) or "") for name in _FORMS},
        nouns=groups.get("nouns_have_capitals") == "yes",
        wording=read_wording(groups),
    )


def _ending(rule: str) -> tuple[str, str]:
    """Return an ending and what takes its place: `ies>y`; nothing does after `ed>`."""
    ending, _, instead = rule.partition(">")
    return ending, instead


def _blanks(value: Value) -> Blanks:
    """Return the kinds of blanks in a list; none when one of them has no pattern."""
    kinds = value if isinstance(value, list) else []
    blocks = [each for each in kinds if isinstance(each, dict) and "pattern" in each]
    if len(blocks) < len(kinds):
        return Blanks(())
    found = ((str(each["pattern"]), str(each.get("holds") or "")) for each in blocks)
    return Blanks(tuple(Blank(pattern, tuple(holds.lower().split())) for pattern, holds in found))


def _listed(value: Value) -> list[str]:
    return [str(each) for each in value or ()] if isinstance(value, list) else []


def _numbers(value: Value) -> dict[str, float]:
    block = value if isinstance(value, dict) else {}
    return {name: float(str(number)) for name, number in block.items()}


def _signs(value: Value) -> dict[str, Weight]:
    block = value if isinstance(value, dict) else {}
    return {name: Weight(**_numbers(parts)) for name, parts in block.items()}
