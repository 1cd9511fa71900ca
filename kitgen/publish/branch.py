"""Publishing to a branch of a git repository: one commit without a past, replaced each time.

A branch that kept its history would keep every kit that was rotated or expired. The commit is made
in a repository of its own that lasts as long as this, so nothing of the project can get into it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kitgen.folder import private_folder
from kitgen.git import Git, git_environment
from kitgen.publish.value import Publication, PublishError
from kitgen.seal import is_published

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from kitgen.seal import SealedFolder

_MESSAGE = "Sealed kits\n"
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")
_DOMAIN = "CNAME"  # GitHub's own file for a domain of one's own: kept as it is
_HOST = re.compile(rb"[a-z0-9.-]{1,253}\s*", re.IGNORECASE)


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
    when git fails
    (GitError).
    """
    _refuse_names(branch)
    surroundings = git_environment(environ, now, branch.remote, branch.token)
    with private_folder(staging) as folder:
        git = Git(folder / "git", surroundings)
        git.run("init", "--quiet", "--bare", str(git.repository))
        git.run("remote", "add", "origin", branch.remote)
        before = _seen(git, branch.name)
        kept = _kept(git, before) if before else ""
        tree = _tree(git, sealed.place, kept)
        if before and git.read("rev-parse", f"{before}^{{tree}}") == tree:
            return Publication(sealed.kits, is_new=False)
        commit = git.read("commit-tree", tree, "-m", _MESSAGE.strip())
        there = f"refs/heads/{branch.name}"
        lease = f"--force-with-lease={there}:{before}"
        git.run("push", "--quiet", "--no-verify", lease, "origin", f"{commit}:{there}")
    return Publication(sealed.kits, is_new=True)


def _seen(git: Git, branch: str) -> str:
    """Return the commit that the branch is at, fetched without what its files hold; or nothing."""
    there = f"refs/heads/{branch}"
    if not git.read("ls-remote", "origin", there):
        return ""
    git.run("fetch", "--quiet", "--depth=1", "--filter=blob:none", "origin", there)
    return git.read("rev-parse", "FETCH_HEAD")


def _kept(git: Git, commit: str) -> str:
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


def _head(git: Git, commit: str) -> list[str]:
    return git.read("cat-file", "commit", commit).split("\n\n")[0].splitlines()


def _tree(git: Git, files: Path, domain: str) -> str:
    """Return the id of the tree of all files, and of the branch's domain file."""
    git.run("--work-tree", str(files), "add", "--all", "--force", ".")
    if domain:
        git.run("update-index", "--add", "--cacheinfo", f"100644,{domain},{_DOMAIN}")
    return git.read("write-tree")


def _refuse_names(branch: Branch) -> None:
    remote, name = branch.remote, branch.name
    if remote.startswith("-") or not remote.strip() or "::" in remote:
        raise PublishError("that is no address of a repository; write it as for `git clone`")
    if not _BRANCH.fullmatch(name) or ".." in name or name.endswith(("/", ".", ".lock")):
        raise PublishError("that cannot be the name of a branch; use letters, digits and '-'")
