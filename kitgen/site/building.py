"""One kit's site: its pages built by MkDocs and Material, and put in place whole."""

from __future__ import annotations

import logging
import os
import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

import kitgen
from kitgen.errors import KitgenError, SiteError
from kitgen.folder import new_folder
from kitgen.mkdocs_plugin import KitgenPlugin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig

    from kitgen.pages import Pages

# Material prints a notice about a successor of MkDocs unless this is set.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


@dataclass(frozen=True, slots=True)
class Site:
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


def site_url_of(mkdocs_yml: Path) -> str:
    """Return `site_url` of mkdocs.yml, empty when there is none. Raises SiteError."""
    return str(_read(mkdocs_yml).site_url or "")


def extra_of(mkdocs_yml: Path) -> dict[str, Any]:
    """Return `extra` of mkdocs.yml. Raises SiteError."""
    return dict(_read(mkdocs_yml).extra)


def _read(mkdocs_yml: Path) -> MkDocsConfig:
    """Return the configuration that nothing is built with; a file is read once for each state."""
    try:
        state = mkdocs_yml.stat()
    except OSError as error:
        raise SiteError(f"mkdocs.yml cannot be read: {error.strerror}") from None
    return _read_at(mkdocs_yml, (state.st_ino, state.st_size, state.st_mtime_ns))


@lru_cache(maxsize=1)
def _read_at(mkdocs_yml: Path, _state: tuple[int, ...]) -> MkDocsConfig:
    try:
        with _read_errors():
            return load_config(str(mkdocs_yml))
    except (MkDocsException, Abort) as error:
        raise SiteError(f"mkdocs.yml cannot be read: {error}") from None


def load(mkdocs_yml: Path, site_dir: Path, site_url: str | None) -> MkDocsConfig:
    """Return the configuration of a strict build into `site_dir`."""
    # MkDocs takes a relative folder to be beside mkdocs.yml, wherever the command was given.
    where = str(site_dir.resolve())
    with _read_errors():
        config = load_config(str(mkdocs_yml), site_dir=where, strict=True, site_url=site_url)
    if site_url:
        features = config.theme.get("features") or ()
        if not isinstance(features, list | tuple):
            raise SiteError("mkdocs.yml: 'features' of the theme should be a list")
        config.theme["features"] = [*features, "navigation.instant"]
    return config


@contextmanager
def _read_errors() -> Iterator[None]:
    """Raise what MkDocs did not expect in mkdocs.yml as SiteError.

    It does not check all it is given, and runs what the file names: hooks, plugins.
    """
    try:
        yield
    except (MkDocsException, Abort):
        raise
    except Exception as error:
        raise SiteError(f"mkdocs.yml cannot be read: {_told(error)}") from error


def _told(error: Exception) -> str:
    """Return what an error of another's code says, and where it came up."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}: {error}"


def plugin_of(config: MkDocsConfig) -> KitgenPlugin:
    """Return kitgen's own plugin. Raises SiteError when mkdocs.yml does not name it."""
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
        raise SiteError(f"the site of '{name}' could not be built: {_told(error)}") from error
    finally:
        logger.removeHandler(said)
        logger.propagate = before


def _is_ours(error: Exception) -> bool:
    """Return whether an error came up in kitgen: then it is a bug, and keeps its traceback."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return Path(last.filename).is_relative_to(Path(kitgen.__file__).parent)


class _Said(logging.Handler):
    """Keeps what MkDocs warns of, instead of letting it print."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.warnings.append(record.getMessage())
