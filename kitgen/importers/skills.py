"""Skills and their endorsements, of an export and of a profile."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kitgen.importers.archive import Kind
from kitgen.importers.merge import Item, Merge
from kitgen.importers.people import clean, same_name

if TYPE_CHECKING:
    from kitgen.document import Value
    from kitgen.importers.contacts import Known
    from kitgen.importers.export import Export

_PATH = ("endorsements",)


def merge_skills(merge: Merge, export: Export, known: Known) -> None:
    """Bring the skills up to date: how many endorsed each, and which contacts did."""
    named = sorted([*export.endorsers, *export.unnamed, *export.skills], reverse=True)
    skills = {same_name(each): each for each in named}
    counts: Counter[str] = Counter()
    for skill, people in export.endorsers.items():
        counts[same_name(skill)] += len(people)
    for skill, number in export.unnamed.items():
        counts[same_name(skill)] += number
    entries = merge.entries(_PATH)
    mine = {same_name(str(each.get("skill") or "")): index for index, each in enumerate(entries)}
    fresh = []
    for plain in sorted(skills, key=lambda each: (-counts[each], each)):
        by = _endorsers(export, plain, known)
        suggested: dict[str, Value] = {"skill": clean(skills[plain])}
        if by:
            suggested["by"] = [*by]
        count = str(counts[plain]) if Kind.ENDORSEMENTS in export.kinds else ""
        item = Item(skills[plain], (f"skill/{plain}",), {"count": count}, suggested)
        if plain not in mine:
            fresh.append(item)
            continue
        index = mine[plain]
        merge.after.remember({}, *item.identities)
        merge.update((*_PATH, index), item)
        _add_endorsers(merge, index, plain, by)
    for plain, index in mine.items():
        merge.known_as(str(entries[index].get("skill")), [f"skill/{plain}"])
    merge.add(_PATH, fresh)
    for plain in skills:
        for each in _endorsers(export, plain, known):
            merge.after.remember({"by": "yes"}, f"endorser/{plain}/{each}")


def _add_endorsers(merge: Merge, index: int, plain: str, by: list[str]) -> None:
    """Add those who endorsed a skill since; who was taken out by hand stays out."""
    if not by:
        return
    there = merge.entries(_PATH)[index].get("by")
    names = merge.names_of_contacts
    mine = there if isinstance(there, list) else []
    known = {names.get(str(each).strip(), str(each).strip()) for each in mine}
    fresh: list[Value] = [
        each
        for each in by
        if each not in known and not merge.before.knows(f"endorser/{plain}/{each}")
    ]
    if fresh:
        merge.edits.append((*_PATH, index, "by"), fresh)
        merge.report.changed.append(f"endorsements: {plain}: {len(fresh)} more of your contacts")


def _endorsers(export: Export, plain: str, known: Known) -> list[str]:
    people = (
        person
        for skill, endorsers in export.endorsers.items()
        if same_name(skill) == plain
        for person in endorsers
    )
    return sorted({found for person in people if (found := known.contact_id(person))})
