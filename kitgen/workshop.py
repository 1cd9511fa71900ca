"""The workshop: where one worker makes sealed kits, one profile after another.

A worker reads, composes, builds, seals and checks by itself, and puts each kit in place in one
step; to the first process it tells only what came of it. What is the same for all kits is read and
compiled at the first.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kitgen.desk import unsealed_desks
from kitgen.errors import KitgenError
from kitgen.manifest import Entry, digest_file, stamp_of
from kitgen.project import name_of
from kitgen.seal import Gate, seal_kit
from kitgen.sharing import deployment_of, read_members, stale_paths, unsealed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from kitgen.desk import Office
    from kitgen.project import Project
    from kitgen.seal import Deployment, LeakSearch, Secret, Unsealed
    from kitgen.sharing import Member

_ALONE = threading.Lock()  # MkDocs is not thread-safe, and a worker of a cluster has threads


class Order(Struct, frozen=True):
    """What all workers of one run share. It holds the secret, so it is never shown.

    `common` is the digest of what all kits are built from: with another one all is read again.
    """

    project: Project
    secret: Secret
    now: datetime
    common: str = ""


class Made(Struct, frozen=True):
    """What came of one profile.

    `entry` is what the manifest remembers when all went well. `parts` are the names of the kit and
    of what else was made of the profile, `kits` the folders that stand now, with their stamps;
    `errors` why others do not, each with its name; then `stale` are folders that it had at
    links that open nothing any more.
    """

    name: str
    entry: Entry | None = None
    parts: tuple[str, ...] = ()
    kits: tuple[tuple[str, str], ...] = ()
    themes: tuple[str, ...] = ()
    errors: tuple[tuple[str, KitgenError], ...] = ()
    is_over: bool = False
    stale: tuple[str, ...] = ()


def make_kits(order: Order, paths: tuple[Path, ...]) -> tuple[Made, ...]:
    """Make the kits of these profiles. The staging folder has to be held for the whole run."""
    with _ALONE:
        project, deployment, gate = _workshop(order)
        return tuple(_make(project, deployment, gate, order, path) for path in paths)


def make_desks(order: Order, office: Office, search: LeakSearch) -> Iterator[Made]:
    """Make the desks there are, right here; they are of all profiles, and so is `search`."""
    _, deployment, _ = _workshop(order)
    place = replace(deployment, search=search)
    for each in unsealed_desks(office):
        yield _sealed([each], each.name, place)


@lru_cache(maxsize=1)  # one run a process; what was kept warm for the one before goes
def _workshop(order: Order) -> tuple[Project, Deployment, Gate]:
    project = replace(order.project, common=order.common)
    deployment = deployment_of(project, order.secret)
    return project, deployment, Gate(deployment.sealer.theme)


def _make(project: Project, deployment: Deployment, gate: Gate, order: Order, path: Path) -> Made:
    before = digest_file(path)
    (member,) = read_members(project, [path], order.now)
    name = name_of(path)
    if member.profile is None:
        return Made(name, errors=((name, member.error or KitgenError("it cannot be read")),))
    place = replace(deployment, search=gate.search_for(member.profile))
    made = _sealed(unsealed(project, [member]), name, place)
    if made.errors:
        is_stale = stale_paths(project, deployment, [member], everything=False)
        return replace(made, stale=tuple(each for each in place.entries() if is_stale(each)))
    return replace(made, entry=_entry(member, order.now, before, made), is_over=member.is_over)


def _sealed(wanted: Iterable[Unsealed], name: str, place: Deployment) -> Made:
    """Seal a kit and its briefs, or a desk, each for itself, and return what came of it."""
    parts, kits, themes, errors = [], [], [], []
    for each in wanted:
        try:
            sealed = seal_kit(each, place)
        except KitgenError as error:
            errors.append((each.name, error))
        else:
            parts.append(each.name)
            kits.append((sealed.path, stamp_of(place.public / sealed.path)))
            themes.append(sealed.theme)
    return Made(
        name=name,
        parts=tuple(parts),
        kits=tuple(kits),
        themes=tuple(themes),
        errors=tuple(errors),
    )


def _entry(member: Member, now: datetime, digest: str, made: Made) -> Entry | None:
    if member.profile is None or member.today is None:
        return None
    days = (now.date().isoformat(), member.today.isoformat())
    theme = next(iter(made.themes), "")
    last = member.profile.sharing.expires
    expires = last.isoformat() if last else ""
    return Entry(digest, days, member.profile.owner.time_zone, dict(made.kits), theme, expires)
