"""Recommendations of an export, received and given, and those of a profile: which is which."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kitgen.importers.archive import Kind
from kitgen.importers.export import LEFT_OUT
from kitgen.importers.merge import Item, Merge, contact_id_of
from kitgen.importers.people import clean, same_name
from kitgen.importers.suggestions import position_of_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kitgen.document import Value
    from kitgen.importers.contacts import Known
    from kitgen.importers.export import Export, Letter
    from kitgen.importers.suggestions import Hints, Post


def merge_letters(
    merge: Merge, export: Export, posts: Sequence[Post], known: Known, hints: Hints
) -> None:
    """Bring the recommendations in both directions up to date."""
    references = merge.names_of_contacts
    for kind, key, letters in (("received", "by", export.received), ("given", "to", export.given)):
        kind_of_file = Kind.RECEIVED if kind == "received" else Kind.GIVEN
        path = ("recommendations", kind)
        entries = merge.entries(path)
        who = [references.get(str(each.get(key) or "").strip(), "") for each in entries]
        pairs = _pairs(entries, who, letters, known)
        numbers: Counter[tuple[str, str]] = Counter()
        fresh = []
        for number, letter in enumerate(letters):
            name = same_name(letter.person.name)
            numbers[name, letter.written] += 1
            identity = f"{kind}/{name}/{letter.written}/{numbers[name, letter.written]}"
            suggested: dict[str, Value] = {key: known.contact_id(letter.person)}
            if kind == "received":
                suggested |= _position(letter, posts, hints)
            item = Item(_name(letter), (identity,), _fields(letter), suggested)
            if number in pairs:
                index = pairs[number]
                merge.update((*path, index), item, _same(entries[index], item.fields))
            elif suggested.get(key):
                fresh.append(item)
            else:  # whose contact was deleted: so was this
                merge.report.left_out.append(f"{item.name}: the contact was deleted")
        called = {
            contact_id_of(each): str(each.get("name")) for each in merge.entries(("contacts",))
        }
        for index in sorted(set(range(len(entries))) - set(pairs.values())):
            name, written = called.get(who[index], ""), entries[index].get("written") or ""
            identity = f"{kind}/{same_name(name)}/{written}"
            merge.known_as(f"{kind}: {name}, {written}", [f"{identity}/{each}" for each in (1, 2)])
        left_out = len(letters) - len(pairs) - len(merge.add(path, fresh))
        if kind_of_file in export.accounts:
            export.accounts[kind_of_file].take_back(left_out, LEFT_OUT)


def _pairs(
    entries: Sequence[Mapping[str, Value]],
    who: Sequence[str],
    letters: Sequence[Letter],
    known: Known,
) -> dict[int, int]:
    """Return which entry each letter is: same contact, and day and text, or one, or none else."""
    pairs: dict[int, int] = {}
    free: dict[str, list[int]] = {}
    for index, contact_id in enumerate(who):
        free.setdefault(contact_id, []).append(index)
    for fits in (_same_in_all, _same_day, _same_text, _undated):
        for number, letter in enumerate(letters):
            contact_id = known.contact_id(letter.person)
            theirs = free.get(contact_id, []) if contact_id and number not in pairs else []
            found = next((index for index in theirs if fits(entries[index], letter)), None)
            if found is not None:
                pairs[number] = found
                theirs.remove(found)
    return pairs


def _same_in_all(entry: Mapping[str, Value], letter: Letter) -> bool:
    return _same_day(entry, letter) and _same_text(entry, letter)


def _same_day(entry: Mapping[str, Value], letter: Letter) -> bool:
    return bool(letter.written) and str(entry.get("written") or "").strip() == letter.written


def _same_text(entry: Mapping[str, Value], letter: Letter) -> bool:
    return bool(letter.text) and clean(str(entry.get("text") or "")) == letter.text


def _undated(entry: Mapping[str, Value], letter: Letter) -> bool:
    del letter
    return not entry.get("written") and not entry.get("text")


def _position(letter: Letter, posts: Sequence[Post], hints: Hints) -> dict[str, Value]:
    """Return the position that a text may be about, and why; empty when nothing hints at one."""
    post = position_of_text(posts, letter.person.company, letter.written)
    if post is None:
        return {}
    reason = hints.reason("letter-position", post.organisation)
    return {"position": post.reference, "unconfirmed": reason}


def _name(letter: Letter) -> str:
    return f"{letter.person.name}, {letter.written}".removesuffix(", ")


def _fields(letter: Letter) -> dict[str, str]:
    return {"written": letter.written, "visible": letter.visible, "text": letter.text}


def _same(entry: Mapping[str, Value], theirs: Mapping[str, str]) -> dict[str, str]:
    """Return the text when the profile has it with other line breaks."""
    mine = entry.get("text")
    return {"text": mine} if isinstance(mine, str) and clean(mine) == theirs["text"] else {}
