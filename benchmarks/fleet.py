"""What a fleet costs: `kitgen build` against one run of a generator for each kit.

    .venv/bin/python benchmarks/fleet.py [--sizes 40 200] [--pairs 3] [--plain 4]

Everything is measured as a whole command, start included, on invented people. The generators get
pages that are ready-made, and seal nothing; kitgen starts from YAML and seals. Both take turns, and
a ratio is that of one turn, so that what else the machine does falls on both; where it says so, it
is one of processor time, on which a busy machine has less of a say. `--plain` is how many
kits the generators build a turn: those whose number of contacts is nearest to the fleet's mean.
Needs Linux.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from hugo_site import write_hugo_site
from invented_fleet import invent, write_fleet
from sealing import timed
from serving import measure_saves

from kitgen import sharing, workshop
from kitgen.folder import output_folder
from kitgen.footprint import measure_footprint
from kitgen.project import Project
from kitgen.seal import deployment, gate, sealer
from kitgen.secret import Secret
from kitgen.site import Press

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ROOT = Path(__file__).parent.parent
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SCRIPTS = Path(sys.executable).parent
SAVED, SAVES = "sample-mara-okafor", 10
STAGES: dict[str, list[tuple[object, str]]] = {
    "reading the profile": [(workshop, "read_members")],
    "rules, plan, drafts": [(sharing, "kit_of")],
    "pages": [(sharing, "compose_pages")],
    "MkDocs and Material": [(Press, "build")],
    "sealing": [(sealer, "read_theme"), (sealer, "seal_site")],
    "leak gate, writing": [
        (deployment, "_put"),
        (deployment, "_publish_theme"),
        (gate, "traces_of"),
    ],
}


@dataclass(frozen=True, slots=True)
class Run:
    """One command: how long it took, processor time, what its largest process held, in MiB."""

    seconds: float
    processor: float
    peak: float


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--sizes", type=int, nargs=2, default=[40, 200], metavar="KITS")
    words.add_argument("--pairs", type=int, default=3)
    words.add_argument("--plain", type=int, default=4)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small, large = (new_project(Path(folder) / f"{size}", size) for size in given.sizes)
        print(f"{date.today()}, Python {sys.version.split()[0]}, {os.cpu_count()} processors: ")  # noqa: DTZ011
        print(f"{given.sizes[0]} and {given.sizes[1]} kits, {given.pairs} turns\n")
        print("| what | median | lowest to highest |\n|---|---:|---:|")
        compare(small, given.sizes[0], given.pairs, given.plain)
        compare_sizes(small, large, given.sizes, given.pairs)
        rebuild(large, given.sizes[1], given.pairs)
        row("a save until `kitgen serve` shows it", measure_saves(SAVED, SAVES), " s")
        show_footprint(large)
        show_stages(small)


def new_project(root: Path, size: int) -> Project:
    """Return a project with so many invented people."""
    root.mkdir()
    for name in ("docs", "mkdocs.yml"):
        (root / name).symlink_to(ROOT / name)
    write_fleet(root / "profiles", size)
    return Project(root)


def compare(project: Project, size: int, pairs: int, plain: int) -> None:
    """Measure one generator run a kit, the fleet with one and two workers, and one cold kit."""
    trees = ready_made(project, size, plain)
    found: dict[str, list[float]] = {}
    for _ in range(pairs):
        mkdocs = each_of(trees, "mkdocs", "build", "-q")
        two, one = build(project, "--jobs", "2"), build(project, "--jobs", "1")
        first = build(project, middle(size, 1)[0])
        cold = build(project, middle(size, 1)[0], keeps=True)
        # In a few seconds of a busy machine time tells little, so one kit is told by its processor.
        turn = {
            f"`mkdocs build` of ready pages / a kit of {size}, 2 workers": mkdocs.seconds
            / plain
            / (two.seconds / size),
            "the same, 1 worker, processor time": mkdocs.processor / plain / (one.processor / size),
            "1 worker / 2 workers": one.seconds / two.seconds,
            "the first kit ever / one `mkdocs build`, processor time": first.processor
            / (mkdocs.processor / plain),
            "one kit in a new process / one `mkdocs build`, processor time": cold.processor
            / (mkdocs.processor / plain),
        }
        if (SCRIPTS / "zensical").is_file():
            zensical = each_of(trees, "zensical", "build")
            turn["`zensical build` / `mkdocs build`, processor time"] = (
                zensical.processor / mkdocs.processor
            )
        if shutil.which("hugo"):
            hugo = hugo_site(project.root / "hugo", trees, size)
            turn[f"{size} kits, 2 workers / the same pages as one Hugo site"] = (
                two.seconds / hugo.seconds
            )
        for name, value in turn.items():
            found.setdefault(name, []).append(value)
    for name, values in found.items():
        row(name, values, "x")


def compare_sizes(small: Project, large: Project, sizes: Sequence[int], pairs: int) -> None:
    """Measure whether a kit of a large fleet takes longer, and what processes hold."""
    ratios, peaks = [], []
    # Kits differ in size; what they take is compared by contact, not by kit.
    contacts = [sum(len(invent(each)["contacts"]) for each in range(size)) for size in sizes]
    for _ in range(pairs):
        few, many = build(small, "--jobs", "2"), build(large, "--jobs", "2")
        ratios.append((many.seconds / contacts[1]) / (few.seconds / contacts[0]))
        peaks.append(many.peak)
    row(f"time for each contact, {sizes[1]} kits / {sizes[0]} kits", ratios, "x")
    row(f"largest process, {sizes[1]} kits, 2 workers", peaks, " MiB", digits=0)


def rebuild(project: Project, size: int, pairs: int) -> None:
    """Measure a build with nothing to do, and with one edited profile."""
    nothing, edited = [], []
    path = project.profiles / f"{middle(size, 1)[0]}.yml"
    for number in range(pairs):
        nothing.append(build(project, fresh=False).seconds)
        profile = yaml.safe_load(path.read_text("utf-8"))
        profile["owner"]["goal"] = f"a position as editor {number}"
        path.write_text(yaml.safe_dump(profile, allow_unicode=True, sort_keys=False), "utf-8")
        edited.append(build(project, fresh=False).seconds)
    row(f"{size} kits, nothing to do", nothing, " s")
    row(f"{size} kits, one edited", edited, " s")


def show_footprint(project: Project) -> None:
    """Print how large what is published is."""
    found = measure_footprint(project.public)
    print(f"| bytes of the middle kit | {found.middle:,} | at most {found.largest:,} |")
    print(f"| inodes of the middle kit | {found.inodes} | |")
    print(f"| such kits in 1 GB | {found.fitting:,} | |")


def show_stages(project: Project) -> None:
    """Print where the time of one warm worker goes, kit after kit."""
    order = workshop.Order(project, Secret(b"s" * 32, "a benchmark"), NOON, "a benchmark")
    paths = project.profile_paths()
    functions = [each for stage in STAGES.values() for each in stage]
    with output_folder(project.staging):
        sharing.deployment_of(project, order.secret).prepare()
        workshop.make_kits(order, paths[:1])  # warms up
        with timed(functions) as spent:
            begun = time.perf_counter()
            workshop.make_kits(order, paths[1:])
            took = time.perf_counter() - begun
    print("\n| stage of a warm worker | share |\n|---|---:|")
    shares = {
        stage: sum(spent[name] for _, name in parts) / took for stage, parts in STAGES.items()
    }
    shares["all else"] = 1 - sum(shares.values())
    for stage, share in shares.items():
        print(f"| {stage} | {share:.0%} |")


def ready_made(project: Project, size: int, plain: int) -> list[Path]:
    """Return the pages of some kits as plain docs trees that any generator can build."""
    trees = []
    for name in middle(size, plain):
        trees.append(project.root / "trees" / name)
        trees[-1].parent.mkdir(exist_ok=True)
        kitgen(project, "write", name, str(trees[-1]))
    return trees


def middle(size: int, count: int) -> list[str]:
    """Return the names of the profiles with about as many contacts as the mean has."""
    contacts = [len(invent(number)["contacts"]) for number in range(size)]
    mean = statistics.mean(contacts)
    nearest = sorted(range(size), key=lambda number: abs(contacts[number] - mean))[:count]
    return [f"person-{number:06}" for number in nearest]


def each_of(trees: Iterable[Path], program: str, *words: str) -> Run:
    """Return what a generator takes for all of these trees, one after another."""
    runs = []
    for tree in trees:
        for left in ("site", ".cache", "build"):
            shutil.rmtree(tree / left, ignore_errors=True)
        runs.append(run([str(SCRIPTS / program), *words], tree))
    return Run(
        sum(each.seconds for each in runs),
        sum(each.processor for each in runs),
        max(each.peak for each in runs),
    )


def hugo_site(root: Path, trees: Sequence[Path], size: int) -> Run:
    """Return what Hugo takes for as many kits as one site."""
    shutil.rmtree(root, ignore_errors=True)
    write_hugo_site(root, trees, size)
    return run(["hugo", "--quiet"], root)


def build(project: Project, *words: str, fresh: bool = True, keeps: bool = False) -> Run:
    """Build, with `fresh` from nothing, as after a checkout; one that `keeps` has a cache."""
    if fresh:
        shutil.rmtree(project.root / "build", ignore_errors=True)
    if fresh and not keeps:
        shutil.rmtree(cache_of(project), ignore_errors=True)
    return kitgen(project, "build", *words)


def kitgen(project: Project, *words: str) -> Run:
    """Run a command of kitgen."""
    own = {"KITGEN_CACHE": str(cache_of(project))}
    return run([str(SCRIPTS / "kitgen"), *words], project.root, own)


def cache_of(project: Project) -> Path:
    """Return where a project's commands keep what they compile."""
    return project.root / "cache"


def run(command: list[str], folder: Path, more: Mapping[str, str] | None = None) -> Run:
    """Run a command and return what it took; end when it fails."""
    secret = {"KITGEN_SECRET": "c" * 43, "SOURCE_DATE_EPOCH": str(int(NOON.timestamp()))}
    env = {**os.environ, **secret, "NO_MKDOCS_2_WARNING": "1", **(more or {})}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody compiles a program each time
    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        child = subprocess.Popen(command, cwd=folder, env=env, stdout=said, stderr=said)  # noqa: S603  composed here
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)}:\n{said.read()}")
    spent = used.ru_utime + used.ru_stime
    return Run(time.perf_counter() - begun, spent, used.ru_maxrss / 1024)


def row(name: str, values: Sequence[float], unit: str, digits: int = 2) -> None:
    """Print a row of the table."""
    low, mid, high = (f"{f(values):.{digits}f}{unit}" for f in (min, statistics.median, max))
    print(f"| {name} | {mid} | {low} to {high} |", flush=True)


if __name__ == "__main__":
    main()
