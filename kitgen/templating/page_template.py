"""Page templates: what a page source is compiled to."""

from __future__ import annotations

from functools import partial
from posixpath import dirname
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from kitgen.errors import SourceError
from kitgen.templating.environment import get_template, make_environment, render
from kitgen.templating.section import Section, split_sections

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from jinja2 import Environment

    from kitgen.errors import Problem
    from kitgen.templating.compiled import Compiling

# What page sources include components by, as in `components/draft.html`.
_COMPONENTS = "components/"


class PageTemplates(Struct, frozen=True, dict=True):
    """The compiled page sources of one language, by their path under `docs/<language>/`."""

    sources: Mapping[str, str]
    environment: Environment
    folder: str

    def render(self, path: str, context: Mapping[str, Any]) -> tuple[Section, ...]:
        """Return the sections of one page. Raises SourceError at the line at fault."""
        template = get_template(self.environment, path, self.sources[path], f"{self.folder}/")
        try:
            html = render(template, context, self.sources[path], f"{self.folder}/{path}")
        except SourceError as error:
            raise SourceError(self._placed(each) for each in error.problems) from error
        return split_sections(html)

    def render_component(self, name: str, context: Mapping[str, Any]) -> Markup:
        """Return one component as HTML. Raises SourceError at the line at fault."""
        path = f"{_COMPONENTS}{name}.html"
        docs = f"{dirname(self.folder)}/"
        template = get_template(self.environment, path, None, docs)
        return Markup(render(template, context, None, docs + path).strip())  # noqa: S704  autoescaped

    def _placed(self, problem: Problem) -> Problem:
        """Return a problem of a component with its place: beside the folders of languages."""
        inside = problem.source.removeprefix(f"{self.folder}/")
        if not inside.startswith(_COMPONENTS):
            return problem
        return replace(problem, source=f"{dirname(self.folder)}/{inside}")


def compile_page_templates(
    pages: Mapping[str, str],
    components: Mapping[str, str],
    folder: str,
    names: Mapping[str, Any],
    compiling: Compiling,
) -> PageTemplates:
    """Return page templates from page sources (Markdown) and components (HTML), both by path.

    `names` can be used in all of them. Raises SourceError for a source that cannot be compiled.
    """
    compiled: dict[str, str] = {}
    problems: list[Problem] = []
    for path, source in pages.items():
        try:
            convert = partial(_convert, source, path, pages.keys(), f"{folder}/{path}")
            key = (source, f"{folder}/{path}", *sorted(pages))
            kept = compiling.kept
            compiled[path] = kept.value("page source", key, convert) if kept else convert()
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(problems)
    sources = {**compiled, **{f"{_COMPONENTS}{path}": text for path, text in components.items()}}
    environment = make_environment(sources, escape=True, names=names, compiling=compiling)
    templates = PageTemplates(pages, environment, folder)
    for path, source in pages.items():
        get_template(environment, path, source, f"{folder}/")
    return templates


def _convert(source: str, path: str, known: Collection[str], place: str) -> str:
    from kitgen.templating.markdown import compile_markdown  # noqa: PLC0415  kept ones need no Markdown

    return compile_markdown(source, path, known, place)
