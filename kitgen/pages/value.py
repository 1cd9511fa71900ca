"""Pages: what a kit's site is made of, before any generator sees it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

    from kitgen.templating import Section


def address_of(path: str) -> str:
    """Return the address of a page of a plain site: `drafts/jo.md` is at `drafts/jo.html`."""
    return path.removesuffix(".md") + ".html"


class Layout(Struct, frozen=True):
    """Where each page of a site is, by its path, and whether the site will be sealed.

    `link` opens the kit and `code` is its QR code as SVG; both are empty where the address is not
    known, and in a site that is not sealed. `edit` is where the profile is edited in a browser, if
    the kit is to say so.
    """

    address_of: Callable[[str], str]
    is_sealed: bool = False
    link: str = ""
    code: str = ""
    edit: str = ""


PLAIN = Layout(address_of)


class Page(Struct, frozen=True):
    """One kit's page. `path` ends in `.md`, as generators want it; `title` is plain text.

    `address` is where the page is within its site. With `is_searched` its words are to be found.
    """

    path: str
    address: str
    title: str
    sections: tuple[Section, ...]
    is_searched: bool = True

    @property
    def html(self) -> str:
        """The page's content."""
        return "\n".join(_section_html(each) for each in self.sections)


class Tab(Struct, frozen=True):
    """One tab of the navigation; the first of its pages is what it opens."""

    title: str
    paths: tuple[str, ...]


class Pages(Struct, frozen=True):
    """All pages of one kit, with what the site around them needs to know; all plain text."""

    kit_id: str
    site_name: str
    description: str
    language: str
    pages: tuple[Page, ...]
    tabs: tuple[Tab, ...]

    def page(self, path: str) -> Page:
        """Return the page with that path; KeyError when there is none."""
        for each in self.pages:
            if each.path == path:
                return each
        raise KeyError(path)


def _section_html(section: Section) -> str:
    if not section.level:
        return str(section.body)
    heading_id = f' id="{escape(section.id)}"' if section.id else ""
    return f"<h{section.level}{heading_id}>{section.title}</h{section.level}>\n{section.body}"
