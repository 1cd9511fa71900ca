"""The commands that check what is published: leaks, verify."""

from __future__ import annotations

import os
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitgen import console
from kitgen.cli.group import as_typed, end_gently, in_ci, project_here, shown
from kitgen.cli.sealed import base_url_of
from kitgen.clock import read_clock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kitgen.errors import KitgenError
    from kitgen.seal import Difference, LeakSearch, Theme
    from kitgen.sharing import Member


@click.command()
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def leaks(folder: Path | None) -> None:
    """Search FOLDER (build/public without it) for every text of every profile."""
    from kitgen.seal import search_for  # noqa: PLC0415  as above
    from kitgen.sharing import public_folder, read_members, theme_folders  # noqa: PLC0415  as above

    project = project_here()
    place = folder or public_folder(project)
    members = read_members(project, project.profile_paths(), read_clock())
    known = [each for each in members if each.profile]
    search = search_for((each.profile for each in known if each.profile), theme_folders(project))
    failed = _tell_leaks(search, place, known)
    count = console.counted(len(known), "profile", "profiles")
    unread = len(members) - len(known)
    if unread:
        told = console.counted(unread, "profile cannot", "profiles cannot")
        said = f"{told} be read, so nobody knows whether they leak; `kitgen check` says why."
        click.echo(as_typed(said), err=True)
    if failed or unread:
        sys.exit(1)
    click.echo(f"{shown(place)}: nothing of {count} can be read in it.")


def _tell_leaks(search: LeakSearch, place: Path, known: list[Member]) -> bool:
    """Print every leak: file and field, never what; return whether there is any."""
    found = search.find(place)
    for leak in found:
        # A path tells where the kit is, and a profile's name whose it is.
        told = f"{leak.field} ({leak.encoding})"
        whose = "a file" if in_ci() else f"{known[leak.profile].name}: {leak.file}"
        click.echo(f"{whose}: {told}", err=True)
    if found:
        click.echo(f"{console.counted(len(found), 'leak', 'leaks')}: do not publish it.", err=True)
    return bool(found)


@click.command()
@click.argument("url", required=False, envvar="KITGEN_BASE_URL")
def verify(url: str | None) -> None:
    """Compare what a host serves at URL with what this project builds, byte for byte."""
    from kitgen.cli.desk import office_of  # noqa: PLC0415  as above
    from kitgen.desk import verify_desks  # noqa: PLC0415  as above
    from kitgen.seal import log_name  # noqa: PLC0415  as above
    from kitgen.sharing import project_secret, read_members  # noqa: PLC0415  as above
    from kitgen.verifying import verify_members, verify_theme  # noqa: PLC0415  as above

    project = project_here()
    end_gently()
    base = base_url_of(project, url)
    secret = project_secret(project, os.environ)
    now = read_clock()
    members = read_members(project, project.profile_paths(), now)
    office = office_of(project, secret, members, now)
    failed = 0
    themes: dict[str, Theme] = {}
    for result in chain(verify_members(project, secret, members, base), verify_desks(office, base)):
        name = log_name(secret, result.name) if in_ci() else result.name.removeprefix("~")
        failed += _tell_differences(name, result.differences, result.error, result.day)
        themes |= {theme.version: theme for theme in result.themes}
    failed += _tell_differences("what all kits share", verify_theme(themes.values(), base), None)
    if failed:
        sys.exit(1)


def _tell_differences(
    name: str,
    differences: Iterable[Difference],
    error: KitgenError | None,
    day: date | None = None,
) -> bool:
    """Print how a kit differs; return whether it does. No address is printed in CI."""
    found = tuple(differences)
    if error:
        secret = in_ci() or error.problems
        said = "it cannot be built; `kitgen check` says why" if secret else str(error)
        click.echo(as_typed(f"{name}: {said}."), err=True)
    for each in found:
        where = "a file" if in_ci() else each.file
        click.echo(f"{name}: {where} {each.what}.", err=True)
    if not found and not error:
        click.echo(f"{name}: as built{f' on {day.isoformat()}' if day else ''}.")
    return bool(found or error)
