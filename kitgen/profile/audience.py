"""Who may see which field of a profile: what is not classed here, nobody does.

The circles lie inside each other: what a writer may see the owner may see, and what the owner may
see the mentor may. A block is seen by whoever sees anything in it.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from kitgen.profile.fields import model_at
from kitgen.profile.model import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_Block = TypeVar("_Block", bound=BaseModel)


class Reader(IntEnum):
    """Who reads: nobody, the mentor at the desk, the owner in the kit, a writer in a brief."""

    NOBODY = 0
    MENTOR = 1
    OWNER = 2
    WRITER = 3


_OWN_DRAFTS = (
    "ask ask_subject ask_spoken ask_policy ask_policy_subject ask_policy_spoken request reminder"
    " reminder_subject thanks live give points write_for_me"
)
# The widest circle that sees a field, by block. A writer's own entry is all they see of `contacts`,
# and what is about them alone of `recommendations`: which that is, the brief says.
_CIRCLES: Mapping[str, Mapping[Reader, str]] = {
    "owner": {
        Reader.WRITER: "name call_name headline linkedin goal strengths language pronouns",
        Reader.OWNER: "time_zone",
    },
    "positions": {
        Reader.WRITER: "id title organisation start end",
        Reader.OWNER: "important on_linkedin",
    },
    "contacts": {
        Reader.WRITER: "id name call_name relationship position strengths",
        Reader.OWNER: (
            "unconfirmed advocate linkedin email connected channel restrictions tone last_seen"
        ),
        Reader.NOBODY: "notes",
    },
    "contacts.drafts": {Reader.OWNER: _OWN_DRAFTS},
    "contacts.brief": {Reader.OWNER: "shared sample version expires passphrase"},
    "contacts.evidence": {Reader.WRITER: "project contribution outcome period skill"},
    "contacts.history": {
        Reader.OWNER: (
            "asked agreed requested reminded received published thanked declined parked until"
        )
    },
    "recommendations.received": {
        Reader.OWNER: "by position unconfirmed written text visible",
    },
    "recommendations.given": {Reader.OWNER: "to position written text visible"},
    "endorsements": {Reader.OWNER: "skill count by"},
    "preferences": {Reader.OWNER: "asks_per_week strongest_last do_not_ask tone"},
    "preferences.drafts": {Reader.OWNER: _OWN_DRAFTS},
    "preferences.targets": {Reader.OWNER: "total per_position managers views recent_years"},
    "preferences.blackout": {Reader.OWNER: "first last reason"},
    "log": {
        Reader.OWNER: (
            "asked agreed requested reminded received published thanked declined parked until who"
        )
    },
    "sharing": {Reader.OWNER: "version expires passphrase"},
    "mentor": {Reader.MENTOR: "notes confidence_before confidence_after"},
}
_CLASSED = {
    f"{block}.{name}": circle
    for block, circles in _CIRCLES.items()
    for circle, names in circles.items()
    for name in names.split()
}


@cache  # asked for each field of each entry; there are as many answers as fields
def widest_reader(path: str) -> Reader:
    """Return the widest circle that sees the field at a path such as `contacts.email`."""
    inside = [circle for each, circle in _CLASSED.items() if each.startswith(f"{path}.")]
    return max((_CLASSED.get(path, Reader.NOBODY), *inside))


def seen_by(profile: Profile, reader: Reader) -> Profile:
    """Return a profile without anything that `reader` may not see."""
    return _seen(profile, "", reader)


def unclassed_fields() -> tuple[str, ...]:
    """Return the fields of the model that nobody has classed, and classes of fields that are gone.

    Both have to be none; a field that is not classed is hidden from everyone.
    """
    fields = set(_leaves("", Profile))
    return tuple(sorted(fields ^ set(_CLASSED)))


def field_names() -> frozenset[str]:
    """Return the names of all fields of the model: words that are nobody's."""
    return frozenset(name for path in _CLASSED for name in path.split("."))


def _seen(block: _Block, prefix: str, reader: Reader) -> _Block:
    kept: dict[str, Any] = {}
    for name, field in type(block).model_fields.items():
        path = f"{prefix}{name}"
        value = getattr(block, name)
        if widest_reader(path) < reader and not field.is_required():
            kept[name] = field.get_default(call_default_factory=True)
        elif isinstance(value, BaseModel):
            kept[name] = _seen(value, f"{path}.", reader)
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            kept[name] = tuple(_seen(each, f"{path}.", reader) for each in value)
    return block.model_copy(update=kept)


def _leaves(prefix: str, model: type[BaseModel]) -> Iterator[str]:
    for name in model.model_fields:
        path = f"{prefix}{name}"
        inner = model_at(tuple(path.split(".")))
        if inner is None:
            yield path
        else:
            yield from _leaves(f"{path}.", inner)
