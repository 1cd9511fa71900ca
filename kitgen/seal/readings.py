"""Readings: every way in which bytes may hold a text, taken apart as far as they go."""

from __future__ import annotations

import base64
import html
import re
import zlib
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from kitgen.errors import KitgenError
from kitgen.seal.cipher import HEAD, OVERHEAD
from kitgen.seal.packing import BUCKET, FORMATS, UnsealError, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

AS_IT_IS = "as it is"
SEALED = "in a sealed file"
_DEPTH = 4
_MOST = 50_000_000  # bytes that a compressed part may become
_SHORTEST_TEXT = 6  # bytes
_STEP = 1024  # compressed bytes read at once

_SEALED_PART = re.compile(rb"S0c[xy]A[A-Za-z0-9+/_-]{40,}={0,2}")  # base64 of FORMATS, and more
# The key's fingerprint, and hashes of a Content-Security-Policy: nothing but random.
_OPAQUE = re.compile(
    rb"(?:(?<=sha256-)|(?<=data-check=\"))[A-Za-z0-9+/]{43}=|(?<=sha384-)[A-Za-z0-9+/]{64}"
)
# Opaque names: of files, anywhere; of folders, at the beginning of a path.
_NAME = re.compile(rb"(?<![\w-])[\w-]{16}(?=\.(?:html|bin)(?!\w))")
_FOLDER = re.compile(rb"\A[\w-]{22}(?=/|\Z)")
# A random name of 16 signs has both with a chance of 0.9995; one made of words rarely has.
_MIXED = re.compile(rb"(?=.*[a-z])(?=.*[A-Z])")
_COMPRESSED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
# The head of a file in a ZIP that is deflated: 26 bytes, then the lengths of its name and extras.
_ZIPPED = re.compile(rb"PK\x03\x04.{4}\x08\0.{16}(..)(..)", re.DOTALL)
_GZIP_OR_ZLIB = 47  # for zlib: by its beginning
_GZIP = re.compile(rb"\x1f\x8b\x08")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{4,}(?:(?:\r?\n|\\n)[A-Za-z0-9+/_-]+)*")
_SPACE = re.compile(rb"\\n|\s")
_HEX = re.compile(rb"[0-9A-Fa-f]{8,}")
_ESCAPE = re.compile(
    r"\\(?:u(?:([0-9A-Fa-f]{4})|\{([0-9A-Fa-f]{1,6})\})|x([0-9A-Fa-f]{2})|([nrtbf/\"'\\]))"
)
# Runs of UTF-16 of letters up to Arabic, by their upper halves.
_UTF16_NEAR = (
    (re.compile(rb"(?:[^\0][\0-\x06]){4,}", re.DOTALL), "utf-16-le"),
    (re.compile(rb"(?:[\0-\x06][^\0]){4,}", re.DOTALL), "utf-16-be"),
)
_TEXTS = re.compile(rb"(?:[\t\n\r -~]|[\xc2-\xf4][\x80-\xbf]{1,3}){16,}")
_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1f\x7f]")
_STANDARD = bytes.maketrans(b"-_", b"+/")


class Reading(Struct, frozen=True):
    """Bytes as they read after decoding; `is_random` when they look like no text."""

    encoding: str
    content: bytes
    is_random: bool = False


class Parts(Struct, frozen=True):
    """A file taken apart: what anyone can read, sealed files in it, opaque names in it.

    `named` are names that have the length of opaque ones, and may be words.
    """

    clear: bytes
    sealed: tuple[bytes, ...]
    opaque: bytes
    named: bytes = b""


def parts_of(content: bytes, *, is_path: bool = False) -> Parts:
    """Return a file's or path's parts. What only pretends to be sealed (by its size) is clear."""
    if _is_sealed(content):
        return Parts(b"", (content,), b"")
    sealed: list[bytes] = []

    def take(match: re.Match[bytes]) -> bytes:
        payload = _decoded(match[0])
        if not _is_sealed(payload):
            return match[0]
        sealed.append(payload)
        return b" "

    clear, opaque, named = _without_opaque(_SEALED_PART.sub(take, content), is_path=is_path)
    return Parts(clear, tuple(sealed), opaque, named)


