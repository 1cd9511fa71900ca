"""The repository that CI works for: what its service tells of it, in variables and one file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kitgen.errors import KitgenError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SAMPLE = "sample-"


class PublicRepositoryError(KitgenError):
    """Real profiles in a repository that everyone can read."""

    is_public = True


class Repository(Struct, frozen=True):
    """A repository as its service tells of it; `is_private` is None where it does not."""

    name: str = ""
    is_private: bool | None = None


def find_repository(environ: Mapping[str, str]) -> Repository:
    """Return the repository that this runs for, by GitHub's variables; an unknown one elsewhere.

    The file of the event tells whether it is private; on a schedule it does not.
    """
    event = _event(environ.get("GITHUB_EVENT_PATH", ""))
    told = event.get("repository")
    private = told.get("private") if isinstance(told, dict) else None
    known = private if isinstance(private, bool) else None
    return Repository(environ.get("GITHUB_REPOSITORY", ""), known)


def refuse_public_profiles(repository: Repository, profiles: Iterable[Path]) -> None:
    """Raise PublicRepositoryError when real profiles stand in a repository that is public."""
    real = [path for path in profiles if not path.stem.startswith(_SAMPLE)]
    if repository.is_private is False and real:
        count = "a profile" if len(real) == 1 else f"{len(real)} profiles"
        raise PublicRepositoryError(
            f"this repository is public, and holds {count} of real people: nothing is built. Make "
            "it private (Settings, General, Danger zone), and remember that who had access may "
            "have a copy; or, if they are invented, let their names begin with 'sample-'"
        )


def refuse_public_form(repository: Repository) -> None:
    """Raise PublicRepositoryError when the form was filled in where everyone can read it."""
    if repository.is_private is not True:
        raise PublicRepositoryError(
            "the form works in a private repository only; in this one everyone can read the issue, "
            "or it is not known who can. Delete the issue, and write the profile elsewhere"
        )


def _event(name: str) -> dict[str, Any]:
    """Return what happened, as the service wrote it down; empty when there is no such file."""
    try:
        event = json.loads(Path(name).read_text("utf-8")) if name else {}
    except (OSError, ValueError):
        return {}
    return event if isinstance(event, dict) else {}
