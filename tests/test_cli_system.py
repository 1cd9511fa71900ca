"""What the system refuses a command (rights, room, a folder that is gone) is told in words."""

from __future__ import annotations

import errno
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kitgen.seal import prove_folder
from tests.conftest import ROOT
from tests.test_cli_sealed import kitgen_run

if TYPE_CHECKING:
    from kitgen.project import Project


@pytest.mark.parametrize(
    ("number", "how"),
    [
        (errno.EACCES, "look at its place and rights"),
        (errno.ENOTDIR, "look at its place and rights"),
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
        f"error: profiles: {os.strerror(number)}; {how}\n",
    )
    monkeypatch.setenv("CI", "true")
    done = kitgen_run("build")
    assert done.stderr == f"error: a file or folder: {os.strerror(number)}; {how}\n"
    assert ada.profiles.is_dir()


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
def test_a_full_disk_behind_the_output_is_told(ada: Project) -> None:
    """As in `kitgen status > file`."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kitgen", "status"],
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
