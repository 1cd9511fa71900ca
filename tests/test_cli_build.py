"""`kitgen build`, `serve`, `status` and `write`, as they are typed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from kitgen.cli import main
from tests.conftest import ADA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

    from kitgen.project import Project

# Long enough for a busy machine: how soon it is on an idle one belongs in a benchmark.
SOON = 60.0  # seconds
PLAIN = "build/plain"
BROKEN = ADA.replace("name: Ada", "nme: Ada")


def kitgen(*words: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, words)


def test_build_names_each_kit_and_where_it_is(ada: Project) -> None:
    """One line for each kit on standard output, the warning beside it; exit code 0."""
    done = kitgen("build", "--plain", PLAIN)
    assert done.stdout == "ada: build/plain/ada/index.html\n"
    assert "not sealed" in done.stderr
    assert done.exit_code == 0
    assert (ada.root / "build" / "plain" / "ada" / "drafts" / "jo.html").is_file()
    assert oct((ada.root / "build" / "plain").stat().st_mode)[-3:] == "700"


def test_build_tells_every_problem_and_builds_the_others(ada: Project) -> None:
    """A broken profile costs its own kit only, keeps the last good one, and the exit code is 1."""
    assert kitgen("build", "ada", "--plain", PLAIN).exit_code == 0
    start = ada.root / "build" / "plain" / "ada" / "index.html"
    before = start.read_bytes()
    (ada.profiles / "ada.yml").write_text(BROKEN)
    (ada.profiles / "bob.yml").write_text(BROKEN)
    (ada.profiles / "cyd.yml").write_text(ADA.replace("Ada Lind", "Cyd Oye"))
    done = kitgen("build", "--plain", PLAIN)
    assert done.exit_code == 1
    assert done.stdout == "cyd: build/plain/cyd/index.html\n"
    assert "profiles/ada.yml:2:3" in done.stderr
    assert "ada: not built; its last good kit is kept." in done.stderr
    assert "bob: not built; there is no kit of it yet." in done.stderr
    assert start.read_bytes() == before


def test_build_works_from_inside_the_project_and_into_any_folder(
    ada: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--plain` names a folder as the shell does, relative to where one is."""
    monkeypatch.chdir(ada.docs / "en")
    assert kitgen("build", "--plain", "../../../kits").exit_code == 0
    assert (tmp_path / "kits" / "ada" / "index.html").is_file()


def test_build_names_kits_whose_profile_is_gone(ada: Project) -> None:
    """A kit that nobody renews says what is no longer so; other folders are nobody's business."""
    kitgen("build", "--plain", PLAIN)
    plain = ada.root / "build" / "plain"
    (plain / "ada").rename(plain / "bob")
    (plain / "letters").mkdir()
    (plain / "letters" / "index.html").touch()
    assert "bob" not in kitgen("build", "ada", "--plain", PLAIN).stderr
    done = kitgen("build", "--plain", PLAIN)
    assert "build/plain/bob: a kit that belongs to no profile any more; delete it.\n" in done.stderr
    assert "letters" not in done.stderr
    assert (done.exit_code, done.stdout) == (0, "ada: build/plain/ada/index.html\n")
    assert (plain / "bob" / "index.html").is_file()


def test_build_without_a_profile_says_how_to_begin(ada: Project) -> None:
    """No profile is an error with the command that makes one."""
    (ada.profiles / "ada.yml").unlink()
    done = kitgen("build")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "kitgen new NAME" in done.stderr


def test_build_refuses_a_time_that_is_none(monkeypatch: pytest.MonkeyPatch, ada: Project) -> None:
    """A mistyped SOURCE_DATE_EPOCH is told without a traceback."""
    del ada
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    done = kitgen("build")
    assert done.exit_code == 1
    assert "SOURCE_DATE_EPOCH is 'yesterday'" in done.stderr


def test_status_has_a_line_for_each_owner(ada: Project) -> None:
    """A broken profile has its line too, and the exit code is 1."""
    assert kitgen("status").exit_code == 0
    (ada.profiles / "bob.yml").write_text(BROKEN)
    done = kitgen("status")
    assert done.exit_code == 1
    heading, first, second = done.stdout.splitlines()
    columns = ["owner", "state", "received", "asked", "gaps", "overdue", "changed", "next"]
    assert heading.split() == columns
    assert [each.split()[0] for each in (first, second)] in (["bob", "Ada"], ["Ada", "bob"])
    assert "run `kitgen check bob`" in first + second


def test_write_makes_a_tree_and_makes_it_again(ada: Project) -> None:
    """A second run replaces the tree of the first."""
    for _ in range(2):
        done = kitgen("write", "ada", "tree")
        assert (done.exit_code, done.stdout) == (0, "ada: tree\n")
    assert (ada.root / "tree" / "docs" / "drafts" / "jo.md").is_file()
    assert not list(ada.root.glob(".kitgen-*"))


