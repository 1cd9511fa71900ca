"""A kit as a plain docs tree: the same pages for any generator that reads `mkdocs.yml`."""

from __future__ import annotations

import json
import shutil
from html import escape, unescape
from typing import TYPE_CHECKING

from kitgen.folder import new_folder

if TYPE_CHECKING:
    from pathlib import Path

    from kitgen.pages import Page, Pages
    from kitgen.templating import Section

# In the root of every tree, so that nothing else is ever replaced by one.
_MARK = ".kitgen-tree"
_HEAD = "---\ntitle: {title}\n---\n\n"


def write_tree(pages: Pages, assets: Path, place: Path) -> Path:
    """Write `mkdocs.yml` and `docs/` for `pages` at `place`, whole or not at all; return it.

    The pages are HTML inside Markdown files, so no generator reads profile text as Markdown;
    headings are Markdown, for the contents list, with every special character as a reference.
    Titles are escaped, because generators do not do it. Raises SiteError when `place` holds
    anything but such a tree, or cannot be written.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    with new_folder(place, _MARK) as fresh:
        for page in pages.pages:
            path = fresh / "docs" / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_markdown(page), "utf-8")
        shutil.copytree(assets, fresh / "docs" / "assets")
        (fresh / "mkdocs.yml").write_text(_mkdocs_yml(pages, assets), "utf-8")
        (fresh / _MARK).write_text("Made by `kitgen write`, which replaces all that is here.\n")
    return place


def _markdown(page: Page) -> str:
    return _HEAD.format(title=_yaml(escape(page.title))) + "\n\n".join(
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
    """Return the configuration of a plain docs tree."""
    titles = {page.path: escape(page.title) for page in pages.pages}
    config = {
        "site_name": escape(pages.site_name),
        "use_directory_urls": False,
        "theme": {"name": "material", "font": False, "language": pages.language},
        "extra": {"generator": False},
        "extra_css": [f"assets/{path.name}" for path in sorted(assets.glob("*.css"))],
        "extra_javascript": [f"assets/{path.name}" for path in sorted(assets.glob("*.js"))],
        "markdown_extensions": ["attr_list"],
        "nav": [
            {escape(tab.title): [{titles[path]: path} for path in tab.paths]} for tab in pages.tabs
        ],
    }
    return _yaml(config, indent=2) + "\n"


def _yaml(value: object, indent: int | None = None) -> str:
    """Return JSON, which is YAML in which nothing needs care with quotes.

    Not in ASCII: YAML cannot read the two halves that JSON makes of an emoji.
    """
    return json.dumps(value, indent=indent, ensure_ascii=False)
