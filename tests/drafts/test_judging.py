"""What the judge of drafts knows of a contact, and how its findings are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.drafts.judging import _short, known_of
from kitgen.profile import parse_profile
from kitgen.specificity import Known

if TYPE_CHECKING:
    from datetime import date

PROFILE = """\
owner: {name: Ada Holm, goal: a post in a library, strengths: [patience]}
positions:
  - {id: mill, title: Clerk, organisation: Linden Mill, start: 2020}
  - {id: quay, organisation: Harbour Quay}
contacts:
  - name: Jo Park
    relationship: peer
    position: mill
    strengths: [calm]
    evidence:
      - {project: the index, contribution: sorted it, outcome: works, period: in 2021, skill: order}
  - {name: Sam Wu, call_name: Sammy}
"""


def test_the_judge_knows_names_and_what_was_typed(today: date) -> None:
    """Everything about this contact and their position; of others no more than the names."""
    profile = parse_profile(PROFILE, "ada.yml", today)
    jo, sam = profile.contacts
    typed = ("Jo", "Ada", "a post in a library", "calm", "patience", "Linden Mill", "Clerk")
    assert known_of(jo, profile, today) == Known(
        owner=("Ada Holm", "Ada"),
        reader=("Jo Park", "Jo"),
        others=("Sam Wu",),
        organisations=("Linden Mill", "Harbour Quay"),
        things=("the index",),
        skills=("calm",),
        typed=(*typed, "the index", "works", "sorted it", "in 2021", "order"),
        today=today,
    )
    assert known_of(sam, profile) == Known(
        owner=("Ada Holm", "Ada"),
        reader=("Sam Wu", "Sammy"),
        others=("Jo Park",),
        organisations=("Linden Mill", "Harbour Quay"),
        typed=("Sammy", "Ada", "a post in a library", "patience"),
    )


def test_words_of_a_finding_stand_on_one_line_of_eighty_characters() -> None:
    """What is longer is cut, without a blank before the ellipsis."""
    assert _short("two\n  lines") == "two lines"
    assert _short("x" * 80) == "x" * 80
    assert _short("x" * 81) == "x" * 80 + "…"
    assert _short("x" * 79 + " y") == "x" * 79 + "…"
