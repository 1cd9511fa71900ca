"""A deployment: the sealed sites of many kits, with the theme they share, in one folder.

Nothing but ciphertext, the shared theme and three neutral files is ever written into it. What is
plain exists only in a temporary folder of mode 0700, which is removed whatever happens.
"""

from __future__ import annotations

import errno
import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.errors import KitgenError, said_by_system
from kitgen.folder import fresh_file, held, new_folder, remove_folder
from kitgen.seal.gate import prove_sealed
from kitgen.seal.leaks import LeakSearch, leak_search
from kitgen.seal.neutral import NEUTRAL
from kitgen.seal.sealed_site import START
from kitgen.seal.shell import plain_loader_page
from kitgen.seal.theme import FOLDER, sha256, states_of
from kitgen.seal.traces import Traces

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping
    from pathlib import Path

    from kitgen.profile import Profile
    from kitgen.seal.cipher import KitKeys
    from kitgen.seal.leaks import Leak
    from kitgen.seal.sealed_site import SealedSite
    from kitgen.seal.sealer import Sealer, Unsealed
    from kitgen.seal.theme import Theme, ThemeFolders

KIT_FOLDER = re.compile(r"[A-Za-z0-9_-]{22}")
_TOLD = 5  # leaks; one cause often makes hundreds
_READABLE, _READABLE_FILE = 0o755, 0o644  # what is published: static servers run as somebody else


class LeakError(KitgenError):
    """A sealed site holds something of a profile; it is not published."""

    is_public = True


class SealedKit(Struct, frozen=True):
    """One kit in its place: the name of its folder, and the version of its theme."""

    path: str
    theme: str


class Deployment(Struct, frozen=True):
    """A folder to publish, what seals kits into it, and what finds anything of any profile."""

    public: Path
    sealer: Sealer
    search: LeakSearch

    @property
    def staging(self) -> Path:
        """A private folder on the same disk, for what is not whole yet."""
        return self.sealer.staging

    def _missing(self) -> dict[str, bytes]:
        """Return the neutral files that are not there, or not as they should be."""
        return {name: each for name, each in NEUTRAL.items() if not self._has(name, each)}

    def _has(self, name: str, content: bytes) -> bool:
        place = self.public / name
        is_file = place.is_file() and not place.is_symlink()
        with suppress(OSError):  # what cannot be read is put there anew
            return is_file and place.read_bytes() == content
        return False

    def entries(self) -> tuple[str, ...]:
        """Return the names of what stands in the public folder and is a kit's."""
        own = (each for each in self.public.iterdir() if not each.is_symlink())
        found = (each.name for each in own if each.is_dir())
        return tuple(sorted(name for name in found if KIT_FOLDER.fullmatch(name)))

    def prepare(self) -> None:
        """Make the public folder, with its neutral files. The staging folder has to be held.

        Raises KitgenError when anything else than kits is in there: all of it would be published.
        """
        try:
            self.public.parent.mkdir(parents=True, exist_ok=True)
            if not self.public.is_dir():
                _make_folder(self.public, within=self.public.parent)
            foreign = sorted(each.name for each in self.public.iterdir() if not _is_ours(each))
            if foreign:
                count = f"{len(foreign)} files or folders" if len(foreign) > 1 else "something"
                raise KitgenError(
                    f"{self.public} holds {count} that kitgen did not put there, and everything in "
                    f"it gets published. Move it away: {', '.join(foreign[:_TOLD])}"
                )
            for name, content in self._missing().items():
                with fresh_file(self.staging, content) as fresh:
                    fresh.chmod(_READABLE_FILE)
                    fresh.replace(self.public / name)
        except OSError as error:
            why = said_by_system(error)
            if error.errno == errno.EXDEV:
                why = "it has to be on one disk with build"
            raise KitgenError(f"{self.public} cannot be written: {why}") from None


def search_for(profiles: Iterable[Profile], theme: ThemeFolders) -> LeakSearch:
    """Return the leak search for profiles; what is public in every deployment is no leak.

    Raises KitgenError when there is nothing to search for.
    """
    public = (*NEUTRAL.values(), *theme.public().values())
    addresses = (*NEUTRAL, START, *theme.addresses())
    return leak_search(profiles, plain_loader_page(), public, addresses)


def no_search() -> LeakSearch:
    """Return the search for nothing: where no profile can be read, nothing is built either."""
    return LeakSearch(Traces(()))


