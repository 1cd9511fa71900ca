"""What a search finds of a page: its sections as texts, in the form that Material's search wants.

The same texts come out of Material's own parser, which reads each page letter by letter. This
reads tags at once, and each section that is the same in all kits only once. Whatever is unusual
(a heading inside a section, a tag left open, a comment) is left to that parser.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING

from markupsafe import Markup

from kitgen.templating import Section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kitgen.pages.value import Page

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)"
    r"(?P<attributes>(?:\s+[^\s=>\"'/<]+(?:=(?:\"[^\"]*\"|'[^']*'))?)*)\s*(?P<alone>/?)>|<"
)
# Tags that have no end, that stay in the text, and whose content is no text.
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"}
    | {"source", "track", "wbr"}
)
_KEPT = frozenset({"p", "code", "pre", "li", "ol", "ul", "sub", "sup"})
_HIDDEN = frozenset({"object", "script", "style"})
# What makes a page unusual: tags whose content is no HTML, headings, what is to be left out.
_LEFT_TO_OTHERS = frozenset(
    {"iframe", "noembed", "noframes", "noscript", "plaintext", "xmp"}
    | {"h1", "h2", "h3", "h4", "h5", "h6"}
)
_LEFT_OUT = re.compile(r"\sdata-search-exclude(?=[\s=]|$)|\sclass=[\"']linenodiv[\"']")
# A whole section that is to be left out, as drafts are; and what of its tags tells their order.
_LEFT_OUT_BEGIN, _LEFT_OUT_END = "<section data-search-exclude>", "</section>"
_SHAPE = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9-]*|.)")


# A part of a section that has a heading of its own, as the rules of coverage have; after its end
# the section goes on. What stands in its place says so to the reader.
_NESTED = re.compile(
    r"<section(?: class=\"[^\"]*\")?>(?P<room>\s*)<(?P<tag>h[2-6])(?: class=\"[^\"]*\")?"
    r" id=\"(?P<id>[^\"&]+)\">(?P<title>[^<]*)</(?P=tag)>"
    r"(?P<body>(?:(?!</?section\b|<h[1-6]\b).)*)</section>",
    re.DOTALL,
)
_NESTED_MARK = "data-kitgen-nested"


# What the search takes out of each page in the end. It looks for the space first, and takes long.
_FOR_SEARCH = re.compile(r'data-search-\w+="[^"]+"')
_FOR_SEARCH_ALL = re.compile(rf"\s?{_FOR_SEARCH.pattern}")


class _Unusual(Exception):  # noqa: N818  no error: the other way is taken
    """Something that is left to Material's own parser."""


def search_entries(page: Page, url: str) -> tuple[dict[str, str], ...] | None:
    """Return what the search is to find of a page, which is at `url`; None when it is unusual."""
    texts = search_texts(page)
    if texts is None:
        return None
    return tuple(
        {
            "location": f"{url}#{section_id}" if section_id else url,
            "title": title or str(Markup.escape(page.title)),
            "text": text,
        }
        for section_id, title, text in texts
    )


def searchless(html: str) -> str:
    """Return the content of a page without what only the search was to see."""
    return _FOR_SEARCH_ALL.sub("", html) if _FOR_SEARCH.search(html) else html


def search_texts(page: Page) -> tuple[tuple[str, str, str], ...] | None:
    """Return the sections of a page as (id, title, text), or None when the page is unusual.

    Title and text are HTML with the few tags that the search shows; what stands above the first
    heading has neither id nor title.
    """
    found: list[tuple[str, str, str]] = []
    try:
        for section in _joined(page.sections):
            if section.level and (not section.id or "<" in section.title):
                return None
            title = section_text(str(section.title)) if section.level else ""
            body, nested = _without_nested(str(section.body))
            found.append((section.id, title, section_text(body)))
            found += nested
    except _Unusual:
        return None
    level = page.sections[0].level if page.sections else 0
    if level == 1:  # with nothing above it, it is the page itself
        found[0] = ("", *found[0][1:])
    return tuple(found) if level < 2 else (("", "", ""), *found)  # noqa: PLR2004  as it says


def _joined(sections: Iterable[Section]) -> list[Section]:
    """Return the sections, with what stands under no heading of its own in the one before it."""
    found: list[Section] = []
    for each in sections:
        if each.level or not found:
            found.append(each)
        else:
            last = found.pop()
            found.append(Section(last.level, last.id, last.title, last.body + "\n" + each.body))
    return found


