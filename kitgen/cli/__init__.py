"""The commands: each is one call to a tested function, and what it prints."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kitgen.cli.group import command_name, main

# Each command's module and its name in there, in the order of use.
_PLACES = {
    "new": "beginning.new",
    "import": "importing.import_",
    "check": "profiles.check",
    "explain": "explaining.explain",
    "build": "kits.build",
    "merge": "sharding.merge",
    "serve": "kits.serve",
    "share": "sealed.share",
    "links": "sealed.links",
    "desk": "desk.desk",
    "log": "profiles.log",
    "status": "standing.status",
    "doctor": "doctor.doctor",
    "publish": "publishing.publish",
    "compare": "revisions.compare",
    "restore": "revisions.restore",
    "leaks": "published.leaks",
    "verify": "published.verify",
    "write": "kits.write",
    "export": "importing.export",
    "schema": "profiles.schema",
}


class _Commands(dict[str, Any]):
    """All commands by name. A module is imported when its command is asked for.

    One that has nothing to do is over before all others would be there.
    """

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  a command
        module, _, function = _PLACES[name].partition(".")
        return getattr(import_module(f"kitgen.cli.{module}"), function)

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401  as above
        if name not in self:
            return default
        return self[name]


main.commands = _Commands(_PLACES)

__all__ = ["command_name", "main"]
