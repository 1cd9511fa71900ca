"""Production: all sealed kits of a project brought up to date, by as many workers as there are.

What has not changed since the manifest was written is left alone; all else is made in the
workshop. In the end only kits that belong to a profile stand in the public folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING

from kitgen.clock import day_in
from kitgen.executors import open_executor, spread
from kitgen.folder import remove_folder, replace_text
from kitgen.manifest import (
    Entry,
    Manifest,
    digest_common,
    digest_file,
    digest_texts,
    read_manifest,
    stamp_of,
)
from kitgen.project import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from kitgen.project import Project
    from kitgen.seal import Deployment
    from kitgen.secret import Secret
    from kitgen.sharing import Member
    from kitgen.workshop import Made

_SAVED_EVERY = 500  # kits
_KIT = 22  # letters of the name of a kit's folder


@dataclass(frozen=True, slots=True)
class Request:
    """What to bring up to date: these profiles, or all of the project's when `is_whole`."""

    project: Project
    secret: Secret
    now: datetime
    paths: tuple[Path, ...]
    is_whole: bool = True
    jobs: int = 1
    is_fresh: bool = False  # build everything again


@dataclass
class Production:
    """One run. `unchanged` are the names of kits that needed nothing, `removed` counts folders."""

    request: Request
    unchanged: tuple[str, ...] = ()
    changed: tuple[Path, ...] = ()
    removed: int = 0
    made: dict[str, Made] = field(default_factory=dict)
    _manifest: Manifest = field(default_factory=Manifest)
    _entries: dict[str, Entry] = field(default_factory=dict)
    _before: dict[str, dict[str, str]] = field(default_factory=dict)
    _days: dict[str, str] = field(default_factory=dict)
    _over: tuple[str, ...] = ()
    _themes: dict[str, str] = field(default_factory=dict)

    def begin(self) -> None:
        """Find out what there is to do. The staging folder has to be held from here on."""
        request = self.request
        project = request.project
        files = (project.mkdocs_yml,)
        common = digest_common(project.docs, files, (request.secret.fingerprint,))
        found = read_manifest(project.manifest)
        is_same = found.common == common and not request.is_fresh
        self._manifest = Manifest(
            common, found.entries if is_same else {}, found.shared if is_same else ""
        )
        self._entries = dict(self._manifest.entries)
        if found.secret == request.secret.fingerprint:  # by another secret, kits have other names
            self._before = {name: dict(entry.kits) for name, entry in found.entries.items()}
            self._themes = {name: entry.theme for name, entry in found.entries.items()}
            self._over = tuple(
                name for name, each in found.entries.items() if self._is_over(name, each)
            )
        fresh = [path for path in request.paths if self._is_fresh(path)]
        self.unchanged = tuple(name_of(path) for path in fresh)
        known = set(fresh)
        self.changed = tuple(path for path in request.paths if path not in known)

    @property
    def is_settled(self) -> bool:
        """Whether nothing changed at all: neither a profile nor anything in the public folder."""
        request = self.request
        is_idle = request.is_whole and not self.changed and bool(self._manifest.shared)
        names = {name_of(path) for path in request.paths}
        if not is_idle or set(self._entries) != names:
            return False
        return _shared_stamp(request.project.public) == self._manifest.shared

    def had(self, name: str) -> bool:
        """Return whether a kit of that name stands from before."""
        public = self.request.project.public
        return any((public / path).is_dir() for path in self._before.get(name, ()))

    def standing(self) -> tuple[int, int]:
        """Return how many kits, and how many of their parts, stand in the public folder."""
        public = self.request.project.public
        found = [each for each in public.iterdir() if len(each.name) == _KIT]
        parts = sum(max(0, len(each.kits) - 1) for each in self._entries.values())
        return len(found) - parts, parts

    def make(self) -> Iterator[Made]:
        """Make what has changed, and yield what came of each profile as soon as it is known."""
        from kitgen.workshop import Order, make_kits  # noqa: PLC0415  MkDocs takes a while to import

        request = self.request
        order = Order(
            request.project.root.resolve(), request.secret, request.now, self._manifest.common
        )
        work = partial(make_kits, order)
        paths = tuple(path.resolve().parent / path.name for path in self.changed)
        with open_executor(request.jobs, len(paths)) as (executor, at_once):
            yield from self._taken(spread(executor, at_once, work, paths))

    def finish(self, members: Callable[[], Iterable[Member]]) -> None:
        """Take away what belongs to no profile any more, and look at what nobody has checked.

        `members` gives all profiles of the project, read; it is asked for only when it is needed.
        Raises LeakError for a leak.
        """
        from kitgen.seal import check_published, remove_themes  # noqa: PLC0415  as above
        from kitgen.sharing import deployment_of, search_of  # noqa: PLC0415  as above

        request = self.request
        deployment = deployment_of(request.project, request.secret)
        for name in self._over:
            for path in self._before[name]:
                if (deployment.public / path).is_dir():
                    self._remove(deployment, path)
        if request.is_whole:
            for name in set(self._entries) - {name_of(path) for path in request.paths}:
                del self._entries[name]
            self._remove_others(deployment)
        stamps: dict[str, str] = {}
        for entry in self._entries.values():
            stamps |= entry.kits
        for made in self.made.values():
            stamps |= dict(made.kits)
        check_published(
            deployment,
            lambda name: stamps.get(name, "") == stamp_of(deployment.public / name) != "",
            cache(lambda: search_of(request.project, members())),
        )
        if request.is_whole and not any(each.errors for each in self.made.values()):
            of_made = {theme for each in self.made.values() for theme in each.themes}
            remove_themes(deployment, of_made | {each.theme for each in self._entries.values()})
        self._save(is_settled=request.is_whole and not any(m.errors for m in self.made.values()))

    def _remove_others(self, deployment: Deployment) -> None:
        """Take away each kit that is of no profile, but for those that may be of one not made."""
        from kitgen.sharing import Member, stale_paths  # noqa: PLC0415  as above

        kept = {path for each in self._entries.values() for path in each.kits}
        failed = [each for each in self.made.values() if each.errors]
        for each in failed:
            kept |= {*dict(each.kits), *self._before.get(each.name, ())}
        forgotten = [each for each in failed if each.name not in self._before]
        is_stale = stale_paths(
            self.request.project,
            deployment,
            [Member(each.name, error=each.errors[0][1]) for each in forgotten],
            everything=True,
        )
        for name in deployment.entries():
            if name not in kept and is_stale(name):
                self._remove(deployment, name)

    def _taken(self, all_made: Iterator[Made]) -> Iterator[Made]:
        """Yield what was made, and remember it: what is done is done, however it ends."""
        try:
            for number, made in enumerate(all_made, 1):
                self._take(made)
                if number % _SAVED_EVERY == 0:
                    self._save()
                yield made
        finally:
            self._save()

    def _take(self, made: Made) -> None:
        """Keep what came of a profile; kits that it had before, at other links, go at once."""
        self.made[made.name] = made
        before = self._before.get(made.name, {})
        if made.entry is not None:
            self._entries[made.name] = made.entry
            for path in before.keys() - made.entry.kits.keys():
                place = self.request.project.public / path
                if place.is_dir():
                    remove_folder(place, self.request.project.staging)
                    self.removed += 1
        elif made.name in self._before:  # its last good kit stays, and is as it was checked
            kits = {**self._before[made.name], **dict(made.kits)}
            theme = next(iter(made.themes), self._themes[made.name])
            self._entries[made.name] = Entry("", ("", ""), "UTC", kits, theme)
        else:
            self._entries.pop(made.name, None)

    def _remove(self, deployment: Deployment, name: str) -> None:
        remove_folder(deployment.public / name, deployment.staging)
        self.removed += 1

    def _is_fresh(self, path: Path) -> bool:
        """Return whether the kit of a profile is as it would be built now."""
        entry = self._entries.get(name_of(path))
        if entry is None or not entry.profile or entry.profile != digest_file(path):
            return False
        now = self.request.now
        if entry.days != (now.date().isoformat(), self._day(entry.zone)):
            return False
        public = self.request.project.public
        return all(stamp_of(public / name) == stamp for name, stamp in entry.kits.items())

    def _is_over(self, name: str, entry: Entry) -> bool:
        """Return whether a kit is past its last day, by a profile that has not changed since."""
        if not entry.expires or self._day(entry.zone) <= entry.expires:
            return False
        profiles = self.request.project.profiles
        return any(digest_file(path) == entry.profile for path in profiles.glob(f"{name}.y*ml"))

    def _day(self, zone: str) -> str:
        if zone not in self._days:
            self._days[zone] = day_in(self.request.now, zone).isoformat()
        return self._days[zone]

    def _save(self, *, is_settled: bool = False) -> None:
        """Write the manifest; with `is_settled`, also how the whole public folder looks."""
        shared = _shared_stamp(self.request.project.public) if is_settled else ""
        manifest = Manifest(
            self._manifest.common,
            dict(self._entries),
            shared,
            self.request.secret.fingerprint,
        )
        replace_text(self.request.project.manifest, manifest.text(), "build/manifest.json", 0o600)


def _shared_stamp(public: Path) -> str:
    """Return what tells whether anything at the top of the public folder, or a theme, changed."""
    names = sorted(each.name for each in public.iterdir())
    files = (path for path in sorted(public.glob("[._r4]*")) if not path.is_dir())
    trees = (path for path in sorted((public / "_theme").rglob("*")))
    stamps = (f"{path.relative_to(public)} {path.stat().st_mtime_ns}" for path in (*files, *trees))
    return digest_texts((*names, *stamps))
