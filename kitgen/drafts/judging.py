"""The draft rules S1 to S8: what the judge of specificity finds in a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.drafts.value import Draft, Finding, Moment
from kitgen.specificity import Code, Judgement, Kind, Known, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kitgen.drafts.rules import Reading
    from kitgen.profile import Contact, Profile
    from kitgen.specificity import Lexicon

# Drafts that live by what they name; thanks and a reminder may be short and general.
_TELLING = frozenset({Moment.ASK, Moment.REQUEST, Moment.GIVE, Moment.POINTS, Moment.WRITE_FOR_ME})
_LONGEST_SHOWN = 80


def judge_draft(draft: Draft, known: Known, lexicon: Lexicon) -> Judgement:
    """Return what is found in the words of one draft."""
    kind = Kind.DRAFT if draft.moment in _TELLING else Kind.NOTE
    return judge(draft.text, lexicon, known, kind, draft.limit)


def known_of(contact: Contact, profile: Profile) -> Known:
    """Return what drafts to `contact` may name, and what the owner typed about them."""
    owner, position = profile.owner, profile.position(contact.position)
    others = (each.name for each in profile.contacts if each.id != contact.id)
    typed = [contact.called, owner.called, owner.goal, *contact.strengths, *owner.strengths]
    typed += [position.organisation, position.title] if position else []
    for each in contact.evidence:
        typed += [each.project, each.outcome, each.contribution, each.period, each.skill]
    return Known(
        owner=(owner.name, owner.called),
        reader=(contact.name, contact.called),
        others=tuple(others),
        organisations=tuple(each.organisation for each in profile.positions),
        things=tuple(each.project for each in contact.evidence),
        skills=contact.strengths,
        typed=tuple(text for text in typed if text),
    )


def praise(reading: Reading) -> Iterator[Finding]:
    """S1: praise that could be said of anybody, and nothing beside it that shows it."""
    yield from _found(reading, Code.PRAISE)


def nothing_named(reading: Reading) -> Iterator[Finding]:
    """S2: no project, outcome, number, period or skill."""
    yield from _found(reading, Code.NOTHING_NAMED)


def default(reading: Reading) -> Iterator[Finding]:
    """S3: LinkedIn's own sentence."""
    yield from _found(reading, Code.DEFAULT)


def swap(reading: Reading) -> Iterator[Finding]:
    """S4: an offer in return."""
    yield from _found(reading, Code.SWAP)


def hurry(reading: Reading) -> Iterator[Finding]:
    """S5: a deadline under a week."""
    yield from _found(reading, Code.HURRY)


def wrong_name(reading: Reading) -> Iterator[Finding]:
    """S6: greets somebody else, or names an organisation that is not in the profile."""
    yield from _found(reading, Code.WRONG_NAME)


def too_long(reading: Reading) -> Iterator[Finding]:
    """S7: longer than its limit."""
    yield from _found(reading, Code.TOO_LONG)


def unfilled(reading: Reading) -> Iterator[Finding]:
    """S8: a bracket, a blank or a placeholder."""
    yield from _found(reading, Code.UNFILLED)


def _found(reading: Reading, code: Code) -> Iterator[Finding]:
    for found in reading.judgement.findings:
        if found.code is code:
            words = ", ".join(_short(each) for each in found.words)
            yield Finding(code.value, found.reason, words, found.advice)


def _short(words: str) -> str:
    """Return words on one line, cut where they are many."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN].rstrip()}…"


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
