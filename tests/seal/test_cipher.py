"""Keys and sealed files: what opens, what does not, and what must open for ever."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitgen.errors import KitgenError
from kitgen.seal.cipher import (
    OVERHEAD,
    base64url,
    derive_keys,
    kit_mark,
    log_name,
    mark_in,
    passphrase_of,
    prefixed,
    seal_bytes,
    unseal_bytes,
    with_passphrase,
)
from kitgen.seal.packing import BUCKET, FORMATS, UnsealError
from kitgen.seal.share_link import parse_link
from kitgen.secret import Secret
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

VECTORS = Path(__file__).parent / "vectors"
DICTIONARY = ROOT / "kitgen" / "seal" / "dictionary.txt"
FROZEN = sorted(VECTORS.glob("*.json"))
SECRET = Secret(b"s" * 32, "a test")
KEYS = derive_keys(SECRET, "mara", 1)
PAGE = b"<h1>Jo Park</h1>" * 50


def test_keys_of_kits_and_versions_are_unrelated() -> None:
    """No part of one kit's keys is in another's, nor in those of its next link version."""
    other = Secret(b"t" * 32, "a test")
    keys = [
        derive_keys(secret, kit_id, version)
        for secret in (SECRET, other)
        for kit_id in ("mara", "noor", "")
        for version in (1, 2)
    ]
    parts = [part for each in keys for part in (each.content, each.nonce, each.name, each.path)]
    assert len(set(parts)) == len(parts) == 48
    assert {len(each.path) for each in keys} == {22}
    assert len({each.opaque_name("guide.md") for each in keys}) == 12


def test_the_folder_of_a_part_tells_whose_it_is_only_to_who_has_the_secret() -> None:
    """Parts of one kit have nothing in common for others, and keys that no kit has."""
    other = Secret(b"t" * 32, "a test")
    names = [f"{kit}/{part}" for kit in ("mara", "noor") for part in ("jo", "kim")]
    keys = {
        (name, version): derive_keys(SECRET, name, version) for name in names for version in (1, 2)
    }
    paths = {name: each.path for name, each in keys.items()}
    assert {len(each) for each in paths.values()} == {22}
    assert len({each[:4] for each in paths.values()}) == len(paths) == 8
    for (name, _), path in paths.items():
        kit = name.split("/")[0]
        assert mark_in(SECRET, path) == kit_mark(SECRET, kit)
        assert mark_in(other, path) != kit_mark(other, kit)
    assert mark_in(SECRET, KEYS.path) != kit_mark(SECRET, "mara")
    assert paths["mara/jo", 1] == "OkPJ2gtfrkKZNCHO11MHeg"  # for ever: links hold it
    whole = {
        part for each in (KEYS, derive_keys(SECRET, "jo", 1)) for part in (each.content, each.nonce)
    }
    assert not whole & {part for each in keys.values() for part in (each.content, each.nonce)}


def test_parts_are_never_ambiguous() -> None:
    """Each part stands after its length, so no two lists of parts give the same bytes."""
    assert prefixed(b"a", b"bc") != prefixed(b"ab", b"c")
    assert prefixed(b"") != prefixed()


@pytest.mark.parametrize("version", [0, -1, 2**32])
def test_version_out_of_range_is_refused(version: int) -> None:
    """A link version is a positive number of four bytes."""
    with pytest.raises(KitgenError, match="link version"):
        derive_keys(SECRET, "mara", version)


def test_keys_are_not_shown() -> None:
    """Printing keys, as a traceback might, shows nothing of them."""
    assert KEYS.path not in repr(KEYS)


@given(st.binary(max_size=3 * BUCKET), st.text(max_size=40), st.integers(1, 9))
@settings(deadline=None)
def test_what_was_sealed_unseals(content: bytes, address: str, buckets: int) -> None:
    """A sealed file gives back its content, at its address, and its size is a whole bucket."""
    address = address.encode("utf-8", "ignore").decode()
    sealed = seal_bytes(KEYS, address, content, buckets * BUCKET)
    assert unseal_bytes(KEYS.file_key, address, sealed) == content
    assert (len(sealed) - OVERHEAD) % (buckets * BUCKET) == 0
    assert seal_bytes(KEYS, address, content, buckets * BUCKET) == sealed


def test_nonce_depends_on_all_that_is_sealed() -> None:
    """Another content, address, size or kit gets another nonce, so none is used twice."""
    other = derive_keys(SECRET, "noor", 1)
    sealed = [
        seal_bytes(keys, address, content, size)
        for keys in (KEYS, other)
        for address in ("a", "b")
        for content in (b"x", b"y")
        for size in (BUCKET, 2 * BUCKET)
    ]
    assert len({each[4:16] for each in sealed}) == 16


def test_every_change_keeps_a_file_closed() -> None:
    """One flipped bit anywhere, a cut, or another page's place: it does not open."""
    sealed = seal_bytes(KEYS, "a.html", PAGE)
    broken = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
    cut = [sealed[:at] for at in range(0, len(sealed), 97)]
    for each in (*broken, *cut, sealed + b"\0", b""):
        with pytest.raises(UnsealError):
            unseal_bytes(KEYS.file_key, "a.html", each)
    with pytest.raises(UnsealError):
        unseal_bytes(KEYS.file_key, "b.html", sealed)


