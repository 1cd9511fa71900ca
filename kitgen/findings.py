"""What `kitgen check` says of a profile that can be read: things to look at, as warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kitgen.document import short
from kitgen.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.kit import Kit


def find_warnings(kit: Kit) -> tuple[Problem, ...]:
    """Return what to look at, each at its line: suggestions, texts, drafts, facts gone stale."""
    found = (*_suggestions(kit), *_received(kit), *_drafts(kit), *_briefs(kit), *_stale_facts(kit))
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
        if received.position is None and profile.positions:
            message = "which position this recommendation is about is not said"
            at = ("recommendations", "received", index)
            choices = ", ".join(each.id for each in profile.positions)
            yield profile.problem(at, "no-position", message, f"add a line 'position:': {choices}")
        elif received.unconfirmed:
            message = "which position this recommendation is about is only a suggestion"
            where = ("recommendations", "received", index, "unconfirmed")
            yield profile.problem(where, "unconfirmed", message, hint)


def _received(kit: Kit) -> Iterator[Problem]:
    """Yield what is found in the texts of received recommendations, each at its text."""
    say, received = kit.content.words.say, kit.profile.recommendations.received
    for standing in kit.coverage.tally.standings:
        for finding in standing.judgement.findings if standing.judgement else ():
            words = ", ".join(f"“{short(each)}”" for each in finding.words)
            message = f"the text from {standing.contact.name}: {say(finding.reason)}"
            index = next(i for i, each in enumerate(received) if each is standing.received)
            path = ("recommendations", "received", index, "text")
            hint = f"about: {words}. {say(finding.advice)}"
            yield kit.profile.problem(path, f"text-{finding.code}", message, hint)


def _drafts(kit: Kit) -> Iterator[Problem]:
    ids = [contact.id for contact in kit.profile.contacts]
    say = kit.content.words.say
    for draft in kit.drafts.drafts:
        for finding in draft.findings:
            message = f"{draft.moment} ({draft.form}) to {draft.contact.name}: "
            message += say(finding.reason)
            path = ("contacts", ids.index(draft.contact.id))
            hint = f"about: {finding.words}" if finding.words else ""
            if finding.advice:
                hint = f"{hint.rstrip('.')}. {say(finding.advice)}"
            yield kit.profile.problem(path, f"draft-{finding.code}", message, hint)


def _briefs(kit: Kit) -> Iterator[Problem]:
    """Yield why a brief that the profile asks for is not there, or tells less than it could."""
    say = kit.content.words.say
    for index, contact in enumerate(kit.profile.contacts):
        brief = kit.brief_of(contact.id)
        if brief and contact.brief:
            path = ("contacts", index, "brief")
            for each in brief.missing:
                message = f"the brief for {contact.name} is not ready: {say(each.what)}"
                yield kit.profile.problem(path, "brief-missing", message)
            if brief.left_out:
                message = f"the brief for {contact.name} leaves out what names somebody else"
                hint = "say it without the name, if it should be told"
                yield kit.profile.problem(path, "brief-left-out", message, hint)
            if brief.no_sample:
                yield kit.profile.problem(path, "brief-sample", say(brief.no_sample))


def _stale_facts(kit: Kit) -> Iterator[Problem]:
    """Yield one problem for all facts that were checked too long ago, at the oldest of them."""
    facts = kit.content.facts
    stale = facts.stale(kit.today)
    if stale:
        oldest = stale[0]
        days = facts.stale_after.days
        message = f"{len(stale)} of the facts about LinkedIn were checked over {days} days ago"
        hint = f"look at their sources again and set 'checked_on'; oldest: '{oldest.id}'"
        yield Problem(facts.source, oldest.line, 1, "stale-facts", message, hint)
