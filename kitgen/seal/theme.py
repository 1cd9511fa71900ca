"""The shared theme: files that every kit uses, in clear, and nothing that is a kit's own."""

from __future__ import annotations

import hashlib
import re
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.errors import KitgenError
from kitgen.seal.shell import loader, source_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_MAP_SIGN = b"# sourceMappingURL="
_MAP = re.compile(rb"\n?(?://|/\*)# sourceMappingURL=\S+(?: \*/)?\s*$")
# The theme's own inline scripts, as its templates hold them; one names the kit's root from a page.
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_FILLED_IN = re.compile(r"\\\{\\\{.*?\\\}\\\}")
_INLINE_FOLDER = "partials/javascripts"
FOLDER = "_theme"
LOADER = "loader.js"  # where the loader stands in it
_ASSETS = "assets"
# What a kit has of its own that is public: its look and its script.
OWN = ("kit.css", "kit.js", "kit.svg")


class ThemeError(KitgenError):
    """A site holds a script or file that is not known to be the theme's."""


class Theme(Struct, frozen=True, dict=True):
    """The files that are public for every kit, by their address in a site.

    `contents` are as they are published, without references to source maps.
    """

    contents: Mapping[str, bytes]
    originals: frozenset[bytes]
    inline: tuple[re.Pattern[str], ...]

    @cached_property
    def version(self) -> str:
        """A short digest of all files: a new theme gets a folder of its own."""
        return version_of(self.contents)

    @cached_property
    def digests(self) -> frozenset[tuple[str, bytes]]:
        """Each file's address with the SHA-256 of its content."""
        return frozenset((name, sha256(content)) for name, content in self.contents.items())

    @property
    def folder(self) -> str:
        """Where the theme stands beside the kits."""
        return f"{FOLDER}/{self.version}"

    def is_known(self, content: bytes) -> bool:
        """Return whether a file is byte for byte one of the theme."""
        return hashlib.sha256(content).digest() in self.originals

    def integrity(self, address: str) -> str:
        """Return what a page has to say to have a shared file checked by the browser."""
        return self._integrities[address]

    @cached_property
    def _integrities(self) -> dict[str, str]:
        return {
            address: source_hash(content, "sha384").strip("'")
            for address, content in self.contents.items()
        }

    def inline_hash(self, source: str) -> str:
        """Return the hash of one of the theme's inline scripts. Raises ThemeError for any other."""
        if not any(known.fullmatch(source) for known in self.inline):
            raise ThemeError(
                "a page holds an inline script that is not the theme's; take it out of docs/, or "
                "put what it does into docs/assets/kit.js"
            )
        return source_hash(source, "sha256")


def read_theme(folders: ThemeFolders, used: Mapping[str, bytes]) -> Theme:
    """Return the theme made of the files in `used`, a built site's under `assets/`.

    Raises ThemeError for one that is neither the installed theme's, byte for byte, nor one of the
    three of its own that a kit has.
    """
    files = (*_files(folders.installed), *folders.own_files())
    return _read_theme(folders, tuple(sorted(used.items())), tuple(states_of(files)))


def states_of(files: Iterable[Path]) -> Iterator[tuple[Path, tuple[int, int]]]:
    """Yield each file with its size and the time, in nanoseconds, at which it was changed."""
    for path in files:
        state = path.stat()
        yield path, (state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=4)  # one kit's theme is the next one's, as long as no file changes
def _read_theme(
    folders: ThemeFolders, files: tuple[tuple[str, bytes], ...], _states: object
) -> Theme:
    used = dict(files)
    originals = {sha256(path.read_bytes()) for path in _files(folders.installed)}
    originals |= {sha256(path.read_bytes()) for path in folders.own_files()}
    theme = Theme(
        {}, frozenset(originals), _inline_scripts(folders.installed.parent / _INLINE_FOLDER)
    )
    unknown = sorted(address for address, content in used.items() if not theme.is_known(content))
    if unknown:
        raise ThemeError(
            f"docs/{unknown[0]} would be published in clear, for everyone to read; of docs/assets "
            f"only {', '.join(OWN)} may be. Move it away"
        )
    contents = {address: _without_map(content) for address, content in used.items()}
    contents[LOADER] = loader().encode()
    return Theme(contents, theme.originals, theme.inline)


