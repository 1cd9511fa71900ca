"""The desk of two hundred mentees in Chromium: quick on a slow phone, and open to everybody."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import expect

from kitgen.clock import day_in
from kitgen.desk import DESK, DeskSettings, Office, desk_link, unsealed_desks
from kitgen.folder import output_folder
from kitgen.project import Project
from kitgen.seal import Secret, seal_fleet
from kitgen.sharing import deployment_of, read_members
from tests.browser.conftest import NOON, ROOT, serving
from tests.browser.test_every_page import LOOKS, hindrances, look_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

MENTEES = 200
# What Lighthouse takes for a phone: https://github.com/GoogleChrome/lighthouse, throttling.md
_LATENCY, _BITS, _SLOWER = 150, 1_638_400, 4
_MOST = 2.0  # seconds
_LIVES = (
    "",
    "contacts: [{name: Kim Vale, history: [{received: 2026-11-01}]}]",
    "contacts: [{name: Kim Vale}, {name: Bo Ash, history: [{asked: 2026-11-20}]}]",
    "contacts: [{name: Kim Vale, relationship: boss}]",
    (
        "contacts: [{name: Kim Vale, history: [{published: 2026-10-01}]}]\n"
        "mentor: {notes: Likes to talk first., confidence_before: 3, confidence_after: 7}"
    ),
)
_SETTINGS = DeskSettings(desk=1, edit="https://git.example.org/kits/edit/main/profiles/")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Seal a desk of two hundred, serve it, and return its link."""
    root = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "profiles").mkdir()
    for number in range(MENTEES):
        text = f"owner: {{name: Mentee Number {number}}}\n{_LIVES[number % len(_LIVES)]}\n"
        (root / "profiles" / f"m{number:03}.yml").write_text(text, "utf-8")
    project, secret = Project(root), Secret(b"d" * 32, "a test")
    members = read_members(project, project.profile_paths(), NOON)
    base = "https://kits.example.org/coach"
    office = Office(project, members, _SETTINGS, secret, base, day_in(NOON, "UTC"))
    deployment = deployment_of(project, secret, members)
    with output_folder(deployment.staging):
        deployment.prepare(lambda _: False)
        outcomes = list(seal_fleet(unsealed_desks(office), deployment, is_whole=True))
    assert [each.error for each in outcomes] == [None]
    with serving(deployment.public) as url:
        yield desk_link(_SETTINGS, DESK, secret, url)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page of a fresh profile on a phone; the test fails when a script of it does."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def opened_in(page: Page, link: str) -> float:
    """Return how many seconds it takes, throttled, until all rows are there."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    speed = {"downloadThroughput": _BITS / 8, "uploadThroughput": _BITS / 8}
    session.send(
        "Network.emulateNetworkConditions", {"offline": False, "latency": _LATENCY, **speed}
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    begun = time.perf_counter()
    page.goto(link, wait_until="commit")
    expect(page.locator(".kit-desk")).to_have_count(MENTEES)
    expect(page.locator("h1")).to_be_visible()
    return time.perf_counter() - begun


def to_card(page: Page, link: Locator) -> Locator:
    """Follow a link to somebody's card, and return the card, once it is there."""
    anchor = (link.get_attribute("href") or "").partition("#")[2]
    link.click()
    card = page.locator(f"#{anchor}")
    expect(card).to_be_visible()
    return card


def test_a_desk_of_two_hundred_opens_in_two_seconds(browser: Browser, desk: str) -> None:
    """On a slow phone with nothing stored; the best of three, since the machine is shared."""
    seconds = []
    for _ in range(3):
        context = browser.new_context(viewport={"width": 390, "height": 844})
        seconds.append(opened_in(context.new_page(), desk))
        context.close()
    print(f"{min(seconds):.2f} s")  # noqa: T201  the figure, for whoever asks with -s
    assert min(seconds) < _MOST, seconds


def test_the_desk_leads_to_each_code_and_filters_by_need(page: Page, desk: str) -> None:
    """The link of a row leads to its card; a chip shows one kind of need alone."""
    page.goto(desk)
    first = page.locator(".kit-desk").first
    expect(first).to_contain_text("m003")  # the first that cannot be read
    page.get_by_role("button", name="Overdue (80)").click()
    expect(page.locator(".kit-desk:visible")).to_have_count(80)
    row = page.locator(".kit-desk:visible").first
    expect(row).to_contain_text("2 things overdue")
    name = row.locator("strong").inner_text()
    card = to_card(page, row.get_by_role("link", name="Link and code"))
    expect(card).to_contain_text(name)
    expect(card).to_be_in_viewport()
    expect(card.locator("svg")).to_be_visible()
    page.get_by_role("link", name="Back to the desk").click()
    expect(page.locator(".kit-desk")).to_have_count(MENTEES)


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing(page: Page, desk: str, size: tuple[int, int], scheme: str) -> None:
    """Neither on the desk nor among the codes; and neither is wider than the screen."""
    look_at(page, size, scheme)
    page.goto(desk)
    expect(page.locator(".kit-desk")).to_have_count(MENTEES)
    page.evaluate(AXE_SCRIPT)
    assert hindrances(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    to_card(page, page.get_by_role("link", name="Link and code").first)
    page.evaluate(AXE_SCRIPT)
    assert hindrances(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
