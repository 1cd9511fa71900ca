"""Several machines, as they are typed: shards, what merges them, and the address of a cluster."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitgen.cli.group import end_gently, project_here

if TYPE_CHECKING:
    from kitgen.shards import Shard

_CLUSTER = re.compile(r"(?:dask|tcp)://([^/\s@]+:[0-9]{1,5})")
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


class ClusterType(click.ParamType[str]):
    """Where the scheduler of a cluster is: dask://HOST:PORT."""

    name = "cluster"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address as dask.distributed wants it."""
        found = _CLUSTER.fullmatch(value.strip())
        if not found:
            self.fail(f"'{value}' is no cluster; write it like dask://127.0.0.1:8786", param, ctx)
        return f"tcp://{found[1]}"


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
