"""Share links: made of three parts, found again in whatever people paste."""

from __future__ import annotations

import json
import re
import subprocess
from contextlib import suppress
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitgen.seal.cipher import base64url
from kitgen.seal.share_link import LinkError, ShareLink, parse_link, share_link

if TYPE_CHECKING:
    from collections.abc import Callable

RAW = bytes(range(200, 232))
KEY = base64url(RAW)
PATH = "8Ulb5bs5nJX8KP6QgcRTjg"
LINK = f"https://kits.example.org/k/{PATH}/#k={KEY}"


@pytest.mark.parametrize("base", ["https://kits.example.org/k", "https://kits.example.org/k/"])
def test_link_is_base_path_and_key(base: str) -> None:
    """The link holds the content key alone, after `#`, where no server sees it."""
    assert share_link(base, PATH, RAW) == LINK


@pytest.mark.parametrize("base", ["https://a.example/?x=", "https://a.example/#"])
def test_base_that_would_swallow_the_key_is_refused(base: str) -> None:
    """After `?` or another `#`, the key would be sent, or be none."""
    with pytest.raises(LinkError, match="base URL"):
        share_link(base, PATH, RAW)


@pytest.mark.parametrize(
    "text",
    [
        LINK,
        f"  {LINK}\n",
        f"<{LINK}>",
        f"“{LINK}”.",
        f"({LINK}),",
        f"{LINK}&utm_x=1",
        f"{LINK}?fbclid=abc",
        f"see {LINK} for it",
        LINK.replace("/#k", "/index.html#k"),
        LINK.replace("/#k", "/?utm_source=a&k=1#k"),
        LINK.replace("#", "%23"),
        f"https://mail.example/wrap?url={quote(LINK, safe='')}&data=1",
        f"https://mail.example/wrap?url={quote(quote(LINK, safe=''), safe='')}&data=1",
        LINK.replace("/k/", "/abcdefghijklmnopqrstuv/"),
        f"file:///kits/{PATH}/index.html#k={KEY}",
    ],
)
def test_pasted_link_is_understood(text: str) -> None:
    """What chat and mail programs put around a link is passed over."""
    assert parse_link(text) == ShareLink(PATH, KEY)


@pytest.mark.parametrize("text", [KEY, f" {KEY}.\n", f"k={KEY}", f"#k={KEY}"])
def test_key_alone_is_understood(text: str) -> None:
    """A key without a link opens a kit whose page is open already."""
    assert parse_link(text) == ShareLink("", KEY)


def test_a_sign_behind_a_key_is_passed_over() -> None:
    """Chat programs end a slanted link with one that a key could hold, too."""
    assert parse_link(f"{LINK}_").key == KEY


def test_the_loader_reads_links_alike(program: Callable[..., str]) -> None:
    """What a reader pastes into a locked page is read there as it is read here."""
    texts = [LINK, f"{LINK}_", f"{LINK}&utm=1", KEY, f"<{LINK}>.", LINK[:-1], "k="]
    source = files("kitgen.seal").joinpath("loader.js").read_text("utf-8")
    (expression,) = re.findall(r"^const keyIn = (.*);$", source, re.MULTILINE)
    found = f"(({expression}).exec(text) ?? [])[1] ?? ''"
    script = f"console.log(JSON.stringify({json.dumps(texts)}.map((text) => {found})))"
    ran = subprocess.run([program("node"), "-e", script], check=True, capture_output=True)
    assert json.loads(ran.stdout) == [_key_in(text) for text in texts]


def _key_in(text: str) -> str:
    try:
        return parse_link(text).key
    except LinkError:
        return ""


def test_anchor_is_kept() -> None:
    """A link may lead to a place on a page."""
    assert parse_link(f"{LINK}&a=x-1&utm=2") == ShareLink(PATH, KEY, "x-1")
    assert parse_link(LINK.replace("#", "?b=1&a=2#")).anchor == ""


@pytest.mark.parametrize(
    "text",
    ["", "k=", LINK[:-1], f"https://a.example/{PATH}/", f"x{KEY}", KEY[:-1] + "é"],
)
def test_text_without_a_whole_key_is_refused(text: str) -> None:
    """Half a key is none; what was pasted is not told."""
    with pytest.raises(LinkError, match="copy all of it") as error:
        parse_link(text)
    assert KEY[:10] not in str(error.value)


def test_key_is_not_shown() -> None:
    """Printing a link, as a traceback might, does not show its key."""
    assert KEY not in repr(parse_link(LINK))


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_is_a_link_or_refused(text: str) -> None:
    """Nothing pasted makes the parser fail otherwise."""
    with suppress(LinkError):
        parse_link(text)


@given(
    st.binary(min_size=32, max_size=32), st.binary(min_size=16, max_size=16), st.text(max_size=50)
)
@settings(deadline=None)
def test_link_comes_back_whatever_follows(key: bytes, path: bytes, tail: str) -> None:
    """Whatever is appended after `&`, path and key are read as they were."""
    link = parse_link(share_link("https://a.example", base64url(path), key) + "&" + tail)
    assert (link.path, link.key) == (base64url(path), base64url(key))
