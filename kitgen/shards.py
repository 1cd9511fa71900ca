"""Shards: each machine of several builds every so-many-th kit, and records what it covered.

A shard is a folder that may travel by way of others. It holds sealed kits, their theme, and a
record, which is sealed, too: it names profiles, and nobody without the secret can change it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kitgen.errors import KitgenError
from kitgen.folder import replace_bytes
from kitgen.manifest import (
    Manifest,
    digest_file,
    digest_folder,
    digest_sources,
    parse_manifest,
    versions,
)
from kitgen.project import name_of
from kitgen.seal import UnsealError, derive_keys, seal_bytes, unseal_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from kitgen.manifest import Entry
    from kitgen.project import Project
    from kitgen.request import Request
    from kitgen.seal import Secret

RECORD = "record.bin"
THEMES = "_theme"
_FORMAT = 1
_MOST = 250_000_000  # bytes of a record that are read; one of 100,000 kits has some 30 million
_KEYS = "~shard"  # no profile can be called so


class Shard(Struct, frozen=True):
    """The `number`-th (from 1) of `of` shards."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}-of-{self.of}"

    def share_of(self, paths: Sequence[Path]) -> tuple[Path, ...]:
        """Return every so-many-th of these paths; they are in the order of their names."""
        return tuple(paths[self.number - 1 :: self.of])


class Inputs(Struct, frozen=True):
    """What all kits are made from: a digest of `docs/` and `mkdocs.yml`, versions, the UTC day.

    What `mkdocs.yml` takes from variables or from files outside of `docs/` is not looked at. The
    secret is not among it: with another one, a record does not open.
    """

    sources: str
    versions: tuple[str, ...]
    day: str

    def unlike(self, here: Inputs) -> Iterator[str]:
        """Yield how a shard's inputs differ from those here, as the end of a sentence."""
        if self.sources != here.sources:
            yield "made from another docs/ or mkdocs.yml than those here"
        for theirs in sorted(set(self.versions) - set(here.versions)):
            yield f"made with {theirs}, which is another one here"
        if set(self.versions) < set(here.versions):
            yield "made without packages that are installed here"
        if self.day != here.day:
            said = f"made on {self.day}, and it is {here.day}; build it again"
            yield f"{said}, or set SOURCE_DATE_EPOCH to a time of that day"


class Record(Struct, frozen=True):
    """What a shard covered.

    `covered` are the digests of all its profiles by name, also of those that failed. `entries` are
    those of the manifest, with digests of what is in each folder in place of stamps; an entry
    without the digest of a profile is a last good kit that was kept. `themes` are the digests of
    its themes by version.
    """

    shard: Shard
    inputs: Inputs
    covered: Mapping[str, str]
    entries: Mapping[str, Entry]
    themes: Mapping[str, str]


def inputs_of(project: Project, now: datetime) -> Inputs:
    """Return what kits are made from here and now."""
    sources = digest_sources(project.docs, (project.mkdocs_yml,))
    return Inputs(sources, versions(), now.date().isoformat())


def forget_record(project: Project) -> None:
    """Remove the record of a shard: until it is built to its end, it covers nothing."""
    (project.shard_folder / RECORD).unlink(missing_ok=True)


def write_record(request: Request, shard: Shard, entries: Mapping[str, Entry]) -> None:
    """Record what a shard covered, now that it is built; `entries` are those of its manifest.

    Raises KitgenError when it cannot be written.
    """
    project = request.project
    inputs = inputs_of(project, request.now)
    covered = {}
    for path in request.paths:
        entry = entries.get(name_of(path))
        covered[name_of(path)] = (entry.profile if entry else "") or digest_file(path)
    digested = {name: _digested(each, project.public) for name, each in entries.items()}
    themes = {
        folder.name: digest_folder(folder) for folder in sorted((project.public / THEMES).glob("*"))
    }
    about = {
        "format": _FORMAT,
        "shard": [shard.number, shard.of],
        "inputs": [inputs.sources, list(inputs.versions), inputs.day],
        "covered": covered,
        "entries": Manifest(entries=digested).text(),
        "themes": themes,
    }
    keys = derive_keys(request.secret, _KEYS, 1)
    sealed = seal_bytes(keys, RECORD, json.dumps(about).encode())
    replace_bytes(project.shard_folder / RECORD, sealed, "the record of the shard", 0o644)


def read_record(folder: Path, secret: Secret) -> Record:
    """Return the record of the shard in a folder. Raises KitgenError, which names no folder."""
    sealed = _read(folder / RECORD)
    if sealed is None:
        raise KitgenError(f"no shard that was built to its end: there is no {RECORD}")
    try:
        text = unseal_bytes(derive_keys(secret, _KEYS, 1).file_key, RECORD, sealed)
    except UnsealError:
        raise KitgenError("made with another secret, or changed since") from None
    about = json.loads(text)
    if about.get("format") != _FORMAT:
        raise KitgenError("made by another version of kitgen")
    sources, found, day = about["inputs"]
    return Record(
        Shard(*about["shard"]),
        Inputs(sources, tuple(found), day),
        about["covered"],
        parse_manifest(about["entries"]).entries,
        about["themes"],
    )


def _read(record: Path) -> bytes | None:
    """Return what a record holds; None when there is none: a pipe, say, may never end."""
    try:
        if not record.is_file():
            return None
        with record.open("rb") as file:
            return file.read(_MOST)
    except OSError:
        return None


def _digested(entry: Entry, public: Path) -> Entry:
    kits = {name: digest_folder(public / name) for name in entry.kits}
    return replace(entry, kits=kits)
