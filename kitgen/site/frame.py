"""The frame: what the theme puts around a page, with holes for what is a kit's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from kitgen.site.places import MANY, headings_of, relative
from kitgen.site.stand_ins import ODD, SIGN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kitgen.pages import Pages
    from kitgen.site.places import Place

_CONTENT = "kitgencontent0z"
_SIGN = re.compile(
    rf"kitgenpage(?P<page>\d+)z\.html|kitgenid(?P<id>\d+)z|{_CONTENT}"
    rf"|Kitgen(?P<kind>title|tab|site|words|head)(?P<number>\d+)z{ODD}"
)
_OF_PAGES = frozenset({"title", "address", "absolute"})


class UnusualFrameError(Exception):
    """The theme does more with a page than to put texts into their places."""


class Hole(Struct, frozen=True):
    """A place for one text: of which kind, and of which page, tab or heading."""

    kind: str
    whose: str


class Row(Struct, frozen=True):
    """A place for all pages before or after the page in its tab, one written like the other.

    `item` is what is written of each, where a text is named by its kind.
    """

    pages: str
    item: tuple[bytes | Hole, ...]
    between: bytes


Frame = tuple[bytes | Hole | Row, ...]


class _Sign(Struct, frozen=True):
    """A sign that was found: of which kind, and the number of its page, tab or heading."""

    kind: str
    number: int


class KitTexts:
    """What the frames of one kit's pages are filled with."""

    def __init__(self, pages: Pages) -> None:
        """Escape each text once for all pages."""
        self.titles = {page.path: _escaped(page.title) for page in pages.pages}
        self._alike = {
            Hole("site", "0"): _escaped(pages.site_name),
            Hole("words", "0"): _escaped(pages.description),
        }
        for number, tab in enumerate(pages.tabs):
            self._alike[Hole("tab", str(number))] = _escaped(tab.title)

    def texts_at(self, place: Place) -> dict[Hole, bytes]:
        """Return what goes into the holes of one page, but for its content."""
        found = dict(self._alike)
        for whose, page in place.around.items():
            found[Hole("title", whose)] = self.titles[page.path]
            found[Hole("address", whose)] = relative(page.address, place.folder).encode()
            found[Hole("absolute", whose)] = page.address.encode()
        for number, section in enumerate(headings_of(place.page)):
            found[Hole("head", str(number))] = _escaped(section.title.striptags())
            found[Hole("id", str(number))] = section.id.encode()
        return found


def fill_frame(frame: Frame, place: Place, texts: KitTexts, content: str) -> bytes:
    """Return the page at a place, with `content` in its frame."""
    holes = texts.texts_at(place)
    holes[Hole("content", "")] = content.encode("utf-8", errors="xmlcharrefreplace")
    return b"".join(
        part
        if isinstance(part, bytes)
        else holes[part]
        if isinstance(part, Hole)
        else _row(part, place, texts)
        for part in frame
    )


def _row(row: Row, place: Place, texts: KitTexts) -> bytes:
    items = []
    for page in place.before if row.pages == "before" else place.after:
        of_page = {
            "title": texts.titles[page.path],
            "address": relative(page.address, place.folder).encode(),
            "absolute": page.address.encode(),
        }
        parts = (each if isinstance(each, bytes) else of_page[each.kind] for each in row.item)
        items.append(b"".join(parts))
    return row.between.join(items)


def read_frame(html: str, place: Place, pages: Pages, site_url: str) -> Frame:
    """Return the frame around a stand-in, which the theme made `html` of.

    Raises UnusualFrameError when a sign is not where, or not as, it is expected.
    """
    content = place.page.html
    if html.count(content) != 1 or _CONTENT in html:
        raise UnusualFrameError
    signs, literals = _taken_apart(html.replace(content, _CONTENT), place, pages, site_url)
    if any(SIGN.search(each) for each in literals):
        raise UnusualFrameError
    parts: list[bytes | Hole | Row] = [literals[0].encode()]
    names = {id(page): whose for whose, page in reversed(place.around.items())}
    at = 0
    while at < len(signs):
        row, taken = _row_at(at, signs, literals, _rows(place, pages))
        parts += [row or _hole(signs[at], pages, names), literals[at + taken].encode()]
        at += taken
    return tuple(parts)


