"""Every way to read bytes, one by one: what each decoder makes of a text, and how it is called."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
import zlib

import pytest

from kitgen.seal.cipher import HEAD, OVERHEAD
from kitgen.seal.packing import BUCKET, FORMATS, MAGIC, pack
from kitgen.seal.readings import Parts, Reading, parts_of, read_clear, read_sealed, text_in

NAME = b"Jo Park"
LONG = b"Jo Park left"
RANDOM = bytes(range(200, 212))
SIGNS = b"A" * 43 + b"="


def zipped(content: bytes) -> bytes:
    """Return a ZIP of one deflated file."""
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.txt", content)
    return place.getvalue()


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (NAME, "as it is"),
        (b"x " + base64.b64encode(LONG), "base64"),
        (b"xyz" + base64.b64encode(LONG), "base64"),
        (b"x " + base64.b64encode(LONG[:6]) + b"\n" + base64.b64encode(LONG[6:]), "base64"),
        (b"x " + base64.urlsafe_b64encode("Jo Park ÿÿ?>".encode()), "base64"),
        (b"x " + LONG.hex().encode(), "hex"),
        (b"a" + LONG.hex().upper().encode(), "hex"),
        (b"Jo%20Park%20left", "URL-encoded"),
        (b"Jo\\u0020Park left", "escaped"),
        (b"Jo\\u{20}Park left", "escaped"),
        (b"Jo\\x20Park left", "escaped"),
        (b"Jo\\nPark left", "escaped"),
        (b"Jo&#32;Park left", "HTML-escaped"),
        (b"<" + LONG.decode().encode("utf-16-le"), "UTF-16"),
        (b"<" + LONG.decode().encode("utf-16-be"), "UTF-16"),
        (b"a" + gzip.compress(LONG, mtime=0), "compressed"),
        (b"a" + zlib.compress(LONG, 1), "compressed"),
        (b"a" + zlib.compress(LONG, 9), "compressed"),
        (zipped(LONG * 9), "compressed"),
        (base64.b64encode(gzip.compress(LONG, mtime=0)), "compressed in base64"),
        (base64.b64encode(base64.b64encode(LONG)), "base64 in base64"),
        (base64.b64encode(LONG.hex().encode()), "hex in base64"),
    ],
)
def test_a_text_is_read_and_called_by_its_encoding(content: bytes, encoding: str) -> None:
    """And is no random bytes, in which short words are not sought."""
    readings = [each for each in read_clear(content) if not each.is_random]
    named = [each.encoding for each in readings if NAME in each.content]
    assert named[0] == encoding


def test_bytes_that_are_no_text_are_random_where_chance_may_have_made_them() -> None:
    """What was base64 or hex may be anything; what was compressed in it counts as a text."""
    coded = base64.b64encode(RANDOM)
    readings = tuple(read_clear(b"x " + coded))
    assert readings[0] == Reading("as it is", b"x " + coded)
    assert [(each.encoding, each.is_random) for each in readings[1:]] == [
        ("base64", False),  # by chance, one of the four ways to cut it is readable
        ("base64", True),
    ]
    assert RANDOM in readings[2].content
    [plain, *rest] = read_clear(b"#c0ffee99")
    assert (plain.is_random, {each.is_random for each in rest}) == (False, {True})
    deep = base64.b64encode(gzip.compress(RANDOM, mtime=0))
    [found] = [each for each in read_clear(deep) if each.encoding == "compressed in base64"]
    assert found == Reading("compressed in base64", RANDOM, is_random=True)
    readings = tuple(read_clear(gzip.compress(RANDOM, mtime=0)))
    assert [each for each in readings if each.encoding == "compressed"] == [
        Reading("compressed", RANDOM)
    ]


def test_escapes_are_undone_as_json_and_javascript_have_them() -> None:
    """Pairs of surrogates are one letter; a line break is a space, a quote a quote."""
    content = rb"\"Jo\"\/\\ \ud83d\ude00\u{1F600}\xe4\tx\r\u00e4\u{110000}"
    [_, read] = [each for each in read_clear(content) if not each.is_random][:2]
    assert read == Reading("escaped", '"Jo"/\\ 😀😀ä x ä\U0010ffff'.encode())


def test_nothing_is_read_twice_nor_the_same_way_three_times() -> None:
    """Four encodings deep, and each content once."""
    coded = LONG * 3
    for _ in range(3):
        coded = base64.b64encode(coded)
    readings = tuple(read_clear(coded))
    contents = [each.content for each in readings]
    assert len(contents) == len(set(contents))
    assert max(each.encoding.count("base64") for each in readings) == 2
    assert b"" not in contents
    mixed = LONG.hex().encode()
    mixed = base64.b64encode(gzip.compress(base64.b64encode(mixed), mtime=0))
    called = {each.encoding for each in read_clear(mixed) if LONG in each.content}
    assert called == {"hex in base64 in compressed in base64"}


def test_an_opaque_name_is_told_from_one_of_words() -> None:
    """By capitals and small letters; of a folder only at the beginning of a path."""
    text = b"see a1B2c3D4e5F6g7H8.html and draft-to-jo-park.bin, not draft-to-jo-park.txt"
    clear = b"see ..html and ..bin, not draft-to-jo-park.txt"
    assert parts_of(text) == Parts(clear, (), b"a1B2c3D4e5F6g7H8", b"draft-to-jo-park")
    two = b"a1B2c3D4e5F6g7H8.html a1B2c3D4e5F6g7H9.html jo-park-and-more.bin jo-park-and-less.bin"
    assert parts_of(two) == Parts(
        b"..html ..html ..bin ..bin",
        (),
        b"a1B2c3D4e5F6g7H8\xffa1B2c3D4e5F6g7H9",
        b"jo-park-and-more\xffjo-park-and-less",
    )
    folder = b"abcdefGHIJKLmnopqrstuv"
    assert parts_of(folder + b"/x", is_path=True) == Parts(b"./x", (), folder)
    assert parts_of(folder.lower(), is_path=True) == Parts(b".", (), b"", folder.lower())
    for path, is_path in ((folder + b"/x", False), (b"x/" + folder, True)):
        assert parts_of(path, is_path=is_path) == Parts(path, (), b"")


def test_hashes_and_fingerprints_are_random() -> None:
    """Where a policy has them, and nowhere else."""
    policy = b"'sha256-" + SIGNS + b"' 'sha384-" + b"B" * 64 + b"'"
    assert parts_of(policy) == Parts(b"'sha256-.' 'sha384-.'", (), SIGNS + b"\xff" + b"B" * 64)
    check = b'data-check="' + SIGNS + b'"'
    assert parts_of(check) == Parts(b'data-check="."', (), SIGNS)
    assert parts_of(SIGNS) == Parts(SIGNS, (), b"")


@pytest.mark.parametrize("magic", FORMATS)
def test_only_what_has_the_size_of_a_sealed_file_is_one(magic: bytes) -> None:
    """By itself, or as base64 in a page; else it is read like everything."""
    sealed = magic + b"\x07" * (OVERHEAD - len(magic) + BUCKET)
    assert parts_of(sealed) == Parts(b"", (sealed,), b"")
    page = b'<script>"' + base64.b64encode(sealed) + b'"</script>'
    assert parts_of(page) == Parts(b'<script>" "</script>', (sealed,), b"")
    longer = sealed + b"\x07"
    assert parts_of(longer) == Parts(longer, (), b"")
    pretended = b'"' + base64.b64encode(longer) + b'"'
    assert parts_of(pretended) == Parts(pretended, (), b"")


def test_a_sealed_file_is_read_as_it_is_and_as_what_it_would_be_unencrypted() -> None:
    """Its bytes are random; what is merely compressed or packed in it is not sealed at all."""
    sealed = MAGIC + b"\x07" * 60
    assert tuple(read_sealed(sealed)) == (Reading("in a sealed file", sealed, is_random=True),)
    packed = MAGIC + b"\0" * (HEAD - len(MAGIC)) + pack(NAME)
    assert tuple(read_sealed(packed)) == (
        Reading("in a sealed file", packed, is_random=True),
        Reading("packed in a sealed file", NAME),
    )
    squeezed = MAGIC + b".." + gzip.compress(NAME, mtime=0)
    assert tuple(read_sealed(squeezed)) == (
        Reading("in a sealed file", squeezed, is_random=True),
        Reading("gzip in a sealed file", NAME, is_random=True),
    )


def test_texts_are_taken_out_of_what_is_binary() -> None:
    """Runs of sixteen signs and more, also of letters that take several bytes."""
    content = b"\0\0The first bell founder\0\1\2" + "sechzehn Glöckle".encode() + b"\xff short"
    assert text_in(content) == b"The first bell founder\n" + "sechzehn Glöckle".encode()
