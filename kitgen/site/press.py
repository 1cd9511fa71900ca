"""The press: MkDocs kept warm, so that each kit after the first costs its own pages only.

A cold build reads the configuration, compiles the theme's templates, lists 14,000 icons, converts
Markdown and parses every page again for the search. Here all that is done once, or not at all, and
the files of a site come back in memory: nothing plain is written but the search index. What comes
out is what a cold build writes, byte for byte, but for `sitemap.xml.gz`, which no browser asks for.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.errors import SiteError
from kitgen.manifest import digest_common, leads_elsewhere
from kitgen.site.building import build_site, errors_of
from kitgen.site.frames import Frames
from kitgen.site.kept_frames import KeptFrames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kitgen.cache import Cache
    from kitgen.pages import Pages
    from kitgen.site.warm import Warm

# What no warm build makes, and why nobody misses it.
NOT_MADE = {"sitemap.xml.gz": "packed for search engines, which a kit keeps out"}


class Press:
    """Builds the sites of one project, one after another.

    `check_every`: of so many kits one is built cold, too, and has to be the same. `cache` is for
    frames, and for the theme's templates when they are compiled.
    """

    def __init__(self, mkdocs_yml: Path, check_every: int = 0, cache: Cache | None = None) -> None:
        """Begin cold; the first kit of each language warms it up."""
        self._mkdocs_yml = mkdocs_yml
        self._check_every = check_every
        self._cache = cache
        self._built = 0
        self._warm: dict[tuple[str, str], Frames] = {}

    def build(
        self, pages: Pages, name: str, staging: Path, site_url: str = ""
    ) -> Mapping[str, bytes]:
        """Return the files of a kit's site by address; `staging` is a private folder.

        Raises SiteError with what MkDocs said when it warns or fails.
        """
        key = (pages.language, site_url)
        try:
            with errors_of(name):
                if key not in self._warm:
                    builder = _Builder(self._mkdocs_yml, staging, site_url, self._cache)
                    self._warm[key] = Frames(builder, self._kept(*key))
                files = self._warm[key].site_of(pages)
        except BaseException:
            self._warm.pop(key, None)  # nobody knows in which state it is
            raise
        self._built += 1
        if self._check_every and self._built % self._check_every == 0:
            self._check(pages, name, staging, site_url, files)
        return files

    def _kept(self, language: str, site_url: str) -> KeptFrames | None:
        """Return where frames are kept that are read from the theme as it is."""
        if self._cache is None or leads_elsewhere(self._mkdocs_yml):
            return None
        root = self._mkdocs_yml.parent
        options = ("frames", str(root.resolve()), language, site_url)
        return KeptFrames(self._cache, digest_common(root / "docs", (self._mkdocs_yml,), options))

    def _check(
        self, pages: Pages, name: str, staging: Path, site_url: str, files: Mapping[str, bytes]
    ) -> None:
        with TemporaryDirectory(prefix=".kitgen-", dir=staging) as folder:
            place = Path(folder) / "site"
            build_site(pages, name, self._mkdocs_yml, place, site_url or None)
            cold = files_under(place)
        differing = {
            address
            for address in {*cold, *files} - NOT_MADE.keys()
            if cold.get(address) != files.get(address)
        }
        if differing:
            raise SiteError(f"{len(differing)} files of '{name}' differ from a cold build")


class _Builder(Struct, frozen=True, dict=True):
    """Builds sites by MkDocs, which is warmed up for the first one."""

    mkdocs_yml: Path
    staging: Path
    wanted_url: str
    cache: Cache | None

    @cached_property
    def _warm(self) -> Warm:
        from kitgen.site.warm import warm_up  # noqa: PLC0415  with frames, no MkDocs is needed

        return warm_up(self.mkdocs_yml, self.staging, self.wanted_url, self.cache)

    def build(self, pages: Pages) -> dict[str, bytes]:
        """Return the files of a site by address."""
        return self._warm.build(pages)

    @property
    def site_url(self) -> str:
        """Where sites will be read, as MkDocs spells it."""
        return self._warm.config.site_url or ""

    @property
    def assets(self) -> Mapping[str, str]:
        """Where the files lie that are the same for all sites, by address."""
        return self._warm.plugin.assets

    @property
    def is_plain(self) -> bool:
        """Whether nothing but kitgen and the search has a say in what is built."""
        return self._warm.is_plain


def files_under(folder: Path) -> dict[str, bytes]:
    """Return the content of all files in a folder, by address."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
