"""The brief: what the one who writes needs, on one page, made of what they saw themselves."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kitgen.drafts.material import LEAST_POINTS, MOST_POINTS, find_missing, gather_material
from kitgen.drafts.phrases import folded
from kitgen.drafts.value import Missing, Moment
from kitgen.message import message
from kitgen.profile import Relationship, Restriction
from kitgen.specificity import utf16_length

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from kitgen.coverage import Tally
    from kitgen.drafts.material import Material
    from kitgen.drafts.phrases import Phrases
    from kitgen.drafts.templates import DraftTemplates
    from kitgen.message import Message
    from kitgen.profile import Contact, Evidence, Position, Profile

_MOST_TURNS = 8  # more than any template has wordings
_LEAST_SENTENCES = 3  # what the page asks for, at least


class Example(Struct, frozen=True):
    """A sentence that could be about anybody, and one that tells a fact."""

    general: str
    particular: str


class Brief(Struct, frozen=True):
    """What one contact is given to write from; it names nobody else, and tells what they saw.

    When facts are missing there is none at all. `goal` is empty for a current manager. `sample` is
    a whole text, a sentence each, if the contact asked for one; `no_sample` says why there is none
    although they did. `left_out` counts facts that name somebody else.
    """

    contact: Contact
    position: Position | None = None
    goal: str = ""
    facts: tuple[str, ...] = ()
    strengths: str = ""
    examples: tuple[Example, ...] = ()
    sample: tuple[str, ...] = ()
    no_sample: Message | None = None
    missing: tuple[Missing, ...] = ()
    left_out: int = 0

    @property
    def is_ready(self) -> bool:
        """Whether there is something to write from."""
        return not self.missing

    @property
    def sample_text(self) -> str:
        """The sample in one piece."""
        return " ".join(self.sample)

    @property
    def sample_length(self) -> int:
        """How long the sample is, in UTF-16 units."""
        return utf16_length(self.sample_text)


def compose_briefs(
    tally: Tally, templates: DraftTemplates, phrases: Phrases, wanted: Collection[str]
) -> tuple[Brief, ...]:
    """Return the briefs for contacts by id, in the order of their ids.

    No sentence of a sample or an example is in two of them: where the evidence is the same and all
    wordings are used, it is left out.
    """
    profile = tally.profile
    years = templates.facts.count("drafts.forgotten_years")
    said: set[str] = set()
    briefs = []
    for contact in sorted(profile.contacts, key=lambda each: each.id):
        if contact.id in wanted:
            material = gather_material(tally, contact, phrases, years)
            briefs.append(_brief(material, profile, templates, said))
    return tuple(briefs)


def _brief(
    material: Material, profile: Profile, templates: DraftTemplates, said: set[str]
) -> Brief:
    contact, named = material.contact, _named_by(material.contact, profile)
    own = [each for each in material.evidence if not named(_words_of(each))]
    left_out = len(material.evidence) - len(own)
    missing = (
        *find_missing(material, Moment.POINTS, profile),
        *_missing(material, profile, named, own),
    )
    if missing:
        return Brief(contact, missing=tuple(dict.fromkeys(missing)), left_out=left_out)
    evidence = own[:MOST_POINTS]
    strengths = [each for each in material.strengths if not named([each])]
    writer = _Writer(material, templates, said, strengths)
    sample, no_sample = writer.sample(evidence) if _wants_sample(contact) else ((), None)
    return Brief(
        contact,
        position=material.position,
        goal=_goal(material, named),
        facts=tuple(writer.tell("fact", each) for each in evidence),
        strengths=writer.tell("strengths") if strengths else "",
        examples=tuple(writer.examples(evidence)),
        sample=sample,
        no_sample=no_sample,
        left_out=left_out,
    )


def _wants_sample(contact: Contact) -> bool:
    return contact.brief is not None and contact.brief.sample


def _missing(
    material: Material,
    profile: Profile,
    named: Callable[[Sequence[str]], str],
    own: Sequence[Evidence],
) -> Iterator[Missing]:
    """Yield what a brief needs besides what the points for the writer need."""
    contact, line = material.contact, profile.contact_line(material.contact)
    if len(own) < LEAST_POINTS and material.evidence:
        other = next(filter(None, (named(_words_of(each)) for each in material.evidence)), "")
        what = message("missing.second-fact", called=contact.called)
        if other:
            what = message("missing.named", called=contact.called, other=other)
        yield Missing(what, line)
    if not material.owner.goal and not _is_current_manager(material):
        yield Missing(message("missing.goal"), profile.line("owner"))


def _goal(material: Material, named: Callable[[Sequence[str]], str]) -> str:
    """Return what the recommendation is for; a current manager is not told of it."""
    goal = material.owner.goal or ""
    return "" if _is_current_manager(material) or named([goal]) else goal


def _is_current_manager(material: Material) -> bool:
    """Return whether the contact manages the owner today, by a restriction or by the position."""
    contact, position = material.contact, material.position
    manages = contact.relationship is Relationship.MANAGER
    goes_on = position is not None and position.end is None
    return Restriction.CURRENT_MANAGER in contact.restrictions or (manages and goes_on)


def _words_of(each: Evidence) -> list[str]:
    return [
        text
        for text in (each.project, each.contribution, each.outcome, each.period, each.skill)
        if text
    ]


def _named_by(contact: Contact, profile: Profile) -> Callable[[Sequence[str]], str]:
    """Return what finds another contact's name, or one word of it, in texts about `contact`.

    Words that are in the names of the two, or of an organisation, name nobody else.
    """
    known = {contact.name, contact.called, profile.owner.name, profile.owner.called}
    known |= {each.organisation for each in profile.positions}
    own = {word for name in known for word in _name_words(name)}
    patterns = []
    for other in profile.contacts:
        if other.id != contact.id:
            words = {*_name_words(other.name), *_name_words(other.called)} - own
            patterns += [_whole(re.escape(word)) for word in words]
            patterns.append(f"(?i:{_whole(re.escape(other.name))})")
    found = re.compile("|".join(sorted(patterns, key=len, reverse=True)) or "(?!)")

    def named(texts: Sequence[str]) -> str:
        match = found.search("\n".join(texts))
        return match[0] if match else ""

    return named


def _name_words(name: str) -> list[str]:
    words = (each.strip(".,()") for each in name.split())
    return [word for word in words if len(word) > 1 and not word.islower()]


def _whole(pattern: str) -> str:
    """Return a pattern for whole words; where a script has no capitals, words have no borders."""
    return rf"(?<!\w){pattern}(?!\w)" if pattern.lower() != pattern.upper() else pattern


class _Writer(Struct, frozen=True):
    """Puts one contact's facts into sentences that no other brief of the kit has."""

    material: Material
    templates: DraftTemplates
    said: set[str]
    strengths: Sequence[str]

    def tell(self, name: str, each: Evidence | None = None, turn: int = 0) -> str:
        """Return what a template says of a fact; another `turn` is another wording."""
        material, words = self.material, self.templates.words
        place = material.organisation
        place = words.say("place", organisation=place) if place else ""
        known = {
            "owner": material.owner,
            "relationship": material.contact.relationship,
            "at": words.say("at", organisation=place) if place else "",
            "strength": self.strengths[0] if self.strengths else "",
            "strengths": self.strengths,
            "each": each,
            "pick": self._picker(turn),
        }
        return self.templates.render(f"{name}.txt", known)

    def _picker(self, turn: int) -> Any:  # noqa: ANN401  a function for templates
        def pick(kind: str, choices: Sequence[str]) -> str:
            seed = f"{self.material.contact.id}/{kind}"
            number = int.from_bytes(sha256(seed.encode()).digest()[:4]) + turn
            return choices[number % len(choices)]

        return pick

    def new(self, name: str, each: Evidence | None = None, first: int = 0) -> str:
        """Return a sentence that nobody else is given, in any wording; empty when there is none.

        Beginning with another turn for each of several facts, no two of them begin alike.
        """
        for turn in range(first, first + _MOST_TURNS):
            sentence = self.tell(name, each, turn)
            if sentence and folded(sentence) not in self.said:
                self.said.add(folded(sentence))
                return sentence[:1].upper() + sentence[1:]
        return ""

    def examples(self, evidence: Sequence[Evidence]) -> Iterator[Example]:
        """Yield an example for each fact that somebody else could tell."""
        for number, each in enumerate(evidence):
            particular = self.new("particular", each, number)
            if particular:
                yield Example(self.tell("general", each, number), particular)

    def sample(self, evidence: Sequence[Evidence]) -> tuple[tuple[str, ...], Message | None]:
        """Return a whole text, or why there is none."""
        told = [each for each in evidence if self.tell("particular", each)]
        if len(told) < LEAST_POINTS:
            return (), message("brief.sample-wording")
        first, *others = told
        sentences = [self.new("opening", first), self.new("first", first)]
        sentences += [self.new("particular", each, turn) for turn, each in enumerate(others, 1)]
        sentences.append(self.new("closing") if self.strengths else "")
        whole = tuple(filter(None, sentences))
        if len(whole) < _LEAST_SENTENCES or not sentences[0]:
            return (), message("brief.sample-used", called=self.material.contact.called)
        return whole, None
