"""The gate of a worker: the leak search for one profile after another, and the proof of sealing.

A kit is made of its own profile and nothing else. So before it is put in place, all of it is
searched for all of that profile's texts, and each of its files is opened again with the kit's key:
what opens is ciphertext, in which nobody can read anything, of whichever profile. So memory is that
of one profile, however many there are. `kitgen leaks` still searches everything for everything.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kitgen.errors import KitgenError
from kitgen.seal.cipher import open_sealed
from kitgen.seal.leaks import LeakSearch
from kitgen.seal.neutral import NEUTRAL
from kitgen.seal.packing import UnsealError
from kitgen.seal.sealed_site import START
from kitgen.seal.shell import plain_loader_page, sealed_part
from kitgen.seal.theme import sha256
from kitgen.seal.traces import traces_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kitgen.profile import Profile
    from kitgen.seal.cipher import KitKeys
    from kitgen.seal.theme import ThemeFolders


class NotSealedError(KitgenError):
    """A file of a sealed site does not open with the kit's key, so nobody knows what it is."""

    is_public = True


class Gate:
    """What is the same for all kits of a project, read once."""

    def __init__(self, theme: ThemeFolders) -> None:
        """Take the folders that public files come from."""
        self._theme = theme

    def search_for(self, profile: Profile) -> LeakSearch:
        """Return the search for the texts of one profile."""
        return LeakSearch(traces_of([profile]), self._page, self._public, self._addresses)

    @cached_property
    def _page(self) -> bytes:
        return plain_loader_page()

    @cached_property
    def _public(self) -> frozenset[bytes]:
        contents = (*NEUTRAL.values(), *self._theme.public().values())
        return frozenset(sha256(content) for content in contents)

    @cached_property
    def _addresses(self) -> frozenset[str]:
        return frozenset({*NEUTRAL, START, *self._theme.addresses()})


def prove_sealed(files: Mapping[str, bytes], keys: KitKeys) -> None:
    """Raise NotSealedError unless each of a kit's files opens with its key."""
    for name, content in files.items():
        payload = sealed_part(content) if name.endswith(".html") else content
        try:
            open_sealed(keys.file_key, name, payload)
        except UnsealError:
            raise NotSealedError("a file of the kit is not sealed; nothing is published") from None
