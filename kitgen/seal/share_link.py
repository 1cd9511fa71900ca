"""Share links: the address of a sealed site, with its key after `#`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from kitgen.errors import KitgenError
from kitgen.seal.cipher import base64url

_KEY = re.compile(r"(?:^|[#&?])k=([A-Za-z0-9_-]{43})")
_BARE = re.compile(r"[A-Za-z0-9_-]{43}")
_ANCHOR = re.compile(r"[#&]a=([^&#\s]*)")
# The last such folder: an address before it may hold names of that length, too.
_PATH = re.compile(r"/([A-Za-z0-9_-]{22})(?:/[^/?#\s]*)?(?:[?#]|$)")
_AROUND = "<>\"'()[].,;“”‘’«»\u200b\u200e\u200f\ufeff"
_WRAPPED = 3  # how often programs encode a link into another of their own


class LinkError(KitgenError):
    """A text holds no share link."""


@dataclass(frozen=True, slots=True)
class ShareLink:
    """What a share link says: the kit's path, its key, and the place on the page to go to.

    The key is not shown when the value is printed.
    """

    path: str
    key: str = field(repr=False)
    anchor: str = ""


def share_link(base_url: str, path: str, content_key: bytes) -> str:
    """Return the link that opens the kit at `path` under `base_url`.

    Raises LinkError when the base URL has a query or fragment: the key would not be one.
    """
    if "#" in base_url or "?" in base_url:
        raise LinkError("the base URL must end before any '?' or '#'; shorten it")
    return f"{base_url.rstrip('/')}/{path}/#k={base64url(content_key)}"


def parse_link(text: str) -> ShareLink:
    """Return what a pasted link or bare key says; what programs append to it is passed over.

    A link that a mail program wrapped into one of its own is found in there. Raises LinkError when
    there is no key in it.
    """
    text = text.strip().strip(_AROUND).strip()
    for _ in range(_WRAPPED):
        if _BARE.fullmatch(text):
            return ShareLink("", text)
        key = _KEY.search(text)
        if key:
            anchor = _ANCHOR.search(text[key.start() :])
            before = text[: key.start() + 1]
            return ShareLink(_path_in(before), key[1], anchor[1] if anchor else "")
        text = unquote(text)
    raise LinkError("there is no key in this link; copy all of it, what follows # included")


def _path_in(address: str) -> str:
    found = _PATH.search(address)
    return found[1] if found else ""
