"""The commands about sealed kits: share, links, leaks, verify."""

from __future__ import annotations

import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from kitgen import console
from kitgen.cli.group import (
    as_typed,
    in_ci,
    keep_from_git,
    project_here,
    refuse_public,
    show_error,
    shown,
)
from kitgen.clock import read_clock
from kitgen.errors import KitgenError
from kitgen.profile import MOST_VERSIONS

if TYPE_CHECKING:
    from kitgen.project import Project
    from kitgen.seal import Secret
    from kitgen.sharing import Member

_NEVER = "never"
_NO_ADDRESS = re.compile(r"[\s#?\\]")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_BASE_URL = click.option(
    "--base-url",
    envvar="KITGEN_BASE_URL",
    help="Where build/public is published; 'site_url' in mkdocs.yml without it.",
)


class _DayOrNever(click.ParamType[str]):
    """A day as 2027-03-31, or `never`."""

    name = "day"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value == _NEVER:
            return value
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            self.fail(f"'{value}' is no day; write it like 2027-03-31, or '{_NEVER}'", param, ctx)


@click.command()
@click.argument("name")
@click.option("--rotate", is_flag=True, help="Make a new link; the old one opens nothing any more.")
@click.option("--expires", type=_DayOrNever(), help="The last day, as 2027-03-31, or 'never'.")
@click.option("--passphrase/--no-passphrase", default=None, help="Ask for a passphrase, too.")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help="Write the QR code.")
@_BASE_URL
def share(  # noqa: PLR0913  one for each option
    name: str,
    base_url: str | None,
    svg: Path | None,
    expires: str | None,
    *,
    rotate: bool,
    passphrase: bool | None,
) -> None:
    """Print the share link of NAME, with its QR code."""
    from kitgen.sharing import project_secret, read_members, shared_kit  # noqa: PLC0415  MkDocs takes half a second to import

    _refuse_in_ci()
    project = project_here()
    secret, url = project_secret(project, os.environ), base_url_of(project, base_url)
    path = project.profile_paths([name])[0]
    (member,) = read_members(project, [path], read_clock())
    shared_kit(member, secret, url)  # what is wrong is told before anything changes
    if svg:
        _check_svg(project, svg)
    fields = _changed(member, expires, rotate=rotate, passphrase=passphrase)
    _change(project, path, fields)
    if fields:
        (member,) = read_members(project, [path], read_clock())
    _show_link(project, member, secret, url, svg)
    if fields:
        said = f"{project.source(path)} is changed. Run `kitgen build`, and publish it:"
        new = "then the new link opens the kit, and the old one nothing"
        click.echo(as_typed(f"{said} {new if rotate else 'then it takes effect'}."), err=True)


def _changed(
    member: Member, expires: str | None, *, rotate: bool, passphrase: bool | None
) -> dict[str, str]:
    """Return the fields of `sharing` to change, with their new values."""
    fields: dict[str, str] = {}
    if member.profile is None or member.today is None:
        return fields
    if expires and expires != _NEVER and date.fromisoformat(expires) < member.today:
        raise KitgenError(f"{expires} is past; name a day to come, or '{_NEVER}'")
    if rotate and member.profile.sharing.version >= MOST_VERSIONS:
        raise KitgenError(
            f"this kit had {MOST_VERSIONS} links; rename the profile, and it is a new kit"
        )
    if rotate:
        fields["version"] = str(member.profile.sharing.version + 1)
    if expires is not None:
        fields["expires"] = expires
    if passphrase is not None:
        fields["passphrase"] = "yes" if passphrase else "no"
    return fields


def _change(project: Project, path: Path, fields: dict[str, str]) -> None:
    from kitgen.sharing import set_sharing  # noqa: PLC0415  as above

    set_sharing(path, project.source(path), fields)


def _check_svg(project: Project, svg: Path) -> None:
    """Raise KitgenError when a QR code would overwrite anything but one."""
    refuse_public(project, svg)
    if svg.suffix.lower() != ".svg":
        raise KitgenError(f"'{shown(svg)}' is no name of a picture; let it end in .svg")
    if svg.exists() and not svg.read_bytes().startswith(b"<svg "):
        raise KitgenError(f"{shown(svg)} is there, and no QR code; name another file")
    if not svg.resolve().parent.is_dir():
        raise KitgenError(f"there is no folder for {shown(svg)}; make it first")


