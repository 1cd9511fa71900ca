"""The commands that look at earlier versions of profiles: compare, restore."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import click

from kitgen import console
from kitgen.cli.group import in_ci, project_here, write_summary
from kitgen.clock import day_in, read_clock
from kitgen.comparison import UNREADABLE, figures_of, summary_of
from kitgen.errors import KitgenError
from kitgen.profile import parse_profile
from kitgen.project import kit_of
from kitgen.revision import git_of, profiles_at, restore_profiles

if TYPE_CHECKING:
    from datetime import datetime

    from kitgen.comparison import Figures
    from kitgen.project import Project

_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/^~@{}-]{0,200}")


@click.command()
@click.argument("revision", default="HEAD^1")
def compare(revision: str) -> None:
    """Say in counts what changes in coverage and plan since the git REVISION."""
    project = project_here()
    if not _REVISION.fullmatch(revision):
        raise KitgenError(f"'{revision}' is no git revision; write for instance main or HEAD^1")
    now = read_clock()
    before = profiles_at(git_of(project, os.environ, now), revision)
    after = {path.name: path.read_bytes() for path in project.profile_paths()}
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    pairs = [
        (_figures(project, name, before, now), _figures(project, name, after, now))
        for name in sorted(changed)
    ]
    lines = summary_of(pairs) if pairs else ["No profile has changed."]
    click.echo("\n".join(lines))
    write_summary(lines)


@click.command()
def restore() -> None:
    """In CI: set profiles with a mistake back to their last good version, so that all get built."""
    project = project_here()
    if not in_ci():
        raise KitgenError(
            "this overwrites profiles, so it works in CI only, in a checkout that is thrown away"
        )
    now = read_clock()
    done = restore_profiles(project, git_of(project, os.environ, now), now, day_in(now, "UTC"))
    if not done.back and not done.out:
        click.echo("Every profile can be read.")
        return
    back = console.counted(done.back, "profile with a mistake was", "profiles with a mistake were")
    said = f"{back} set back to the last good version, {done.out} without one left out."
    click.echo(said)
    write_summary(["### Not up to date", "", said])


def _figures(project: Project, name: str, texts: dict[str, bytes], now: datetime) -> Figures | None:
    """Return what the profile of that name comes to; None where there is none."""
    if name not in texts:
        return None
    try:
        text, today = texts[name].decode(), day_in(now, "UTC")
        profile = parse_profile(text, name, today)
        today = day_in(now, profile.owner.time_zone)
        return figures_of(kit_of(project, profile, today, PurePosixPath(name).stem))
    except (KitgenError, UnicodeDecodeError):
        return UNREADABLE
