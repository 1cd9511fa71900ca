"""Publishing to a branch: one commit without a past, in one step, and no one else's work lost."""

from __future__ import annotations

import os
import subprocess
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

import kitgen.publish.branch
from kitgen.folder import output_folder
from kitgen.git import Git, GitError
from kitgen.publish import Branch, PublishError, publish_branch
from tests.publish.conftest import DONE, KILLED, found, killed_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kitgen.publish import Publication
    from kitgen.seal import SealedFolder

_NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
_LATER = datetime(2026, 11, 23, 12, tzinfo=UTC)


def git(folder: Path, *words: str) -> str:
    """Run git in a folder, as somebody else, and return what it prints."""
    who = {"GIT_AUTHOR_NAME": "Mel", "GIT_AUTHOR_EMAIL": "mel@example.org"}
    who |= {"GIT_COMMITTER_NAME": "Mel", "GIT_COMMITTER_EMAIL": "mel@example.org"}
    environ = {**os.environ, **who}
    done = subprocess.run(
        ["git", *words],  # noqa: S607
        cwd=folder,
        env=environ,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """Return a repository with a branch `main` that somebody works on."""
    folder = tmp_path / "remote.git"
    work = tmp_path / "work"
    for each in (folder, work):
        each.mkdir()
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main")
    git(work, "init", "--quiet", "--initial-branch=main")
    (work / "README.md").write_text("mine")
    git(work, "add", ".")
    git(work, "commit", "--quiet", "-m", "mine")
    git(work, "push", "--quiet", str(folder), "main")
    return folder


def publish(
    sealed: SealedFolder, remote: Path, branch: str = "kits", now: datetime = _NOW
) -> Publication:
    """Publish to a branch of a repository on this machine."""
    with output_folder(sealed.place.with_name(f"staging-{sealed.place.name}")) as staging:
        return publish_branch(sealed, Branch(str(remote), branch), staging, now, os.environ)


def published(remote: Path, tmp_path: Path, branch: str = "kits") -> dict[str, bytes]:
    """Return all files of a branch."""
    place = tmp_path / f"seen-{len(list(tmp_path.iterdir()))}"
    place.mkdir()
    git(remote, f"--work-tree={place}", "checkout", "--quiet", "-f", branch, "--", ".")
    return found(place)


def test_the_branch_is_one_commit_with_nobodys_name(
    old: SealedFolder, new: SealedFolder, remote: Path, tmp_path: Path
) -> None:
    """Each publication replaces the one before; who published, and where, is not told."""
    assert publish(old, remote).is_new
    assert published(remote, tmp_path) == found(old.place)
    assert publish(new, remote, now=_LATER).is_new
    assert published(remote, tmp_path) == found(new.place)
    assert git(remote, "rev-list", "--count", "kits") == "1"
    told = git(remote, "log", "-1", "--format=%an %ae %cn %ce %s %ad", "--date=unix", "kits")
    day = int(_LATER.timestamp())
    address = "kitgen@example.org"
    assert told == f"kitgen {address} kitgen {address} Sealed kits {day}"
    assert git(remote, "rev-list", "--count", "main") == "1"


def test_the_same_site_is_not_pushed_again(old: SealedFolder, remote: Path) -> None:
    """A schedule that finds nothing new leaves the branch alone."""
    publish(old, remote)
    before = git(remote, "rev-parse", "kits")
    assert not publish(old, remote, now=_LATER).is_new
    assert git(remote, "rev-parse", "kits") == before


def test_a_branch_that_holds_anything_else_stays(
    old: SealedFolder, remote: Path, tmp_path: Path
) -> None:
    """A branch with a past, or with a file that kitgen did not publish, is never replaced."""
    before = git(remote, "rev-parse", "main")
    with pytest.raises(PublishError, match="would be lost"):
        publish(old, remote, "main")
    assert git(remote, "rev-parse", "main") == before
    publish(old, remote)
    work = tmp_path / "work"
    git(work, "fetch", "--quiet", str(remote), "kits:kits")
    git(work, "checkout", "--quiet", "kits")
    git(work, "commit", "--quiet", "--allow-empty", "-m", "a past")
    git(work, "push", "--quiet", str(remote), "kits")
    with pytest.raises(PublishError, match="would be lost"):
        publish(old, remote)


def test_a_domain_of_ones_own_is_kept(
    old: SealedFolder, new: SealedFolder, remote: Path, tmp_path: Path
) -> None:
    """GitHub writes it into the branch; a publication does not lose it."""
    publish(old, remote)
    work = tmp_path / "work"
    git(work, "fetch", "--quiet", str(remote), "kits:kits")
    git(work, "checkout", "--quiet", "kits")
    (work / "CNAME").write_text("kits.example.org\n")
    git(work, "add", "CNAME")
    git(work, "commit", "--quiet", "--amend", "-m", "Create CNAME")
    git(work, "push", "--quiet", "--force", str(remote), "kits")
    publish(new, remote)
    assert published(remote, tmp_path) == {**found(new.place), "CNAME": b"kits.example.org\n"}
    (work / "CNAME").write_text("Mara Okafor, 12 Some Street\n")
    git(work, "commit", "--quiet", "--all", "--amend", "-m", "no domain")
    git(work, "push", "--quiet", "--force", str(remote), "kits")
    with pytest.raises(PublishError, match="name of a host"):
        publish(old, remote)


def test_who_comes_second_is_told(
    old: SealedFolder,
    new: SealedFolder,
    remote: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """When somebody publishes between the look and the push, theirs stands, and it is said."""
    publish(old, remote)
    compose = kitgen.publish.branch._tree

    def meanwhile(git: Git, files: Path, domain: str) -> str:
        monkeypatch.undo()
        publish(new, remote)
        return compose(git, files, domain)

    monkeypatch.setattr(kitgen.publish.branch, "_tree", meanwhile)
    (old.place / "more.bin").write_bytes(b"so that there is something to push")
    with pytest.raises(GitError, match="somebody else published there meanwhile"):
        publish(old, remote, now=_LATER)
    assert published(remote, tmp_path) == found(new.place)


def test_many_at_once_leave_one_whole_site(
    old: SealedFolder, new: SealedFolder, remote: Path, tmp_path: Path
) -> None:
    """Publishers of two clones race; the branch is one of their sites, of one commit."""
    told: list[str] = []

    def race(site: SealedFolder) -> None:
        staging = tmp_path / f"clone-{site.place.name}"
        for _ in range(2):
            try:
                with output_folder(staging) as folder:
                    branch = Branch(str(remote), "kits")
                    publish_branch(site, branch, folder, _NOW, os.environ)
            except GitError as error:
                told.append(str(error))

    threads = [threading.Thread(target=race, args=(each,)) for each in (old, new)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert published(remote, tmp_path) in (found(old.place), found(new.place))
    assert git(remote, "rev-list", "--count", "kits") == "1"
    assert all("meanwhile" in each for each in told)


@pytest.mark.slow
def test_a_publish_that_is_killed_leaves_the_old_site_or_the_new(
    old: SealedFolder, new: SealedFolder, remote: Path, tmp_path: Path
) -> None:
    """Killed before each program that it starts: the branch is never half of anything."""
    became = ""
    for moment in range(1, 40):
        publish(old, remote)
        became = killed_at(moment, lambda: publish(new, remote), ("subprocess.Popen",))
        assert published(remote, tmp_path) in (found(old.place), found(new.place)), moment
        publish(new, remote)  # nothing that was left stands in the way
        assert published(remote, tmp_path) == found(new.place)
        if became == DONE:
            break
        assert became == KILLED
    assert became == DONE
    left = {each.name for each in new.place.with_name("staging-new").iterdir()}
    assert left == {".kitgen.lock"}


def test_settings_and_hooks_of_the_person_change_nothing(
    old: SealedFolder, remote: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Line ends, ignored files, hooks, a repository around it: the bytes are those of the site."""
    home = tmp_path / "home"
    (home / "hooks").mkdir(parents=True)
    hook = home / "hooks" / "pre-push"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    (home / "ignore").write_text("*.html\n")
    (home / ".gitconfig").write_text(
        f"[core]\n hooksPath = {home}/hooks\n excludesFile = {home}/ignore\n autocrlf = true\n"
        "[user]\n name = Mel\n email = mel@example.org\n[commit]\n gpgsign = true\n"
    )
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "work" / ".git"))
    publish(old, remote)
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("HOME")
    assert published(remote, tmp_path) == found(old.place)


def test_the_token_is_told_to_the_host_alone(old: SealedFolder, tmp_path: Path) -> None:
    """It is in no command line and no message; git sends it with its first question."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(str(self.headers["Authorization"]))
            self.send_error(403)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        branch = Branch(f"http://127.0.0.1:{server.server_port}/x.git", "kits", "s3cret")
        assert "s3cret" not in repr(branch)
        try:
            with (
                output_folder(tmp_path / "staging") as staging,
                pytest.raises(GitError, match="what you are allowed") as raised,
            ):
                publish_branch(old, branch, staging, _NOW, os.environ)
        finally:
            server.shutdown()
            thread.join()
    assert "s3cret" not in str(raised.value)
    assert heard[0] == "Basic eC1hY2Nlc3MtdG9rZW46czNjcmV0"


@pytest.mark.parametrize(
    ("remote_name", "branch"),
    [
        ("--upload-pack=touch /tmp/x", "kits"),
        ("ext::sh -c 'touch x'", "kits"),
        ("", "kits"),
        ("https://git.example.org/x.git", "--delete"),
        ("https://git.example.org/x.git", "a..b"),
        ("https://git.example.org/x.git", "a b"),
        ("https://git.example.org/x.git", "a:main"),
    ],
)
def test_names_that_git_would_take_for_more_are_refused(
    old: SealedFolder, tmp_path: Path, remote_name: str, branch: str
) -> None:
    """An address is no option, and a branch no instruction."""
    with (
        output_folder(tmp_path / "staging") as staging,
        pytest.raises(PublishError, match=r"no address|name of a branch"),
    ):
        publish_branch(old, Branch(remote_name, branch), staging, _NOW, os.environ)


def locked(remote: Path) -> None:
    """Leave what a killed git leaves."""
    (remote / "refs" / "heads" / "kits.lock").touch()


def branched(remote: Path) -> None:
    """Have a branch below the one to publish to."""
    git(remote, "branch", "kits/old", "main")


def checked_out(remote: Path) -> None:
    """Have a clone in which somebody works on that branch, with nothing in it so far."""
    git(remote, "config", "core.bare", "false")
    git(remote, "symbolic-ref", "HEAD", "refs/heads/kits")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (locked, "remove the .lock file there"),
        (branched, "a branch with which this name cannot be"),
        (checked_out, "is checked out.*name another branch"),
    ],
)
def test_what_is_in_the_way_there_is_told(
    old: SealedFolder, remote: Path, spoil: Callable[[Path], None], said: str
) -> None:
    """Nobody is told of another publisher where there was none."""
    spoil(remote)
    with pytest.raises(GitError, match=said):
        publish(old, remote)
