"""Open to everybody: zoom, keyboard, calm motion, what a screen reader hears, pictures, paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import MARA, TOMASZ

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visit

KINDS = (
    "index",
    "guide",
    "recommendations-and-endorsements",
    "coverage",
    "plan",
    "drafts/index",
    "drafts/jo",
    "print",
    "about",
)
# Texts that do not fit into their place, and elements that nothing can scroll to.
CUT = """() => [...document.querySelectorAll("article *")].filter((each) => {
  if (!each.checkVisibility() || each.closest(".kit-hidden, .tabbed-labels, .kit-scroll, pre, svg"))
    return false;
  const style = getComputedStyle(each);
  const hides = style.overflowX === "hidden" || style.overflowX === "clip";
  return hides && each.scrollWidth > each.clientWidth + 1;
}).map((each) => each.outerHTML.slice(0, 80))"""
# Where the focus is, how it is shown, and whether something fixed covers it.
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const shown = one.matches(".md-option") ? one.nextElementSibling
    : one.closest(".tabbed-set > input") ? one.parentElement.querySelector(".tabbed-labels") : one;
  const style = getComputedStyle(shown);
  const box = shown.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 20)];
  const bar = document.elementFromPoint(x, y)?.closest(".md-tabs, .md-header");
  return {
    what: one.outerHTML.slice(0, 90),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
    seen: box.bottom > 0 && box.top < innerHeight,
    covered: Boolean(bar && !bar.contains(shown)),
  };
}"""
MOVING = """() => document.getAnimations().map((each) => each.effect.target?.className)"""


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_at_twice_the_size(visit: Visit, kind: str) -> None:
    """A laptop of 1280 by 900 zoomed to 200 % has half as many pixels: all is there, and fits."""
    page = visit.go(f"{MARA}/{kind}.html")
    page.set_viewport_size({"width": 640, "height": 450})
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("kind", ["index", "coverage", "plan", "drafts/jo"])
def test_the_keyboard_is_always_seen(visit: Visit, kind: str) -> None:
    """On a phone's screen each stop of the Tab key shows a ring, and no bar lies over it."""
    page = visit.go(f"{MARA}/{kind}.html")
    wrong, stops = [], 0
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        stops += 1
        if not stop["ring"] or stop["covered"] or not stop["seen"]:
            wrong.append(stop)
    assert stops > 8
    assert wrong == []


def test_nothing_moves_for_whoever_asked_for_that(visit: Visit) -> None:
    """With reduced motion no transition runs: not on a tick, a fold, a tab, nor the menu."""
    page = visit.go(f"{MARA}/coverage.html")
    page.locator("[data-kit-tick]").first.check()
    page.locator(".kit-details > summary").first.click()
    assert page.evaluate(MOVING) == []
    page.locator("label.md-header__button[for=__drawer]").click()
    assert page.evaluate(MOVING) == []


def test_a_screen_reader_hears_the_start_page_in_order(visit: Visit) -> None:
    """Who it is for, how far it has come, what is next with its reasons and links, then the gap."""
    page = visit.go(f"{MARA}/index.html")
    heard = page.locator("article").aria_snapshot()
    order = [
        'heading "Kit for Mara Okafor" [level=1]',
        "Aiming for",
        'img "1 of 5 recommendations received"',
        "1 received, 1 asked, 4 to go.",
        'heading "Do these next" [level=2]',
        "list:",
        'link "Open request Elif Aydemir"',
        'heading "The gap that matters most" [level=2]',
    ]
    places = [heard.find(each) for each in order]
    assert -1 not in places, heard
    assert places == sorted(places)


def test_what_happens_is_said_aloud(visit: Visit) -> None:
    """One polite live region, there and empty from the start, says that a text was copied."""
    page = visit.go(f"{MARA}/drafts/jo.html")
    live = page.locator("[role=status]#kit-live")
    assert live.count() == 1
    assert live.text_content() == ""
    page.locator("[data-kit-copy]:visible").first.click()
    page.wait_for_function("document.getElementById('kit-live').textContent !== ''")
    assert live.text_content() == "Copied"


