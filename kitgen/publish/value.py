"""What publishing gives, and how it fails."""

from __future__ import annotations

from msgspec import Struct

from kitgen.errors import KitgenError


class PublishError(KitgenError):
    """A sealed site could not be published; what was published before stands as it was."""

    is_public = True


class Publication(Struct, frozen=True):
    """A sealed site at its place: how many kits it holds, and whether anything changed there."""

    kits: int
    is_new: bool
