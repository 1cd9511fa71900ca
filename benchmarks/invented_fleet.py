"""Fleets of invented people as YAML profiles: seeded, varied, from 3 to 60 contacts.

    .venv/bin/python benchmarks/invented_fleet.py FOLDER COUNT [--broken SHARE]

No two people share a sentence: what stays equal between kits is what kitgen says itself.
"""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

TODAY = date(2026, 11, 22)
FIRST = [
    "Ada",
    "Bilal",
    "Carmen",
    "Dmitri",
    "Elif",
    "Femi",
    "Greta",
    "Hamid",
    "Ines",
    "Jonas",
    "Kofi",
    "Leila",
    "Mateo",
    "Nadia",
    "Oskar",
    "Priya",
    "Quentin",
    "Rosa",
    "Samir",
    "Tove",
    "Uma",
    "Viktor",
    "Wanda",
    "Ximena",
    "Yusuf",
    "Zofia",
    "Åse",
    "Łukasz",
    "Noémie",
    "Chloë",
]
LAST = [
    "Abiola",
    "Berg",
    "Castellan",
    "Dahl",
    "Eriksen",
    "Farouk",
    "Grünwald",
    "Hartono",
    "Ivers",
    "Jokinen",
    "Kowal",
    "Lindqvist",
    "Moreau",
    "Nakamura",
    "Okafor",
    "Petrescu",
    "Quill",
    "Rahman",
    "Sørensen",
    "Tamm",
    "Ueda",
    "Varga",
    "Weiss",
    "Xu",
    "Yilmaz",
    "Zeman",
    "O'Dell",
    "van-der-Berg",
    "Reyes-Hart",
]
PLACES = [
    "Harbour",
    "Millbrook",
    "Fernside",
    "Tidewell",
    "Ashford",
    "Northgate",
    "Quarry",
    "Linden",
    "Marlow",
    "Eastcote",
]
TRADES = [
    "Grocers",
    "Freight",
    "Clinics",
    "Software",
    "Pantry",
    "College",
    "Press",
    "Bakery",
    "Analytics",
    "Water",
]
TITLES = [
    "Shift lead",
    "Data analyst",
    "Team lead",
    "Nurse",
    "Editor",
    "Store manager",
    "Engineer",
    "Planner",
]
THINGS = [
    "the stock count",
    "the waste log",
    "the ticket queue",
    "the release checklist",
    "the late bus report",
    "the handover notes",
    "the ward rota",
    "the price list",
    "the billing export",
    "the onboarding guide",
]
DEEDS = [
    "rebuilt",
    "charted",
    "halved",
    "documented",
    "rehearsed",
    "measured",
    "reordered",
    "translated",
    "tested",
    "simplified",
]
RESULTS = [
    "took {n} days instead of {m}",
    "fell by {n} percent",
    "reached {m} people",
    "was ready {n} days early",
    "needed {n} people instead of {m}",
    "passed with {m} of {m} points",
]
STRENGTHS = [
    "SQL",
    "calm under pressure",
    "explaining numbers",
    "process design",
    "planning",
    "teaching",
    "writing",
    "finding the question behind a request",
    "mending what others gave up",
    "negotiation",
]
RELATIONSHIPS = [
    "manager",
    "senior",
    "report",
    "junior",
    "peer",
    "peer",
    "peer",
    "cross-team",
    "cross-team",
    "partner",
    "customer",
    "customer",
    "supplier",
    "teacher",
    "mentor",
    "classmate",
]


