"""From a kit's built site to its sealed site: every file encrypted, or left out, or refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.seal.cipher import PASSPHRASE_ROUNDS, seal_bytes, seal_packed
from kitgen.seal.packing import BUCKET, pack
from kitgen.seal.shell import Shell, fingerprint, loader_page
from kitgen.seal.theme import LOADER, ThemeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kitgen.seal.cipher import KitKeys
    from kitgen.seal.theme import Theme

_SCRIPT = re.compile(
    r"<script(?P<attributes>[^>]*)>(?P<source>.*?)</script>", re.DOTALL | re.IGNORECASE
)
# These begin with what is rare in a page, which is found many times as fast.
_ASSET = re.compile(r'="(?P<address>assets/[^"?#]+)"')
_WORKER = re.compile(r'"search": "(assets/[^"]+)"')
_DROPPED_LINK = re.compile(r'<link rel="(?:canonical|prev|next)"[^>]*>')  # and room before it
_NAME = re.compile(r"\s(href|src)\Z")  # of the attribute that an address is in
_LONGEST_NAME = 5
# Tags that run, load or lead somewhere by themselves, and which of them a kit's pages have. The
# policy stops most others, but neither a refresh nor a preconnect.
_ACTIVE = re.compile(
    r"<(?:script|link|meta|base|i?frame|object|embed|portal)\b[^>]*>", re.IGNORECASE
)
_EXPECTED = (
    re.compile(r'<script(?: type="kit/later")? src="assets/[^"]+"(?: defer)?>'),
    re.compile(r'<script(?: id="__config" type="application/json")?>'),
    re.compile(r'<link rel="(?:stylesheet|icon)" href="assets/[^"]+">'),
    re.compile(r'<meta (?:charset="utf-8"|name="[a-z]+" content="[^"]*")>'),
)
# What the theme asks for besides pages, and what a kit has no use for.
_ASKED_FOR = ("search/search_index.json", "sitemap.xml")
_LAST_MODIFIED = re.compile(rb"\s*<lastmod>[^<]*</lastmod>")
_UNUSED = ("404.html", "sitemap.xml.gz")
_ASSETS = "assets/"
# How closely a file that has no equals tells its size, in bytes. With what is around it, it still
# fits into a disk's blocks of 4096.
_COARSE = 15 * BUCKET
START = "index.html"  # the page that a share link opens


class SealedSite(Struct, frozen=True):
    """A kit that can be published: ciphertext by address inside `path`, the kit's folder."""

    path: str
    files: Mapping[str, bytes]


def seal_site(files: Mapping[str, bytes], keys: KitKeys, theme: Theme) -> SealedSite:
    """Return the sealed site of a built site's `files` (content by address).

    Pages are padded to one size. Raises ThemeError for a file or script that nobody expects:
    what is not known is not published.
    """
    pages = {name: content for name, content in files.items() if name.endswith(".html")}
    pages = {name: content for name, content in pages.items() if name not in _UNUSED}
    _refuse_unknown(files, pages, theme)
    scripts: set[str] = set()
    ready = {
        name: _with_shared_theme(text.decode(), theme, scripts) for name, text in pages.items()
    }
    names = {name: f"{keys.opaque_name(name)}.bin" for name in _ASKED_FOR if name in files}
    rounds = PASSPHRASE_ROUNDS if keys.file_key != keys.content else 0
    check = fingerprint(keys.file_key)
    address = f"../{theme.folder}/{LOADER}"
    shell = Shell(tuple(sorted(scripts)), tuple(sorted(names.items())), check, rounds, address)
    packed = {name: pack(text.encode()) for name, text in sorted(ready.items())}
    size = max(len(plain) for plain in packed.values())
    sealed = {
        name: loader_page(shell, seal_packed(keys, name, plain.ljust(size, b"\0")))
        for name, plain in packed.items()
    }
    for name, opaque in names.items():
        # The site map tells when it was made, and no build would be like the next.
        content = _LAST_MODIFIED.sub(b"", files[name])
        sealed[opaque] = seal_bytes(keys, opaque, content, _COARSE)
    return SealedSite(keys.path, sealed)


def _refuse_unknown(files: Mapping[str, bytes], pages: Mapping[str, bytes], theme: Theme) -> None:
    unknown = [
        name
        for name, content in files.items()
        if name not in pages
        and name not in {*_ASKED_FOR, *_UNUSED}
        and not (name.startswith(_ASSETS) and theme.is_known(content))
    ]
    if unknown:
        raise ThemeError(
            f"files that nobody expects in a kit: {len(unknown)}; nothing is published"
        )


def _with_shared_theme(html: str, theme: Theme, scripts: set[str]) -> str:
    """Return a page that uses the shared theme, and add the hashes of its scripts to `scripts`."""
    *before, last = _DROPPED_LINK.split(html)
    html = "".join((*(each.rstrip() for each in before), last))
    # A script opens the page; to take the mark away there has a phone style all of it once more.
    html = html.replace(' class="no-js"', "", 1)
    for tag in _ACTIVE.findall(html):
        if not any(expected.fullmatch(tag) for expected in _EXPECTED):
            name = tag[1:].rstrip(">").split(maxsplit=1)[0].lower()
            raise ThemeError(
                f"a page holds a tag `{name}` that is not the theme's, and may run or lead "
                "elsewhere; take it out of docs/. Nothing is published"
            )
    scripts.update(
        theme.inline_hash(match["source"])
        for match in _SCRIPT.finditer(html)
        if not match["attributes"]
    )
    root = f"../{theme.folder}/"

    def shared(match: re.Match[str]) -> str:
        address = match["address"]
        name = _NAME.search(html, max(0, match.start() - _LONGEST_NAME), match.start())
        if name is None:
            return match[0]
        if address not in theme.contents:
            raise ThemeError(
                f"a page uses docs/{address}, which is not there, or not the theme's; put it back. "
                "Nothing is published"
            )
        integrity = theme.integrity(address)
        if name[1] == "src":
            scripts.add(f"'{integrity}'")
        check = f' integrity="{integrity}"' if address.endswith((".js", ".css")) else ""
        return f'="{root}{address}"{check}'

    html = _ASSET.sub(shared, html)
    return _WORKER.sub(lambda match: f'"search": "{root}{match[1]}"', html)
