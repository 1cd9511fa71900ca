"""The command that says what a code means: explain."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

import click
from msgspec.structs import asdict

from kitgen import console
from kitgen.cli.group import as_typed, project_here
from kitgen.explanations import load_explanations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kitgen.explanations import Explanation

_WIDTH = 96


@click.command()
@click.argument("codes", nargs=-1)
@click.option("--language", default="en", help="The language of the explanations: en, de.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain(codes: tuple[str, ...], language: str, *, as_json: bool) -> None:
    """Say what CODES mean, why they matter and what to do (without any, list all there are)."""
    explanations = load_explanations(project_here().docs, language)
    found = [each for code in codes for each in explanations.find(code)]
    found = list(dict.fromkeys(found)) or list(explanations.entries)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], indent=2, ensure_ascii=False))
    elif codes:
        click.echo("\n\n".join(_shown(each) for each in found))
    else:
        rows = [(each.code, each.means) for each in found]
        click.echo(console.table(("code", "means"), rows))


def _shown(each: Explanation) -> str:
    """Return an explanation as paragraphs; an example of several lines stands as it is."""
    said = [each.means, each.why, each.do]
    lines = [
        textwrap.fill(as_typed(part), _WIDTH, initial_indent="  ", subsequent_indent="  ")
        for part in said
    ]
    example = textwrap.indent(each.example.replace("\t", "\\t"), "    | ")
    return "\n".join([click.style(each.code, bold=True), *lines, "", example])


def lead_to(codes: Iterable[str]) -> str:
    """Return the line that leads from codes to what they mean; empty without any."""
    met = list(dict.fromkeys(codes))
    return as_typed(f"More about them: `kitgen explain {' '.join(met)}`.") if met else ""
