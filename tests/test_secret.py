"""The deployment secret: long enough, readable by nobody else, made once, never told."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from kitgen.seal.cipher import base64url
from kitgen.secret import VARIABLE, Secret, SecretError, load_secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RAW = bytes(range(32))
TEXT = base64url(RAW)


@pytest.mark.parametrize("text", [TEXT, f" {TEXT}\n", f"{TEXT}="])
def test_secret_of_the_environment_wins(tmp_path: Path, text: str) -> None:
    """The variable is read, padding and line end passed over, and no file is made."""
    secret = load_secret({VARIABLE: text}, tmp_path)
    assert (secret.value, secret.origin) == (RAW, VARIABLE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("  ", "empty"),
        (base64url(b"Sesame Street, 31 bytes long ..")[:42], "at least 32"),
        ("Sesame", "at least 32|cut short"),
        (TEXT[:41], "cut short"),
        ("open Sesame, please, and let it be a long one", "something else than letters"),
        (f"{TEXT}+/", "something else than letters"),
    ],
)
def test_bad_secret_is_refused_and_not_told(tmp_path: Path, text: str, why: str) -> None:
    """A short, empty or mistyped secret is refused, with how to make one, without its value."""
    with pytest.raises(SecretError, match=why) as error:
        load_secret({VARIABLE: text}, tmp_path)
    assert "token_urlsafe" in str(error.value)
    assert "Sesame" not in str(error.value)
    assert TEXT[:8] not in str(error.value)


def test_short_secret_cannot_be_made_in_code() -> None:
    """There is no way around the least length."""
    with pytest.raises(SecretError, match="at least 32"):
        Secret(b"x" * 31, "a test")


def test_secret_is_not_shown() -> None:
    """Printing a secret, as a traceback might, shows nothing of it."""
    assert "sesame" not in repr(Secret(b"sesame" * 6, "a test"))


def test_secret_is_made_once(tmp_path: Path) -> None:
    """Without a variable, a file is made at first use, for its owner only, and read afterwards."""
    first = load_secret({}, tmp_path / "new")
    assert load_secret({}, tmp_path / "new") == first
    assert len(first.value) == 32
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret"]
    if os.name == "posix":
        assert (tmp_path / "new" / "secret").stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_all_who_come_at_once_get_one_secret(tmp_path: Path) -> None:
    """When many make it at once, one wins, and nothing is left over."""
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: load_secret({}, tmp_path / "new").value, range(64)))
    assert len(set(found)) == 1
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret"]


def test_secret_is_made_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems have no hard links; the secret is made all the same."""

    def link(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", link)
    first = load_secret({}, tmp_path)
    assert load_secret({}, tmp_path) == first
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("ci", ["true", "1", "woodpecker"])
def test_ci_makes_no_secret(tmp_path: Path, ci: str) -> None:
    """A secret made in CI would be lost with the machine, and every link with it."""
    with pytest.raises(SecretError, match="secrets of CI"):
        load_secret({"CI": ci}, tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert len(load_secret({"CI": "false"}, tmp_path).value) == 32


@pytest.mark.skipif(os.name != "posix", reason="rights are other ones on Windows")
def test_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """Whoever can read the file can open every kit."""
    (tmp_path / "secret").write_text(TEXT)
    (tmp_path / "secret").chmod(0o644)
    with pytest.raises(SecretError, match="chmod 600"):
        load_secret({}, tmp_path)


@pytest.mark.parametrize("raw", [TEXT.encode("utf-16"), b"\xff" * 40, "passwörter".encode()])
def test_file_that_is_no_text_is_refused_and_not_told(tmp_path: Path, raw: bytes) -> None:
    """An editor's or shell's encoding is explained, without a byte of the file."""
    (tmp_path / "secret").touch(0o600)
    (tmp_path / "secret").write_bytes(raw)
    with pytest.raises(SecretError, match="ASCII") as error:
        load_secret({}, tmp_path)
    assert "0xff" not in str(error.value)


def test_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file where the folder should be is a mistake that the person can fix."""
    (tmp_path / "file").write_text("")
    with pytest.raises(SecretError, match="cannot be"):
        load_secret({}, tmp_path / "file")


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_what_is_no_file_is_no_secret(tmp_path: Path, make: Callable[..., None]) -> None:
    """It is told, and not waited for."""
    make(tmp_path / "secret", 0o600)
    with pytest.raises(SecretError, match="secret is no file; move it away"):
        load_secret({}, tmp_path)
