"""Sealed kits in Chromium: they open with their key alone, and work like any other site."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Route

    from tests.browser.conftest import SealedKits

_OTHER_KEY = "A" * 43
_HEADING = "Kit for Mara Okafor"
MARA, TOMASZ = "sample-mara-okafor", "sample-tomasz-lindqvist"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page of a fresh profile; the test fails when a script of the page does."""
    context = browser.new_context()
    context.set_default_timeout(8000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def opened(page: Page, link: str, heading: str = _HEADING) -> Page:
    """Open a link and wait for the kit's page, and for the theme's script, which wants a reader."""
    page.goto(link)
    expect(page.locator("h1")).to_contain_text(heading)
    expect(page.locator("#kit-live")).to_be_attached()
    page.mouse.move(1, 1)
    expect(page.locator("html")).to_have_class(re.compile(r"(^| )js( |$)"))
    return page


def is_locked(page: Page, why: str) -> None:
    """Assert that the locked page is there, with this reason alone, and nothing of the kit."""
    expect(page.locator("html")).to_have_attribute("data-state", why)
    expect(page.locator("main > p:visible")).to_have_count(1)
    assert page.title() == "Private page"
    assert "Mara" not in page.content()


def paste(page: Page, text: str, passphrase: str = "") -> None:
    """Fill in the form of the locked page."""
    if text:
        page.get_by_label("Link or key").fill(text)
    if passphrase:
        page.get_by_label("Passphrase").fill(passphrase)
    page.get_by_role("button", name="Open").click()


def stored(page: Page, storage: str) -> dict[str, str]:
    """Return what a storage of the browser holds."""
    return json.loads(page.evaluate(f"JSON.stringify({storage})"))  # type: ignore[no-any-return]


def history(page: Page) -> list[str]:
    """Return the addresses that Back and Forward lead to."""
    session = page.context.new_cdp_session(page)
    return [each["url"] for each in session.send("Page.getNavigationHistory")["entries"]]


def test_a_link_opens_its_kit_and_leaves_the_address_bar(page: Page, sealed: SealedKits) -> None:
    """The key is gone from the address and from history, also after a reload."""
    opened(page, sealed.link())
    assert page.url == sealed.link().split("#")[0]
    page.reload()
    expect(page.locator("h1")).to_contain_text(_HEADING)
    assert not any(sealed.key() in url for url in history(page))


def test_a_link_leads_to_its_anchor(page: Page, sealed: SealedKits) -> None:
    """`#k=…&a=gap` opens the page at that place."""
    page.set_viewport_size({"width": 400, "height": 300})
    opened(page, sealed.link(anchor="gap"))
    assert page.url.endswith("/#gap")
    expect(page.locator("#gap")).to_be_in_viewport()


def test_a_link_pasted_into_an_open_kit_shows_its_anchor_only(
    page: Page, sealed: SealedKits
) -> None:
    """Only the fragment changes then: the key goes, the anchor stays, the kit stays open."""
    page.set_viewport_size({"width": 400, "height": 300})
    opened(page, sealed.link())
    page.wait_for_load_state("networkidle")  # the theme scrolls once itself when it begins
    page.goto(sealed.link(anchor="gap"))
    expect(page).to_have_url(re.compile("/#gap$"))
    expect(page.locator("#gap")).to_be_in_viewport()
    page.goto(sealed.link().replace(sealed.key(), _OTHER_KEY))
    expect(page).to_have_url(re.compile("/$"))
    expect(page.locator("h1")).to_contain_text(_HEADING)
    assert not any("k=" in url for url in history(page))


def test_a_link_pasted_into_the_address_bar_of_a_locked_page_opens_it(
    page: Page, sealed: SealedKits
) -> None:
    """The browser does not reload for a new fragment; the page opens all the same."""
    page.goto(sealed.link().split("#")[0])
    is_locked(page, "nokey")
    page.goto(sealed.link())
    expect(page.locator("h1")).to_contain_text(_HEADING)
    assert "#" not in page.url


def test_tabs_lead_through_the_kit_without_a_reload(page: Page, sealed: SealedKits) -> None:
    """Instant navigation works on sealed pages, and so do back, forward and reload."""
    opened(page, sealed.link())
    page.wait_for_load_state("networkidle")
    page.evaluate("window.same = true")
    page.locator(".md-tabs__link", has_text="Coverage").click()
    expect(page.locator("h1")).to_have_text(re.compile("coverage", re.IGNORECASE))
    expect(page).to_have_url(re.compile(sealed.address("coverage.md")))
    assert page.evaluate("window.same") is True
    page.go_back()
    expect(page.locator("h1")).to_contain_text(_HEADING)
    page.go_forward()
    expect(page.locator("h1")).to_have_text(re.compile("coverage", re.IGNORECASE))
    page.reload()
    expect(page.locator("h1")).to_have_text(re.compile("coverage", re.IGNORECASE))
    expect(page.locator("html")).to_have_class(re.compile(r"(^| )js( |$)"))
    page.go_back()
    expect(page.locator("h1")).to_contain_text(_HEADING)


def test_search_finds_a_page_and_puts_nothing_into_the_address(
    page: Page, sealed: SealedKits
) -> None:
    """A result opens its page; no search term reaches the address bar or the server."""
    opened(page, sealed.link())
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").press_sequentially("endorsement")
    result = page.locator(".md-search-result__link").first
    expect(result).to_be_visible()
    result.click()
    expect(page).not_to_have_url(re.compile(r"/$"))
    expect(page.locator(".md-content")).to_contain_text(re.compile("endorsement", re.IGNORECASE))
    assert "?" not in page.url
    assert "endorsement" not in page.url
    assert not any("endorsement" in each for each in sealed.server.asked)


def test_the_palette_changes_and_stays(page: Page, sealed: SealedKits) -> None:
    """The chosen colours are there again after a reload."""
    opened(page, sealed.link())
    body = page.locator("body")
    page.locator("label[title='Use light colours']").click()
    page.locator("label[title='Use dark colours']").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.reload()
    expect(page.locator("h1")).to_contain_text(_HEADING)
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_drafts_can_be_changed_copied_and_ticked(page: Page, sealed: SealedKits) -> None:
    """Content tabs, copy, edited drafts and ticks work, and survive a reload."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page, sealed.link(page=sealed.address("drafts/jo.md")), "Jo Park")
    second = page.locator(".tabbed-labels label").nth(1)
    second.click()
    expect(page.locator(".tabbed-block").nth(1)).to_be_visible()
    page.locator(".tabbed-labels label").first.click()
    area = page.locator("textarea:visible").first
    area.fill("My own words")
    page.locator("[data-kit-copy]:visible").first.click()
    expect(page.locator("[data-kit-copy]:visible").first).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "My own words"
    page.reload()
    expect(page.locator("h1")).to_contain_text("Jo Park")
    expect(page.locator("#kit-live")).to_be_attached()
    assert "My own words" in [each.input_value() for each in page.locator("textarea").all()]
    opened(page, sealed.link(page=sealed.address("coverage.md")), "overage")
    page.locator("[data-kit-tick]").first.check()
    page.reload()
    expect(page.locator("[data-kit-tick]").first).to_be_checked()


def test_a_kit_prints(page: Page, sealed: SealedKits) -> None:
    """The page for paper makes a PDF with something on it."""
    opened(page, sealed.link(page=sealed.address("print.md")), "Mara Okafor")
    page.emulate_media(media="print")
    expect(page.locator(".md-header")).to_be_hidden()
    assert len(page.pdf()) > 10_000


def test_the_calendar_comes_out_of_a_sealed_page(page: Page, sealed: SealedKits) -> None:
    """No file is published for it: the page holds it, and the policy lets it be saved."""
    opened(page, sealed.link(page=sealed.address("plan.md")), "Plan")
    with page.expect_download() as download:
        page.locator("a[download]").first.click()
    assert download.value.suggested_filename == "plan.ics"
    assert download.value.path().read_text("utf-8").startswith("BEGIN:VCALENDAR")


def test_the_drawer_opens_on_a_phone(page: Page, sealed: SealedKits) -> None:
    """On a narrow screen the drawer leads to the other pages."""
    page.set_viewport_size({"width": 390, "height": 800})
    opened(page, sealed.link())
    page.locator(".md-header label[for=__drawer]").click()
    drawer = page.locator(".md-sidebar--primary")
    drawer.get_by_role("link", name="Coverage").click()
    expect(page.locator("h1")).to_have_text(re.compile("coverage", re.IGNORECASE))


def test_nothing_leaves_the_origin_and_the_server_sees_no_key(
    page: Page, sealed: SealedKits
) -> None:
    """All requests go to the kit's own host; none holds the key, a query or a referrer."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sealed.server.asked.clear()
    opened(page, sealed.link())
    page.locator(".md-tabs__link", has_text="Plan").click()
    expect(page).to_have_url(re.compile(sealed.address("plan.md")))
    page.reload()
    page.wait_for_load_state("networkidle")
    own = (f"{sealed.server.url}/", f"blob:{sealed.server.url}/", "data:")
    assert [url for url in asked if not url.startswith(own)] == []
    log = "\n".join(sealed.server.asked)
    assert sealed.key() not in log
    assert not re.search(r"^GET [^ ]*\?", log, re.MULTILINE)
    assert "referer" not in log.lower()


def test_lock_forgets_the_key_and_back_stays_locked(page: Page, sealed: SealedKits) -> None:
    """After Lock no page of the kit opens, whichever way one goes in history."""
    opened(page, sealed.link())
    page.wait_for_load_state("networkidle")
    page.locator(".md-tabs__link", has_text="Plan").click()
    expect(page).to_have_url(re.compile(sealed.address("plan.md")))
    page.goto(f"{sealed.link().split('#')[0]}{sealed.address('about.md')}")
    page.get_by_role("button", name="Remember on this device").click()
    assert list(stored(page, "sessionStorage").values()) == [sealed.key()]
    assert sealed.key() in stored(page, "localStorage").values()
    page.get_by_role("button", name="Lock this kit").click()
    is_locked(page, "nokey")
    assert stored(page, "sessionStorage") == {}
    assert sealed.key() not in stored(page, "localStorage").values()
    for _ in range(2):
        _evaluate(page, "history.back()")  # go_back() fails when the page then reloads itself
        expect(page).not_to_have_url(page.url)
        is_locked(page, "nokey")


def test_lock_holds_in_every_tab(page: Page, sealed: SealedKits) -> None:
    """Lock in one tab locks the others, and pages kept alive for Back; a link opens them."""
    opened(page, sealed.link())
    left = opened(page.context.new_page(), sealed.link())
    left.goto(f"{sealed.server.url}/_theme/")
    other = opened(page.context.new_page(), sealed.link())
    other.evaluate("kitgen.lock()")
    is_locked(other, "nokey")
    is_locked(page, "nokey")
    _evaluate(left, "history.back()")
    is_locked(left, "nokey")
    opened(page, sealed.link())
    page.reload()
    expect(page.locator("h1")).to_contain_text(_HEADING)


def test_remember_opens_the_kit_in_a_new_tab(page: Page, sealed: SealedKits) -> None:
    """Without it a new tab is locked; with it the kit opens there, until it is turned off."""
    start = sealed.link().split("#")[0]
    opened(page, sealed.link(page=sealed.address("about.md")), "About")
    button = page.get_by_role("button", name="Remember on this device")
    expect(button).to_have_attribute("aria-pressed", "false")
    fresh = page.context.new_page()
    fresh.goto(start)
    is_locked(fresh, "nokey")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    fresh.reload()
    expect(fresh.locator("h1")).to_contain_text(_HEADING)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert sealed.key() not in stored(page, "localStorage").values()


def test_two_kits_on_one_host_keep_their_keys_apart(page: Page, sealed: SealedKits) -> None:
    """Each kit has its own place for its key, no key is kept for good, and each locks alone."""
    opened(page, sealed.link(MARA))
    opened(page, sealed.link(TOMASZ), "Tomasz")
    kept = stored(page, "sessionStorage")
    assert sorted(kept.values()) == sorted([sealed.key(MARA), sealed.key(TOMASZ)])
    assert not {sealed.key(MARA), sealed.key(TOMASZ)} & set(stored(page, "localStorage").values())
    page.evaluate("kitgen.lock()")
    is_locked(page, "nokey")
    opened(page, sealed.link(MARA).split("#")[0])


def test_a_wrong_key_is_told_from_none(page: Page, sealed: SealedKits) -> None:
    """A key of another kit says that it is the wrong one, and the right one pasted there opens."""
    page.goto(sealed.link().replace(sealed.key(), sealed.key(TOMASZ)))
    is_locked(page, "wrong")
    assert stored(page, "sessionStorage") == {}
    paste(page, "no key at all")
    is_locked(page, "wrong")
    paste(page, sealed.link())
    expect(page.locator("h1")).to_contain_text(_HEADING)


@pytest.mark.parametrize(
    "change",
    [lambda key: key[:40], lambda key: f"{key[:-1]}!"],
    ids=["cut short", "another sign"],
)
def test_a_key_that_is_not_whole_is_told_and_taken_from_the_address(
    page: Page, sealed: SealedKits, change: Callable[[str], str]
) -> None:
    """A link that was cut short is no link without a key; nothing of it stays to be seen."""
    page.goto(sealed.link().replace(sealed.key(), change(sealed.key())))
    is_locked(page, "wrong")
    assert "#k" not in page.url


@pytest.mark.parametrize("behind", ["_", "&utm_x=1", ")"])
def test_a_link_with_something_behind_it_opens(page: Page, sealed: SealedKits, behind: str) -> None:
    """What a chat program adds to a link is passed over."""
    opened(page, f"{sealed.link()}{behind}")
    assert "#k" not in page.url


def test_a_link_whose_sign_was_encoded_opens(page: Page, sealed: SealedKits) -> None:
    """Some programs make `%3D` of `=`."""
    opened(page, sealed.link().replace("#k=", "#k%3D"))
    assert "#k" not in page.url


def test_a_kit_opens_where_addresses_have_no_ending(page: Page, sealed: SealedKits) -> None:
    """Some hosts leave `.html` out; what a page was sealed for is its name with it."""

    def without_ending(route: Route) -> None:
        path = sealed.folder() / f"{route.request.url.rsplit('/', 1)[-1]}.html"
        route.fulfill(body=path.read_text("utf-8"), content_type="text/html")

    bare = sealed.address("plan.md").removesuffix(".html")
    page.route(re.compile(rf"/{bare}$"), without_ending)
    opened(page, sealed.link(page=bare), "Plan")
    assert page.url.endswith(f"/{bare}")
    page.reload()
    expect(page.locator("h1")).to_have_text("Plan")


@pytest.mark.parametrize(
    "written",
    ["{link}", "  <{link}>. ", "{link}&utm_x=1", "{key}", "“{key}”.", "{key}&utm_x=1", "k={key})"],
)
def test_a_pasted_link_or_key_opens_with_what_programs_add(
    page: Page, sealed: SealedKits, written: str
) -> None:
    """The locked page takes a whole link or the key alone, trailing rubbish or not."""
    page.goto(sealed.link().split("#")[0])
    is_locked(page, "nokey")
    paste(page, written.format(link=sealed.link(), key=sealed.key()))
    expect(page.locator("h1")).to_contain_text(_HEADING)


def test_a_link_opens_with_what_programs_add(page: Page, sealed: SealedKits) -> None:
    """A tracking parameter behind the key changes nothing."""
    opened(page, f"{sealed.link()}&utm_x=1")
    assert "#" not in page.url


def _flipped(shell: str) -> str:
    at = shell.index('id="kit-sealed">') + 5000
    return f"{shell[:at]}{'B' if shell[at] == 'A' else 'A'}{shell[at + 1 :]}"


def _cut(shell: str) -> str:
    return re.sub(r'(id="kit-sealed">[^<]{9000})[^<]*', r"\1", shell)


def _emptied(shell: str) -> str:
    return re.sub(r'(id="kit-sealed">)[^<]*', r"\1", shell, count=1)


@pytest.mark.parametrize("change", [_flipped, _cut, _emptied])
def test_a_damaged_page_is_told_from_a_wrong_key(
    page: Page, sealed: SealedKits, change: Callable[[str], str]
) -> None:
    """A flipped byte, a truncated and an empty file show nothing, and say that it is damage."""
    page.goto(sealed.altered(change))
    is_locked(page, "damaged")


def test_a_page_in_the_place_of_another_does_not_open(page: Page, sealed: SealedKits) -> None:
    """A host cannot swap two pages: each opens at its own address alone."""
    other = (sealed.folder() / sealed.address("plan.md")).read_text("utf-8")
    page.goto(sealed.altered(lambda _: other))
    is_locked(page, "damaged")


def test_a_damaged_page_inside_an_open_kit_says_so(page: Page, sealed: SealedKits) -> None:
    """Instant navigation to a page that does not open ends at its locked page."""
    opened(page, sealed.altered(_flipped, sealed.address("plan.md")))
    page.wait_for_load_state("networkidle")
    page.locator(".md-tabs__link", has_text="Plan").click()
    is_locked(page, "damaged")


def test_a_passphrase_is_asked_for_once(page: Page, sealed: SealedKits) -> None:
    """The link alone does not open such a kit; with its passphrase all pages of it open."""
    page.goto(sealed.link("passphrase"))
    is_locked(page, "passphrase")
    expect(page.get_by_label("Link or key")).to_be_hidden()
    paste(page, "", "wrong horse")
    is_locked(page, "mistyped")
    expect(page.get_by_label("Link or key")).to_be_hidden()
    paste(page, "", f" {sealed.passphrase.upper()} ")
    expect(page.locator("h1")).to_contain_text(_HEADING)
    assert not {sealed.key("passphrase"), sealed.passphrase} & {
        *stored(page, "sessionStorage").values()
    }
    opened(page, sealed.link("passphrase", sealed.address("plan.md", "passphrase")), "Plan")
    opened(page, sealed.link("passphrase"))


def test_an_insecure_address_is_told(page: Page, sealed: SealedKits) -> None:
    """Over plain http the browser offers no cryptography, and the page says that."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path.lstrip("/")
        place = sealed.server.folder / path
        route.fulfill(path=place / "index.html" if place.is_dir() else place)

    page.route("http://kits.example/**", answer)
    page.goto(f"http://kits.example/{sealed.keys[MARA].path}/#k={sealed.key()}")
    is_locked(page, "insecure")


@pytest.mark.parametrize(("status", "body"), [(404, ""), (200, "document.title = 'Mara'")])
def test_a_loader_that_does_not_arrive_is_told(
    page: Page, sealed: SealedKits, status: int, body: str
) -> None:
    """Lost on its way, or changed by the host: the page says that a part is missing."""
    script = "text/javascript"
    page.route(
        "**/loader.js",
        lambda route: route.fulfill(status=status, body=body, content_type=script),
    )
    page.goto(sealed.link())
    expect(page.locator("main")).to_contain_text("A part of this page did not arrive.")
    assert page.title() == "Private page"


def test_a_link_opened_in_a_tab_behind_is_written_whole(page: Page, sealed: SealedKits) -> None:
    """Such a tab has no frames, and its timers come once a second."""
    page.add_init_script(
        "window.written = 0; const { write } = Document.prototype;"
        "Document.prototype.write = function (html) { window.written++; write.call(this, html); };"
        "Object.defineProperty(Document.prototype, 'hidden', { get: () => true });"
        "window.requestAnimationFrame = () => 0;"
    )
    page.goto(sealed.link())
    expect(page.locator("h1")).to_contain_text(_HEADING)
    expect(page.locator("#kit-live")).to_be_attached()
    assert page.evaluate("window.written") == 2  # the head, for its style, and the rest


def test_no_part_of_a_page_is_a_picture_of_a_style(page: Page, sealed: SealedKits) -> None:
    """Not Material's either: a slow phone works on each as on a page of its own."""
    pictures = (
        "() => [...document.querySelectorAll('article *, .md-tabs *')].flatMap((each) =>"
        " ['', '::before', '::after'].map((part) => getComputedStyle(each, part)))"
        ".filter((style) => style.content !== 'none' && style.maskImage.includes('url(')).length"
    )
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("index.md", "guide.md", "coverage.md", "plan.md", "drafts/jo.md"):
        page.goto(sealed.link(page=sealed.address(name)))
        expect(page.locator("#kit-live")).to_be_attached()
        assert page.evaluate(pictures) == 0, name


def test_an_old_browser_is_told(page: Page, sealed: SealedKits) -> None:
    """A browser that cannot unpack says that it is too old."""
    page.add_init_script("delete window.DecompressionStream")
    page.goto(sealed.link())
    is_locked(page, "old")


def test_a_framed_kit_stays_locked_and_stores_nothing(page: Page, sealed: SealedKits) -> None:
    """Inside another page a kit shows nothing, not even with its key."""
    (sealed.server.folder / "frame.html").write_text(f'<iframe src="{sealed.link()}"></iframe>')
    page.goto(f"{sealed.server.url}/frame.html")
    frame = page.frame_locator("iframe")
    expect(frame.locator("html")).to_have_attribute("data-state", "framed")
    assert "Mara" not in frame.locator("html").inner_html()
    assert stored(page, "sessionStorage") == stored(page, "localStorage") == {}
    assert all("#k" not in each.url for each in page.frames)


_INJECTED = """
<script>window.hit = 1</script>
<script src="data:text/javascript,window.hit=1"></script>
<script src="https://evil.example/x.js"></script>
<script type="module">window.hit = 1</script>
<img src="https://evil.example/i.png" onerror="window.hit = 1">
<svg onload="window.hit = 1"></svg>
<iframe srcdoc="<script>parent.hit = 1</script>" src="https://evil.example/f"></iframe>
<object data="https://evil.example/o"></object><embed src="https://evil.example/e">
<base href="https://evil.example/">
<link rel="stylesheet" href="https://evil.example/s.css">
<style>@import "https://evil.example/t"; p { background: url(https://evil.example/b) }</style>
<form action="https://evil.example/post"><button id="evil-post">x</button></form>
<a id="evil-link" href="javascript:window.hit=1" ping="https://evil.example/ping">x</a>
<video src="https://evil.example/v"></video><audio src="https://evil.example/a"></audio>
"""


def _evaluate(page: Page, expression: str) -> object:
    """Return a value of the page; Playwright itself would wait for refused navigation."""
    session = page.context.new_cdp_session(page)
    return session.send("Runtime.evaluate", {"expression": expression})["result"].get("value")


def _ran(page: Page, asked: list[str]) -> list[str]:
    """Return what a hostile page got through, here and after instant navigation."""
    page.wait_for_timeout(500)  # what is refused makes no event to wait for
    hit = ["script"] if _evaluate(page, "window.hit") else []
    return [*hit, *(url for url in asked if url.startswith(("http", "ws")) and "evil" in url)]


def test_the_policy_stops_whatever_a_page_holds(page: Page, sealed: SealedKits) -> None:
    """With escaping and all checks off, injected markup runs and asks for nothing."""
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.route("https://evil.example/**", lambda route: route.fulfill(body="window.hit = 1"))

    def inject(html: str) -> str:
        return html.replace("</article>", f"{_INJECTED}</article>")

    plan = sealed.address("plan.md")
    link = sealed.resealed(inject, plan)
    opened(page, link)
    page.wait_for_load_state("networkidle")
    page.locator(".md-tabs__link", has_text="Plan").click()
    expect(page.locator("#evil-post")).to_be_attached()
    assert _ran(page, asked) == []
    page.reload()
    expect(page.locator("#evil-post")).to_be_attached()
    _evaluate(page, "document.getElementById('evil-link').click()")
    _evaluate(page, "document.getElementById('evil-post').click()")
    assert _ran(page, asked) == []
    assert page.url.startswith(sealed.server.url)


def test_escaping_stops_a_hostile_profile_without_the_policy(
    page: Page, sealed: SealedKits
) -> None:
    """With the policy off, no field of a hostile profile runs or loads anything."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    folder = sealed.folder("hostile")
    shown = 0
    for path in folder.glob("*.html"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"<meta http-equiv=[^>]*>", "", text), "utf-8")
    for path in folder.glob("*.html"):
        page.goto(sealed.link("hostile", path.name))
        expect(page.locator("h1")).to_be_visible()
        shown += "<script>hit=1<" in page.locator("article").inner_text()
        assert _evaluate(page, "window.hit") is None
    assert shown > 1
    assert _ran(page, asked) == []


def test_a_kit_opens_from_a_folder(page: Page, sealed: SealedKits) -> None:
    """A downloaded kit works without a server, pages and scripts alike, but for search."""
    start = (sealed.folder() / "index.html").as_uri()
    opened(page, f"{start}#k={sealed.key()}")
    assert page.url == start
    assert (
        page.locator(".md-header").evaluate("each => getComputedStyle(each).position") == "sticky"
    )
    expect(page.locator(".md-search")).to_be_hidden()
    page.locator(".md-tabs__link", has_text="Plan").click()
    expect(page).to_have_url(re.compile(sealed.address("plan.md")))
    expect(page.locator("h1")).to_have_text("Plan")
    page.evaluate("kitgen.lock()")
    is_locked(page, "nokey")


FROZEN = sorted((ROOT / "tests" / "seal" / "frozen").glob("*/link.txt"))


@pytest.mark.parametrize("link", FROZEN, ids=lambda path: path.parent.name)
def test_a_frozen_kit_opens(page: Page, tmp_path: Path, link: Path) -> None:
    """A kit that an earlier version published opens with its link, whatever has changed since."""
    path, key = link.read_text("utf-8").strip().rsplit("/", 2)[1:]
    shutil.copytree(link.parent, tmp_path / path)
    if (tmp_path / path / "_theme").exists():
        (tmp_path / path / "_theme").rename(tmp_path / "_theme")
    with serving(tmp_path) as url:
        page.goto(f"{url}/{path}/{key}")
        expect(page.locator("h1")).to_have_text("Kit for Ada Lind")
