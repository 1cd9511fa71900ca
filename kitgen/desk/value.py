"""The desk: a row for each owner, who needs the mentor most first, and all of them in counts."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.status import Standing, totals_of

if TYPE_CHECKING:
    from datetime import date

    from kitgen.status import Status, Totals

CARDS_ON_A_PAGE = 25  # pages of a kit are padded to one size, so none should be much the largest


class Row(Struct, frozen=True):
    """One owner: where they are, how their kit is opened, and where their profile is edited.

    `path` opens the kit from the desk; `link` is the whole share link, empty where it is not known
    at which address kits are published. `notes` are the mentor's own.
    """

    status: Status
    path: str = ""
    link: str = ""
    passphrase: str = ""
    edit: str = ""
    notes: str = ""


class Desk(Struct, frozen=True):
    """All rows as of a day."""

    rows: tuple[Row, ...]
    today: date

    @property
    def totals(self) -> Totals:
        """All owners in counts."""
        return totals_of(row.status for row in self.rows)

    @property
    def groups(self) -> tuple[tuple[Standing, tuple[Row, ...]], ...]:
        """The rows by standing, in the order of need."""
        grouped = groupby(self.rows, key=lambda row: row.status.standing)
        return tuple((standing, tuple(rows)) for standing, rows in grouped)

    @property
    def cards(self) -> tuple[tuple[Row, ...], ...]:
        """The rows with a link, by owner's name, as many as stand on a page."""
        shared = [row for row in self.rows if row.link]
        shared.sort(key=lambda row: (row.status.owner.casefold(), row.status.name))
        starts = range(0, len(shared), CARDS_ON_A_PAGE)
        return tuple(tuple(shared[at : at + CARDS_ON_A_PAGE]) for at in starts)
