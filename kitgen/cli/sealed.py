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
from kitgen.profile import MOST_VERSIONS, Brief, Sharing, find_contact

if TYPE_CHECKING:
    from kitgen.document import Path as Place
    from kitgen.links import Shared
    from kitgen.project import Project
    from kitgen.seal import Secret
    from kitgen.sharing import Member

_NEVER = "never"
_NO_ADDRESS = re.compile(r"[\s#?\\]")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
BASE_URL = click.option(
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
@click.option(
    "--brief", "writer", metavar="CONTACT", help="The page for this contact to write from."
)
@click.option("--rotate", is_flag=True, help="Make a new link; the old one opens nothing any more.")
@click.option("--expires", type=_DayOrNever(), help="The last day, as 2027-03-31, or 'never'.")
@click.option("--passphrase/--no-passphrase", default=None, help="Ask for a passphrase, too.")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help="Write the QR code.")
@BASE_URL
def share(  # noqa: PLR0913  one for each option
    name: str,
    base_url: str | None,
    svg: Path | None,
    writer: str | None,
    expires: str | None,
    *,
    rotate: bool,
    passphrase: bool | None,
) -> None:
    """Print the share link of NAME, or of one brief alone, with its QR code."""
    from kitgen.sharing import project_secret, set_sharing  # noqa: PLC0415  MkDocs takes half a second to import

    refuse_in_ci()
    project = project_here()
    secret, url = project_secret(project, os.environ), base_url_of(project, base_url)
    path = project.profile_paths([name])[0]
    member, what, block, shared = _to_share(project, path, secret, url, writer)
    if svg:
        check_svg(project, svg)
    fields = _changed(what, member.today, expires, rotate=rotate, passphrase=passphrase)
    set_sharing(path, project.source(path), fields, block)
    if fields:
        *_, shared = _to_share(project, path, secret, url, writer)
    _show_link(project, shared, svg)
    if fields:
        said = f"{project.source(path)} is changed. Run `kitgen build`, and publish it:"
        new = f"then the new link opens the {shared.what}, and the old one nothing"
        click.echo(as_typed(f"{said} {new if rotate else 'then it takes effect'}."), err=True)


def _to_share(
    project: Project, path: Path, secret: Secret, url: str, writer: str | None
) -> tuple[Member, Sharing, Place, Shared]:
    """Return what is shared: by whom, how, where that stands in the profile, and its link.

    Raises KitgenError, before anything changes, when it cannot be.
    """
    from kitgen.briefs import refuse_unready  # noqa: PLC0415  as above
    from kitgen.links import shared_brief, shared_kit  # noqa: PLC0415  as above
    from kitgen.sharing import read_members  # noqa: PLC0415  as above

    (member,) = read_members(project, [path], read_clock())
    kit = shared_kit(member, secret, url)
    profile, today = member.profile, member.today
    if profile is None or today is None or writer is None:
        return member, profile.sharing if profile else Sharing(), ("sharing",), kit
    contact = find_contact(profile, writer)
    refuse_unready(project, profile, today, contact)
    block: Place = ("contacts", profile.contacts.index(contact), "brief")
    what = contact.brief or Brief()
    return member, what, block, shared_brief(member, contact, secret, url)


def _changed(
    what: Sharing,
    today: date | None,
    expires: str | None,
    *,
    rotate: bool,
    passphrase: bool | None,
) -> dict[str, str]:
    """Return the fields of what is shared to change, with their new values."""
    fields: dict[str, str] = {}
    if expires and expires != _NEVER and today and date.fromisoformat(expires) < today:
        raise KitgenError(f"{expires} is past; name a day to come, or '{_NEVER}'")
    if rotate and what.version >= MOST_VERSIONS:
        of_a_brief = isinstance(what, Brief)
        raise KitgenError(
            f"this {'brief' if of_a_brief else 'kit'} had {MOST_VERSIONS} links; "
            + ("give the contact another id" if of_a_brief else "rename the profile")
            + ", and it is a new one"
        )
    if isinstance(what, Brief) and not what.shared:
        fields["shared"] = "yes"
    if rotate:
        fields["version"] = str(what.version + 1)
    if expires is not None:
        fields["expires"] = expires
    if passphrase is not None:
        fields["passphrase"] = "yes" if passphrase else "no"
    return fields


def check_svg(project: Project, svg: Path) -> None:
    """Raise KitgenError when a QR code would overwrite anything but one."""
    refuse_public(project, svg)
    if svg.suffix.lower() != ".svg":
        raise KitgenError(f"'{shown(svg)}' is no name of a picture; let it end in .svg")
    if svg.exists() and not (svg.is_file() and svg.read_bytes().startswith(b"<svg ")):
        raise KitgenError(f"{shown(svg)} is there, and no QR code; name another file")
    if not Path(os.path.realpath(svg)).parent.is_dir():
        raise KitgenError(f"there is no folder for {shown(svg)}; make it first")


