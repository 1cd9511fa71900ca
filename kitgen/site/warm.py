"""MkDocs kept warm: a configuration that was read once, and put back before each build.

MkDocs shares plugin objects between all configurations of a process, and its plugins keep what
they filled in at the first build. So before each kit everything that a build may change is put
back as it was read, and there is one configuration for each language: the theme's words are
compiled with it. MkDocs is not thread-safe, and what is warm is of one process.
"""

from __future__ import annotations

import os
from copy import deepcopy
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import mkdocs.utils
from mkdocs.commands.build import build
from msgspec import Struct

from kitgen.cache import Kept
from kitgen.manifest import digest_texts, versions
from kitgen.site.building import load, plugin_of
from kitgen.site.frames import SEARCH_INDEX, content_of
from kitgen.templating import keep_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mkdocs.config.defaults import MkDocsConfig

    from kitgen.cache import Cache
    from kitgen.mkdocs_plugin import KitgenPlugin
    from kitgen.pages import Pages

# With any other plugin, MkDocs builds every page: it may do something for each.
_PLUGINS = frozenset({"search", "material/search", "kitgen"})


class Warm(Struct, frozen=True, dict=True):
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
        """Return the files of a site by address."""
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
        taken |= {name: content_of(path) for name, path in self.plugin.assets.items()}
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


def warm_up(mkdocs_yml: Path, staging: Path, site_url: str, cache: Cache | None) -> Warm:
    """Return what builds sites that will be read at `site_url`; `staging` is a private folder."""
    folder = mkdtemp(prefix=".kitgen-", dir=staging)  # goes with the staging folder's other ones
    config = load(mkdocs_yml, Path(folder), site_url or None)
    changing = ("site_name", "site_description", "nav", "extra", "mdx_configs")
    warm = Warm(
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
