"""The kit: profile, coverage, plan and drafts together."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.coverage import Coverage, measure_coverage
from kitgen.drafts import Brief, Drafts, compose_briefs, compose_drafts
from kitgen.life import AskState
from kitgen.message import Message, message
from kitgen.plan import Plan, plan_waves
from kitgen.profile import Brief as AskedBrief
from kitgen.profile import Reader, seen_by

if TYPE_CHECKING:
    from datetime import date

    from kitgen.content import Content
    from kitgen.profile import Profile


class Kit(Struct, frozen=True):
    """Everything that the pages of one owner say, as of `today`.

    `name` is the profile's file name without its ending. The profile in a kit holds only what its
    owner may see: what is not there cannot get into a page. There are briefs for those contacts
    whose entry asks for one, and for those who have said yes.
    """

    name: str
    profile: Profile
    coverage: Coverage
    plan: Plan
    drafts: Drafts
    briefs: tuple[Brief, ...]
    content: Content
    today: date

    @property
    def id(self) -> str:
        """Keys what the reader's device stores: the same after a rebuild, no name in it."""
        return sha256(f"kitgen kit {self.name}".encode()).hexdigest()[:12]

    def brief_of(self, contact_id: str) -> Brief | None:
        """Return the brief for a contact, if there is one, ready or not."""
        return next((each for each in self.briefs if each.contact.id == contact_id), None)

    @property
    def idle(self) -> Message:
        """What to say when there is nothing to do: nobody there, waiting, done, or nobody left."""
        tally = self.coverage.tally
        if not self.profile.contacts:
            return message("start.no-contacts")
        if tally.awaited:
            return message("start.nothing")
        return message("start.nobody-left" if tally.missing else "start.done")


_WRITING = frozenset({AskState.AGREED, AskState.REQUESTED})


def compose_kit(profile: Profile, content: Content, today: date, name: str) -> Kit:
    """Return the kit of `profile`. Raises SourceError when a template or word is missing."""
    notes = tuple(contact.notes for contact in profile.contacts if contact.notes)
    shared = seen_by(profile, Reader.OWNER)
    coverage = measure_coverage(shared, content.facts, today, content.lexicon)
    drafts = compose_drafts(coverage.tally, content.draft_templates, content.phrases, notes)
    return Kit(
        name=name,
        profile=shared,
        coverage=coverage,
        plan=plan_waves(coverage, content.facts, today, drafts.ready),
        drafts=drafts,
        briefs=_briefs(coverage, content),
        content=content,
        today=today,
    )


def ready_briefs(profile: Profile, content: Content, today: date) -> frozenset[str]:
    """Return the ids of the contacts whose briefs are ready in the kit of `profile`.

    Raises SourceError as `compose_kit` does, and takes a fraction of its time.
    """
    coverage = measure_coverage(
        seen_by(profile, Reader.OWNER), content.facts, today, content.lexicon
    )
    return frozenset(each.contact.id for each in _briefs(coverage, content) if each.is_ready)


def brief_if_asked(profile: Profile, content: Content, today: date, contact_id: str) -> Brief:
    """Return the brief for a contact, ready or not, as it is once their entry asks for one."""
    contacts = tuple(
        each.model_copy(update={"brief": each.brief or AskedBrief()})
        if each.id == contact_id
        else each
        for each in seen_by(profile, Reader.OWNER).contacts
    )
    asked = profile.model_copy(update={"contacts": contacts})
    coverage = measure_coverage(asked, content.facts, today, content.lexicon)
    return next(each for each in _briefs(coverage, content) if each.contact.id == contact_id)


def _briefs(coverage: Coverage, content: Content) -> tuple[Brief, ...]:
    """Return the briefs of those whose entry asks for one, and of those who have said yes."""
    tally = coverage.tally
    wanted = {
        each.id
        for each in tally.profile.contacts
        if each.brief or tally.lives[each.id].state in _WRITING
    }
    return compose_briefs(tally, content.brief_templates, content.phrases, wanted)
