"""What `mkdocs.yml` says of where kits are read, and of kitgen's own settings."""

from __future__ import annotations

import math
import re
import traceback
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.utils.yaml import yaml_load

from kitgen.errors import SiteError
from kitgen.manifest import leads_elsewhere

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig

# Addresses that MkDocs takes as they are, but for the stroke at the end.
_PLAIN_URL = re.compile(r"https?://[\w.:-]+(?:/[\w.~-]+)*/?")

# With every '*' written out; MkDocs and its theme go through them all.
_MOST_VALUES = 100_000

# What may come up while it is read, and MkDocs tells better.
_SAID_BY_MKDOCS = (OSError, MkDocsException, TypeError, ValueError, RecursionError)

_Settings = tuple[str, "Mapping[str, Any]"]


def site_url_of(mkdocs_yml: Path) -> str:
    """Return `site_url` of mkdocs.yml, empty when there is none. Raises SiteError."""
    return _read(mkdocs_yml)[0]


def extra_of(mkdocs_yml: Path) -> dict[str, Any]:
    """Return `extra` of mkdocs.yml. Raises SiteError."""
    return dict(_read(mkdocs_yml)[1])


def _read(mkdocs_yml: Path) -> _Settings:
    """Return both; a file is read once for each state."""
    try:
        state = mkdocs_yml.stat()
    except OSError as error:
        raise SiteError(f"mkdocs.yml cannot be read: {error.strerror}") from None
    return _read_at(mkdocs_yml, (state.st_ino, state.st_size, state.st_mtime_ns))


@lru_cache(maxsize=1)
def _read_at(mkdocs_yml: Path, _state: tuple[int, ...]) -> _Settings:
    plain = _read_plainly(mkdocs_yml)
    if plain is not None:
        return plain
    try:
        config = read_config(mkdocs_yml)
    except (MkDocsException, Abort) as error:
        raise SiteError(f"mkdocs.yml cannot be read: {error}") from None
    return str(config.site_url or ""), config.extra


def read_config(mkdocs_yml: Path, **settings: Any) -> MkDocsConfig:  # noqa: ANN401  MkDocs' own
    """Return the whole configuration, with some settings changed.

    Raises what MkDocs raises, and SiteError for what it does not expect: it does not check all it
    is given, and runs what the file names: hooks, plugins.
    """
    from mkdocs.config import load_config  # noqa: PLC0415  MkDocs takes a while to import

    with suppress(*_SAID_BY_MKDOCS):
        _settings_in(mkdocs_yml)
    try:
        return load_config(str(mkdocs_yml), **settings)
    except (MkDocsException, Abort):
        raise
    except Exception as error:
        raise SiteError(f"mkdocs.yml cannot be read: {told(error)}") from error


def told(error: Exception) -> str:
    """Return what an error of another's code says, and where it came up."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}: {error}"


def _read_plainly(mkdocs_yml: Path) -> _Settings | None:
    """Return both as they stand there; None when MkDocs has more to say of them.

    That is so for variables, files that are inherited, and whatever is wrong.
    """
    try:
        if leads_elsewhere(mkdocs_yml):
            return None
        settings = _settings_in(mkdocs_yml)
    except _SAID_BY_MKDOCS:
        return None
    if not isinstance(settings, dict):
        return None
    url, extra = settings.get("site_url") or "", settings.get("extra") or {}
    is_plain = isinstance(url, str) and (not url or _PLAIN_URL.fullmatch(url))
    if not is_plain or not isinstance(extra, dict):
        return None
    return (f"{url.rstrip('/')}/" if url else ""), extra


def _settings_in(mkdocs_yml: Path) -> Any:  # noqa: ANN401  whatever stands there
    """Return what stands in the file. Raises SiteError when it grows beyond all bounds."""
    with mkdocs_yml.open("rb") as file:
        settings = yaml_load(file)
    if _size(settings, {}) > _MOST_VALUES:
        what = "what it repeats with '*' grows beyond all bounds; write it out, or leave it out"
        raise SiteError(f"mkdocs.yml cannot be read: {what}")
    return settings


def _size(value: object, known: dict[int, float]) -> float:
    """Return how many values there are in one, each as often as it is repeated.

    `known` is what was counted; one that holds itself has no end.
    """
    if not isinstance(value, dict | list):
        return 1
    inside = value.values() if isinstance(value, dict) else value
    if id(value) not in known:
        known[id(value)] = math.inf
        known[id(value)] = 1 + sum(_size(each, known) for each in inside)
    return known[id(value)]
