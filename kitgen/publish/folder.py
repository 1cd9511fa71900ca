"""Publishing to a folder: the whole site is copied beside its place, then exchanged in one step."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from kitgen.errors import SiteError
from kitgen.folder import new_folder, output_folder
from kitgen.publish.value import Publication, PublishError
from kitgen.seal import looks_published

if TYPE_CHECKING:
    from kitgen.seal import SealedFolder

_FOLDER_RIGHTS, _FILE_RIGHTS = 0o755, 0o644  # static servers run as somebody else
_MARK = "robots.txt"


def publish_folder(sealed: SealedFolder, place: Path) -> Publication:
    """Put a copy of a sealed site at `place`; until it is whole, the old one stays there.

    Whoever publishes there at the same time waits. Raises PublishError when `place` holds anything
    but an earlier publication, or cannot be written; then it is as it was. On Linux the exchange
    is one step; elsewhere it is two renames, and after a kill between them the next publication
    puts things right.
    """
    place = place.absolute()
    _refuse(sealed, place)
    rights = place.stat().st_mode & 0o7777 if place.exists() else _FOLDER_RIGHTS
    try:
        with output_folder(place.parent):
            _refuse(sealed, place)  # again: it may have changed while another was waited for
            is_new = not place.is_dir() or not _same(sealed.place, place)
            if is_new:
                _replace(sealed.place, place, rights)
    except SiteError as error:
        raise PublishError(_public(str(error), place)) from None
    return Publication(sealed.kits, is_new)


def _replace(source: Path, place: Path, rights: int) -> None:
    with new_folder(place, mark=_MARK) as fresh:
        _copy(source, fresh)
        fresh.chmod(rights)


def _refuse(sealed: SealedFolder, place: Path) -> None:
    """Raise PublishError when the site cannot go to `place`."""
    source, real = (Path(os.path.realpath(each)) for each in (sealed.place, place))
    if real.is_relative_to(source) or source.is_relative_to(real):
        raise PublishError("that is the folder that is published from; name another one")
    if place.is_symlink():
        raise PublishError("that is a link to a folder; name the folder itself")
    if not place.parent.is_dir():
        raise PublishError("there is no folder to put it in; make the one above it first")
    if os.path.ismount(place):
        raise PublishError(
            "that is a disk of its own, which cannot be exchanged; name a folder in it"
        )
    if place.exists() and not (looks_published(place) or _is_empty(place)):
        raise PublishError(
            "that holds something that kitgen did not publish, and all of it would be replaced; "
            "name a new folder, or an empty one"
        )


def _is_empty(place: Path) -> bool:
    return place.is_dir() and not any(place.iterdir())


def _same(one: Path, other: Path) -> bool:
    """Return whether two folders hold the same files, byte for byte."""
    names = _names(one)
    return names == _names(other) and all(
        (one / name).read_bytes() == (other / name).read_bytes() for name in names
    )


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def _copy(source: Path, target: Path) -> None:
    """Copy files and folders, readable for everyone: a static server is somebody else."""
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir()
            place.chmod(_FOLDER_RIGHTS)
        else:
            shutil.copyfile(path, place)
            place.chmod(_FILE_RIGHTS)


def _public(said: str, place: Path) -> str:
    """Return an error without the machine's folders in it: logs of CI are read by others."""
    return said.replace(str(place), "the folder").replace(str(place.parent), "the folder above it")
