"""The proof that a folder holds sealed sites and nothing else: only such a folder is published.

It looks at the form alone and needs no secret. Kits that an earlier version of kitgen sealed pass,
too: of a loader page nothing is taken for granted but what makes it one.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.errors import KitgenError, said_by_system
from kitgen.seal.deployment import KIT_FOLDER
from kitgen.seal.neutral import NEUTRAL
from kitgen.seal.sealed_site import START
from kitgen.seal.theme import FOLDER, theme_stands

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SEALED_FILE = re.compile(r"(?:index|[A-Za-z0-9_-]{16})\.(html|bin)")
_CARRIED = re.compile(rb'(id="kit-sealed">)([^<]*)(?=</script>)')
_MAGIC = re.compile(rb"KG\d+\0")
_LEAST = 4 + 12 + 16  # bytes of a sealed file: its mark, a nonce and a tag
_THEME = re.compile(rb'"\.\./_theme/([0-9a-f]{12})/')
_POLICY = b'http-equiv="Content-Security-Policy"'


class PlainFolderError(KitgenError):
    """A folder holds something that is not sealed, so it is not published."""

    is_public = True


class SealedFolder(Struct, frozen=True):
    """A folder that was found to hold sealed sites, their theme, and nothing else.

    `kits` is how many sealed sites there are.
    """

    place: Path
    kits: int


def prove_folder(place: Path) -> SealedFolder:
    """Return what is known of the folder at `place`. Raises PlainFolderError, with counts only."""
    try:
        return _proved(place)
    except OSError as error:
        message = f"what is to be published cannot be read: {said_by_system(error)}"
        raise PlainFolderError(message) from None


def _proved(place: Path) -> SealedFolder:
    if place.is_symlink():
        raise PlainFolderError(
            "build/public is a link; put a folder in its place, so that it is known what is in it"
        )
    if not looks_published(place):
        raise PlainFolderError(
            "there is no sealed site to publish, or something else lies beside it; run "
            "`kitgen build`, which says more"
        )
    for name, content in NEUTRAL.items():
        if (place / name).read_bytes() != content:
            raise PlainFolderError(f"{name} is not the one that kitgen writes; run `kitgen build`")
    folders = [each for each in sorted(place.iterdir()) if KIT_FOLDER.fullmatch(each.name)]
    faults = [fault for folder in folders for fault in _faults_of_kit(folder)]
    faults += _faults_of_themes(place / FOLDER)
    if faults:
        count = "one file is" if len(faults) == 1 else f"{len(faults)} files are"
        raise PlainFolderError(
            f"{count} not sealed ({'; '.join(sorted(set(faults)))}), so nothing is published. "
            "Run `kitgen build` again"
        )
    if not all(_has_theme(folder) for folder in folders):
        raise PlainFolderError(
            "the theme of the kits is gone, and without it none would open; run `kitgen build`"
        )
    return SealedFolder(place, len(folders))


def looks_published(place: Path) -> bool:
    """Return whether a folder holds, at its top, what a sealed deployment holds and no more."""
    if place.is_symlink() or not place.is_dir():
        return False
    found = {each.name: each for each in place.iterdir()}
    if not set(NEUTRAL) <= set(found):
        return False
    return all(
        is_published(name)
        and not path.is_symlink()
        and (path.is_file() if name in NEUTRAL else path.is_dir())
        for name, path in found.items()
    )


def is_published(name: str) -> bool:
    """Return whether a name may stand at the top of what is published."""
    return name in NEUTRAL or name == FOLDER or bool(KIT_FOLDER.fullmatch(name))


def _faults_of_kit(folder: Path) -> Iterator[str]:
    """Yield what is not sealed in a kit's folder, once for each file, without its name."""
    alike: set[bytes] = set()
    for path in sorted(folder.iterdir()):
        kind = _SEALED_FILE.fullmatch(path.name)
        if path.is_symlink() or not path.is_file() or not kind:
            yield "a file or folder that no kit has"
            continue
        content = path.read_bytes()
        if kind[1] == "html":
            sealed, shell = _parts(content)
            alike.add(shell)
        else:
            sealed = content
        if not _MAGIC.match(sealed) or len(sealed) < _LEAST:
            yield f"a .{kind[1]} file without ciphertext"
    if not (folder / START).is_file():
        yield "a kit without a start page"
    if len(alike) > 1:
        yield "pages of one kit that differ outside of what is sealed"


def _parts(page: bytes) -> tuple[bytes, bytes]:
    """Return the sealed part of a loader page, and the page without it; empty when it is none."""
    found = _CARRIED.findall(page)
    if len(found) != 1 or _POLICY not in page:
        return b"", page
    try:
        sealed = base64.b64decode(found[0][1], validate=True)
    except ValueError:
        return b"", page
    return sealed, _CARRIED.sub(rb"\1", page)


def _faults_of_themes(folder: Path) -> Iterator[str]:
    """Yield what is not a theme: the name of each one's folder is the digest of what is in it."""
    for theme in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not theme_stands(theme):
            yield "a theme that was changed after it was built"


def _has_theme(kit: Path) -> bool:
    """Return whether the theme stands that the start page of a kit names, if it names one."""
    start = kit / START
    named = _THEME.search(start.read_bytes()) if start.is_file() else None
    return named is None or (kit.parent / FOLDER / named[1].decode()).is_dir()
