"""Every page of every sample: valid, linked, quiet, fitting, and open to everybody."""

from __future__ import annotations

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
PHONE, LAPTOP = (390, 844), (1280, 800)
RUN_AXE = """async (options) => (await axe.run(document, options)).violations.flatMap(
  (rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}`))"""
LOOKS = [(PHONE, "light"), (LAPTOP, "dark"), (LAPTOP, "light"), (PHONE, "dark")]
# Pages of one kind are made of the same components: all looks for one sample, two for the others,
# and for contacts, of whom there are many, one look each in turn.
ONE_OF_EACH_KIND = "sample-mara-okafor"


def pages(site: Path) -> Iterator[tuple[str, JustHTML]]:
    """Yield every page of a site with its address, as a browser reads it."""
    for path in sorted(site.rglob("*.html")):
        html = JustHTML(path.read_text("utf-8"), sanitize=False, collect_errors=True)
        yield path.relative_to(site).as_posix(), html


def looks_for(sample: str, path: str, number: int) -> list[tuple[tuple[int, int], str]]:
    """Return the looks in which axe looks at a page."""
    if "drafts/" in path and not path.endswith("index.html"):
        return [LOOKS[number % len(LOOKS)]]
    return LOOKS if sample == ONE_OF_EACH_KIND else LOOKS[number % 2 * 2 :][:2]


def look_at(page: Page, size: tuple[int, int], scheme: Any) -> None:  # noqa: ANN401
    """Turn to a screen of this size and colour scheme."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)


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
    sites: Path, sample: str, visit: Visit
) -> None:
    """No error, no sideways scroll down to 320 px, and nothing that axe finds, in every look."""
    found = []
    for number, file in enumerate(sorted((sites / sample).rglob("*.html"))):
        path = f"{sample}/{file.relative_to(sites / sample).as_posix()}"
        page = visit.go(path)
        page.evaluate(AXE_SCRIPT)
        for size, scheme in looks_for(sample, path, number):
            look_at(page, size, scheme)
            found += [f"{path} {size[0]} {scheme}: {each}" for each in hindrances(page)]
        for width in (320, PHONE[0], LAPTOP[0]):
            look_at(page, (width, PHONE[1]), "light")
            if scrolls_sideways(page):
                found.append(f"{path}: wider than {width}")
    assert found == []
