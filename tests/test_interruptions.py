"""Builds that end too soon: by Ctrl-C, a lost worker, a kill. Finished kits stay good."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from kitgen.project import Project
from kitgen.seal import prove_folder
from tests.conftest import ADA, NOON, ROOT
from tests.test_cli_build import SOON
from tests.test_cli_sealed import SECRET, files_in, public

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

KITS = 36
ENOUGH = 6  # kits in place, when it is ended half-way
BUILD = [sys.executable, "-m", "kitgen", "build", "--jobs", "2"]
pytestmark = pytest.mark.slow


def write_project(root: Path) -> Project:
    """Return a project with some dozens of small profiles, each of another person."""
    (root / "profiles").mkdir(parents=True)
    for name in ("docs", "mkdocs.yml"):
        (root / name).symlink_to(ROOT / name)
    for number in range(KITS):
        text = ADA.replace("Ada Lind", f"Ada{number} Lind").replace("Jo Park", f"Jo{number} Park")
        (root / "profiles" / f"p{number:02}.yml").write_text(text)
    return Project(root)


def environment(root: Path) -> dict[str, str]:
    """Return the variables of a build whose temporary files can be looked at."""
    (root / "temporary").mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KITGEN")}
    kept.pop("CI", None)
    wanted = {"KITGEN_SECRET": SECRET, "SOURCE_DATE_EPOCH": str(NOON)}
    return {**kept, **wanted, "TMPDIR": str(root / "temporary")}


def run_whole(project: Project) -> dict[str, bytes]:
    """Build to the end and return all that is published."""
    env = environment(project.root)
    subprocess.run(BUILD, cwd=project.root, env=env, check=True, capture_output=True)
    return files_in(public(project))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Return what an undisturbed build publishes."""
    return run_whole(write_project(tmp_path_factory.mktemp("whole") / "project"))


@pytest.fixture
def fleet(tmp_path: Path) -> Project:
    """Return the same project, not built yet."""
    return write_project(tmp_path / "project")


@pytest.fixture
def half(fleet: Project) -> Iterator[subprocess.Popen[str]]:
    """Return a build that is half-way, the first of a group of processes, as in a terminal."""
    with subprocess.Popen(
        BUILD,
        cwd=fleet.root,
        env=environment(fleet.root),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as build:
        try:
            wait_for_half(fleet, build)
            yield build
        finally:
            for each in group_of(build):
                os.kill(each, signal.SIGKILL)


def in_place(project: Project) -> int:
    """Return how many kits stand."""
    return len(list(public(project).glob("*/index.html")))


def wait_for_half(project: Project, build: subprocess.Popen[str]) -> None:
    """Wait until a build that goes on has put some kits in place."""
    end = time.monotonic() + SOON
    while in_place(project) < ENOUGH:
        assert time.monotonic() < end, "nothing is built"
        assert build.poll() is None, build.communicate()
        time.sleep(0.005)


def group_of(build: subprocess.Popen[str], words: str = "") -> list[int]:
    """Return the processes of a build, those with `words` in their command; none that has ended."""
    listed = ["ps", "-A", "-ww", "-o", "pid=,pgid=,stat=,args="]
    out = subprocess.run(listed, capture_output=True, text=True, check=True).stdout
    rows = (line.split(None, 3) for line in out.splitlines())
    return [
        int(pid)
        for pid, group, state, command in rows
        if int(group) == build.pid and not state.startswith("Z") and words in command
    ]


def wait_until_gone(build: subprocess.Popen[str]) -> None:
    """Wait until nothing of a build is left: what Python has watch over processes ends after it."""
    end = time.monotonic() + SOON
    while left := group_of(build):
        assert time.monotonic() < end, f"still there: {left}"
        time.sleep(0.05)


def check_half(fleet: Project, whole: Mapping[str, bytes]) -> None:
    """All that is there is good and sealed, nothing plain is left, and the next run completes."""
    found = files_in(public(fleet))
    assert ENOUGH <= prove_folder(public(fleet)).kits < KITS
    assert {name: whole[name] for name in found} == found
    left = {each.name for each in (fleet.root / "build").iterdir()}
    assert left <= {".gitignore", "manifest.json", "public", "staging"}
    assert [each.name for each in (fleet.root / "build" / "staging").iterdir()] == [".kitgen.lock"]
    assert list((fleet.root / "temporary").iterdir()) == []
    assert run_whole(fleet) == whole


def test_an_interrupt_leaves_finished_kits_and_nothing_else(
    fleet: Project, half: subprocess.Popen[str], whole: Mapping[str, bytes]
) -> None:
    """Ctrl-C reaches all processes; they end soon, without a traceback, and say what stands."""
    begun = time.monotonic()
    os.killpg(half.pid, signal.SIGINT)
    _, said = half.communicate(timeout=SOON)
    # A second on a machine of its own; here tests run beside it.
    assert time.monotonic() - begun < 5
    assert half.returncode == 130
    assert "Interrupted: " in said
    assert f"of {KITS} kits done, which stand. The same command builds the rest." in said
    assert "Traceback" not in said
    wait_until_gone(half)
    check_half(fleet, whole)


def test_a_lost_worker_is_told_and_costs_no_kit(
    fleet: Project, half: subprocess.Popen[str], whole: Mapping[str, bytes]
) -> None:
    """As when memory runs out: one of two is killed."""
    workers = group_of(half, "spawn_main")
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGKILL)
    _, said = half.communicate(timeout=SOON)
    assert half.returncode == 1
    assert "error: a worker was ended from outside" in said
    assert "Traceback" not in said
    wait_until_gone(half)
    check_half(fleet, whole)


def test_a_killed_build_takes_its_workers_along(
    fleet: Project, half: subprocess.Popen[str], whole: Mapping[str, bytes]
) -> None:
    """Nobody can catch that; what is left plain in its private folder goes with the next run."""
    half.kill()
    half.wait(SOON)
    end = time.monotonic() + SOON
    while left := group_of(half, "spawn_main"):
        assert time.monotonic() < end, left
        time.sleep(0.01)
    found = files_in(public(fleet))
    assert {name: whole[name] for name in found} == found
    assert run_whole(fleet) == whole
    assert [each.name for each in (fleet.root / "build" / "staging").iterdir()] == [".kitgen.lock"]


STOPPED = "Interrupted: no file was left half written. You can give the same command again."
# Ctrl-C at the moment in which a module is looked for.
PRESSED = """
import sys
moment = sys.argv.pop(1)
class Pressing:
    def find_spec(name, path=None, target=None):
        if name == moment:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Pressing)
from kitgen.__main__ import run
run()
"""


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("kitgen.cli", ""),
        ("kitgen.history", f"\n{STOPPED}\n"),
    ],
)
def test_an_interrupt_ends_a_command_at_any_moment(module: str, said: str, tmp_path: Path) -> None:
    """With the exit code of shells and without a traceback, before it has begun, too."""
    write_project(tmp_path / "project")
    done = subprocess.run(
        [sys.executable, "-c", PRESSED, module, "log", "p00", "jo", "asked"],
        cwd=tmp_path / "project",
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, said)
