"""Page templates: what a page source is compiled to, and the sections it renders to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from kitgen.templating.environment import get_template, make_environment, render
from kitgen.templating.markdown import HEADING_END, HEADING_MARK, compile_markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it: title and body are HTML.

    `level` is 1 to 6, and 0 for what stands above the first heading.
    """

    level: int
    id: str
    title: Markup
    body: Markup


@dataclass(frozen=True)
class PageTemplates:
    """The compiled page sources of one language, by their path under `docs/<language>/`."""

    sources: Mapping[str, str]
    environment: Environment
    folder: str

    def render(self, path: str, context: Mapping[str, Any]) -> tuple[Section, ...]:
        """Return the sections of one page. Raises SourceError at the line at fault."""
        template = get_template(self.environment, path, self.sources[path], f"{self.folder}/")
        html = render(template, context, self.sources[path], f"{self.folder}/{path}")
        return split_sections(html)

    def render_component(self, name: str, context: Mapping[str, Any]) -> Markup:
        """Return one component as HTML. Raises SourceError at the line at fault."""
        path = f"components/{name}.html"
        template = get_template(self.environment, path, "", "docs/")
        return Markup(render(template, context, "", f"docs/{path}").strip())  # noqa: S704  autoescaped


def compile_page_templates(
    pages: Mapping[str, str], components: Mapping[str, str], folder: str, names: Mapping[str, Any]
) -> PageTemplates:
    """Return page templates from page sources (Markdown) and components (HTML), both by path.

    `names` can be used in all of them. Raises SourceError for a source that cannot be compiled.
    """
    compiled = {
        path: compile_markdown(source, path, pages.keys(), f"{folder}/{path}")
        for path, source in pages.items()
    }
    sources = {**compiled, **{f"components/{path}": text for path, text in components.items()}}
    environment = make_environment(sources, escape=True, names=names)
    templates = PageTemplates(pages, environment, folder)
    for path, source in pages.items():
        get_template(environment, path, source, f"{folder}/")
    return templates


def split_sections(html: str) -> tuple[Section, ...]:
    """Return the sections of rendered HTML in which headings are marks."""
    above, *rest = html.split(HEADING_MARK)
    sections = [Section(0, "", Markup(), Markup(above.strip()))] if above.strip() else []  # noqa: S704  autoescaped
    for part in rest:
        level, heading_id, title, body = part.split(HEADING_END, 3)
        sections.append(
            Section(int(level), heading_id, Markup(title.strip()), Markup(body.strip()))  # noqa: S704
        )
    return tuple(sections)
