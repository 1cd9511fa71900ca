"""The roster: who of an export is a contact, or becomes one; and who is meant by a name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kitgen.importers.export import LEFT_OUT, TWICE, read_connections
from kitgen.importers.people import People, Person, same_name, same_organisation

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from kitgen.importers.accounting import Account, Accounts
    from kitgen.importers.export import Export
    from kitgen.importers.options import Options

NOT_WORTH_ASKING = "not of your organisations, and nothing else connects you"
SOMEBODY_ELSE = "has the name of somebody else in the export"


def key_of(person: Person) -> str:
    """Return what tells a person from others: address, or name without one."""
    return f"in/{person.slug}" if person.slug else f"name/{same_name(person.name)}"


@dataclass
class Roster:
    """Everybody who is or becomes a contact, by key; and the connections they may be."""

    people: dict[str, Person] = field(default_factory=dict)
    connections: People = field(default_factory=People)
    directory: People = field(default_factory=People)
    is_complete: bool = False
    ambiguous: list[str] = field(default_factory=list)
    _account: Account | None = None

    def add(self, person: Person) -> None:
        """Add a person, or what is new about one."""
        known = self.people.get(key_of(person))
        self.people[key_of(person)] = richer(known, person) if known else person

    def connected(self, person: Person) -> str:
        """Return whether somebody is a connection, `yes` or `no`; empty when nobody knows."""
        if not self.is_complete:
            return ""
        named = self.connections.named(person.name)
        is_one = self.connections.with_slug(person.slug) if person.slug else len(named) == 1
        if named and not is_one:
            return ""  # one of several, none of them, or at another address now
        return "yes" if is_one else "no"

    def find(self, person: Person, options: Options) -> Person:
        """Return who a person of the export is, with all that is known, or the person as they are.

        By address; else by name; among several of one name by organisation and title, which are
        the same in both files; else the person at the terminal is asked.
        """
        if person.slug:
            found = self.directory.with_slug(person.slug)
            return richer(found, person) if found else person
        same = self.directory.named(person.name)
        if len(same) > 1 and person.company:
            post = (person.company, person.title)
            closer = tuple(each for each in same if (each.company, each.title) == post)
            same = closer if len(closer) == 1 else same
        if len(same) == 1:
            return richer(same[0], person)
        return self._asked(person, same, options) if same else person

    def count(self, contacts: Container[str]) -> None:
        """Account for the connections that were kept: used if they are contacts now, by key."""
        for person in self.connections if self._account else ():
            if self._account and key_of(person) in contacts:
                self._account.use()
            elif self._account:
                is_known = key_of(person) in self.people
                self._account.skip(LEFT_OUT if is_known else SOMEBODY_ELSE)

    def read(
        self, export: Export, known: Iterable[Person], options: Options, accounts: Accounts
    ) -> None:
        """Read the connections, and keep those that matter: there can be very many.

        Those with the organisations of `known` positions, and those whom the options name, become
        contacts; those whom somebody else in the export or the profile may be are kept to look up.
        """
        named = [*people_in(export), *known]
        self._look_up(named)
        if export.connections is None:
            return
        self.is_complete = True
        self._account = accounts.open(export.connections.name)
        names = {same_name(each.name) for each in named}
        slugs = {each.slug for each in named} - {""}
        organisations = {same_organisation(each.organisation) for each in export.positions}
        organisations -= {"", *options.hints.nowhere}
        for person in read_connections(export.connections, accounts):
            if isinstance(person, str):
                self._account.skip(person)
                continue
            is_chosen = same_organisation(person.company) in organisations or options.takes(person)
            if not is_chosen and person.slug not in slugs and same_name(person.name) not in names:
                self._account.skip(NOT_WORTH_ASKING)
            elif not self.connections.add(person):
                self._account.skip(TWICE)
            elif is_chosen:
                self.add(person)
        self._look_up(self.connections)

    def _look_up(self, people: Iterable[Person]) -> None:
        for person in people:
            if person.slug:
                self.directory.replace(person)
        for person in self.connections:
            if not person.slug:
                self.directory.add(person)

    def _asked(self, person: Person, same: tuple[Person, ...], options: Options) -> Person:
        shown = [
            f"{each.title or '?'}, {each.company or '?'} ({each.slug or '?'})" for each in same
        ]
        number = options.choose(person.name, shown)
        if number is not None:
            return richer(same[number], person)
        told = f"{person.name}: {len(same)} people have this name; write the right address by hand"
        if told not in self.ambiguous:
            self.ambiguous.append(told)
        return person


def people_in(export: Export) -> Iterator[Person]:
    """Yield everybody whom an export names besides the connections, in an order of its own."""
    letters = (each.person for each in (*export.received, *export.given))
    endorsers = (person for people in export.endorsers.values() for person in people)
    everyone = Counter([*letters, *endorsers])
    return iter(
        sorted(everyone, key=lambda each: (not each.slug, same_name(each.name), repr(each)))
    )


def richer(person: Person, other: Person) -> Person:
    """Return a person with what the other one knows besides."""
    return replace(
        person,
        slug=person.slug or other.slug,
        company=person.company or other.company,
        title=person.title or other.title,
        email=person.email or other.email,
    )
