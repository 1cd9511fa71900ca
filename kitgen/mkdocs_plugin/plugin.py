"""The MkDocs plugin: a thin shell that hands a kit's pages to MkDocs.

Public API only. MkDocs escapes neither titles nor `site_name`, and Material does so here and there:
so they are handed over as Markup, which is escaped already and not escaped twice.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup
from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.toc import AnchorLink, TableOfContents

from kitgen.clock import read_clock
from kitgen.errors import KitgenError
from kitgen.mkdocs_plugin.composed import ComposedPage
from kitgen.pages import search_entries, searchless
from kitgen.project import Project, pages_for, pages_or_problems

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage
    from mkdocs.utils.templates import TemplateContext

    from kitgen.pages import Page, Pages

# What of `docs/` and the theme goes into a site: the kit's own style and script, and of the
# theme all but source maps and the search stemmers of other languages.
_ASSETS = "assets/"
_UNUSED = ("assets/javascripts/lunr/",)
_SEARCH = "material/search"
# The language whose stemmer is part of the search itself; and, for all others, where words end.
_STEMMED = "en"
_BETWEEN_WORDS = r"""[\s\-,.;:!?()\[\]/"„“”«»…–—]+"""
# The theme's templates leave much room between their tags, in every page.
_ROOM = re.compile(r"\n\s+")
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)


class KitgenConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    """The plugin's settings in `mkdocs.yml`."""

    profile = option.Type(str, default="")


