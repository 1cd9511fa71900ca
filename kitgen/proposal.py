"""A proposal: one new profile on a branch of its own, and a pull request for it on GitHub."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from kitgen.errors import KitgenError
from kitgen.git import Git, git_environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

_SECONDS = 30


class ProposalError(KitgenError):
    """A profile could not be proposed."""

    is_public = True


@dataclass(frozen=True, slots=True)
class Service:
    """Where a repository lives on GitHub, and what opens it."""

    repository: str
    server: str
    api: str
    base: str
    token: str = field(repr=False)

    @property
    def remote(self) -> str:
        """The address to push to."""
        return f"{self.server}/{self.repository}.git"


def find_service(environ: Mapping[str, str]) -> Service:
    """Return the service that a workflow runs on, by its variables. Raises ProposalError."""
    wanted = ("GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "GITHUB_API_URL", "GITHUB_TOKEN")
    missing = [name for name in wanted if not environ.get(name)]
    if missing:
        raise ProposalError(f"this works in a workflow on GitHub only: no {', '.join(missing)}")
    repository, server, api, token = (environ[name] for name in wanted)
    return Service(repository, server, api, environ.get("GITHUB_REF_NAME", "main"), token)


@dataclass(frozen=True, slots=True)
class Proposal:
    """New files, text by path, that the issue of this number asks for."""

    files: Mapping[str, str] = field(repr=False)
    number: int

    @property
    def branch(self) -> str:
        """Where they are put: a name that is nobody's."""
        return f"mentee-{self.number}"


def propose(
    folder: Path, proposal: Proposal, service: Service, now: datetime, environ: Mapping[str, str]
) -> str:
    """Put a proposal on its branch, on top of what is checked out in `folder`.

    Return where the pull request is, or can be opened by hand where workflows may not open any.
    Nothing in `folder` changes. Raises GitError.
    """
    branch, number = proposal.branch, proposal.number
    surroundings = git_environment(environ, now, service.remote, service.token)
    with TemporaryDirectory() as private:
        git = Git(folder / ".git", surroundings | {"GIT_INDEX_FILE": f"{private}/index"})
        git.run("read-tree", "HEAD")
        for path, text in proposal.files.items():
            blob = git.read("hash-object", "-w", "--stdin", given=text.encode())
            git.run("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")
        tree, said = git.read("write-tree"), f"Add the profile of issue {number}"
        commit = git.read("commit-tree", tree, "-p", "HEAD", "-m", said)
        git.run("push", "--quiet", "--force", service.remote, f"{commit}:refs/heads/{branch}")
    return _pull_request(service, branch, number) or (
        f"{service.server}/{service.repository}/compare/{service.base}...{branch}?expand=1"
    )


def _pull_request(service: Service, branch: str, number: int) -> str:
    """Open a pull request and return its address; empty where that is not allowed."""
    wanted = {
        "title": f"Profile of issue {number}",
        "head": branch,
        "base": service.base,
        "body": f"Made of the form. Look it through, then merge it.\n\nCloses #{number}.",
    }
    request = Request(  # noqa: S310  the service's own address
        f"{service.api}/repos/{service.repository}/pulls",
        json.dumps(wanted).encode(),
        {"Authorization": f"Bearer {service.token}", "Accept": "application/vnd.github+json"},
    )
    try:
        with closing(urlopen(request, timeout=_SECONDS)) as answer:  # noqa: S310  as above
            return str(json.loads(answer.read())["html_url"])
    except HTTPError as error:
        error.close()
    except (URLError, OSError, HTTPException, ValueError, KeyError):
        pass
    return ""
