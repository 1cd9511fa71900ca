"""Sealed kits in Firefox, driven over Marionette, the protocol that every Firefox speaks itself."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.browser.conftest import SealedKits

MARA, TOMASZ = "sample-mara-okafor", "sample-tomasz-lindqvist"
_HEADING = "Kit for Mara Okafor"
_PATIENCE = 10  # seconds
_PREFERENCES = {
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


class Firefox:
    """One tab of a Firefox that listens on a Marionette port."""

    def __init__(self, port: int) -> None:
        """Connect as soon as Firefox listens."""
        self._socket = _connected(port)
        self._stream = self._socket.makefile("rb")
        self._said()
        self._sent = 0
        self.ask("WebDriver:NewSession", capabilities={"alwaysMatch": {"pageLoadStrategy": "none"}})

    def ask(self, command: str, **parameters: object) -> Any:  # noqa: ANN401  it is JSON
        """Return what Firefox answers to a WebDriver command."""
        self._sent += 1
        message = json.dumps([0, self._sent, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._said()
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return result.get("value") if isinstance(result, dict) else result

    def _said(self) -> Any:  # noqa: ANN401  as above
        length = b""
        while not length.endswith(b":"):
            length += self._stream.read(1)
        return json.loads(self._stream.read(int(length[:-1])))

    def close(self) -> None:
        """Let go of the tab."""
        self._stream.close()
        self._socket.close()

    def go(self, url: str) -> None:
        """Go to an address, without waiting for it."""
        self.ask("WebDriver:Navigate", url=url)

    def run(self, script: str) -> Any:  # noqa: ANN401  as above
        """Return what a JavaScript expression of the page is."""
        return self.ask("WebDriver:ExecuteScript", script=f"return {script}", args=[])

    def until(self, script: str) -> None:
        """Wait until an expression of the page is true; a page that is on its way has none."""
        last: object = None
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            try:
                last = self.run(script)
            except RuntimeError as error:
                last = error
            if last is True:
                return
            time.sleep(0.05)
        url, title = self.run("location.href"), self.run("document.title")
        pytest.fail(f"{script}: {last!r}, at {url.split('k=')[0]}, '{title}'")

    def has_theme(self) -> None:
        """Show a sign of a reader until the theme's script is there."""
        shown = "document.documentElement.classList.contains('js')"
        self.until(f"(dispatchEvent(new Event('scroll')), {shown})")

    def open(self, link: str, heading: str = _HEADING) -> None:
        """Open a link and wait for the kit's page, from wherever the tab is."""
        self.go("about:blank")
        self.until("location.href === 'about:blank'")
        self.go(link)
        self.shows(heading)
        self.has_theme()

    def shows(self, heading: str) -> None:
        """Wait for a page with this heading."""
        self.until(f"(document.querySelector('h1')?.textContent ?? '').includes({heading!r})")

    def is_locked(self, why: str) -> None:
        """Wait for the locked page with this reason alone."""
        self.until(f"document.documentElement.dataset.state === {why!r}")
        visible = "[...document.querySelectorAll('main > p')].filter(p => p.offsetHeight).length"
        assert self.run(visible) == 1
        assert self.run("document.title") == "Private page"
        assert not self.run("document.documentElement.innerHTML.includes('Mara')")

    def click(self, selector: str, text: str = "") -> None:
        """Click on the first element that fits."""
        self.until(f"Boolean({_first(selector, text)})")
        self.run(f"({_first(selector, text)}).click()")

    def press(self, selector: str) -> None:
        """Click as a hand does: some things a page may do after that alone."""
        found = self.ask("WebDriver:FindElement", using="css selector", value=selector)
        self.ask("WebDriver:ElementClick", id=next(iter(found.values())))

    def paste(self, field: str, text: str) -> None:
        """Fill in one field of the locked page and send its form."""
        self.run(f"(document.getElementById('{field}').value = {json.dumps(text)})")
        self.click("form button")


