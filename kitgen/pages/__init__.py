"""Pages: a kit put into the page templates of its language. Pure: no generator is known here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from kitgen.content import BRIEF, OF_DESK, PER_CONTACT
from kitgen.pages.brief import (
    ALONE,
    brief_id,
    brief_path,
    brief_sections,
    brief_site,
    brief_title,
)
from kitgen.pages.names import PageNames, contact_path, names_of_kit
from kitgen.pages.search import search_texts
from kitgen.pages.steps import NO_RULES, RULES
from kitgen.pages.value import PLAIN, Layout, Page, Pages, Tab, address_of
from kitgen.templating import Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kitgen.content import Content
    from kitgen.drafts import Brief
    from kitgen.errors import Problem
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
# What is on other pages already.
_UNSEARCHED = ("print.md",)


# What a page holds on which steps are ticked or told; others do without their rules.
# What the script works on has names that begin so, and some are of steps.
_OF_SCRIPT = "data-kit-"
_OF_STEPS = ("data-kit-step", "data-kit-progress", "data-kit-until")


def compose_pages(kit: Kit, layout: Layout = PLAIN) -> Pages:
    """Return all pages of `kit`. Raises SourceError when a page template cannot be rendered."""
    words = kit.content.words
    briefs = tuple(_brief_pages(kit, layout))
    pages = (*_pages(kit, layout), *briefs)
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
    sections = _with_sources(names, brief_sections(names, brief, home=""))
    mark = _mark(kit, brief_id(kit, brief), sections)
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


def _pages(kit: Kit, layout: Layout) -> Iterator[Page]:
    shared = names_of_kit(kit, layout)
    for path in kit.content.page_templates.sources:
        if PER_CONTACT not in path and not path.startswith(OF_DESK):
            title = kit.content.words.say(f"page.{_TITLES[path]}")
            yield _page(PageNames(kit, path, layout), path, title, shared)
    sources = kit.content.page_templates.sources
    source = next(path for path in sources if PER_CONTACT in path and path != BRIEF)
    for contact in kit.profile.contacts:
        names = PageNames(kit, contact_path(contact), layout)
        yield _page(names, source, contact.name, {**shared, **names.contact_names(contact)})


def _page(names: PageNames, source: str, title: str, known: Mapping[str, Any]) -> Page:
    kit = names.kit
    template = kit.content.page_templates
    context = {**known, **names.functions()}
    sections = _with_sources(names, template.render(source, context))
    address = names.layout.address_of(names.path)
    marked = (*sections, _mark(kit, kit.id, sections))
    return Page(names.path, address, title, marked, source not in _UNSEARCHED)


def _brief_pages(kit: Kit, layout: Layout) -> Iterator[Page]:
    """Yield the briefs that are ready, for the owner to see, each with its way back."""
    for brief in kit.briefs:
        if brief.is_ready:
            path = brief_path(brief.contact)
            names = PageNames(kit, path, layout)
            home = names.contact_link(brief.contact)
            sections = _with_sources(names, brief_sections(names, brief, home))
            address = layout.address_of(path)
            # What is in it is on its contact's page, too, and found there.
            marked = (*sections, _mark(kit, kit.id, sections))
            yield Page(path, address, brief_title(kit, brief), marked, is_searched=False)


def _with_sources(names: PageNames, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return a page's sections, and the list of what they cite."""
    if not names.cited:
        return sections
    heading = Markup.escape(names.kit.content.words.say("sources.title"))
    body = _component(names.kit.content, "sources", {"cited": tuple(names.cited)})
    return (*sections, Section(2, "sources", heading, body))


def _mark(kit: Kit, kit_id: str, sections: Iterable[Section]) -> Section:
    """Return the section that tells the script the kit's id, its words and the rules of steps.

    A page carries only what the script needs on it: with nothing to press, the id is enough.
    """
    bodies = tuple(section.body for section in sections)
    has_steps = any(each in body for body in bodies for each in _OF_STEPS)
    names = {
        "is_worked": any(_OF_SCRIPT in body for body in bodies),
        "kit_id": kit_id,
        "built": kit.today,
        "step_rules": RULES if has_steps else NO_RULES,
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
    "compose_brief_pages",
    "compose_pages",
    "compose_problem_pages",
    "search_texts",
]
