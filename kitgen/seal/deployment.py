"""A deployment: the sealed sites of many kits, with the theme they share, in one folder.

Nothing but ciphertext, the shared theme and three neutral files is ever written into it. What is
plain exists only in a temporary folder of mode 0700, which is removed whatever happens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kitgen.errors import KitgenError
from kitgen.fleet import Outcome
from kitgen.folder import new_folder, remove_folder
from kitgen.seal.leaks import LeakSearch, leak_search
from kitgen.seal.sealed_site import START
from kitgen.seal.shell import plain_loader_page
from kitgen.seal.theme import FOLDER
from kitgen.seal.traces import Traces
from kitgen.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from kitgen.profile import Profile
    from kitgen.seal.leaks import Leak
    from kitgen.seal.sealed_site import SealedSite
    from kitgen.seal.sealer import Sealer, Unsealed
    from kitgen.seal.theme import Theme, ThemeFolders

_NOT_FOUND = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not found</title>
</head>
<body>
<h1>Not found</h1>
<p>There is nothing at this address. A link that led you here may be an old one: ask for a new one.
</body>
</html>
"""
NEUTRAL = {
    ".nojekyll": b"",
    "404.html": _NOT_FOUND.encode(),
    "robots.txt": b"User-agent: *\nDisallow: /\n",
}
KIT_FOLDER = re.compile(r"[A-Za-z0-9_-]{22}")
_TOLD = 5  # leaks; one cause often makes hundreds
_READABLE = 0o755  # a published folder: static servers run as somebody else


class LeakError(KitgenError):
    """A sealed site holds something of a profile; it is not published."""

    is_public = True


@dataclass(frozen=True, slots=True)
class Deployment:
    """A folder to publish, what seals kits into it, and what finds anything of any profile."""

    public: Path
    sealer: Sealer
    search: LeakSearch

    @property
    def staging(self) -> Path:
        """A private folder on the same disk, for what is not whole yet."""
        return self.sealer.staging

    def entries(self) -> tuple[str, ...]:
        """Return the names of what stands in the public folder and is a kit's."""
        found = (each.name for each in self.public.iterdir() if each.is_dir())
        return tuple(sorted(name for name in found if KIT_FOLDER.fullmatch(name)))

    def prepare(self, stale: Callable[[str], bool]) -> int:
        """Make the public folder, and take away kits that are `stale`, by the name of their folder.

        Return how many went. Raises KitgenError when anything else is in there: all of it would be
        published.
        """
        try:
            self.public.mkdir(parents=True, exist_ok=True)
            known = {*NEUTRAL, FOLDER, *self.entries()}
            foreign = sorted(each.name for each in self.public.iterdir() if each.name not in known)
            if foreign:
                count = f"{len(foreign)} files or folders" if len(foreign) > 1 else "something"
                raise KitgenError(
                    f"{self.public} holds {count} that kitgen did not put there, and everything in "
                    f"it gets published. Move it away: {', '.join(foreign[:_TOLD])}"
                )
            gone = [name for name in self.entries() if stale(name)]
            for name in gone:
                remove_folder(self.public / name, self.staging)
            _write(self.public, NEUTRAL)
        except OSError as error:
            why = error.strerror or error
            message = (
                f"{self.public} cannot be written ({why}); it has to be on one disk with build"
            )
            raise KitgenError(message) from None
        return len(gone)


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


def seal_fleet(
    kits: Iterable[Unsealed], deployment: Deployment, *, is_whole: bool
) -> Iterator[Outcome]:
    """Build, seal and check each kit, and put it in place in one step; yield what came of each.

    The staging folder has to be held (`folder.output_folder`), and the public folder prepared. A
    kit that fails keeps its last good site. In the end everything that is published is searched
    for leaks; raises LeakError for one, and takes away what holds it. `is_whole` says that these
    are all the kits there are: then themes go that none of them uses.
    """
    themes: set[str] = set()
    made: set[str] = set()
    for kit in kits:
        outcome = _seal(kit, deployment, themes)
        if outcome.site:
            made |= _addresses(deployment.public, outcome.site.folder)
        is_whole = is_whole and not outcome.error  # its last site may use an older theme
        yield outcome
    if is_whole:
        _remove_themes(deployment, themes)
    _refuse_leaks(deployment, frozenset(made))


def _addresses(public: Path, folder: Path) -> set[str]:
    """Return the paths of a kit's folder and all in it, as the leak gate names them."""
    return {path.relative_to(public).as_posix() for path in (folder, *folder.iterdir())}


def _seal(kit: Unsealed, deployment: Deployment, themes: set[str]) -> Outcome:
    """Seal one kit into the public folder, and add its theme to those that are there."""
    place = deployment.public / kit.keys(deployment.sealer.secret).path
    try:
        sealed, theme = deployment.sealer.seal(kit)
        if theme.version not in themes:
            _publish_theme(theme, deployment)
        themes.add(theme.version)
        _put(sealed, deployment)
    except KitgenError as error:
        return Outcome(kit.name, error=error, kept=place.is_dir())
    return Outcome(kit.name, site=Site(kit.name, place))


def _put(sealed: SealedSite, deployment: Deployment) -> None:
    """Put a sealed site in place. Raises LeakError, and leaves the old one, when it tells."""
    place = deployment.public / sealed.path
    with new_folder(place, mark=START, beside=deployment.staging) as fresh:
        fresh.chmod(_READABLE)
        _write(fresh, sealed.files)
        _refuse(deployment.search.find(fresh, frozenset(sealed.files)))


def _publish_theme(theme: Theme, deployment: Deployment) -> None:
    """Put the shared theme in place, unless it is there, file by file."""
    place = deployment.public / theme.folder
    there = {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file()
    }
    if there == dict(theme.contents):
        return
    if place.exists():
        remove_folder(place, deployment.staging)
    place.parent.mkdir(exist_ok=True)
    with new_folder(place, mark=START, beside=deployment.staging) as fresh:
        fresh.chmod(_READABLE)
        _write(fresh, theme.contents)


def _remove_themes(deployment: Deployment, used: set[str]) -> None:
    for folder in sorted((deployment.public / FOLDER).glob("*")):
        if folder.name not in used:
            remove_folder(folder, deployment.staging)


def _refuse_leaks(deployment: Deployment, made: frozenset[str]) -> None:
    """Search all that is published; take away each kit that holds a leak, and tell of it."""
    leaks = deployment.search.find(deployment.public, made)
    for name in deployment.entries() if leaks else ():
        if deployment.search.find(deployment.public / name):
            remove_folder(deployment.public / name, deployment.staging)
    _refuse(leaks)


def _refuse(leaks: tuple[Leak, ...]) -> None:
    if leaks:
        more = f"; and {len(leaks) - _TOLD} more" if len(leaks) > _TOLD else ""
        told = "; ".join(str(leak) for leak in leaks[:_TOLD])
        raise LeakError(f"a sealed site would show what a profile holds: {told}{more}")


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