def _first(selector: str, text: str) -> str:
    every = f"[...document.querySelectorAll({json.dumps(selector)})]"
    return f"{every}.find(each => each.textContent.includes({json.dumps(text)}))"


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + 60
    while True:
        try:
            connection = socket.create_connection(("127.0.0.1", port), timeout=1)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            connection.settimeout(30)
            return connection


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(path: str, profile: Path) -> Iterator[int]:
    """Run a Firefox of its own profile until the block ends; the value is its port."""
    port = _free_port()
    preferences = {**_PREFERENCES, "marionette.port": port}
    lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in preferences.items()]
    (profile / "user.js").write_text("\n".join(lines))
    command = [path, "--headless", "--marionette", "--no-remote"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        [*command, "--profile", str(profile)], stdout=quiet, stderr=quiet
    ) as process:
        try:
            yield port
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def firefox(
    program: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Firefox]:
    """Start one Firefox with a fresh profile."""
    path = program("firefox-esr", "firefox")
    with _running(path, tmp_path_factory.mktemp("firefox")) as port:
        firefox = Firefox(port)
        yield firefox
        firefox.close()


@pytest.fixture
def fresh(firefox: Firefox, sealed: SealedKits) -> Firefox:
    """Return the Firefox with nothing stored for the kits' host."""
    firefox.go(f"{sealed.server.url}/_theme/")
    firefox.until("location.pathname === '/_theme/'")
    firefox.run("(sessionStorage.clear(), localStorage.clear())")
    return firefox


def test_a_link_opens_its_kit_and_leaves_the_address_bar(
    fresh: Firefox, sealed: SealedKits
) -> None:
    """The key is gone from the address once the page is there, and a reload needs it no more."""
    fresh.open(sealed.link())
    start = sealed.link().split("#")[0]
    assert fresh.run("location.href") == start
    fresh.ask("WebDriver:Refresh")
    fresh.shows(_HEADING)
    assert fresh.run("location.href") == start


def test_a_link_leads_to_its_anchor(fresh: Firefox, sealed: SealedKits) -> None:
    """`#k=…&a=gap` opens the page at that place, also when the kit is open already."""
    fresh.ask("WebDriver:SetWindowRect", width=500, height=400)
    near = "location.hash === '#gap' && Math.abs(gap.getBoundingClientRect().top) < 200"
    fresh.open(sealed.link(anchor="gap"))
    fresh.until(near)
    fresh.open(sealed.link())
    fresh.go(sealed.link(anchor="gap"))
    fresh.until(near)
    fresh.ask("WebDriver:SetWindowRect", width=1300, height=900)


def test_a_link_pasted_into_the_address_bar_of_a_locked_page_opens_it(
    fresh: Firefox, sealed: SealedKits
) -> None:
    """The browser does not reload for a new fragment; the page opens all the same."""
    fresh.go(sealed.link().split("#")[0])
    fresh.is_locked("nokey")
    fresh.go(sealed.link())
    fresh.shows(_HEADING)
    assert not fresh.run("location.hash")


def test_tabs_lead_through_the_kit_without_a_reload(fresh: Firefox, sealed: SealedKits) -> None:
    """Instant navigation works on sealed pages, and so do back, forward and reload."""
    fresh.open(sealed.link())
    fresh.run("(window.same = true)")
    time.sleep(1)  # for the theme to read the site map
    fresh.click(".md-tabs__link", "Coverage")
    fresh.shows("overage")
    assert fresh.run("location.pathname").endswith(sealed.address("coverage.md"))
    assert fresh.run("window.same") is True
    fresh.ask("WebDriver:Back")
    fresh.shows(_HEADING)
    fresh.ask("WebDriver:Forward")
    fresh.shows("overage")
    fresh.ask("WebDriver:Refresh")
    fresh.until("window.same === undefined")
    fresh.has_theme()
    fresh.shows("overage")
    fresh.ask("WebDriver:Back")
    fresh.shows(_HEADING)


