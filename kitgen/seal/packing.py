r"""The packed file: what is encrypted of a file, small, and of a size that tells little.

Format `KG2`, as SECURITY.md describes it:

    packed  = length (4 bytes, big-endian) | turn (4, alike) | body | zeros up to the bucket
    body    = what follows `OPENING` in a zlib stream of the dictionary and the turned file
    OPENING = "\x78\x01" | one stored block of DEFLATE that holds the dictionary
    turned  = the last `turn` bytes of the file | all that is before them

The pages of all kits have their beginning and end in common, and many sentences. These stand once,
in the dictionary, which everyone may read; a page points to them. DEFLATE looks back 32 kB and no
further, so the end of a page goes first. The dictionary belongs to the format: another one is
another format. `KG1` was the length, gzip(file) and zeros; it is read, and no longer written.
"""

from __future__ import annotations

import struct
import zlib
from functools import cache
from importlib.resources import files

from kitgen.errors import KitgenError

MAGIC = b"KG2\0"
FORMATS = (b"KG1\0", MAGIC)  # what can be read
BUCKET = 256
MOST = 50_000_000  # bytes of a file that a browser may be asked to unpack
_END = b"</article>"  # what is behind it is alike in all pages
_KG1_HEAD, _HEAD = struct.Struct(">I"), struct.Struct(">II")
_RAW, _ZLIB, _GZIP = -15, 15, 31  # how zlib calls streams: without, and with one or another head
_CHECK = 4  # bytes of the Adler-32 at the end of a zlib stream


class UnsealError(KitgenError):
    """A sealed file does not open: another key, another path, damaged, or not sealed at all."""


def pack(content: bytes, multiple: int = BUCKET) -> bytes:
    """Return `content` compressed, with its length, padded to a multiple of so many bytes.

    Raises KitgenError when it is larger than what opens again.
    """
    if len(content) > MOST:
        raise KitgenError(f"a file of more than {MOST:,} bytes cannot be sealed; shorten it")
    turn = len(content) - content.rfind(_END) if _END in content else 0
    turned = content[len(content) - turn :] + content[: len(content) - turn]
    squeeze, of_dictionary = _primed()
    squeeze = squeeze.copy()
    check = zlib.adler32(turned, of_dictionary)
    body = squeeze.compress(turned) + squeeze.flush() + check.to_bytes(_CHECK, "big")
    plain = _HEAD.pack(len(body), turn) + body
    return plain.ljust(-(-len(plain) // multiple) * multiple, b"\0")


def unpack(plain: bytes, magic: bytes = MAGIC) -> bytes:
    """Return the content of a packed file of a format. Raises UnsealError when it is not one."""
    if magic != MAGIC:
        _, body = _parts(_KG1_HEAD, plain)
        return _inflated(_GZIP, body, MOST)
    turn, body = _parts(_HEAD, plain)
    start = len(dictionary())
    content = _inflated(_ZLIB, opening() + body, start + MOST)[start:]
    if turn > len(content):
        raise UnsealError("the sealed file is damaged inside")
    return content[turn:] + content[:turn]


@cache
def dictionary() -> bytes:
    """Return what a packed file may point to; `benchmarks/dictionary.py` made it."""
    return files(__package__).joinpath("dictionary.txt").read_bytes()


@cache
def _primed() -> tuple[zlib._Compress, int]:
    """Return what has read the dictionary and is copied for each file, and the check of that.

    To read it takes longer than to pack a small page.
    """
    # Level 9 takes a quarter longer, for less than one byte in a hundred.
    squeeze = zlib.compressobj(6, zlib.DEFLATED, _RAW, 9, zlib.Z_DEFAULT_STRATEGY, dictionary())
    return squeeze, zlib.adler32(dictionary())


@cache
def opening() -> bytes:
    """Return the beginning of the zlib stream whose rest is in a packed file."""
    size = len(dictionary())
    return b"\x78\x01\x00" + struct.pack("<HH", size, size ^ 0xFFFF) + dictionary()


def _parts(head: struct.Struct, plain: bytes) -> tuple[int, bytes]:
    """Return what the head of a packed file says besides the length (or 0), and the body."""
    if len(plain) < head.size:
        raise UnsealError("the sealed file is cut short")
    length, *more = head.unpack_from(plain)
    body = plain[head.size : head.size + length]
    if len(body) != length:
        raise UnsealError("the sealed file is cut short")
    return (more[0] if more else 0), body


def _inflated(wbits: int, stream: bytes, most: int) -> bytes:
    grow = zlib.decompressobj(wbits)
    try:
        content = grow.decompress(stream, most + 1)
    except zlib.error:
        raise UnsealError("the sealed file is damaged inside") from None
    if not grow.eof or grow.unused_data or len(content) > most:
        raise UnsealError("the sealed file is damaged inside")
    return content
