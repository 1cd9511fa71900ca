"""The command that makes profiles of exports: import."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import asdict as fields_of

from kitgen import console
from kitgen.cli.group import as_typed, project_here, refuse_public
from kitgen.clock import read_clock
from kitgen.document import read_text
from kitgen.errors import KitgenError, ProfileError
from kitgen.project import read_profile, refuse_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kitgen.importers import Account, Candidate, Choose, Hints, Imported, Options, Report
    from kitgen.project import Project

_SHOWN = 20  # lines of one kind; the rest are counted
_EXPORT = click.Path(path_type=Path)


@click.command("import")
@click.argument("export", type=_EXPORT)
@click.option("--into", help="The profile; profiles/NAME.yml of the owner without it.")
@click.option("--all", "everyone", is_flag=True, help="Make contacts of all connections.")
@click.option("--only", "names", multiple=True, help="Of the other connections, NAME as well.")
@click.option("--candidates", is_flag=True, help="List the other connections, best first.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def import_(  # noqa: PLR0913  one for each option
    export: Path,
    into: str | None,
    names: tuple[str, ...],
    *,
    everyone: bool,
    candidates: bool,
    as_json: bool,
) -> None:
    """Make a profile of your LinkedIn data export (ZIP, folder or CSV), or bring one up to date."""
    from kitgen.importers import Options, find_candidates, same_name  # noqa: PLC0415  only here

    project = project_here()
    if candidates:
        _list_candidates(find_candidates(export), as_json=as_json)
        return
    wanted = frozenset(same_name(name) for name in names)
    options = Options(_hints(project), _asker(as_json=as_json), everyone, wanted)
    path = _profile_path(project, into, export)
    was_there = path.exists()
    done = _import_into(project, path, export, options)
    if as_json:
        click.echo(_as_json(project, path, done))
    else:
        _show(project, path, done, is_new=not was_there)


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(["json-resume"]))
@click.argument("name")
def export(form: str, name: str) -> None:
    """Print the profile NAME in another FORMAT: json-resume, with its recommendations."""
    from kitgen.importers import json_resume_of  # noqa: PLC0415  as above

    del form  # there is one so far
    project = project_here()
    profile, _ = read_profile(project, project.profile_paths([name])[0], read_clock())
    click.echo(json_resume_of(profile), nl=False)


def _import_into(project: Project, path: Path, export: Path, options: Options) -> Imported:
    """Import an export into the profile at `path`, and write it, whole, if anything is new."""
    from kitgen.folder import replace_text  # noqa: PLC0415  as above
    from kitgen.importers import import_linkedin, load_memory, memory_path  # noqa: PLC0415  as above

    source = project.source(path)
    before = _text_of(path, source)
    done = import_linkedin(export, before, source, load_memory(path), options)
    if done.text != before:
        path.parent.mkdir(parents=True, exist_ok=True)
        if before is not None:
            replace_text(path.with_name(f"{path.name}.bak"), before, f"{source}.bak")
        replace_text(path, done.text, source)
    memory, place = done.memory.to_json(), memory_path(path)
    if not place.is_file() or place.read_text("utf-8") != memory:
        replace_text(place, memory, project.source(place))
    return done


def _text_of(path: Path, source: str) -> str | None:
    """Return a profile's text as it is, byte order mark and line ends included; None for none."""
    if not path.exists():
        return None
    _, problems = read_text(path, source)
    if problems:
        raise ProfileError(problems)
    return path.read_bytes().decode()


def _profile_path(project: Project, into: str | None, export: Path) -> Path:
    """Return the profile to import into: the one named, else that of the export's owner."""
    from kitgen.importers import owner_name  # noqa: PLC0415  as above
    from kitgen.profile import slug_of  # noqa: PLC0415  as above

    if into is None:
        name = owner_name(export)
        slug = slug_of(name) if name else "me"
        if slug.startswith("sample-"):  # which nobody would keep from the public
            raise KitgenError(f"'{slug}' would be the name of a sample; give another with --into")
        return project.profiles / f"{slug}.yml"
    path = Path(into)
    if path.suffix.lower() not in {".yml", ".yaml"}:
        if len(path.parts) > 1 or path.suffix:
            raise KitgenError(f"'{into}' is no profile; name a file that ends in .yml")
        path = project.profiles / f"{into}.yml"
    refuse_name(path)
    refuse_public(project, path)
    real, docs = Path(os.path.realpath(path)), project.docs.resolve()
    if real == project.mkdocs_yml.resolve() or real.is_relative_to(docs):
        raise KitgenError(f"{into} is no profile; name one in profiles/")
    return path


