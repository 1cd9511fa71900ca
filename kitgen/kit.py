"""The kit: profile, coverage, plan and drafts together."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from kitgen.coverage import Coverage, measure_coverage
from kitgen.drafts import Drafts, compose_drafts
from kitgen.message import Message, message
from kitgen.plan import Plan, plan_waves
from kitgen.profile import Reader, seen_by

if TYPE_CHECKING:
    from datetime import date

    from kitgen.content import Content
    from kitgen.profile import Profile


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything that the pages of one owner say, as of `today`.

    `name` is the profile's file name without its ending. The profile in a kit holds only what its
    owner may see: what is not there cannot get into a page.
    """

    name: str
    profile: Profile
    coverage: Coverage
    plan: Plan
    drafts: Drafts
    content: Content
    today: date

    @property
    def id(self) -> str:
        """Keys what the reader's device stores: the same after a rebuild, no name in it."""
        return sha256(f"kitgen kit {self.name}".encode()).hexdigest()[:12]

    @property
    def idle(self) -> Message:
        """What to say when there is nothing to do: nobody there, waiting, done, or nobody left."""
        tally = self.coverage.tally
        if not self.profile.contacts:
            return message("start.no-contacts")
        if tally.awaited:
            return message("start.nothing")
        return message("start.nobody-left" if tally.missing else "start.done")


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
        content=content,
        today=today,
    )
