"""Pictures of every page of the samples, on a phone and a laptop, light and dark.

    .venv/bin/python benchmarks/screenshots.py [--sample NAME] [--page WORD] [--look phone-light]
    .venv/bin/python benchmarks/screenshots.py --readme

Writes them into `.screenshots/`, which git leaves alone, and without a choice also the picture in
the README: the first screens of four pages side by side. All are as of one day, so that two runs
differ only where the pages do.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from kitgen.project import Project, name_of, pages_for
from kitgen.site import build_site
from kitgen.static_server import make_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".screenshots"
README_PICTURE = ROOT / ".github" / "kit-phone.png"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
OPTIONS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
# What stays at the foot of a phone's screen would stand in the middle of a long picture.
NO_BAR = ".md-tabs { display: none !important }"
# What the README shows, from left to right: page, anchor to begin at, colours.
SHOWN = (
    ("index.html", "", "light"),
    ("coverage.html", "", "light"),
    ("drafts/jo.html", "", "light"),
    ("plan.html", "", "dark"),
)
SHOWN_OF = "sample-mara-okafor"


@dataclass(frozen=True)
class Look:
    """A screen and its colours."""

    device: str
    width: int
    height: int
    scheme: Literal["light", "dark"]

    @property
    def name(self) -> str:
        """The look in a file's name."""
        return f"{self.device}-{self.scheme}"


LOOKS = (
    Look("phone", 390, 844, "light"),
    Look("phone", 390, 844, "dark"),
    Look("laptop", 1280, 900, "light"),
    Look("laptop", 1280, 900, "dark"),
)


def main() -> None:
    """Take the pictures that were asked for."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--sample", default="", help="only samples with this in their name")
    words.add_argument("--page", default="", help="only pages with this in their address")
    words.add_argument("--look", default="", help="phone-light, phone-dark, laptop-light, …")
    words.add_argument("--readme", action="store_true", help="only the picture in the README")
    chosen = words.parse_args()
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        sys.exit("no Chromium to look at pages with")
    looks = [look for look in LOOKS if chosen.look in look.name and not chosen.readme]
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder)
        build_samples(site, SHOWN_OF if chosen.readme else chosen.sample)
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        with serving(site) as origin:
            addresses = [
                each.relative_to(site).as_posix()
                for each in sorted(site.rglob("*.html"))
                if chosen.page in each.relative_to(site).as_posix()
            ]
            for look in looks:
                take(browser, origin, addresses, look)
            if chosen.readme or not (chosen.sample or chosen.page or chosen.look):
                take_for_readme(browser, origin)
        browser.close()
    print(f"{len(addresses) * len(looks)} pictures in {FOLDER.name}/")


def build_samples(folder: Path, word: str) -> None:
    """Build the site of each sample with `word` in its name."""
    project = Project(ROOT)
    for path in project.profile_paths():
        name = name_of(path)
        if word in name and name.startswith("sample-"):
            build_site(pages_for(project, path, NOON), name, project.mkdocs_yml, folder / name)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine while the block runs; yield where."""
    with make_server(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def take(browser: Browser, origin: str, addresses: list[str], look: Look) -> None:
    """Take a picture of the whole of each page, and of a phone's first screen."""
    context = browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme=look.scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    for address in addresses:
        page.goto(f"{origin}/{quote(address)}")
        path = FOLDER / f"{address.removesuffix('.html')}.{look.name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        if look.device == "phone":
            page.screenshot(path=path.with_name(f"{path.stem}.first.png"))
            page.add_style_tag(content=NO_BAR)
        page.screenshot(path=path, full_page=True)
    context.close()


def take_for_readme(browser: Browser, origin: str) -> None:
    """Take the README's picture: first screens, side by side."""
    width, height, gap = 390, 844, 24
    shots: list[Path] = []
    for address, anchor, scheme in SHOWN:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.goto(f"{origin}/{SHOWN_OF}/{address}{anchor}")
        path = FOLDER / f"readme-{len(shots)}.png"
        page.screenshot(path=path)
        shots.append(path)
        context.close()
    images = "".join(f'<img src="{path.as_uri()}">' for path in shots)
    style = (
        f"body{{display:flex;gap:{gap}px;margin:0;padding:{gap}px;background:#e9e4da}}"
        f"img{{width:{width}px;border-radius:28px;box-shadow:0 6px 24px #0003}}"
    )
    sheet = FOLDER / "readme.html"
    sheet.write_text(f"<!doctype html><style>{style}</style>{images}", "utf-8")
    page = browser.new_page(
        viewport={"width": len(shots) * (width + gap) + gap, "height": height + 2 * gap}
    )
    page.goto(sheet.as_uri())
    page.screenshot(path=README_PICTURE)
    page.close()
    for path in (*shots, sheet):
        path.unlink()


if __name__ == "__main__":
    main()