def test_search_finds_a_page_and_puts_nothing_into_the_address(
    fresh: Firefox, sealed: SealedKits
) -> None:
    """A result opens its page; no search term reaches the address bar or the server."""
    fresh.open(sealed.link())
    fresh.click("label[for=__search]")
    field = "document.querySelector('.md-search__input')"
    fresh.run(f"({field}.focus(), {field}.value = 'endorsement')")
    fresh.run(f"{field}.dispatchEvent(new Event('keyup'))")
    fresh.click(".md-search-result__link")
    fresh.until("!location.pathname.endsWith('/')")
    fresh.until("document.querySelector('.md-content').textContent.includes('ndorsement')")
    assert not fresh.run("location.search")
    assert not any("endorsement" in each for each in sealed.server.asked)


def test_a_page_works_like_any_other(fresh: Firefox, sealed: SealedKits) -> None:
    """Colours, content tabs, edited drafts and ticks work, and survive a reload."""
    fresh.open(sealed.link(page=sealed.address("drafts/jo.md")), "Jo Park")
    fresh.click("label[title='Use light colours']")
    fresh.click("label[title='Use dark colours']")
    fresh.click(".tabbed-labels label:nth-child(2)")
    fresh.until("document.querySelectorAll('.tabbed-block')[1].offsetHeight > 0")
    fresh.click(".tabbed-labels label:nth-child(1)")
    area = "document.querySelector('textarea')"
    fresh.run(f"({area}.value = 'My own words', {area}.dispatchEvent(new Event('input')))")
    fresh.press("[data-kit-copy]")
    fresh.until("document.querySelector('[data-kit-copy]').textContent === 'Copied'")
    fresh.ask("WebDriver:Refresh")
    fresh.until(f"{area}.value === 'My own words'")
    fresh.until("document.body.dataset.mdColorScheme === 'slate'")
    fresh.open(sealed.link(page=sealed.address("coverage.md")), "overage")
    fresh.click("[data-kit-tick]")
    fresh.ask("WebDriver:Refresh")
    fresh.until("document.querySelector('[data-kit-tick]').checked")


def test_the_drawer_opens_on_a_phone(fresh: Firefox, sealed: SealedKits) -> None:
    """On a narrow screen the drawer leads to the other pages."""
    fresh.ask("WebDriver:SetWindowRect", width=500, height=800)
    fresh.open(sealed.link())
    fresh.click(".md-header label[for=__drawer]")
    fresh.until("document.querySelector('.md-sidebar--primary').getBoundingClientRect().left >= 0")
    fresh.click(".md-sidebar--primary a", "Coverage")
    fresh.shows("overage")
    fresh.ask("WebDriver:SetWindowRect", width=1300, height=900)


def test_a_kit_prints(fresh: Firefox, sealed: SealedKits) -> None:
    """The page for paper makes a PDF with something on it."""
    fresh.open(sealed.link(page=sealed.address("print.md")), "Mara Okafor")
    assert len(fresh.ask("WebDriver:Print")) > 10_000


def test_the_server_sees_no_key(fresh: Firefox, sealed: SealedKits) -> None:
    """No request holds the key, a query or a referrer, and all stay on the kit's own host."""
    sealed.server.asked.clear()
    fresh.open(sealed.link())
    fresh.click(".md-tabs__link", "Plan")
    fresh.shows("Plan")
    log = "\n".join(sealed.server.asked)
    assert "index.html" in log or sealed.keys[MARA].path in log
    assert sealed.key() not in log
    assert "referer" not in log.lower()
    elsewhere = "performance.getEntriesByType('resource').map(each => new URL(each.name).origin)"
    assert set(fresh.run(elsewhere)) == {sealed.server.url}


def test_lock_forgets_the_key_and_back_stays_locked(fresh: Firefox, sealed: SealedKits) -> None:
    """After Lock no page of the kit opens, whichever way one goes in history."""
    fresh.open(sealed.link())
    fresh.go(f"{sealed.link().split('#')[0]}{sealed.address('about.md')}")
    fresh.shows("About")
    fresh.click("[data-kit-remember]:not([hidden])")
    assert sealed.key() in fresh.run("Object.values(localStorage)")
    fresh.click("[data-kit-lock]")
    fresh.is_locked("nokey")
    assert fresh.run("Object.values(sessionStorage)") == []
    assert sealed.key() not in fresh.run("Object.values(localStorage)")
    fresh.ask("WebDriver:Back")
    fresh.is_locked("nokey")


