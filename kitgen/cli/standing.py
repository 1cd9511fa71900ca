"""The command that says where everyone is: status."""

from __future__ import annotations

import csv
import json
import sys
from io import StringIO
from typing import TYPE_CHECKING

import click
from msgspec.structs import asdict

from kitgen import console
from kitgen.cli.group import as_typed, in_ci, project_here
from kitgen.clock import read_clock
from kitgen.errors import KitgenError
from kitgen.findings import find_warnings
from kitgen.project import kit_of, name_of, read_profile, told_in_english
from kitgen.status import Standing, broken_status, by_need, status_of, totals_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from kitgen.project import Project
    from kitgen.status import Status, Totals

_HEAD = ("owner", "state", "received", "asked", "gaps", "overdue", "changed", "next")


@click.command()
@click.argument("names", nargs=-1)
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print a table for a spreadsheet.")
@click.option("--counts", is_flag=True, help="Print totals only; nobody is named.")
def status(names: tuple[str, ...], form: str | None, *, counts: bool) -> None:
    """Print where everyone is, who needs you most first: received, asked, overdue, next action."""
    if in_ci() and not counts:
        raise KitgenError(
            "a status names people, and others may read this log; in CI only --counts works"
        )
    project, now = project_here(), read_clock()
    found = by_need(_status(project, path, now) for path in project.profile_paths(names))
    if counts:
        click.echo(_COUNTS[form](totals_of(found)))
    else:
        click.echo(_ROWS[form](found))
    if any(each.standing is Standing.BROKEN for each in found):
        sys.exit(1)


def _status(project: Project, path: Path, now: datetime) -> Status:
    try:
        profile, today = read_profile(project, path, now)
        kit = told_in_english(project, kit_of(project, profile, today, name_of(path)))
    except KitgenError as error:
        return broken_status(name_of(path), len(error.problems) or 1)
    return status_of(kit, profile, len(find_warnings(kit)))


def _table(found: Sequence[Status]) -> str:
    return console.table(_HEAD, [_row(each) for each in found])


def _row(each: Status) -> tuple[str, ...]:
    if each.standing is Standing.BROKEN:
        count = console.counted(each.problems, "problem", "problems")
        said = as_typed(f"{count}; run `kitgen check {each.name}`")
        return (each.name, each.standing.value, "", "", "", "", "", said)
    return (
        each.owner,
        each.standing.value,
        f"{each.received}/{each.target}",
        str(each.out),
        str(each.gaps),
        str(each.overdue),
        each.last_change.isoformat() if each.last_change else "",
        each.following,
    )


def _json(found: Sequence[Status]) -> str:
    return json.dumps([asdict(each) for each in found], indent=2, ensure_ascii=False, default=str)


def _csv(found: Sequence[Status]) -> str:
    rows = [asdict(each) for each in found]
    return _sheet(list(asdict(broken_status("", 0))), [list(row.values()) for row in rows])


def _counted(totals: Totals) -> dict[str, object]:
    """Return totals on one level, by their names."""
    found = asdict(totals)
    standings = {kind.value: count for kind, count in found.pop("standings").items()}
    return {**found, **standings}


def _counts_csv(totals: Totals) -> str:
    found = _counted(totals)
    return _sheet(list(found), [list(found.values())])


def _counts_table(totals: Totals) -> str:
    found = _counted(totals)
    rows = [
        (name.replace("_", " "), "" if each is None else str(each)) for name, each in found.items()
    ]
    return console.table(("what", "count"), rows)


def _sheet(head: list[str], rows: list[list[object]]) -> str:
    """Return rows as comma-separated values in which no cell is taken for a formula."""
    out = StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(head)
    for row in rows:
        table.writerow(["" if each is None else console.as_cell(str(each)) for each in row])
    return out.getvalue().rstrip("\n")


_ROWS: dict[str | None, Callable[[Sequence[Status]], str]] = {
    None: _table,
    "json": _json,
    "csv": _csv,
}
_COUNTS: dict[str | None, Callable[[Totals], str]] = {
    None: _counts_table,
    "json": lambda totals: json.dumps(_counted(totals), indent=2),
    "csv": _counts_csv,
}
