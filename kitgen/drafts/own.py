"""The owner's own templates: read with their places, filled for one contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import fields

from kitgen.drafts.phrasing import Phrased
from kitgen.drafts.templates import tidy
from kitgen.drafts.value import Missing
from kitgen.errors import ProfileError
from kitgen.message import message
from kitgen.templating import AbsentError, OwnTemplate, Vocabulary, read_own

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kitgen.document import Path
    from kitgen.errors import Problem
    from kitgen.profile import Contact, OwnDrafts, Profile
    from kitgen.words import Words

_PHRASED = frozenset(each.name for each in fields(Phrased)) - {"names_itself"}
_THINGS = {
    "contact": ("called", "name"),
    "owner": ("called", "name", "goal", "headline", "pronouns"),
    "position": ("title", "organisation"),
    "first": tuple(sorted(_PHRASED)),
}
_TEXTS = frozenset({"aim", "our_time", "organisation", "points", "sentences", "signature"})
# Names that stand for what the contact saw.
OF_EVIDENCE = frozenset({"first", "evidence", "points"})
VOCABULARY = Vocabulary(
    _TEXTS,
    {name: frozenset(parts) for name, parts in _THINGS.items()},
    {"evidence": _PHRASED, "strengths": frozenset()},
)


class Own(Struct, frozen=True):
    """One template of the owner's, and where it stands in the profile."""

    template: OwnTemplate
    path: Path


@dataclass
class OwnTemplates:
    """The owner's templates for one contact: those to them, else those to everybody."""

    found: Mapping[str, Own]
    contact: Contact
    profile: Profile

    def has(self, template: str) -> bool:
        """Return whether the owner has a template in the place of this one."""
        return self._own(template) is not None

    def write(self, template: str, known: Mapping[str, Any]) -> str | Missing | None:
        """Return the text of the owner's template, or the fact that it prints and nobody gave.

        None when there is no such template.
        """
        own = self._own(template)
        if own is None:
            return None
        try:
            return tidy(own.template.fill(_values(known)))
        except AbsentError as error:
            called = self.contact.called
            if not known["evidence"] and own.template.names & OF_EVIDENCE:
                line = self.profile.contact_line(self.contact)
                return Missing(message("missing.evidence", called=called), line)
            what = message("missing.own", called=called, what=error.name)
            return Missing(what, self.profile.line(*own.path))

    def _own(self, template: str) -> Own | None:
        return self.found.get(template.replace("-", "_").replace(".", "_"))


def read_own_templates(profile: Profile, words: Words) -> Mapping[str, OwnTemplates]:
    """Return the own templates for each contact, by id.

    Raises ProfileError with every mistake in any of them, at its line.
    """
    problems: list[Problem] = []
    everybody = _read(
        profile.preferences.drafts, ("preferences", "drafts"), words, problems, profile
    )
    each_own = {
        contact: _read(contact.drafts, ("contacts", index, "drafts"), words, problems, profile)
        for index, contact in enumerate(profile.contacts)
    }
    if problems:
        raise ProfileError(problems)
    return {
        contact.id: OwnTemplates({**everybody, **own}, contact, profile)
        for contact, own in each_own.items()
    }


def _read(
    drafts: OwnDrafts, path: Path, words: Words, problems: list[Problem], profile: Profile
) -> dict[str, Own]:
    filters = {name: words.functions[name] for name in ("capital", "listed")}
    found = {}
    for field in drafts.model_fields_set:
        source: str | None = getattr(drafts, field)
        own = read_own(source, VOCABULARY, filters) if source else ()
        where = (*path, field)
        if isinstance(own, OwnTemplate):
            found[field] = Own(own, where)
        else:
            problems.extend(
                profile.text_problem(where, each.line, "own-draft", each.message, each.hint)
                for each in own
            )
    return found


def _values(known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an own template may name, without what the profile does not hold."""
    texts = {name: known[name] for name in _TEXTS if known.get(name)}
    things = {name: _parts(known[name], parts) for name, parts in _THINGS.items() if known[name]}
    evidence = [_parts(each, _THINGS["first"]) for each in known["evidence"]]
    return {**texts, **things, "evidence": evidence, "strengths": list(known["strengths"])}


def _parts(thing: object, names: tuple[str, ...]) -> dict[str, str]:
    parts = {name: getattr(thing, name) for name in names}
    return {name: text for name, text in parts.items() if text}
