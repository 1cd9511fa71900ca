"""People of an export: who is who, by profile address first, by name else."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What people write behind their names; it comes and goes from one export to the next.
_BEHIND = re.compile(r"\s*[,(|].*$")
_NO_LETTER = re.compile(r"[^\w\s'’-]|_", re.UNICODE)
_INVISIBLE = {"Cf", "Cc", "Co", "Cs", "Cn"}
_JOINERS = "\u200c\u200d"  # they belong to words of some scripts


class Person(Struct, frozen=True):
    """Someone in an export; `slug` is that of their profile address, decoded, or empty.

    `since` is the day they became a connection, or empty.
    """

    name: str
    slug: str = ""
    company: str = ""
    title: str = ""
    email: str = ""
    since: str = ""


def clean(text: str) -> str:
    """Return a cell's text on one line, without signs that nobody sees."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    shown = (
        each
        for each in text
        if each in _JOINERS or each.isspace() or unicodedata.category(each) not in _INVISIBLE
    )
    return " ".join("".join(shown).split())


def full_name(first: str, last: str) -> str:
    """Return a name from its two cells, without emoji and what stands behind it: degrees, say."""
    name = f"{_BEHIND.sub('', clean(first))} {_BEHIND.sub('', clean(last))}".strip()
    if name.isascii():
        return name
    kept = "".join(each for each in name if unicodedata.category(each) not in {"So", "Sk", "Cn"})
    return " ".join(kept.replace("\ufe0f", "").split())


@lru_cache(maxsize=10_000)
def same_name(name: str) -> str:
    """Return a name for comparing: small letters, no punctuation, one way to write accents."""
    plain = unicodedata.normalize("NFKC", _BEHIND.sub("", clean(name))).casefold()
    return " ".join(_NO_LETTER.sub(" ", plain).split())


@lru_cache(maxsize=10_000)
def same_organisation(name: str) -> str:
    """Return an organisation's name for comparing: without what kind of company it is."""
    words = same_name(name).split()
    while len(words) > 1 and words[-1] in _COMPANY_KINDS:
        words.pop()
    return " ".join(words)


_COMPANY_KINDS = frozenset(
    {"ag", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "limited"}
    | {"llc", "llp", "ltd", "nv", "oy", "plc", "pte", "sa", "sarl", "se", "srl"}
)


def slug_of_address(address: str) -> str:
    """Return what tells a profile address from others: decoded, small letters; empty for none."""
    address = address.strip()
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    steps = [step for step in parts.path.split("/") if step]
    of_linkedin = host == "linkedin.com" or host.endswith(".linkedin.com")
    if not of_linkedin or len(steps) < 2 or steps[0] != "in":  # noqa: PLR2004  in, and who
        return ""
    return unicodedata.normalize("NFC", unquote(steps[1])).casefold()


def address_of_slug(slug: str) -> str:
    """Return the profile address, as it is written into a profile."""
    return f"https://www.linkedin.com/in/{quote(slug, safe='-_~.')}/"


@dataclass
class People:
    """Everybody of an export that is known by address or name."""

    _by_slug: dict[str, Person] = field(default_factory=dict)
    _by_name: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))

    def add(self, person: Person) -> bool:
        """Add a person; return False for one who is there: same address, or the same in all."""
        same = self._by_name[same_name(person.name)]
        if person in same or (person.slug and person.slug in self._by_slug):
            return False
        if person.slug:
            self._by_slug[person.slug] = person
        same.append(person)
        return True

    def replace(self, person: Person) -> None:
        """Add a person in the place of the one with the same address."""
        before = self._by_slug.pop(person.slug, None)
        if before:
            self._by_name[same_name(before.name)].remove(before)
        self.add(person)

    def with_slug(self, slug: str) -> Person | None:
        """Return who has that address."""
        return self._by_slug.get(slug)

    def named(self, name: str) -> tuple[Person, ...]:
        """Return everybody of that name."""
        return tuple(self._by_name.get(same_name(name), ()))

    def __iter__(self) -> Iterator[Person]:
        """Yield everybody, by name and address."""
        everyone: Iterable[Person] = (each for same in self._by_name.values() for each in same)
        return iter(sorted(everyone, key=lambda each: (same_name(each.name), each.slug)))

    def __len__(self) -> int:
        """Return how many they are."""
        return sum(len(each) for each in self._by_name.values())
