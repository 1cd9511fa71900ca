"""Pages: a kit put into the page templates of its language. Pure: no generator is known here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from kitgen.content import PER_CONTACT
from kitgen.pages.names import PageNames, contact_path
from kitgen.pages.steps import RULES
from kitgen.pages.value import PLAIN, Layout, Page, Pages, Tab, address_of
from kitgen.templating import Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.content import Content
    from kitgen.errors import Problem
    from kitgen.kit import Kit
    from kitgen.profile import Contact

# Tabs, in order: the word of the tab, and its page sources. Material shows five at most.
_TABS = (
    ("start", ("index.md",)),
    ("guide", ("guide.md", "recommendations-and-endorsements.md", "about.md")),
    ("coverage", ("coverage.md",)),
    ("plan", ("plan.md", "print.md")),
    ("drafts", ("drafts/index.md",)),
)
_TITLES = {
    "index.md": "start",
    "guide.md": "guide",
    "recommendations-and-endorsements.md": "compare",
    "coverage.md": "coverage",
    "plan.md": "plan",
    "drafts/index.md": "drafts",
    "print.md": "print",
    "about.md": "about",
}
# What is on other pages already.
_UNSEARCHED = ("print.md",)


def compose_pages(kit: Kit, layout: Layout = PLAIN) -> Pages:
    """Return all pages of `kit`. Raises SourceError when a page template cannot be rendered."""
    words = kit.content.words
    pages = (*_pages(kit, layout), *_contact_pages(kit, layout))
    tabs = []
    for key, paths in _TABS:
        more = [contact_path(each) for each in kit.profile.contacts] if key == "drafts" else []
        tabs.append(Tab(words.say(f"page.{key}"), (*paths, *more)))
    return Pages(
        kit_id=kit.id,
        site_name=words.say("site-name", owner=kit.profile.owner.called),
        description=words.say("site-description"),
        language=words.language.code,
        pages=pages,
        tabs=tuple(tabs),
    )


def compose_problem_pages(
    problems: tuple[Problem, ...], content: Content, paths: tuple[str, ...] = ("index.md",)
) -> Pages:
    """Return pages that show what is wrong with a profile, in the place of its kit's pages."""
    say = content.words.say
    title = say("page.problems")
    body = _component(content, "problems", {"problems": problems})
    sections = (Section(1, "problems", Markup.escape(title), body),)
    pages = tuple(Page(path, address_of(path), title, sections) for path in paths)
    return Pages("", title, title, content.words.language.code, pages, (Tab(title, paths),))


def _pages(kit: Kit, layout: Layout) -> Iterator[Page]:
    for path in kit.content.page_templates.sources:
        if PER_CONTACT not in path:
            title = kit.content.words.say(f"page.{_TITLES[path]}")
            yield _page(PageNames(kit, path, layout), path, title, None)


def _contact_pages(kit: Kit, layout: Layout) -> Iterator[Page]:
    source = next(path for path in kit.content.page_templates.sources if PER_CONTACT in path)
    for contact in kit.profile.contacts:
        names = PageNames(kit, contact_path(contact), layout)
        yield _page(names, source, contact.name, contact)


def _page(names: PageNames, source: str, title: str, contact: Contact | None) -> Page:
    kit = names.kit
    context = names.names()
    if contact:
        context |= names.contact_names(contact)
    sections = kit.content.page_templates.render(source, context)
    if names.cited:
        heading = Markup.escape(kit.content.words.say("sources.title"))
        body = _component(kit.content, "sources", {"cited": tuple(names.cited)})
        sections = (*sections, Section(2, "sources", heading, body))
    address = names.layout.address_of(names.path)
    return Page(names.path, address, title, (*sections, _mark(kit)), source not in _UNSEARCHED)


def _mark(kit: Kit) -> Section:
    """Return the section that tells the script the kit's id, its words and the rules of steps."""
    names = {
        "kit_id": kit.id,
        "built": kit.today,
        "step_rules": RULES,
        "has_log": bool(kit.profile.log),
    }
    return Section(0, "", Markup(), _component(kit.content, "device", names))


def _component(content: Content, name: str, context: dict[str, Any]) -> Markup:
    return content.page_templates.render_component(name, context)


__all__ = [
    "Layout",
    "Page",
    "Pages",
    "Tab",
    "address_of",
    "compose_pages",
    "compose_problem_pages",
]
