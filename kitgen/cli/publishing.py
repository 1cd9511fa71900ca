"""The commands that publish: publish folder, publish branch."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitgen import console
from kitgen.cli.group import end_gently, in_ci, project_here, shown
from kitgen.clock import read_clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from kitgen.publish import Publication
    from kitgen.seal import SealedFolder


@click.group()
def publish() -> None:
    """Put build/public, sealed, where it can be read; nothing else is ever published."""
    end_gently()


@publish.command("folder")
@click.argument("place", metavar="DEST", type=click.Path(file_okay=False, path_type=Path))
def to_folder(place: Path) -> None:
    """Put the sealed site at the folder DEST, in one step."""
    from kitgen.publish import publish_folder  # noqa: PLC0415  MkDocs takes half a second to import

    _publish(lambda sealed, _: publish_folder(sealed, place), shown(place))


@publish.command("branch")
@click.argument("remote")
@click.argument("name", metavar="BRANCH")
@click.option(
    "--token", envvar="KITGEN_PUBLISH_TOKEN", help="For an https address; best as a variable."
)
def to_branch(remote: str, name: str, token: str | None) -> None:
    """Make the sealed site the one commit of BRANCH of the git repository REMOTE."""
    from kitgen.publish import Branch, publish_branch  # noqa: PLC0415  as above

    branch = Branch(remote, name, token or "")
    now = read_clock()

    def put(sealed: SealedFolder, staging: Path) -> Publication:
        return publish_branch(sealed, branch, staging, now, os.environ)

    _publish(put, f"branch {name}")


def _publish(put: Callable[[SealedFolder, Path], Publication], where: str) -> None:
    """Publish while no build is at work, and say what came of it."""
    from kitgen.folder import output_folder  # noqa: PLC0415  as above
    from kitgen.seal import prove_folder  # noqa: PLC0415  as above

    project = project_here()
    with output_folder(project.staging) as staging:
        done = put(prove_folder(project.public), staging)
    place = "the place named" if in_ci() else where
    count = console.counted(done.kits, "sealed kit", "sealed kits")
    said = f"{count} published to {place}" if done.is_new else f"{place} holds the same already"
    click.echo(f"{said}.")
