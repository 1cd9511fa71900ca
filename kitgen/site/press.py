"""The press: MkDocs kept warm, so that each kit after the first costs its own pages only.

A cold build reads the configuration, compiles the theme's templates, lists 14,000 icons, converts
Markdown and parses every page again for the search. Here all that is done once, or not at all, and
the files of a site come back in memory: nothing plain is written but the search index. What comes
out is what a cold build writes, byte for byte, but for `sitemap.xml.gz`, which no browser asks for.

MkDocs shares plugin objects between all configurations of a process, and its plugins keep what
they filled in at the first build. So before each kit everything that a build may change is put
back as it was read, and there is one configuration for each language: the theme's words are
compiled with it. MkDocs is not thread-safe, and a press is of one process.
"""

from __future__ import annotations

import os
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import TYPE_CHECKING, Any

import mkdocs.utils
from mkdocs.commands.build import build

from kitgen.errors import SiteError
from kitgen.manifest import digest_common, digest_texts, leads_elsewhere, versions
from kitgen.site.building import build_site, errors_of, load, plugin_of
from kitgen.site.frames import SEARCH_INDEX, Frames
from kitgen.site.kept_frames import KeptFrames
from kitgen.templating import Kept, keep_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mkdocs.config.defaults import MkDocsConfig

    from kitgen.cache import Cache
    from kitgen.mkdocs_plugin import KitgenPlugin
    from kitgen.pages import Pages

# What no warm build makes, and why nobody misses it.
NOT_MADE = {"sitemap.xml.gz": "packed for search engines, which a kit keeps out"}
# With any other plugin, MkDocs builds every page: it may do something for each.
_PLUGINS = frozenset({"search", "material/search", "kitgen"})


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


@dataclass(frozen=True)
class _Builder:
    """Builds sites by MkDocs, which is warmed up for the first one."""

    mkdocs_yml: Path
    staging: Path
    wanted_url: str
    cache: Cache | None

    @cached_property
    def _warm(self) -> _Warm:
        return _warm_up(self.mkdocs_yml, self.staging, self.wanted_url, self.cache)

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


@dataclass(frozen=True)
class _Warm:
    """A configuration that was read once, and how everything in it was then."""

    config: MkDocsConfig
    plugin: KitgenPlugin
    settings: Mapping[str, Any]
    theme: Mapping[str, Any]
    plugin_settings: Mapping[str, Any]

    @property
    def is_plain(self) -> bool:
        """Whether nothing but kitgen and the search has a say in what is built."""
        return set(self.config.plugins) <= _PLUGINS and not self.config.hooks

    def build(self, pages: Pages) -> dict[str, bytes]:
        self._reset()
        taken: dict[str, bytes] = {}
        index = Path(self.config.site_dir) / SEARCH_INDEX
        index.unlink(missing_ok=True)
        self.plugin.use(pages, taken)
        try:
            build(self.config, dirty=False)
        finally:
            self.plugin.use(None)
        if index.is_file():
            taken[SEARCH_INDEX] = index.read_bytes()
        return taken

    def _reset(self) -> None:
        """Put back what a build may have changed."""
        forget_addresses()
        for name, value in self.settings.items():
            self.config[name] = deepcopy(value)
        for name in set(self.config.theme) - self.theme.keys():
            del self.config.theme[name]
        for name, value in self.theme.items():
            self.config.theme[name] = deepcopy(value)
        for name, value in self.plugin_settings.items():
            self.config.plugins[name].config = deepcopy(value)


def forget_addresses() -> None:
    """Empty what MkDocs remembers of every address it ever met: each kit has others.

    Both are private, and only memory depends on them; where they are gone, nothing is done.
    """
    for name in ("_norm_parts", "_get_norm_url"):
        clear = getattr(getattr(mkdocs.utils, name, None), "cache_clear", None)
        if clear:
            clear()


def _warm_up(mkdocs_yml: Path, staging: Path, site_url: str, cache: Cache | None) -> _Warm:
    folder = mkdtemp(prefix=".kitgen-", dir=staging)  # goes with the staging folder's other ones
    config = load(mkdocs_yml, Path(folder), site_url or None)
    changing = ("site_name", "site_description", "nav", "extra", "mdx_configs")
    warm = _Warm(
        config,
        plugin_of(config),
        {name: deepcopy(config[name]) for name in changing},
        deepcopy(dict(config.theme)),
        {
            name: deepcopy(plugin.config)
            for name, plugin in config.plugins.items()
            if hasattr(plugin, "config")  # a hook is a module
        },
    )
    config.plugins.on_startup(command="build", dirty=False)
    environment = config.theme.get_env()
    # Both are public, and called at each build: one compiles anew, the other walks all icons.
    config.theme.get_env = lambda: environment  # type: ignore[method-assign]
    environment.list_templates = _lister(config.theme.dirs)  # type: ignore[method-assign]
    if cache is not None and warm.is_plain:  # a plugin may give the templates other functions
        keep_templates(environment, Kept(cache, digest_texts(versions())))
    environment.cache = {}  # as many as the theme has; to keep a limit takes time
    return warm


def _lister(folders: Sequence[str]) -> Callable[..., list[str]]:
    """Return what lists the files of a theme as Jinja does, but for hidden ones.

    MkDocs asks for all and leaves the hidden ones out: with Material, 14,000 icons.
    """
    names = sorted({name for folder in folders for name in _shown(folder)})

    def listed(
        extensions: object = None, filter_func: Callable[[str], bool] | None = None
    ) -> list[str]:
        del extensions  # MkDocs has no use for it
        return [name for name in names if filter_func is None or filter_func(name)]

    return listed


def _shown(folder: str) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        under = "" if root == folder else f"{Path(root).relative_to(folder).as_posix()}/"
        yield from (f"{under}{name}" for name in names if not name.startswith("."))


def files_under(folder: Path) -> dict[str, bytes]:
    """Return the content of all files in a folder, by address."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
