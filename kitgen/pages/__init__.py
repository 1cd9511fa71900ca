"""Pages: a kit put into the page templates of its language. Pure: no generator is known here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from kitgen.content import BRIEF, OF_DESK, PER_CONTACT
from kitgen.errors import Problem, SourceError
from kitgen.pages.brief import (
    ALONE,
    brief_id,
    brief_path,
    brief_sections,
    brief_site,
    brief_title,
)
from kitgen.pages.foot import Foot
from kitgen.pages.names import PageNames, contact_path, names_of_kit
from kitgen.pages.search import search_entries, search_texts, searchless
from kitgen.pages.value import PLAIN, Layout, Page, Pages, Tab, address_of
from kitgen.templating import Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kitgen.content import Content
    from kitgen.drafts import Brief
    from kitgen.kit import Kit

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
_CONTACT = f"drafts/{PER_CONTACT}.md"
# What is on other pages already.
_UNSEARCHED = ("print.md",)


def compose_pages(kit: Kit, layout: Layout = PLAIN) -> Pages:
    """Return all pages of `kit`. Raises SourceError when a page template cannot be rendered."""
    words = kit.content.words
    foot = Foot(kit)
    briefs = tuple(_brief_pages(kit, layout, foot))
    pages = (*_pages(kit, layout, foot), *briefs)
    tabs = []
    for key, paths in _TABS:
        more = [contact_path(each) for each in kit.profile.contacts]
        more += [each.path for each in briefs]
        tabs.append(Tab(words.say(f"page.{key}"), (*paths, *(more if key == "drafts" else ()))))
    return Pages(
        kit_id=kit.id,
        site_name=words.say("site-name", owner=kit.profile.owner.called),
        description=words.say("site-description"),
        language=words.language.code,
        pages=pages,
        tabs=tuple(tabs),
    )


def compose_brief_pages(kit: Kit, brief: Brief, layout: Layout) -> Pages:
    """Return a brief that is ready as a site of one page: nothing else of the kit is in it."""
    names = PageNames(kit, ALONE, layout)
    foot = Foot(kit)
    sections = foot.with_sources(brief_sections(names, brief, home=""), tuple(names.cited))
    mark = foot.mark(brief_id(kit, brief), sections)
    title = kit.content.words.say("brief.title", owner=kit.profile.owner.called)
    page = Page(ALONE, layout.address_of(ALONE), title, (mark, *sections))
    return brief_site(kit, brief, page)


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


def _pages(kit: Kit, layout: Layout, foot: Foot) -> Iterator[Page]:
    _refuse_others(kit.content)
    shared = names_of_kit(kit, layout)
    for path in kit.content.page_templates.sources:
        if path in _TITLES:
            title = kit.content.words.say(f"page.{_TITLES[path]}")
            yield _page(PageNames(kit, path, layout), path, title, shared, foot)
    for contact in kit.profile.contacts:
        names = PageNames(kit, contact_path(contact), layout)
        known = {**shared, **names.contact_names(contact)}
        yield _page(names, _CONTACT, contact.name, known, foot)


def _refuse_others(content: Content) -> None:
    """Raise SourceError for page sources that are missing, and for those that no kit has."""
    known, there = {*_TITLES, _CONTACT}, content.page_templates.sources.keys()
    others = {path for path in there - known - {BRIEF} if not path.startswith(OF_DESK)}
    said = {
        **dict.fromkeys(known - there, ("a kit needs this page source", "put it back")),
        **dict.fromkeys(others, ("no kit has a page of this name", "put its words into another")),
    }
    if said:
        folder = content.page_templates.folder
        raise SourceError(
            Problem(f"{folder}/{path}", 1, 1, "template", *said[path]) for path in sorted(said)
        )


def _page(names: PageNames, source: str, title: str, known: Mapping[str, Any], foot: Foot) -> Page:
    template = names.kit.content.page_templates
    rendered = template.render(source, {**known, **names.functions()})
    sections = foot.with_sources(rendered, tuple(names.cited))
    address = names.layout.address_of(names.path)
    marked = (*sections, foot.mark(names.kit.id, sections))
    return Page(names.path, address, title, marked, source not in _UNSEARCHED)


def _brief_pages(kit: Kit, layout: Layout, foot: Foot) -> Iterator[Page]:
    """Yield the briefs that are ready, for the owner to see, each with its way back."""
    for brief in kit.briefs:
        if brief.is_ready:
            path = brief_path(brief.contact)
            names = PageNames(kit, path, layout)
            home = names.contact_link(brief.contact)
            sections = foot.with_sources(brief_sections(names, brief, home), tuple(names.cited))
            address = layout.address_of(path)
            # What is in it is on its contact's page, too, and found there.
            marked = (*sections, foot.mark(kit.id, sections))
            yield Page(path, address, brief_title(kit, brief), marked, is_searched=False)


def _component(content: Content, name: str, context: dict[str, Any]) -> Markup:
    return content.page_templates.render_component(name, context)


__all__ = [
    "Layout",
    "Page",
    "Pages",
    "Tab",
    "address_of",
    "compose_brief_pages",
    "compose_pages",
    "compose_problem_pages",
    "search_entries",
    "search_texts",
    "searchless",
]
