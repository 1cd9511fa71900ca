"""Production: all sealed kits of a project brought up to date, by as many workers as there are.

What has not changed since the manifest was written is left alone; all else is made in the
workshop. In the end only kits that belong to a profile stand in the public folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kitgen.executors import RENEWED, open_executor, spread
from kitgen.folder import remove_folder
from kitgen.ledger import Ledger, open_ledger
from kitgen.manifest import Entry, shared_stamp, stamp_of
from kitgen.project import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager
    from pathlib import Path

    from kitgen.desk import Office
    from kitgen.request import Request
    from kitgen.seal import Deployment
    from kitgen.sharing import Member
    from kitgen.workshop import Made, Order

_SAVED_EVERY = 500  # kits


@dataclass
class Production:
    """One run. `unchanged` are the names of kits that needed nothing, `removed` counts folders.

    `standing` is how many kits, and how many of their briefs, stand in the public folder now.
    """

    request: Request
    unchanged: tuple[str, ...] = ()
    changed: tuple[Path, ...] = ()
    removed: int = 0
    standing: tuple[int, int] = (0, 0)
    made: dict[str, Made] = field(default_factory=dict)
    _ledger: Ledger = field(init=False)
    _desk_folders: frozenset[str] = frozenset()
    _has_failed: bool = False

    def begin(self) -> None:
        """Find out what there is to do. The staging folder has to be held from here on."""
        request = self.request
        self._ledger = open_ledger(request)
        fresh = [path for path in request.paths if self._ledger.is_fresh(path)]
        self.unchanged = tuple(name_of(path) for path in fresh)
        known = set(fresh)
        self.changed = tuple(path for path in request.paths if path not in known)

    @property
    def is_settled(self) -> bool:
        """Whether nothing changed at all: neither a profile nor anything in the public folder."""
        request = self.request
        is_idle = request.is_whole and not self.changed and bool(self._ledger.manifest.shared)
        names = {name_of(path) for path in request.paths}
        if not is_idle or set(self._ledger.entries) != names or not self._ledger.are_desks_fresh():
            return False
        parts = sum(max(0, len(each.kits) - 1) for each in self._ledger.entries.values())
        self.standing = (sum(1 for each in self._ledger.entries.values() if each.kits), parts)
        return shared_stamp(request.project.public) == self._ledger.manifest.shared

    @property
    def entries(self) -> Mapping[str, Entry]:
        """What the manifest remembers of each kit by now, by name."""
        return self._ledger.entries

    def had(self, name: str) -> bool:
        """Return whether a kit of that name stands from before."""
        public = self.request.project.public
        return any((public / path).is_dir() for path in self._ledger.before.get(name, ()))

    def make(self) -> Generator[Made]:
        """Make what has changed, and yield what came of each profile as soon as it is known."""
        from kitgen.workshop import make_kits  # noqa: PLC0415  MkDocs takes a while to import

        work = partial(make_kits, self._order())
        # A profile may be a link: it is read as it is called here, wherever it leads.
        paths = tuple(path.parent.resolve() / path.name for path in self.changed)
        size = RENEWED * self.request.jobs
        for some in (paths[at : at + size] for at in range(0, len(paths), size)):
            with self._workers(len(some)) as (executor, at_once):
                yield from self.take(spread(executor, at_once, work, some))

    def take(self, all_made: Iterator[Made]) -> Generator[Made]:
        """Yield what was made, and remember it: what is done is done, however it ends."""
        try:
            for number, made in enumerate(all_made, 1):
                self._take(made)
                if number % _SAVED_EVERY == 0:
                    self._ledger.save()
                yield made
        finally:
            self._ledger.save()

    def make_desks(
        self, office: Office, members: Callable[[], tuple[Member, ...]]
    ) -> Iterator[Made]:
        """Make the desks, if anything that they show has changed, and yield what came of each.

        `office` is without members, which are asked for only when they are needed. Measuring
        everyone takes its time, so a desk is made anew with all kits, not with each.
        """
        from kitgen.desk import desk_folders  # noqa: PLC0415  as above
        from kitgen.sharing import search_of  # noqa: PLC0415  as above
        from kitgen.workshop import make_desks  # noqa: PLC0415  as above

        request, source = self.request, self._ledger.source_of_desks()
        self._desk_folders = desk_folders(office.settings, request.secret)
        known = {path for each in self._ledger.desks.values() for path in each.kits}
        is_fresh = known == self._desk_folders and self._ledger.are_desks_fresh()
        if is_fresh or not self._desk_folders or not request.is_whole:
            return
        everyone = members()
        full, search = replace(office, members=everyone), search_of(request.project, everyone)
        for made in make_desks(self._order(), full, search):
            self._take_desk(made, source)
            yield made

    def finish(self, members: Callable[[], Iterable[Member]]) -> None:
        """Take away what belongs to no profile any more, and look at what nobody has checked.

        `members` gives all profiles of the project, read; it is asked for only when it is needed.
        Raises LeakError for a leak.
        """
        from kitgen.seal import check_published, remove_themes  # noqa: PLC0415  as above
        from kitgen.sharing import count_standing, deployment_of, search_of  # noqa: PLC0415  as above

        request = self.request
        deployment = deployment_of(request.project, request.secret)
        for path in (path for name in self._ledger.over for path in self._ledger.before[name]):
            self._remove(path)
        if request.is_whole:
            for name in set(self._ledger.entries) - {name_of(path) for path in request.paths}:
                del self._ledger.entries[name]
            self._remove_others(deployment)
        stamps: dict[str, str] = {}
        for entry in (*self._ledger.entries.values(), *self._ledger.desks.values()):
            stamps |= entry.kits
        for made in self.made.values():
            stamps |= dict(made.kits)
        check_published(
            deployment,
            lambda name: stamps.get(name, "") == stamp_of(deployment.public / name) != "",
            cache(lambda: search_of(request.project, members())),
        )
        is_settled = request.is_whole and not self._has_failed
        if is_settled:
            of_made = {theme for each in self.made.values() for theme in each.themes}
            entries = (*self._ledger.entries.values(), *self._ledger.desks.values())
            remove_themes(deployment, of_made | {each.theme for each in entries})
        self._ledger.save(is_settled=is_settled)
        names = (name_of(path) for path in request.project.profile_paths())
        self.standing = count_standing(deployment, names, self._desk_folders)

    def _remove_others(self, deployment: Deployment) -> None:
        """Take away each kit that is of no profile, but for those that may be of one not made."""
        from kitgen.sharing import Member, stale_paths  # noqa: PLC0415  as above

        kept = {path for each in self._ledger.entries.values() for path in each.kits}
        kept |= self._desk_folders
        failed = [each for each in self.made.values() if each.errors]
        for each in failed:
            kept |= {*dict(each.kits), *self._ledger.before.get(each.name, ())} - {*each.stale}
        forgotten = [each for each in failed if each.name not in self._ledger.before]
        is_stale = stale_paths(
            self.request.project,
            deployment,
            [Member(each.name, error=each.errors[0][1]) for each in forgotten],
            everything=True,
        )
        for name in deployment.entries():
            if name not in kept and is_stale(name):
                self._remove(name)

    def _take(self, made: Made) -> None:
        """Keep what came of a profile; kits that it had before, at other links, go at once."""
        self.made[made.name] = made
        self._has_failed = self._has_failed or bool(made.errors)
        before = self._ledger.before.get(made.name, {})
        gone = made.stale if made.entry is None else before.keys() - made.entry.kits.keys()
        for path in gone:
            self._remove(path)
        if made.entry is not None:
            self._ledger.entries[made.name] = made.entry
        elif made.name in self._ledger.before:
            self._ledger.entries[made.name] = self._kept(made, gone)
        else:
            self._ledger.entries.pop(made.name, None)

    def _take_desk(self, made: Made, source: str) -> None:
        """Keep what came of a desk; that of an earlier link goes in the end."""
        self._has_failed = self._has_failed or bool(made.errors)
        day = self.request.now.date().isoformat()
        if not made.errors:
            kits, theme = dict(made.kits), made.themes[0]
            self._ledger.desks[made.name] = Entry(source, (day, day), "UTC", kits, theme)
        elif made.name in self._ledger.before:
            gone = self._ledger.before[made.name].keys() - self._desk_folders
            self._ledger.desks[made.name] = self._kept(made, gone)

    def _kept(self, made: Made, gone: Collection[str]) -> Entry:
        """Return the entry of what failed: its last good kit stays, and is as it was checked."""
        kits = {**self._ledger.before[made.name], **dict(made.kits)}
        kits = {path: stamp for path, stamp in kits.items() if path not in gone}
        theme = next(iter(made.themes), self._ledger.themes[made.name])
        return Entry("", ("", ""), "UTC", kits, theme)

    def _remove(self, name: str) -> None:
        project = self.request.project
        if (project.public / name).is_dir():
            remove_folder(project.public / name, project.staging)
            self.removed += 1

    def _workers(self, tasks: int) -> AbstractContextManager[tuple[Executor | None, int]]:
        """Open what does so many tasks: the cluster that was asked for, or processes here."""
        request = self.request
        if not request.cluster or not tasks:
            return open_executor(request.jobs, tasks)
        from kitgen.cluster import open_cluster  # noqa: PLC0415  an extra

        return open_cluster(request.cluster, request.project.staging.resolve())

    def _order(self) -> Order:
        from kitgen.workshop import Order  # noqa: PLC0415  as above

        request, common = self.request, self._ledger.manifest.common
        project = replace(request.project, root=request.project.root.resolve())
        if request.cluster:  # its machines have users of their own
            project = replace(project, cache=None)
        return Order(project, request.secret, request.now, common)
