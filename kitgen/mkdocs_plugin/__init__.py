"""The MkDocs plugin: a thin shell that hands a kit's pages to MkDocs."""

from kitgen.mkdocs_plugin.composed import content_of
from kitgen.mkdocs_plugin.plugin import (
    KitgenPlugin,
    contents_list,
    search_entries,
    searchless,
    squeezed,
)

__all__ = [
    "KitgenPlugin",
    "content_of",
    "contents_list",
    "search_entries",
    "searchless",
    "squeezed",
]
