"""What the person wants of an import, and what answers its questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from kitgen.importers.people import Person, same_name

if TYPE_CHECKING:
    from kitgen.importers.suggestions import Hints

# Asked who of several people of one name is meant; the number of the choice, or None.
Choose = Callable[[str, Sequence[str]], int | None]


def choose_nobody(name: str, choices: Sequence[str]) -> int | None:
    """Leave open who is meant: where nobody can be asked."""
    del name, choices
    return None


class Options(Struct, frozen=True):
    """How to import.

    `everyone` makes contacts of all connections, `names` of those people, besides those who are
    worth asking.
    """

    hints: Hints
    choose: Choose = choose_nobody
    everyone: bool = False
    names: frozenset[str] = field(default=frozenset())

    def takes(self, person: Person) -> bool:
        """Return whether somebody was asked for."""
        return self.everyone or same_name(person.name) in self.names
