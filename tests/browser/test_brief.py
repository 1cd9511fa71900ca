"""A sealed brief in Chromium: its link opens one page, and nothing else of anybody."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from kitgen.folder import output_folder
from kitgen.project import Project
from kitgen.seal import Secret, seal_kit, share_link
from kitgen.sharing import deployment_of, read_members, unsealed
from tests.browser.conftest import MARA, NOON, ROOT, Visit, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext


@pytest.fixture
def links(tmp_path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Serve Mara's kit with a brief for Elif, sealed; yield where, and their links."""
    for folder in ("docs", "profiles"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    project, secret = Project(tmp_path), Secret(b"s" * 32, "a test")
    path = project.profiles / f"{MARA}.yml"
    text = path.read_text("utf-8")
    asked = "  - name: Elif Aydemir\n"
    path.write_text(
        text.replace(asked, f"{asked}    brief: {{shared: yes, sample: yes}}\n"), "utf-8"
    )
    members = read_members(project, [path], NOON)
    deployment = deployment_of(project, secret)
    kits = tuple(unsealed(project, members))
    with output_folder(deployment.staging):
        deployment.prepare()
        for kit in kits:
            seal_kit(kit, deployment)
    with serving(deployment.public) as url:
        keys = {kit.name.removeprefix(MARA): kit.keys(secret) for kit in kits}
        yield url, {name: share_link(url, each.path, each.content) for name, each in keys.items()}


def test_a_brief_opens_alone(context: BrowserContext, links: tuple[str, dict[str, str]]) -> None:
    """One page, no way into the kit, a sample behind a line to open; the kit's key opens none."""
    url, link = links
    kit, brief = link[""], link["/elif-aydemir"]
    visit = Visit(context.new_page(), url)
    visit.watch()
    page = visit.page
    page.goto(brief)
    expect(page.locator("h1")).to_contain_text("For your recommendation of Mara Okafor")
    expect(page.locator("#kit-live")).to_be_attached()
    page.mouse.move(1, 1)
    expect(page.locator("html")).to_have_class(re.compile(r"(^| )js( |$)"))
    for word in ("Jo Park", "Kofi", "Callum", "Denise", "Coverage", "Drafts"):
        assert word not in page.content()
    addresses = page.evaluate("[...document.links].map(each => each.href)")
    inside = [each for each in addresses if each.startswith(url)]
    assert all(each.startswith(brief.split("#")[0]) for each in inside), inside
    sample = page.get_by_label("Sample")
    expect(sample).not_to_be_visible()
    page.get_by_text("Show me a whole sample").click()
    expect(sample).to_be_visible()
    expect(page.get_by_text("A draft to change.")).to_be_visible()
    assert visit.faults == []
    page.goto("about:blank")
    other = context.new_page()
    other.goto(f"{brief.split('#')[0]}#{kit.split('#')[1]}")
    expect(other.locator("html")).to_have_attribute("data-state", "wrong")
    assert "Mara" not in other.content()
