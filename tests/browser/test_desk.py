"""The desk of two hundred mentees in Chromium: quick on a slow phone, and open to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import expect

from tests.browser.conftest import serving
from tests.browser.desks import seal_desk
from tests.browser.test_every_page import LOOKS, hindrances, look_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

MENTEES = 200
_MOST = 64 * 1024  # bytes of the sealed page, as large as a picture
_PATIENCE = 30_000  # milliseconds
_LAID_OUT = """groups => groups.map(
  each => each.firstElementChild.checkVisibility({contentVisibilityAuto: true})
)"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Seal a desk of two hundred, serve it, and return its link."""
    public, path = seal_desk(tmp_path_factory.mktemp("desk"), MENTEES)
    with serving(public) as url:
        yield f"{url}/{path}"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page of a fresh profile on a phone; the test fails when a script of it does."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def to_card(page: Page, link: Locator) -> Locator:
    """Follow a link to somebody's card, and return the card, once it is there."""
    anchor = (link.get_attribute("href") or "").partition("#")[2]
    link.click()
    card = page.locator(f"#{anchor}")
    expect(card).to_be_visible(timeout=_PATIENCE)
    expect(page.locator("#kit-live")).to_be_attached(timeout=_PATIENCE)  # its script has run
    return card


def test_a_desk_of_two_hundred_is_a_small_page(desk: str) -> None:
    """How long it takes to open is measured by a benchmark; what decides it is held here."""
    with urlopen(desk.partition("#")[0]) as answer:  # noqa: S310  on this machine
        assert len(answer.read()) < _MOST


def test_the_desk_leads_to_each_code_and_filters_by_need(page: Page, desk: str) -> None:
    """The link of a row leads to its card; a chip shows one kind of need alone."""
    page.goto(desk)
    first = page.locator(".kit-desk").first
    expect(first).to_contain_text("m003", timeout=_PATIENCE)  # the first that cannot be read
    expect(page.locator("#kit-live")).to_be_attached(timeout=_PATIENCE)
    page.get_by_role("button", name="Overdue (80)").click()
    expect(page.locator(".kit-desk:visible")).to_have_count(80, timeout=_PATIENCE)
    row = page.locator(".kit-desk:visible").first
    expect(row).to_contain_text("2 things overdue")
    name = row.locator("strong").inner_text()
    card = to_card(page, row.get_by_role("link", name="Link and code"))
    expect(card).to_contain_text(name)
    expect(card).to_be_in_viewport()
    expect(card.locator("svg")).to_be_visible()
    page.get_by_role("link", name="Back to the desk").click()
    expect(page.locator(".kit-desk")).to_have_count(MENTEES, timeout=_PATIENCE)


def test_what_is_off_the_screen_is_not_laid_out(page: Page, desk: str) -> None:
    """A desk is written bit by bit, and each would lay out all rows again; on paper all stand."""
    page.goto(desk)
    expect(page.locator("#kit-live")).to_be_attached(timeout=_PATIENCE)
    laid_out = page.locator("[data-kit-group]").evaluate_all(_LAID_OUT)
    assert laid_out == [True, False, False, False]
    assert page.pdf().count(b"/edit/main/profiles/m") == MENTEES


@pytest.mark.parametrize(("width", "scheme", "direction"), LOOKS[::3])
def test_axe_finds_nothing(page: Page, desk: str, width: int, scheme: str, direction: str) -> None:
    """Neither on the desk nor among the codes; and neither is wider than the screen."""
    page.goto(desk)
    look_at(page, width, scheme, direction)
    expect(page.locator(".kit-desk")).to_have_count(MENTEES, timeout=_PATIENCE)
    page.evaluate(AXE_SCRIPT)
    assert hindrances(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    to_card(page, page.get_by_role("link", name="Link and code").first)
    page.evaluate(AXE_SCRIPT)
    assert hindrances(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
