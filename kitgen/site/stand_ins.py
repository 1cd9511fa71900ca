"""Stand-ins: pages of the same shapes as a kit's, with a sign in the place of each text.

What the theme makes of them shows where in a page each text goes. A sign holds every character
that HTML has another spelling for: a theme that spells it otherwise than is expected, or takes a
text apart, gives no frame.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec.structs import replace

from kitgen.site.places import START, has_title, headings_of, is_first

if TYPE_CHECKING:
    from kitgen.pages import Page, Pages
    from kitgen.templating import Section

_ODD = " <&>\"'"
ODD = re.escape(str(Markup.escape(_ODD)))
# What is left of a sign that came out otherwise.
SIGN = re.compile(r"kitgen(?:title|tab|site|words|page|path|head|id)\d", re.IGNORECASE)
# Nothing of a page's own content is changed, neither room nor tags.
_BODY = Markup('\n<p class="kitgenbody">\n   \n  </p>')


def stand_ins(pages: Pages) -> Pages:
    """Return pages of the same shapes; the n-th stands for the n-th, and so do tabs."""
    paths = {page.path: _path(page, number) for number, page in enumerate(pages.pages)}
    return replace(
        pages,
        site_name=_sign("site", 0),
        description=_sign("words", 0),
        pages=tuple(
            _page(page, number, paths[page.path]) for number, page in enumerate(pages.pages)
        ),
        tabs=tuple(
            replace(tab, title=_sign("tab", number), paths=tuple(paths[path] for path in tab.paths))
            for number, tab in enumerate(pages.tabs)
        ),
    )


def _path(page: Page, number: int) -> str:
    folder = posixpath.dirname(page.path)
    return page.path if is_first(page) else posixpath.join(folder, f"kitgenpath{number}z.md")


def _page(page: Page, number: int, path: str) -> Page:
    folder, name = posixpath.split(page.address)
    sign = name if name == START else f"kitgenpage{number}z.html"
    numbers = {id(each): place for place, each in enumerate(headings_of(page))}
    return replace(
        page,
        path=path,
        address=posixpath.join(folder, sign),
        title=_sign("title", number),
        sections=tuple(_section(each, numbers.get(id(each))) for each in page.sections),
    )


def _section(section: Section, number: int | None) -> Section:
    is_told = section.level == 1 and number is not None
    above = Markup("<h1>x</h1>") if has_title(section) and not is_told else Markup()
    if number is None:
        return replace(section, level=0, id="", title=Markup(), body=above + _BODY)
    title = Markup.escape(_sign("head", number))
    return replace(section, id=f"kitgenid{number}z", title=title, body=above + _BODY)


def _sign(kind: str, number: int) -> str:
    return f"Kitgen{kind}{number}z{_ODD}"
