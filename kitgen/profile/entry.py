"""What all blocks of a profile have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Iterator


class Entry(BaseModel):
    """A block of a profile: frozen, and no field but the known ones."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Yield what was given, for messages: dozens of fields are empty."""
        return (each for each in super().__repr_args__() if each[0] in self.model_fields_set)