def _show_link(project: Project, shared: Shared, svg: Path | None) -> None:
    """Print a link alone on standard output, and all about it beside."""
    from kitgen.seal import qr_svg, qr_text  # noqa: PLC0415  as above
    from kitgen.sharing import public_folder  # noqa: PLC0415  as above

    click.echo(shared.link)
    click.echo(f"\n{qr_text(shared.link)}", err=True)
    whose = f"{shared.owner}, for {shared.writer}" if shared.writer else shared.owner
    said = f"whoever has this link can read the {shared.what}, so pass it on with care."
    click.echo(f"{whose}: {said}", err=True)
    if shared.passphrase:
        click.echo(f"Passphrase, to be sent another way: {shared.passphrase}", err=True)
    if shared.expires:
        over = "It is past its last day, and not published" if shared.is_over else "Its last day"
        click.echo(f"{over}: {shared.expires.isoformat()}.", err=True)
    elif shared.is_over:
        click.echo("The kit is past its last day, so nothing of it is published.", err=True)
    if not shared.is_over and not (public_folder(project) / shared.folder).is_dir():
        click.echo(as_typed("It is not built yet: run `kitgen build`, and publish it."), err=True)
    if svg:
        from kitgen.folder import replace_text  # noqa: PLC0415  as above

        replace_text(svg, qr_svg(shared.link), shown(svg), mode=0o600)
        click.echo(f"{shown(svg)}: the QR code.", err=True)


@click.command()
@BASE_URL
def links(base_url: str | None) -> None:
    """Write a table of all share links to build/links.csv, for your eyes only."""
    from kitgen.folder import replace_text  # noqa: PLC0415  as above
    from kitgen.links import link_table  # noqa: PLC0415  as above
    from kitgen.sharing import project_secret, read_members  # noqa: PLC0415  as above

    refuse_in_ci()
    project = project_here()
    secret, url = project_secret(project, os.environ), base_url_of(project, base_url)
    members = read_members(project, project.profile_paths(), read_clock())
    for each in members:
        if each.error:
            show_error(each.error)
    place = project.root / "build" / "links.csv"
    keep_from_git(place.parent)
    table = link_table(members, secret, url)
    replace_text(place, table.text, shown(place), mode=0o600)
    click.echo(f"{shown(place)}: {console.counted(table.links, 'link', 'links')}.")
    if any(each.error for each in members):
        sys.exit(1)


def serve_sealed(project: Project, name: str | None, port: int) -> None:
    """Serve what would be published, on this machine only, and print the links that open it."""
    from kitgen.links import shared_briefs, shared_kit  # noqa: PLC0415  as above
    from kitgen.sharing import project_secret, public_folder, read_members  # noqa: PLC0415  as above
    from kitgen.static_server import make_server  # noqa: PLC0415  as above

    refuse_in_ci()
    folder = public_folder(project)
    secret = project_secret(project, os.environ)
    paths = project.profile_paths([name] if name else ())
    members = read_members(project, paths, read_clock())
    url = f"http://127.0.0.1:{port}"
    kits = [
        shared
        for each in members
        if each.profile and not each.is_over
        for shared in (shared_kit(each, secret, url), *shared_briefs(each, secret, url))
    ]
    built = [kit for kit in kits if (folder / kit.folder).is_dir()]
    if not built:
        raise KitgenError(f"there is no such kit in {shown(folder)} yet; run `kitgen build`")
    with make_server(folder, port) as server:
        for kit in built:
            passphrase = f"  (passphrase: {kit.passphrase})" if kit.passphrase else ""
            click.echo(f"{kit.name}: {kit.link}{passphrase}")
        click.echo("Ctrl-C stops.", err=True)
        server.serve_forever()


def refuse_in_ci() -> None:
    """Raise KitgenError where others could read a link."""
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
    if is_address and "@" in parts.netloc:  # it would stand in every link
        raise KitgenError(
            f"a name or password cannot stand in the address; leave out what is before '@{host}'"
        )
    if not is_address or _NO_ADDRESS.search(url.strip()):
        raise KitgenError(
            f"'{url}' is no address to publish at; write it like https://example.org/"
        )
    if parts.scheme == "http" and host not in _LOOPBACK:
        click.echo("warning: browsers open sealed kits over https only, not over http.", err=True)
    return url.strip().rstrip("/")
