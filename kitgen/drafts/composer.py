"""From material to words: the drafts to one contact, by kitgen's templates or the owner's."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from kitgen.drafts.material import LEAST_POINTS, MOST_POINTS, Material, find_missing
from kitgen.drafts.naming import name_facts
from kitgen.drafts.value import Draft, Form, Missing, Moment
from kitgen.specificity import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kitgen.drafts.own import OwnTemplates
    from kitgen.drafts.templates import DraftTemplates
    from kitgen.drafts.voice import Picker, Turns
    from kitgen.facts import Facts
    from kitgen.profile import Profile

# How much to tell, most first: pieces of evidence, whether the owner's part and its outcome or
# only one of them, whether in brief, and whether the first point may leave out its project, which
# the opening has named.
_AMOUNTS = (
    (MOST_POINTS - 1, True, False, False),
    (MOST_POINTS - 1, True, True, False),
    (2, True, True, False),
    (2, True, True, True),
    (MOST_POINTS - 1, False, True, False),
    (MOST_POINTS - 1, False, True, True),
    (2, False, True, False),
    (2, False, True, True),
    (1, True, True, False),
    (1, True, True, True),
    (1, False, True, False),
    (1, False, True, True),
)


@dataclass
class Composer:
    """Composes the drafts to one contact."""

    material: Material
    profile: Profile
    templates: DraftTemplates
    turns: Turns
    own: OwnTemplates
    _texts: dict[str, str | Missing] = field(default_factory=dict)

    def compose(self, moment: Moment, form: Form) -> Draft:
        """Return the draft of one moment in one form: ready with its text, or what is missing.

        A text over its limit is composed again from less; what is still too long stays as it is,
        for the rules to find.
        """
        name = _template(self.material, moment, form)
        limit = _limit(moment, form, self.templates.facts)
        draft = partial(Draft, self.material.contact, moment, form, limit=limit)
        has_own = self.own.has(name)
        missing = find_missing(self.material, moment, self.profile, has_own=has_own)
        if missing:
            return draft(missing=missing)
        text = self._text(name, limit)
        subject = self._text(f"{name}.subject", None) if form is Form.EMAIL else ""
        if isinstance(text, Missing) or isinstance(subject, Missing):
            absent = (each for each in (text, subject) if isinstance(each, Missing))
            return draft(missing=tuple(absent))
        return draft(subject=subject, text=text)

    def _text(self, name: str, limit: Limit | None) -> str | Missing:
        """Return the text of a template; an e-mail has the same as a message."""
        if name not in self._texts:
            own = self.own.write(name, self._own_names) if self.own.has(name) else None
            self._texts[name] = self._written(name, limit) if own is None else own
        return self._texts[name]

    @cached_property
    def _names(self) -> Mapping[str, Any]:
        return name_facts(self.material, self.templates, self._picker)

    @cached_property
    def _picker(self) -> Picker:
        return self.turns.picker(self.material.contact.id, self.material.tone)

    @cached_property
    def _own_names(self) -> Mapping[str, Any]:
        told = {"evidence": self._names["evidence"][: MOST_POINTS - 1], "full": True, "bare": False}
        points = self.templates.render("_points.txt", {**self._names, **told})
        return {**self._names, "points": points, "sentences": self.templates.words.say("sentences")}

    def _written(self, name: str, limit: Limit | None) -> str:
        """Return the text of kitgen's template, with as much as fits into the limit."""
        text = ""
        for amount in _amounts(self.material):
            evidence = self._names["evidence"][: amount["told"]]
            known = {**self._names, **amount, "evidence": evidence}
            if amount["brief"]:
                known["strong"] = known["strong_short"]
            self._picker.begin()
            text = self.templates.render(f"{name}.txt", known)
            if limit is None or limit.length_of(text) <= limit.most:
                break
        return text


def _template(material: Material, moment: Moment, form: Form) -> str:
    """Return the name of the template, without its ending; e-mails add a subject."""
    policy = moment is Moment.ASK and material.restriction
    name = "ask-policy" if policy else "live" if form is Form.LIVE else str(moment)
    return f"{name}.spoken" if form is Form.SPOKEN else name


def _limit(moment: Moment, form: Form, facts: Facts) -> Limit | None:
    if moment is Moment.REQUEST:
        return Limit(facts.count("drafts.request_characters"), "characters")
    if moment is Moment.ASK and form is not Form.SPOKEN:
        return Limit(facts.count("drafts.ask_words"), "words")
    return None


def _amounts(material: Material) -> Iterator[dict[str, Any]]:
    """Yield what a template may tell, from everything down to the least that D3 allows."""
    least = LEAST_POINTS - material.has_strength
    seen = set()
    for wanted, full, brief, bare in _AMOUNTS:
        told = max(least, min(wanted, len(material.evidence)))
        if (told, full, brief, bare) not in seen:
            seen.add((told, full, brief, bare))
            yield {"told": told, "full": full, "brief": brief, "bare": bare}
