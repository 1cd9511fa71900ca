"""Positions by views: who could speak about what, and where that stands."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.coverage.tally import latest_first
from kitgen.life import AskState
from kitgen.profile import VIEW_OF, View

if TYPE_CHECKING:
    from kitgen.coverage.tally import Tally
    from kitgen.profile import Contact, Position


class CellState(StrEnum):
    """The furthest that anything in a cell has come."""

    RECEIVED = "received"
    ARRIVED = "arrived"
    WAITING = "waiting"
    POSSIBLE = "possible"
    EMPTY = "empty"


class Cell(Struct, frozen=True):
    """One position seen from one view; `contacts` are those who count towards its state."""

    position: Position
    view: View
    state: CellState
    contacts: tuple[Contact, ...]
    received: int


class Matrix(Struct, frozen=True):
    """Cells by position (columns, those that count first) and view (rows)."""

    positions: tuple[Position, ...]
    views: tuple[View, ...]
    cells: tuple[Cell, ...]

    def cell(self, position: Position, view: View) -> Cell:
        """Return the cell of one position and one view; KeyError when there is none."""
        for each in self.cells:
            if each.position.id == position.id and each.view is view:
                return each
        raise KeyError(position.id, view)


def draw_matrix(tally: Tally) -> Matrix:
    """Return the matrix of the positions that count, and any others someone could speak of."""
    counted = tally.counted_positions
    known = {each.position for each in tally.profile.contacts}
    known |= {each.position for each in tally.visible}
    others = [each for each in tally.profile.positions if each.id in known and each not in counted]
    shown = (*counted, *latest_first(others))
    views = tuple(View)
    cells = tuple(_cell(tally, position, view) for position in shown for view in views)
    return Matrix(shown, views, cells)


def _cell(tally: Tally, position: Position, view: View) -> Cell:
    written = [each for each in tally.about(position.id) if each.view is view]
    if written:
        writers = tuple(dict.fromkeys(each.contact for each in written))
        return Cell(position, view, CellState.RECEIVED, writers, len(written))
    here = [
        each
        for each in tally.profile.contacts
        if each.position == position.id and each.relationship and VIEW_OF[each.relationship] is view
    ]
    arrived = tuple(each for each in here if tally.lives[each.id].state is AskState.RECEIVED)
    if arrived:
        return Cell(position, view, CellState.ARRIVED, arrived, 0)
    waiting = tuple(each for each in here if tally.lives[each.id].is_open)
    if waiting:
        return Cell(position, view, CellState.WAITING, waiting, 0)
    possible = tuple(each for each in here if _can_be_asked(tally, each))
    state = CellState.POSSIBLE if possible else CellState.EMPTY
    return Cell(position, view, state, possible, 0)


def _can_be_asked(tally: Tally, contact: Contact) -> bool:
    if contact.id in tally.profile.preferences.do_not_ask:
        return False
    return tally.lives[contact.id].state is AskState.IDEA
