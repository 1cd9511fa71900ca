"""What MkDocs is handed in the place of what it would make itself: pages, files of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.pages import Page

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


class ComposedPage(Page):
    """A page of MkDocs that is composed already: there is no Markdown to convert."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Have an empty source."""
        del config
        self.markdown, self.meta = "", {}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Have an empty content; the plugin brings the page's own afterwards."""
        del config, files
        self.content, self.present_anchor_ids = "", set()
