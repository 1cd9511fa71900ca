"""What the system refuses a command (rights, room, a folder that is gone) is told in words."""

from __future__ import annotations

import errno
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from kitgen.cli import main
from kitgen.seal import prove_folder
from tests.conftest import ROOT
from tests.test_cli_sealed import kitgen_run

if TYPE_CHECKING:
    from kitgen.project import Project


@pytest.mark.parametrize(
    ("number", "how"),
    [
        (errno.EACCES, "check its place and rights"),
        (errno.ENOTDIR, "check its place and rights"),
        (errno.ENOSPC, "make room on that disk"),
    ],
)
def test_what_nobody_expected_is_told_with_its_place(
    ada: Project, monkeypatch: pytest.MonkeyPatch, number: int, how: str
) -> None:
    """It is no bug of kitgen, so there is no traceback; in CI the file is not named."""

    def refuse(path: Path, *_: str) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "glob", refuse)
    done = kitgen_run("status")
    assert (done.exit_code, done.stderr) == (
        1,
        f"error: docs: {os.strerror(number)}; {how}\n",
    )
    monkeypatch.setenv("CI", "true")
    done = kitgen_run("status", "--counts")
    assert done.stderr == f"error: a file or folder: {os.strerror(number)}; {how}\n"
    assert ada.docs.is_dir()


def test_a_folder_that_is_gone_is_told(ada: Project) -> None:
    """A command was given in it, and it was removed meanwhile."""
    here = ada.root / "here"
    here.mkdir()
    words = "import os, sys; os.rmdir(os.getcwd()); from kitgen.cli import main; main(['status'])"
    done = subprocess.run(
        [sys.executable, "-c", words],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        1,
        "error: the folder you are in is gone; go to your project, and try again\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
@pytest.mark.parametrize("word", ["status", "--help", "--version"])
def test_a_full_disk_behind_the_output_is_told(ada: Project, word: str) -> None:
    """As in `kitgen status > file`."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kitgen", word],
            cwd=ada.root,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "No space left on device; make room on that disk" in done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_build_needs_nobody_to_talk_to(ada: Project, closed: str) -> None:
    """Whoever starts it may have closed what it reads and writes, as a timer does."""
    words = f"exec {shlex.quote(sys.executable)} -m kitgen build {closed}"
    done = subprocess.run(
        ["/bin/sh", "-c", words],
        cwd=ada.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert prove_folder(ada.public).kits == 1


@pytest.mark.parametrize(
    "words",
    [
        ("publish", "folder", "round"),
        ("write", "ada", "round"),
        ("build", "--plain", "round"),
        ("check", "round"),
        ("build", "round"),
        ("import", "round.json"),
        ("leaks", "round"),
    ],
    ids=" ".join,
)
def test_a_link_to_itself_is_told(ada: Project, words: tuple[str, ...]) -> None:
    """Wherever a place can be named."""
    assert kitgen_run("build").exit_code == 0
    for name in ("round", "round.json", "profiles/round.yml"):
        (ada.root / name).symlink_to(name.rpartition("/")[2])
    done = kitgen_run(*words)
    assert done.exit_code in {1, 2}
    assert done.stderr


def test_a_public_folder_that_is_a_link_to_itself_is_told(ada: Project) -> None:
    """It cannot be written."""
    (ada.root / "build").mkdir()
    ada.public.symlink_to("public")
    done = kitgen_run("build")
    assert done.exit_code == 1
    assert "build/public cannot be written" in done.stderr


def test_a_pipe_is_no_qr_code(ada: Project) -> None:
    """It is not waited for."""
    os.mkfifo(ada.root / "link.svg")
    done = kitgen_run("share", "ada", "--base-url", "https://example.org", "--svg", "link.svg")
    assert (done.exit_code, done.stderr) == (
        1,
        "error: link.svg is there, and no QR code; name another file\n",
    )


def test_a_folder_may_be_called_in_bytes_that_are_no_text(ada: Project, tmp_path: Path) -> None:
    """As one from an old disk, or another system."""
    place = tmp_path / os.fsdecode(b"bad\xff")
    try:
        ada.root.rename(place)
    except OSError:
        pytest.skip("this disk takes names that are text alone")
    os.chdir(place)
    for words in (("build",), ("check",), ("links", "--base-url", "https://example.org")):
        assert kitgen_run(*words).exit_code == 0
    os.chdir(tmp_path)


def test_names_of_files_do_not_steer_the_terminal(ada: Project) -> None:
    """They come from whoever put them into the repository."""
    for name in ("a\x1b[2Jb", "a\u202eb", "a\nb"):
        (ada.profiles / f"{name}.yml").write_text("owner: {name: Bo}\n")
    for words in (("check",), ("build",), ("status",), ("log", "x\x1b[2J", "jo", "asked")):
        done = CliRunner().invoke(main, words, color=True)
        assert done.exit_code == 1
        assert not set("\x1b\u202e") & set(re.sub(r"\x1b\[[0-9;]*m", "", done.output)), words
        assert "\nb" not in done.output or words[0] == "log"


def test_the_ending_of_a_profile_may_be_large(ada: Project) -> None:
    """As some systems write it; nobody would notice that it is passed over."""
    (ada.profiles / "ada.yml").rename(ada.profiles / "ada.YML")
    assert kitgen_run("build", "ada.YML").stdout == "ada: sealed\n"


def test_a_profile_called_in_bytes_that_are_no_text_stops_no_other(ada: Project) -> None:
    """It is told, and the kit of the other is built."""
    try:
        (ada.profiles / os.fsdecode(b"bad\xff.yml")).write_text("owner: {name: Bo}\n")
    except OSError:
        pytest.skip("this disk takes names that are text alone")
    done = kitgen_run("build")
    assert (done.exit_code, done.stdout) == (1, "ada: sealed\n")
    assert "cannot be the name of a kit" in done.stderr


def test_restore_loses_nothing_that_is_in_no_commit(
    ada: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody may have set CI on a machine of their own."""
    monkeypatch.setenv("CI", "true")
    path = ada.profiles / "ada.yml"
    path.write_text("owner: [\n")
    done = kitgen_run("restore")
    assert (done.exit_code, "it would be lost; commit it" in done.stderr) == (1, True)
    who = ("-c", "user.name=Mel", "-c", "user.email=mel@example.org")
    for words in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "x")):
        subprocess.run(["git", *words], cwd=ada.root, check=True)  # noqa: S607
    path.write_text("owner: [x\n")
    assert kitgen_run("restore").exit_code == 1
    assert path.read_text() == "owner: [x\n"
    path.write_text("owner: [\n")
    assert kitgen_run("restore").exit_code == 0
    assert not path.exists()


@pytest.mark.parametrize("number", ["1e400", "[" * 100_000, '"x"', "null"])
def test_an_event_that_is_none_is_told(ada: Project, number: str) -> None:
    """Anybody can open an issue; what is in its event is the host's."""
    text = '{"issue": {"body": "### Name\\n\\nBo Ek\\n", "number": ' + number + "}}"
    (ada.root / "event.json").write_text(text)
    done = kitgen_run("new", "--from-issue", "event.json")
    assert (done.exit_code, done.stderr) == (1, "error: that is not the event of an issue\n")
    os.mkfifo(ada.root / "pipe.json")
    done = kitgen_run("new", "--from-issue", "pipe.json")
    assert (done.exit_code, "the form cannot be read" in done.stderr) == (1, True)
