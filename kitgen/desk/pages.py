"""The pages of a desk: the list, the links with their codes, or counts alone."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from kitgen.pages import Page, Pages, Tab
from kitgen.seal import qr_picture
from kitgen.templating import Section

if TYPE_CHECKING:
    from kitgen.content import Content
    from kitgen.desk.value import Desk, Row
    from kitgen.pages import Layout

_DESK, _CARDS, _COUNTS = "desk/index.md", "desk/cards.md", "desk/counts.md"
_START = "index.md"


def compose_desk_pages(desk: Desk, content: Content, layout: Layout) -> Pages:
    """Return the mentor's desk: everyone, and their links. Raises SourceError."""
    say = content.words.say
    cards = {_card_path(number): rows for number, rows in enumerate(desk.cards, 1)}
    of_name = {row.status.name: path for path, rows in cards.items() for row in rows}
    seen = {
        "desk": desk,
        "totals": desk.totals,
        "card": lambda row: _card_address(row, of_name, layout),
        "anchor": anchor_of,
    }
    pages = [_page(content, _DESK, _START, say("desk.title"), layout, seen)]
    for number, (path, rows) in enumerate(cards.items(), 1):
        known = {
            "rows": rows,
            "code": _code,
            "anchor": anchor_of,
        }
        title = say("desk.cards-page", number=number, count=len(cards))
        pages.append(_page(content, _CARDS, path, title, layout, known))
    return _site("desk", content, desk, tuple(pages))


def compose_count_pages(desk: Desk, content: Content, layout: Layout) -> Pages:
    """Return the page for who leads a programme: counts, and nobody's name. Raises SourceError."""
    title = content.words.say("desk.counts-title")
    page = _page(content, _COUNTS, _START, title, layout, {"totals": desk.totals})
    return _site("programme", content, desk, (page,))


def anchor_of(row: Row) -> str:
    """Return the id of a row's card."""
    return f"m-{sha256(row.status.name.encode()).hexdigest()[:8]}"


def _code(row: Row) -> Markup:
    return Markup(qr_picture(row.link))  # noqa: S704  made of squares, not of words


def _card_path(number: int) -> str:
    return f"links-{number}.md"


def _card_address(row: Row, of_name: dict[str, str], layout: Layout) -> str:
    path = of_name.get(row.status.name)
    return f"{layout.address_of(path)}#{anchor_of(row)}" if path else ""


def _page(  # noqa: PLR0913, PLR0917  one for each thing a page is made of
    content: Content, source: str, path: str, title: str, layout: Layout, names: dict[str, Any]
) -> Page:
    sections = content.page_templates.render(source, {**names, "home": layout.address_of(_START)})
    return Page(path, layout.address_of(path), title, sections)


def _site(kind: str, content: Content, desk: Desk, pages: tuple[Page, ...]) -> Pages:
    """Return the pages as a site; the script is told its id and day, as of a kit's."""
    say = content.words.say
    own_id = sha256(f"kitgen {kind}".encode()).hexdigest()[:12]
    mark = Markup('<div data-kit="{}" data-built="{}" hidden></div>').format(
        own_id, desk.today.isoformat()
    )
    section = Section(0, "", Markup(), mark)
    marked = tuple(
        Page(each.path, each.address, each.title, (section, *each.sections)) for each in pages
    )
    first, *more = (each.path for each in marked)
    tabs = [Tab(say("desk.tab"), (first,))]
    tabs += [Tab(say("desk.cards"), tuple(more))] if more else []
    return Pages(
        kit_id=own_id,
        site_name=say("desk.site-name" if kind == "desk" else "desk.counts-title"),
        description=say("desk.site-description"),
        language=content.words.language.code,
        pages=marked,
        tabs=tuple(tabs),
    )