@pytest.mark.parametrize("sample", [MARA, TOMASZ])
@pytest.mark.parametrize("kind", ["index", "coverage", "plan"])
def test_every_picture_has_a_name_and_a_text(visit: Visit, sample: str, kind: str) -> None:
    """A title, a longer description, and letters that are legible on the narrowest phone."""
    page = visit.go(f"{sample}/{kind}.html")
    page.set_viewport_size({"width": 320, "height": 800})
    pictures = page.locator("article svg[aria-labelledby]").all()
    assert len(pictures) >= {"index": 1, "coverage": 3, "plan": 1}[kind]
    for picture in pictures:
        named = [picture.get_attribute(f"aria-{by}") for by in ("labelledby", "describedby")]
        texts = [page.locator(f"#{each}").text_content() for each in named]
        assert all(texts)
        size = picture.evaluate(
            "(svg) => { const width = svg.getBoundingClientRect().width;"
            " const scale = width / svg.viewBox.baseVal.width;"
            " return Math.min(...[...svg.querySelectorAll('text, foreignObject > *')].map((each) =>"
            " parseFloat(getComputedStyle(each).fontSize) * scale)); }"
        )
        assert size >= 9, picture.get_attribute("aria-labelledby")
        assert picture.evaluate("(svg) => svg.getBoundingClientRect().right <= innerWidth")


def test_no_text_of_a_picture_is_cut(visit: Visit) -> None:
    """Words stay inside their picture, and those of a cell inside the cell."""
    for sample, kind in ((TOMASZ, "coverage"), (TOMASZ, "plan"), (MARA, "plan")):
        page = visit.go(f"{sample}/{kind}.html")
        outside = page.evaluate(
            "() => [...document.querySelectorAll('.kit-figure svg text')].filter((each) => {"
            " const box = each.getBBox(), all = each.ownerSVGElement.viewBox.baseVal;"
            " return box.x < -1 || box.x + box.width > all.width + 1; }).map((e) => e.textContent)"
        )
        assert outside == []
        spilled = page.evaluate(
            "() => [...document.querySelectorAll('.kit-figure .kit-cell__link')].filter((each) =>"
            " each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1)"
            ".map((each) => each.textContent)"
        )
        assert spilled == []


def pages_of(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.mark.parametrize("sample", [MARA, TOMASZ])
def test_paper_is_one_sheet_with_nothing_cut(visit: Visit, sample: str) -> None:
    """A4, both sides at most; each text to send is on it, links are written out, no button is."""
    page = visit.go(f"{sample}/print.html")
    assert pages_of(page.pdf(prefer_css_page_size=True)) in {1, 2}
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 680, "height": 1000})
    assert page.locator(".kit-paper__text:visible").count() >= 1
    assert page.locator("article :is(button, .kit-go, .kit-button):visible").count() == 0
    assert page.evaluate(CUT) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(255, 255, 255)"


def test_folded_parts_are_printed(visit: Visit) -> None:
    """What is folded away on a screen is on paper."""
    page = visit.go(f"{MARA}/coverage.html")
    page.emulate_media(media="print")
    folded = page.locator(".kit-details:not([open]) > :not(summary)").all()
    assert len(folded) >= 3
    assert all(each.evaluate("(one) => one.getBoundingClientRect().height > 10") for each in folded)


def test_a_mark_leads_to_its_source(visit: Visit) -> None:
    """The list of sources is folded away, and unfolds for whoever follows a mark."""
    page = visit.go(f"{MARA}/guide.html")
    assert page.locator("#source-1").is_hidden()
    page.locator(".kit-cite a").first.click()
    page.locator("#source-1").wait_for(state="visible")
    page.goto("about:blank")
    page = visit.go(f"{MARA}/guide.html#source-5")
    page.locator("#source-5").wait_for(state="visible")


def shown_tabs(page: Page) -> list[str]:
    """Return the words of the tabs that can be seen."""
    return [each.strip() for each in page.locator(".md-tabs__link:visible").all_inner_texts()]


def test_tabs_are_at_the_thumb(visit: Visit) -> None:
    """On a phone they are at the foot of the screen, 44 px high or more; typing hides them."""
    page = visit.go(f"{MARA}/drafts/jo.html")
    assert len(shown_tabs(page)) == 5
    for tab in page.locator(".md-tabs__link").all():
        box = tab.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["y"] + box["height"] <= 845
        assert box["y"] > 760
    page.locator("textarea:visible").first.focus()
    assert shown_tabs(page) == []
