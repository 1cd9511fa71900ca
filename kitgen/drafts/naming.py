"""The names that draft templates know: the facts of one contact, phrased for sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kitgen.drafts.phrasing import phrase
from kitgen.drafts.voice import signature_of
from kitgen.profile import Tone

if TYPE_CHECKING:
    from kitgen.drafts.material import Material
    from kitgen.drafts.templates import DraftTemplates
    from kitgen.drafts.voice import Picker


def name_facts(material: Material, templates: DraftTemplates, picker: Picker) -> dict[str, Any]:
    """Return what every template to one contact may name, however much it tells.

    `pick` is a method of `picker`, not itself, since the sandbox knows at once that one is safe.

    Raises SourceError when a word or a macro is missing.
    """
    words, macros = templates.words, templates.macros
    contact, owner, position = material.contact, material.owner, material.position
    place = words.say("place", organisation=material.organisation) if material.organisation else ""
    kind = contact.relationship if material.organisation else "own"
    evidence = tuple(phrase(each, macros) for each in material.evidence)
    strong = macros.strong  # type: ignore[attr-defined]  # a macro
    title = position.title if position else None
    pick = picker.choose
    strengths = material.strengths or (
        (pick("strength", owner.strengths),) if owner.strengths else ()
    )
    return {
        "owner": owner,
        "contact": contact,
        "position": position,
        "organisation": place,
        "at": words.say("at", organisation=place) if place else "",
        "our_time": words.say(f"our-time.{kind}", organisation=place) if kind else "",
        "aim": words.say("aim", goal=owner.goal) if owner.goal else "",
        "relationship": contact.relationship,
        "restriction": material.restriction,
        "allowed": material.is_allowed,
        "state": material.life.state,
        "asked_on": material.life.asked_on if material.life.is_open else None,
        "tone": material.tone,
        "long_ago": material.is_long_ago and bool(evidence),
        "last_seen": str(material.last_seen.year) if material.last_seen else "",
        "title": macros.held(title) if title else "",  # type: ignore[attr-defined]  # a macro
        "signature": signature_of(
            owner, in_full=material.is_long_ago or material.tone is Tone.FORMAL
        ),
        "evidence": evidence,
        "first": evidence[0] if evidence else None,
        "strengths": strengths,
        "strong": strong(strengths) if strengths else "",
        "strong_short": strong(strengths[:1]) if strengths else "",
        "pick": pick,
    }
