"""A language that is read from right to left: generated, so that its direction alone is at stake.

English words are put into Arabic letters one by one; tags, placeholders and links stay. Dates,
lists and plurals are the real ones of Arabic, which counts in six forms.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
import yaml
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]

from kitgen.facts import load_facts
from kitgen.language import Language
from kitgen.project import Project, pages_for
from kitgen.site import build_site
from tests.browser.conftest import NOON, PHONE, ROOT, Visit, serving
from tests.browser.test_every_page import hindrances, look_at, scrolls_sideways

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنه"
SPELLED = str.maketrans({chr(97 + i): each for i, each in enumerate(LETTERS)} | {
    chr(65 + i): each for i, each in enumerate(LETTERS)
})  # fmt: skip
# What stays as it is: templates' tags, HTML, ids, the targets of links, code, blocks of Markdown.
KEPT = re.compile(
    r"\{\{.*?\}\}|\{\w+\}|\{%.*?%\}|\{#.*?#\}|\{:[^}]*\}|<[^>]+>|\]\([^)]*\)|`[^`]*`|&\w+;"
    r"|^ *(?:!!!|\?\?\?|===).*$",
    re.DOTALL | re.MULTILINE,
)
FORMS = {"zero", "one", "two", "few", "many", "other"}
# Words of drafts: those stay English, and rules look for English phrases in them. And a code.
OF_DRAFTS = {
    "sentences",
    "draft",
    "aim",
    "at",
    "place",
    "our-time",
    "give-about",
    "brief",
    "locale",
}
# One page of each kind.
KINDS = (
    *("index", "guide", "recommendations-and-endorsements", "coverage", "plan", "print", "about"),
    *("drafts/index", "drafts/jo"),
)


def spelled(text: str) -> str:
    """Return `text` in Arabic letters, without what is no text of a page."""
    parts, end = [], 0
    for kept in KEPT.finditer(text):
        parts += [text[end : kept.start()].translate(SPELLED), kept[0]]
        end = kept.end()
    return "".join([*parts, text[end:].translate(SPELLED)])


def translated(value: object, forms: set[str], key: str = "") -> object:
    """Return words in Arabic letters, with a sentence for each form that the language counts in."""
    if not isinstance(value, dict):
        return value if key in OF_DRAFTS else spelled(str(value))
    if key in OF_DRAFTS:
        return value
    said = {name: translated(each, forms, str(name)) for name, each in value.items()}
    if set(said) <= FORMS and {"one", "other"} <= set(said):
        said = dict.fromkeys(sorted(forms), said["other"]) | said
    return said


def write_language(docs: Path, code: str) -> None:
    """Write a whole language beside the English one: words, pages, the texts of the facts."""
    shutil.copytree(docs / "en", docs / code)
    language = Language(code)
    forms = {language.plural(count) for count in range(200)}
    assert len(forms) == 6
    words = yaml.load((docs / "en" / "words.yml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  it makes text of every scalar
    (docs / code / "words.yml").write_text(
        yaml.safe_dump(
            translated(words, forms), allow_unicode=True, width=10**6, default_style='"'
        ),
        "utf-8",
    )
    for path in (docs / code).rglob("*.md"):
        path.write_text(spelled(path.read_text("utf-8")), "utf-8")
    kept = ["request.relationships", "request.default_sentence"]
    blocks = {}
    for fact_id, fact in load_facts(docs / "facts.yml", "facts.yml").facts.items():
        block: dict[str, object] = {"note": spelled(fact.note)} if fact.note else {}
        if isinstance(fact.value, str) and not fact.value.startswith("https:"):
            block["value"] = spelled(fact.value)
        elif isinstance(fact.value, tuple) and fact_id not in kept:
            block["value"] = [spelled(each) for each in fact.value]
        if block:
            blocks[fact_id] = block
    facts = yaml.safe_dump(
        {"as_it_is": kept, "facts": blocks}, allow_unicode=True, width=10**6, default_style='"'
    )
    (docs / code / "facts.yml").write_text(facts, "utf-8")


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build and serve Mara's kit in that language."""
    root = tmp_path_factory.mktemp("arabic")
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "profiles").mkdir()
    write_language(root / "docs", "ar")
    sample = (ROOT / "profiles" / "sample-mara-okafor.yml").read_text("utf-8")
    path = root / "profiles" / "mara.yml"
    path.write_text(sample.replace("language: en\n", "language: ar\n", 1), "utf-8")
    project = Project(root)
    build_site(pages_for(project, path, NOON), "mara", project.mkdocs_yml, root / "site")
    with serving(root / "site") as where:
        yield where


@pytest.fixture
def visit_arabic(context: BrowserContext, arabic: str) -> Iterator[Visit]:
    """Visit that kit; in the end nothing may have gone wrong."""
    visit = Visit(context.new_page(), arabic)
    visit.watch()
    yield visit
    assert visit.faults == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_read_from_right_to_left(kind: str, visit_arabic: Visit) -> None:
    """Its direction is told, it fits at 320 px and 390 px, and axe finds nothing."""
    page = visit_arabic.go(f"{kind}.html")
    assert page.evaluate("document.documentElement.lang") == "ar"
    assert page.evaluate("getComputedStyle(document.querySelector('article')).direction") == "rtl"
    assert page.locator("[dir=rtl]").count() >= 1
    heading = page.locator("article h1").first
    box, width = heading.bounding_box(), page.viewport_size
    assert box is not None
    assert width is not None
    assert box["x"] + box["width"] > width["width"] / 2
    for wide in (320, PHONE[0]):
        look_at(page, wide, "light", "rtl")
        assert not scrolls_sideways(page), wide
    page.evaluate(AXE_SCRIPT)
    assert hindrances(page) == []


def test_dates_and_lists_are_those_of_the_language(visit_arabic: Visit) -> None:
    """Months have their Arabic names, and a list its Arabic `and`."""
    text = visit_arabic.go("about.html").locator("article").inner_text()
    assert Language("ar").date(NOON.date()) in text
