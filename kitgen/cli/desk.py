"""The command that prints the link of the mentor's desk: desk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitgen.cli.group import project_here, shown
from kitgen.cli.sealed import BASE_URL, base_url_of, check_svg, refuse_in_ci
from kitgen.clock import day_in

if TYPE_CHECKING:
    from datetime import datetime

    from kitgen.desk import Office
    from kitgen.project import Project
    from kitgen.seal import Secret
    from kitgen.sharing import Member


def office_of(
    project: Project, secret: Secret, members: tuple[Member, ...], now: datetime
) -> Office:
    """Return what desks are made of here; it need not be known where kits are published."""
    from kitgen.desk import Office  # noqa: PLC0415  MkDocs takes half a second to import
    from kitgen.settings import settings_in  # noqa: PLC0415  as above
    from kitgen.site import extra_of, site_url_of  # noqa: PLC0415  as above

    settings = settings_in(extra_of(project.mkdocs_yml))
    given = os.environ.get("KITGEN_BASE_URL") or site_url_of(project.mkdocs_yml)
    url = base_url_of(project, given) if given else ""
    return Office(project, members, settings, secret, url, day_in(now, "UTC"))


@click.command()
@click.option("--counts", is_flag=True, help="The page in counts instead, where nobody is named.")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help="Write the QR code.")
@BASE_URL
def desk(base_url: str | None, svg: Path | None, *, counts: bool) -> None:
    """Print the link of your desk: everyone's kits on one page, who needs you most first."""
    from kitgen.desk import DESK, PROGRAMME, desk_link  # noqa: PLC0415  as above
    from kitgen.folder import replace_text  # noqa: PLC0415  as above
    from kitgen.seal import qr_svg, qr_text  # noqa: PLC0415  as above
    from kitgen.settings import settings_in  # noqa: PLC0415  as above
    from kitgen.sharing import project_secret  # noqa: PLC0415  as above
    from kitgen.site import extra_of  # noqa: PLC0415  as above

    refuse_in_ci()
    project = project_here()
    settings = settings_in(extra_of(project.mkdocs_yml))
    secret, url = project_secret(project, os.environ), base_url_of(project, base_url)
    link = desk_link(settings, PROGRAMME if counts else DESK, secret, url)
    if svg:
        check_svg(project, svg)
        replace_text(svg, qr_svg(link), shown(svg), mode=0o600)
    click.echo(link)
    click.echo(f"\n{qr_text(link)}", err=True)
    said = "counts alone, and nobody's name" if counts else "everyone's kit, so keep it to yourself"
    click.echo(f"Whoever has this link sees {said}.", err=True)