def _taken_apart(
    html: str, place: Place, pages: Pages, site_url: str
) -> tuple[list[_Sign], list[str]]:
    """Return the signs in a page, and what stands between them."""
    signs: list[_Sign] = []
    literals: list[str] = []
    done = 0
    for match in _SIGN.finditer(html):
        before = html[done : match.start()]
        if match["page"]:
            kind, before = _kind_of_address(
                before, pages.pages[int(match["page"])].address, place, site_url
            )
        elif match["id"]:
            kind = "id"
        else:
            kind = match["kind"] or "content"
        signs.append(_Sign(kind, int(match["page"] or match["id"] or match["number"] or 0)))
        literals.append(before)
        done = match.end()
    return signs, [*literals, html[done:]]


def _kind_of_address(before: str, address: str, place: Place, site_url: str) -> tuple[str, str]:
    """Return how an address is written, and what stands before it, its folder apart."""
    name = address.rpartition("/")[2]
    folder = address.removesuffix(name)
    if site_url and before.endswith(site_url + folder):
        return "absolute", before.removesuffix(folder)
    seen = relative(address, place.folder).removesuffix(name)
    if not before.endswith(seen):
        raise UnusualFrameError
    return "address", before.removesuffix(seen)


def _hole(sign: _Sign, pages: Pages, names: Mapping[int, str]) -> Hole:
    if sign.kind == "content":
        return Hole("content", "")
    if sign.kind not in _OF_PAGES:
        return Hole(sign.kind, str(sign.number))
    whose = names.get(id(pages.pages[sign.number]))
    if whose is None:
        raise UnusualFrameError
    return Hole(sign.kind, whose)


def _rows(place: Place, pages: Pages) -> dict[str, list[int]]:
    """Return the numbers of the pages that stand in a row, where they are many."""
    numbers = {id(page): number for number, page in enumerate(pages.pages)}
    rows = {"before": place.before, "after": place.after}
    return {
        name: [numbers[id(page)] for page in row] for name, row in rows.items() if len(row) >= MANY
    }


def _row_at(
    at: int, signs: Sequence[_Sign], literals: Sequence[str], rows: Mapping[str, Sequence[int]]
) -> tuple[Row | None, int]:
    """Return the row that begins with a sign, and how many signs it has; none is one sign."""
    for name, numbers in rows.items():
        size = 0
        while at + size < len(signs) and _is_of(signs[at + size], numbers[0]):
            size += 1
        if size and (row := _read_row(name, numbers, signs[at:], literals[at:], size)):
            return row, size * len(numbers)
    return None, 1


def _read_row(
    name: str, numbers: Sequence[int], signs: Sequence[_Sign], literals: Sequence[str], size: int
) -> Row | None:
    """Return a row of items with so many signs each, if the signs are those of one."""
    kinds = [sign.kind for sign in signs[:size]]
    expected = [_Sign(kind, number) for number in numbers for kind in kinds]
    if list(signs[: len(expected)]) != expected:
        return None
    starts = range(0, len(expected), size)
    inner = {tuple(literals[start + 1 : start + size]) for start in starts}
    between = {literals[start] for start in starts[1:]}
    if len(inner) != 1 or len(between) != 1:
        return None
    item: list[bytes | Hole] = [Hole(kinds[0], "")]
    for literal, kind in zip(inner.pop(), kinds[1:], strict=True):
        item += [literal.encode(), Hole(kind, "")]
    return Row(name, tuple(item), between.pop().encode())


def _is_of(sign: _Sign, page: int) -> bool:
    return sign.kind in _OF_PAGES and sign.number == page


def _escaped(text: str) -> bytes:
    return str(Markup.escape(text)).encode("utf-8", errors="xmlcharrefreplace")