@pytest.mark.parametrize("key", [KEYS.nonce, KEYS.name, b"", b"x" * 31])
def test_another_key_does_not_open(key: bytes) -> None:
    """A wrong key, or what is none, is told alike."""
    with pytest.raises(UnsealError, match="does not open"):
        unseal_bytes(key, "a.html", seal_bytes(KEYS, "a.html", PAGE))


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_open_or_are_refused(content: bytes) -> None:
    """A container can make the reader fail in one way only."""
    for magic in FORMATS:
        with pytest.raises(UnsealError):
            unseal_bytes(KEYS.file_key, "a", magic + content)


def test_a_format_to_come_is_told() -> None:
    """What a later version sealed is neither called damaged nor guessed at."""
    with pytest.raises(UnsealError, match="format"):
        unseal_bytes(KEYS.file_key, "a", b"KG9\0" + seal_bytes(KEYS, "a", PAGE)[4:])


def test_passphrase_takes_both() -> None:
    """With a passphrase, neither the link's key nor the passphrase alone opens the kit."""
    keys = derive_keys(SECRET, "mara", 1, "correct horse")
    sealed = seal_bytes(keys, "a", PAGE)
    assert (keys.content, keys.path) == (KEYS.content, KEYS.path)
    assert unseal_bytes(with_passphrase(keys.content, " correct horse\n", keys.path), "a", sealed)
    for wrong in (keys.content, with_passphrase(keys.content, "correct house", keys.path)):
        with pytest.raises(UnsealError):
            unseal_bytes(wrong, "a", sealed)


def test_passphrase_is_the_same_however_it_is_composed() -> None:
    """An ü typed on a Mac is the ü typed elsewhere."""
    one, other = (with_passphrase(b"k" * 32, text, "p") for text in ("gr\u00fcn", "gru\u0308n"))
    assert one == other


def test_passphrase_of_a_kit_is_its_own() -> None:
    """Each kit and link version has its own passphrase, of four groups of four letters."""
    made = {passphrase_of(SECRET, kit, version) for kit in ("a", "b") for version in (1, 2)}
    assert len(made) == 4
    assert all([len(group) for group in each.split("-")] == [4, 4, 4, 4] for each in made)


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.stem)
def test_frozen_kit_still_opens(path: Path) -> None:
    """Kits sealed by earlier versions open for ever."""
    vector = json.loads(path.read_text("utf-8"))
    link = parse_link(vector["link"])
    key = cipher_key(link.key)
    if vector["passphrase"]:
        key = with_passphrase(key, vector["passphrase"], link.path)
    for address, sealed in vector["sealed"].items():
        assert (
            unseal_bytes(key, address, bytes.fromhex(sealed)).decode() == vector["plain"][address]
        )


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.stem)
def test_frozen_keys_are_derived_alike(path: Path) -> None:
    """The secret of an earlier deployment gives the same paths, keys and names: links live on."""
    vector = json.loads(path.read_text("utf-8"))
    secret = Secret(bytes.fromhex(vector["secret"]), "a test")
    keys = derive_keys(secret, vector["kit"], vector["version"], vector["passphrase"])
    link = parse_link(vector["link"])
    assert (keys.path, base64url(keys.content)) == (link.path, link.key)
    assert keys.opaque_name("guide.md") == vector["guide"]


def cipher_key(text: str) -> bytes:
    """Return the bytes of a key in a link."""
    return base64.urlsafe_b64decode(text + "=")


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.stem)
def test_frozen_kit_opens_in_webcrypto(program: Callable[..., str], path: Path) -> None:
    """What Python sealed opens with ten lines of JavaScript, as in the reader's browser."""
    ran = subprocess.run(
        [program("node"), str(VECTORS / "open.mjs"), str(path), str(DICTIONARY)],
        check=True,
        capture_output=True,
    )
    vector = json.loads(path.read_text("utf-8"))
    assert json.loads(ran.stdout) == vector["plain"]


def test_frozen_kits_are_there() -> None:
    """One kit without a passphrase, one with, of each format there was."""
    assert {path.stem for path in FROZEN} >= {"kg1", "kg1-passphrase", "kg2", "kg2-passphrase"}
    assert replace(KEYS, content=b"") != KEYS


def test_a_kit_is_called_by_chance_signs_where_strangers_read() -> None:
    """Always the same of one kit; ten of them, which tell nothing of its name or path."""
    called = {name: log_name(SECRET, name) for name in ("ada", "bo")}
    assert called == {name: log_name(SECRET, name) for name in ("ada", "bo")}
    assert len(set(called.values())) == 2
    for name in called.values():
        assert re.fullmatch(r"kit-[0-9a-f]{10}", name)
    assert log_name(Secret(b"o" * 32, "another"), "ada") != called["ada"]
