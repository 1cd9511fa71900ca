"""Settings: what `mkdocs.yml` says of desks and of editing, under `extra: kitgen:`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kitgen.errors import KitgenError
from kitgen.profile import MOST_VERSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

_ADDRESS = re.compile(r"https://[^\s\"'<>#]+/")
_KNOWN = {"desk", "programme", "edit", "edit_in_kits", "language"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PLACE = "mkdocs.yml, extra, kitgen"


class SettingsError(KitgenError):
    """A setting of `mkdocs.yml` is not what it should be."""

    is_public = True


class Settings(Struct, frozen=True):
    """Which desks there are, and where profiles are edited.

    `desk` and `programme` are the versions of their links, 0 for none; raised, the old link opens
    nothing any more. `edit` is an address that a profile's file name is put after, empty for none;
    kits lead there with `edit_in_kits` alone, for owners who may write in the repository.
    `language` is that of the mentor; kits have each their own.
    """

    desk: int = 0
    programme: int = 0
    edit: str = ""
    edit_in_kits: bool = False
    language: str = "en"


def settings_in(extra: Mapping[str, Any]) -> Settings:
    """Return the settings in `extra` of mkdocs.yml. Raises SettingsError."""
    found = extra.get("kitgen") or {}
    if not isinstance(found, dict) or set(found) - _KNOWN:
        raise SettingsError(f"{_PLACE}: only {', '.join(sorted(_KNOWN))} can stand there")
    edit = found.get("edit") or ""
    if edit and not (isinstance(edit, str) and _ADDRESS.fullmatch(edit)):
        raise SettingsError(
            f"{_PLACE}: 'edit' is an address that ends in '/', such as "
            "https://github.com/OWNER/REPOSITORY/edit/main/profiles/"
        )
    in_kits = found.get("edit_in_kits") or False
    if in_kits not in (True, False) or (in_kits and not edit):
        raise SettingsError(f"{_PLACE}: 'edit_in_kits' is true or false, and needs 'edit', too")
    language = found.get("language") or "en"
    if not (isinstance(language, str) and _LANGUAGE.fullmatch(language)):
        raise SettingsError(f"{_PLACE}: 'language' is that of the desk, such as en or de")
    versions = _version(found, "desk"), _version(found, "programme")
    return Settings(*versions, edit, bool(in_kits), language)


def _version(found: Mapping[str, Any], name: str) -> int:
    value = found.get(name) or 0
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_VERSIONS:
        raise SettingsError(f"{_PLACE}: '{name}' is a number, 1 for the first link; 0 is none")
    return value
