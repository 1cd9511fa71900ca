"""Ticks of steps: from a box on the device, over a message, into the profile, and off again."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from click.testing import CliRunner
from playwright.sync_api import expect

from kitgen.cli import main
from kitgen.project import Project, pages_for, read_profile
from kitgen.site import build_site
from tests.browser.conftest import MARA, NOON, ROOT, Visit, serving
from tests.browser.test_every_page import hindrances, look_at, scrolls_sideways

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Locator, Page

TODAY = "2026-11-22"
JO, ELIF = "drafts/jo.html", "drafts/elif-aydemir.html"


@dataclass
class Bench:
    """A project of one profile, its kit on a server, and a browser that thinks it is `NOON`."""

    project: Project
    site: Path
    visit: Visit

    @property
    def path(self) -> Path:
        """The profile."""
        return self.project.profiles / f"{MARA}.yml"

    def build(self) -> None:
        """Build the kit again."""
        pages = pages_for(self.project, self.path, NOON)
        build_site(pages, MARA, self.project.mkdocs_yml, self.site)

    def paste(self, text: str) -> None:
        """Paste at the end of the profile."""
        self.path.write_text(self.path.read_text("utf-8") + text, "utf-8")

    def run(self, *words: str) -> None:
        """Run a command, which has to succeed."""
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output

    def steps(self, contact: str) -> list[str]:
        """Return the steps with a contact that the profile holds."""
        profile, _ = read_profile(self.project, self.path, NOON)
        steps = profile.history_of(profile.contact(contact))
        return [f"{each.step} {each.on}" for each in steps]


@pytest.fixture
def bench(
    context: BrowserContext, sites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bench]:
    """Serve Mara's kit, with its profile at hand; in the end nothing may have gone wrong."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "profiles").mkdir()
    shutil.copy(ROOT / "profiles" / f"{MARA}.yml", root / "profiles")
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    shutil.copytree(sites / MARA, tmp_path / "site")
    with serving(tmp_path / "site") as origin:
        visit = Visit(context.new_page(), origin)
        visit.page.clock.set_fixed_time(NOON)
        # A page built again within seconds may still be in the cache.
        session = context.new_cdp_session(visit.page)
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        visit.watch()
        yield Bench(Project(root), tmp_path / "site", visit)
        assert visit.faults == []
        visit.page.close()


def step(page: Page, label: str) -> Locator:
    """Return the box with these words beside it, in the tab that is open."""
    return page.get_by_role("checkbox", name=label)


def tab(page: Page, moment: str) -> None:
    """Open a moment of a contact's page."""
    page.locator(".tabbed-labels label", has_text=moment).click()


def clipboard(page: Page) -> str:
    """Return what is on the clipboard."""
    return str(page.evaluate("navigator.clipboard.readText()"))


def waiting(page: Page) -> list[str]:
    """Return the names of the steps that the device still holds."""
    names: list[str] = page.evaluate("Object.keys(localStorage)")
    return sorted(name.split(":")[-1] for name in names if ":step:" in name)


def send(bench: Bench, page: str = "index.html") -> str:
    """Press the one button, and return what it copied."""
    shown = bench.visit.go(page)
    shown.locator("[data-kit-send]").click()
    return clipboard(shown)


def test_progress_goes_into_the_profile_and_leaves_the_device(bench: Bench) -> None:
    """Tick, send, paste all of it at the end of the profile, check, build: no tick is left."""
    page = bench.visit.go(JO)
    step(page, "I asked Jo").check()
    tab(bench.visit.go(ELIF), "LinkedIn request")
    step(page, "I sent the request").check()
    page = bench.visit.go("plan.html")
    page.get_by_role("checkbox", name="Connect with Kofi Lund").check()
    message = send(bench)
    assert message.startswith("# Progress, Mara Okafor, 22 November 2026\n")
    assert "# 22 November 2026: Asked Jo Park\n" in message
    assert "# 22 November 2026: Connect with Kofi Lund\n" in message
    bench.paste(message)
    bench.run("check", MARA)
    assert bench.steps("jo") == [f"asked {TODAY}"]
    assert bench.steps("elif-aydemir")[-1] == f"requested {TODAY}"
    bench.build()
    page = bench.visit.go("index.html")
    assert waiting(page) == []
    expect(page.locator("[data-kit-progress] li")).to_have_count(1)  # no step: it stays a tick
    page = bench.visit.go(JO)
    expect(page.locator("article")).to_contain_text("Asked, no answer yet, since 22 November")
    expect(page.get_by_role("checkbox", name="I asked Jo", include_hidden=True)).to_have_count(0)


def test_a_second_message_goes_below_the_first(bench: Bench) -> None:
    """The kit knows by then that a log stands there, and leaves its first line out."""
    step(bench.visit.go(JO), "I asked Jo").check()
    bench.paste(send(bench))
    bench.build()
    bench.visit.page.clock.set_fixed_time("2026-11-23T12:00:00Z")
    page = bench.visit.go(JO)
    tab(page, "LinkedIn request")
    step(page, "Jo said yes").check()
    second = send(bench, "plan.html")
    assert "log:" not in second
    bench.paste(second)
    bench.run("check", MARA)
    assert bench.steps("jo") == [f"asked {TODAY}", "agreed 2026-11-23"]


def test_a_message_can_be_given_to_the_command_instead(bench: Bench) -> None:
    """`kitgen log NAME --from FILE` writes the same into the histories, and the tick goes, too."""
    step(bench.visit.go(JO), "I asked Jo").check()
    (bench.project.root / "mail.txt").write_text(send(bench), "utf-8")
    bench.run("log", MARA, "--from", "mail.txt")
    bench.run("check", MARA)
    assert "\nlog:" not in bench.path.read_text("utf-8")
    assert bench.steps("jo") == [f"asked {TODAY}"]
    bench.build()
    assert waiting(bench.visit.go("index.html")) == []


