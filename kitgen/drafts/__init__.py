"""Drafts: the words of each message to each contact, ready, or not ready and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kitgen.drafts.brief import Brief, compose_briefs
from kitgen.drafts.composer import Composer
from kitgen.drafts.material import gather_material
from kitgen.drafts.own import read_own_templates
from kitgen.drafts.phrases import GROUPS, Phrases
from kitgen.drafts.rules import review_drafts
from kitgen.drafts.templates import DraftTemplates
from kitgen.drafts.value import Draft, Drafts, Finding, Form, Missing, Moment
from kitgen.drafts.voice import Turns
from kitgen.specificity import Limit, utf16_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.coverage import Tally
    from kitgen.drafts.material import Material


def compose_drafts(
    tally: Tally, templates: DraftTemplates, phrases: Phrases, notes: tuple[str, ...] = ()
) -> Drafts:
    """Return the drafts of every moment for every contact, each with what the rules find.

    `notes` are the private notes that must not be found in any of them. Raises SourceError for a
    mistake in kitgen's templates, ProfileError with every mistake in the owner's.
    """
    profile = tally.profile
    forgotten = templates.facts.count("drafts.forgotten_years")
    own = read_own_templates(profile, templates.words)
    turns = Turns()
    drafts: list[Draft] = []
    for contact in profile.contacts:
        material = gather_material(tally, contact, phrases, forgotten)
        composer = Composer(material, profile, templates, turns, own[contact.id])
        drafts += [composer.compose(moment, form) for moment, form in _moments(material)]
    findings = review_drafts(drafts, profile, templates.facts, phrases, notes, today=tally.today)
    pairs = zip(drafts, findings, strict=True)
    return Drafts(
        tuple(replace(draft, findings=found) if found else draft for draft, found in pairs)
    )


def _moments(material: Material) -> Iterator[tuple[Moment, Form]]:
    """Yield each moment with its forms, those of the contact's own channel first."""
    forms = [Form.MESSAGE, Form.EMAIL] if material.form is Form.MESSAGE else [Form.EMAIL]
    if material.form is not Form.MESSAGE:
        forms.append(Form.MESSAGE)
    if not material.contact.email:
        forms.remove(Form.EMAIL)
    spoken = [Form.SPOKEN] if material.form is Form.SPOKEN else []
    yield from ((Moment.ASK, form) for form in [*spoken, *forms])
    yield Moment.REQUEST, Form.LINKEDIN
    yield from ((Moment.REMINDER, form) for form in forms)
    yield Moment.THANKS, Form.MESSAGE
    yield Moment.THANKS, Form.LIVE
    yield Moment.GIVE, Form.MESSAGE
    yield Moment.POINTS, Form.MESSAGE
    yield Moment.WRITE_FOR_ME, Form.MESSAGE


__all__ = [
    "GROUPS",
    "Brief",
    "Draft",
    "DraftTemplates",
    "Drafts",
    "Finding",
    "Form",
    "Limit",
    "Missing",
    "Moment",
    "Phrases",
    "compose_briefs",
    "compose_drafts",
    "utf16_length",
]
