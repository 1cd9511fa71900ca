"""The commands about profiles: new, check, status, schema."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from kitgen import console
from kitgen.cli.explaining import lead_to
from kitgen.cli.group import as_typed, in_ci, project_here, show_problems, write_summary
from kitgen.clock import read_clock
from kitgen.discretion import discreet
from kitgen.errors import KitgenError, Problem
from kitgen.findings import find_warnings
from kitgen.history import MOST_TOLD, Taken, log_steps, steps_told
from kitgen.profile import Step
from kitgen.project import kit_for, told_in_english
from kitgen.repository import find_repository, refuse_public_profiles

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from typing import TextIO

    from kitgen.project import Project

_FORMATS = click.Choice(["text", "json", "github"])


@click.command()
@click.argument("names", nargs=-1)
@click.option("--format", "form", type=_FORMATS, default="text", help="How to print problems.")
def check(names: tuple[str, ...], form: str) -> None:
    """Print every problem of the profiles NAMES (all without any)."""
    project = project_here()
    paths = project.profile_paths(names)
    told: dict[Problem, None] = {}  # what is wrong in docs/ is found with each profile
    for number, path in enumerate(paths, 1):
        found = _problems_of(project, path)
        if in_ci():  # others read along: neither a value nor, but for an annotation, a name
            named = project.source(path) if form == "github" else f"profile {number}"
            found = tuple(replace(each, source=_as(each, named)) for each in discreet(found))
        told |= dict.fromkeys(found)
    problems = list(told)
    errors = sum(1 for problem in problems if problem.severity == "error")
    if in_ci():
        refuse_public_profiles(find_repository(os.environ), paths)
        _summarise(len(paths), errors, len(problems) - errors)
    if form == "json":
        click.echo(console.problems_as_json(problems))
    elif form == "github":
        click.echo(console.problems_as_annotations(problems), nl=bool(problems))
    else:
        if in_ci():
            click.echo("\n".join(map(str, problems)), err=True, nl=bool(problems))
        else:
            show_problems(project, problems)
        said = f"{console.counted(errors, 'problem', 'problems')}, "
        said += console.counted(len(problems) - errors, "thing to look at", "things to look at")
        click.echo(f"{console.counted(len(paths), 'profile', 'profiles')}: {said}.", err=True)
        more = lead_to(each.code for each in problems)
        click.echo(more, err=True, nl=bool(more))
    if errors:
        sys.exit(1)


@click.command()
@click.argument("name")
@click.argument("contact", required=False)
@click.argument("step", required=False, type=click.Choice([each.value for each in Step]))
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day; today without it.")
@click.option(
    "--from",
    "message",
    type=click.File(encoding="utf-8"),
    help="A message with steps, as a kit copies them; - for what is typed or piped in.",
)
def log(
    name: str, contact: str | None, step: str | None, day: datetime | None, message: TextIO | None
) -> None:
    """Write into the profile NAME that a step was taken with CONTACT: asked, agreed, thanked."""
    project = project_here()
    path = project.profile_paths([name])[0]
    if message and not contact:
        try:
            taken = steps_told(message.read(MOST_TOLD + 1))
        except UnicodeDecodeError:
            raise KitgenError(
                f"{message.name} is no text; name the message that a kit copied"
            ) from None
    elif contact and step and not message:
        taken = (Taken(contact, Step(step), day.date() if day else None),)
    else:
        raise click.UsageError("name a contact and a step, or a message with --from")
    written = log_steps(project, path, taken, read_clock())
    for line in written:
        click.echo(f"{line}.")
    there = len(set(taken)) - len(written)
    if contact and there:
        raise KitgenError("that step is there already")
    if there:
        steps = console.counted(there, "step is", "steps are")
        click.echo(f"{steps} there already.", err=True)


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Only say whether they are up to date.")
def schema(*, only_check: bool) -> None:
    """Write the profile's JSON Schema and field reference into profiles/."""
    from kitgen.reference import write_reference  # noqa: PLC0415

    changed = write_reference(project_here(), only_check=only_check)
    for name in changed:
        click.echo(f"{name}: {'out of date' if only_check else 'written'}")
    if only_check and changed:
        sys.exit(1)


def _as(problem: Problem, named: str) -> str:
    """Return what to call the file of a problem: a profile's name may be a person's."""
    return named if problem.source.startswith("profiles/") else problem.source


def _summarise(profiles: int, errors: int, others: int) -> None:
    """Write counts onto the page of the CI run."""
    rows = (("Profiles", profiles), ("Problems", errors), ("Things to look at", others))
    lines = [f"| {what} | {count} |" for what, count in rows]
    write_summary(["### Profiles", "", "| what | count |", "|---|---:|", *lines])


def _problems_of(project: Project, path: Path) -> tuple[Problem, ...]:
    try:
        return find_warnings(told_in_english(project, kit_for(project, path, read_clock())))
    except KitgenError as error:
        source = project.source(path)
        return error.problems or (Problem(source, 1, 1, "profile", as_typed(str(error))),)