def _show_link(
    project: Project, member: Member, secret: Secret, url: str, svg: Path | None
) -> None:
    """Print a link alone on standard output, and all about it beside."""
    from kitgen.seal import qr_svg, qr_text  # noqa: PLC0415  as above
    from kitgen.sharing import public_folder, shared_kit  # noqa: PLC0415  as above

    kit = shared_kit(member, secret, url)
    click.echo(kit.link)
    click.echo(f"\n{qr_text(kit.link)}", err=True)
    said = "whoever has this link can read the kit, so pass it on with care."
    click.echo(f"{kit.owner}: {said}", err=True)
    if kit.passphrase:
        click.echo(f"Passphrase, to be sent another way: {kit.passphrase}", err=True)
    if kit.expires:
        over = "It is past its last day, and not published" if kit.is_over else "Its last day"
        click.echo(f"{over}: {kit.expires.isoformat()}.", err=True)
    if not kit.is_over and not (public_folder(project) / kit.folder).is_dir():
        click.echo(as_typed("It is not built yet: run `kitgen build`, and publish it."), err=True)
    if svg:
        from kitgen.folder import replace_text  # noqa: PLC0415  as above

        replace_text(svg, qr_svg(kit.link), shown(svg), mode=0o600)
        click.echo(f"{shown(svg)}: the QR code.", err=True)


@click.command()
@_BASE_URL
def links(base_url: str | None) -> None:
    """Write a table of all share links to build/links.csv, for your eyes only."""
    from kitgen.folder import replace_text  # noqa: PLC0415  as above
    from kitgen.sharing import link_table, project_secret, read_members  # noqa: PLC0415  as above

    _refuse_in_ci()
    project = project_here()
    secret, url = project_secret(project, os.environ), base_url_of(project, base_url)
    members = read_members(project, project.profile_paths(), read_clock())
    for each in members:
        if each.error:
            show_error(each.error)
    place = project.root / "build" / "links.csv"
    keep_from_git(place.parent)
    replace_text(place, link_table(members, secret, url), shown(place), mode=0o600)
    known = [each for each in members if each.profile]
    click.echo(f"{shown(place)}: {console.counted(len(known), 'link', 'links')}.")
    if len(known) < len(members):
        sys.exit(1)


def serve_sealed(project: Project, name: str | None, port: int) -> None:
    """Serve what would be published, on this machine only, and print the links that open it."""
    from kitgen.sharing import project_secret, public_folder, read_members, shared_kit  # noqa: PLC0415  as above
    from kitgen.static_server import make_server  # noqa: PLC0415  as above

    _refuse_in_ci()
    folder = public_folder(project)
    secret = project_secret(project, os.environ)
    paths = project.profile_paths([name] if name else ())
    members = read_members(project, paths, read_clock())
    url = f"http://127.0.0.1:{port}"
    kits = [shared_kit(each, secret, url) for each in members if each.profile and not each.is_over]
    built = [kit for kit in kits if (folder / kit.folder).is_dir()]
    if not built:
        raise KitgenError(f"there is no such kit in {shown(folder)} yet; run `kitgen build`")
    with make_server(folder, port) as server:
        for kit in built:
            passphrase = f"  (passphrase: {kit.passphrase})" if kit.passphrase else ""
            click.echo(f"{kit.name}: {kit.link}{passphrase}")
        click.echo("Ctrl-C stops.", err=True)
        server.serve_forever()


def _refuse_in_ci() -> None:
    if in_ci():
        raise KitgenError(
            "share links are not printed in CI: whoever reads the log could open the kits. Run "
            "this on a machine of your own, with the same KITGEN_SECRET"
        )


def base_url_of(project: Project, given: str | None) -> str:
    """Return where kits are published, without a slash at the end. Raises KitgenError."""
    from kitgen.site import site_url_of  # noqa: PLC0415  as above

    url = given or site_url_of(project.mkdocs_yml)
    if not url:
        raise KitgenError(
            "it is not known where build/public is published; write it into mkdocs.yml, "
            "as 'site_url: https://…', or give it with --base-url (for verify, as URL)"
        )
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        is_address = parts.scheme in {"https", "http"} and bool(host) and parts.port != 0
    except ValueError:
        is_address, host = False, ""
    if not is_address or _NO_ADDRESS.search(url.strip()):
        raise KitgenError(
            f"'{url}' is no address to publish at; write it like https://example.org/"
        )
    if parts.scheme == "http" and host not in _LOOPBACK:
        click.echo("warning: browsers open sealed kits over https only, not over http.", err=True)
    return url.strip().rstrip("/")
