"""A desk of many invented mentees, sealed: for the tests, and for the benchmark."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kitgen.clock import day_in
from kitgen.desk import DESK, Office, desk_link, unsealed_desks
from kitgen.folder import output_folder
from kitgen.project import Project
from kitgen.seal import Secret, seal_kit
from kitgen.settings import Settings
from kitgen.sharing import deployment_of, read_members, search_of
from tests.browser.conftest import NOON, ROOT

if TYPE_CHECKING:
    from pathlib import Path

_SETTINGS = Settings(desk=1, edit="https://git.example.org/kits/edit/main/profiles/")
_LIVES = (
    "",
    "contacts: [{name: Kim Vale, history: [{received: 2026-11-01}]}]",
    "contacts: [{name: Kim Vale}, {name: Bo Ash, history: [{asked: 2026-11-20}]}]",
    "contacts: [{name: Kim Vale, relationship: boss}]",
    (
        "contacts: [{name: Kim Vale, history: [{published: 2026-10-01}]}]\n"
        "mentor: {notes: Likes to talk first., confidence_before: 3, confidence_after: 7}"
    ),
)


def seal_desk(root: Path, mentees: int) -> tuple[Path, str]:
    """Seal a desk of so many invented mentees under `root`.

    Return the folder to serve, and the desk's link without its beginning.
    """
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "profiles").mkdir()
    for number in range(mentees):
        text = f"owner: {{name: Mentee Number {number}}}\n{_LIVES[number % len(_LIVES)]}\n"
        (root / "profiles" / f"m{number:03}.yml").write_text(text, "utf-8")
    project, secret = Project(root), Secret(b"d" * 32, "a benchmark")
    members = read_members(project, project.profile_paths(), NOON)
    base = "https://kits.example.org/coach"
    office = Office(project, members, _SETTINGS, secret, base, day_in(NOON, "UTC"))
    deployment = replace(deployment_of(project, secret), search=search_of(project, members))
    with output_folder(deployment.staging):
        deployment.prepare()
        for each in unsealed_desks(office):
            seal_kit(each, deployment)
    return deployment.public, desk_link(_SETTINGS, DESK, secret, base).removeprefix(f"{base}/")
