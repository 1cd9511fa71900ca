"""From material to words, by the templates under `docs/<language>/drafts/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kitgen.drafts.material import LEAST_POINTS, MOST_POINTS, Material, find_missing
from kitgen.drafts.value import Draft, Form, Moment
from kitgen.specificity import Limit
from kitgen.templating import get_template, make_environment, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Environment

    from kitgen.facts import Facts
    from kitgen.profile import Profile
    from kitgen.words import Words

_SUBJECT = "Subject:"
_MACROS = "_macros.txt"  # imported by the other templates
_SPACE = re.compile(r"[ \t]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
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


@dataclass(frozen=True)
class DraftTemplates:
    """The draft templates of one language, by file name."""

    sources: Mapping[str, str]
    folder: str
    words: Words
    facts: Facts

    @cached_property
    def environment(self) -> Environment:
        """The environment they are rendered in: plain text, strict, sandboxed."""
        names = {**self.words.functions, "fact": self.facts.fact}
        macros = [name for name in self.sources if name == _MACROS]
        return make_environment(self.sources, escape=False, names=names, macros=macros)

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """Return the text that one template gives. Raises SourceError at the line at fault."""
        source, place = self.sources.get(name, ""), f"{self.folder}/{name}"
        template = get_template(self.environment, name, source, f"{self.folder}/")
        return tidy(render(template, context, source, place))


def compose(
    material: Material, moment: Moment, form: Form, profile: Profile, templates: DraftTemplates
) -> Draft:
    """Return the draft of one moment in one form: ready with its text, or what is missing.

    A text over its limit is composed again from less; what is still too long stays as it is, for
    the rules to find.
    """
    limit = _limit(moment, form, templates.facts)
    missing = find_missing(material, moment, profile)
    draft = Draft(material.contact, moment, form, missing=missing, limit=limit)
    if missing:
        return draft
    known = _known(material, templates.words)
    for amount in _amounts(material):
        text = templates.render(_template(material, moment, form), {**known, **amount})
        subject, body = _split_subject(text)
        draft = Draft(material.contact, moment, form, subject, body, limit=limit)
        if limit is None or draft.length <= limit.most:
            break
    return draft


def tidy(text: str) -> str:
    """Return `text` with paragraphs apart by one empty line and no space at line ends.

    Where a fact and a template both end a sentence, one full stop is left.
    """
    lines = [line.strip() for line in _SPACE.sub(" ", text).split("\n")]
    whole = _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()
    return _TWO_STOPS.sub(".", whole)


def _template(material: Material, moment: Moment, form: Form) -> str:
    if moment is Moment.ASK and material.restriction:
        return f"ask-policy.{form}.txt"
    return f"{moment}.{form}.txt"


def _limit(moment: Moment, form: Form, facts: Facts) -> Limit | None:
    if moment is Moment.REQUEST:
        return Limit(facts.count("drafts.request_characters"), "characters")
    if moment is Moment.ASK and form is not Form.SPOKEN:
        return Limit(facts.count("drafts.ask_words"), "words")
    return None


def _amounts(material: Material) -> Iterator[dict[str, Any]]:
    """Yield what a template may tell, from everything down to the least that D3 allows."""
    least = LEAST_POINTS - bool(material.strengths)
    seen = set()
    for wanted, full, brief, bare in _AMOUNTS:
        told = max(least, min(wanted, len(material.evidence)))
        if (told, full, brief, bare) not in seen:
            seen.add((told, full, brief, bare))
            yield {
                "evidence": material.evidence[:told],
                "full": full,
                "brief": brief,
                "bare": bare,
                "strengths": material.strengths[:1] if brief else material.strengths,
            }


def _known(material: Material, words: Words) -> dict[str, Any]:
    """Return the names that a draft template knows, whatever the amount."""
    relationship, organisation = material.contact.relationship, material.organisation
    kind = relationship if organisation else "own"
    place = words.say("place", organisation=organisation) if organisation else ""
    return {
        "owner": material.owner,
        "contact": material.contact,
        "position": material.position,
        "organisation": place,
        "at": words.say("at", organisation=place) if organisation else "",
        "our_time": words.say(f"our-time.{kind}", organisation=place),
        "relationship": relationship,
        "restriction": material.restriction,
        "allowed": material.is_allowed,
        "state": material.life.state,
        "asked_on": material.life.asked_on if material.life.is_open else None,
        "first": material.evidence[0] if material.evidence else None,
        "pick": _picker(material.contact.id),
    }


def _picker(contact_id: str) -> Any:  # noqa: ANN401  a function for templates
    """Return `pick(kind, choices)`: one of several wordings, always the same for a contact."""

    def pick(kind: str, choices: Sequence[str]) -> str:
        number = int.from_bytes(sha256(f"{contact_id}/{kind}".encode()).digest()[:4])
        return choices[number % len(choices)]

    return pick


def _split_subject(text: str) -> tuple[str, str]:
    if not text.startswith(_SUBJECT):
        return "", text
    first, _, rest = text.partition("\n")
    return first.removeprefix(_SUBJECT).strip(), rest.strip()
