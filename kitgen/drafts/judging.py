"""The draft rules S1 to S8: what the judge of specificity finds in a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.drafts.value import Finding, Moment
from kitgen.specificity import Judgement, Kind, Known, judge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kitgen.drafts.rules import Reading
    from kitgen.profile import Contact, Profile
    from kitgen.specificity import Lexicon, Limit

# Drafts that live by what they name; thanks and a reminder may be short and general.
_TELLING = frozenset({Moment.ASK, Moment.REQUEST, Moment.GIVE, Moment.POINTS, Moment.WRITE_FOR_ME})
_LONGEST_SHOWN = 80


def judge_draft(
    text: str, moment: Moment, limit: Limit | None, known: Known, lexicon: Lexicon
) -> Judgement:
    """Return what is found in the words of one draft."""
    kind = Kind.DRAFT if moment in _TELLING else Kind.NOTE
    return judge(text, lexicon, known, kind, limit)


def known_of(contact: Contact, profile: Profile, today: date | None = None) -> Known:
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
        today=today,
    )


def judged(reading: Reading) -> Iterator[Finding]:
    """S1 to S8, in the order of the codes: what the judge found in the words of the draft."""
    for found in reading.judgement.findings:
        words = ", ".join(_short(each) for each in found.words)
        yield Finding(found.code.value, found.reason, words, found.advice)


def _short(words: str) -> str:
    """Return words on one line, cut where they are many."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN].rstrip()}…"
