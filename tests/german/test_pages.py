"""German pages: no English sentence left, German dates, and nothing shown that is not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from justhtml import Element, JustHTML, Node

from kitgen.kit import compose_kit
from kitgen.pages import Pages, compose_pages
from kitgen.profile import load_profile, parse_profile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kitgen.project import Project

# What is the same in both languages, and single words that stand in German texts, too.
_LEAST_WORDS = 3


@pytest.fixture(scope="module", params=["sample", "nobody"])
def pages(request: pytest.FixtureRequest, project: Project) -> Pages:
    """Compose the pages of the German sample, and of an owner who has typed only a name."""
    from tests.conftest import TODAY  # noqa: PLC0415

    if request.param == "sample":
        profile = load_profile(project.profiles / "sample-jule-brandstaetter.yml", TODAY)
    else:
        profile = parse_profile("owner: {name: Ada, language: de}\n", "ada.yml", TODAY)
    return compose_pages(compose_kit(profile, project.content("de"), TODAY, "jule"))


def shown(node: Node) -> Iterator[str]:
    """Yield the texts of a page and its attributes, without what is marked as English."""
    for child in node.children or ():
        if isinstance(child, Element):
            attributes = child.attrs or {}
            if attributes.get("lang") == "en":
                continue
            yield from (
                str(attributes[name]) for name in ("aria-label", "title") if name in attributes
            )
            yield from shown(child)
        elif getattr(child, "data", None):
            yield str(child.data)


def text_of(html: str) -> str:
    """Return all texts of a page with single spaces."""
    document = JustHTML(f"<!DOCTYPE html><html><body>{html}</body></html>", sanitize=False)
    return " ".join(" ".join(shown(document.root)).split())


def test_no_english_sentence_stands_on_a_german_page(pages: Pages, project: Project) -> None:
    """Neither a sentence of the English words, nor a note or text of the facts, nor of a page."""
    english, german = (project.content(each) for each in ("en", "de"))
    sentences = {
        part.strip()
        for text in english.words.texts.values()
        for part in re.split(r"\{\{.*?\}\}|\{%.*?%\}", text)
        if len(part.split()) >= _LEAST_WORDS
    }
    for fact in english.facts.facts.values():
        sentences |= {fact.note} if fact.note else set()
        if fact.value != german.facts.fact(fact.id).value:
            values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
            sentences |= {str(each) for each in values}
    assert len(sentences) > 300
    found = []
    for page in pages.pages:
        text = text_of(page.html)
        found += [f"{page.path}: {each}" for each in sentences if each in text]
        found += [f"{page.path}: {each}" for each in re.findall(r"\b(?:the|and|with|your)\b", text)]
    assert found == []


def test_tabs_titles_and_dates_are_german(pages: Pages, today: date) -> None:
    """The navigation, the name of the site, the day it was made."""
    assert pages.language == "de"
    assert [tab.title for tab in pages.tabs] == [
        "Start", "Anleitung", "Überblick", "Plan", "Entwürfe",
    ]  # fmt: skip
    assert today.year == 2026
    assert "22. November 2026" in text_of(pages.page("about.md").html)
    assert "3.000" in text_of(pages.page("recommendations-and-endorsements.md").html)


def test_linkedins_own_words_are_marked_as_english(pages: Pages) -> None:
    """A screen reader says them as what they are, and readers are told why they are English."""
    guide = pages.page("guide.md").html
    assert '<span lang="en">' in guide
    assert "Auf Deutsch heißen Menüs und Knöpfe anders" in text_of(guide)
    for page in pages.pages:
        if 'class="kit-picks"' in page.html:
            assert '<dd lang="en" dir="ltr">' in page.html, page.path
