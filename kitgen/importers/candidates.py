"""Candidates: who of the other connections might be worth asking, and why."""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.importers.accounting import Accounts
from kitgen.importers.archive import ExportError, find_files
from kitgen.importers.export import read_connections, read_export
from kitgen.importers.people import same_name, same_organisation
from kitgen.importers.roster import people_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kitgen.importers.export import Export, Position
    from kitgen.importers.people import Person

_MOST = 50
_SHARED_WORD, _CONNECTED_THEN, _SAME_TITLE = 3, 2, 1
_COMMON = 4  # letters; shorter words say little about an organisation
# Words that many organisations have in their names.
_ANYBODY = frozenset({"group", "services", "solutions", "international", "global", "university"})


class Candidate(Struct, frozen=True):
    """A connection who may have seen the owner at work: what they do now, and what hints at it."""

    name: str
    post: str
    reasons: tuple[str, ...]
    score: int


def find_candidates(export: Path) -> tuple[Candidate, ...]:
    """Return the best fifty of the connections who are no contacts by themselves, best first.

    Raises ExportError when there are no connections in the export.
    """
    accounts = Accounts()
    read = read_export(find_files(export), accounts)
    if read.connections is None:
        raise ExportError("the export has no Connections.csv, so nobody can be ranked")
    found = _candidates(read, accounts)
    return tuple(nlargest(_MOST, found, key=lambda each: (each.score, _backwards(each.name))))


def _candidates(export: Export, accounts: Accounts) -> Iterator[Candidate]:
    known = {same_name(each.name) for each in people_in(export)}
    organisations = {same_organisation(each.organisation) for each in export.positions}
    if export.connections is None:
        return
    for person in read_connections(export.connections, accounts):
        if isinstance(person, str) or same_name(person.name) in known:
            continue
        if same_organisation(person.company) in organisations - {""}:
            continue
        hints = tuple(_hints(person, export.positions))
        if hints:
            post = ", ".join(filter(None, (person.title, person.company)))
            score = sum(points for points, _ in hints)
            yield Candidate(person.name, post, tuple(why for _, why in hints), score)


def _hints(person: Person, positions: list[Position]) -> Iterator[tuple[int, str]]:
    """Yield what hints at work together, with its weight."""
    theirs = {word for word in same_organisation(person.company).split() if len(word) > _COMMON}
    for position in positions:
        shared = theirs.intersection(same_organisation(position.organisation).split()) - _ANYBODY
        if shared:
            yield _SHARED_WORD, f"their organisation sounds like {position.organisation}"
            break
    for position in positions:
        ended = position.end or "9999"
        if person.since and position.start and position.start <= person.since[:7] <= ended:
            when = person.since[:7]
            yield _CONNECTED_THEN, f"connected in {when}, in your time at {position.organisation}"
            break
    if person.title and any(same_name(each.title) == same_name(person.title) for each in positions):
        yield _SAME_TITLE, "the same title as yours"


def _backwards(name: str) -> tuple[int, ...]:
    """Return what sorts names from A to Z where the largest comes first."""
    return tuple(-ord(letter) for letter in same_name(name))
