"""The workshop: where one worker makes sealed kits, one profile after another.

A worker reads, composes, builds, seals and checks by itself, and puts each kit in place in one
step; to the first process it tells only what came of it. What is the same for all kits is read and
compiled at the first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kitgen.errors import KitgenError
from kitgen.manifest import Entry, digest_file, stamp_of
from kitgen.project import Project, name_of
from kitgen.seal import Gate, seal_kit
from kitgen.sharing import deployment_of, read_members, unsealed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from kitgen.seal import Deployment, Secret
    from kitgen.sharing import Member


@dataclass(frozen=True, slots=True)
class Order:
    """What all workers of one run share. It holds the secret, so it is never shown.

    `common` is the digest of what all kits are built from: with another one all is read again.
    """

    root: Path
    secret: Secret
    now: datetime
    common: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one profile.

    `entry` is what the manifest remembers when all went well. `parts` are the names of the kit and
    of what else was made of the profile, `kits` the folders that stand now, with their stamps;
    `errors` why others do not, each with its name.
    """

    name: str
    entry: Entry | None = None
    parts: tuple[str, ...] = ()
    kits: tuple[tuple[str, str], ...] = ()
    themes: tuple[str, ...] = ()
    errors: tuple[tuple[str, KitgenError], ...] = ()
    is_over: bool = False


def make_kits(order: Order, paths: tuple[Path, ...]) -> tuple[Made, ...]:
    """Make the kits of these profiles. The staging folder has to be held for the whole run."""
    project, deployment, gate = _workshop(order)
    return tuple(_make(project, deployment, gate, order, path) for path in paths)


@lru_cache(maxsize=1)  # one run a process; what was kept warm for the one before goes
def _workshop(order: Order) -> tuple[Project, Deployment, Gate]:
    project = Project(order.root)
    deployment = deployment_of(project, order.secret)
    return project, deployment, Gate(deployment.sealer.theme)


def _make(project: Project, deployment: Deployment, gate: Gate, order: Order, path: Path) -> Made:
    before = digest_file(path)
    (member,) = read_members(project, [path], order.now)
    name = name_of(path)
    if member.profile is None:
        return Made(name, errors=((name, member.error or KitgenError("it cannot be read")),))
    place = replace(deployment, search=gate.search_for(member.profile))
    parts, kits, themes, errors = [], [], [], []
    for each in unsealed(project, [member]):
        try:
            sealed = seal_kit(each, place)
        except KitgenError as error:
            errors.append((each.name, error))
        else:
            parts.append(each.name)
            kits.append((sealed.path, stamp_of(deployment.public / sealed.path)))
            themes.append(sealed.theme)
    entry = _entry(member, order.now, before, kits, themes)
    return Made(
        name=name,
        entry=None if errors else entry,
        parts=tuple(parts),
        kits=tuple(kits),
        themes=tuple(themes),
        errors=tuple(errors),
        is_over=member.is_over,
    )


def _entry(
    member: Member,
    now: datetime,
    digest: str,
    kits: Iterable[tuple[str, str]],
    themes: Iterable[str],
) -> Entry | None:
    if member.profile is None or member.today is None:
        return None
    days = (now.date().isoformat(), member.today.isoformat())
    theme = next(iter(themes), "")
    last = member.profile.sharing.expires
    expires = last.isoformat() if last else ""
    return Entry(digest, days, member.profile.owner.time_zone, dict(kits), theme, expires)
