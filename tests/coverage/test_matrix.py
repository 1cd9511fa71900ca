"""The matrix: positions by views, and the furthest that anything in a cell has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kitgen.coverage import CellState
from kitgen.profile import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from kitgen.coverage import Cell, Coverage

POSITIONS = """
positions:
  - {id: mill, organisation: Mill, start: 2015, end: 2019}
  - {id: shop, organisation: Shop, start: 2019, important: yes}
"""


def cell(coverage: Coverage, position_id: str, view: View) -> Cell:
    """Return one cell of the matrix."""
    position = coverage.tally.profile.position(position_id)
    assert position
    return coverage.matrix.cell(position, view)


def contact(name: str, relationship: str, more: str = "") -> str:
    """Return one contact at the shop, as YAML."""
    return f"  - {{name: {name}, relationship: {relationship}, position: shop{more}}}\n"


def test_the_furthest_state_of_a_cell_wins(measured: Callable[..., Coverage]) -> None:
    """Received comes before waiting, waiting before possible, and each cell names its contacts."""
    coverage = measured(
        f"{POSITIONS}contacts:\n"
        + contact("Ann One", "peer")
        + contact("Ben Two", "cross-team", ", history: [{asked: 2026-11-20}]")
        + contact("Cy Three", "partner")
        + contact("Di Four", "customer", ", history: [{asked: 2026-11-20}]")
        + contact("Ed Five", "supplier")
        + contact("Flo Six", "mentor")
        + "recommendations: {received: [{by: Cy Three, position: shop}]}\n"
    )
    found = {view: cell(coverage, "shop", view) for view in View}
    assert {view: each.state for view, each in found.items()} == {
        View.MANAGER: CellState.EMPTY,
        View.PEER: CellState.RECEIVED,
        View.REPORT: CellState.EMPTY,
        View.CUSTOMER: CellState.WAITING,
        View.MENTOR: CellState.POSSIBLE,
    }
    assert {view: [each.name for each in found[view].contacts] for view in View} == {
        View.MANAGER: [],
        View.PEER: ["Cy Three"],
        View.REPORT: [],
        View.CUSTOMER: ["Di Four"],
        View.MENTOR: ["Flo Six"],
    }
    assert found[View.PEER].received == 1


@pytest.mark.parametrize(
    ("more", "preferences"),
    [
        ("", "preferences: {do_not_ask: [Ann One]}\n"),
        (", history: [{declined: 2026-01-01}]", ""),
        (", history: [{parked: 2026-01-01}]", ""),
    ],
)
def test_nobody_can_fill_a_cell_who_is_not_to_be_asked(
    measured: Callable[..., Coverage], more: str, preferences: str
) -> None:
    """Do-not-ask, a no and parked leave the cell empty."""
    coverage = measured(f"{POSITIONS}contacts:\n{contact('Ann One', 'peer', more)}{preferences}")
    assert cell(coverage, "shop", View.PEER).state is CellState.EMPTY


def test_a_text_that_has_arrived_is_not_yet_received(measured: Callable[..., Coverage]) -> None:
    """It waits to be shown: nothing of it counts, and who waits for an answer comes after it."""
    coverage = measured(
        f"{POSITIONS}contacts:\n"
        + contact("Ann One", "peer", ", history: [{received: 2026-11-20}]")
        + contact("Ben Two", "cross-team", ", history: [{asked: 2026-11-20}]")
    )
    found = cell(coverage, "shop", View.PEER)
    assert (found.state, found.received) == (CellState.ARRIVED, 0)
    assert [each.name for each in found.contacts] == ["Ann One"]


def test_two_texts_by_one_contact_are_two_received_from_one(
    measured: Callable[..., Coverage],
) -> None:
    """A contact who wrote twice about a position is named once."""
    received = "recommendations: {received: [{by: Ann One, position: shop, written: 2024-01-01}, "
    received += "{by: Ann One, position: shop, written: 2025-01-01}]}\n"
    coverage = measured(f"{POSITIONS}contacts:\n{contact('Ann One', 'peer')}{received}")
    found = cell(coverage, "shop", View.PEER)
    assert (found.received, len(found.contacts)) == (2, 1)


def test_columns_are_positions_that_count_or_that_somebody_knows(
    measured: Callable[..., Coverage],
) -> None:
    """A position nobody could speak of and that does not count has no column."""
    assert [each.id for each in measured(POSITIONS).matrix.positions] == ["shop"]
    known = f"{POSITIONS}contacts: [{{name: Ann One, position: mill}}]\n"
    assert [each.id for each in measured(known).matrix.positions] == ["shop", "mill"]


def test_a_suggested_relationship_fills_no_received_cell(
    measured: Callable[..., Coverage],
) -> None:
    """What is only suggested is not taken as known (rule C9)."""
    more = ", unconfirmed: from the headline"
    received = "recommendations: {received: [{by: Ann One, position: shop}]}\n"
    coverage = measured(f"{POSITIONS}contacts:\n{contact('Ann One', 'peer', more)}{received}")
    assert cell(coverage, "shop", View.PEER).state is CellState.EMPTY


def test_a_position_outside_the_matrix_has_no_cell(measured: Callable[..., Coverage]) -> None:
    """To ask for one is a mistake of the caller."""
    coverage = measured(POSITIONS)
    with pytest.raises(KeyError, match="mill"):
        cell(coverage, "mill", View.PEER)
