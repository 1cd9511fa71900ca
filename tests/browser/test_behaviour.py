"""What a kit does on the reader's device: it remembers, copies, counts, filters and forgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from justhtml import JustHTML
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, ROOT, Visit

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Locator, Page

MARA = "sample-mara-okafor"
NOOR = "sample-noor-van-der-welle"
TOMASZ = "sample-tomasz-lindqvist"
JO = f"{MARA}/drafts/jo.html"
EDITED = "Hi Jo\n\n😀 is one sign and two units."


def draft(page: Page) -> Locator:
    """Return the first draft that can be seen."""
    return page.locator(".kit-draft:visible").first


def clipboard(page: Page) -> str:
    """Return what is on the clipboard."""
    return str(page.evaluate("navigator.clipboard.readText()"))


def stored(page: Page) -> list[str]:
    """Return the names of what the kit stores on the device."""
    names: list[str] = page.evaluate("Object.keys(localStorage)")
    return [name for name in names if name.startswith("kitgen:")]


def units(text: str) -> int:
    """Return the length of a text as browsers and LinkedIn count it."""
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("sample", [MARA, NOOR, TOMASZ])
def test_the_first_screen_says_what_to_do(visit: Visit, sample: str) -> None:
    """On a phone: who it is for, the ring, one sentence, three actions; the rest is below."""
    page = visit.go(f"{sample}/index.html")
    parts = [
        page.locator("article h1"),
        page.locator(".kit-ring"),
        page.locator(".kit-hero__words"),
        *page.locator(".kit-next > li:visible").all(),
    ]
    assert len(parts) == 6
    boxes = [part.bounding_box() for part in parts]
    bottoms = [box["y"] + box["height"] for box in boxes if box]
    assert len(bottoms) == 6
    tabs = page.locator(".md-tabs").bounding_box()
    assert tabs
    assert max(bottoms) <= tabs["y"]
    assert bottoms[0] < bottoms[3] < bottoms[4] < bottoms[5]
    gap = page.locator("#gap").bounding_box()
    assert gap is None or gap["y"] >= PHONE[1]
    for action in parts[3:]:
        link = action.locator("a")
        assert link.count() == 1
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44


def test_a_tick_is_remembered(visit: Visit) -> None:
    """It survives a reload, and going away and coming back; unticked, it is gone for good."""
    page = visit.go(f"{MARA}/coverage.html")
    box = page.locator("[data-kit-tick]").first
    box.check()
    page.reload()
    assert box.is_checked()
    page.goto(f"{visit.origin}/{MARA}/guide.html")
    page.go_back(wait_until="commit")
    assert box.is_checked()
    assert page.locator("[data-kit-tick]:checked").count() == 1
    box.uncheck()
    page.reload()
    assert not box.is_checked()


def test_a_tick_survives_a_walk_through_the_kit(visit: Visit) -> None:
    """Links inside the kit, however they are followed, lose nothing and keep the page working."""
    page = visit.go(f"{MARA}/coverage.html")
    page.locator("[data-kit-tick]").first.check()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate("scrollTo(0, 0)")  # where the tabs are, and stand still
    page.locator(".md-tabs:not([hidden])").wait_for()
    page.locator(".md-tabs__link", has_text="Plan").click()
    page.wait_for_url("**/plan.html")
    page.locator("[data-kit-tick]").first.check()
    page.locator("[data-kit-send]").click()
    assert "Mara Okafor" in clipboard(page)
    page.locator(".md-tabs__link", has_text="Coverage").click()
    page.wait_for_url("**/coverage.html")
    assert page.locator("[data-kit-tick]").first.is_checked()


def test_kits_do_not_mix_what_they_remember(visit: Visit) -> None:
    """Two kits at one address have ticks of their own."""
    visit.go(f"{MARA}/coverage.html").locator("[data-kit-tick]").first.check()
    page = visit.go(f"{NOOR}/coverage.html")
    assert page.locator("[data-kit-tick]").count() > 0
    assert page.locator("[data-kit-tick]:checked").count() == 0


def test_an_edited_draft_is_remembered_copied_and_reset(visit: Visit) -> None:
    """The edited text survives a reload and is what is copied; Reset brings the first one back."""
    page = visit.go(JO)
    text = draft(page).locator("textarea")
    original = text.input_value()
    text.fill(EDITED)
    page.reload()
    assert text.input_value() == EDITED
    assert draft(page).locator("[data-kit-moved]").is_hidden()
    draft(page).locator("[data-kit-copy]").click()
    assert clipboard(page) == EDITED
    assert draft(page).locator("[data-kit-copy]").inner_text() == "Copied"
    draft(page).locator("[data-kit-reset]").click()
    assert text.input_value() == original
    page.reload()
    assert text.input_value() == original
    draft(page).locator("[data-kit-back]").click()
    assert text.input_value() == EDITED
    page.reload()
    assert text.input_value() == EDITED


def test_an_edited_draft_is_what_is_mailed_and_printed(visit: Visit) -> None:
    """The e-mail link and the paper hold the edited text, line ends and emoji included."""
    page = visit.go(JO)
    mail = page.locator(".kit-draft", has=page.locator("[data-kit-mail]")).first
    mail.locator("textarea").evaluate(
        "(area, text) => { area.value = text; area.dispatchEvent(new Event('input')); }", EDITED
    )
    address = str(mail.locator("[data-kit-mail]").get_attribute("href"))
    assert address.startswith("mailto:jo.park@example.org?subject=")
    assert "Hi%20Jo%0D%0A%0D%0A%F0%9F%98%80" in address
    assert mail.locator(".kit-draft__print").text_content() == EDITED


@pytest.mark.parametrize("path", [JO, f"{NOOR}/drafts/zoe.html", f"{TOMASZ}/drafts/marcin.html"])
def test_python_and_the_browser_count_alike(visit: Visit, sites: Path, path: str) -> None:
    """Each counter says after the script has run what it said in the file, and an emoji is two."""
    html = JustHTML((sites / path).read_text("utf-8"), sanitize=False)
    written = [" ".join(each.to_text().split()) for each in html.query("[data-kit-count]")]
    page = visit.go(path)
    shown = [
        " ".join(each.split()) for each in page.locator("[data-kit-count]").all_text_contents()
    ]
    assert len(shown) > 3
    assert shown == written
    letters = page.locator('.kit-draft[data-kit-unit="characters"]').first
    letters.locator("textarea").evaluate(
        "(area, text) => { area.value = text; area.dispatchEvent(new Event('input')); }", EDITED
    )
    assert str(letters.locator("[data-kit-count]").text_content()).split()[0] == str(units(EDITED))


def test_chips_show_one_group_of_contacts(visit: Visit) -> None:
    """A chip leaves its group, says that it is pressed, and `All` brings everybody back."""
    page = visit.go(f"{MARA}/drafts/index.html")
    groups, chips = page.locator("[data-kit-group]"), page.locator("[data-kit-show]")
    everybody = groups.count()
    assert everybody > 2
    assert chips.count() == everybody + 1
    chips.nth(2).click()
    assert page.locator("[data-kit-group]:visible").count() == 1
    assert chips.nth(2).get_attribute("aria-pressed") == "true"
    assert chips.nth(0).get_attribute("aria-pressed") == "false"
    chips.nth(0).click()
    assert page.locator("[data-kit-group]:visible").count() == everybody


def test_forget_removes_all_that_is_stored(visit: Visit) -> None:
    """Ticks and edits of this kit go; those of another kit stay."""
    visit.go(f"{NOOR}/coverage.html").locator("[data-kit-tick]").first.check()
    visit.go(f"{MARA}/coverage.html").locator("[data-kit-tick]").first.check()
    draft(visit.go(JO)).locator("textarea").fill(EDITED)
    page = visit.go(f"{MARA}/about.html")
    assert len(stored(page)) == 3
    page.locator("[data-kit-forget]").click()
    assert len(stored(page)) == 1
    assert (
        page.locator("#kit-live").text_content() == page.locator("[data-kit-forget]").inner_text()
    )
    assert page.goto(f"{visit.origin}/{JO}")
    assert draft(page).locator("textarea").input_value() != EDITED


@pytest.mark.parametrize(
    ("path", "moment"),
    [
        (JO, "Private ask"),
        (f"{MARA}/drafts/elif-aydemir.html", "LinkedIn request"),
        (f"{TOMASZ}/drafts/marcin.html", "Thanks"),
    ],
)
def test_a_contact_opens_at_the_moment_that_is_next(visit: Visit, path: str, moment: str) -> None:
    """The tab that is open is the one the next action needs."""
    page = visit.go(path)
    chosen = page.locator("input[name=__tabbed_1]:checked").get_attribute("id")
    assert page.locator(f'label[for="{chosen}"]').inner_text() == moment
    assert page.locator(".tabbed-block:visible").count() == 1


def focused(page: Page) -> str:
    """Return what has the focus, in short."""
    return str(
        page.evaluate(
            "(() => { const e = document.activeElement;"
            "return `${e.tagName} ${e.id} ${Object.keys(e.dataset)} ${e.className}`; })()"
        )
    )


def reach(page: Page, words: str, key: str = "Tab") -> None:
    """Press a key until something with these words has the focus."""
    seen = []
    for _ in range(150):
        page.keyboard.press(key)
        seen.append(focused(page))
        if words in seen[-1]:
            return
    pytest.fail(f"'{words}' cannot be reached: {seen}")


def test_the_keyboard_reaches_and_works_a_draft(visit: Visit) -> None:
    """Choose a moment, edit, copy and reset without a mouse."""
    page = visit.go(JO)
    reach(page, "__tabbed_1_1")
    page.keyboard.press("ArrowRight")
    assert page.locator("#__tabbed_1_2").is_checked()
    page.keyboard.press("ArrowLeft")
    reach(page, "TEXTAREA")
    page.keyboard.press("Control+Home")
    page.keyboard.type("Dear friend. ")
    reach(page, "kitCopy")
    page.keyboard.press("Enter")
    assert clipboard(page).startswith("Dear friend. ")
    reach(page, "kitReset")
    page.keyboard.press("Space")
    assert not draft(page).locator("textarea").input_value().startswith("Dear friend.")
    assert "TEXTAREA" in focused(page)


def test_the_keyboard_reaches_and_works_the_rest(visit: Visit) -> None:
    """Ticks, chips, the wide table and the forget button."""
    page = visit.go(f"{MARA}/coverage.html")
    reach(page, "kitTick")
    page.keyboard.press("Space")
    assert page.locator("[data-kit-tick]:checked").count() == 1
    page = visit.go(f"{MARA}/drafts/index.html")
    reach(page, "kitShow")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("[data-kit-group]:visible").count() == 1
    page = visit.go(f"{MARA}/about.html")
    reach(page, "kitForget")
    page.keyboard.press("Enter")
    assert stored(page) == []


@pytest.mark.parametrize(
    ("words", "page_title"),
    [("Elif Aydemir", "Elif Aydemir"), ("late buses", "Elif"), ("manager", "Coverage")],
)
def test_search_finds_people_projects_and_rules(visit: Visit, words: str, page_title: str) -> None:
    """A contact by name, a thing they saw, and a rule of good coverage."""
    page = visit.go(f"{MARA}/index.html")
    page.wait_for_load_state("networkidle")
    page.locator("label[for=__search]:visible").first.click()
    page.locator(".md-search__input").press_sequentially(words)
    results = page.locator(".md-search-result__item")
    results.first.wait_for()
    assert page_title in " ".join(results.all_text_contents())
    assert visit.page.locator(".md-search[role=dialog]").get_attribute("aria-label")


def test_a_kit_works_from_a_folder(context: BrowserContext, sites: Path) -> None:
    """Opened without a server, a page edits, remembers and copies; only search is missing."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((sites / JO).as_uri())
    draft(page).locator("textarea").fill(EDITED)
    draft(page).locator("[data-kit-copy]").click()
    page.reload()
    assert draft(page).locator("textarea").input_value() == EDITED
    before = page.url
    page.locator(".md-footer__link--next").click()
    page.wait_for_function("before => location.href !== before", arg=before)
    assert page.locator("article h1").inner_text()
    assert errors == []


