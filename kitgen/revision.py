"""Earlier versions of profiles, from git: what they were, and the last one that can be read."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.errors import KitgenError
from kitgen.git import Git, GitError, git_environment
from kitgen.profile import parse_profile
from kitgen.project import read_profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from kitgen.project import Project

_ENDINGS = {".yml", ".yaml"}
_FOLDER = "profiles/"
_MOST = 100  # versions of one profile that are looked at


class RevisionError(KitgenError):
    """There is no such revision, or no history at all."""

    is_public = True


class Restored(Struct, frozen=True):
    """How many profiles were set back to an earlier version, and how many left out."""

    back: int
    out: int


def git_of(project: Project, environ: Mapping[str, str], now: datetime) -> Git:
    """Return git on the project's own repository."""
    return Git(project.root / ".git", git_environment(environ, now))


def profiles_at(git: Git, revision: str) -> dict[str, bytes]:
    """Return the profiles of a revision, by the names of their files. Raises RevisionError."""
    try:
        listed = git.run("ls-tree", "-z", "--name-only", revision, _FOLDER)
        names = os.fsdecode(listed).split("\0")
        found = [each for each in names if PurePosixPath(each).suffix.lower() in _ENDINGS]
        return {PurePosixPath(each).name: git.run("show", f"{revision}:{each}") for each in found}
    except GitError:
        raise RevisionError(
            "there is no such revision here; in CI, check out with 'fetch-depth: 2'"
        ) from None


def restore_profiles(project: Project, git: Git, now: datetime, today: date) -> Restored:
    """Set each profile that cannot be read back to its last version that can; others are left out.

    For a checkout that is thrown away: files are overwritten, and those without a good version
    deleted. Raises RevisionError, and touches nothing, when one of them is in no commit as it is.
    """
    broken = [each for each in project.profile_paths() if not _can_be_read(project, each, now)]
    if not all(_is_committed(git, path) for path in broken):
        raise RevisionError(
            "a profile with a mistake is in no commit as it is here, so it would be lost; commit it"
        )
    back = out = 0
    for path in broken:
        good = next(_good_versions(git, f"{_FOLDER}{path.name}", today), None)
        if good is None:
            path.unlink()
            out += 1
        else:
            path.write_bytes(good)
            back += 1
    return Restored(back, out)


def _is_committed(git: Git, path: Path) -> bool:
    try:
        return git.run("show", f"HEAD:{_FOLDER}{path.name}") == path.read_bytes()
    except (GitError, OSError):
        return False


def _can_be_read(project: Project, path: Path, now: datetime) -> bool:
    try:
        read_profile(project, path, now)
    except KitgenError:
        return False
    return True


def _good_versions(git: Git, source: str, today: date) -> Iterator[bytes]:
    """Yield the versions of a profile that can be read, newest first."""
    try:
        commits = git.read("log", f"--max-count={_MOST}", "--format=%H", "--", source).split()
    except GitError:
        return
    for commit in commits:
        try:
            text = git.run("show", f"{commit}:{source}")
            parse_profile(text.decode(), source, today)
        except (KitgenError, UnicodeDecodeError):
            continue
        yield text