@lru_cache(maxsize=8)  # all pages of a kit are alike but for what is sealed; other kits' are not
def _without_opaque(content: bytes, *, is_path: bool) -> tuple[bytes, bytes, bytes]:
    opaque: list[bytes] = []
    named: list[bytes] = []

    def take(match: re.Match[bytes]) -> bytes:
        opaque.append(match[0])
        return b"."

    def take_name(match: re.Match[bytes]) -> bytes:
        (opaque if _MIXED.match(match[0]) else named).append(match[0])
        return b"."

    clear = _NAME.sub(take_name, _OPAQUE.sub(take, content))
    if is_path:
        clear = _FOLDER.sub(take_name, clear)
    return clear, b"\xff".join(opaque), b"\xff".join(named)


def text_in(content: bytes) -> bytes:
    """Return the texts in `content`, without what is binary in it."""
    return b"\n".join(_TEXTS.findall(content))


def _is_sealed(content: bytes) -> bool:
    return content.startswith(FORMATS) and (len(content) - OVERHEAD) % BUCKET == 0


def read_sealed(payload: bytes) -> Iterator[Reading]:
    """Yield a sealed file as it is, and what is merely compressed in it."""
    yield Reading(SEALED, payload, is_random=True)
    for content in _decompressed(payload, _GZIP):
        yield Reading(f"gzip {SEALED}", content, is_random=True)
    with suppress(UnsealError):
        yield Reading(f"packed {SEALED}", unpack(payload[HEAD:]))


def read_clear(content: bytes) -> Iterator[Reading]:
    """Yield `content` in every way it can be read, each content once, four encodings deep.

    Raises KitgenError when a compressed part is too large to look into.
    """
    seen = {content}
    layer = [Reading(AS_IT_IS, content)]
    for _ in range(_DEPTH):
        yield from layer
        deeper: list[Reading] = []
        for each in (deeper for reading in layer for deeper in _decode(reading)):
            if each.content and each.content not in seen:
                seen.add(each.content)
                deeper.append(each)
        layer = deeper
    yield from layer


def _decode(reading: Reading) -> Iterator[Reading]:
    """Yield what each decoder makes of a reading; of random bytes, only what is compressed."""
    before = "" if reading.encoding == AS_IT_IS else f" in {reading.encoding}"
    for name, decode in _DECODERS.items():
        if (reading.is_random and name != "compressed") or reading.encoding.count(name) > 1:
            continue  # nothing is encoded three times alike
        for content in decode(reading.content):
            doubtful = reading.is_random or name in {"base64", "hex"}
            yield Reading(f"{name}{before}", content, doubtful and not _is_text(content))


def _is_text(content: bytes) -> bool:
    short = len(content) < _SHORTEST_TEXT
    return not short and not _CONTROL.search(content) and _is_utf8(content)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf16(content: bytes) -> Iterator[bytes]:
    """Yield what is UTF-16, in either byte order; of scripts beyond Arabic only among binary."""
    for runs, order in _UTF16_NEAR:
        texts = (match[0].decode(order, "ignore") for match in runs.finditer(content))
        yield "\n".join(texts).encode("utf-8", "ignore")
    if not _is_utf8(content):
        for start in (0, 1):
            for order in ("utf-16-le", "utf-16-be"):
                yield content[start:].decode(order, "ignore").encode("utf-8", "ignore")


def _base64(content: bytes) -> Iterator[bytes]:
    """Yield what all runs of base64 hold, from each of the four places they may begin at."""
    runs = (_SPACE.sub(b"", match[0]) for match in _BASE64.finditer(content))
    return _texts_and_rest(piece for run in runs for piece in _run_decoded(run))


