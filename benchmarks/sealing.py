"""What sealing costs: its share of a build, and how long a page takes to open.

    .venv/bin/python benchmarks/sealing.py [--browser chromium]

Builds the samples a few times in one process and prints the share of sealing and leak gate in the
time of a sealed build, and the median time from the loader's start to a page's text in a browser.
"""

from __future__ import annotations

import argparse
import functools
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from kitgen import links, sharing
from kitgen.folder import output_folder
from kitgen.project import Project
from kitgen.seal import deployment, gate, sealer
from kitgen.secret import Secret
from kitgen.static_server import make_server
from kitgen.workshop import Order, make_kits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parent.parent
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROUNDS = 5
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
OPTIONS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
# What only a sealed build does, by where it is called from.
SEALING = (
    (sealer, "read_theme"),
    (sealer, "seal_site"),
    (deployment, "_put"),
    (deployment, "_publish_theme"),
    (gate, "traces_of"),
)
ARRIVAL = """
const write = Document.prototype.write;
Document.prototype.write = function (html) {
  const [arrival] = performance.getEntriesByType("navigation");
  window.took = performance.now() - arrival.domInteractive;
  return write.call(this, html);
};
"""


def main() -> None:
    """Print both figures."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--browser", default="chromium")
    browser = shutil.which(words.parse_args().browser)
    with tempfile.TemporaryDirectory() as folder:
        project = copied(Path(folder))
        shares = [sealing_share(project) for _ in range(ROUNDS)][1:]  # the first one warms up
        print(f"sealing and leak gate: {statistics.median(shares):.0%} of a sealed build's time")
        if browser is None:
            sys.exit("no browser to open a page with")
        times, size = opening_times(project, browser)
        print(f"unsealing a page of {size:,} bytes: {statistics.median(times):.0f} ms (median)")


def copied(folder: Path) -> Project:
    """Return a copy of the project with its samples."""
    for name in ("docs", "profiles"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return Project(folder)


def sealing_share(project: Project) -> float:
    """Return the part of a sealed build's time that is spent on sealing."""
    with timed() as spent:
        begun = time.perf_counter()
        secret = Secret(b"s" * 32, "a benchmark")
        order = Order(project, secret, NOON)
        with output_folder(project.staging):
            sharing.deployment_of(project, secret).prepare()
            for made in make_kits(order, project.profile_paths()):
                if made.errors:
                    raise made.errors[0][1]
        return spent.total() / (time.perf_counter() - begun)


@contextmanager
def timed(functions: Sequence[tuple[object, str]] = SEALING) -> Iterator[Counter[str]]:
    """Yield the seconds that each of these functions takes while the block runs."""
    spent: Counter[str] = Counter()
    originals = [(module, name, getattr(module, name)) for module, name in functions]

    def watched(function: object, name: str) -> object:
        @functools.wraps(function)  # type: ignore[arg-type]
        def run(*args: object, **more: object) -> object:
            begun = time.perf_counter()
            try:
                return function(*args, **more)  # type: ignore[operator]
            finally:
                spent[name] += time.perf_counter() - begun  # type: ignore[assignment]

        return run

    for module, name, function in originals:
        setattr(module, name, watched(function, name))
    try:
        yield spent
    finally:
        for module, name, function in originals:
            setattr(module, name, function)


def opening_times(project: Project, browser: str) -> tuple[list[float], int]:
    """Return how long the loader takes to unseal a start page, in ms, and the page's size."""
    secret = Secret(b"s" * 32, "a benchmark")
    (member, *_) = sharing.read_members(project, project.profile_paths(), NOON)
    public = sharing.public_folder(project)
    with make_server(public, 0) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        kit = links.shared_kit(member, secret, f"http://127.0.0.1:{server.server_port}")
        size = (public / kit.folder / "index.html").stat().st_size
        with sync_playwright() as playwright:
            program = playwright.chromium.launch(executable_path=browser, args=OPTIONS)
            page = program.new_page()
            page.add_init_script(ARRIVAL)
            times = []
            for _ in range(4 * ROUNDS):
                page.goto(kit.link)
                page.wait_for_selector("article h1")
                times.append(float(page.evaluate("window.took")))
                page.goto("about:blank")
            program.close()
        server.shutdown()
    return times, size


if __name__ == "__main__":
    main()