def _hints(project: Project) -> Hints:
    """Return English reasons, and what people say of a relationship in any language of `docs/`."""
    from kitgen.importers import load_hints  # noqa: PLC0415  as above

    first = project.docs / "en" / "import.yml"
    hints = load_hints(first, project.source(first))
    for place in sorted({*project.docs.glob("*/import.yml")} - {first}):
        hints = hints.joined(load_hints(place, project.source(place)))
    return hints


def _asker(*, as_json: bool) -> Choose:
    """Return what asks who is meant: the person at the terminal, if there is one."""
    from kitgen.importers import choose_nobody  # noqa: PLC0415  as above

    def ask(name: str, choices: Sequence[str]) -> int | None:
        click.echo(f"{name}: more than one of your connections has this name.", err=True)
        for number, choice in enumerate(choices, 1):
            click.echo(f"  {number}  {choice}", err=True)
        kind = click.IntRange(0, len(choices))
        answer = int(click.prompt("Which one? (0: leave it open)", type=kind, default=0, err=True))
        return answer - 1 if answer else None

    is_somebody_there = bool(sys.stdin and sys.stdin.isatty())  # closed, it is none
    return ask if is_somebody_there and not as_json else choose_nobody


def _show(project: Project, path: Path, done: Imported, *, is_new: bool) -> None:
    """Print what became of every row, and what was done to the profile."""
    rows = [_row(account) for account in done.accounts.files]
    click.echo(console.table(("file", "rows", "used", "skipped"), rows))
    for warning in done.accounts.warnings:
        click.echo(f"warning: {warning}", err=True)
    source = project.source(path)
    for said, lines in _told(done.report).items():
        click.echo(f"\n{said}:")
        for line in lines[:_SHOWN]:
            click.echo(f"  {line}")
        if len(lines) > _SHOWN:
            click.echo(f"  and {len(lines) - _SHOWN} more")
    if is_new or done.report.added or done.report.changed:
        said = f"\n{source}: written. Run `kitgen check {path.stem}` to see what to confirm."
    else:
        said = f"\n{source}: nothing new."
    click.echo(as_typed(said))


def _told(report: Report) -> dict[str, list[str]]:
    """Return what there is to tell, by what it is."""
    said = {
        "Added": report.added,
        "Changed, as on LinkedIn": report.changed,
        "You and LinkedIn both changed these; yours stays": report.conflicts,
        "Left out": report.left_out,
        "No longer on LinkedIn; nothing was deleted": report.gone,
        "To be decided": report.ambiguous,
    }
    return {words: lines for words, lines in said.items() if lines}


def _row(account: Account) -> tuple[str, str, str, str]:
    reasons = "; ".join(f"{count} {why}" for why, count in sorted(account.skipped.items()))
    return account.file, str(account.read), str(account.used), reasons


def _as_json(project: Project, path: Path, done: Imported) -> str:
    files = [
        {
            "file": each.file,
            "read": each.read,
            "used": each.used,
            "skipped": dict(sorted(each.skipped.items())),
        }
        for each in done.accounts.files
    ]
    content = {
        "profile": project.source(path),
        "files": files,
        "warnings": done.accounts.warnings,
        **asdict(done.report),
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def _list_candidates(candidates: Sequence[Candidate], *, as_json: bool) -> None:
    """Print who else might be worth asking, and why."""
    if as_json:
        click.echo(
            json.dumps([fields_of(each) for each in candidates], indent=2, ensure_ascii=False)
        )
        return
    rows = [(each.name, each.post, "; ".join(each.reasons)) for each in candidates]
    click.echo(console.table(("name", "now", "why"), rows))
    said = "`kitgen import EXPORT --only NAME` makes a contact of one."
    click.echo(as_typed(said if rows else "Nobody else stands out."), err=True)