def main() -> None:
    """Write a fleet into a folder."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("folder", type=Path)
    words.add_argument("count", type=int)
    words.add_argument("--broken", type=float, default=0.0)
    given = words.parse_args()
    write_fleet(given.folder, given.count, given.broken)


def write_fleet(folder: Path, count: int, broken: float = 0.0) -> tuple[Path, ...]:
    """Write so many profiles, a share of them `broken` with one problem each; return those."""
    folder.mkdir(parents=True, exist_ok=True)
    every = round(1 / broken) if broken else 0
    wrong: list[Path] = []
    for number in range(count):
        profile = invent(number)
        path = folder / f"person-{number:06}.yml"
        if every and number % every == every - 1:
            profile["contacts"][0]["relationship"] = "boss"
            wrong.append(path)
        text = yaml.dump(profile, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
        path.write_text(text, "utf-8")
    return tuple(wrong)


def invent(number: int) -> dict[str, Any]:
    """Return the profile of invented person `number`; the same number gives the same one."""
    random = Random(f"person {number}")
    positions = [_position(place, random) for place in range(random.randint(1, 5))]
    count = min(60, 3 + int(random.expovariate(1 / 14)))
    contacts = [_contact(place, positions, random) for place in range(count)]
    writers = [each for each in contacts if "history" not in each and random.random() < 0.15]
    return {
        "owner": {
            "name": _name(random),
            "goal": f"a position as {random.choice(TITLES).lower()} in {random.choice(PLACES)}",
            "strengths": random.sample(STRENGTHS, random.randint(1, 4)),
            "time_zone": random.choice(["UTC", "Europe/Berlin", "America/Chicago"]),
        },
        "positions": positions,
        "contacts": contacts,
        "recommendations": {"received": [_received(each, random) for each in writers]},
        "preferences": {"asks_per_week": random.choice([2, 3])},
    }


def _name(random: Random) -> str:
    return f"{random.choice(FIRST)} {random.choice(LAST)}"


def _position(place: int, random: Random) -> dict[str, Any]:
    started = 2023 - 3 * place
    position: dict[str, Any] = {
        "id": f"p{place}",
        "title": random.choice(TITLES),
        "organisation": f"{random.choice(PLACES)} {random.choice(TRADES)} {place + 1}",
        "start": f"{started}-{random.randint(1, 12):02}",
        "on_linkedin": True,
    }
    if place:
        position["end"] = f"{started + 3}-{random.randint(1, 12):02}"
    return position


def _contact(place: int, positions: list[dict[str, Any]], random: Random) -> dict[str, Any]:
    name = _name(random)
    held = random.choice(positions)
    contact: dict[str, Any] = {
        "id": f"c{place:02}",
        "name": name,
        "relationship": random.choice(RELATIONSHIPS),
        "position": held["id"],
        "strengths": random.sample(STRENGTHS, 2),
        "advocate": random.choice(["strong", "good", "good", "unsure"]),
        "email": f"c{place:02}@example.org",
        "connected": random.random() < 0.8,
        "notes": f"met again in {random.choice(PLACES)}, asked about {random.choice(THINGS)}",
    }
    if random.random() < 0.75:
        contact["evidence"] = [_evidence(random) for _ in range(random.randint(1, 3))]
    if random.random() < 0.15:
        asked = TODAY - timedelta(days=random.randint(5, 90))
        contact["history"] = [{"asked": str(asked)}]
    return contact


def _evidence(random: Random) -> dict[str, str]:
    thing, place = random.choice(THINGS), random.choice(PLACES)
    low = random.randint(2, 9)
    result = random.choice(RESULTS).format(n=low, m=low * random.randint(2, 5))
    return {
        "project": f"{thing} at {place} {random.randint(1, 99)}",
        "contribution": f"{random.choice(DEEDS)} {thing} with {random.randint(2, 9)} colleagues",
        "outcome": f"{thing.removeprefix('the ')} {result}",
        "period": f"in spring {random.randint(2012, 2026)}",
        "skill": random.choice(STRENGTHS),
    }


def _received(contact: dict[str, Any], random: Random) -> dict[str, Any]:
    written = TODAY - timedelta(days=random.randint(30, 1000))
    what = _evidence(random)
    return {
        "by": contact["id"],
        "position": contact["position"],
        "written": str(written),
        "text": f"We worked on {what['project']}, and {what['outcome']} {what['period']}.",
        "visible": True,
    }


if __name__ == "__main__":
    main()
