"""What a fleet costs, as ratios within one run, and the table of it in the README.

    .venv/bin/python benchmarks/fleet.py [--kits 200] [--rounds 3] [--readme]

Kits of invented people are built by `kitgen build`, and the same pages, ready-made and unsealed, by
one `mkdocs build` each (and by Zensical and Hugo where they are installed), in turns. Of the single
builds a sample is measured and multiplied. Told are medians of ratios, and the least and greatest.
Processor time is that of all processes; it says more than the clock on a machine that is shared.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from invented_fleet import write_fleet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
SAMPLE = 3  # single builds a round
MARKERS = ("<!-- fleet: written by benchmarks/fleet.py -->", "<!-- fleet ends -->")
BARE = ("{{ .Content }}", "<!doctype html><title>{{ .Title }}</title>\n")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of one command by the clock, and of processors."""

    clock: float
    processor: float

    def times(self, count: float) -> Cost:
        """Return the cost of so many."""
        return Cost(self.clock * count, self.processor * count)


def main() -> None:
    """Measure, print, and with --readme write the table."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--kits", type=int, default=200)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--readme", action="store_true")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = list(measure(Path(folder), given.kits, given.rounds))
    table = as_table(rows, given.kits)
    print(table)
    if given.readme:
        write_between(ROOT / "README.md", table)


def measure(folder: Path, kits: int, rounds: int) -> Iterable[tuple[str, str]]:
    """Yield what was measured, and the result in words."""
    project, sites = folder / "project", folder / "sites"
    make_project(project, kits)
    ready = ready_made(project, sites)
    two: list[Cost] = []
    one: list[Cost] = []
    single: list[Cost] = []
    others: dict[str, list[Cost]] = {name: [] for name in PEERS}
    for _ in range(rounds):
        two.append(cost([BIN / "kitgen", "build", "--fresh", "--jobs", "2"], project))
        single.append(mean(cost([BIN / "mkdocs", "build", "-q"], site) for site in ready))
        one.append(cost([BIN / "kitgen", "build", "--fresh", "--jobs", "1"], project))
        for name, peer in PEERS.items():
            if (found := peer(ready, folder)) is not None:
                others[name].append(found)
    yield "all kits, sealed, 2 workers", ratios(single, two, kits)
    for name, costs in others.items():
        if costs:
            yield f"the same against {name}, one build each", ratios(costs, two, kits)
    yield (
        "2 workers against 1 (clock)",
        spread([a.clock / b.clock for a, b in zip(one, two, strict=True)]),
    )
    yield "processor time for one kit of the fleet", f"{one[-1].processor / kits * 1000:.0f} ms"
    same = [cost([BIN / "kitgen", "build"], project) for _ in range(rounds)]
    yield "nothing changed", seconds(same)
    edited = []
    for number in range(rounds):
        path = sorted((project / "profiles").glob("*.yml"))[number]
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
        edited.append(cost([BIN / "kitgen", "build"], project))
    yield "one profile edited", seconds(edited)
    cold = [cost([BIN / "kitgen", "build", "person-000000", "--fresh"], project)]
    part = cold[0].processor / single[-1].processor
    yield "one kit cold, against one `mkdocs build`", f"{part:.2f}"


def make_project(folder: Path, kits: int) -> None:
    """Make a project of invented people."""
    folder.mkdir()
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    write_fleet(folder / "profiles", kits)


def ready_made(project: Path, sites: Path) -> list[Path]:
    """Write the pages of some kits as docs trees of their own, for one `mkdocs build` each."""
    found = []
    for path in sorted((project / "profiles").glob("*.yml"))[:SAMPLE]:
        site = sites / path.stem
        site.mkdir(parents=True)
        cost([BIN / "kitgen", "write", path.stem, str(site / "docs")], project)
        shutil.copytree(ROOT / "docs" / "theme", site / "theme")
        settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
        settings |= {"plugins": ["search"], "docs_dir": "docs", "site_dir": "site"}
        settings["theme"]["custom_dir"] = "theme"
        (site / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
        found.append(site)
    return found


def zensical(sites: Sequence[Path], folder: Path) -> Cost | None:
    """Return what one build by Zensical costs; None where it is not installed."""
    del folder
    program = BIN / "zensical"
    if not program.exists():
        return None
    return mean(cost([program, "build", "--clean"], site) for site in sites)


def hugo(sites: Sequence[Path], folder: Path) -> Cost | None:
    """Return what one kit costs in one site of all by Hugo, with a bare theme, likewise."""
    program = shutil.which("hugo")
    if program is None:
        return None
    site = folder / "hugo"
    shutil.rmtree(site, ignore_errors=True)
    layouts = site / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layouts / name).write_text(BARE[1] + BARE[0], "utf-8")
    (site / "config.yaml").write_text(
        "baseURL: https://example.org/\nmarkup: {goldmark: {renderer: {unsafe: true}}}\n", "utf-8"
    )
    for each in sites:
        shutil.copytree(each / "docs", site / "content" / each.name)
    return cost([Path(program), "--quiet"], site).times(1 / len(sites))


PEERS: dict[str, Callable[[Sequence[Path], Path], Cost | None]] = {
    "Zensical": zensical,
    "Hugo": hugo,
}


def cost(command: Sequence[Path | str], folder: Path) -> Cost:
    """Run a command to its end and return what it cost; the program stops when it fails."""
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "KITGEN_SECRET": "s" * 43}
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(  # noqa: S603  commands of this file
        [str(word) for word in command], cwd=folder, env=environ, capture_output=True, check=False
    )
    clock, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr.decode()[-800:]}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(clock, used)


def mean(costs: Iterable[Cost]) -> Cost:
    """Return the mean of costs."""
    found = list(costs)
    return Cost(
        statistics.mean(each.clock for each in found),
        statistics.mean(each.processor for each in found),
    )


def ratios(single: Sequence[Cost], fleet: Sequence[Cost], kits: int) -> str:
    """Return how many times longer single builds take, by clock and processor, in words."""
    pairs = list(zip(single, fleet, strict=True))
    clock = spread([one.times(kits).clock / all_.clock for one, all_ in pairs])
    used = spread([one.times(kits).processor / all_.processor for one, all_ in pairs])
    return f"{clock} by the clock, {used} in processor time"


def spread(values: Sequence[float]) -> str:
    """Return the median of ratios, with the least and the greatest."""
    return f"{statistics.median(values):.1f}x ({min(values):.1f} to {max(values):.1f})"


def seconds(costs: Sequence[Cost]) -> str:
    """Return the medians of costs in seconds."""
    clock = statistics.median(each.clock for each in costs)
    used = statistics.median(each.processor for each in costs)
    return f"{clock:.1f} s by the clock, {used:.1f} s of a processor"


def as_table(rows: Iterable[tuple[str, str]], kits: int) -> str:
    """Return the rows as a Markdown table."""
    lines = [f"| {kits} kits of invented people | measured |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {result} |" for name, result in rows)])


def write_between(path: Path, table: str) -> None:
    """Put the table between the markers of a file."""
    begin, end = MARKERS
    text = path.read_text("utf-8")
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    path.write_text(pattern.sub(lambda _: f"{begin}\n\n{table}\n\n{end}", text), "utf-8")


if __name__ == "__main__":
    main()
