"""The MkDocs plugin: a thin shell that hands a kit's pages to MkDocs."""

from kitgen.mkdocs_plugin.plugin import KitgenPlugin, contents_list, squeezed

__all__ = ["KitgenPlugin", "contents_list", "squeezed"]
