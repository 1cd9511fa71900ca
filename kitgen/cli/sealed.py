"""The commands about sealed kits: share, links, leaks, verify."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitgen import console
from kitgen.cli.group import as_typed, in_ci, project_here, show_error, shown
from kitgen.clock import read_clock
from kitgen.errors import KitgenError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kitgen.project import Project
    from kitgen.seal import Difference, LeakSearch, Secret
    from kitgen.sharing import Member

_NEVER = "never"
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
    secret, url = project_secret(project, os.environ), _base_url(project, base_url)
    path = project.profile_paths([name])[0]
    (member,) = read_members(project, [path], read_clock())
    shared_kit(member, secret, url)  # what is wrong is told before anything changes
    fields = _changed(member, expires, rotate=rotate, passphrase=passphrase)
    _change(project, path, fields)
    if fields:
        (member,) = read_members(project, [path], read_clock())
    _show_link(project, member, secret, url, svg)
    if fields:
        said = f"{project.source(path)} is changed. Run `kitgen build`, and publish it:"
        new = "then the new link opens the kit, and the old one nothing"
        click.echo(as_typed(f"{said} {new if rotate else 'it holds then'}."), err=True)


def _changed(
    member: Member, expires: str | None, *, rotate: bool, passphrase: bool | None
) -> dict[str, str]:
    """Return the fields of `sharing` to change, with their new values."""
    fields: dict[str, str] = {}
    if member.profile is None or member.today is None:
        return fields
    if expires and expires != _NEVER and date.fromisoformat(expires) < member.today:
        raise KitgenError(f"{expires} is past; name a day to come, or '{_NEVER}'")
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
    secret, url = project_secret(project, os.environ), _base_url(project, base_url)
    members = read_members(project, project.profile_paths(), read_clock())
    for each in members:
        if each.error:
            show_error(each.error)
    place = project.root / "build" / "links.csv"
    place.parent.mkdir(mode=0o700, exist_ok=True)
    replace_text(place, link_table(members, secret, url), shown(place), mode=0o600)
    known = [each for each in members if each.profile]
    click.echo(f"{shown(place)}: {console.counted(len(known), 'link', 'links')}.")
    if len(known) < len(members):
        sys.exit(1)


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
        whose = "" if in_ci() else f"{known[leak.profile].name}: "
        click.echo(f"{whose}{leak}", err=True)
    if found:
        click.echo(f"{console.counted(len(found), 'leak', 'leaks')}: do not publish it.", err=True)
    return bool(found)


@click.command()
@click.argument("url", required=False)
def verify(url: str | None) -> None:
    """Compare what a host serves at URL with what this project builds, byte for byte."""
    from kitgen.seal import log_name  # noqa: PLC0415  as above
    from kitgen.sharing import project_secret, read_members  # noqa: PLC0415  as above
    from kitgen.verifying import verify_members, verify_theme  # noqa: PLC0415  as above

    project = project_here()
    base = _base_url(project, url)
    secret = project_secret(project, os.environ)
    members = read_members(project, project.profile_paths(), read_clock())
    failed, themes = 0, {}
    for result in verify_members(project, secret, members, base):
        name = log_name(secret, result.name) if in_ci() else result.name
        failed += _tell_differences(name, result.differences, result.error)
        if result.theme:
            themes[result.theme.version] = result.theme
    failed += _tell_differences("what all kits share", verify_theme(themes.values(), base), None)
    if failed:
        sys.exit(1)


def _tell_differences(
    name: str, differences: Iterable[Difference], error: KitgenError | None
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
        click.echo(f"{name}: as built.")
    return bool(found or error)


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
            click.echo(f"{kit.name}: {kit.link}")
        click.echo("Ctrl-C stops.", err=True)
        server.serve_forever()


def _refuse_in_ci() -> None:
    if in_ci():
        raise KitgenError(
            "share links are not printed in CI: whoever reads the log could open the kits. Run "
            "this on a machine of your own, with the same KITGEN_SECRET"
        )


def _base_url(project: Project, given: str | None) -> str:
    """Return where kits are published, without a slash at the end."""
    from kitgen.site import site_url_of  # noqa: PLC0415  as above

    url = given or site_url_of(project.mkdocs_yml)
    if not url:
        raise KitgenError(
            "it is not known where build/public is published; write it into mkdocs.yml, "
            "as 'site_url: https://…', or name it here"
        )
    if not url.startswith(("https://", "http://")) or "#" in url or "?" in url:
        raise KitgenError(f"'{url}' is no address to publish at; it begins with https://")
    return url.rstrip("/")
