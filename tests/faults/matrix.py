"""The matrix of faults: what was tried on each command, and what was lost. It should be nothing.

After each fault: profiles are byte for byte as before or as after; every kit, and the published
site, is the last good one or the new one; nothing plain lies where it is published. Then the
command is given once more, and everything has to be as if nothing had gone wrong: no file too
many, none too few, and nobody's name outside of the profiles.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.injection import KILLED, TRACEBACK, Fault, Kind, Run, run_with
from tests.faults.scenarios import ENVIRONMENT, PERSONAL, Place, Scenario, scenarios

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.faults.injection import Ended

Files = dict[str, bytes]
# Their content differs from run to run (times), or is empty; that they are there is compared.
_NOT_COMPARED = ("project/build/manifest.json",)
_FAILED = 1  # the exit code of a command that says why
_LOCKS = (".kitgen.lock", "tmp")
_IN_BUILDS = {Kind.EDITED, Kind.DELETED}
_TIDY = {Kind.STOPPED, Kind.FULL}  # the command goes on long enough to remove what is plain


@dataclass
class Row:
    """What came of all faults on one command; `lost` says of each what is not as it should be."""

    command: str
    deeds: int = 0
    tried: Counter[Kind] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)


def files_in(root: Path) -> Files:
    """Return every file below a folder, by its path."""
    found = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [each for each in folders if not (Path(folder) / each).is_symlink()]
        for name in names:
            path = Path(folder) / name
            found[path.relative_to(root).as_posix()] = path.read_bytes()
    return found


@contextmanager
def surroundings(root: Path) -> Iterator[None]:
    """Set the clock, the secret and the folder for temporary files; put all back in the end."""
    before, temporary = dict(os.environ), tempfile.tempdir
    os.environ.update(ENVIRONMENT)
    for name in ("CI", "KITGEN_SECRET"):
        os.environ.pop(name, None)
    tempfile.tempdir = str(root / "tmp")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        tempfile.tempdir = temporary


class Trial:
    """One scenario, prepared once; each fault starts from a copy of what it was."""

    def __init__(self, scenario: Scenario, place: Place) -> None:
        """Prepare the scenario, and find out how it goes without a fault."""
        self.scenario, self.place = scenario, place
        self.saved = place.root.with_name(f"{place.root.name}-saved")
        _empty(place.root)
        scenario.prepare(place)
        _empty(self.saved)
        self._copy(place.root, self.saved)
        self.before = files_in(place.root)
        place.run(*scenario.words)  # the process is warm from here on
        self._restore()
        self.whole = self._run(Fault())
        assert self.whole.code == 0, self.whole.said
        self.after = files_in(place.root)
        self._run(Fault())
        self.twice = files_in(place.root)
        self._edited: dict[Kind, Files] = {}

    def kinds(self) -> tuple[Kind, ...]:
        """Return what can go wrong with this command."""
        is_build = self.scenario.words[0] == "build"
        return tuple(kind for kind in Kind if is_build or kind not in _IN_BUILDS)

    def deeds(self, plant: Callable[[], None] | None) -> int:
        """Return at how many deeds something can go wrong; a bug may do more of them, or fewer."""
        self._restore()
        return self._run(Fault(), plant).deeds

    def lost_by(self, fault: Fault, plant: Callable[[], None] | None = None) -> list[str]:
        """Return what is lost by a fault, in words; nothing, if all is well."""
        self._restore()
        ended = self._run(fault, plant)
        lost = [*self._told(fault, ended), *self._unsafe(fault, ended)]
        again = self._run(Fault(), plant)
        is_done = bool(self.scenario.is_done) and self.scenario.is_done in again.said
        if again.code and not is_done:
            lost.append(f"the next run fails: {again.said.strip()[-300:]}")
        lost += self._not_mended(fault)
        return [f"{fault.kind} at {fault.at}: {each}" for each in lost]

    def _told(self, fault: Fault, ended: Ended) -> Iterator[str]:
        if ended.code == TRACEBACK:
            yield f"a traceback: {ended.said.strip()[-600:]}"
        is_kill = fault.kind in {Kind.KILL, Kind.TORN}
        if is_kill and ended.code != KILLED:
            yield f"it was not killed, but ended with {ended.code}"
        if fault.kind is Kind.STOPPED and (ended.code, "Interrupted:" in ended.said) != (130, True):
            yield f"it ended with {ended.code}, and said {ended.said.strip()[-300:]!r}"
        if ended.code == _FAILED and "error" not in ended.said and "failed" not in ended.said:
            yield f"it failed without a word: {ended.said.strip()[-300:]!r}"

    def _unsafe(self, fault: Fault, ended: Ended) -> Iterator[str]:
        """Yield what is not as before, nor as after, right after the fault."""
        now = files_in(self.place.root)
        for name in {**self.before, **self.after}:
            if name.startswith("project/profiles/"):
                allowed = {self.before.get(name), self.after.get(name)}
                is_changed = fault.kind in _IN_BUILDS and name.endswith("ada.yml")
                if now.get(name) not in allowed and not is_changed:
                    yield f"{name} is neither as before nor as after"
        if fault.kind in _TIDY:
            yield from _plain(now)
            yield from (
                f"{name} is left at once"
                for name in sorted(set(now) - set(self.before) - set(self.after))
                if name.startswith("project/profiles/")
            )
        if fault.kind in _IN_BUILDS:
            return
        yield from self._torn(now, "project/build/public/", by_entry=True)
        yield from self._torn(now, "host/site/", by_entry=False)
        # A rotated link dies even when its new kit fails, if that is told.
        if ended.code != _FAILED:
            yield from self._vanished(now, "project/build/public/")

    def _torn(self, now: Files, folder: str, *, by_entry: bool) -> Iterator[str]:
        states = [
            _parted(files, folder, by_entry=by_entry) for files in (now, self.before, self.after)
        ]
        here, old, new = states
        for name, files in here.items():
            if files not in (old.get(name), new.get(name)):
                yield f"{folder}{name} is neither the last good one nor the new one"
        for name in set(old) & set(new) - set(here):
            yield f"{folder}{name} is gone"

    def _vanished(self, now: Files, folder: str) -> Iterator[str]:
        here, old, new = (
            set(_parted(files, folder, by_entry=True)) for files in (now, self.before, self.after)
        )
        if old - new - here and new - old - here:
            yield f"{folder}: an old one is gone, and its new one is not there"

    def _not_mended(self, fault: Fault) -> Iterator[str]:
        now = files_in(self.place.root)
        yield from _plain(now)
        wanted = self.after
        if fault.kind in _IN_BUILDS:
            wanted = self._clean_after(fault)
        for name in sorted(set(now) ^ set(wanted)):
            yield f"{name} is {'left' if name in now else 'missing'} after the next run"
        for name in set(now) & set(wanted) - set(_NOT_COMPARED):
            allowed = (wanted[name], self.twice.get(name) if wanted is self.after else None)
            if now[name] not in allowed:
                yield f"{name} is another one after the next run"

    def _clean_after(self, fault: Fault) -> Files:
        """Return how it is when the profile was changed before the command, not meanwhile."""
        if fault.kind not in self._edited:
            self._restore()
            self._change(fault.kind)
            self._run(Fault())
            self._edited[fault.kind] = files_in(self.place.root)
        return self._edited[fault.kind]

    def _change(self, kind: Kind) -> None:
        ada = self.place.profiles / "ada.yml"
        if kind is Kind.DELETED:
            ada.unlink(missing_ok=True)
        else:
            ada.write_text(ada.read_text("utf-8").replace("Jo Park", "Jo Parkinson"), "utf-8")

    def _run(self, fault: Fault, plant: Callable[[], None] | None = None) -> Ended:
        root, project = self.place.root, self.place.project
        return run_with(fault, Run(self.scenario.words, root, project, self._change, plant))

    def _restore(self) -> None:
        _empty(self.place.root)
        self._copy(self.saved, self.place.root)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)


def _plain(files: Files) -> Iterator[str]:
    """Yield what names somebody, and is neither a profile nor the export."""
    for name, content in files.items():
        told = next((each for each in PERSONAL if each.encode() in content), "")
        if told and not name.startswith(("project/profiles/", "export.zip")):
            yield f"{name} is plain: it names {told}"


def _parted(files: Files, folder: str, *, by_entry: bool) -> dict[str, Files]:
    """Return the files below a folder, by the entry of it that they are in, or all as one."""
    parts: dict[str, Files] = {}
    for path, content in files.items():
        name = path.removeprefix(folder)
        if name == path or name.startswith(".kitgen"):
            continue
        entry = name.split("/")[0] if by_entry else ""
        if entry == "_theme":
            entry = "/".join(name.split("/")[:2])
        parts.setdefault(entry, {})[name] = content
    return parts


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def try_all(
    place: Place,
    most: int,
    names: tuple[str, ...],
    plant: Callable[[], None] | None,
    say: Callable[[str], None],
) -> list[Row]:
    """Try faults on commands of these names (all without): at each deed, or at `most` of them."""
    rows = []
    with surroundings(place.root):
        for scenario in scenarios(place):
            if names and scenario.name not in names:
                continue
            trial = Trial(scenario, place)
            row = Row(scenario.name, trial.deeds(plant))
            for kind in trial.kinds():
                for at in spread(row.deeds, most):
                    row.tried[kind] += 1
                    row.lost += trial.lost_by(Fault(kind, at), plant)
            say(f"{row.command}: {sum(row.tried.values())} faults, {len(row.lost)} lost")
            rows.append(row)
    return rows


def spread(deeds: int, most: int) -> tuple[int, ...]:
    """Return at which deeds to let something go wrong: all of them, or `most`, evenly spread."""
    if not most or deeds <= most:
        return tuple(range(1, deeds + 1))
    return tuple(1 + number * (deeds - 1) // max(1, most - 1) for number in range(most))


def shown(rows: list[Row]) -> str:
    """Return the matrix as a table: commands down, kinds of faults across."""
    head = ["command", "deeds", *Kind, "lost"]
    lines = [head]
    for row in rows:
        tried = [str(row.tried[kind]) if kind in row.tried else "-" for kind in Kind]
        lines.append([row.command, str(row.deeds), *tried, str(len(row.lost))])
    total = sum(sum(row.tried.values()) for row in rows)
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    table = "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
    return f"{table}\n{total} faults tried, {sum(len(row.lost) for row in rows)} lost."
