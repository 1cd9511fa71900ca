"""Pictures of every page of the samples, on a phone and a laptop, light and dark.

    .venv/bin/python benchmarks/screenshots.py [--sample NAME] [--page WORD] [--look phone-light]
    .venv/bin/python benchmarks/screenshots.py --readme

Writes them into `.screenshots/`, which git leaves alone, and without a choice also the pictures in
the README and in SETUP: first screens of pages side by side, of a kit and of a desk. All are as of
one day, so that two runs differ only where the pages do.
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

from kitgen.desk import Office, compose_desk_pages
from kitgen.pages.value import PLAIN
from kitgen.project import Project, name_of, pages_for
from kitgen.seal import Secret
from kitgen.settings import Settings
from kitgen.sharing import read_members
from kitgen.site import build_site
from kitgen.static_server import make_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".screenshots"
README_PICTURE = ROOT / ".github" / "kit-phone.png"
DESK_PICTURE = ROOT / ".github" / "desk-phone.png"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
OPTIONS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
# What stays at the foot of a phone's screen would stand in the middle of a long picture.
NO_BAR = ".md-tabs { display: none !important }"
SHOWN_OF = "sample-mara-okafor"
# What the pictures show, from left to right: page, colours.
SHOWN = (
    (f"{SHOWN_OF}/index.html", "light"),
    (f"{SHOWN_OF}/coverage.html", "light"),
    (f"{SHOWN_OF}/drafts/jo.html", "light"),
    (f"{SHOWN_OF}/plan.html", "dark"),
)
DESK_SHOWN = (("desk/index.html", "light"), ("desk/links-1.html", "light"))
DESK_AT = "https://kits.example.org/coach"


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
    words.add_argument("--readme", action="store_true", help="only those of README and SETUP")
    chosen = words.parse_args()
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        sys.exit("no Chromium to look at pages with")
    looks = [look for look in LOOKS if chosen.look in look.name and not chosen.readme]
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder)
        build_samples(site, SHOWN_OF if chosen.readme else chosen.sample)
        build_desk(site)
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
                take_sheet(browser, origin, SHOWN, README_PICTURE)
                take_sheet(browser, origin, DESK_SHOWN, DESK_PICTURE)
        browser.close()
    print(f"{len(addresses) * len(looks)} pictures in {FOLDER.name}/")


def build_samples(folder: Path, word: str) -> None:
    """Build the site of each sample with `word` in its name."""
    project = Project(ROOT)
    for path in project.profile_paths():
        name = name_of(path)
        if word in name and name.startswith("sample-"):
            build_site(pages_for(project, path, NOON), name, project.mkdocs_yml, folder / name)


def build_desk(folder: Path) -> None:
    """Build the site of a desk with all samples on it."""
    project, secret = Project(ROOT), Secret(b"s" * 32, "a picture")
    members = read_members(project, project.profile_paths(), NOON)
    samples = tuple(each for each in members if each.name.startswith("sample-"))
    settings = Settings(desk=1, edit="https://git.example.org/kits/edit/main/profiles/")
    office = Office(project, samples, settings, secret, DESK_AT, NOON.date())
    pages = compose_desk_pages(office.desk(), project.content(settings.language), PLAIN)
    build_site(pages, "desk", project.mkdocs_yml, folder / "desk")


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


def take_sheet(
    browser: Browser, origin: str, shown: tuple[tuple[str, str], ...], target: Path
) -> None:
    """Take one picture of the first screens of some pages, side by side."""
    width, height, gap = 390, 844, 24
    shots: list[Path] = []
    for address, scheme in shown:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.goto(f"{origin}/{address}")
        path = FOLDER / f"sheet-{len(shots)}.png"
        page.screenshot(path=path)
        shots.append(path)
        context.close()
    images = "".join(f'<img src="{path.as_uri()}">' for path in shots)
    style = (
        f"body{{display:flex;gap:{gap}px;margin:0;padding:{gap}px;background:#e9e4da}}"
        f"img{{width:{width}px;border-radius:28px;box-shadow:0 6px 24px #0003}}"
    )
    sheet = FOLDER / "sheet.html"
    sheet.write_text(f"<!doctype html><style>{style}</style>{images}", "utf-8")
    page = browser.new_page(
        viewport={"width": len(shots) * (width + gap) + gap, "height": height + 2 * gap}
    )
    page.goto(sheet.as_uri())
    page.screenshot(path=target)
    page.close()
    for path in (*shots, sheet):
        path.unlink()


if __name__ == "__main__":
    main()
