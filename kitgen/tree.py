"""A kit as a plain docs tree: the same pages for any generator that reads `mkdocs.yml`."""

from __future__ import annotations

import json
from html import unescape
from typing import TYPE_CHECKING

from kitgen.folder import new_folder

if TYPE_CHECKING:
    from pathlib import Path

    from kitgen.pages import Page, Pages
    from kitgen.templating import Section

_HEAD = "---\ntitle: {title}\n---\n\n"


def write_tree(pages: Pages, assets: Path, place: Path) -> Path:
    """Write `mkdocs.yml` and `docs/` for `pages` at `place`, whole or not at all; return it.

    The pages are HTML inside Markdown files, so no generator reads profile text as Markdown;
    headings are Markdown, for the contents list, with every special character as a reference.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    with new_folder(place) as fresh:
        for page in pages.pages:
            path = fresh / "docs" / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_markdown(page), "utf-8")
        for source in sorted(assets.iterdir()):
            path = fresh / "docs" / "assets" / source.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source.read_bytes())
        (fresh / "mkdocs.yml").write_text(_mkdocs_yml(pages, assets), "utf-8")
    return place


def _markdown(page: Page) -> str:
    return _HEAD.format(title=json.dumps(page.title, ensure_ascii=False)) + "\n\n".join(
        _section(each) for each in page.sections
    )


def _section(section: Section) -> str:
    body = f"<div>\n{section.body}\n</div>\n" if section.body else ""
    if not section.level:
        return body
    title = _references(unescape(section.title.striptags()))
    heading_id = f" {{: #{section.id} }}" if section.id else ""
    return f"{'#' * section.level} {title}{heading_id}\n\n{body}"


def _references(text: str) -> str:
    """Return `text` with everything but letters, digits and spaces as HTML references."""
    return "".join(
        each if each.isalnum() or each == " " else f"&#{ord(each)};" for each in text.strip()
    )


def _mkdocs_yml(pages: Pages, assets: Path) -> str:
    """Return the configuration; JSON is YAML, and nothing in JSON needs care with quotes."""
    titles = {page.path: page.title for page in pages.pages}
    config = {
        "site_name": pages.site_name,
        "use_directory_urls": False,
        "theme": {"name": "material", "font": False, "language": pages.language},
        "extra": {"generator": False},
        "extra_css": [f"assets/{path.name}" for path in sorted(assets.glob("*.css"))],
        "extra_javascript": [f"assets/{path.name}" for path in sorted(assets.glob("*.js"))],
        "markdown_extensions": ["attr_list"],
        "nav": [{tab.title: [{titles[path]: path} for path in tab.paths]} for tab in pages.tabs],
    }
    return json.dumps(config, indent=2, ensure_ascii=False) + "\n"
