"""A cluster of dask.distributed builds what processes of one machine build."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from kitgen.cluster import ClusterError, _refuse_unlike
from kitgen.manifest import versions
from kitgen.seal import prove_folder
from tests.test_cli_build import SOON, free_port
from tests.test_cli_sealed import files_in, kitgen_run, public
from tests.test_interruptions import (
    KITS,
    environment,
    group_of,
    in_place,
    run_whole,
    wait_for_half,
    write_project,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kitgen.project import Project

CLUSTER = """\
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(
        n_workers=2, threads_per_worker=2, scheduler_port=int(sys.argv[1]), dashboard_address=None
    ) as cluster:
        print("ready", flush=True)
        sys.stdin.read()
"""


@contextmanager
def local_cluster(root: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Yield the address of a scheduler with two worker processes, and the process they are of."""
    script, port = root / "cluster.py", free_port()
    script.write_text(CLUSTER)
    with subprocess.Popen(
        [sys.executable, str(script), str(port)],
        cwd=root,
        env=environment(root),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as cluster:
        try:
            assert cluster.stdout
            assert cluster.stdout.readline() == "ready\n"
            yield f"dask://127.0.0.1:{port}", cluster
        finally:
            for each in group_of(cluster):
                os.kill(each, signal.SIGKILL)


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_builds_what_one_machine_builds(tmp_path: Path) -> None:
    """One of two is killed half-way: each kit is there once, and byte for byte the same."""
    here, there = (write_project(tmp_path / name) for name in ("here", "there"))
    whole = run_whole(here)
    with local_cluster(there.root) as (address, cluster):
        build = subprocess.Popen(
            [sys.executable, "-m", "kitgen", "build", "--executor", address],
            cwd=there.root,
            env=environment(there.root),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with build:
            wait_for_half(there, build)
            workers = group_of(cluster, "spawn_main")
            assert len(workers) == 2
            os.kill(workers[0], signal.SIGKILL)
            killed_at = in_place(there)
            said = build.communicate(timeout=SOON)
    assert (build.returncode, killed_at < KITS) == (0, True), said
    assert files_in(public(there)) == whole
    assert prove_folder(public(there)).kits == KITS
    assert [each.name for each in (there.root / "build" / "staging").iterdir()] == [".kitgen.lock"]


@pytest.mark.slow
def test_a_cluster_that_is_not_there_is_told(ada: Project) -> None:
    """Nobody answers, or the address is none; nothing is built."""
    address = f"dask://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "kitgen", "build", "--executor", address]
    done = subprocess.run(command, cwd=ada.root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "no scheduler of dask.distributed answers at tcp://127.0.0.1" in done.stderr
    assert "Traceback" not in done.stderr
    done_wrong = kitgen_run("build", "--executor", "dask://somewhere")
    assert (done_wrong.exit_code, "is no cluster; write it like" in done_wrong.stderr) == (2, True)
    assert in_place(ada) == 0


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({}, "no workers"),
        ({"a": (True, versions()), "b": (False, versions())}, "1 of 2 workers do not see"),
        (
            {"a": (True, (*versions()[:-1], "pydantic-0"))},
            "other versions than those here.*dantic-0",
        ),
    ],
)
def test_workers_that_would_build_something_else_are_refused(
    found: dict[str, tuple[bool, tuple[str, ...]]], said: str
) -> None:
    """Before anything is built."""
    with pytest.raises(ClusterError, match=said):
        _refuse_unlike(found)


def test_a_cluster_without_its_packages_is_told(
    ada: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are an extra."""
    del ada
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = kitgen_run("build", "--executor", "dask://127.0.0.1:1")
    assert (done.exit_code, "pip install 'kitgen[cluster]'" in done.stderr) == (1, True)
