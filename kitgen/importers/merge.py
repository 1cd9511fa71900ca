"""Merging an export into a profile: news goes in, what a hand has written stays.

Each field has up to three values: the profile's, LinkedIn's now, and LinkedIn's at the last import
(its digest, in the memory). Where the profile still has the last one, it follows LinkedIn; where it
has another, a hand has written it, and it stays. A conflict, both changed, is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.document import Document, words_of
from kitgen.importers.memory import Memory, digest
from kitgen.profile import Edits, faulty_fields, slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kitgen.document import Path, Value

_SHOWN = 60
_ANSWERS = {"true": "yes", "false": "no"}


class Item(Struct, frozen=True):
    """One entry as LinkedIn has it.

    `identities` tell it from others, now and at the next import; `fields` are LinkedIn's;
    `suggested` are written with a new entry only. `name` is what a person calls it.
    """

    name: str
    identities: tuple[str, ...]
    fields: Mapping[str, str]
    suggested: Mapping[str, Value] = {}


@dataclass
class Report:
    """What an import did, and what it left to be decided; each line names an entry or field."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)


@dataclass
class Merge:
    """One import into one profile: the edits it makes, what it remembers, what it reports."""

    document: Document
    before: Memory
    edits: Edits = field(default_factory=Edits)
    after: Memory = field(default_factory=Memory)
    report: Report = field(default_factory=Report)
    names: dict[str, str] = field(default_factory=dict)

    def entries(self, path: Path) -> list[dict[str, Value]]:
        """Return the entries of a list of the profile; what is no block counts as empty."""
        value = self.document.value
        for step in path:
            value = value.get(str(step)) if isinstance(value, dict) else None
        found = value if isinstance(value, list) else []
        return [each if isinstance(each, dict) else {} for each in found]

    @cached_property
    def names_of_contacts(self) -> dict[str, str]:
        """The contacts' ids by all that entries of the profile may call them."""
        found: dict[str, str] = {}
        for entry in self.entries(("contacts",)):
            contact_id = contact_id_of(entry)
            found[contact_id] = contact_id
            found.setdefault(str(entry.get("name") or "").strip(), contact_id)
        return found

    def update(
        self, path: Path, item: Item, same: Mapping[str, str] | None = None
    ) -> frozenset[str]:
        """Bring the entry at `path` up to date; return which fields were set.

        `same` holds fields whose value in the profile means what LinkedIn's does, written in
        another way.
        """
        entry = self._entry(path)
        kept: dict[str, str] = {}
        done: set[str] = set()
        for name, theirs in item.fields.items():
            mine = entry.get(name)
            base = self.before.value(name, *item.identities)
            if isinstance(mine, dict | list) or not theirs:
                continue
            if name in faulty_fields(_kind(path), {**entry, name: theirs}):
                self.report.left_out.append(f"{item.name}: {name} is nothing a profile can hold")
                continue
            mine_now = _ANSWERS.get((mine or "").strip(), (mine or "").strip())
            agrees = mine is not None and (mine_now == theirs or name in (same or {}))
            kept[name] = digest(theirs)
            if agrees or (mine is None and base is not None):
                continue  # nothing new, or a hand has taken it out
            if mine is None or base == digest(mine_now):
                self.edits.set((*path, name), theirs)
                done.add(name)
                self.report.changed.append(f"{words_of((*path, name))}: {_shown(theirs)}")
            elif base != digest(theirs):
                kept[name] = base or ""
                self._conflict((*path, name), mine_now, theirs)
        kept = {name: value for name, value in kept.items() if value}
        self.after.remember(kept, *item.identities)
        return frozenset(done)

    def add(self, path: Path, items: Iterable[Item]) -> list[Item]:
        """Add new entries to a list, and return those that were added.

        One that an earlier import had was deleted, and stays out.
        """
        added: list[Item] = []
        fresh: list[Value] = []
        for item in items:
            fields = {name: value for name, value in item.fields.items() if value}
            kept = {name: digest(each) for name, each in fields.items()}
            self.after.remember(kept, *item.identities)
            if self.before.knows(*item.identities):
                self.report.left_out.append(f"{item.name}: you deleted this from {words_of(path)}")
                continue
            entry = self._valid(path, item.name, {**fields, **item.suggested})
            if entry:
                fresh.append(entry)
                added.append(item)
                self.report.added.append(f"{words_of(path)}: {item.name}")
        self.edits.append(path, fresh)
        return added

    def _valid(self, path: Path, name: str, entry: dict[str, Value]) -> dict[str, Value]:
        """Return an entry without what no profile can hold; empty when too little is left."""
        kind = str(path[-1])
        for faulty in sorted(faulty_fields(kind, entry)):
            self.report.left_out.append(f"{name}: {faulty} is nothing that a profile can hold")
            entry.pop(faulty, None)
            if faulty == "unconfirmed":  # a guess without its reason would be a claim
                entry.pop("position", None)
                entry.pop("relationship", None)
        return {} if faulty_fields(kind, entry) else _in_order(entry)

    def known_as(self, name: str, identities: Iterable[str]) -> None:
        """Note what an entry of the profile is called, to tell when LinkedIn has it no more."""
        for identity in identities:
            self.names[identity] = name

    def look_for_gone(self, kinds: tuple[str, ...]) -> None:
        """Report what an earlier import had of these kinds, and LinkedIn has no more."""
        lost = (
            name
            for identity, name in self.names.items()
            if identity.startswith(kinds)
            and self.before.knows(identity)
            and not self.after.knows(identity)
        )
        self.report.gone += dict.fromkeys(lost)
        for key, values in self.before.entries.items():
            self.after.entries[key] = {**values, **self.after.entries.get(key, {})}

    def _entry(self, path: Path) -> dict[str, Value]:
        value = self.document.value
        for step in path:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int):
                value = value[step]
        return value if isinstance(value, dict) else {}

    def _conflict(self, path: Path, mine: str, theirs: str) -> None:
        line = self.document.place(path).line
        told = f"yours '{_shown(mine)}', LinkedIn's '{_shown(theirs)}'; yours stays"
        self.report.conflicts.append(f"{self.document.source}:{line}: {words_of(path)}: {told}")


def contact_id_of(entry: Mapping[str, Value]) -> str:
    """Return the id of a contact of the profile: its own, or the one made of the name."""
    return str(entry.get("id") or slug_of(str(entry.get("name") or "")))


def _kind(path: Path) -> str:
    """Return the list that an entry is in: `contacts`, `received`; `owner` for the owner."""
    return str(next(step for step in reversed(path) if isinstance(step, str)))


_ORDER = (
    *("id", "name", "skill", "count", "by", "to", "title", "organisation", "start", "end"),
    *("relationship", "position", "unconfirmed", "linkedin", "email", "connected"),
    *("on_linkedin", "written", "visible", "text"),
)


def _in_order(entry: dict[str, Value]) -> dict[str, Value]:
    """Return an entry with its fields in the order of the samples."""
    return {name: entry[name] for name in sorted(entry, key=_ORDER.index)}


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
