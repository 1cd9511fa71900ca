"""Who is meant by what a person types for a contact."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from kitgen.errors import KitgenError

if TYPE_CHECKING:
    from kitgen.profile.entries import Contact
    from kitgen.profile.model import Profile

_MOST_SHOWN = 8


def find_contact(profile: Profile, name: str) -> Contact:
    """Return the contact with that id or name, or the only one whose name begins so.

    Raises KitgenError when it is nobody, or may be one of several; it names their ids.
    """
    wanted = _folded(name)
    exact = [each for each in profile.contacts if wanted in {each.id, _folded(each.name)}]
    begun = [each for each in profile.contacts if wanted and _folded(each.name).startswith(wanted)]
    found = exact or begun
    if len(found) == 1:
        return found[0]
    known = ", ".join(each.id for each in (found or profile.contacts)[:_MOST_SHOWN])
    if found:
        raise KitgenError(f"'{name}' may be one of several; name one: {known}")
    raise KitgenError(f"there is no contact '{name}'. Contacts: {known or 'none yet'}")


def _folded(name: str) -> str:
    """Return a name for comparing, however its letters are composed and its words are spaced."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()