def _without_nested(html: str) -> tuple[str, list[tuple[str, str, str]]]:
    """Return a section without its parts that have headings, and these. Raises _Unusual."""
    nested: list[tuple[str, str, str]] = []

    def take(part: re.Match[str]) -> str:
        nested.append((part["id"], section_text(part["title"]), section_text(part["body"])))
        return f"<section {_NESTED_MARK}>{part['room']}</section>"

    if "<section" not in html:
        return html, nested
    if _NESTED_MARK in html:
        raise _Unusual
    return _NESTED.sub(take, html), nested


@lru_cache(maxsize=1024)
def section_text(html: str) -> str:
    """Return the text of a section, with the tags that a search shows. Raises _Unusual."""
    reader = _Reader()
    done = 0
    html = _emptied(html)
    for match in _TAG.finditer(html):
        start, stop = match.span()
        if start > done:
            reader.add_text(html[done:start])
        done = stop
        end, name, attributes, alone = match.groups()
        if name is None:
            raise _Unusual
        name = name.lower()
        if end:
            reader.close(name)
        elif name not in _VOID:
            reader.open(name, attributes)
            if alone:
                reader.close(name)
    reader.add_text(html[done:])
    if reader.context:
        raise _Unusual
    return "".join(reader.pieces).strip()


def _emptied(html: str) -> str:
    """Return HTML whose sections that are left out are empty, but for those that are unusual."""
    pieces, done = list[str](), 0
    begin = html.find(_LEFT_OUT_BEGIN)
    while begin >= 0:
        inside = begin + len(_LEFT_OUT_BEGIN)
        end = html.find(_LEFT_OUT_END, inside)
        if end < 0:
            break
        if _is_usual(" ".join(_SHAPE.findall(html, inside, end))):
            pieces.append(html[done:inside])
            done = end
        begin = html.find(_LEFT_OUT_BEGIN, end)
    return "".join((*pieces, html[done:]))


@lru_cache(maxsize=64)  # the drafts to a dozen contacts have a handful of shapes
def _is_usual(shape: str) -> bool:
    """Return whether all tags, by their names in a row, are usual, and closed in their order."""
    context: list[str] = []
    for tag in shape.lower().split():
        name = tag.removeprefix("/")
        if not name[0:1].isalpha() or name in {*_LEFT_TO_OTHERS, "section"}:
            return False
        if tag != name and (not context or context.pop() != name):
            return False
        if tag == name and tag not in _VOID:
            context.append(tag)
    return not context


class _Reader:
    """Collects the text of one section, as Material's parser does."""

    def __init__(self) -> None:
        self.context: list[str] = []
        self.pieces: list[str] = []
        self._skipped = _HIDDEN
        self._hides = 0  # how many of the open tags are skipped
        self._first: dict[str, int] = {}

    def add_text(self, text: str) -> None:
        if not text or self._hides:
            return
        if "&" in text:
            text = unescape(text)
        is_as_typed = "pre" in self.context
        if text.isspace():
            text = text if is_as_typed else " "
            if is_as_typed or not self.pieces or not self.pieces[-1].isspace():
                self.pieces.append(text)
        else:
            self.pieces.append(
                escape(text if is_as_typed else text.replace("\n", " "), quote=False)
            )

    def open(self, tag: str, attributes: str) -> None:
        """Take the beginning of a tag that has an end."""
        if tag in _LEFT_TO_OTHERS:
            raise _Unusual
        self.context.append(tag)
        if tag in self._skipped:
            self._hides += 1
        if attributes and ("data-" in attributes or "linenodiv" in attributes):
            if _NESTED_MARK in attributes and (self._hides or "pre" in self.context):
                raise _Unusual
            if "data-search-exclude" in attributes or "linenodiv" in attributes:
                if not _LEFT_OUT.search(attributes):
                    raise _Unusual
                self._skip(self._skipped | {tag})
                return
        if tag in _KEPT and not self._hides:
            self._first.setdefault(f"<{tag}>", len(self.pieces))
            self.pieces.append(f"<{tag}>")

    def close(self, tag: str) -> None:
        if not self.context or self.context.pop() != tag:
            raise _Unusual
        if tag in self._skipped:  # as Material has it: the first end of such a tag ends it
            self._skip(self._skipped - ({tag} - _HIDDEN))
        elif tag in _KEPT and not self._hides:
            self._close_kept(tag)

    def _skip(self, tags: frozenset[str]) -> None:
        self._skipped = tags
        self._hides = sum(tag in tags for tag in self.context)

    def _close_kept(self, tag: str) -> None:
        """Add the end of a tag; or take its beginning away, when nothing came after the first."""
        first = self._first[f"<{tag}>"]
        if any(not piece.isspace() for piece in self.pieces[first + 1 :]):
            self.pieces.append(f"</{tag}>")
            return
        del self.pieces[first:]
        self._first = {name: at for name, at in self._first.items() if at < first}
