"""The command that looks at the set-up: doctor."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from datetime import UTC, date, datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitgen import console
from kitgen.cli.group import as_typed, project_here
from kitgen.clock import day_in, read_clock
from kitgen.doctor import Health, Surroundings, examine, load_support
from kitgen.errors import KitgenError
from kitgen.git import Git, GitError
from kitgen.repository import find_repository
from kitgen.revision import git_of

if TYPE_CHECKING:
    from kitgen.project import Project
    from kitgen.sharing import Member

_BROWSERS = ("chromium", "google-chrome", "firefox", "firefox-esr", "safari", "msedge", "open")
_MUST_BE_IGNORED = ("build/public", ".kitgen/secret")
_STRAY = (".kitgen", "build", "*.csv", "*.zip")
_COLOURS = {Health.GOOD: "green", Health.OPEN: None, Health.SOON: "yellow", Health.BAD: "red"}


@click.command()
def doctor() -> None:
    """Look at the set-up: secret, repository, versions, leaks; and say how to mend each."""
    project = project_here()
    place = Path(str(files("kitgen.doctor").joinpath("support.yml")))
    checks = examine(_look_around(project), load_support(place, "kitgen/doctor/support.yml"))
    rows = [(each.health.value, each.what, as_typed(each.found)) for each in checks]
    for each, line in zip(
        checks, console.table(("", "what", "found"), rows).split("\n")[1:], strict=True
    ):
        click.secho(line, fg=_COLOURS[each.health])
        if each.mend:
            click.echo(as_typed(f"        {each.mend}."))
    bad = sum(1 for each in checks if each.health is Health.BAD)
    said = console.counted(bad, "thing has", "things have")
    click.echo(f"{said} to be mended." if bad else "Nothing has to be mended.")
    if bad:
        sys.exit(1)


def _look_around(project: Project) -> Surroundings:
    """Return what there is to see; nothing is made or changed."""
    from kitgen.sharing import read_members  # noqa: PLC0415  MkDocs takes half a second to import
    from kitgen.site import site_url_of  # noqa: PLC0415  as above

    now = read_clock()
    today, git = day_in(now, "UTC"), git_of(project, os.environ, now)
    paths = project.profile_paths()
    members = read_members(project, paths, now)
    return Surroundings(
        today=today,
        versions={
            "python": platform.python_version(),
            "mkdocs-material": version("mkdocs-material"),
        },
        secret=_secret(project),
        base_url=os.environ.get("KITGEN_BASE_URL") or site_url_of(project.mkdocs_yml),
        is_private=find_repository(os.environ).is_private,
        real_profiles=sum(1 for path in paths if not path.stem.startswith("sample-")),
        broken_profiles=sum(1 for each in members if each.error),
        ignored=_ignored(project),
        strays=len(_listed(git, "ls-files", "--", *_STRAY)),
        newest=_newest(git),
        leaks=_leaks(project, members),
        has_workflow=(project.root / ".github" / "workflows" / "publish.yml").is_file(),
        stale_facts=len(project.content("en").facts.stale(today)),
        browser=next((name for name in _BROWSERS if shutil.which(name)), ""),
    )


def _secret(project: Project) -> str | None:
    """Return what is wrong with the secret; None when there is none, which makes none."""
    from kitgen.sharing import project_secret  # noqa: PLC0415  as above

    place = project.root / ".kitgen" / "secret"
    if "KITGEN_SECRET" not in os.environ and not os.path.lexists(place):  # a link to nothing is one
        return None
    try:
        project_secret(project, os.environ)
    except KitgenError as error:
        return str(error)
    return ""


def _leaks(project: Project, members: tuple[Member, ...]) -> str | None:
    """Return what is wrong with what is built; None when nothing is."""
    from kitgen.seal import prove_folder, search_for  # noqa: PLC0415  as above
    from kitgen.sharing import public_folder, theme_folders  # noqa: PLC0415  as above

    public = public_folder(project)
    profiles = [each.profile for each in members if each.profile]
    if not public.is_dir() or not profiles:
        return None
    try:
        prove_folder(public)
        found = search_for(profiles, theme_folders(project)).find(public)
    except KitgenError as error:
        return str(error)
    return console.counted(len(found), "leak", "leaks") if found else ""


def _ignored(project: Project) -> dict[str, bool] | None:
    if not (project.root / ".git").exists():
        return None
    lines = project.root / ".gitignore"
    text = lines.read_text("utf-8", "replace") if lines.is_file() else ""
    known = {line.strip().strip("/") for line in text.splitlines()}
    return {name: name.split("/")[0] in known for name in _MUST_BE_IGNORED}


def _newest(git: Git) -> date | None:
    found = _listed(git, "log", "-1", "--format=%ct")
    return datetime.fromtimestamp(int(found[0]), UTC).date() if found else None


def _listed(git: Git, *words: str) -> list[str]:
    """Return the lines that git prints; none where it is no repository."""
    try:
        return git.read(*words).splitlines()
    except GitError:
        return []
