"""Contacts: who of an export becomes one, and what LinkedIn says of those who are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.importers.archive import ExportError
from kitgen.importers.merge import Item, Merge, contact_id_of
from kitgen.importers.people import (
    Person,
    address_of_slug,
    same_name,
    same_organisation,
    slug_of_address,
)
from kitgen.importers.roster import Roster, key_of, people_in
from kitgen.importers.suggestions import position_at, position_of_text
from kitgen.profile import MOST_CONTACTS, slug_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kitgen.document import Value
    from kitgen.importers.accounting import Accounts
    from kitgen.importers.export import Export, Letter
    from kitgen.importers.options import Options
    from kitgen.importers.suggestions import Hints, Post

_PATH = ("contacts",)


@dataclass
class Known:
    """Who is who: the contact that a person of the export is."""

    ids: dict[str, str] = field(default_factory=dict)
    found: dict[Person, Person] = field(default_factory=dict)

    def contact_id(self, person: Person) -> str:
        """Return the id of a person's contact; empty when there is none."""
        return self.ids.get(key_of(self.found.get(person, person)), "")


def merge_contacts(
    merge: Merge, export: Export, posts: Sequence[Post], options: Options, accounts: Accounts
) -> Known:
    """Bring contacts up to date, and return who is who."""
    entries = merge.entries(_PATH)
    mine = [_person_of(entry) for entry in entries]
    roster, known = Roster(), Known()
    roster.read(export, mine, options, accounts)
    for person in people_in(export):
        known.found[person] = roster.find(_as_mine(person, mine), options)
        roster.add(known.found[person])
    pairs = _pairs(mine, roster)
    for index, person in _moved(mine, pairs, roster).items():
        known.ids[key_of(person)] = contact_id_of(entries[index])
        told = f"{person.name}: somebody of this name is at {address_of_slug(person.slug)} now"
        merge.report.ambiguous.append(f"{told}; write the address by hand if it is the same person")
    names = Counter(same_name(each.name) for each in roster.people.values())
    for index, entry in enumerate(entries):
        if index in pairs:
            person = roster.people[key_of(pairs[index])]
            item = Item(person.name, _identities(person, names), _fields(person, roster))
            done = merge.update((*_PATH, index), item, _same(entry, item.fields))
            if "name" in done and "id" not in entry:  # what refers to it has the old id
                merge.edits.set((*_PATH, index, "id"), contact_id_of(entry))
            known.ids[key_of(person)] = contact_id_of(entry)
        else:
            merge.known_as(mine[index].name, _identities(mine[index], Counter()))
    suggest = _Suggestions(export, known, posts, options.hints)
    ids = {contact_id_of(entry) for entry in entries}
    fresh = _fresh(roster, known, ids, suggest)
    if len(entries) + len(fresh) > MOST_CONTACTS:
        raise ExportError(
            f"{len(fresh):,} people would become contacts, and a profile holds "
            f"{MOST_CONTACTS:,} at most; leave Connections.csv out of the folder, "
            "or import fewer of them"
        )
    added = merge.add(_PATH, [item for _, _, item in fresh])
    known.ids |= {key_of(person): made for person, made, item in fresh if item in added}
    roster.count(known.ids)
    merge.report.ambiguous += roster.ambiguous
    return known


def _fresh(
    roster: Roster, known: Known, ids: set[str], suggest: _Suggestions
) -> list[tuple[Person, str, Item]]:
    """Return the new contacts, by name, each with its id, which is written where it has to be."""
    names = Counter(same_name(each.name) for each in roster.people.values())
    fresh = [each for key, each in roster.people.items() if key not in known.ids]
    items = []
    for person in sorted(fresh, key=lambda each: (same_name(each.name), each.slug)):
        wanted = slug_of(person.name)[:58]
        number, free = 2, wanted
        while free in ids:
            free, number = f"{wanted}-{number}", number + 1
        ids.add(free)
        own: dict[str, Value] = {"id": free} if free != slug_of(person.name) else {}
        suggested = {**own, **suggest.of(person)}
        item = Item(person.name, _identities(person, names), _fields(person, roster), suggested)
        items.append((person, free, item))
    return items