def seal_kit(kit: Unsealed, deployment: Deployment) -> SealedKit:
    """Build, seal and check one kit, and put it in place in one step.

    The staging folder has to be held (`folder.output_folder`), and the public folder prepared.
    Raises KitgenError, and leaves the last good site, when it cannot be built, or tells anything.
    """
    keys = kit.keys(deployment.sealer.secret)
    sealed, theme = deployment.sealer.seal(kit)
    _publish_theme(theme, deployment)
    _refuse(deployment.search.find_in_theme(theme))
    _put(sealed, keys, deployment)
    return SealedKit(sealed.path, theme.version)


def check_published(
    deployment: Deployment, checked: Callable[[str], bool], search: Callable[[], LeakSearch]
) -> None:
    """Search every kit that was not `checked`, by the name of its folder, and take it away.

    What was checked holds nothing but ciphertext and what is the same for all, and was not touched
    since. `search` gives the search for all profiles; it is asked for only when it is needed.
    Raises LeakError, and takes away what holds it, for a leak.
    """
    unknown = [name for name in deployment.entries() if not checked(name)]
    leaks: list[Leak] = []
    for name in unknown:
        folder = deployment.public / name
        found = search().find(folder) or search().find_in_name(name)
        if found:
            leaks += found
            remove_folder(folder, deployment.staging)
    _refuse(tuple(leaks))


def remove_themes(deployment: Deployment, used: Container[str]) -> None:
    """Take away the themes that none of the kits uses."""
    for folder in sorted((deployment.public / FOLDER).glob("*")):
        if folder.name not in used:
            remove_folder(folder, deployment.staging)


def _is_ours(path: Path) -> bool:
    """Return whether kitgen puts such a thing there; a link in the place of a file is replaced."""
    if path.name in NEUTRAL:
        return path.is_symlink() or not path.is_dir()
    is_named = path.name == FOLDER or KIT_FOLDER.fullmatch(path.name)
    return bool(is_named) and path.is_dir() and not path.is_symlink()


def _put(sealed: SealedSite, keys: KitKeys, deployment: Deployment) -> None:
    """Put a sealed site in place. Raises LeakError, and leaves the old one, when it tells."""
    place = deployment.public / sealed.path
    with new_folder(place, mark=START, beside=deployment.staging) as fresh:
        _write(fresh, sealed.files)
        _refuse(deployment.search.find(fresh, frozenset(sealed.files)))
        prove_sealed(sealed.files, keys)


def _publish_theme(theme: Theme, deployment: Deployment) -> None:
    """Put the shared theme in place, unless it is there, file by file."""
    place = deployment.public / theme.folder
    if _is_there(place, theme):
        return
    with held(deployment.staging, "theme"):  # by one worker at a time
        if _is_there(place, theme):
            return
        if place.exists() or place.is_symlink():
            remove_folder(place, deployment.staging)
        if not place.parent.is_dir():
            _make_folder(place.parent, within=deployment.public)
        with new_folder(place, mark=START, beside=deployment.staging) as fresh:
            _write(fresh, theme.contents)


def _is_there(place: Path, theme: Theme) -> bool:
    """Return whether a theme stands as it is published; links lead elsewhere, so they do not."""
    paths = tuple(sorted(place.rglob("*")))
    if any(path.is_symlink() for path in (place, *paths)):
        return False
    files = states_of(path for path in paths if path.is_file())
    there = tuple((path.relative_to(place).as_posix(), state) for path, state in files)
    return _holds(place, there, theme.digests)


@lru_cache(maxsize=4)  # one theme for all kits, as long as no file of it changes
def _holds(
    place: Path, there: tuple[tuple[str, object], ...], digests: frozenset[tuple[str, bytes]]
) -> bool:
    """Return whether the files of a theme are there as they are published."""
    return digests == {(name, sha256((place / name).read_bytes())) for name, _ in there}


def _refuse(leaks: tuple[Leak, ...]) -> None:
    if leaks:
        more = f"; and {len(leaks) - _TOLD} more" if len(leaks) > _TOLD else ""
        told = "; ".join(str(leak) for leak in leaks[:_TOLD])
        raise LeakError(f"a sealed site would show what a profile holds: {told}{more}")


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, readable for everyone, whatever rights new files have here."""
    for name, content in files.items():
        path = folder / name
        if not path.parent.is_dir():
            _make_folder(path.parent, within=folder)
        path.write_bytes(content)
        path.chmod(_READABLE_FILE)
    folder.chmod(_READABLE)


def _make_folder(folder: Path, within: Path) -> None:
    """Make a folder that everyone can read, and those above it `within` another."""
    folder.mkdir(parents=True)
    for each in (folder, *folder.parents):
        if each == within:
            return
        each.chmod(_READABLE)
