"""What an export only hints at: which position, which relationship. Suggestions, no more."""

from __future__ import annotations

import re
from datetime import date
from textwrap import shorten
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.document import read_document, read_text
from kitgen.errors import SourceError
from kitgen.importers.people import same_name, same_organisation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_SHOWN = 80  # characters of an organisation's name in a reason
_YEARS_AFTER = 2  # a text is often written after people have parted


class Hints(Struct, frozen=True):
    """The words of `docs/<language>/import.yml`: reasons, and what people say of a relationship.

    `nowhere` is what people write for an organisation when they have none.
    """

    reasons: Mapping[str, str]
    relationships: Mapping[str, tuple[str, ...]]
    nowhere: frozenset[str] = frozenset()

    def joined(self, other: Hints) -> Hints:
        """Return these hints with the phrases of another language, too; the reasons stay these."""
        both = {
            key: (*self.relationships.get(key, ()), *other.relationships.get(key, ()))
            for key in dict.fromkeys((*self.relationships, *other.relationships))
        }
        return Hints(self.reasons, both, self.nowhere | other.nowhere)

    def reason(self, key: str, organisation: str = "") -> str:
        """Return why something is suggested, in words for the profile."""
        return self.reasons[key].replace("{organisation}", shorten(organisation, _SHOWN))

    def relationship(self, text: str) -> str:
        """Return who the writer of a text was to the owner; empty unless one alone is hinted at."""
        words = f" {same_name(text)} "
        found = [
            relationship
            for relationship, phrases in self.relationships.items()
            if any(f" {phrase} " in words for phrase in phrases)
        ]
        return found[0] if len(found) == 1 else ""


class Post(Struct, frozen=True):
    """A position of the profile, for comparing: `reference` is how entries name it."""

    reference: str
    organisation: str
    start: str
    end: str

    def is_at(self, organisation: str) -> bool:
        """Return whether it was with that organisation."""
        return bool(organisation) and same_organisation(organisation) == same_organisation(
            self.organisation
        )

    def may_be_meant(self, written: str) -> bool:
        """Return whether a text of that day can be about it: up to two years after its end."""
        if not written or not re.match(r"\d{4}", self.start):
            return False
        day = date.fromisoformat(written)
        after = _padded(self.end, "12-31") if re.match(r"\d{4}", self.end) else None
        is_late = after is not None and _years_later(after) < written
        return _padded(self.start, "01-01") <= day.isoformat() and not is_late


def position_at(posts: Iterable[Post], organisation: str) -> Post | None:
    """Return the latest position with an organisation."""
    found = [post for post in posts if post.is_at(organisation)]
    return max(found, key=lambda post: (post.start, post.reference), default=None)


def position_of_text(posts: Iterable[Post], organisation: str, written: str) -> Post | None:
    """Return the position that a text may be about, by its writer's organisation and its day."""
    found = [post for post in posts if post.is_at(organisation) and post.may_be_meant(written)]
    return max(found, key=lambda post: (post.start, post.reference), default=None)


def load_hints(path: Path, source: str) -> Hints:
    """Return the hints of a file under `docs/`. Raises SourceError with every problem."""
    text, problems = read_text(path, source)
    document, mistakes = read_document(text, source)
    if problems or mistakes:
        raise SourceError((*problems, *mistakes))
    value = document.value if isinstance(document.value, dict) else {}
    reasons, relationships = value.get("reasons"), value.get("relationships")
    nowhere = value.get("nowhere")
    if not isinstance(reasons, dict) or not isinstance(relationships, dict):
        message = "the file needs 'reasons' and 'relationships'"
        raise SourceError([document.problem((), "import-words", message)])
    return Hints(
        {key: str(each) for key, each in reasons.items()},
        {
            key: tuple(same_name(str(phrase)) for phrase in phrases)
            for key, phrases in relationships.items()
            if isinstance(phrases, list)
        },
        frozenset(same_organisation(str(each)) for each in nowhere)
        if isinstance(nowhere, list)
        else frozenset(),
    )


def _padded(day: str, rest: str) -> str:
    """Return a year, month or day as a day: `2018` with `12-31` is 2018-12-31."""
    return day + rest[len(day) - 5 :] if len(day) > 4 else f"{day}-{rest}"  # noqa: PLR2004  a year


def _years_later(day: str) -> str:
    return f"{int(day[:4]) + _YEARS_AFTER}{day[4:]}"
