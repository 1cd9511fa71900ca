"""Publishing to a branch of a git repository: one commit without a past, replaced each time.

A branch that kept its history would keep every kit that was rotated or expired. The commit is made
in a repository of its own that lasts as long as this, so nothing of the project can get into it.
"""

from __future__ import annotations

import base64
import os
import re
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kitgen.folder import private_folder
from kitgen.publish.value import Publication, PublishError
from kitgen.seal import is_published

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from kitgen.seal import SealedFolder

_WHO = "kitgen"
_ADDRESS = "kitgen@example.org"  # never the person's own: the branch may be public
_MESSAGE = "Sealed kits\n"
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")
_DOMAIN = "CNAME"  # GitHub's own file for a domain of one's own: kept as it is
_HOST = re.compile(rb"[a-z0-9.-]{1,253}\s*", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of the repository at `remote`; `token` opens an https address."""

    remote: str
    name: str
    token: str = field(default="", repr=False)


def publish_branch(
    sealed: SealedFolder, branch: Branch, staging: Path, now: datetime, environ: Mapping[str, str]
) -> Publication:
    """Make a sealed site the one commit of a branch.

    The branch moves in one step, and only if it is still where it was seen last. The commit is
    made in `staging`, which has to be held (`folder.output_folder`). Raises PublishError when the
    branch holds anything but an earlier publication, when somebody else published meanwhile, and
    when git fails.
    """
    _refuse_names(branch)
    with private_folder(staging) as folder:
        git = _Git(folder / "git", sealed.place, _environment(environ, now, branch))
        git.run("init", "--quiet", "--bare", str(git.repository))
        git.run("remote", "add", "origin", branch.remote)
        before = _seen(git, branch.name)
        kept = _kept(git, before) if before else ""
        tree = _tree(git, kept)
        if before and git.read("rev-parse", f"{before}^{{tree}}") == tree:
            return Publication(sealed.kits, is_new=False)
        commit = git.read("commit-tree", tree, "-m", _MESSAGE.strip())
        there = f"refs/heads/{branch.name}"
        lease = f"--force-with-lease={there}:{before}"
        git.run("push", "--quiet", "--no-verify", lease, "origin", f"{commit}:{there}")
    return Publication(sealed.kits, is_new=True)


@dataclass(frozen=True, slots=True)
class _Git:
    """git at work in a repository of its own, on the files of another folder."""

    repository: Path
    files: Path
    environ: Mapping[str, str]

    def run(self, *words: str) -> bytes:
        """Run git and return what it prints. Raises PublishError, with what to do."""
        try:
            done = subprocess.run(  # noqa: S603  the words are ours, and no shell reads them
                ["git", "--git-dir", str(self.repository), *words],  # noqa: S607  git is wherever the person has it
                env=dict(self.environ),
                capture_output=True,
                check=False,
                timeout=_SECONDS,
                cwd=self.files,
            )
        except FileNotFoundError:
            raise PublishError("there is no git here; install it, or publish a folder") from None
        except subprocess.TimeoutExpired:
            raise PublishError("the repository does not answer; try again") from None
        if done.returncode:
            raise PublishError(_why(done.stderr.decode("utf-8", "replace")))
        return done.stdout

    def read(self, *words: str) -> str:
        """Run git and return the line it prints."""
        return self.run(*words).decode("utf-8", "replace").strip()


def _seen(git: _Git, branch: str) -> str:
    """Return the commit that the branch is at, fetched without what its files hold; or nothing."""
    there = f"refs/heads/{branch}"
    if not git.read("ls-remote", "origin", there):
        return ""
    git.run("fetch", "--quiet", "--depth=1", "--filter=blob:none", "origin", there)
    return git.read("rev-parse", "FETCH_HEAD")


def _kept(git: _Git, commit: str) -> str:
    """Return the id of the domain file of the branch, if it has one.

    Raises PublishError when the branch is no publication: it would be lost.
    """
    has_past = any(line.startswith("parent ") for line in _head(git, commit))
    names = git.run("ls-tree", "-z", "--name-only", commit).decode("utf-8", "replace").split("\0")
    if has_past or not all(is_published(name) for name in names if name not in {"", _DOMAIN}):
        raise PublishError(
            "that branch holds something that kitgen did not publish, and it would be lost; name "
            "a new branch"
        )
    if _DOMAIN not in names:
        return ""
    name = git.read("rev-parse", f"{commit}:{_DOMAIN}")
    if not _HOST.fullmatch(git.run("cat-file", "blob", name)):
        raise PublishError(f"{_DOMAIN} on that branch holds more than the name of a host")
    return name


def _head(git: _Git, commit: str) -> list[str]:
    return git.read("cat-file", "commit", commit).split("\n\n")[0].splitlines()


def _tree(git: _Git, domain: str) -> str:
    """Return the id of the tree of all files, and of the branch's domain file."""
    git.run("--work-tree", str(git.files), "add", "--all", "--force", ".")
    if domain:
        git.run("update-index", "--add", "--cacheinfo", f"100644,{domain},{_DOMAIN}")
    return git.read("write-tree")


def _environment(environ: Mapping[str, str], now: datetime, branch: Branch) -> dict[str, str]:
    """Return the variables that git runs with: no repository of the caller's, no question asked."""
    kept = {name: value for name, value in environ.items() if not name.startswith("GIT_")}
    kept |= {name: environ[name] for name in ("GIT_SSH_COMMAND", "GIT_SSH") if name in environ}
    settings = dict(_SETTINGS)
    if branch.token:
        secret = base64.b64encode(f"x-access-token:{branch.token}".encode()).decode()
        settings[f"http.{branch.remote}.extraHeader"] = f"Authorization: Basic {secret}"
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


def _refuse_names(branch: Branch) -> None:
    remote, name = branch.remote, branch.name
    if remote.startswith("-") or not remote.strip() or "::" in remote:
        raise PublishError("that is no address of a repository; write it as for `git clone`")
    if not _BRANCH.fullmatch(name) or ".." in name or name.endswith(("/", ".", ".lock")):
        raise PublishError("that cannot be the name of a branch; use letters, digits and '-'")


def _why(said: str) -> str:
    """Return why git failed, in words that tell neither address nor token: others read logs."""
    if "stale info" in said or "[rejected]" in said or "cannot lock ref" in said:
        return "somebody else published there meanwhile; that stands, so look and publish again"
    if "protected branch" in said or "declined" in said:
        return "the repository refuses the branch to be replaced; unprotect it, or name another"
    if any(each in said for each in _REFUSED):
        return "the repository cannot be reached with what you are allowed; check address and key"
    return "git could not do its part; try a `git push` by hand to see why"


_REFUSED = (
    "Authentication failed",
    "Permission denied",
    "could not read Username",
    "not found",
    "does not appear to be a git repository",
    "does not exist",
    "Could not resolve host",
    "unable to access",
    "403",
)
