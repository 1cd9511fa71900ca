"""The ledger of one run: what the manifest told of before, and what is so by now.

All that is known of a kit without building it is asked here: whether it is as it would be built,
whether it is past its last day, what stood at which links.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kitgen.clock import day_in
from kitgen.folder import replace_text
from kitgen.manifest import (
    Entry,
    Manifest,
    digest_common,
    digest_file,
    digest_texts,
    is_as_stamped,
    read_manifest,
    shared_stamp,
)
from kitgen.project import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kitgen.request import Request


@dataclass
class Ledger:
    """Entries of kits and desks as they are now, by name; `manifest` is what was read.

    `before` are the folders that each had in public, with their stamps, and `themes` its theme:
    nothing when they were of another secret. `over` are the names of kits past their last day.
    """

    request: Request
    manifest: Manifest
    entries: dict[str, Entry]
    desks: dict[str, Entry]
    before: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    themes: Mapping[str, str] = field(default_factory=dict)
    over: tuple[str, ...] = ()
    _days: dict[str, str] = field(default_factory=dict)
    _themes: dict[str, bool] = field(default_factory=dict)

    def is_fresh(self, path: Path) -> bool:
        """Return whether the kit of a profile is as it would be built now."""
        entry = self.entries.get(name_of(path))
        if entry is None or not entry.profile or entry.profile != digest_file(path):
            return False
        now = self.request.now
        if entry.days != (now.date().isoformat(), self._day(entry.zone)):
            return False
        return self._is_as_made(entry)

    def is_over(self, name: str, entry: Entry) -> bool:
        """Return whether a kit is past its last day, by a profile that has not changed since."""
        if not entry.expires or self._day(entry.zone) <= entry.expires:
            return False
        profiles = self.request.project.profiles
        return any(digest_file(path) == entry.profile for path in profiles.glob(f"{name}.[yY]*"))

    def source_of_desks(self) -> str:
        """Return the digest of what a desk is made of: all profiles, the days, the address."""
        request = self.request
        texts = [self.manifest.common, request.address, request.now.date().isoformat()]
        for path in request.paths:
            entry = self.entries.get(name_of(path))
            digest = entry.profile if entry else ""  # from before it was read, if it was
            texts += [path.name, digest or digest_file(path), *(entry.days if entry else ())]
        return digest_texts(texts)

    def are_desks_fresh(self) -> bool:
        """Return whether the desks there were are as they would be built now."""
        source = self.source_of_desks() if self.desks else ""
        return all(
            each.profile == source and self._is_as_made(each) for each in self.desks.values()
        )

    def save(self, *, is_settled: bool = False) -> None:
        """Write the manifest; with `is_settled`, also how the whole public folder looks."""
        project = self.request.project
        manifest = Manifest(
            self.manifest.common,
            dict(self.entries),
            shared_stamp(project.public) if is_settled else "",
            self.request.secret.fingerprint,
            dict(self.desks),
        )
        replace_text(project.manifest, manifest.text(), "build/manifest.json", 0o600)

    def _is_as_made(self, entry: Entry) -> bool:
        """Return whether what was made stands as it was then, with the theme that it needs."""
        is_same = is_as_stamped(entry, self.request.project.public)
        return is_same and (not entry.theme or self._has_theme(entry.theme))

    def _has_theme(self, version: str) -> bool:
        """Return whether a theme stands as it was made; files are read only after a change."""
        public = self.request.project.public
        if version not in self._themes:
            is_same = shared_stamp(public) == self.manifest.shared
            self._themes[version] = is_same or _stands(public / "_theme" / version)
        return self._themes[version]

    def _day(self, zone: str) -> str:
        if zone not in self._days:
            self._days[zone] = day_in(self.request.now, zone).isoformat()
        return self._days[zone]


def open_ledger(request: Request) -> Ledger:
    """Return the ledger of a run, from the manifest that the run before has left."""
    project, fingerprint = request.project, request.secret.fingerprint
    common = digest_common(project.docs, (project.mkdocs_yml,), (fingerprint,))
    found = read_manifest(project.manifest)
    is_same = found.common == common and not request.is_fresh
    manifest = replace(found, common=common) if is_same else Manifest(common)
    ledger = Ledger(request, manifest, dict(manifest.entries), dict(manifest.desks))
    if found.secret == fingerprint:  # by another secret, kits have other names
        all_found = {**found.entries, **found.desks}.items()
        ledger.before = {name: dict(entry.kits) for name, entry in all_found}
        ledger.themes = {name: entry.theme for name, entry in all_found}
        entries = found.entries.items()
        ledger.over = tuple(name for name, each in entries if ledger.is_over(name, each))
    return ledger


def _stands(theme: Path) -> bool:
    from kitgen.seal import theme_stands  # noqa: PLC0415  MkDocs takes a while to import

    return theme_stands(theme)
