"""Shards, as they are typed: `2/4`, and the command that merges them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitgen.cli.group import end_gently, project_here

if TYPE_CHECKING:
    from kitgen.shards import Shard

_FORM = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")


class ShardType(click.ParamType["Shard"]):
    """The number of a shard and how many there are: 2/4."""

    name = "shard"

    def convert(
        self, value: str | Shard, param: click.Parameter | None, ctx: click.Context | None
    ) -> Shard:
        """Return the shard that somebody named."""
        from kitgen.shards import Shard  # noqa: PLC0415  MkDocs takes half a second to import

        if not isinstance(value, str):
            return value
        found = _FORM.fullmatch(value.strip())
        if not found or not 1 <= int(found[1]) <= int(found[2]):
            self.fail(f"'{value}' is no shard; the second of four is 2/4", param, ctx)
        return Shard(int(found[1]), int(found[2]))


@click.command()
@click.argument(
    "folders",
    metavar="SHARD...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
def merge(folders: tuple[Path, ...]) -> None:
    """Join the folders of all shards of a build into build/public."""
    from kitgen.cli.sealing import merge_sealed  # noqa: PLC0415  as above

    project = project_here()
    end_gently()
    merge_sealed(project, folders)