class ThemeFolders(Struct, frozen=True):
    """Where public files come from: the `assets` of the installed theme, and of the project."""

    installed: Path
    own: Path

    def own_files(self) -> tuple[Path, ...]:
        """Return the project's own files that may be published in clear."""
        return tuple(path for name in OWN if (path := self.own / name).is_file())

    def public(self) -> dict[str, bytes]:
        """Return, by address in a site, what holds nobody's words for certain, as published.

        The project's own files are among it as long as they are those that kitgen comes with.
        """
        found = {
            f"{_ASSETS}/{path.relative_to(self.installed).as_posix()}": path.read_bytes()
            for path in self._installed()
        }
        found[LOADER] = loader().encode()
        shipped = _shipped()
        for path in self.own_files():
            content = path.read_bytes()
            if sha256(content).hex() == shipped.get(path.name):
                found[f"{_ASSETS}/{path.name}"] = content
        return {address: _without_map(content) for address, content in found.items()}

    def _installed(self) -> tuple[Path, ...]:
        return tuple(path for path in _files(self.installed) if path.suffix != ".map")

    def addresses(self) -> frozenset[str]:
        """Return the addresses of all public files, and of the folders that they are in."""
        installed = (each.relative_to(self.installed).as_posix() for each in self._installed())
        files = {LOADER, *(f"{_ASSETS}/{name}" for name in (*installed, *OWN))}
        parents = {str(parent) for file in files for parent in PurePosixPath(file).parents}
        return frozenset({*files, *parents} - {"."})


def version_of(contents: Mapping[str, bytes]) -> str:
    """Return the version of a theme: a short digest of its files."""
    digest = hashlib.sha256()
    for address, content in sorted(contents.items()):
        digest.update(address.encode() + b"\0" + sha256(content))
    return digest.hexdigest()[:12]


def untouched(public: Path) -> frozenset[str]:
    """Return the files of all themes in a public folder that are as they were when published.

    The name of a theme's folder is the digest of what is in it. A project's own files are left
    out: only the installed theme's hold nobody's words for certain.
    """
    found: set[str] = set()
    for folder in (public / FOLDER).glob("*"):
        paths = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
        if version_of({name: path.read_bytes() for name, path in paths.items()}) == folder.name:
            own = {f"{_ASSETS}/{name}" for name in OWN}
            found |= {f"{FOLDER}/{folder.name}/{name}" for name in paths if name not in own}
    return frozenset(found)


def theme_stands(folder: Path) -> bool:
    """Return whether a theme's folder is as it was published, and holds nothing else.

    Its name is the digest of what is in it.
    """
    paths = tuple(folder.rglob("*"))
    if any(path.is_symlink() for path in (folder, *paths)):
        return False
    files = {path.relative_to(folder).as_posix(): path for path in paths if path.is_file()}
    known = {*files.values(), *(parent for path in files.values() for parent in path.parents)}
    contents = {name: path.read_bytes() for name, path in files.items()}
    return known.issuperset(paths) and version_of(contents) == folder.name


def shipped_digests(folder: Path) -> str:
    """Return the digests of a folder's own files, as `assets.sha256` holds them."""
    lines = (f"{sha256((folder / name).read_bytes()).hex()}  {name}" for name in OWN)
    return "\n".join(lines) + "\n"


def sha256(content: bytes) -> bytes:
    """Return the SHA-256 of some bytes."""
    return hashlib.sha256(content).digest()


@cache
def _shipped() -> dict[str, str]:
    lines = files(__package__).joinpath("assets.sha256").read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(path for path in sorted(folder.rglob("*")) if path.is_file())


def _without_map(content: bytes) -> bytes:
    at = content.rfind(_MAP_SIGN)
    if at < 0:
        return content
    begin = max(0, at - len("\n//"))
    return content[:begin] + _MAP.sub(b"\n", content[begin:])


def _inline_scripts(templates: Path) -> tuple[re.Pattern[str], ...]:
    sources = [
        source
        for path in sorted(templates.glob("*.html"))
        for source in _INLINE.findall(path.read_text("utf-8"))
    ]
    return tuple(re.compile(_FILLED_IN.sub("[./]*", re.escape(source))) for source in sources)
