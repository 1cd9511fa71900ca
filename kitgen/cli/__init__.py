"""The commands: each is one call to a tested function, and what it prints."""

from kitgen.cli.beginning import new
from kitgen.cli.desk import desk
from kitgen.cli.doctor import doctor
from kitgen.cli.explaining import explain
from kitgen.cli.group import command_name, main
from kitgen.cli.importing import export, import_
from kitgen.cli.kits import build, serve, write
from kitgen.cli.profiles import check, log, schema
from kitgen.cli.published import leaks, verify
from kitgen.cli.publishing import publish
from kitgen.cli.revisions import compare, restore
from kitgen.cli.sealed import links, share
from kitgen.cli.sharding import merge
from kitgen.cli.standing import status

for _command in (
    *(new, import_, check, explain, build, merge, serve, share, links, desk, log, status),
    *(doctor, publish, compare, restore, leaks, verify, write, export, schema),
):
    main.add_command(_command)

__all__ = ["command_name", "main"]
