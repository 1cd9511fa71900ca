"""The packed file: small, whole, of few sizes, and never read as anything else."""

from __future__ import annotations

import gzip
import hashlib
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitgen.errors import KitgenError
from kitgen.seal import packing
from kitgen.seal.packing import BUCKET, FORMATS, UnsealError, dictionary, opening, pack, unpack

KG1, KG2 = FORMATS
PAGE = b"<head></head><article>Jo Park</article><footer>Imprint</footer>"
# Sealed pages point into it: with another one they open as another text.
DIGEST = "ca669a48da62293e43fdbbd88bf02e29e39613d9edddeddc5e7f4b786b1a48d8"


def test_the_dictionary_of_a_format_never_changes() -> None:
    """Whoever makes another one has to give the format another number."""
    assert hashlib.sha256(dictionary()).hexdigest() == DIGEST
    assert len(dictionary()) <= 32_768
    dictionary().decode()  # the loader holds it as a text


@given(st.binary(max_size=2000), st.integers(1, 9))
@settings(deadline=None)
def test_what_was_packed_unpacks(content: bytes, buckets: int) -> None:
    """Its size is a whole multiple of what was asked for."""
    plain = pack(content, buckets * BUCKET)
    assert unpack(plain) == content
    assert len(plain) % (buckets * BUCKET) == 0


@pytest.mark.parametrize(
    "content",
    [PAGE, b"</article>", b"a</article>", b"</article></article>b", b"", b"</artic", dictionary()],
)
def test_a_page_is_turned_and_turned_back(content: bytes) -> None:
    """The last end of an article goes first, with all behind it, and returns."""
    assert unpack(pack(content)) == content


def test_what_pages_have_in_common_costs_nothing() -> None:
    """A page of the dictionary's own words packs to little, another one does not."""
    same, other = dictionary()[2000:4000], hashlib.shake_128(b"x").digest(2000)
    assert len(pack(same)) == BUCKET
    assert len(pack(other)) > 2000


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_unpack_or_are_refused(content: bytes) -> None:
    """Nothing else can come of it, whatever the format."""
    for magic in FORMATS:
        with pytest.raises(UnsealError):
            unpack(content, magic)


def packed(body: bytes, length: int | None = None, turn: int | None = None) -> bytes:
    """Return a packed file with this body, in KG2 when it says how far it is turned."""
    head = (len(body) if length is None else length).to_bytes(4, "big")
    return head + (b"" if turn is None else turn.to_bytes(4, "big")) + body


def body_of(content: bytes) -> bytes:
    """Return the body of a packed file of KG2."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=dictionary())
    check = zlib.adler32(dictionary() + content).to_bytes(4, "big")
    return squeeze.compress(content) + squeeze.flush() + check


@pytest.mark.parametrize(
    ("magic", "plain"),
    [
        (KG1, b""),
        (KG1, b"\0\0"),
        (KG1, packed(gzip.compress(b"x", mtime=0), 10_000)),
        (KG1, packed(b"no gzip")),
        (KG1, packed(gzip.compress(b"x", mtime=0)[:-1])),
        (KG1, packed(gzip.compress(b"x", mtime=0) + b"tail")),
        (KG2, b""),
        (KG2, b"\0" * 7),
        (KG2, packed(body_of(b"x"), 10_000, 0)),
        (KG2, packed(b"no deflate", turn=0)),
        (KG2, packed(body_of(b"x")[:-1], turn=0)),
        (KG2, packed(body_of(b"x")[:-1] + b"?", turn=0)),
        (KG2, packed(body_of(b"x") + b"tail", turn=0)),
        (KG2, packed(body_of(b"x"), turn=2)),
        (KG2, packed(gzip.compress(b"x", mtime=0))),
    ],
)
def test_malformed_packing_is_refused(magic: bytes, plain: bytes) -> None:
    """Only exactly one whole stream of the length told, turned within itself, is a packed file."""
    with pytest.raises(UnsealError):
        unpack(plain, magic)


def test_packing_is_told_as_it_is() -> None:
    """The description in SECURITY.md gives the bytes, and both formats are read."""
    assert unpack(packed(body_of(b"end" + b"start"), turn=3)) == b"startend"
    assert zlib.decompress(opening() + body_of(b"x")) == dictionary() + b"x"
    assert unpack(packed(gzip.compress(PAGE)), KG1) == PAGE


def test_file_that_would_not_open_is_not_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same limit holds for both ways."""
    monkeypatch.setattr(packing, "MOST", 1000)
    assert unpack(pack(b"x" * 1000)) == b"x" * 1000
    with pytest.raises(KitgenError, match="cannot be sealed"):
        pack(b"x" * 1001)
    with pytest.raises(UnsealError, match="damaged"):
        unpack(packed(body_of(b"x" * 1001), turn=0))
    with pytest.raises(UnsealError, match="damaged"):
        unpack(packed(gzip.compress(b"x" * 1001)), KG1)
