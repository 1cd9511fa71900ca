"""Drafts on the device: over the limit, moved on, mailed, copied where copying is not allowed."""

from __future__ import annotations

import email
import email.policy
import html
import shutil
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import expect

from tests.browser.conftest import MARA, Visit, serving
from tests.browser.test_every_page import hindrances, look_at, scrolls_sideways

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Locator, Page

JO = f"{MARA}/drafts/jo.html"
MINE = "Hi Jo\n\n😀 in my own words."
NO_CLIPBOARD = """
Object.defineProperty(navigator, "clipboard", { value: undefined });
document.execCommand = () => false;
"""
FULL = """
Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""
OFF = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('off'); } });"


def draft(page: Page) -> Locator:
    """Return the first draft that can be seen."""
    return page.locator(".kit-draft:visible").first


def area(page: Page) -> Locator:
    """Return its text."""
    return draft(page).locator("textarea")


def selection(page: Page) -> str:
    """Return what is selected in the text area that has the focus."""
    return str(
        page.evaluate(
            "(e => e.value.slice(e.selectionStart, e.selectionEnd))(document.activeElement)"
        )
    )


@pytest.fixture
def moving(context: BrowserContext, sites: Path, tmp_path: Path) -> Iterator[Visit]:
    """Serve a copy of Mara's kit, and edit Jo's draft; then the profile moves on."""
    site = tmp_path / "kit"
    shutil.copytree(sites / MARA, site)
    with serving(site) as origin:
        visit = Visit(context.new_page(), origin)
        visit.watch()
        page = visit.go("drafts/jo.html")
        area(page).fill(MINE)
        file = site / "drafts" / "jo.html"
        file.write_text(file.read_text("utf-8").replace("Jo,\n", "Joanna,\n"), "utf-8")
        page.reload()
        yield visit
        assert visit.faults == []
        page.close()


def test_an_edit_of_an_older_text_offers_both(moving: Visit) -> None:
    """Yours is shown, and that there is a new one; each of them can be had, and neither is lost."""
    page = moving.page
    moved = draft(page).locator("[data-kit-moved]")
    expect(moved).to_contain_text("The profile has changed")
    assert area(page).input_value() == MINE
    area(page).press("Control+End")
    area(page).press_sequentially("!")
    page.reload()
    expect(moved).to_be_visible()  # editing on does not hide it
    moved.get_by_role("button", name="Show the new text").click()
    assert "Joanna,\n" in area(page).input_value()
    expect(moved).to_be_hidden()
    page.reload()
    assert "Joanna,\n" in area(page).input_value()
    draft(page).get_by_role("button", name="Bring mine back").click()
    assert area(page).input_value() == f"{MINE}!"
    expect(moved).to_be_hidden()


def test_an_edit_can_be_kept_although_the_profile_moved_on(moving: Visit) -> None:
    """Then nothing is said any more, until the next change."""
    page = moving.page
    draft(page).get_by_role("button", name="Keep mine").click()
    page.reload()
    assert area(page).input_value() == MINE
    expect(draft(page).locator("[data-kit-moved]")).to_be_hidden()
    draft(page).get_by_role("button", name="Reset").click()
    assert "Joanna,\n" in area(page).input_value()


def test_reset_loses_nothing(visit: Visit) -> None:
    """What was edited comes back, also after a reload; nothing to do, no button."""
    page = visit.go(JO)
    reset, back = (draft(page).locator(f"[data-kit-{each}]") for each in ("reset", "back"))
    expect(reset).to_be_hidden()
    expect(back).to_be_hidden()
    original = area(page).input_value()
    area(page).fill(MINE)
    reset.click()
    expect(page.locator("#kit-live")).to_contain_text("Yours is kept")
    assert area(page).input_value() == original
    page.reload()
    back.click()
    assert area(page).input_value() == MINE
    expect(back).to_be_hidden()


def test_a_draft_that_is_too_long_says_so_in_words(visit: Visit) -> None:
    """Past the limit the counter says by how much, is read out once, and goes back again."""
    page = visit.go(JO)
    page.locator(".tabbed-labels label", has_text="LinkedIn request").click()
    count = draft(page).locator("[data-kit-count]")
    most = int(str(draft(page).get_attribute("data-kit-most")))
    assert area(page).get_attribute("aria-describedby") == count.get_attribute("id")
    area(page).fill("x" * most)
    assert count.inner_text() == f"{most} / {most} characters"
    area(page).fill("x" * (most - 1) + "😀")
    assert count.inner_text() == f"{most + 1} / {most} characters, 1 too many"
    assert page.locator("#kit-live").text_content() == count.inner_text()
    area(page).fill("x")
    assert "many" not in count.inner_text()


def test_a_long_text_is_not_trusted_to_a_link(visit: Visit) -> None:
    """Beyond what e-mail programs take from a link, the page says so; below it is quiet."""
    page = visit.go(JO)
    note = draft(page).locator("[data-kit-long]")
    expect(note).to_be_hidden()
    area(page).fill("Zeit für Öl. " * 120)
    expect(note).to_contain_text("too long to open in an e-mail program")
    href = str(draft(page).locator("[data-kit-mail]").get_attribute("href"))
    assert len(href) > 2000
    assert unquote(href).count("Zeit für Öl.") == 120
    expect(draft(page).locator("[data-kit-mail]")).to_be_hidden()
    area(page).fill("Short.\nAnd sweet.")
    expect(note).to_be_hidden()
    expect(draft(page).locator("[data-kit-mail]")).to_be_visible()
    assert str(draft(page).locator("[data-kit-mail]").get_attribute("href")).endswith(
        "&body=Short.%0D%0AAnd%20sweet."
    )


def test_without_a_clipboard_the_text_is_selected(context: BrowserContext, origin: str) -> None:
    """The page says so, and the text only has to be copied with the menu."""
    context.add_init_script(NO_CLIPBOARD)
    page = context.new_page()
    page.goto(f"{origin}/{JO}")
    area(page).fill(MINE)
    draft(page).locator("[data-kit-copy]").click()
    expect(page.locator("#kit-live")).to_contain_text("The text is selected")
    assert selection(page) == MINE
    page.get_by_role("checkbox", name="I asked Jo").check()
    page.goto(f"{origin}/{MARA}/index.html")
    for _ in range(2):  # twice, and there is one text area still
        page.locator("[data-kit-send]").click()
    expect(page.locator(".kit-copy")).to_have_count(1)
    assert "{who: jo, asked:" in selection(page)


@pytest.mark.parametrize("script", [FULL, OFF], ids=["full", "off"])
def test_what_is_not_stored_is_told_once_and_works(
    context: BrowserContext, origin: str, script: str
) -> None:
    """With storage full or off, drafts are edited and copied, ticks ticked and progress sent."""
    context.add_init_script(script)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error.stack)))
    page.goto(f"{origin}/{JO}")
    area(page).fill(MINE)
    expect(page.locator("#kit-live")).to_contain_text("does not keep anything")
    draft(page).locator("[data-kit-reset]").click()
    assert area(page).input_value() != MINE
    draft(page).locator("[data-kit-back]").click()
    assert area(page).input_value() == MINE
    page.get_by_role("checkbox", name="I asked Jo").check()
    expect(page.locator("[data-kit-lines]:visible code")).to_contain_text("who: jo")
    page.goto(f"{origin}/{MARA}/plan.html")
    page.locator("[data-kit-step] input").first.check()
    page.locator("[data-kit-send]").click()
    assert "log:\n" in str(page.evaluate("navigator.clipboard.readText()"))
    assert [each for each in faults if "kit.js" in each] == []  # the theme's own has some


def test_starting_twice_changes_nothing(visit: Visit) -> None:
    """Instant navigation starts a page again: no second button, text, or announcement."""
    page = visit.go(JO)
    area(page).fill(MINE)
    page.get_by_role("checkbox", name="I asked Jo").check()

    def shown() -> list[str]:
        parts = page.locator(".kit-draft, .kit-steps, .kit-live").all()
        return [part.evaluate("each => each.outerHTML") for part in parts]

    before = shown()
    for _ in range(2):
        page.evaluate("document$.next(document)")
    assert shown() == before
    assert area(page).input_value() == MINE
    assert page.locator("#kit-live").count() == 1


def test_everything_on_a_draft_can_be_hit_and_has_a_name(moving: Visit) -> None:
    """With all of it on the screen: 44 px high, a label that is real, nothing that axe finds."""
    page = moving.page
    page.locator(".kit-steps:visible input").first.check()
    page.evaluate(AXE_SCRIPT)
    for scheme in ("light", "dark"):
        look_at(page, 320, scheme)
        assert hindrances(page) == []
        assert not scrolls_sideways(page)
    things = page.locator(
        "button[class^=kit]:visible, .kit-steps input:visible, a.kit-button:visible"
    )
    small, nameless = [], []
    for thing in things.all():
        name = thing.evaluate("e => e.labels?.[0]?.textContent || e.ariaLabel || e.textContent")
        within = thing.evaluate_handle("e => e.closest('label') ?? e").as_element()
        assert within
        box = within.bounding_box()
        if not box or box["height"] < 44 or box["width"] < 44:
            small.append(name)
        if not str(name).strip():
            nameless.append(thing.inner_html())
    assert (small, nameless) == ([], [])
    assert things.count() > 8


HEAD = """To: Jo Park <jo.park@example.org>
Subject: =?utf-8?q?=C3=96l?=
X-Unsent: 1
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"
"""


def test_the_file_for_an_e_mail_program_holds_the_edited_text(
    context: BrowserContext, sites: Path, tmp_path: Path
) -> None:
    """Its head is the page's, its body the text on the screen, whatever the characters."""
    site = tmp_path / "kit"
    shutil.copytree(sites / MARA, site)
    file = site / "drafts" / "jo.html"
    mark = 'data-kit-eml="'
    before, _, rest = file.read_text("utf-8").partition(mark)
    _, _, after = rest.partition('"')
    file.write_text(f'{before}{mark}{html.escape(HEAD)}"{after}', "utf-8")
    with serving(site) as origin:
        page = context.new_page()
        page.goto(f"{origin}/drafts/jo.html")
        for text in (area(page).input_value(), f"{MINE}\n{'ä' * 200}"):
            area(page).fill(text)
            told = read(str(draft(page).locator("[data-kit-eml]").get_attribute("href")))
            assert (told["Subject"], told["X-Unsent"]) == ("Öl", "1")
            assert told["To"] == "Jo Park <jo.park@example.org>"
            assert told.get_content().replace("\r\n", "\n") == f"{text}\n"
        page.close()


def read(address: str) -> EmailMessage:
    """Return the message in a `data:` address."""
    content = unquote_to_bytes(address.partition(",")[2])
    assert all(len(line) <= 78 for line in content.split(b"\r\n"))
    return email.message_from_bytes(content, policy=email.policy.default)
