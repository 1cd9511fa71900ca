"""Briefs that are shared: each sealed as a part of a kit, with a name, keys and a life of its own.

Only what the profile asks for is published, since each brief costs a folder; and only as long as it
is ready, its own last day is not past, nor that of the kit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.errors import KitgenError
from kitgen.kit import brief_if_asked, ready_briefs
from kitgen.pages import compose_brief_pages
from kitgen.seal import PART, Unsealed
from kitgen.translation import FIRST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from kitgen.kit import Kit
    from kitgen.pages import Layout, Pages
    from kitgen.profile import Brief, Contact, Profile
    from kitgen.project import Project


def brief_name(kit: str, contact_id: str) -> str:
    """Return the name that the brief for a contact is sealed by."""
    return f"{kit}{PART}{contact_id}"


def asked_for(profile: Profile, today: date) -> tuple[tuple[Contact, Brief], ...]:
    """Return the contacts whose briefs are to be published, with how, ready or not."""
    if profile.sharing.is_over(today):
        return ()
    found = ((each, each.brief) for each in profile.contacts)
    return tuple(
        (contact, brief)
        for contact, brief in found
        if brief and brief.shared and not brief.is_over(today)
    )


def to_publish(
    project: Project, profile: Profile, today: date
) -> tuple[tuple[Contact, Brief], ...]:
    """Return those of `asked_for` that are ready. Raises SourceError for a mistake in `docs/`."""
    wanted = asked_for(profile, today)
    if not wanted:
        return ()
    ready = ready_briefs(profile, project.content(profile.owner.language), today)
    return tuple((contact, brief) for contact, brief in wanted if contact.id in ready)


def refuse_unready(project: Project, profile: Profile, today: date, contact: Contact) -> None:
    """Raise KitgenError, with what is missing and where, when a brief cannot be shared yet."""
    content = project.content(profile.owner.language)
    brief = brief_if_asked(profile, content, today, contact.id)
    if not brief.is_ready:
        say = project.content(FIRST).words.say
        missing = (
            f"{say(each.what)} ({profile.source}, line {each.line})" for each in brief.missing
        )
        why = "\n  - ".join(["", *missing])
        raise KitgenError(f"the brief for {contact.name} is not ready:{why}")


def unsealed_briefs(
    project: Project, profile: Profile, today: date, name: str, kit: Callable[[], Kit]
) -> Iterator[Unsealed]:
    """Yield the briefs of a kit to seal; `kit` composes it when the first of them is sealed.

    None, when a mistake in `docs/` keeps the kit itself from being built: that is told of the kit.
    """
    try:
        wanted = to_publish(project, profile, today)
    except KitgenError:
        return
    for contact, brief in wanted:
        yield _unsealed(name, contact.id, brief, kit)


def _unsealed(name: str, contact_id: str, brief: Brief, kit: Callable[[], Kit]) -> Unsealed:

    def compose(layout: Layout) -> Pages:
        found = kit().brief_of(contact_id)
        if found is None or not found.is_ready:
            raise KitgenError(
                "there is no brief that is ready; `kitgen check` says what is missing"
            )
        return compose_brief_pages(kit(), found, layout)

    return Unsealed(brief_name(name, contact_id), brief.version, brief.passphrase, compose)
