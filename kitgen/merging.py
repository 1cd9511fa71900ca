"""Merging: shards that together cover every profile once become one public folder.

All of them are looked at first, and every reason why they do not make a whole is told at once; only
then is anything written, each kit in one step, as a build does.
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kitgen.errors import KitgenError
from kitgen.folder import new_folder, remove_folder
from kitgen.manifest import digest_file, digest_folder, stamp_of
from kitgen.project import name_of
from kitgen.shards import THEMES, Record, Shard, inputs_of, read_record
from kitgen.sharing import deployment_of, read_members, stale_paths
from kitgen.workshop import Made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kitgen.manifest import Entry
    from kitgen.request import Request

_READABLE, _FILE = 0o755, 0o644
_TOLD = 20  # reasons; one cause often makes hundreds
_MARK = "index.html"


class MergeError(KitgenError):
    """Shards that do not make a whole; what it says names profiles only as it was told to."""

    is_public = True


class Whole(Struct, frozen=True):
    """Shards that were found to cover every profile once: the record of each, by its folder."""

    request: Request
    records: tuple[tuple[Path, Record], ...]

    def put(self, paths: Iterable[Path]) -> Iterator[Made]:
        """Put the kits of these profiles in place, and yield what came of each.

        The staging folder has to be held, and the public folder prepared.
        """
        home = {name: (folder, each) for folder, each in self.records for name in each.covered}
        for path in paths:
            folder, record = home[name_of(path)]
            entry = record.entries.get(name_of(path))
            if entry is None or not entry.profile:
                yield self._failed(path, record.shard)
            else:
                yield self._put(name_of(path), entry, folder)

    def _put(self, name: str, entry: Entry, folder: Path) -> Made:
        public = self.request.project.public
        if entry.theme:
            self._copy(folder, f"{THEMES}/{entry.theme}")
        for kit in entry.kits:
            self._copy(folder, kit)
        kits = {kit: stamp_of(public / kit) for kit in entry.kits}
        return Made(
            name,
            entry=replace(entry, kits=kits),
            parts=(name,) if kits else (),
            kits=tuple(kits.items()),
            themes=(entry.theme,) if entry.theme else (),
            is_over=not kits,
        )

    def _copy(self, folder: Path, name: str) -> None:
        """Put a copy of a shard's folder in place in one step, unless it is there already."""
        project = self.request.project
        source, place = folder / "public" / name, project.public / name
        if place.is_dir():
            if digest_folder(place) == digest_folder(source):
                return
            if not (place / _MARK).is_file():  # a theme that somebody changed
                remove_folder(place, project.staging)
        place.parent.mkdir(exist_ok=True)
        with new_folder(place, mark=_MARK, beside=project.staging) as fresh:
            shutil.copytree(source, fresh, dirs_exist_ok=True, copy_function=_copy_file)
            for each in (fresh, *(path for path in fresh.rglob("*") if path.is_dir())):
                each.chmod(_READABLE)

    def _failed(self, path: Path, shard: Shard) -> Made:
        """Return what comes of a profile that its shard could not build: the last good kit stays.

        What stands at links that open nothing any more goes all the same.
        """
        request, name = self.request, name_of(path)
        error = KitgenError(f"shard {shard} could not build it; that build said why")
        (member,) = read_members(request.project, [path], request.now)
        if member.profile is None:
            return Made(name, errors=((name, error),))
        deployment = deployment_of(request.project, request.secret)
        is_stale = stale_paths(request.project, deployment, [member], everything=False)
        stale = tuple(each for each in deployment.entries() if is_stale(each))
        return Made(name, errors=((name, error),), stale=stale)


