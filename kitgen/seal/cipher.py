r"""Keys and the sealed file: HKDF-SHA256, AES-256-GCM with a synthetic nonce.

The one module that knows `cryptography`. Format `KG2`, as SECURITY.md describes it:

    sealed file = "KG2\0" | nonce (12 bytes) | ciphertext of the packed file | tag (16)
    AAD         = lp("KG2\0") | lp(path inside the kit)
    nonce       = HMAC-SHA256(nonce key, lp(AAD) | lp(packed file))[:12]
    lp(x)       = length of x (8 bytes, big-endian) | x

The nonce depends on everything that is encrypted and authenticated, so unchanged files keep
their bytes. That is sound because the nonce key is independent of the content key and `lp` is
injective; two different files share a nonce with a chance of about 6e-18 at a million files.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from kitgen.errors import KitgenError
from kitgen.seal.packing import BUCKET, FORMATS, MAGIC, UnsealError, pack, unpack

if TYPE_CHECKING:
    from kitgen.secret import Secret

PASSPHRASE_ROUNDS = 600_000  # OWASP's figure for PBKDF2-HMAC-SHA256, 2023
PART = "/"  # between the name of a kit and that of its part; in no name
_MARK = 8  # bytes of a folder's name that say which kit a part is of
_SALT = b"kitgen/v1"
_NONCE, _TAG = 12, 16
HEAD = len(MAGIC) + _NONCE  # bytes of a sealed file before its ciphertext
OVERHEAD = HEAD + _TAG  # bytes of a sealed file besides its packed content
_MAX_VERSION = 2**32 - 1


@dataclass(frozen=True, slots=True, repr=False)
class KitKeys:
    """The keys of one kit at one link version; `path` is its folder, 22 characters.

    `content` alone goes into the share link. With a passphrase, files are encrypted under
    `file_key`, which needs both.
    """

    content: bytes
    file_key: bytes
    nonce: bytes
    name: bytes
    path: str

    def opaque_name(self, address: str) -> str:
        """Return a file name that says nothing of `address`: 16 characters."""
        return base64url(_hmac(self.name, prefixed(address.encode()))[:12])


def derive_keys(secret: Secret, kit_id: str, version: int, passphrase: str = "") -> KitKeys:
    """Return the keys of a kit; another secret, kit id or version gives unrelated ones.

    Raises KitgenError for a link version that is none.
    """
    context = _context(kit_id, version)

    def key(purpose: bytes) -> bytes:
        return HKDF(hashes.SHA256(), 32, _SALT, prefixed(purpose) + context).derive(secret.value)

    content = key(b"content")
    path = kit_path(secret, kit_id, version)
    return KitKeys(
        content=content,
        file_key=with_passphrase(content, passphrase, path) if passphrase else content,
        nonce=key(b"nonce"),
        name=key(b"name"),
        path=path,
    )


def kit_path(secret: Secret, kit_id: str, version: int) -> str:
    """Return the folder of a kit at a link version: 128 bits, 22 characters.

    That of a part of a kit (`mara/jo`) tells whose part it is, but only to who has the secret: so
    parts can be taken away that no profile names any more, and nothing needs to be remembered.
    """
    info = prefixed(b"path") + _context(kit_id, version)
    raw = HKDF(hashes.SHA256(), 16, _SALT, info).derive(secret.value)
    kit, is_part, _ = kit_id.partition(PART)
    if is_part:
        raw = _folders(secret).encryptor().update(kit_mark(secret, kit) + raw[:_MARK])
    return base64url(raw)


def kit_mark(secret: Secret, kit_id: str) -> bytes:
    """Return what the folders of all parts of a kit have in common, once they are opened."""
    return HKDF(hashes.SHA256(), _MARK, _SALT, prefixed(b"mark", _raw(kit_id))).derive(secret.value)


def mark_in(secret: Secret, path: str) -> bytes:
    """Return the mark of the kit that the folder `path` is a part of; chance bytes if of none."""
    return _folders(secret).decryptor().update(base64.urlsafe_b64decode(f"{path}=="))[:_MARK]


def _folders(secret: Secret) -> Cipher[ECB]:
    """Return the cipher of folder names: one block each, no two alike, so it needs no mode."""
    key = HKDF(hashes.SHA256(), 32, _SALT, prefixed(b"folders")).derive(secret.value)
    return Cipher(AES256(key), ECB())  # noqa: S305  as said


def log_name(secret: Secret, kit_id: str) -> str:
    """Return what a kit is called where strangers read: nothing follows from it."""
    info = prefixed(b"log", _raw(kit_id))
    raw = HKDF(hashes.SHA256(), 5, _SALT, info).derive(secret.value)
    return f"kit-{raw.hex()}"


def passphrase_of(secret: Secret, kit_id: str, version: int) -> str:
    """Return the passphrase of a kit that wants one: 80 bits, in four groups of four letters."""
    info = prefixed(b"passphrase") + _context(kit_id, version)
    raw = HKDF(hashes.SHA256(), 10, _SALT, info).derive(secret.value)
    text = base64.b32encode(raw).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def with_passphrase(content: bytes, passphrase: str, path: str) -> bytes:
    """Return the file key that needs the link's key and the passphrase.

    Keyboards differ in how they compose letters and begin a word, and people paste spaces along.
    """
    typed = unicodedata.normalize("NFC", passphrase.strip()).lower().encode()
    stretched = PBKDF2HMAC(hashes.SHA256(), 32, path.encode(), PASSPHRASE_ROUNDS).derive(typed)
    return HKDF(hashes.SHA256(), 32, _SALT, prefixed(b"passphrase")).derive(content + stretched)


def seal_bytes(keys: KitKeys, address: str, content: bytes, multiple: int = BUCKET) -> bytes:
    """Return `content` sealed for its `address` inside the kit.

    It is padded to a multiple of so many bytes before it is encrypted.
    """
    return seal_packed(keys, address, pack(content, multiple))


def seal_packed(keys: KitKeys, address: str, plain: bytes) -> bytes:
    """Return a packed file sealed for its `address`; zeros behind it are part of the packing."""
    aad = prefixed(MAGIC, address.encode())
    nonce = _hmac(keys.nonce, prefixed(aad, plain))[:_NONCE]
    return MAGIC + nonce + AESGCM(keys.file_key).encrypt(nonce, plain, aad)


def unseal_bytes(file_key: bytes, address: str, sealed: bytes) -> bytes:
    """Return what was sealed for `address`. Raises UnsealError when it does not open."""
    return unpack(open_sealed(file_key, address, sealed), sealed[: len(MAGIC)])


def open_sealed(file_key: bytes, address: str, sealed: bytes) -> bytes:
    """Return the packed file that was sealed for `address`. Raises UnsealError, as above."""
    magic = sealed[: len(MAGIC)]
    if len(sealed) < OVERHEAD or magic not in FORMATS:
        raise UnsealError("this is no sealed file of a format that this version knows")
    nonce, body = sealed[len(MAGIC) : HEAD], sealed[HEAD:]
    try:
        return AESGCM(file_key).decrypt(nonce, body, prefixed(magic, address.encode()))
    except (InvalidTag, ValueError):
        raise UnsealError("the key does not open this file, or the file was changed") from None


def prefixed(*parts: bytes) -> bytes:
    """Return the parts, each after its length: no two lists of parts give the same bytes."""
    return b"".join(struct.pack(">Q", len(part)) + part for part in parts)


def base64url(raw: bytes) -> str:
    """Return base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _context(kit_id: str, version: int) -> bytes:
    if not 0 < version <= _MAX_VERSION:
        raise KitgenError(f"the link version must be a whole number from 1 to {_MAX_VERSION}")
    return prefixed(_raw(kit_id), struct.pack(">I", version))


def _raw(kit_id: str) -> bytes:
    """Return an id as bytes; that of a file whose name is no text may be asked for, too."""
    return kit_id.encode("utf-8", "surrogateescape")


def _hmac(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()
