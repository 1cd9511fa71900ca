"""The shared theme: files that every kit uses, in clear, and nothing that is a kit's own."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kitgen.errors import KitgenError
from kitgen.seal.shell import source_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_MAP = re.compile(rb"\n?(?://|/\*)# sourceMappingURL=\S+(?: \*/)?\s*$")
# The theme's own inline scripts, as its templates hold them; one names the kit's root from a page.
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_FILLED_IN = re.compile(r"\\\{\\\{.*?\\\}\\\}")
_INLINE_FOLDER = "partials/javascripts"
FOLDER = "_theme"


class ThemeError(KitgenError):
    """A site holds a script or file that is not known to be the theme's."""


@dataclass(frozen=True)
class Theme:
    """The files that are public for every kit, by their address in a site.

    `contents` are as they are published, without references to source maps.
    """

    contents: Mapping[str, bytes]
    originals: frozenset[bytes]
    inline: tuple[re.Pattern[str], ...]

    @property
    def version(self) -> str:
        """A short digest of all files: a new theme gets a folder of its own."""
        digest = hashlib.sha256()
        for address, content in sorted(self.contents.items()):
            digest.update(address.encode() + b"\0" + hashlib.sha256(content).digest())
        return digest.hexdigest()[:12]

    @property
    def folder(self) -> str:
        """Where the theme stands beside the kits."""
        return f"{FOLDER}/{self.version}"

    def is_known(self, content: bytes) -> bool:
        """Return whether a file is byte for byte one of the theme."""
        return hashlib.sha256(content).digest() in self.originals

    def integrity(self, address: str) -> str:
        """Return what a page has to say to have a shared file checked by the browser."""
        return source_hash(self.contents[address], "sha384").strip("'")

    def inline_hash(self, source: str) -> str:
        """Return the hash of one of the theme's inline scripts. Raises ThemeError for any other."""
        if not any(known.fullmatch(source) for known in self.inline):
            raise ThemeError("a page holds an inline script that is not the theme's")
        return source_hash(source, "sha256")


def read_theme(folders: Iterable[Path], used: Mapping[str, bytes]) -> Theme:
    """Return the theme made of the files in `used` that are byte-identical to one in `folders`.

    `folders` are the themes' `assets`; inline scripts are known from the templates beside them.
    `used` are a built site's files under `assets/`. Raises ThemeError for one that is not.
    """
    folders = tuple(folders)
    originals = frozenset(
        hashlib.sha256(path.read_bytes()).digest()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    )
    inline = tuple(_inline_scripts(folder.parent / _INLINE_FOLDER) for folder in folders)
    theme = Theme({}, originals, sum(inline, ()))
    unknown = sorted(address for address, content in used.items() if not theme.is_known(content))
    if unknown:
        raise ThemeError(f"not the theme's, so not to be published: {', '.join(unknown)}")
    contents = {address: _without_map(content) for address, content in used.items()}
    return Theme(contents, originals, theme.inline)


def published(folders: Iterable[Path]) -> dict[Path, bytes]:
    """Return all that `read_theme` may publish of these folders, as it is then published."""
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return {path: _without_map(path.read_bytes()) for path in files if path.suffix != ".map"}


def _without_map(content: bytes) -> bytes:
    return _MAP.sub(b"\n", content)


def _inline_scripts(templates: Path) -> tuple[re.Pattern[str], ...]:
    sources = [
        source
        for path in sorted(templates.glob("*.html"))
        for source in _INLINE.findall(path.read_text("utf-8"))
    ]
    return tuple(re.compile(_FILLED_IN.sub("[./]*", re.escape(source))) for source in sources)
