"""A kit served on this machine while its profile is edited."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from mkdocs.commands.serve import serve

if TYPE_CHECKING:
    from pathlib import Path


def serve_site(mkdocs_yml: Path, profile: Path, port: int) -> None:
    """Serve the kit of one profile on 127.0.0.1 until interrupted, reloading on every change.

    MkDocs reads the profile through the plugin, so that a broken one shows its problems.
    """
    os.environ["KITGEN_PROFILE"] = str(profile.resolve())
    # Ended like this or with Ctrl-C, MkDocs removes the temporary folder that holds the kit.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    serve(str(mkdocs_yml), dev_addr=f"127.0.0.1:{port}", site_url=None)
