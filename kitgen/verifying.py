"""Verifying: whether a host serves exactly what a project builds, kit by kit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
from kitgen.sharing import sealer_of, unsealed_as_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kitgen.project import Project
    from kitgen.seal import Sealer, Secret, Theme, Unsealed
    from kitgen.sharing import Member


@dataclass(frozen=True, slots=True)
class Verified:
    """How one kit is served: what differs, or why it could not be rebuilt."""

    name: str
    differences: tuple[Difference, ...] = ()
    theme: Theme | None = None
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

    def as_of(day: date) -> Unsealed:
        return unsealed_as_of(project, member, day)

    try:
        differences, theme, day = verify_kit(as_of(member.today), as_of, sealer, url, fetch)
    except HostError:
        raise
    except KitgenError as error:
        return Verified(member.name, gone, error=error)
    return Verified(member.name, (*differences, *gone), theme, day)


def _old_paths(secret: Secret, member: Member) -> tuple[str, ...]:
    """Return where nothing of a kit may be served any more."""
    version = member.profile.sharing.version if member.profile else 1
    first = version + 1 if member.is_over else version
    return tuple(kit_path(secret, member.name, number) for number in range(1, first))