@pytest.mark.parametrize("place", ["project", "docs", "full"])
def test_write_replaces_nothing_but_a_tree(ada: Project, place: str) -> None:
    """Neither a full folder nor the project itself is lost to a slip of the hand."""
    (ada.root / "full").mkdir()
    (ada.root / "full" / "letter.txt").touch()
    folder = ada.root if place == "project" else ada.root / place
    done = kitgen("write", "ada", str(folder))
    assert done.exit_code == 1
    assert "was not made by kitgen" in done.stderr
    assert (ada.profiles / "ada.yml").is_file()
    assert (ada.root / "full" / "letter.txt").is_file()


def test_an_unknown_name_is_an_error_of_every_command(ada: Project) -> None:
    """The known names are told, and nothing is made."""
    for words in (["build", "zoe"], ["serve", "zoe"], ["status", "zoe"], ["write", "zoe", "tree"]):
        done = kitgen(*words)
        assert done.exit_code == 1
        assert "there is no profile 'zoe'. Profiles: ada" in done.stderr
    assert not (ada.root / "build").exists()


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def page(address: str) -> str:
    """Return a page, or nothing while there is none."""
    try:
        with urlopen(address, timeout=10) as answer:  # noqa: S310  on this machine
            return str(answer.read().decode())
    except (OSError, HTTPException):
        return ""


def wait_for(words: str, address: str, seconds: float = SOON) -> str:
    """Return the page once it holds these words, and fail when it takes too long."""
    end = time.monotonic() + seconds
    while words not in (text := page(address)):
        assert time.monotonic() < end, f"no '{words}' at {address} within {seconds} s"
        time.sleep(0.05)
    return text


@contextmanager
def served(project: Project, *command: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command that serves; end it when the test does, whatever happens."""
    temporary = project.root / "temporary"
    temporary.mkdir()
    env = {**os.environ, "TMPDIR": str(temporary), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=project.root,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            yield server
        finally:
            server.kill()


@pytest.mark.slow
def test_serve_shows_every_saved_change(ada: Project) -> None:
    """Edit, break, mend and replace a profile: the page at one address follows each time."""
    port, profile = free_port(), ada.profiles / "ada.yml"
    draft = f"http://127.0.0.1:{port}/drafts/jo.html"
    with served(ada, "kitgen", "serve", "ada", "--port", str(port)) as server:
        wait_for("Jo Park", draft, SOON)
        # A page of a stranger's whose name was made to lead to this machine reads nothing.
        with pytest.raises(HTTPError, match="403") as refused:
            urlopen(Request(draft, headers={"Host": f"evil.example.org:{port}"}))
        assert b"Jo Park" not in refused.value.read()
        profile.write_text(ADA.replace("Jo Park", "Jo Parker"))
        wait_for("Jo Parker", draft)
        profile.write_text(BROKEN)
        problems = wait_for("This profile has problems", draft)
        assert "profiles/ada.yml" in problems
        assert "line 2" in problems
        profile.write_text(ADA)
        assert "has problems" not in wait_for("Jo Park<", draft)
        profile.unlink()
        wait_for("has problems", draft)
        profile.write_text(ADA.replace("Jo Park", "Jo Again"))
        wait_for("Jo Again", draft)
        (ada.docs / "en" / "about.md").write_text("# A new page source\n")
        wait_for("A new page source", f"http://127.0.0.1:{port}/about.html")
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=SOON)[0]
    assert server.returncode == 0, said
    assert f"ada: http://127.0.0.1:{port}/" in said
    assert "Traceback" not in said
    assert not list((ada.root / "temporary").iterdir()), "the kit is left in a folder"


@pytest.mark.slow
def test_serve_begins_with_a_broken_profile(ada: Project) -> None:
    """The problems are the first page, and the kit is there once they are mended."""
    (ada.profiles / "ada.yml").write_text(BROKEN)
    port = free_port()
    with served(ada, "kitgen", "serve", "ada", "--port", str(port)):
        wait_for("has problems", f"http://127.0.0.1:{port}/", SOON)
        (ada.profiles / "ada.yml").write_text(ADA)
        wait_for("Ada Lind", f"http://127.0.0.1:{port}/")
        wait_for("Jo Park", f"http://127.0.0.1:{port}/drafts/jo.html")


@pytest.mark.slow
def test_plain_mkdocs_serves_too(copied: Project) -> None:
    """`mkdocs serve` shows the profile named in `mkdocs.yml`, and follows it."""
    port, profile = free_port(), copied.profiles / "sample-mara-okafor.yml"
    with served(copied, "mkdocs", "serve", "-a", f"127.0.0.1:{port}"):
        wait_for("Mara Okafor", f"http://127.0.0.1:{port}/", SOON)
        profile.write_text(
            profile.read_text("utf-8").replace("Mara Okafor", "Mara Okonjo"), "utf-8"
        )
        wait_for("Mara Okonjo", f"http://127.0.0.1:{port}/")


def test_serve_says_when_a_port_is_taken(ada: Project) -> None:
    """A port that another program has is an error in words, before anything is served."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        with served(ada, "kitgen", "serve", "ada", "--port", port) as server:
            said = server.communicate(timeout=SOON)[0]
    assert server.returncode == 1
    assert f"port {port} cannot be used" in said
    assert "Traceback" not in said
