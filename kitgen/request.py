"""A request: which kits a production brings up to date, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from kitgen.project import Project
    from kitgen.secret import Secret


class Request(Struct, frozen=True):
    """What to bring up to date: these profiles, or all of the project's when `is_whole`.

    `address` is where kits are published, as far as that is said outside of `mkdocs.yml`, `cluster`
    where the scheduler of the cluster is that builds them; empty for processes of this machine.
    """

    project: Project
    secret: Secret
    now: datetime
    paths: tuple[Path, ...]
    is_whole: bool = True
    jobs: int = 1
    is_fresh: bool = False  # build everything again
    address: str = ""
    cluster: str = ""
