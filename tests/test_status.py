"""One owner in one line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kitgen.kit import compose_kit
from kitgen.profile import parse_profile
from kitgen.status import Standing, Status, broken_status, by_need, status_of, totals_of

if TYPE_CHECKING:
    from kitgen.content import Content


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("0/5", "0", "Add your first contact")),
        ("contacts: [{name: Jo Park}]", ("0/5", "0", "Add what you know about Jo Park")),
        (
            "contacts: [{name: Jo Park, history: [{asked: 2026-11-20}]}]",
            ("0/5", "1", "Remind Jo Park once"),
        ),
        (
            "contacts: [{name: Jo Park, history: [{declined: 2026-11-20}]}]",
            (
                "0/5",
                "0",
                (
                    "Nobody in your profile is left to ask. "
                    "Think of one more person who knows your work, and add them."
                ),
            ),
        ),
        (
            "contacts: [{name: Jo Park, history: [{published: 2026-11-20}]}]",
            ("1/5", "0", "Thank Jo Park"),
        ),
    ],
)
def test_a_status_says_how_far_an_owner_is_and_what_comes_next(
    content: Content, today: date, text: str, expected: tuple[str, str, str]
) -> None:
    """Received of target, asks out, and the next action in words."""
    profile = parse_profile(f"owner: {{name: Mara Okafor}}\n{text}", "mara.yml", today)
    kit = compose_kit(profile, content, today, "mara")
    status = status_of(kit, profile)
    assert status.owner == "Mara Okafor"
    found = (f"{status.received}/{status.target}", str(status.out), status.following)
    assert found == expected
    assert status.gaps == len(kit.coverage.open_rules)


_LIVES = """\
owner: {name: Mara Okafor}
positions: [{id: lab, organisation: Lab, start: 2020-01}]
contacts:
  - {name: Jo Park, history: [{asked: 2026-10-01}, {published: 2026-10-20}, {thanked: 2026-10-21}]}
  - {name: Al Gray, history: [{asked: 2026-11-01}, {agreed: 2026-11-03}]}
  - {name: Bo Ash, history: [{asked: 2026-11-02}, {declined: 2026-11-09}]}
  - {name: Cy Elm}
mentor: {confidence_before: 3, confidence_after: 8}
"""


def test_a_status_counts_what_was_asked_and_what_came_of_it(content: Content, today: date) -> None:
    """Three were asked, two said yes, one text can be seen; the last step was a no."""
    profile = parse_profile(_LIVES, "mara.yml", today)
    status = status_of(compose_kit(profile, content, today, "mara"), profile, 2)
    assert (status.asked, status.agreed, status.published, status.out) == (3, 2, 1, 1)
    assert status.last_change == date(2026, 11, 9)
    assert (status.confidence_before, status.confidence_after) == (3, 8)
    assert status.problems == 2


@pytest.mark.parametrize(
    ("contacts", "standing"),
    [
        ("", Standing.EMPTY),
        ("contacts: [{name: Jo Park}]", Standing.DUE),
        ("contacts: [{name: Jo Park, history: [{received: 2026-11-10}]}]", Standing.OVERDUE),
        ("contacts: [{name: Jo Park, history: [{asked: 2026-11-21}]}]", Standing.WAITING),
        ("contacts: [{name: Jo Park, history: [{declined: 2026-11-10}]}]", Standing.STUCK),
        ("sharing: {expires: 2026-11-01}", Standing.OVER),
    ],
)
def test_a_standing_says_how_much_an_owner_needs_the_mentor(
    content: Content, today: date, contacts: str, standing: Standing
) -> None:
    """From what is overdue to what is over."""
    text = f"owner: {{name: Mara Okafor}}\n{contacts}"
    profile = parse_profile(text, "mara.yml", today)
    kit = compose_kit(profile, content, today, "mara")
    assert status_of(kit, profile).standing is standing


def test_who_needs_the_mentor_most_comes_first() -> None:
    """What cannot be read, then what is overdue the most, then the rest by their day."""

    def one(name: str, standing: Standing, overdue: int = 0) -> Status:
        return Status(name, name, standing, overdue=overdue)

    done, late, later = (
        one("a", Standing.DONE),
        one("b", Standing.OVERDUE, 1),
        one("c", Standing.OVERDUE, 4),
    )
    broken = broken_status("z", 3)
    assert by_need([done, late, later, broken]) == (broken, later, late, done)


def test_a_mean_of_few_is_not_told() -> None:
    """Two who answered could be told apart; three are a mean."""
    rated = [
        Status(str(n), "x", Standing.DUE, confidence_before=n, confidence_after=n + 4, asked=2)
        for n in (2, 3, 4)
    ]
    few, enough = totals_of(rated[:2]), totals_of(rated)
    assert (few.rated, few.confidence_before, few.confidence_after) == (2, None, None)
    assert (enough.confidence_before, enough.confidence_after) == (3.0, 7.0)
    assert (enough.owners, enough.asked, enough.standings[Standing.DUE]) == (3, 6, 3)
