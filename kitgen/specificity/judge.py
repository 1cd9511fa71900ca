"""The judge: what is wrong with the words of a draft or a recommendation, S1 to S8."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.message import message
from kitgen.specificity.evidence import best_sentence, find_signs, names, sentences, weigh
from kitgen.specificity.letters import is_odd, plain
from kitgen.specificity.names import wrong_names
from kitgen.specificity.phrase_book import words_of
from kitgen.specificity.typed import replace_typed
from kitgen.specificity.value import Code, Finding, Judgement, Kind, Known, Span
from kitgen.specificity.wording import weigh_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kitgen.specificity.dates import Deadlines
    from kitgen.specificity.lexicon import Lexicon
    from kitgen.specificity.phrase_book import PhraseBook
    from kitgen.specificity.value import Limit

# Signs that something is named: a project, an outcome, a number, a period, a skill.
_NAMED = frozenset({"known", "measure", "number", "change", "when", "named", "skill"})
_MASK = "…"


class Reading(Struct, frozen=True, dict=True):
    """One text to judge, with what it is judged by and against.

    `plain` is the text with plain apostrophes and quotes, `said` that with what the owner typed
    masked: places are those of the text. `words` are those of `said`, by `words_of`.
    """

    text: str
    lexicon: Lexicon
    known: Known
    kind: Kind
    limit: Limit | None
    plain: str
    said: str
    words: frozenset[str] | None

    @cached_property
    def evidence(self) -> float:
        """How much it tells; for a draft it is enough to name what it is about."""
        enough = self.lexicon.weights["enough"]
        if self.kind is Kind.NOTE or (self.kind is Kind.DRAFT and self._names_its_thing()):
            return enough
        return round(weigh(self.signs, self.lexicon) + self._worded(), 2)

    @cached_property
    def signs(self) -> tuple[dict[str, float], ...]:
        """The signs of evidence in each sentence."""
        said = sentences(self.text)
        return tuple(find_signs(each.words, self.lexicon, self.known) for each in said)

    @cached_property
    def is_generic(self) -> bool:
        """Whether it tells too little."""
        return self.evidence < self.lexicon.weights["enough"]

    @cached_property
    def praise(self) -> tuple[Span, ...]:
        """Praise that could be said of anybody."""
        book = self.lexicon.phrases["praise"]
        found = book.finditer(self.plain, words_of(self.plain))
        return tuple(self.span(*match.span()) for match in found)

    def _worded(self) -> float:
        """Return what its words add; those of a draft are not the ones that weights were made by.

        A draft speaks to its reader and is mostly kitgen's own, so it is judged by its signs.
        """
        wording = self.lexicon.wording
        if wording is None or self.kind is not Kind.RECOMMENDATION:
            return 0.0
        best = best_sentence(self.text, self.signs, self.lexicon)
        return weigh_words(self.text, best, wording, self.known.familiar)

    def _names_its_thing(self) -> bool:
        return any(names(self.plain, plain(each), self.lexicon) for each in self.known.things)

    def span(self, start: int, end: int) -> Span:
        """Return the words of the text from `start` to `end`."""
        return Span(start, end, self.text[start:end])


def judge(
    text: str,
    lexicon: Lexicon,
    known: Known | None = None,
    kind: Kind = Kind.RECOMMENDATION,
    limit: Limit | None = None,
) -> Judgement:
    """Return every finding on `text`, in the order of the codes, and how much evidence it holds."""
    known = known or Known()
    clear = plain(text)
    said = replace_typed(known.plain_typed, clear, _masked)
    reading = Reading(text, lexicon, known, kind, limit, clear, said, words_of(said))
    found = tuple(finding for rule in RULES for finding in rule(reading))
    return Judgement(found, reading.evidence, lexicon.weights["enough"])


def praise(reading: Reading) -> Iterator[Finding]:
    """S1: praise that could be said of anybody, and nothing beside it that shows it."""
    if reading.is_generic and reading.praise:
        yield _finding(Code.PRAISE, reading.praise)


def nothing_named(reading: Reading) -> Iterator[Finding]:
    """S2: no project, outcome, number, period or skill, or nothing done with what is named."""
    if not reading.is_generic:
        return
    is_named = any(_NAMED & found.keys() for found in reading.signs)
    if not is_named or not reading.praise:
        whole = reading.span(0, len(reading.text))
        yield _finding(Code.NOTHING_NAMED, (whole,), "named" if is_named else "")


def default(reading: Reading) -> Iterator[Finding]:
    """S3: LinkedIn's own sentence."""
    small = None if is_odd(reading.plain) else reading.plain.lower()
    for sentence in reading.lexicon.defaults:
        if not _may_be_in(small, _spoken(sentence)):
            continue
        if match := _as_pattern(sentence).search(reading.plain):
            yield _finding(Code.DEFAULT, (reading.span(*match.span()),))


def _may_be_in(small: str | None, words: tuple[str, ...]) -> bool:
    """Return whether a text in small letters holds all the words of a sentence that has any."""
    for word in words if small is not None else ():
        if word not in small:  # type: ignore[operator]  # it is none only for no words
            return False
    return bool(words)


@lru_cache(maxsize=64)
def _spoken(sentence: str) -> tuple[str, ...]:
    """Return the words of a sentence in small letters, the longest first."""
    return tuple(sorted(re.findall(r"\w+", plain(sentence).lower()), key=len, reverse=True))


