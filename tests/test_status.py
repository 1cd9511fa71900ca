"""One owner in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kitgen.kit import compose_kit
from kitgen.profile import parse_profile
from kitgen.status import status_of

if TYPE_CHECKING:
    from datetime import date

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
    name, received, out, open_rules, following = status_of(kit)
    assert name == "Mara Okafor"
    assert (received, out, following) == expected
    assert open_rules == str(len(kit.coverage.open_rules))