class _Suggestions(Struct, frozen=True, dict=True):
    """What an export hints at about a new contact."""

    export: Export
    known: Known
    posts: Sequence[Post]
    hints: Hints

    @cached_property
    def _letters(self) -> dict[str, list[Letter]]:
        """Received recommendations by who wrote them."""
        found: dict[str, list[Letter]] = {}
        for each in self.export.received:
            writer = self.known.found.get(each.person, each.person)
            found.setdefault(key_of(writer), []).append(each)
        return found

    def of(self, person: Person) -> dict[str, Value]:
        """Return position and relationship, as far as they can be guessed, and why."""
        letters = self._letters.get(key_of(person), [])
        relationship = next(
            (found for each in letters if (found := self.hints.relationship(each.text))), ""
        )
        texts = (
            position_of_text(self.posts, each.person.company, each.written) for each in letters
        )
        post = next(filter(None, texts), None) or self._post_at(person.company)
        if post is None and not relationship:
            return {}
        reason = "works-there" if not relationship else "both" if post else "relationship"
        told = self.hints.reason(reason, post.organisation if post else "")
        guess = {"relationship": relationship, "position": post.reference if post else ""}
        return {**{name: value for name, value in guess.items() if value}, "unconfirmed": told}

    def _post_at(self, organisation: str) -> Post | None:
        if same_organisation(organisation) in self.hints.nowhere:
            return None
        return position_at(self.posts, organisation)


def _person_of(entry: Mapping[str, Value]) -> Person:
    name, address = entry.get("name"), entry.get("linkedin")
    slug = slug_of_address(address) if isinstance(address, str) else ""
    return Person(name if isinstance(name, str) else "", slug)


def _as_mine(person: Person, mine: Sequence[Person]) -> Person:
    """Return a person with the address that the profile has for the one contact of their name."""
    same = [each for each in mine if same_name(each.name) == same_name(person.name)]
    if not person.slug and len(same) == 1 and same[0].slug:
        return Person(person.name, same[0].slug, person.company, person.title, person.email)
    return person


def _pairs(mine: Sequence[Person], roster: Roster) -> dict[int, Person]:
    """Return who each contact of the profile is, by address or by a name that one alone has.

    Those who are only connections enter the roster by it.
    """
    pairs: dict[int, Person] = {}
    names = Counter(same_name(each.name) for each in mine)
    for index, person in enumerate(mine):
        by_address = roster.people.get(key_of(person)) if person.slug else None
        if person.slug == "" and names[same_name(person.name)] == 1:
            by_address = roster.people.get(key_of(person))  # the same one as before, unresolved
        found = by_address or (roster.connections.with_slug(person.slug) if person.slug else None)
        if found is None and names[same_name(person.name)] == 1:
            same = {key_of(each): each for each in roster.connections.named(person.name)}
            same |= {
                key: each
                for key, each in roster.people.items()
                if same_name(each.name) == same_name(person.name)
            }
            one = tuple(same.values())
            found = one[0] if len(one) == 1 and not (person.slug and one[0].slug) else None
        if found and key_of(found) not in {key_of(each) for each in pairs.values()}:
            pairs[index] = found
            roster.add(found)
    return pairs


def _moved(
    mine: Sequence[Person], pairs: Mapping[int, Person], roster: Roster
) -> dict[int, Person]:
    """Return who may be a contact at another address: same name, and the old address is gone."""
    taken = {key_of(each) for each in pairs.values()}
    found: dict[int, Person] = {}
    for index, person in enumerate(mine):
        is_there = roster.connections.with_slug(person.slug) is not None
        if not person.slug or is_there or (index in pairs and not roster.is_complete):
            continue
        same = [
            each
            for key, each in roster.people.items()
            if key not in taken and same_name(each.name) == same_name(person.name)
        ]
        if len(same) == 1 and same[0].slug:
            found[index] = same[0]
            taken.add(key_of(same[0]))
    return found


def _fields(person: Person, roster: Roster) -> dict[str, str]:
    return {
        "name": person.name,
        "linkedin": address_of_slug(person.slug) if person.slug else "",
        "email": person.email,
        "connected": roster.connected(person),
    }


def _same(entry: Mapping[str, Value], theirs: Mapping[str, str]) -> dict[str, str]:
    """Return the fields in which an entry says the same in other words."""
    same = {}
    alike: dict[str, Callable[[str], str]] = {
        "name": same_name,
        "linkedin": slug_of_address,
        "email": str.casefold,
    }
    for name, plain in alike.items():
        mine = entry.get(name)
        if isinstance(mine, str) and plain(mine) == plain(theirs[name]):
            same[name] = mine
    return same


def _identities(person: Person, names: Counter[str]) -> tuple[str, ...]:
    """Return what tells a person from others: the address; the name, when no other has it."""
    name = same_name(person.name)
    by_name = (f"contact/name/{name}",) if names[name] < 2 or not person.slug else ()  # noqa: PLR2004
    return (*((f"contact/in/{person.slug}",) if person.slug else ()), *by_name)
