"""One kit's site: its pages built by MkDocs and Material, cold for one or warm for many."""

from kitgen.site.building import Site, build_site
from kitgen.site.press import Press
from kitgen.site.serving import EditedKit, serve_site
from kitgen.site.settings_file import extra_of, site_url_of

__all__ = ["EditedKit", "Press", "Site", "build_site", "extra_of", "serve_site", "site_url_of"]
