"""Every page of every sample: valid, linked, quiet, fitting, and open to everybody."""

from __future__ import annotations

import itertools
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from justhtml import JustHTML

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import Visit

ROOT = Path(__file__).parent.parent.parent
SAMPLES = sorted(path.stem for path in (ROOT / "profiles").glob("sample-*.yml"))
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (options) => (await axe.run(document, options)).violations.flatMap(
  (rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}`))"""
LOOKS = tuple(itertools.product((320, 390, 1280), ("light", "dark"), ("ltr", "rtl")))
# Pages of one kind are made of the same components, so each page is looked at in some of the looks,
# in turn: four for the pages of one sample, two for the others, and one for contacts, of whom there
# are many. `--every-look` takes all of them for every page.
ONE_OF_EACH_KIND = "sample-mara-okafor"
STRIDE = 5  # no common divisor with the number of looks: neighbours differ in most ways


def pages(site: Path) -> Iterator[tuple[str, JustHTML]]:
    """Yield every page of a site with its address, as a browser reads it."""
    for path in sorted(site.rglob("*.html")):
        html = JustHTML(path.read_text("utf-8"), sanitize=False, collect_errors=True)
        yield path.relative_to(site).as_posix(), html


def looks_for(sample: str, path: str, number: int) -> list[tuple[int, str, str]]:
    """Return the looks in which axe looks at the page with that number."""
    is_contact = "drafts/" in path and not path.endswith("index.html")
    count = 1 if is_contact else 4 if sample == ONE_OF_EACH_KIND else 2
    first = number * count
    return [LOOKS[at * STRIDE % len(LOOKS)] for at in range(first, first + count)]


# From here on Material lays out sidebars, so its script comes with the size.
WIDE = 960


def look_at(page: Page, width: int, scheme: Any, direction: str = "ltr") -> None:  # noqa: ANN401
    """Turn to a screen of this width, colour scheme and direction of writing."""
    page.set_viewport_size({"width": width, "height": 844})
    if width >= WIDE:
        page.locator("html.js").wait_for(state="attached")
    page.emulate_media(color_scheme=scheme)
    page.evaluate("(direction) => { document.documentElement.dir = direction; }", direction)


def hindrances(page: Page) -> list[str]:
    """Return what axe finds on a page; what it does not find is much, and stays in the browser."""
    found: list[str] = page.evaluate(RUN_AXE, {"runOnly": RULES, "resultTypes": ["violations"]})
    return found


def scrolls_sideways(page: Page) -> bool:
    """Return whether a page is wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_page_is_valid_html(sites: Path, sample: str) -> None:
    """A parser that follows the standard finds nothing to mend."""
    wrong = [f"{path}: {error}" for path, html in pages(sites / sample) for error in html.errors]
    assert wrong == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_id_is_there_once(sites: Path, sample: str) -> None:
    """Labels, anchors and descriptions find exactly one element."""
    for path, html in pages(sites / sample):
        ids = [str((each.attrs or {})["id"]) for each in html.query("[id]")]
        assert sorted(ids) == sorted(set(ids)), path


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_link_inside_a_site_leads_somewhere(sites: Path, sample: str) -> None:
    """Pages, files and anchors that links name are there."""
    read = dict(pages(sites / sample))
    anchors = {
        path: {str((each.attrs or {})["id"]) for each in html.query("[id]")}
        for path, html in read.items()
    }
    lost = []
    for path, html in read.items():
        for each in html.query("a[href]"):
            link = str((each.attrs or {})["href"])
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), parts.path))
            target = target if parts.path else path
            there = (sites / sample / unquote(target)).is_file()
            anchor = unquote(parts.fragment)
            if not there or (anchor and anchor not in anchors.get(target, set())):
                lost.append(f"{path}: {link}")
    assert lost == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_links_that_lead_away_give_nothing_away(sites: Path, sample: str) -> None:
    """Another site is read over an encrypted connection, and cannot reach back into the kit."""
    for path, html in pages(sites / sample):
        for each in html.query('article a[href^="http"]'):
            attributes = each.attrs or {}
            assert str(attributes["href"]).startswith("https://"), path
            if attributes.get("target"):
                assert "noopener" in str(attributes.get("rel")), f"{path}: {attributes['href']}"


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_page_is_quiet_fits_and_can_be_used_by_everybody(
    sites: Path, sample: str, visit: Visit, request: pytest.FixtureRequest
) -> None:
    """No error, no sideways scroll down to 320 px either way, and nothing that axe finds."""
    every = request.config.getoption("--every-look")
    found = []
    for number, file in enumerate(sorted((sites / sample).rglob("*.html"))):
        path = f"{sample}/{file.relative_to(sites / sample).as_posix()}"
        page = visit.go(path)
        page.evaluate(AXE_SCRIPT)
        for look in LOOKS if every else looks_for(sample, path, number):
            look_at(page, *look)
            found += [f"{path} {look}: {each}" for each in hindrances(page)]
        for width, direction in itertools.product((320, 390, 1280), ("ltr", "rtl")):
            look_at(page, width, "light", direction)
            if scrolls_sideways(page):
                found.append(f"{path}: wider than {width}, {direction}")
    assert found == []


def test_every_look_is_taken_by_some_page() -> None:
    """What is spread over the pages leaves no look out."""
    kinds = ("index.html", "guide.html", "coverage.html", "plan.html", "print.html", "about.html")
    taken = {
        look
        for number, path in enumerate(kinds)
        for look in looks_for(ONE_OF_EACH_KIND, path, number)
    }
    assert taken == set(LOOKS)
