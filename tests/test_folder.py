"""Folders are put in place whole, whatever happens, and what a kill leaves behind goes."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kitgen.errors import SiteError
from kitgen.folder import new_folder, output_folder, remove_folder

ROOT = Path(__file__).parent.parent
MARK = "index.html"

# What the children do: put versions of a folder of six files in place.
BUILD = """
import os, signal, sys
from pathlib import Path
from kitgen.folder import new_folder, output_folder

def build(folder, version):
    with output_folder(folder), new_folder(folder / "kit", "index.html") as fresh:
        (fresh / "drafts").mkdir()
        for name in ("index", "guide", "plan", "drafts/index", "drafts/jo", "drafts/sam"):
            (fresh / f"{name}.html").write_text(str(version))

folder = Path(sys.argv[1])
"""

IN_A_LOOP = """
version = 0
print("building", flush=True)
while version < int(sys.argv[2]):
    version += 1
    build(folder, version)
"""

# Child n kills itself before its nth step in the file system; the parent looks at what is left.
KILLED_AT_EACH_STEP = """
STEPS = ("open", "os.", "shutil.", "tempfile.", "fcntl.", "ctypes.")

def die_before(step):
    left = step
    def hook(event, _):
        nonlocal left
        left -= event.startswith(STEPS)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)

def versions():
    return sorted(path.read_text() for path in (folder / "kit").rglob("*.html"))

if sys.argv[2] == "without exchange":
    sys.platform = "some other system"
build(folder, 0)
step, killed = 0, True
while killed:
    step += 1
    child = os.fork()
    if child == 0:
        die_before(step)
        build(folder, step)
        os._exit(0)
    killed = os.waitpid(child, 0)[1] == signal.SIGKILL
    if sys.argv[2] == "with exchange":
        assert len(versions()) == 6 and len(set(versions())) == 1, ("torn", step, versions())
    with output_folder(folder):
        assert len(versions()) == 6 and len(set(versions())) == 1, ("lost", step, versions())
        left = sorted(path.name for path in folder.iterdir())
        assert left == [".kitgen.lock", "kit"], ("left", step, left)
print(step)
"""


def program(script: str, folder: Path, *words: str) -> list[str]:
    """Return the command that runs a script about a folder."""
    return [sys.executable, "-c", BUILD + script, str(folder), *words]


def versions(folder: Path) -> list[str]:
    """Return which version each file of the kit is of."""
    return sorted(path.read_text() for path in (folder / "kit").rglob("*.html"))


def write_and_fail(path: Path) -> None:
    """Fail when half of the work is done."""
    path.write_text("new")
    raise KeyError


@pytest.fixture(params=["with exchange", "without exchange"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Take a system that can exchange two folders, and one that cannot."""
    if request.param == "without exchange":
        monkeypatch.setattr("sys.platform", "some other system")
    return str(request.param)


