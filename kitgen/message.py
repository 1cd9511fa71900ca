"""A thing to say, before it is put into the words of a language."""

from __future__ import annotations

from msgspec import Struct


class Message(Struct, frozen=True):
    """A key of the words under `docs/<language>/`, and what they need to know.

    The core says what it found as messages, so that no word of a kit stands in Python.
    """

    key: str
    params: tuple[tuple[str, object], ...] = ()

    def get(self, name: str) -> object:
        """Return one parameter; KeyError when there is none."""
        return dict(self.params)[name]


def message(key: str, **params: object) -> Message:
    """Return the message `key` with its parameters."""
    return Message(key, tuple(params.items()))
