"""Places: where each page of a kit stands in its navigation, and what shape the theme gives it.

What the theme puts around a page depends on few things: which tab it is in, whether pages stand
before and after it, which headings it has. Pages that agree in all of these have one shape.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kitgen.pages import Page, Pages
    from kitgen.templating import Section

MANY = 3  # so many pages in a row are alike; fewer are told apart one by one
START = "index.html"  # an address that MkDocs has rules of its own for
_PLAIN_ADDRESS = re.compile(r"(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.html")
# What MkDocs takes for the first page of a section, by its source.
_FIRST = ("index.md", "README.md")
_HEADING = "<h1"  # without one, the theme writes a page's title above it

Shape = tuple[object, ...]


class Place(Struct, frozen=True):
    """Where a page stands: in which tab (from 0), and what is around it.

    `firsts` are the pages that the tabs open; `before` and `after` are the other pages of its own
    tab. `previous` and `next` may be in another tab.
    """

    page: Page
    tab: int
    firsts: tuple[Page, ...]
    before: tuple[Page, ...]
    after: tuple[Page, ...]
    previous: Page | None
    next: Page | None

    @property
    def folder(self) -> str:
        """The folder that the page's links start from."""
        return posixpath.dirname(self.page.address)

    @property
    def around(self) -> dict[str, Page]:
        """The pages that are told apart, by what they are to this one."""
        near = {"own": self.page, "previous": self.previous, "next": self.next}
        found = {name: page for name, page in near.items() if page}
        found |= {f"first {number}": page for number, page in enumerate(self.firsts)}
        for name, pages in (("before", self.before), ("after", self.after)):
            if len(pages) < MANY:
                found |= {f"{name} {number}": page for number, page in enumerate(pages)}
        return found


def places_of(pages: Pages) -> tuple[Place, ...] | None:
    """Return the place of each page, in the order of `pages`; None when anything is unusual."""
    by_path = {page.path: page for page in pages.pages}
    named = [path for tab in pages.tabs for path in tab.paths]
    if sorted(named) != sorted(page.path for page in pages.pages) or not _is_usual(pages):
        return None
    tabs = [tuple(by_path[path] for path in tab.paths) for tab in pages.tabs]
    firsts = tuple(tab[0] for tab in tabs)
    in_order = [None, *(by_path[path] for path in named), None]
    found: dict[str, Place] = {}
    for number, tab in enumerate(tabs):
        for at, page in enumerate(tab):
            here = len(found) + 1
            before = tab[1:at]
            around = (in_order[here - 1], in_order[here + 1])
            found[page.path] = Place(page, number, firsts, before, tab[at + 1 :], *around)
    if any(is_first(each) for place in found.values() for each in (*place.before, *place.after)):
        return None
    return tuple(found[page.path] for page in pages.pages)


def shape_of(place: Place, pages: Pages) -> Shape:
    """Return what a page shares with all pages whose frame is the same."""
    page = place.page
    firsts = tuple(
        (
            len(tab.paths) > 1,
            first.path if is_first(first) else "",
            first.address if posixpath.basename(first.address) == START else "",
        )
        for tab, first in zip(pages.tabs, place.firsts, strict=True)
    )
    return (
        place.folder,
        posixpath.dirname(page.path),
        place.tab,
        page is place.firsts[place.tab],
        min(len(place.before), MANY),
        min(len(place.after), MANY),
        firsts,
        tuple(each.level for each in headings_of(page)),
        any(has_title(each) for each in page.sections),
    )


def headings_of(page: Page) -> tuple[Section, ...]:
    """Return the sections that are in a page's contents list."""
    return tuple(each for each in page.sections if each.level and each.id)


def has_title(section: Section) -> bool:
    """Return whether a section holds what the theme takes for the title of a page."""
    return section.level == 1 or _HEADING in section.body or _HEADING in section.title


def relative(address: str, folder: str) -> str:
    """Return an address in a site as seen from a folder of it."""
    return posixpath.relpath(address, folder) if folder else address


def is_first(page: Page) -> bool:
    """Return whether MkDocs takes a page for the first one of its section, or of the site."""
    return posixpath.basename(page.path) in _FIRST or posixpath.basename(page.address) == START


def _is_usual(pages: Pages) -> bool:
    """Return whether all names are of one line, none is empty, and addresses need no quoting."""
    names = [pages.site_name, pages.description, *(tab.title for tab in pages.tabs)]
    names += [page.title for page in pages.pages]
    return (
        all(name.strip() == name and name and "\n" not in name for name in names)
        and all(_PLAIN_ADDRESS.fullmatch(page.address) for page in pages.pages)
        and len({page.address for page in pages.pages}) == len(pages.pages)
    )