@pytest.mark.parametrize("width", [390, 1280])
def test_from_a_folder_no_search_is_offered(
    context: BrowserContext, sites: Path, visit: Visit, width: int
) -> None:
    """Neither the magnifier of a phone nor the field of a desktop; served, there is one of them."""
    ways_in = "label[for=__search]:visible, .md-search__input:visible"
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((sites / JO).as_uri())
    assert page.locator("article h1").inner_text()
    assert page.locator(ways_in).count() == 0
    served = visit.go(JO)
    served.set_viewport_size({"width": width, "height": 800})
    assert served.locator(ways_in).count() > 0


def test_a_kit_works_where_nothing_can_be_stored(context: BrowserContext, origin: str) -> None:
    """With storage switched off a draft is edited and copied all the same, and nothing fails."""
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('off'); } });"
    )
    page = context.new_page()
    page.goto(f"{origin}/{JO}")
    draft(page).locator("textarea").fill(EDITED)
    draft(page).locator("[data-kit-copy]").click()
    assert clipboard(page) == EDITED
    page.goto(f"{origin}/{MARA}/about.html")
    page.locator("[data-kit-forget]").click()
    assert page.locator("#kit-live").text_content()


def test_without_a_script_a_draft_is_there_to_read(
    context: BrowserContext, sites: Path, origin: str
) -> None:
    """Whoever blocks scripts sees the text, and no button that does nothing."""
    del sites
    browser = context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{origin}/{JO}")
    assert page.locator("textarea:visible").count() > 0
    assert page.locator("button.kit-button:visible").count() == 0
    plain.close()


def test_a_dark_device_has_dark_pages_without_a_touch(visit: Visit) -> None:
    """The theme's script waits for a reader; colours, and the way to change them, do not."""
    visit.page.emulate_media(color_scheme="dark")
    page = visit.go(f"{MARA}/index.html")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert "js" not in str(page.locator("html").get_attribute("class")).split()
    light = page.locator("label[title='Use light colours']")
    light.click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    page = visit.go(f"{MARA}/guide.html")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "default"


def test_what_is_typed_before_the_script_runs_is_kept(visit: Visit) -> None:
    """A slow phone shows a draft before it can remember it."""
    visit.page.route("**/kit.js", lambda _route: None)
    visit.page.goto(f"{visit.origin}/{JO}", wait_until="commit")
    area = draft(visit.page).locator("textarea")
    area.fill("Typed early")
    script = (ROOT / "docs" / "assets" / "kit.js").read_text("utf-8")
    visit.page.evaluate(script)
    assert area.input_value() == "Typed early"
    visit.page.unroute("**/kit.js")
    visit.go(JO)
    assert draft(visit.page).locator("textarea").input_value() == "Typed early"