@lru_cache(maxsize=64)
def _as_pattern(sentence: str) -> re.Pattern[str]:
    """Return what finds a sentence with words, whatever stands between them."""
    words = re.findall(r"\w+", plain(sentence))
    pattern = r"(?<!\w)" + r"\W+".join(map(re.escape, words)) + r"(?!\w)"
    return re.compile(pattern, re.IGNORECASE)


def swap(reading: Reading) -> Iterator[Finding]:
    """S4: an offer in return."""
    spans = _addressed(reading, reading.lexicon.phrases["swap"])
    if spans:
        yield _finding(Code.SWAP, spans)


def hurry(reading: Reading) -> Iterator[Finding]:
    """S5: a deadline under a week."""
    lexicon = reading.lexicon
    spans = [*_addressed(reading, lexicon.phrases["hurry"]), *_short_deadlines(reading)]
    for date, is_near in _dates(reading):  # `by Friday` in `by Friday 18 December` says nothing
        spans = [each for each in spans if not date.start <= each.start < date.end]
        spans += [date] if is_near else []
    if spans:
        yield _finding(Code.HURRY, sorted(set(spans)))


def wrong_name(reading: Reading) -> Iterator[Finding]:
    """S6: another person's name, or an organisation that is not in the profile."""
    is_theirs = reading.kind is Kind.RECOMMENDATION
    said = reading.plain if is_theirs else reading.said
    words = words_of(said) if is_theirs else reading.words
    found = wrong_names(said, words, reading.lexicon, reading.known, reading.kind)
    for what, (start, end) in found:
        yield _finding(Code.WRONG_NAME, (reading.span(start, end),), what)


def too_long(reading: Reading) -> Iterator[Finding]:
    """S7: longer than its limit; the words are those that are too many."""
    limit, text = reading.limit, reading.text
    if limit is None or limit.length_of(text) <= limit.most:
        return
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    start = max((end for end in ends if limit.length_of(text[:end]) <= limit.most), default=0)
    start += len(text[start:]) - len(text[start:].lstrip())
    params = {"length": limit.length_of(text), "most": limit.most}
    yield _finding(Code.TOO_LONG, (reading.span(start, len(text)),), "", **params)


def unfilled(reading: Reading) -> Iterator[Finding]:
    """S8: a bracket, a blank or a placeholder."""
    found = [match.span() for match in reading.lexicon.unfilled.finditer(reading.said)]
    if found:
        yield _finding(Code.UNFILLED, [_stripped(reading, *each) for each in found])


def _finding(code: Code, spans: Iterable[Span], variant: str = "", **params: object) -> Finding:
    key = f"{code}.{variant}" if variant else code.value
    return Finding(
        code=code,
        spans=tuple(spans),
        reason=message(f"specificity.reason.{key}", **params),
        advice=message(f"specificity.advice.{key}", **params),
    )


def _addressed(reading: Reading, sought: PhraseBook | Deadlines) -> tuple[Span, ...]:
    """Return what is found of that; in a recommendation, only where it speaks to its reader.

    What is said about the owner may hold the same words: `she was done by Friday`.
    """
    matches = sought.finditer(reading.said, reading.words)
    found = [reading.span(*match.span()) for match in matches]
    if reading.kind is not Kind.RECOMMENDATION or not found:
        return tuple(found)
    spoken = [each for each in sentences(reading.plain) if _speaks(each.words, reading.lexicon)]
    return tuple(
        span for span in found if any(each.start <= span.start < each.end for each in spoken)
    )


def _speaks(sentence: str, lexicon: Lexicon) -> bool:
    return not lexicon.words["reader"].isdisjoint(re.findall(r"[\w']+", sentence.casefold()))


def _short_deadlines(reading: Reading) -> Iterator[Span]:
    """Yield deadlines of so many hours or days that come to less than a week."""
    lexicon = reading.lexicon
    book = lexicon.phrases["deadlines"]
    spans = {(each.start, each.end) for each in _addressed(reading, book)}
    if not spans:
        return
    for match in book.finditer(reading.said, reading.words):
        count = lexicon.value_of(next(each for each in match.groups() if each))
        unit = match[0].casefold().split()[-1]
        hours = unit in lexicon.words["hour_words"]
        days = count / lexicon.deadline["hours_a_day"] if hours else count
        if days < lexicon.deadline["least_days"] and match.span() in spans:
            yield reading.span(*match.span())


def _dates(reading: Reading) -> Iterator[tuple[Span, bool]]:
    """Yield each date that is a deadline, and whether it is less than a week from today."""
    today, dates = reading.known.today, reading.lexicon.dates
    for span in _addressed(reading, dates) if today else ():
        left = dates.days_left(span.words, today) if today else None
        if left is not None:
            yield span, left < reading.lexicon.deadline["least_days"]


def _masked(words: str) -> str:
    return _MASK * len(words)


def _stripped(reading: Reading, start: int, end: int) -> Span:
    words = reading.text[start:end]
    start += len(words) - len(words.lstrip())
    return reading.span(start, start + len(words.strip()))


RULES: tuple[Callable[[Reading], Iterator[Finding]], ...] = (
    praise,
    nothing_named,
    default,
    swap,
    hurry,
    wrong_name,
    too_long,
    unfilled,
)
