"""What all blocks of a profile have in common."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Iterator

# No other package's plugin gets to see a profile, nor are all packages asked whether they have one.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


class Entry(BaseModel):
    """A block of a profile: frozen, and no field but the known ones."""

    # What checks a block is built with the profile's own, once, and not for each by itself.
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True
    )

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Yield what was given, for messages: dozens of fields are empty."""
        return (each for each in super().__repr_args__() if each[0] in self.model_fields_set)
