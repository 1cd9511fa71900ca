"""Walks through a sealed kit on a phone, as its owner takes them; every tap is counted."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from kitgen.folder import output_folder
from kitgen.project import Project
from kitgen.seal import Secret, seal_kit, share_link
from kitgen.sharing import deployment_of, read_members, unsealed
from tests.browser.conftest import MARA, NOON, PHONE, ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from tests.browser.conftest import SealedKits

SECRET = Secret(b"w" * 32, "a test")


@dataclass
class Owner:
    """Somebody with a phone; `taps` is how often they have touched it since the link opened."""

    context: BrowserContext
    page: Page
    taps: int = 0

    def open(self, link: str) -> None:
        """Open the link in a tab of its own, as from a message; that is no tap in the kit."""
        self.page.close()
        self.page = self.context.new_page()
        self.page.clock.set_fixed_time(NOON)
        self.page.goto(link)
        expect(self.page.locator("h1")).to_contain_text("Mara Okafor")
        expect(self.page.locator("#kit-live")).to_be_attached()

    def tap(self, what: Locator) -> None:
        """Touch something once."""
        what.tap()
        self.taps += 1

    def clipboard(self) -> str:
        """Return what would be pasted."""
        return str(self.page.evaluate("navigator.clipboard.readText()"))


@pytest.fixture
def owner(browser: Browser) -> Iterator[Owner]:
    """Give the owner a phone that has never seen the kit."""
    width, height = PHONE
    context = browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=True,
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(8000)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield Owner(context, context.new_page())
    context.close()
    assert faults == []


def first_draft(owner: Owner) -> Locator:
    """Return the draft that the first action leads to."""
    return owner.page.locator(".kit-draft:visible").first


def test_from_the_link_to_the_first_draft_sent_and_back(owner: Owner, sealed: SealedKits) -> None:
    """Two taps from the link to the draft on the clipboard, one more to tick it.

    Then leave and come back: no tap to see that it is remembered, one to send the news.
    """
    owner.open(sealed.link())
    page = owner.page
    actions = page.locator(".kit-next > li:visible")
    assert actions.count() == 3
    box = actions.last.bounding_box()
    assert box
    assert box["y"] + box["height"] <= PHONE[1]  # read without scrolling
    told = actions.first.inner_text()

    owner.tap(actions.first.locator("a"))
    owner.tap(first_draft(owner).locator("[data-kit-copy]"))
    expect(first_draft(owner).locator("[data-kit-copy]")).to_have_text("Copied")
    assert owner.clipboard() == first_draft(owner).locator("textarea").input_value()
    assert owner.taps <= 2

    owner.tap(page.get_by_text("I sent the request on LinkedIn", exact=True))
    expect(page.locator("#kit-live")).to_contain_text("Ticked")
    assert owner.taps <= 3

    owner.open(sealed.link())
    waiting = owner.page.locator("[data-kit-progress]")
    expect(waiting).to_contain_text("Sent Elif Aydemir the LinkedIn request, 22 November 2026")
    assert told not in owner.page.locator(".kit-next > li:visible").all_inner_texts()
    assert owner.page.locator(".kit-next > li:visible").count() == 3
    owner.tap(waiting.locator("[data-kit-send]"))
    expect(waiting.locator("[data-kit-send]")).to_have_text("Copied")
    assert "log:\n  - {who: elif-aydemir, requested: 2026-11-22}\n" in owner.clipboard()
    assert owner.taps <= 4


def test_ticks_and_edits_survive_instant_navigation_and_back(
    owner: Owner, sealed: SealedKits
) -> None:
    """Pages that follow each other without a reload, and Back: all of it is there each time."""
    owner.open(sealed.link())
    page = owner.page
    page.wait_for_load_state("networkidle")
    page.mouse.move(1, 1)  # the theme's script comes with the first sign of a reader
    expect(page.locator("html")).to_have_class(re.compile(r"(^| )js( |$)"))
    page.wait_for_load_state("networkidle")
    page.evaluate("window.same = true")
    owner.tap(page.locator(".kit-next > li:visible a").first)
    expect(page.locator("h1")).to_have_text("Elif Aydemir")
    first_draft(owner).locator("textarea").fill("In my own words")
    owner.tap(page.get_by_text("I sent the request on LinkedIn", exact=True))
    page.evaluate("history.back()")  # a page that was written has no `load` to wait for
    expect(page.locator("[data-kit-progress]")).to_contain_text("Sent Elif Aydemir")
    page.evaluate("history.forward()")
    expect(page.locator("h1")).to_have_text("Elif Aydemir")
    assert first_draft(owner).locator("textarea").input_value() == "In my own words"
    expect(page.get_by_role("checkbox", name="I sent the request on LinkedIn")).to_be_checked()
    assert page.evaluate("window.same") is True


def test_search_finds_people_projects_and_rules_in_a_sealed_kit(
    owner: Owner, sealed: SealedKits
) -> None:
    """The first result is the one that was meant: its title, and a few words, no draft."""
    owner.open(sealed.link())
    page = owner.page
    page.wait_for_load_state("networkidle")
    owner.tap(page.locator("label[for=__search]:visible").first)
    field, results = page.locator(".md-search__input"), page.locator(".md-search-result__item")
    for words, title, excerpt in (
        ("Elif", "Elif Aydemir", "Teacher, Tidewell Evening College"),
        ("late buses", "Elif Aydemir", "The final project about late buses"),
        ("manager", "From a manager", "One from someone who managed you is missing."),
    ):
        field.fill("")
        field.press_sequentially(words)
        expect(results.first).to_contain_text(title)
        expect(results.first).to_contain_text(excerpt)
        assert len(results.first.inner_text()) < 600
    field.fill("")
    field.press_sequentially("timetable")  # is in drafts alone
    expect(results).to_have_count(0)


@dataclass
class Deployed:
    """One project, sealed again and again into one public folder on one server."""

    project: Project
    url: str

    def seal(self, change: tuple[str, str] = ("", "")) -> str:
        """Seal the kit as the profile is after a change; return its link."""
        path = self.project.profiles / f"{MARA}.yml"
        text = path.read_text("utf-8")
        assert change[0] in text
        path.write_text(text.replace(*change, 1) if change[0] else text + change[1], "utf-8")
        members = read_members(self.project, [path], NOON)
        deployment = deployment_of(self.project, SECRET)
        kits = tuple(unsealed(self.project, members))
        with output_folder(deployment.staging):
            deployment.prepare()
            for kit in kits:
                seal_kit(kit, deployment)
        keys = kits[0].keys(SECRET)
        return share_link(self.url, keys.path, keys.content)


@pytest.fixture
def deployed(tmp_path: Path) -> Iterator[Deployed]:
    """Serve what is sealed from a project of one profile."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "profiles").mkdir()
    shutil.copy(ROOT / "profiles" / f"{MARA}.yml", tmp_path / "profiles")
    public = tmp_path / "build" / "public"
    public.mkdir(parents=True)
    with serving(public) as url:
        yield Deployed(Project(tmp_path), url)


