"""git, run as a program: its words, its surroundings, and what its refusals mean."""

from __future__ import annotations

import base64
import os
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kitgen.errors import KitgenError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

_WHO = "kitgen"
_ADDRESS = "kitgen@example.org"  # never the person's own: what is pushed may be public
_SECONDS = 600
# Nothing of the person's settings may change what is committed, and no hook of theirs may run.
_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.excludesFile": os.devnull,
    "core.attributesFile": os.devnull,
    "core.autocrlf": "false",
    "core.fileMode": "false",
    "gc.auto": "0",
    "protocol.version": "2",
}
_OF_SSH = ("GIT_SSH_COMMAND", "GIT_SSH")
# What git says, and what that means: the first that fits. Neither address nor token is told.
_MEANINGS = (
    (
        (".lock': File exists",),
        "another git is at work there, or was killed; try again, or remove the .lock file there",
    ),
    (
        ("; cannot create 'refs/",),
        "there is a branch with which this name cannot be, as `a` and `a/b`; name another",
    ),
    (
        ("is currently checked out",),
        "that branch is checked out there, and somebody may work on it; name another branch",
    ),
    (
        ("stale info", "[rejected]", "cannot lock ref"),
        "somebody else published there meanwhile; that stands, so look and publish again",
    ),
    (
        ("protected branch", "declined"),
        "the repository refuses the branch to be replaced; unprotect it, or name another",
    ),
    (("No space left on device",), "there is no room left on the disk of the repository"),
    (
        (
            "Authentication failed",
            "Permission denied",
            "insufficient permission",
            "unable to create temporary object directory",
            "could not read Username",
            "not found",
            "does not appear to be a git repository",
            "does not exist",
            "Could not resolve host",
            "unable to access",
            "403",
        ),
        "the repository cannot be reached with what you are allowed; check address and key",
    ),
)
_UNKNOWN = "git could not do its part; try the same by hand to see why"


class GitError(KitgenError):
    """git could not do what it was asked; neither address nor token is told."""

    is_public = True


@dataclass(frozen=True, slots=True)
class Git:
    """git at work in one repository, with nothing of the caller's settings."""

    repository: Path
    environ: Mapping[str, str] = field(repr=False)

    def run(self, *words: str, given: bytes | None = None) -> bytes:
        """Run git and return what it prints. Raises GitError, with what to do."""
        try:
            done = subprocess.run(  # noqa: S603  the words are ours, and no shell reads them
                ["git", "--git-dir", str(self.repository), *words],  # noqa: S607  wherever it is
                env=dict(self.environ),
                input=given,
                stdin=subprocess.DEVNULL if given is None else None,
                capture_output=True,
                check=False,
                timeout=_SECONDS,
            )
        except FileNotFoundError:
            raise GitError("there is no git here; install it, or publish a folder") from None
        except subprocess.TimeoutExpired:
            raise GitError("the repository does not answer; try again") from None
        if done.returncode:
            raise GitError(_why(done.stderr.decode("utf-8", "replace")))
        return done.stdout

    def read(self, *words: str, given: bytes | None = None) -> str:
        """Run git and return the line it prints."""
        return self.run(*words, given=given).decode("utf-8", "replace").strip()


def git_environment(
    environ: Mapping[str, str], now: datetime, remote: str = "", token: str = ""
) -> dict[str, str]:
    """Return the variables for git: no repository of the caller's, no name, no question asked.

    `token` opens `remote`, an https address; it is in no command line.
    """
    kept = {name: value for name, value in environ.items() if not name.startswith("GIT_")}
    kept |= {name: environ[name] for name in _OF_SSH if name in environ}
    settings = dict(_SETTINGS)
    if token:
        secret = base64.b64encode(f"x-access-token:{token}".encode()).decode()
        settings[f"http.{remote}.extraHeader"] = f"Authorization: Basic {secret}"
    for number, (name, value) in enumerate(settings.items()):
        kept |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    day = f"{int(now.timestamp())} +0000"
    return kept | {
        "GIT_CONFIG_COUNT": str(len(settings)),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_AUTHOR_NAME": _WHO,
        "GIT_AUTHOR_EMAIL": _ADDRESS,
        "GIT_AUTHOR_DATE": day,
        "GIT_COMMITTER_NAME": _WHO,
        "GIT_COMMITTER_EMAIL": _ADDRESS,
        "GIT_COMMITTER_DATE": day,
        "LC_ALL": "C",
    }


def _why(said: str) -> str:
    """Return why git failed, in words that tell neither address nor token: others read logs."""
    found = (means for marks, means in _MEANINGS if any(each in said for each in marks))
    return next(found, _UNKNOWN)
