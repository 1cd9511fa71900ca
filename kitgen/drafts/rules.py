"""The draft rules: what a draft must hold, and what it must not; the words are judged apart."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from itertools import count, pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.drafts.judging import judge_draft, judged, known_of
from kitgen.drafts.likeness import find_likeness
from kitgen.drafts.material import LEAST_POINTS, MOST_POINTS
from kitgen.drafts.phrases import has_words, words_in
from kitgen.drafts.value import Draft, Finding, Form, Moment
from kitgen.message import message
from kitgen.specificity import is_odd, replace_typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from kitgen.drafts.likeness import Likeness
    from kitgen.drafts.phrases import Phrases
    from kitgen.facts import Facts
    from kitgen.profile import Profile
    from kitgen.specificity import Judgement, Limit

# Words that two texts put together have doubled: a subject after a subject, an article after one.
_SUBJECTS, _TWICE = "i|we|you|he|she|they|my|our", "the|an|and|at|for|of|to|about"
_DOUBLED = re.compile(
    rf"\bI (?:{_SUBJECTS})\b(?:['’]\w+)?|\b({_TWICE}) \1\b",
    re.IGNORECASE,
)
# Two words in a row without which there is none, but in texts with odd letters.
_PAIRS = frozenset(
    [*(("i", each) for each in _SUBJECTS.split("|")), *((x, x) for x in _TWICE.split("|"))]
)
_ASKING = frozenset({Moment.ASK, Moment.REQUEST})
# So many words of a note in a row are a leak; a note of fewer has to be there whole.
_PRIVATE_WORDS, _LEAST_PRIVATE = 5, 3
# In the place of what the owner typed, when only the words of a template are judged.
_TYPED = "…"
# A greeting has at most this many characters before the name.
_BEFORE_NAME = 20


class Points(Struct, frozen=True):
    """What one contact is given to write about."""

    contact_id: str
    name: str
    points: frozenset[str]


class Others(Struct, frozen=True):
    """All drafts that are ready: for whom and when, and the points of each contact."""

    moments: frozenset[tuple[str, Moment]]
    points: tuple[Points, ...]


class Reading(Struct, frozen=True):
    """One draft to judge, with what it is judged against.

    `said` is its text without what the owner typed about this contact, which no template said.
    """

    draft: Draft
    said: str
    profile: Profile
    phrases: Phrases
    others: Others
    judgement: Judgement
    likeness: Likeness | None
    notes: tuple[str, ...] = ()

    @property
    def is_ask(self) -> bool:
        """Whether it asks for a recommendation in writing, without a restriction in the way."""
        asks = self.draft.moment in _ASKING and self.draft.form is not Form.SPOKEN
        return asks and not self.draft.contact.restrictions


def review_drafts(  # noqa: PLR0913  each of these is something that drafts are judged against
    drafts: Sequence[Draft],
    profile: Profile,
    facts: Facts,
    phrases: Phrases,
    notes: tuple[str, ...] = (),
    *,
    today: date | None = None,
) -> tuple[tuple[Finding, ...], ...]:
    """Return the findings on each draft, in the same order; drafts that are not ready have none.

    Whether a date in one is a deadline under a week is judged as of `today`, if that is known.
    """
    ready = [draft for draft in drafts if draft.is_ready]
    known = {each.id: known_of(each, profile, today) for each in profile.contacts}
    alike = find_likeness(ready, float(facts.number("drafts.alike")))
    others = _others(ready)

    @cache  # an e-mail has the words of a message
    def read(contact: str, text: str, moment: Moment, limit: Limit | None) -> tuple[str, Judgement]:
        typed = replace_typed(known[contact].typed, text, lambda _: _TYPED)
        return typed, judge_draft(text, moment, limit, known[contact], phrases.lexicon)

    def findings(draft: Draft) -> tuple[Finding, ...]:
        said, judgement = read(draft.contact.id, draft.text, draft.moment, draft.limit)
        likeness = alike.get(draft.id)
        reading = Reading(draft, said, profile, phrases, others, judgement, likeness, notes)
        return tuple(_findings(reading))

    return tuple(findings(draft) if draft.is_ready else () for draft in drafts)


def _others(ready: Sequence[Draft]) -> Others:
    points = [
        Points(each.contact.id, each.contact.name, frozenset(_evidence_of(each)))
        for each in ready
        if each.moment is Moment.POINTS
    ]
    return Others(frozenset((each.contact.id, each.moment) for each in ready), tuple(points))


def _findings(reading: Reading) -> Iterator[Finding]:
    for rule in RULES:
        yield from rule(reading)


def both_texts(reading: Reading) -> Iterator[Finding]:
    """D1: a private ask goes first, the LinkedIn request after the yes; so both exist."""
    draft = reading.draft
    if draft.moment is Moment.REQUEST and not _has(reading, Moment.ASK):
        yield Finding("D1", message("finding.D1"))


def one_person(reading: Reading) -> Iterator[Finding]:
    """D2: one person, one position: nobody else who could be asked is named."""
    if reading.draft.moment not in _ASKING:
        return
    for other in reading.profile.contacts:
        is_other = other.id != reading.draft.contact.id
        if is_other and has_words(other.name, reading.draft.text):
            yield Finding("D2", message("finding.D2"), other.name)


def contents(reading: Reading) -> Iterator[Finding]:
    """D3: all that an ask needs, from greeting to thanks.

    An easy no belongs to the private ask: the request follows a yes.
    """
    if reading.is_ask:
        yield from _needed(reading)


def _needed(reading: Reading) -> Iterator[Finding]:
    draft = reading.draft
    position = reading.profile.position(draft.contact.position)
    owner, phrases, text = reading.profile.owner, reading.phrases, draft.text
    own = position is not None and phrases.is_own_account(position, owner)
    points = sum(line.startswith("- ") for line in text.splitlines())
    opening = text[: _BEFORE_NAME + len(draft.contact.called)]
    held = {
        "greeting": draft.contact.called in opening,
        "position": own or (position is not None and position.organisation in text),
        "project": any(has_words(each.project, text) for each in draft.contact.evidence),
        "points": draft.moment is Moment.REQUEST or LEAST_POINTS <= points <= MOST_POINTS,
        "easy_no": draft.moment is Moment.REQUEST or bool(phrases.found("easy_no", text)),
        "thanks": bool(phrases.found("thanks", text)),
    }
    for name, is_there in held.items():
        if not is_there:
            yield Finding("D3", message(f"finding.D3.{name}"))


def no_doubled_word(reading: Reading) -> Iterator[Finding]:
    """D4: no word doubled where two texts meet; a blank is a finding of its own, S8."""
    text = reading.draft.text
    if not is_odd(text) and _PAIRS.isdisjoint(pairwise(words_in(text))):
        return
    doubled = _DOUBLED.search(text)
    if doubled:
        yield Finding("D4", message("finding.D4.doubled"), doubled[0])


def sentences(reading: Reading) -> Iterator[Finding]:
    """D6: the ask says how much is enough: three to six sentences."""
    if reading.is_ask and not reading.phrases.found("sentences", reading.draft.text):
        yield Finding("D6", message("finding.D6"))


def thanks_exist(reading: Reading) -> Iterator[Finding]:
    """D8: whoever is asked can be thanked: both notes come with the ask."""
    if reading.draft.moment is Moment.ASK and not _has(reading, Moment.THANKS):
        yield Finding("D8", message("finding.D8"))


def own_points(reading: Reading) -> Iterator[Finding]:
    """D9: no two contacts are given the same point to write about."""
    draft = reading.draft
    if draft.moment is not Moment.POINTS:
        return
    mine = _evidence_of(draft)
    for other in reading.others.points:
        if other.contact_id != draft.contact.id:
            shared = mine & other.points
            if shared:
                reason = message("finding.D9", other=other.name)
                yield Finding("D9", reason, min(shared))


def policy(reading: Reading) -> Iterator[Finding]:
    """D10: under a restriction the ask is whether they may, with being a reference instead."""
    draft = reading.draft
    asks = draft.moment is Moment.ASK and draft.form is not Form.SPOKEN
    if asks and draft.contact.restrictions and not reading.phrases.found("policy", draft.text):
        yield Finding("D10", message("finding.D10"))


def private_notes(reading: Reading) -> Iterator[Finding]:
    """D12: private notes never enter a draft: no five words in a row, and no short note whole."""
    runs = _private_runs(reading.notes) if reading.notes else {}
    words = words_in(reading.said) if runs else ()
    told = [
        (place, run)
        for length, places in runs.items()
        if not places.keys().isdisjoint(_runs(words, length))
        for run in _runs(words, length)
        if (place := places.get(run)) is not None
    ]
    if told:
        yield Finding("D12", message("finding.D12"), " ".join(min(told)[1]))


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """Return the runs of so many words, one from each word that has so many before the end."""
    return zip(*(words[start:] for start in range(length)), strict=False)


@lru_cache(maxsize=1)  # the notes of one profile, for all of its drafts
def _private_runs(notes: tuple[str, ...]) -> Mapping[int, Mapping[tuple[str, ...], int]]:
    """Return the runs of words that no draft may hold, by length; they are numbered in order."""
    runs: dict[int, dict[tuple[str, ...], int]] = defaultdict(dict)
    numbers = count()
    for note in notes:
        words = words_in(note)
        length = min(_PRIVATE_WORDS, len(words))
        for run in _runs(words, length) if length >= _LEAST_PRIVATE else ():
            runs[length].setdefault(run, next(numbers))
    return runs


def no_two_alike(reading: Reading) -> Iterator[Finding]:
    """D13: nobody gets nearly the draft of somebody else, or a sentence that too many get."""
    likeness = reading.likeness
    if likeness and likeness.other:
        yield Finding("D13", message("finding.D13.draft", other=likeness.other))
    elif likeness:
        reason = message("finding.D13.sentence", count=likeness.readers)
        yield Finding("D13", reason, likeness.sentence)


def _has(reading: Reading, moment: Moment) -> bool:
    return (reading.draft.contact.id, moment) in reading.others.moments


def _evidence_of(draft: Draft) -> set[str]:
    return {each.outcome or each.contribution or each.project for each in draft.contact.evidence}


RULES: tuple[Callable[[Reading], Iterator[Finding]], ...] = (
    both_texts,
    one_person,
    contents,
    no_doubled_word,
    sentences,
    thanks_exist,
    own_points,
    policy,
    private_notes,
    no_two_alike,
    judged,
)
