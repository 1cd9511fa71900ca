"""The loader page: what everyone sees of a sealed page, and what may run in it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache, lru_cache
from html import escape
from importlib.resources import files

from msgspec import Struct

from kitgen.seal.cipher import prefixed
from kitgen.seal.packing import dictionary

# Stands in a built site for the address it will be read at, which nobody knows when it is sealed;
# the loader puts the right one in. The name can belong to nobody (RFC 6761).
PLACE = "https://kit.invalid/"
_INTEGRITY = "sha384"
_INDENTED = re.compile(r"^\s*//.*\n|^\s+", re.MULTILINE)  # comments, and room before lines
_SEALED = re.compile(rb'id="kit-sealed">([^<]*)<')
# The page of a sealed file, what starts the loader in it, the loader, which all kits share, and
# what it shows when a page does not open.
_PAGE, _START, _LOADER, _LOCKED = "loader_page.html", "start.js", "loader.js", "locked.html"


class Shell(Struct, frozen=True):
    """What all loader pages of one kit share.

    `scripts` are the hashes of all that may run: shared files and the theme's own inline scripts.
    `names` are the sealed files that the theme asks for, by the address it asks for them at.
    `check` is the key's fingerprint; `rounds` stretch the passphrase, when there is one. `loader`
    is the address of the loader from a page of the kit.
    """

    scripts: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    check: str
    rounds: int = 0
    loader: str = ""

    @property
    def start(self) -> str:
        """The script that stands in each page, and loads the loader."""
        integrity = source_hash(loader(), _INTEGRITY).strip("'")
        source = _INDENTED.sub("", _text(_START))  # in every page of every kit
        return source.replace("[[loader]]", self.loader).replace("[[integrity]]", integrity)

    @property
    def policy(self) -> str:
        """The Content-Security-Policy of every page of the kit; it outlives `document.write`.

        Scripts run by their hash alone. `file:` is for a kit that is opened from a folder, where
        Chromium checks no hash of a file; over https no page can load a script from there.
        """
        own = (source_hash(self.start, "sha256"), source_hash(loader(), _INTEGRITY))
        allowed = " ".join(sorted({*self.scripts, *own}))
        return (
            f"default-src 'none'; script-src file: {allowed}; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data:; font-src 'self'; connect-src 'self' blob:; worker-src 'self'; "
            "base-uri 'none'; form-action 'none'; object-src 'none'"
        )


def loader_page(shell: Shell, sealed: bytes) -> bytes:
    """Return the page that carries `sealed` and opens it for whoever has the key."""
    before, after = _around(shell)
    return before + base64.b64encode(sealed) + after


@lru_cache(maxsize=4)  # one kit at a time, and the page that holds nothing
def _around(shell: Shell) -> tuple[bytes, bytes]:
    """Return what stands before and after what is sealed, in all pages of one kit."""
    names = json.dumps(dict(shell.names), separators=(",", ":"))
    settings = f" data-check=\"{shell.check}\" data-files='{escape(names, quote=False)}'"
    if shell.rounds:
        settings += f' data-passphrase="{shell.rounds}"'
    filled = {
        "policy": escape(shell.policy, quote=False),  # it quotes with ' alone
        "settings": settings,
        "start": shell.start,
    }
    page = _text(_PAGE)
    for name, value in filled.items():
        page = page.replace(f"[[{name}]]", value)
    before, _, after = page.partition("[[sealed]]")
    return before.encode(), after.encode()


def sealed_part(page: bytes) -> bytes:
    """Return the sealed file that a loader page carries; empty when it carries none."""
    found = _SEALED.search(page)
    try:
        return base64.b64decode(found[1], validate=True) if found else b""
    except ValueError:
        return b""


def plain_loader_page() -> bytes:
    """Return what every loader page shows, with nothing in it: to tell it from what leaks."""
    return loader_page(Shell((), (), ""), b"")


def fingerprint(key: bytes) -> str:
    """Return what tells a wrong key from a damaged file; nothing about the key follows from it."""
    return base64.b64encode(hashlib.sha256(prefixed(b"check", key)).digest()).decode()


@lru_cache(maxsize=64)  # the theme's scripts and the loader, which are in all pages
def source_hash(source: str | bytes, algorithm: str) -> str:
    """Return a script's hash as a Content-Security-Policy wants it."""
    raw = source.encode() if isinstance(source, str) else source
    digest = base64.b64encode(hashlib.new(algorithm, raw).digest()).decode()
    return f"'{algorithm}-{digest}'"


@cache
def loader() -> str:
    """Return the loader's source; what it says is in it, and its names are nobody else's."""
    source = _text(_LOADER).replace('"[[locked]]"', json.dumps(_text(_LOCKED)))
    text = json.dumps(dictionary().decode(), ensure_ascii=False)
    source = source.replace('"[[dictionary]]"', text)
    return f"(() => {{\n{source}}})();\n"


@cache
def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")