def test_two_kits_on_one_host_keep_their_keys_apart(fresh: Firefox, sealed: SealedKits) -> None:
    """Each kit has its own place for its key, and none is kept for good."""
    fresh.open(sealed.link(MARA))
    fresh.open(sealed.link(TOMASZ), "Tomasz")
    keys = {sealed.key(MARA), sealed.key(TOMASZ)}
    assert set(fresh.run("Object.values(sessionStorage)")) == keys
    assert not keys & set(fresh.run("Object.values(localStorage)"))


def test_a_wrong_key_is_told_from_damage_and_a_pasted_link_opens(
    fresh: Firefox, sealed: SealedKits
) -> None:
    """The reasons are apart in this browser, too."""
    fresh.go(sealed.altered(lambda shell: shell.replace('id="kit-sealed">S', 'id="kit-sealed">T')))
    fresh.is_locked("damaged")
    fresh.go(sealed.link().replace(sealed.key(), sealed.key(TOMASZ)))
    fresh.is_locked("wrong")
    fresh.paste("link", f"<{sealed.link()}&utm_x=1>")
    fresh.shows(_HEADING)


def test_a_passphrase_opens_a_kit_that_has_one(fresh: Firefox, sealed: SealedKits) -> None:
    """The link alone does not open it."""
    fresh.go(sealed.link("passphrase"))
    fresh.is_locked("passphrase")
    fresh.paste("passphrase", "wrong horse")
    fresh.is_locked("mistyped")
    fresh.paste("passphrase", sealed.passphrase)
    fresh.shows(_HEADING)


def test_a_framed_kit_stays_locked_and_stores_nothing(fresh: Firefox, sealed: SealedKits) -> None:
    """Inside another page a kit shows nothing, not even with its key."""
    (sealed.server.folder / "frame.html").write_text(f'<iframe src="{sealed.link()}"></iframe>')
    fresh.go(f"{sealed.server.url}/frame.html")
    fresh.until("frames[0].document.documentElement.dataset.state === 'framed'")
    assert fresh.run("[...Object.keys(sessionStorage), ...Object.keys(localStorage)]") == []


def test_the_policy_stops_whatever_a_page_holds(fresh: Firefox, sealed: SealedKits) -> None:
    """With escaping and all checks off, injected scripts and handlers do not run, anywhere."""

    def inject(html: str) -> str:
        hostile = (
            "<script>window.hit=1</script><script src='data:text/javascript,window.hit=1'></script>"
            "<script src='/hit.js'></script><img src=x onerror=window.hit=1>"
            "<svg onload=window.hit=1></svg><a id=evil href='javascript:window.hit=1'>x</a>"
            "<iframe src='/hit.html'></iframe>"
        )
        return html.replace("</article>", f"{hostile}</article>")

    (sealed.server.folder / "hit.js").write_text("window.hit = 1")
    fresh.open(sealed.resealed(inject, sealed.address("plan.md")))
    time.sleep(1)  # for the theme to read the site map
    sealed.server.asked.clear()
    fresh.click(".md-tabs__link", "Plan")
    fresh.until("Boolean(document.getElementById('evil'))")
    fresh.click("#evil")
    fresh.ask("WebDriver:Refresh")
    fresh.until("document.readyState === 'complete' && Boolean(document.getElementById('evil'))")
    fresh.click("#evil")
    time.sleep(0.3)
    assert fresh.run("window.hit") is None
    assert not any("/hit" in each for each in sealed.server.asked)


def test_a_kit_opens_from_a_folder(fresh: Firefox, sealed: SealedKits) -> None:
    """A downloaded kit works without a server, pages and scripts alike, but for search."""
    start = (sealed.folder() / "index.html").as_uri()
    fresh.open(f"{start}#k={sealed.key()}")
    assert fresh.run("location.href") == start
    assert fresh.run("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    fresh.click(".md-tabs__link", "Plan")
    fresh.until(f"location.pathname.endsWith({sealed.address('plan.md')!r})")
    fresh.shows("Plan")
    fresh.run("kitgen.lock()")
    fresh.is_locked("nokey")
