"""The command that begins a profile: new, by name or from the form of an issue."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitgen.cli.group import as_typed, in_ci, project_here, write_summary
from kitgen.clock import day_in, read_clock
from kitgen.errors import KitgenError
from kitgen.intake import profile_of, read_form
from kitgen.proposal import Proposal, find_service, propose
from kitgen.repository import find_repository, refuse_public_form
from kitgen.starter import write_profile, write_starter

if TYPE_CHECKING:
    from kitgen.project import Project

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("name", required=False)
@click.option("--language", default="en", help="The language of the kit: en, de.")
@click.option("--from-issue", "form", type=_FILE, help="Fill it in from the form in FILE.")
@click.option(
    "--propose", "proposing", is_flag=True, help="In a workflow: open a pull request for it."
)
def new(name: str | None, language: str, form: Path | None, *, proposing: bool) -> None:
    """Write a commented profile for NAME to fill in; never overwrites one."""
    project = project_here()
    if form:
        _from_issue(project, form, proposing=proposing)
        return
    if name is None:
        raise KitgenError("name whom the profile is for: `kitgen new ada`")
    path = write_starter(project, name, language)
    said = f"{project.source(path)}: written. Fill it in, then run `kitgen build {path.stem}`."
    click.echo(as_typed(said))


def _from_issue(project: Project, file: Path, *, proposing: bool) -> None:
    """Make a profile of a form; write it here, or propose it."""
    if in_ci():
        refuse_public_form(find_repository(os.environ))
    now, form = read_clock(), read_form(file)
    path, text = profile_of(project, form, day_in(now, "UTC"))
    if not proposing:
        write_profile(project, path, text)
        named = "a profile" if in_ci() else project.source(path)
        click.echo(f"{named}: written.")
        return
    proposal = Proposal({project.source(path): text}, form.number)
    where = propose(project.root, proposal, find_service(os.environ), now, os.environ)
    click.echo(f"The profile of issue {form.number} is proposed: {where}")
    write_summary(["### New mentee", "", f"[Look the profile through, and merge it]({where})"])
