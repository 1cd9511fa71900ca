"""Positions of an export and of a profile: which is which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.importers.archive import Kind
from kitgen.importers.export import LEFT_OUT
from kitgen.importers.memory import digest
from kitgen.importers.merge import Item, Merge
from kitgen.importers.people import same_name, same_organisation
from kitgen.importers.suggestions import Post
from kitgen.profile import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kitgen.document import Value
    from kitgen.importers.export import Export, Position

_PATH = ("positions",)
_PRESENT = "present"
_LISTED = "on_linkedin"
_GOES_ON = {"", "now", "today", "current", "ongoing"}


def merge_positions(merge: Merge, export: Export) -> tuple[Post, ...]:
    """Bring positions up to date, and return all that the profile has then."""
    entries = merge.entries(_PATH)
    pairs = _pairs(entries, export.positions)
    for index, entry in enumerate(entries):
        position = pairs.get(index)
        if position:
            # The entry says where it stood before, when title or start are news.
            item = _item(position, _identity_of(entry))
            merge.update((*_PATH, index), item, _same(entry, item.fields))
        else:
            merge.known_as(str(entry.get("organisation")), [_identity_of(entry)])
        if Kind.POSITIONS in export.kinds:
            listed = Item(_LISTED, (_listed(entry),), {_LISTED: "yes" if position else "no"})
            merge.update((*_PATH, index), listed)
    fresh = [each for each in export.positions if each not in pairs.values()]
    ids = {_id_of(entry) for entry in entries}
    items = [_with_id(position, ids, export) for position in fresh]
    added = [{**item.fields, **item.suggested} for item in merge.add(_PATH, items)]
    if Kind.POSITIONS in export.accounts:
        export.accounts[Kind.POSITIONS].take_back(len(items) - len(added), LEFT_OUT)
    for entry in added if Kind.POSITIONS in export.kinds else ():
        merge.after.remember({_LISTED: digest("yes")}, _listed(entry))
    return (*_posts(entries), *_posts(added))


def _pairs(entries: list[dict[str, Value]], positions: list[Position]) -> dict[int, Position]:
    """Return which position each entry is: same organisation, and start or title or none else."""
    pairs: dict[int, Position] = {}
    for fits in (_starts_alike, _titled_alike, _alone):
        for index, entry in enumerate(entries):
            left = [each for each in positions if each not in pairs.values()]
            at = [each for each in left if _at_one_place(entry, each)]
            found = [each for each in at if index not in pairs and fits(entry, each, at)]
            if len(found) == 1:
                pairs[index] = found[0]
    return pairs


def _at_one_place(entry: Mapping[str, Value], position: Position) -> bool:
    mine = entry.get("organisation")
    return isinstance(mine, str) and same_organisation(mine) == same_organisation(
        position.organisation
    )


def _starts_alike(entry: Mapping[str, Value], position: Position, _: list[Position]) -> bool:
    return bool(position.start) and _alike(str(entry.get("start") or ""), position.start)


def _titled_alike(entry: Mapping[str, Value], position: Position, _: list[Position]) -> bool:
    mine = entry.get("title")
    return isinstance(mine, str) and same_name(mine) == same_name(position.title)


def _alone(entry: Mapping[str, Value], _: Position, others: list[Position]) -> bool:
    return len(others) == 1 and not (entry.get("start") and entry.get("title"))


def _alike(mine: str, theirs: str) -> bool:
    """Return whether two dates say the same, one of them perhaps more exactly."""
    mine = mine.strip()
    return bool(mine) and (mine.startswith(theirs) or theirs.startswith(mine))


def _same(entry: Mapping[str, Value], theirs: Mapping[str, str]) -> dict[str, str]:
    """Return the fields in which an entry says the same in other words."""
    same = {}
    for name, value in theirs.items():
        mine = entry.get(name)
        mine = mine.strip() if isinstance(mine, str) else ""
        dated = name in {"start", "end"} and _alike(mine, value)
        goes_on = name == "end" and value == _PRESENT and mine.lower() in _GOES_ON
        worded = name in {"title", "organisation"} and same_organisation(mine) == same_organisation(
            value
        )
        if dated or goes_on or worded:
            same[name] = mine
    return same


def _item(position: Position, before: str) -> Item:
    return Item(_name(position), (*_identities(position), before), _fields(position))


def _name(position: Position) -> str:
    return f"{position.title}, {position.organisation}".removeprefix(", ")


def _fields(position: Position) -> dict[str, str]:
    return {
        "title": position.title,
        "organisation": position.organisation,
        "start": position.start,
        "end": position.end or (_PRESENT if position.goes_on else ""),
    }


def _identities(position: Position) -> tuple[str, ...]:
    place = same_organisation(position.organisation)
    return (f"position/{place}/{position.start}/{same_name(position.title)}",)


def _identity_of(entry: Mapping[str, Value]) -> str:
    place = same_organisation(str(entry.get("organisation") or ""))
    title = same_name(str(entry.get("title") or ""))
    return f"position/{place}/{entry.get('start') or ''}/{title}"


def _listed(entry: Mapping[str, Value]) -> str:
    """Return what keeps whether a position is on LinkedIn: it can come and go."""
    return _identity_of(entry).replace("position/", "listed/", 1)


def _id_of(entry: Mapping[str, Value]) -> str:
    return str(entry.get("id") or slug_of(str(entry.get("organisation") or "")))


def _with_id(position: Position, taken: set[str], export: Export) -> Item:
    """Return a new position with an id of its own, which is added to those taken."""
    wanted = slug_of(position.organisation)[:58]
    number, free = 2, wanted
    while free in taken:
        free, number = f"{wanted}-{number}", number + 1
    taken.add(free)
    listed: dict[str, Value] = {_LISTED: "yes"} if Kind.POSITIONS in export.kinds else {}
    suggested = {"id": free, **listed}
    return Item(_name(position), _identities(position), _fields(position), suggested)


def _posts(entries: list[dict[str, Value]]) -> Iterator[Post]:
    for entry in entries:
        organisation = entry.get("organisation")
        if isinstance(organisation, str):
            end = str(entry.get("end") or "")
            yield Post(_id_of(entry), organisation, str(entry.get("start") or ""), end)
