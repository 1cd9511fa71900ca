"""What an earlier import wrote: so that a hand edit can be told from news, without keeping names.

It stands beside the profile, as hashes, and belongs to it: without it every difference is a
conflict, and who was deleted comes back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from kitgen.errors import KitgenError

if TYPE_CHECKING:
    from pathlib import Path

_FORMAT = 1
_LENGTH = 16  # hex digits: enough to tell some thousands of values apart


def digest(text: str) -> str:
    """Return what stands for a text in the memory."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


@dataclass
class Memory:
    """Per entry (by the digest of what identifies it) the digest of each value of LinkedIn's."""

    entries: dict[str, dict[str, str]] = field(default_factory=dict)

    def knows(self, *identities: str) -> bool:
        """Return whether an earlier import had that entry, by any of what identifies it."""
        return any(digest(each) in self.entries for each in identities)

    def value(self, name: str, *identities: str) -> str | None:
        """Return the digest of a field's earlier value; None when there was none."""
        for each in identities:
            found = self.entries.get(digest(each), {}).get(name)
            if found is not None:
                return found
        return None

    def remember(self, values: dict[str, str], *identities: str) -> None:
        """Keep the digests of an entry's values, under all that identifies it."""
        for each in identities:
            self.entries.setdefault(digest(each), {}).update(values)

    def to_json(self) -> str:
        """Return the memory as it is kept; the same for the same entries."""
        content = {"kitgen-import": _FORMAT, "entries": self.entries}
        return json.dumps(content, indent=1, sort_keys=True) + "\n"


def memory_path(profile: Path) -> Path:
    """Return where the memory of a profile stands."""
    return profile.with_name(f".{profile.stem}.import.json")


def load_memory(profile: Path) -> Memory:
    """Return the memory of a profile; empty when there is none.

    Raises KitgenError when it cannot be read: to go on without it would undo deletions.
    """
    path = memory_path(profile)
    hint = "restore the file; or delete it, and every difference is shown as a conflict"
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["kitgen-import"] != _FORMAT:
            raise KitgenError(f"{path.name}: written by a newer kitgen; use that one")
        entries = content["entries"]
        known = {
            str(key): {str(name): str(value) for name, value in values.items()}
            for key, values in entries.items()
        }
    except FileNotFoundError:
        return Memory()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise KitgenError(f"{path.name}: cannot be read; {hint}") from None
    return Memory(known)