def test_a_new_link_finds_what_the_old_one_kept(owner: Owner, deployed: Deployed) -> None:
    """Rotated and rebuilt after the profile moved on: edits and ticks are there, and it says so."""
    old = deployed.seal()
    owner.open(old)
    owner.tap(owner.page.locator(".kit-next > li:visible a").first)
    first_draft(owner).locator("textarea").fill("In my own words")
    owner.tap(owner.page.get_by_text("I sent the request on LinkedIn", exact=True))

    deployed.seal(("", "\nsharing: {version: 2}\n"))
    new = deployed.seal(("the final project about late buses", "the last project about late buses"))
    assert new.split("#")[0] != old.split("#")[0]
    owner.open(new)
    expect(owner.page.locator("[data-kit-progress]")).to_contain_text("Sent Elif Aydemir")
    link = owner.page.locator("[data-kit-until='step:elif-aydemir.requested'] a")
    owner.page.goto(str(link.evaluate("each => each.href")))
    expect(owner.page.locator("#kit-live")).to_be_attached()
    expect(
        owner.page.get_by_role("checkbox", name="I sent the request on LinkedIn")
    ).to_be_checked()
    draft = first_draft(owner)
    assert draft.locator("textarea").input_value() == "In my own words"
    expect(draft.locator("[data-kit-moved]")).to_be_visible()
    owner.tap(draft.get_by_role("button", name="Show the new text"))
    assert "In my own words" not in draft.locator("textarea").input_value()
    owner.tap(draft.get_by_role("button", name="Bring mine back"))
    assert draft.locator("textarea").input_value() == "In my own words"
