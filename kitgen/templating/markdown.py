"""Page sources (Markdown + Jinja) to HTML templates, once; no profile text comes near Markdown.

The Jinja tags are taken out before Markdown sees the text and put back into its HTML, so that
what they will render to is escaped by Jinja and read by nobody but the browser.
"""

from __future__ import annotations

import posixpath
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.preprocessors import Preprocessor

from kitgen.errors import Problem, SourceError
from kitgen.templating.limits import TooMuchError, limited
from kitgen.templating.section import HEADING_END, HEADING_MARK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
# What stands for a Jinja tag while Markdown is read, with its number.
_STASH = "kitgentag"
_STASHED = re.compile(rf"{_STASH}(\d+)x")
_TAGS_ALONE = re.compile(rf"<p>((?:{_STASH}\d+x\s*)+)</p>")
_HEADING = re.compile(r'<h([1-6])(?: id="([^"]*)")?>(.*?)</h\1>', re.DOTALL)
_LINK = re.compile(rf'href="(?![a-z]+:|#|{_STASH})([^"#]+\.md)(#[^"]*)?"')
_EXTENSIONS = (
    "admonition",
    "attr_list",
    "def_list",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.superfences",
    "pymdownx.tabbed",
)


class _TagStash(Preprocessor):
    """Puts a word in the place of each Jinja tag and remembers the tag."""

    def __init__(self, markdown: Markdown, tags: list[str]) -> None:
        super().__init__(markdown)
        self.tags = tags

    def run(self, lines: list[str]) -> list[str]:
        def stash(match: re.Match[str]) -> str:
            self.tags.append(match[0])
            return f"{_STASH}{len(self.tags) - 1}x"

        return _TAG.sub(stash, "\n".join(lines)).split("\n")


class _JinjaTags(Extension):
    """Keeps Jinja tags out of Markdown's sight."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's own name
        md.preprocessors.register(_TagStash(md, self.tags), "jinja", 1000)


@cache
def _converter() -> tuple[Markdown, _JinjaTags]:
    """Return the one converter of this process; building it costs more than a page."""
    tags = _JinjaTags()
    configs: dict[str, dict[str, Any]] = {
        "pymdownx.tabbed": {"alternate_style": True},
        "toc": {"slugify": _heading_id},
    }
    return Markdown(extensions=[tags, *_EXTENSIONS], extension_configs=configs), tags


def _heading_id(title: str, separator: str) -> str:
    """Return an id made of the words of a heading that are the same in every kit."""
    return str(slugify(_STASHED.sub("", title), separator)).strip(separator)


def compile_markdown(source: str, path: str, known: Collection[str], place: str) -> str:
    """Return the HTML template of a page source.

    Its headings are replaced by marks (level, id, title), its links to other page sources by
    `link(…)` calls. `known` are the paths of all page sources, `path` this one's. Raises
    SourceError for the links to page sources that are not there.
    """
    _refuse_stash(source, place)
    try:
        with limited():
            return _compiled(source, path, known, place)
    except (TooMuchError, RecursionError, MemoryError):
        _converter.cache_clear()  # it still stands in the middle of this source
        message = "this page source takes longer to read than any page, or goes too deep"
        hint = "look for thousands of brackets, of headings, or of lists in one another"
        raise SourceError([Problem(place, 1, 1, "template", message, hint)]) from None


def _compiled(source: str, path: str, known: Collection[str], place: str) -> str:
    markdown, stash = _converter()
    stash.tags.clear()
    html = markdown.reset().convert(source)
    html = _TAGS_ALONE.sub(r"\1", html)
    html = _HEADING.sub(_mark_heading, html)
    problems = tuple(_dead_links(html, source, path, known, place))
    if problems:
        raise SourceError(problems)
    html = _LINK.sub(lambda match: _link(match, path), html)
    return _STASHED.sub(lambda match: stash.tags[int(match[1])], html)


def _refuse_stash(source: str, place: str) -> None:
    """Raise SourceError for a page source that holds what stands for its tags meanwhile."""
    taken = source.find(_STASH)
    if taken >= 0:
        line = source[:taken].count("\n") + 1
        column = taken - source.rfind("\n", 0, taken)
        message = f"the word '{_STASH}' cannot stand in a page source; write another"
        raise SourceError([Problem(place, line, column, "template", message)])


def _mark_heading(match: re.Match[str]) -> str:
    level, heading_id, title = match.groups()
    return f"{HEADING_MARK}{level}{HEADING_END}{heading_id or ''}{HEADING_END}{title}{HEADING_END}"


def _dead_links(
    html: str, source: str, path: str, known: Collection[str], place: str
) -> Iterator[Problem]:
    for match in _LINK.finditer(html):
        if _target(match, path) not in known:
            line = source[: max(0, source.find(match[1]))].count("\n") + 1
            message = f"a link to '{match[1]}', which is not a page source"
            yield Problem(place, line, 1, "link", message)


def _link(match: re.Match[str], path: str) -> str:
    return f"href=\"{{{{ link('{_target(match, path)}') }}}}{match[2] or ''}\""


def _target(match: re.Match[str], path: str) -> str:
    """Return the path under `docs/<language>/` that a relative link leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), match[1]))
