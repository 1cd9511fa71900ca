"""How MkDocs watches files while it serves a kit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs.livereload import LiveReloadServer

# Seconds between two looks at what is watched, and without a change before building.
_LOOK, _SETTLED = 0.1, 0.02


def watch_closely(server: LiveReloadServer, paths: Sequence[str]) -> None:
    """Notice within a tenth of a second that a file was saved; `paths` are all watched so far."""
    for path in paths:
        server.unwatch(path)
    server.observer = type(server.observer)(timeout=_LOOK)
    for path in paths:
        server.watch(path)
    server.build_delay = _SETTLED
