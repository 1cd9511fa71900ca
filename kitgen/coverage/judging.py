"""What the judge is told about a received recommendation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.specificity import Judgement, Kind, Known, Limit, judge

if TYPE_CHECKING:
    from kitgen.coverage.tally import Tally
    from kitgen.profile import Profile, Received


def judge_received(tally: Tally, received: Received) -> Judgement | None:
    """Return what is found in the text of a recommendation, if its words are known."""
    if received.text is None or tally.lexicon is None:
        return None
    limit = Limit(tally.thresholds.long_characters, "characters")
    known = known_of(tally.profile, received.by)
    return judge(received.text, tally.lexicon, known, Kind.RECOMMENDATION, limit)


def known_of(profile: Profile, writer: str) -> Known:
    """Return what a text by one contact about the owner may name, and whom it may not."""
    contacts = profile.contacts
    evidence = [each for contact in contacts for each in contact.evidence]
    skills = [each.skill for each in profile.endorsements]
    skills += [each.skill for each in evidence if each.skill]
    return Known(
        owner=(profile.owner.name, profile.owner.called),
        others=tuple(each.name for each in contacts if each.id != writer),
        organisations=tuple(each.organisation for each in profile.positions),
        things=tuple(dict.fromkeys(each.project for each in evidence)),
        skills=tuple(dict.fromkeys(skills)),
    )
