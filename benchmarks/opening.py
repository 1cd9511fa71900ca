"""How a sealed kit opens on a slow phone: first paint, shifts of the layout, long tasks.

    .venv/bin/python benchmarks/opening.py [--slowdown 6] [--rounds 5]

Builds and seals the samples, opens pages of each by their link on a phone's screen with the
processor slowed down, each time in a browser without memory, and prints the medians beside what is
aimed for. Times count from the moment the browser asks for the page; the network is this machine.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright
from screenshots import NAMES, OPTIONS, serving
from sealing import NOON, copied

from kitgen import sharing
from kitgen.folder import output_folder
from kitgen.seal import Secret, seal_kit, share_link

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from kitgen.project import Project

PATHS = ("index.md", "guide.md", "coverage.md", "plan.md", "drafts/index.md")
PAINT, SHIFT, TASK = 1500, 0.02, 200  # ms, layout shift score, ms
SETTLED = 6  # seconds
# Writing the unsealed page keeps the window, so what watches it stays.
WATCH = """
window.kitShift = 0;
window.kitTask = 0;
window.kitShown = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.kitShift += each.value;
}).observe({type: "layout-shift", buffered: true});
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) window.kitTask = Math.max(window.kitTask, each.duration);
}).observe({type: "longtask", buffered: true});
const look = () => {
  if (document.querySelector("article h1")) requestAnimationFrame(() => {
    setTimeout(() => { window.kitShown = performance.now(); });
  });
  else setTimeout(look, 5);
};
look();
"""
READ = """() => ({
  paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  shown: window.kitShown, shift: window.kitShift, task: window.kitTask,
})"""


@dataclass(frozen=True)
class Opening:
    """One opening of one page: times in ms, and the sum of layout shifts."""

    paint: float
    shown: float
    shift: float
    task: float


def main() -> None:
    """Print the figures of each page; exit with 1 when one misses what is aimed for."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--slowdown", type=float, default=6, help="how much slower the processor is")
    words.add_argument("--rounds", type=int, default=5, help="how often each page is opened")
    words.add_argument("--sample", default="", help="only samples with this in their name")
    chosen = words.parse_args()
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        sys.exit("no Chromium to open pages with")
    print(f"processor slowed down {chosen.slowdown:g} times, medians of {chosen.rounds}")
    print(f"{'':42}paint ms  text ms  shift  longest task ms")
    missed = False
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        project = copied(Path(folder))
        links = sealed_links(project, chosen.sample)
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        with serving(sharing.public_folder(project)) as origin:
            for name, link in links.items():
                rounds = [
                    opening(browser, origin + link, chosen.slowdown) for _ in range(chosen.rounds)
                ]
                typical = median_of(rounds)
                misses = typical.paint > PAINT or typical.shift > SHIFT or typical.task > TASK
                missed = missed or misses
                print(
                    f"{name:42}{typical.paint:8.0f}{typical.shown:9.0f}{typical.shift:7.3f}"
                    f"{typical.task:10.0f}{'  missed' if misses else ''}"
                )
        browser.close()
    print(f"aimed for{'':33}{PAINT:8}{'':9}{SHIFT:7}{TASK:10}")
    sys.exit(1 if missed else 0)


def sealed_links(project: Project, word: str) -> dict[str, str]:
    """Build and seal the samples; return the links of their pages, from the root of the host."""
    secret = Secret(b"s" * 32, "a benchmark")
    members = sharing.read_members(project, project.profile_paths(), NOON)
    place = sharing.deployment_of(project, secret)
    kits = tuple(each for each in sharing.unsealed(project, members) if word in each.name)
    with output_folder(place.staging):
        place.prepare()
        for kit in kits:
            seal_kit(kit, place)
    links = {}
    for kit in kits:
        keys = kit.keys(secret)
        start, key = share_link("", keys.path, keys.content).split("#")
        for path in PATHS:
            page = "" if path == "index.md" else f"{keys.opaque_name(path)}.html"
            links[f"{kit.name} {path.removesuffix('.md')}"] = f"{start}{page}#{key}"
    return links


def opening(browser: Browser, link: str, slowdown: float) -> Opening:
    """Open a page on a phone and return how it went."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    page.add_init_script(WATCH)
    page.goto(link)
    # Nothing is asked of the page until it is long there: to answer takes it a long task, too.
    time.sleep(SETTLED)
    found = page.evaluate(READ)
    context.close()
    return Opening(**found)


def median_of(rounds: list[Opening]) -> Opening:
    """Return the median of each figure."""
    return Opening(
        paint=statistics.median(each.paint for each in rounds),
        shown=statistics.median(each.shown for each in rounds),
        shift=statistics.median(each.shift for each in rounds),
        task=statistics.median(each.task for each in rounds),
    )


if __name__ == "__main__":
    main()