@pytest.mark.usefixtures("system")
def test_a_new_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """Nothing of the old folder stays, and nothing is left beside it."""
    for name in ("old.html", "new.html"):
        with new_folder(tmp_path / "kit", MARK) as fresh:
            (fresh / MARK).touch()
            (fresh / name).touch()
    assert sorted(path.name for path in (tmp_path / "kit").iterdir()) == [MARK, "new.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["kit"]


def test_a_failure_inside_leaves_the_old_folder(tmp_path: Path) -> None:
    """Whatever is raised, what was there stays there, and the new folder goes."""
    with new_folder(tmp_path / "kit", MARK) as fresh:
        (fresh / MARK).write_text("old")
    with pytest.raises(KeyError), new_folder(tmp_path / "kit", MARK) as fresh:
        write_and_fail(fresh / MARK)
    assert (tmp_path / "kit" / MARK).read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["kit"]


def test_a_full_disk_is_told_in_words(tmp_path: Path) -> None:
    """An error of the system inside becomes a SiteError that names the place."""
    with pytest.raises(SiteError, match=r"kit could not be written: .*full"):  # noqa: SIM117
        with new_folder(tmp_path / "kit", MARK):
            raise OSError(28, "the disk is full")


def test_a_folder_that_has_to_stay_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stays whole, and nothing is left beside it."""
    place = tmp_path / "public" / "kit"
    place.mkdir(parents=True)
    (place / MARK).touch()
    (beside := tmp_path / "beside").mkdir()

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", denied)
        with pytest.raises(SiteError, match=r"kit cannot be taken away: Permission denied; check"):
            remove_folder(place, beside)
    assert (place / MARK).exists()
    remove_folder(place, beside)
    assert not place.exists()
    assert list(beside.iterdir()) == []


def test_what_cannot_be_removed_now_is_removed_by_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends no build with a traceback, neither before nor after."""
    folder = tmp_path / "plain"

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", denied)
        with output_folder(folder):
            (folder / ".kitgen-theme.lock").touch()
        with output_folder(folder):
            assert (folder / ".kitgen-theme.lock").exists()
    with output_folder(folder):
        assert not (folder / ".kitgen-theme.lock").exists()


def test_only_the_owner_can_read_new_folders(tmp_path: Path) -> None:
    """Folders of output and of kits have the mode 0700."""
    with output_folder(tmp_path / "a" / "plain") as folder, new_folder(folder / "kit", MARK):
        pass
    assert oct((tmp_path / "a" / "plain").stat().st_mode)[-3:] == "700"
    assert oct((tmp_path / "a" / "plain" / "kit").stat().st_mode)[-3:] == "700"


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_somebody_else_made_is_not_replaced(tmp_path: Path, kind: str) -> None:
    """A folder without the mark, a file and a link are refused and stay as they are."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.txt").write_text("mine")
    place = {"folder": tmp_path / "own", "file": tmp_path / "own" / "letter.txt"}.get(kind)
    if place is None:
        place = tmp_path / "link"
        place.symlink_to("own")
    with pytest.raises(SiteError, match="not made by kitgen"), new_folder(place, MARK):
        pass
    assert (tmp_path / "own" / "letter.txt").read_text() == "mine"


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    """Somebody who makes the folder beforehand gets the kit in it."""
    (tmp_path / "kit").mkdir()
    with new_folder(tmp_path / "kit", MARK) as fresh:
        (fresh / MARK).touch()
    assert (tmp_path / "kit" / MARK).is_file()


@pytest.mark.parametrize("system", ["with exchange", "without exchange"])
def test_a_kill_at_any_step_loses_nothing(tmp_path: Path, system: str) -> None:
    """Killed before each of its steps, a build leaves a whole kit, and the next run clears up."""
    command = program(KILLED_AT_EACH_STEP, tmp_path / "plain", system)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert int(done.stdout) > 20


def test_a_kill_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    """Killed again and again while it builds in a loop, a process leaves a whole kit each time."""
    moments = random.Random(20261122)
    for _ in range(8):
        with subprocess.Popen(
            program(IN_A_LOOP, tmp_path, "1000000"), cwd=ROOT, stdout=subprocess.PIPE
        ) as child:
            assert child.stdout
            child.stdout.readline()
            time.sleep(moments.uniform(0.02, 0.06))
            child.kill()
        assert child.returncode == -signal.SIGKILL
        assert len(versions(tmp_path)) == 6
        assert len(set(versions(tmp_path))) == 1
    with output_folder(tmp_path):
        assert sorted(path.name for path in tmp_path.iterdir()) == [".kitgen.lock", "kit"]


def test_two_builds_at_once_wait_for_each_other(tmp_path: Path) -> None:
    """Neither fails, neither takes the other's unfinished folder for a leftover."""
    command = program(IN_A_LOOP, tmp_path, "40")
    children = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [child.wait() for child in children] == [0, 0]
    assert versions(tmp_path) == ["40"] * 6
    assert sorted(path.name for path in tmp_path.iterdir()) == [".kitgen.lock", "kit"]


def test_a_build_that_waits_too_long_says_why(tmp_path: Path) -> None:
    """A folder that another process holds is given up after a while."""
    script = 'with output_folder(folder):\n    print("held", flush=True)\n    sys.stdin.read()\n'
    with subprocess.Popen(
        program(script, tmp_path), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(SiteError, match="another build"), output_folder(tmp_path, patience=0.1):
            pass


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    """A file in the way is a SiteError, not a traceback."""
    (tmp_path / "file").touch()
    with pytest.raises(SiteError, match="cannot be written"), output_folder(tmp_path / "file"):
        pass


def test_a_place_that_cannot_be_looked_at_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fails as what cannot be written does, so that a fleet goes on with the next kit."""

    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "kit").mkdir()
    monkeypatch.setattr(Path, "is_file", refuse)
    with (
        pytest.raises(SiteError, match="could not be written: Permission denied"),
        new_folder(tmp_path / "kit", MARK),
    ):
        pass