class KitgenPlugin(BasePlugin[KitgenConfig]):  # type: ignore[no-untyped-call]  # as above
    """Turns a MkDocs site into a kit."""

    def __init__(self) -> None:
        """Begin without pages; `use` or the first event brings them."""
        self._given: Pages | None = None
        self._pages: Pages | None = None
        self._taken: dict[str, bytes] | None = None
        self._command = ""
        self._hidden: str | None = None
        self.assets: dict[str, str] = {}

    def use(self, pages: Pages | None, taken: dict[str, bytes] | None = None) -> None:
        """Build these pages from now on; with None, those of the configured profile.

        With `taken`, what is rendered comes there by its address instead of being written, and
        what only costs time is left out: Markdown of empty bodies, and parsing pages again.
        """
        self._given, self._taken = pages, taken

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Refuse the one command that would publish a kit for everyone to read."""
        self._command = command
        if command == "gh-deploy":
            raise PluginError("gh-deploy would publish this kit where anyone can read it.")
        del dirty

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Compose the pages, and let MkDocs know the names that they go by."""
        self._pages = self._given or self._compose(config)
        config.site_name = Markup.escape(self._pages.site_name)
        config.site_description = Markup.escape(self._pages.description)
        config.theme["language"] = self._pages.language
        _search_plainly(config, self._pages.language)
        config.theme.static_templates.discard("404.html")
        config.nav = [
            {Markup.escape(tab.title): [{self._title(path): path} for path in tab.paths]}
            if len(tab.paths) > 1
            else {Markup.escape(tab.title): tab.paths[0]}
            for tab in self._pages.tabs
        ]
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Replace everything under `docs/` but its assets by the pages of the kit."""
        kept = [each for each in files if self._is_kept(each)]
        pages = [_file(config, each) for each in self._composed.pages]
        if self._taken is None:
            return Files([*kept, *pages])
        alone = {tab.paths[0]: tab.title for tab in self._composed.tabs if len(tab.paths) == 1}
        for file in pages:  # each finds its place at the file
            title = alone.get(file.src_uri)
            ComposedPage(Markup.escape(title) if title else None, file, config)
        self.assets = {file.dest_uri: file.abs_src_path or "" for file in kept}
        return Files(pages)

    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Put the page's own content and contents list in the place of the empty body's."""
        del html, config, files
        try:
            ours = self._composed.page(page.file.src_uri)
        except KeyError as error:
            raise PluginError(f"a plugin adds the page {error}, which no kit has") from None
        page.toc = contents_list(ours)
        page.meta["title"] = self._title(ours.path)
        page.meta["search"] = {"exclude": not ours.is_searched}
        return ours.html

    @event_priority(100)  # before the search
    def _before_search(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Tell the search what a page holds, and hide the rest of its work from it."""
        del nav
        if self._taken is not None:
            self._tell_search(page, config)
            if page.meta["search"]["exclude"]:
                self._hidden, page.content = page.content, ""
        return context

    @event_priority(-100)  # after the search
    def _after_search(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give a page its content back, without what only the search was to see."""
        del config, nav
        if self._hidden is not None:
            page.content, self._hidden = searchless(self._hidden), None
        return context

    on_page_context = CombinedEvent(_before_search, _after_search)

    def _tell_search(self, page: MkDocsPage, config: MkDocsConfig) -> None:
        """Tell the search what a page holds, from its sections; what is unusual it parses itself.

        Material keeps the entries in its plugin, so this goes by names of its own: without them
        the page is parsed as ever. It saves a third of the time of a page.
        """
        index = getattr(config.plugins.get(_SEARCH), "search_index", None)
        entries = getattr(index, "entries", None)
        ours = self._composed.page(page.file.src_uri)
        if isinstance(entries, list) and ours.is_searched:
            found = search_entries(ours, page.url)
            if found is not None:
                entries += found
                page.meta["search"] = {"exclude": True}  # it is told already

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Take the empty room out of the frame around a page's own content."""
        del config
        return self._take(page.file.dest_uri, squeezed(output))

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Take a file that the theme makes besides pages."""
        del config
        return self._take(template_name, output)

    def _take(self, address: str, output: str) -> str:
        if self._taken is None or not output.strip():
            return output
        self._taken[address] = output.encode("utf-8", errors="xmlcharrefreplace")
        return ""

    @property
    def _composed(self) -> Pages:
        if self._pages is None:
            raise PluginError("kitgen: MkDocs asked for files before the configuration was read.")
        return self._pages

    def _title(self, path: str) -> Markup:
        return Markup.escape(self._composed.page(path).title)

    def _is_kept(self, file: File) -> bool:
        unused = file.src_uri.endswith(".map") or file.src_uri.startswith(_UNUSED)
        return file.src_uri.startswith(_ASSETS) and not unused

    def _compose(self, config: MkDocsConfig) -> Pages:
        """Return the pages of the configured profile; what is wrong with it, when serving."""
        named = os.environ.get("KITGEN_PROFILE") or self.config.profile
        if not named:
            raise PluginError("kitgen: name a profile in mkdocs.yml, or run `kitgen serve NAME`.")
        project = Project(Path(config.config_file_path or "mkdocs.yml").parent)
        path = project.root / named
        config.watch.append(str(path))
        try:
            if self._command == "serve":
                return pages_or_problems(project, path, read_clock(), self._pages)
            return pages_for(project, path, read_clock())
        except KitgenError as error:
            raise PluginError(str(error)) from None


def _search_plainly(config: MkDocsConfig, language: str) -> None:
    """Let the search of any language but English do without stemmers.

    Each would be one more script for the page to load; words are found by how they begin.
    """
    for plugin in config.plugins.values():
        settings = getattr(plugin, "config", {})  # a hook is a module, and has none
        if language != _STEMMED and {"lang", "separator", "pipeline"} <= set(settings):
            settings["lang"] = [_STEMMED]  # no stemmer either, for an empty pipeline
            settings["separator"] = _BETWEEN_WORDS
            settings["pipeline"] = []


def _file(config: MkDocsConfig, page: Page) -> File:
    """Return the MkDocs file of a page, at the page's own address."""
    file = File.generated(config, page.path, content=f"# {page.path}", inclusion=_INCLUDED)
    file.dest_uri = page.address
    return file


_INCLUDED = InclusionLevel.INCLUDED


def squeezed(html: str) -> str:
    """Return a page without indentation and empty lines, but for its own content."""
    article = _ARTICLE.search(html)
    if article is None:
        return html
    before, after = html[: article.start()], html[article.end() :]
    return _ROOM.sub("\n", before) + article[0] + _ROOM.sub("\n", after)


def contents_list(page: Page) -> TableOfContents:
    """Return the contents list of a page, from its sections."""
    top: list[AnchorLink] = []
    for section in page.sections:
        if section.level and section.id:
            title = Markup.escape(section.title.striptags())
            link = AnchorLink(title, section.id, section.level)
            parents = top
            while parents and parents[-1].level < section.level:
                parents = parents[-1].children
            parents.append(link)
    return TableOfContents(top)
