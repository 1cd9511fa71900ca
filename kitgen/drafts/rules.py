"""The draft rules: what a draft must hold, must not hold, and how long it may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kitgen.drafts.value import Draft, Finding, Form, Moment
from kitgen.message import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kitgen.facts import Facts
    from kitgen.profile import Profile

_HOLE = re.compile(r"[\[\]{}<>]|_{2,}|\b(?:TODO|TBD|XXX|None|nan)\b|\(\s*\)|\s[,.;:](?:\s|$)")
_ASKING = frozenset({Moment.ASK, Moment.REQUEST})
_PRIVATE_WORDS = 5


@dataclass(frozen=True, slots=True)
class Phrases:
    """Words of one language that drafts must hold or must not, by rule.

    `easy_no`, `thanks` and `sentences`: one of each is needed. `default`, `swap` and `hurry`:
    none may occur.
    """

    groups: Mapping[str, tuple[str, ...]]

    def found(self, group: str, text: str) -> str:
        """Return the first phrase of `group` that occurs in `text`, or an empty text."""
        folded = _folded(text)
        return next((each for each in self.groups[group] if _folded(each) in folded), "")


@dataclass(frozen=True, slots=True)
class Reading:
    """One draft to judge, with what it is judged against."""

    draft: Draft
    profile: Profile
    facts: Facts
    phrases: Phrases
    others: Sequence[Draft]
    notes: tuple[str, ...] = ()

    @property
    def is_ask(self) -> bool:
        """Whether it asks for a recommendation in writing, without a restriction in the way."""
        asks = self.draft.moment in _ASKING and self.draft.form is not Form.SPOKEN
        return asks and not self.draft.contact.restrictions


def review_drafts(
    drafts: Sequence[Draft],
    profile: Profile,
    facts: Facts,
    phrases: Phrases,
    notes: tuple[str, ...] = (),
) -> tuple[tuple[Finding, ...], ...]:
    """Return the findings on each draft, in the same order; drafts that are not ready have none."""
    ready = [draft for draft in drafts if draft.is_ready]
    return tuple(
        tuple(_findings(Reading(draft, profile, facts, phrases, ready, notes)))
        if draft.is_ready
        else ()
        for draft in drafts
    )


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
    for other in reading.profile.contacts:
        named = other.id != reading.draft.contact.id and other.name in reading.draft.text
        if named and reading.draft.moment in _ASKING:
            yield Finding("D2", message("finding.D2"), other.name)


def contents(reading: Reading) -> Iterator[Finding]:
    """D3: greeting, position, project, an easy no, thanks; no default sentence, swap or hurry."""
    draft, phrases = reading.draft, reading.phrases
    if reading.is_ask:
        yield from _needed(reading)
    for group in ("swap", "hurry"):
        found = phrases.found(group, draft.text)
        if found:
            yield Finding("D3", message(f"finding.D3.{group}"), found)
    defaults = reading.facts.fact("request.default_sentence").value
    for default in defaults if isinstance(defaults, tuple) else ():
        if _folded(str(default)) in _folded(draft.text):
            yield Finding("D3", message("finding.D3.default"), str(default))


def _needed(reading: Reading) -> Iterator[Finding]:
    draft = reading.draft
    position = reading.profile.position(draft.contact.position)
    held = {
        "greeting": draft.contact.called in draft.text[:80],
        "position": position is not None and position.organisation in draft.text,
        "project": any(each.project in draft.text for each in draft.contact.evidence),
        "easy_no": bool(reading.phrases.found("easy_no", draft.text)),
        "thanks": bool(reading.phrases.found("thanks", draft.text)),
    }
    for name, is_there in held.items():
        if not is_there:
            yield Finding("D3", message(f"finding.D3.{name}"))


def no_hole(reading: Reading) -> Iterator[Finding]:
    """D4: no bracket, blank or placeholder."""
    match = _HOLE.search(reading.draft.text)
    if match and match[0].strip() not in _typed(reading):
        yield Finding("D4", message("finding.D4"), match[0].strip())


def _typed(reading: Reading) -> str:
    """Return what the owner typed about this contact: a bracket in a name is no hole."""
    contact, owner = reading.draft.contact, reading.profile.owner
    position = reading.profile.position(contact.position)
    told = [contact.called, owner.called, owner.goal or "", *contact.strengths, *owner.strengths]
    told += [position.organisation if position else ""]
    for each in contact.evidence:
        told += [each.project, each.outcome or "", each.contribution or "", each.period or ""]
    return "\n".join(told)


def length(reading: Reading) -> Iterator[Finding]:
    """D5: not longer than its limit."""
    draft = reading.draft
    if draft.limit and draft.length > draft.limit.most:
        reason = message("finding.D5", length=draft.length, most=draft.limit.most)
        yield Finding("D5", reason)


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
    for other in reading.others:
        if other.moment is Moment.POINTS and other.contact.id != draft.contact.id:
            shared = _evidence_of(draft) & _evidence_of(other)
            if shared:
                reason = message("finding.D9", other=other.contact.name)
                yield Finding("D9", reason, min(shared))


def policy(reading: Reading) -> Iterator[Finding]:
    """D10: under a restriction the ask is whether they may, with being a reference instead."""
    draft = reading.draft
    asks = draft.moment is Moment.ASK and draft.form is not Form.SPOKEN
    if asks and draft.contact.restrictions and not reading.phrases.found("policy", draft.text):
        yield Finding("D10", message("finding.D10"))


def private_notes(reading: Reading) -> Iterator[Finding]:
    """D12: private notes never enter a draft: no five words in a row."""
    for note in reading.notes:
        words = _folded(note).split()
        for start in range(len(words) - _PRIVATE_WORDS + 1):
            run = " ".join(words[start : start + _PRIVATE_WORDS])
            if run in _folded(reading.draft.text):
                yield Finding("D12", message("finding.D12"), run)
                return


def _has(reading: Reading, moment: Moment) -> bool:
    contact = reading.draft.contact.id
    return any(each.contact.id == contact and each.moment is moment for each in reading.others)


def _evidence_of(draft: Draft) -> set[str]:
    return {each.outcome or each.contribution or each.project for each in draft.contact.evidence}


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", text.casefold()).split())


RULES: tuple[Callable[[Reading], Iterator[Finding]], ...] = (
    both_texts,
    one_person,
    contents,
    no_hole,
    length,
    sentences,
    thanks_exist,
    own_points,
    policy,
    private_notes,
)