def test_a_step_that_the_profile_holds_with_another_day_is_no_double(bench: Bench) -> None:
    """Whoever keeps the profile may know the day better; an old ask does not end a new tick."""
    page = bench.visit.go(ELIF)
    tab(page, "LinkedIn request")
    step(page, "I sent the request").check()
    bench.visit.go("index.html")
    assert waiting(page) == ["elif-aydemir.requested"]
    bench.paste("log: [{who: elif-aydemir, requested: 2026-11-20}]\n")
    bench.build()
    assert waiting(bench.visit.go("index.html")) == []


def test_a_tick_of_somebody_who_was_removed_goes(bench: Bench) -> None:
    """A profile without them could not take the step."""
    page = bench.visit.go("drafts/sam-whitlock.html")
    step(page, "I asked Sam").check()
    bench.visit.go("index.html")
    assert waiting(page) == ["sam-whitlock.asked"]
    text = bench.path.read_text("utf-8")
    start, rest = text.index("  - name: Sam Whitlock\n"), text.index("  - id: denise\n")
    bench.path.write_text(text[:start] + text[rest:], "utf-8")
    bench.build()
    page = bench.visit.go("index.html")
    expect(page.locator("[data-kit-progress]")).to_be_hidden()
    assert waiting(page) == []


def test_the_lines_under_a_draft_are_those_for_the_profile(bench: Bench) -> None:
    """They show once a box is ticked, are copied whole, pass the check, and can be taken back."""
    page = bench.visit.go(JO)
    lines = page.locator("[data-kit-lines]:visible")
    assert lines.count() == 0
    step(page, "I asked Jo").check()
    expect(page.locator("#kit-live")).to_contain_text("Ticked")
    page.get_by_label("On: I asked Jo").fill("2026-11-20")
    page.locator("[data-kit-lines]:visible [data-kit-copy]").click()
    assert clipboard(page) == "log:\n  - {who: jo, asked: 2026-11-20}\n"
    bench.paste(clipboard(page))
    bench.run("check", MARA)
    page.reload()
    assert page.get_by_label("On: I asked Jo").input_value() == "2026-11-20"
    step(page, "I asked Jo").uncheck()
    assert lines.count() == 0
    assert waiting(page) == []


def test_steps_keep_an_order_that_the_profile_takes(bench: Bench) -> None:
    """A reminder needs an ask; no step comes before what led to it, whatever is ticked first."""
    page = bench.visit.go(JO)
    tab(page, "Reminder")
    expect(step(page, "I reminded Jo")).to_have_count(0)
    tab(page, "LinkedIn request")
    step(page, "Jo said yes").check()
    page.get_by_label("On: Jo said yes").fill("2026-11-18")
    tab(page, "Private ask")
    step(page, "I asked Jo").check()
    day = page.get_by_label("On: I asked Jo")
    assert (day.input_value(), day.get_attribute("max")) == ("2026-11-18", "2026-11-18")
    tab(page, "Reminder")
    step(page, "I reminded Jo").check()
    bench.paste(send(bench))
    bench.run("check", MARA)
    assert bench.steps("jo") == ["asked 2026-11-18", "agreed 2026-11-18", f"reminded {TODAY}"]
    page = bench.visit.go(JO)
    step(page, "I asked Jo").uncheck()
    assert waiting(page) == ["jo.agreed"]


def test_what_is_ticked_makes_room_for_what_comes_next(bench: Bench) -> None:
    """Start still shows three things; Take back brings the ticked one back."""
    page = bench.visit.go("index.html")
    shown = page.locator(".kit-next > li:visible")
    expect(shown).to_have_count(3)
    first = shown.first.inner_text()
    page = bench.visit.go("plan.html")
    page.locator("[data-kit-step] input").first.check()
    page = bench.visit.go("index.html")
    expect(shown).to_have_count(3)
    expect(shown.first).not_to_have_text(first, use_inner_text=True)
    page.get_by_role("button", name="Take back").click()
    expect(shown.first).to_have_text(first, use_inner_text=True)
    expect(page.locator("[data-kit-progress]")).to_be_hidden()


def test_back_shows_what_was_ticked_meanwhile(bench: Bench) -> None:
    """A page that the browser kept alive knows it, too."""
    page = bench.visit.go("index.html")
    page.locator(".kit-next > li:visible a").first.click()
    step(page, "I sent the request").check()
    page.go_back(wait_until="commit")
    expect(page.locator("[data-kit-progress]")).to_be_visible()
    expect(page.locator("[data-kit-until='step:elif-aydemir.requested']")).to_be_hidden()
    page.evaluate(AXE_SCRIPT)
    for scheme in ("light", "dark"):
        look_at(page, 320, scheme)
        assert hindrances(page) == []
        assert not scrolls_sideways(page)


@pytest.mark.parametrize(
    ("zone", "day"), [("Pacific/Auckland", "2026-11-23"), ("America/Los_Angeles", "2026-11-21")]
)
def test_today_is_the_day_where_the_reader_is(
    context: BrowserContext, origin: str, zone: str, day: str
) -> None:
    """In the small hours it is another day than in Greenwich."""
    assert context.browser
    there = context.browser.new_context(timezone_id=zone)
    page = there.new_page()
    page.clock.set_fixed_time(f"2026-11-22T{'12' if day > TODAY else '06'}:30:00Z")
    page.goto(f"{origin}/{MARA}/{JO}")
    step(page, "I asked Jo").check()
    assert page.get_by_label("On: I asked Jo").input_value() == day
    there.close()
