"""Which fields of an entry no profile can hold, told before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from kitgen.profile.entries import Contact, Owner, Position
from kitgen.profile.model import Endorsement, Given, Received

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from kitgen.document import Value

_MODELS: dict[str, type[BaseModel]] = {
    "owner": Owner,
    "positions": Position,
    "contacts": Contact,
    "received": Received,
    "given": Given,
    "endorsements": Endorsement,
}


def faulty_fields(kind: str, entry: Mapping[str, Value]) -> frozenset[str]:
    """Return the fields of an entry of a list (`contacts`, `received`, …) that are not valid.

    A field that is needed and missing is among them. Raises KeyError for an unknown list.
    """
    try:
        _MODELS[kind].model_validate(dict(entry))
    except ValidationError as error:
        return frozenset(str(each["loc"][0]) for each in error.errors() if each["loc"])
    return frozenset()