def join_shards(
    request: Request,
    folders: Sequence[Path],
    label: Callable[[str], str],
    shown: Callable[[Path], str],
) -> Whole:
    """Return the shards in these folders as a whole; nothing is written.

    `label` is how profiles are called in what is told, `shown` how folders are. Raises MergeError
    with every reason why they are none: shards missing or twice, made from other inputs than those
    here, or changed since; profiles covered by none, by two, or as they were before.
    """
    found, reasons = _read(request, folders, shown)
    records = tuple((folder, record) for folder, record in found)
    reasons += _of_numbers([each.shard for _, each in records])
    here = inputs_of(request.project, request.now)
    for folder, record in records:
        reasons += [f"{shown(folder)}: {each}" for each in record.inputs.unlike(here)]
        reasons += [f"{shown(folder)}: {each}" for each in _of_files(folder, record)]
    if not reasons:  # else most of what follows from it would be told, too
        reasons += _of_profiles(request, [each for _, each in records], label)
    if reasons:
        more = [f"and {len(reasons) - _TOLD} more"] if len(reasons) > _TOLD else []
        lines = "\n".join(f"  {each}" for each in (*reasons[:_TOLD], *more))
        raise MergeError(f"these shards make no whole, so nothing was changed:\n{lines}")
    return Whole(request, records)


def _read(
    request: Request, folders: Sequence[Path], shown: Callable[[Path], str]
) -> tuple[list[tuple[Path, Record]], list[str]]:
    found, reasons = [], []
    for folder in folders:
        try:
            found.append((folder, read_record(folder, request.secret)))
        except KitgenError as error:
            reasons.append(f"{shown(folder)}: {error}")
    return found, reasons


def _of_numbers(shards: Sequence[Shard]) -> list[str]:
    """Return which shards are missing or twice, and whether they are of one division."""
    sizes = sorted({each.of for each in shards})
    if len(sizes) > 1:
        kinds = " and ".join(str(size) for size in sizes)
        return [f"some are of {kinds} shards; all have to be of one division"]
    counts = Counter(each.number for each in shards)
    wanted = range(1, (sizes[0] if sizes else 0) + 1)
    missing = [
        f"shard {number}-of-{sizes[0]} is missing" for number in wanted if not counts[number]
    ]
    twice = [f"shard {each}-of-{sizes[0]} is there twice" for each in wanted if counts[each] > 1]
    return missing + twice


def _of_files(folder: Path, record: Record) -> list[str]:
    """Return what in a shard is not as its record says."""
    public, reasons = folder / "public", []
    kits = {
        name: digest for entry in record.entries.values() for name, digest in entry.kits.items()
    }
    wrong = sum(_digest_of(public / name) != digest for name, digest in kits.items())
    if wrong:
        reasons.append(f"kits changed or lost since it was built: {wrong}")
    places = {f"{THEMES}/{name}": digest for name, digest in record.themes.items()}
    if any(_digest_of(public / name) != digest for name, digest in places.items()):
        reasons.append("its theme was changed or lost since it was built")
    return reasons


def _digest_of(folder: Path) -> str:
    """Return the digest of a folder; empty when it cannot be read, or is a link to one."""
    try:
        return "" if folder.is_symlink() else digest_folder(folder)
    except OSError:
        return ""


def _of_profiles(
    request: Request, records: Sequence[Record], label: Callable[[str], str]
) -> list[str]:
    """Return which profiles are not covered once, and as they are now."""
    covered: dict[str, list[str]] = {}
    for record in records:
        for name, digest in record.covered.items():
            covered.setdefault(name, []).append(digest)
    reasons = []
    for path in request.paths:
        name = name_of(path)
        digests = covered.get(name, [])
        if not digests:
            reasons.append(f"{label(name)}: no shard covers it; it is newer than they are")
        elif len(digests) > 1:
            reasons.append(f"{label(name)}: {len(digests)} shards cover it")
        elif digests != [digest_file(path)]:
            reasons.append(f"{label(name)}: its profile has changed since its shard was built")
    return reasons


def _copy_file(source: str, place: str) -> None:
    """Copy the bytes alone: artifacts lose rights and times on their way."""
    shutil.copyfile(source, place)
    Path(place).chmod(_FILE)
