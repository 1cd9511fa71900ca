"""What a draft is made of: the facts of one contact, and those that are missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kitgen.drafts.value import Form, Missing, Moment
from kitgen.life import AskState
from kitgen.message import message
from kitgen.profile import Channel, Restriction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.life import Life
    from kitgen.profile import Contact, Evidence, Owner, Position, Profile

# Draft rule D3: two to four points to choose from.
LEAST_POINTS, MOST_POINTS = 2, 4

_FORM_OF = {
    Channel.EMAIL: Form.EMAIL,
    Channel.LINKEDIN: Form.MESSAGE,
    Channel.CHAT: Form.MESSAGE,
    Channel.PHONE: Form.SPOKEN,
    Channel.IN_PERSON: Form.SPOKEN,
}


@dataclass(frozen=True, slots=True)
class Material:
    """The facts that drafts to one contact may use; private notes are not among them."""

    owner: Owner
    contact: Contact
    position: Position | None
    life: Life

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Evidence that says what was done or what came of it, the fullest first."""
        told = [each for each in self.contact.evidence if each.outcome or each.contribution]
        return tuple(sorted(told, key=lambda each: each.outcome is None))

    @property
    def strengths(self) -> tuple[str, ...]:
        """Strengths they can speak about: their own list, else shown skills, else the owner's."""
        if self.contact.strengths:
            return self.contact.strengths[:2]
        shown = tuple(dict.fromkeys(each.skill for each in self.evidence if each.skill))
        return shown[:2] or self.owner.strengths[:1]

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
    def points(self) -> int:
        """How many points there are to choose from."""
        return min(MOST_POINTS, len(self.evidence) + bool(self.strengths))


def gather_material(profile: Profile, contact: Contact, life: Life) -> Material:
    """Return what drafts to `contact` may be made of."""
    position = profile.position(contact.position)
    return Material(profile.owner, contact, position, life)


def find_missing(material: Material, moment: Moment, profile: Profile) -> tuple[Missing, ...]:
    """Return the facts that a draft for `moment` needs and the profile does not hold."""
    return tuple(_missing(material, moment, profile))


def _missing(material: Material, moment: Moment, profile: Profile) -> Iterator[Missing]:
    contact = material.contact
    called = contact.called
    line = profile.contact_line(contact) if profile.contacts else 1
    if contact.unconfirmed:
        yield Missing(message("missing.confirmation", called=called), line)
    if contact.relationship is None:
        yield Missing(message("missing.relationship", called=called), line)
    if material.position is None:
        yield Missing(message("missing.position", called=called), line)
    if moment in {Moment.THANKS, Moment.REMINDER}:
        return
    if not material.evidence:
        what = "missing.outcome" if contact.evidence else "missing.evidence"
        yield Missing(message(what, called=called), line)
    elif material.points < LEAST_POINTS and moment is not Moment.GIVE:
        yield Missing(message("missing.point", called=called), line)
    if material.owner.goal is None and _needs_goal(material, moment):
        yield Missing(message("missing.goal", called=called), profile.line("owner"))
    if moment is Moment.REQUEST and material.restriction and not _allowed(material):
        yield Missing(message("missing.permission", called=called), line)


def _needs_goal(material: Material, moment: Moment) -> bool:
    """A current manager is not told of the goal; the others are asked because of it."""
    if material.restriction is Restriction.CURRENT_MANAGER:
        return False
    return moment in {Moment.ASK, Moment.REQUEST}


def _allowed(material: Material) -> bool:
    return material.life.state not in {AskState.IDEA, AskState.ASKED}
