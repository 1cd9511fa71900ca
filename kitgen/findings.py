"""What `kitgen check` says of a profile that can be read: things to look at, as warnings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.errors import Problem
    from kitgen.kit import Kit


def find_warnings(kit: Kit) -> tuple[Problem, ...]:
    """Return what the owner may want to look at, each at its line: suggestions and drafts."""
    found = (*_suggestions(kit), *_drafts(kit))
    return tuple(replace(problem, severity="warning") for problem in found)


def _suggestions(kit: Kit) -> Iterator[Problem]:
    profile = kit.profile
    hint = "delete the line 'unconfirmed' when it is right"
    for index, contact in enumerate(profile.contacts):
        if contact.unconfirmed:
            message = f"how {contact.name} knew {profile.owner.called} is only a suggestion"
            path = ("contacts", index, "unconfirmed")
            yield profile.problem(path, "unconfirmed", message, hint)
    for index, received in enumerate(profile.recommendations.received):
        if received.unconfirmed:
            message = "which position this recommendation is about is only a suggestion"
            where = ("recommendations", "received", index, "unconfirmed")
            yield profile.problem(where, "unconfirmed", message, hint)


def _drafts(kit: Kit) -> Iterator[Problem]:
    ids = [contact.id for contact in kit.profile.contacts]
    say = kit.content.words.say
    for draft in kit.drafts.drafts:
        for finding in draft.findings:
            message = f"{draft.moment} ({draft.form}) to {draft.contact.name}: "
            message += say(finding.reason)
            path = ("contacts", ids.index(draft.contact.id))
            words = f"about: {finding.words}" if finding.words else ""
            yield kit.profile.problem(path, f"draft-{finding.code}", message, words)
