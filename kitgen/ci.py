"""Whether this is a CI run, whose log others may read and keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO = {"", "0", "false", "no"}


def is_ci(environ: Mapping[str, str]) -> bool:
    """Return whether `CI` is set in the environment, as every CI service does."""
    return environ.get("CI", "").strip().lower() not in _NO
