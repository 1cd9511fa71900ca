"""Profiles of invented people, one after another from a seed, for the benchmarks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kitgen.profile import Profile

if TYPE_CHECKING:
    from random import Random

TODAY = date(2026, 11, 22)
# How often each relationship occurs: peers often, managers and teachers seldom.
RELATIONSHIPS = {
    "peer": 26,
    "cross-team": 14,
    "customer": 12,
    "manager": 9,
    "senior": 8,
    "report": 8,
    "junior": 5,
    "partner": 5,
    "supplier": 3,
    "mentor": 4,
    "teacher": 3,
    "classmate": 3,
}


def invent_profile(random: Random, contacts: int) -> Profile:
    """Return a profile with so many contacts."""
    positions = [_position(number, random) for number in range(random.randint(1, 6))]
    people = [_contact(number, positions, random) for number in range(contacts)]
    writers = [each for each in people if "history" not in each and random.random() < 0.12]
    preferences: dict[str, Any] = {"asks_per_week": random.choice([2, 3, 3, 3])}
    if random.random() < 0.3:
        preferences["targets"] = {"total": random.choice([3, 4, 8, 10])}
    if random.random() < 0.2:
        first = TODAY + timedelta(days=random.randint(0, 30))
        last = first + timedelta(days=random.randint(3, 14))
        preferences["blackout"] = [{"first": str(first), "last": str(last)}]
    return Profile.model_validate(
        {
            "owner": {"name": "Invented Owner"},
            "positions": positions,
            "contacts": people,
            "recommendations": {"received": [_received(each, random) for each in writers]},
            "preferences": preferences,
        }
    )


def _position(number: int, random: Random) -> dict[str, Any]:
    started = 2023 - 3 * number
    position: dict[str, Any] = {
        "id": f"p{number}",
        "organisation": f"Organisation {number}",
        "start": str(started),
    }
    if number:
        position["end"] = str(started + 3)
    if random.random() < 0.35:
        position["important"] = True
    return position


def _contact(number: int, positions: list[dict[str, Any]], random: Random) -> dict[str, Any]:
    contact: dict[str, Any] = {"id": f"c{number:03}", "name": f"Contact {number}"}
    if random.random() < 0.88:
        (contact["relationship"],) = random.choices(
            list(RELATIONSHIPS), weights=list(RELATIONSHIPS.values())
        )
    if random.random() < 0.85:
        weights = [len(positions) - place for place in range(len(positions))]
        contact["position"] = random.choices(positions, weights=weights)[0]["id"]
    if random.random() < 0.1:
        contact["unconfirmed"] = "from the headline"
    if random.random() < 0.6:
        contact["evidence"] = [{"project": "the count", "outcome": "it took one night"}]
    contact["advocate"] = random.choices(
        ["strong", "good", "unsure", None], weights=[15, 35, 15, 35]
    )[0]
    if random.random() < 0.1:
        contact["restrictions"] = [random.choice(["employer-policy", "finance", "current-manager"])]
    if random.random() < 0.15:
        contact["connected"] = False
    if random.random() < 0.12:
        contact["history"] = _history(random)
    return contact


def _history(random: Random) -> list[dict[str, str]]:
    asked = TODAY - timedelta(days=random.randint(5, 90))
    steps = [{"asked": str(asked)}]
    if random.random() < 0.4:
        steps.append({"declined": str(asked + timedelta(days=2))})
    return steps


def _received(contact: dict[str, Any], random: Random) -> dict[str, Any]:
    written = TODAY - timedelta(days=random.randint(30, 2500))
    received = {"by": contact["id"], "written": str(written)}
    return received | ({"position": contact["position"]} if "position" in contact else {})
