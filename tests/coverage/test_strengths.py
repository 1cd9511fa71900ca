"""Strengths: who wrote about each, and who could."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.coverage import Strength, find_strengths, measure_coverage
from kitgen.profile import parse_profile

if TYPE_CHECKING:
    from datetime import date

    from kitgen.facts import Facts


def strengths(facts: Facts, today: date, text: str) -> tuple[Strength, ...]:
    """Return the strengths of a profile given as YAML."""
    return find_strengths(measure_coverage(parse_profile(text, "a.yml", today), facts, today).tally)


def test_strengths_say_who_wrote_about_them_and_who_could(facts: Facts, today: date) -> None:
    """In the owner's order, by the words of visible texts and by what contacts can speak about."""
    text = """
owner: {name: Mara Okafor, strengths: [calm under pressure, SQL, R]}
contacts:
  - {name: Ann One}
  - {name: Ben Two, strengths: [Calm under pressure]}
  - {name: Cy Three, evidence: [{project: the count, skill: sql}]}
  - {name: Di Four, strengths: [SQL]}
recommendations:
  received:
    - {by: Ann One, text: Stays CALM under pressure.}
    - {by: Di Four, text: Her SQL is clear.}
    - {by: Cy Three, text: "R, of course.", visible: no}
"""
    assert strengths(facts, today, text) == (
        Strength("calm under pressure", ("Ann One",), ("Ben Two",)),
        Strength("SQL", ("Di Four",), ("Cy Three",)),
        Strength("R", (), ()),
    )


def test_without_strengths_there_is_nothing_to_say(facts: Facts, today: date) -> None:
    """A profile of two lines has no strengths."""
    assert strengths(facts, today, "owner: {name: Mara Okafor}") == ()
