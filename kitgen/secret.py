"""The deployment secret: the one thing that all kits' keys and addresses come from."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kitgen.ci import is_ci
from kitgen.errors import KitgenError, said_by_system
from kitgen.folder import put_new, remove_left

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

VARIABLE = "KITGEN_SECRET"
_LEAST = 32  # bytes: HKDF spreads a key, it does not stretch a weak one
_FORM = re.compile(r"[A-Za-z0-9_-]+={0,2}")
_HOW = 'make one with: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'


class SecretError(KitgenError):
    """The secret is missing, too short or malformed; its value is never told."""

    is_public = True


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """At least 32 random bytes; `origin` says where they came from.

    Raises SecretError when they are fewer.
    """

    value: bytes
    origin: str

    def __post_init__(self) -> None:
        """Refuse a short secret, whoever made it."""
        if len(self.value) < _LEAST:
            size = f"{len(self.value)} bytes; at least {_LEAST} are needed"
            raise SecretError(f"{self.origin} has {size}. {_HOW}")

    @property
    def fingerprint(self) -> str:
        """What tells this secret from another one; nothing about it follows from it."""
        return hashlib.sha256(b"kitgen fingerprint\0" + self.value).hexdigest()


def load_secret(environ: Mapping[str, str], folder: Path) -> Secret:
    """Return the secret of `KITGEN_SECRET`, else that of `folder`/secret, made at first use.

    The file is readable by its owner only. Raises SecretError, with what to do, when either is
    too short or malformed, when others can read the file, and in CI when there is none: one made
    there would be lost, and every link with it.
    """
    given = environ.get(VARIABLE)
    if given is not None and given.strip():
        return _decode(given.strip(), VARIABLE)
    if given is not None:
        raise SecretError(f"{VARIABLE} is set, but empty; fill it or unset it. {_HOW}")
    path = folder / "secret"
    if not path.exists():
        if is_ci(environ):
            raise SecretError(f"there is no {VARIABLE} here; add it to the secrets of CI. {_HOW}")
        _make(path)
    remove_left(folder)
    return _decode(_read(path), str(path))


def _read(path: Path) -> str:
    try:
        if not path.is_file():  # a pipe would never end
            raise SecretError(f"{path} is no file; move it away, and put your copy of it there")
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise SecretError(f"others than you can read {path}; run: chmod 600 {path}")
        return path.read_text("ascii").strip()
    except OSError as error:
        raise SecretError(f"{path} cannot be read: {error.strerror}; check its rights") from None
    except UnicodeDecodeError:
        message = f"{path} is no plain ASCII text; save it again as such"
        raise SecretError(message) from None


def _decode(text: str, origin: str) -> Secret:
    if not _FORM.fullmatch(text):
        raise SecretError(f"{origin} holds something else than letters, digits, - and _. {_HOW}")
    bare = text.rstrip("=")
    try:
        value = base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except (binascii.Error, ValueError):
        raise SecretError(f"{origin} is cut short or mistyped. {_HOW}") from None
    return Secret(value, origin)


def _make(path: Path) -> None:
    """Write a new secret; when another process is quicker, its secret stays."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            put_new(path, f"{secrets.token_urlsafe(_LEAST)}\n".encode())
    except OSError as error:
        raise SecretError(f"{path} cannot be written: {said_by_system(error)}") from None
