"""What a draft is made of: the facts of one contact, and those that are missing."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from kitgen.coverage import years_after
from kitgen.drafts.value import Form, Missing, Moment
from kitgen.drafts.voice import last_seen, tone_to
from kitgen.life import AskState
from kitgen.message import message
from kitgen.profile import Channel, Restriction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from kitgen.coverage import Tally
    from kitgen.drafts.phrases import Phrases
    from kitgen.life import Life
    from kitgen.profile import Contact, Evidence, Owner, Position, Profile, Tone

    _Entry = TypeVar("_Entry", Owner, Contact, Evidence)

# Draft rule D3: two to four points to choose from.
LEAST_POINTS, MOST_POINTS = 2, 4
# What ends a sentence: a template puts facts inside sentences of its own.
_SENTENCE_END = " .,;:!…"
_ALLOWED = frozenset({AskState.AGREED, AskState.REQUESTED, AskState.RECEIVED, AskState.PUBLISHED})
_FOR_WRITERS = frozenset({Moment.REQUEST, Moment.POINTS, Moment.WRITE_FOR_ME})
_AFTER_A_TEXT = frozenset({Moment.THANKS, Moment.GIVE})

_FORM_OF = {
    Channel.EMAIL: Form.EMAIL,
    Channel.LINKEDIN: Form.MESSAGE,
    Channel.CHAT: Form.MESSAGE,
    Channel.PHONE: Form.SPOKEN,
    Channel.IN_PERSON: Form.SPOKEN,
}


class Material(Struct, frozen=True, dict=True):
    """The facts that drafts to one contact may use; private notes are not among them.

    No fact ends in a full stop. `organisation` is empty when the owner worked for themself.
    """

    owner: Owner
    contact: Contact
    position: Position | None
    organisation: str
    life: Life
    phrases: Phrases
    tone: Tone
    last_seen: date | None
    is_long_ago: bool

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """Evidence that says what was done or what came of it, the fullest first."""
        told = [each for each in self.contact.evidence if each.outcome or each.contribution]
        return tuple(sorted(told, key=lambda each: each.outcome is None))

    @cached_property
    def strengths(self) -> tuple[str, ...]:
        """Strengths that they in particular can speak about: their own list, else shown skills."""
        if self.contact.strengths:
            return self.contact.strengths[:2]
        return tuple(dict.fromkeys(each.skill for each in self.evidence if each.skill))[:2]

    @property
    def has_strength(self) -> bool:
        """Whether a strength can be named, one of the owner's own if need be."""
        return bool(self.strengths or self.owner.strengths)

    @property
    def channel(self) -> Channel:
        """Where the owner asks in private."""
        if self.contact.channel:
            return self.contact.channel
        return Channel.EMAIL if self.contact.email else Channel.LINKEDIN

    @property
    def form(self) -> Form:
        """The shape that fits the channel."""
        return _FORM_OF[self.channel]

    @property
    def restriction(self) -> Restriction | None:
        """The restriction that the ask has to respect, if any."""
        return self.contact.restrictions[0] if self.contact.restrictions else None

    @property
    def is_allowed(self) -> bool:
        """Whether the contact may write one, as far as the profile knows."""
        return self.restriction is None or self.life.state in _ALLOWED

    @property
    def points(self) -> int:
        """How many points there are to choose from."""
        return min(MOST_POINTS, len(self.evidence) + self.has_strength)


def gather_material(
    tally: Tally, contact: Contact, phrases: Phrases, forgotten_years: int
) -> Material:
    """Return what drafts to `contact` may be made of.

    Whoever has not had to do with the owner for `forgotten_years` is reminded who is writing.
    """
    profile = tally.profile
    position = profile.position(contact.position)
    seen = last_seen(contact, position)
    own = position is None or phrases.is_own_account(position, profile.owner)
    organisation = "" if position is None or own else position.organisation
    return Material(
        owner=_bare(profile.owner),
        contact=_bare(contact).model_copy(
            update={"evidence": tuple(_bare(each) for each in contact.evidence)}
        ),
        position=position,
        organisation=organisation,
        life=tally.lives[contact.id],
        phrases=phrases,
        tone=tone_to(contact, profile, phrases),
        last_seen=seen,
        is_long_ago=seen is not None and seen <= years_after(tally.today, -forgotten_years),
    )


def _bare(entry: _Entry) -> _Entry:
    """Return `entry` with its facts as parts of a sentence: nothing that ends one."""
    update: dict[str, object] = {}
    for name in ("goal", "project", "contribution", "outcome", "period"):
        text = getattr(entry, name, None)
        if text:
            update[name] = text.rstrip(_SENTENCE_END) or text
    strengths = getattr(entry, "strengths", ())
    if strengths:
        update["strengths"] = tuple(each.rstrip(_SENTENCE_END) or each for each in strengths)
    return entry.model_copy(update=update)


def find_missing(
    material: Material, moment: Moment, profile: Profile, *, has_own: bool = False
) -> tuple[Missing, ...]:
    """Return the facts that a draft for `moment` needs and the profile does not hold.

    A template of the owner's (`has_own`) tells by itself what it lacks, when it is filled.
    """
    line = partial(profile.contact_line, material.contact)
    if material.life.state is AskState.DECLINED and moment not in _AFTER_A_TEXT:
        return (Missing(message("missing.declined", called=material.contact.called), line()),)
    ties = () if has_own else _missing_ties(material, line)
    facts = () if has_own else _missing_facts(material, moment, profile, line)
    return (
        *_missing_names(material, profile, line),
        *ties,
        *facts,
        *_missing_permission(material, moment, line),
    )


def _missing_names(
    material: Material, profile: Profile, line: Callable[[], int]
) -> Iterator[Missing]:
    owner = partial(profile.line, "owner")
    for person, place in ((material.owner, owner), (material.contact, line)):
        if not material.phrases.is_greeting(person.called):
            yield Missing(message("missing.call-name", called=person.name), place())


def _missing_ties(material: Material, line: Callable[[], int]) -> Iterator[Missing]:
    contact = material.contact
    if contact.unconfirmed:
        yield Missing(message("missing.confirmation", called=contact.called), line())
    if contact.relationship is None:
        yield Missing(message("missing.relationship", called=contact.called), line())
    if material.position is None:
        yield Missing(message("missing.position", called=contact.called), line())


def _missing_facts(
    material: Material, moment: Moment, profile: Profile, line: Callable[[], int]
) -> Iterator[Missing]:
    contact = material.contact
    if moment in {Moment.THANKS, Moment.REMINDER}:
        return
    yield from _missing_evidence(material, line)
    few = material.points < LEAST_POINTS and moment is not Moment.GIVE
    if material.evidence and few:
        yield Missing(message("missing.point", called=contact.called), line())
    if material.owner.goal is None and _needs_goal(material, moment):
        yield Missing(message("missing.goal"), profile.line("owner"))


def _missing_evidence(material: Material, line: Callable[[], int]) -> Iterator[Missing]:
    if not material.evidence:
        what = "missing.outcome" if material.contact.evidence else "missing.evidence"
        yield Missing(message(what, called=material.contact.called), line())


def _missing_permission(
    material: Material, moment: Moment, line: Callable[[], int]
) -> Iterator[Missing]:
    if moment in _FOR_WRITERS and not material.is_allowed:
        yield Missing(message("missing.permission", called=material.contact.called), line())


def _needs_goal(material: Material, moment: Moment) -> bool:
    """Return whether a draft names the goal; a current manager is not told of it."""
    return moment is Moment.ASK and material.restriction is not Restriction.CURRENT_MANAGER