@lru_cache(maxsize=20_000)  # most runs are words of a script, and come again
def _run_decoded(run: bytes) -> tuple[bytes, ...]:
    long = len(run) >= 8  # noqa: PLR2004  six bytes; less gives nobody away
    return tuple(_decoded(run[start:]) for start in range(4)) if long else ()


def _texts_and_rest(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield all that looks like text in one, and all that does not in another."""
    texts: dict[bytes, None] = {}
    rest: dict[bytes, None] = {}
    for piece in dict.fromkeys(pieces):
        latin = piece.replace(b"\0", b"") if piece.count(0) * 3 > len(piece) else piece  # UTF-16
        if _is_text(latin):
            texts[latin] = None
        else:
            rest[piece] = None
    yield b"\n".join(texts)
    yield b"\xff\n".join(rest)


def _decoded(run: bytes) -> bytes:
    run = run.rstrip(b"=").translate(_STANDARD)
    whole = run[: len(run) - (len(run) % 4 == 1)]
    return base64.b64decode(whole + b"=" * (-len(whole) % 4))


def _hex(content: bytes) -> Iterator[bytes]:
    runs = (match[0][start:] for match in _HEX.finditer(content) for start in (0, 1))
    return _texts_and_rest(bytes.fromhex(run[: len(run) // 2 * 2].decode()) for run in runs)


def _percent(content: bytes) -> Iterator[bytes]:
    if b"%" in content:
        yield unquote_to_bytes(content)


def _escaped(content: bytes) -> Iterator[bytes]:
    """Yield a text without the backslashes of JSON and JavaScript; pairs of surrogates joined."""
    if b"\\" in content:
        text = _ESCAPE.sub(_unescaped, content.decode("utf-8", "replace"))
        yield text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _unescaped(match: re.Match[str]) -> str:
    if match[4]:
        return " " if match[4] in "nrtbf" else match[4]
    return chr(min(int(match[1] or match[2] or match[3], 16), 0x10FFFF))


def _entities(content: bytes) -> Iterator[bytes]:
    if b"&" in content:
        yield html.unescape(content.decode("utf-8", "surrogateescape")).encode("utf-8", "replace")


def _compressed(content: bytes) -> Iterator[bytes]:
    yield from _decompressed(content, _COMPRESSED)
    for match in _ZIPPED.finditer(content):  # in a ZIP, after a head of its own
        names = int.from_bytes(match[1], "little") + int.from_bytes(match[2], "little")
        raw = memoryview(content)[match.end() + names :]
        yield _all_inflated(raw, -zlib.MAX_WBITS)


def _decompressed(content: bytes, start: re.Pattern[bytes]) -> Iterator[bytes]:
    """Yield what is gzip (or zlib) in `content`, as far as it is whole."""
    whole = memoryview(content)
    for match in start.finditer(content):
        yield _all_inflated(whole[match.start() :], _GZIP_OR_ZLIB)


def _all_inflated(compressed: memoryview, form: int) -> bytes:
    """Return what becomes of compressed bytes; what came before an error counts."""
    pieces: list[bytes] = []
    with suppress(zlib.error):
        for piece in _inflated(compressed, form):
            pieces.append(piece)  # noqa: PERF402  as above
    return b"".join(pieces)


def _inflated(compressed: memoryview, form: int) -> Iterator[bytes]:
    grow = zlib.decompressobj(form)
    size = 0
    for at in range(0, len(compressed), _STEP):
        piece = grow.decompress(compressed[at : at + _STEP], _MOST)
        size += len(piece)
        if size >= _MOST:
            raise KitgenError(
                f"a compressed part grows beyond {_MOST:,} bytes and cannot be searched, so "
                "nothing is published; remove the file from the site, or unpack it"
            )
        yield piece
        if grow.eof:
            return


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "UTF-16": _utf16,
    "base64": _base64,
    "hex": _hex,
    "URL-encoded": _percent,
    "escaped": _escaped,
    "HTML-escaped": _entities,
    "compressed": _compressed,
}
