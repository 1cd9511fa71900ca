"""One kit's site: its pages built by MkDocs and Material, and put in place whole."""

from __future__ import annotations

import logging
import os
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import Abort, MkDocsException
from msgspec import Struct

from kitgen.errors import KitgenError, SiteError
from kitgen.folder import new_folder
from kitgen.site.settings_file import read_config, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig

    from kitgen.mkdocs_plugin import KitgenPlugin
    from kitgen.pages import Pages

_OURS = Path(__file__).parent.parent
# Material prints a notice about a successor of MkDocs unless this is set.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


class Site(Struct, frozen=True):
    """A plain, private site: built HTML at `folder`, of the kit with that name."""

    name: str
    folder: Path

    @property
    def start(self) -> Path:
        """The page to open."""
        return self.folder / "index.html"


def build_site(
    pages: Pages, name: str, mkdocs_yml: Path, place: Path, site_url: str | None = None
) -> Site:
    """Build `pages` strictly and put the site at `place`; until then the old one stays there.

    With `site_url`, where it will be read, pages follow each other without a reload. Raises
    SiteError with what MkDocs said when it warns or fails, and when `place` holds anything but a
    site.
    """
    from mkdocs.commands.build import build  # noqa: PLC0415  MkDocs takes a while to import

    with new_folder(place, mark="index.html") as fresh, errors_of(name):
        config = load(mkdocs_yml, fresh, site_url)
        plugin = plugin_of(config)
        plugin.use(pages)
        try:
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
        finally:
            config.plugins.on_shutdown()
            plugin.use(None)  # MkDocs shares one plugin object between builds in a process
    return Site(name, place)


def load(mkdocs_yml: Path, site_dir: Path, site_url: str | None) -> MkDocsConfig:
    """Return the configuration of a strict build into `site_dir`."""
    # MkDocs takes a relative folder to be beside mkdocs.yml, wherever the command was given.
    where = str(site_dir.resolve())
    config = read_config(mkdocs_yml, site_dir=where, strict=True, site_url=site_url)
    if site_url:
        features = config.theme.get("features") or ()
        if not isinstance(features, list | tuple):
            raise SiteError("mkdocs.yml: 'features' of the theme should be a list")
        config.theme["features"] = [*features, "navigation.instant"]
    return config


def plugin_of(config: MkDocsConfig) -> KitgenPlugin:
    """Return kitgen's own plugin. Raises SiteError when mkdocs.yml does not name it."""
    from kitgen.mkdocs_plugin import KitgenPlugin  # noqa: PLC0415  as above

    for plugin in config.plugins.values():
        if isinstance(plugin, KitgenPlugin):
            return plugin
    raise SiteError("mkdocs.yml: 'plugins' has to name kitgen, or no kit can be built")


@contextmanager
def errors_of(name: str) -> Iterator[None]:
    """Raise what MkDocs warns of and fails at as one SiteError, instead of letting it print."""
    said = _Said()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    before, logger.propagate = logger.propagate, False
    try:
        yield
    except (MkDocsException, Abort) as error:
        words = "; ".join(said.warnings) or str(error)
        raise SiteError(f"the site of '{name}' could not be built: {words}") from None
    except OSError as error:
        why = error.strerror or error
        raise SiteError(f"the site of '{name}' could not be built: {why}") from None
    except Exception as error:
        if isinstance(error, KitgenError) or _is_ours(error):
            raise
        raise SiteError(f"the site of '{name}' could not be built: {told(error)}") from error
    finally:
        logger.removeHandler(said)
        logger.propagate = before


def _is_ours(error: Exception) -> bool:
    """Return whether an error came up in kitgen: then it is a bug, and keeps its traceback."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return Path(last.filename).is_relative_to(_OURS)


class _Said(logging.Handler):
    """Keeps what MkDocs warns of, instead of letting it print."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.warnings.append(record.getMessage())
