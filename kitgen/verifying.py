"""Verifying: whether a host serves exactly what a project builds, kit by kit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.briefs import asked_for, brief_name
from kitgen.errors import KitgenError
from kitgen.folder import output_folder
from kitgen.seal import (
    Difference,
    HostError,
    fetch,
    kit_path,
    verify_gone,
    verify_kit,
    verify_shared,
)
from kitgen.sharing import part_as_of, sealer_of, unsealed_as_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kitgen.project import Project
    from kitgen.seal import Sealer, Secret, Theme
    from kitgen.sharing import Member


class Verified(Struct, frozen=True):
    """How one kit and its briefs are served: what differs, or why it could not be rebuilt."""

    name: str
    differences: tuple[Difference, ...] = ()
    themes: tuple[Theme, ...] = ()
    day: date | None = None
    error: KitgenError | None = None


def verify_members(
    project: Project, secret: Secret, members: Iterable[Member], url: str
) -> Iterator[Verified]:
    """Yield how each kit is served under the base URL. Raises HostError when the host is silent.

    A kit that is over may not be served any more, nor one at a link version of before.
    """
    sealer = sealer_of(project, secret)
    with output_folder(sealer.staging):
        for each in members:
            if each.profile is None:
                yield Verified(each.name, error=each.error)
            else:
                yield _verified(project, each, sealer, url)


def verify_theme(themes: Iterable[Theme], url: str) -> tuple[Difference, ...]:
    """Return how what all kits share differs from these themes."""
    return verify_shared(themes, url, fetch)


def _verified(project: Project, member: Member, sealer: Sealer, url: str) -> Verified:
    gone = verify_gone(_old_paths(sealer.secret, member), url, fetch)
    if member.is_over or member.today is None:
        return Verified(member.name, gone)

    found: list[Difference] = []
    themes: list[Theme] = []
    built: date | None = None
    try:
        for current in unsealed_as_of(project, member, member.today):
            as_of = partial(part_as_of, project, member, current.name)
            differences, theme, day = verify_kit(current, as_of, sealer, url, fetch)
            found += differences
            themes += [theme] if theme else []
            built = built or day
    except HostError:
        raise
    except KitgenError as error:
        return Verified(member.name, gone, error=error)
    return Verified(member.name, (*found, *gone), tuple(themes), built)


def _old_paths(secret: Secret, member: Member) -> tuple[str, ...]:
    """Return where nothing of a kit, or of its briefs, may be served any more."""
    if member.profile is None or member.today is None:
        return ()
    version = member.profile.sharing.version
    first = version + 1 if member.is_over else version
    paths = [kit_path(secret, member.name, number) for number in range(1, first)]
    current = {contact.id for contact, _ in asked_for(member.profile, member.today)}
    for contact in member.profile.contacts:
        if contact.brief:
            name, last = brief_name(member.name, contact.id), contact.brief.version
            first = last if contact.id in current else last + 1
            paths += [kit_path(secret, name, number) for number in range(1, first)]
    return tuple(paths)
