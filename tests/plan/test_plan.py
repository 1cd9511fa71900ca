"""The plan: golden cases, each a small profile and the whole plan for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from kitgen.coverage import measure_coverage
from kitgen.document import read_document
from kitgen.plan import FollowUp, Plan, plan_waves
from kitgen.profile import parse_profile

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kitgen.content import Content
    from kitgen.facts import Facts

CASES = tuple(sorted((Path(__file__).parent / "golden").glob("*.yml")))


def plan_of(text: str, facts: Facts, today: date) -> Plan:
    """Return the plan for a profile given as YAML."""
    profile = parse_profile(text, "mara.yml", today)
    ready = {each.id for each in profile.contacts if each.evidence and each.relationship}
    return plan_waves(measure_coverage(profile, facts, today), facts, today, ready)


def plan_in(case: Path, facts: Facts, today: date) -> Plan:
    """Return the plan for the profile of a golden case."""
    document, problems = read_document(case.read_text("utf-8"), case.name)
    assert isinstance(document.value, dict), problems
    return plan_of(yaml.safe_dump(document.value["profile"], sort_keys=False), facts, today)


def written(plan: Plan) -> str:
    """Return the block of a golden case that says what is planned."""
    block = {
        "waves": [
            {
                f"{wave.on} (remind {wave.remind_on})": [
                    f"{ask.contact.name}: {' '.join(ask.closes)}"
                    f"{', policy first' if ask.policy_first else ''}"
                    f"{'' if ask.is_prepared else ', to be prepared'}"
                    f" ({' '.join(reason.key for reason in ask.reasons)})"
                    for ask in wave.asks
                ]
            }
            for wave in plan.waves
        ],
        "actions": [
            f"{each.on} {each.kind} {each.contact.name} ({each.reason.key})"
            for each in plan.actions
        ],
        "follow_ups": [
            f"{each.on or ('rest' if each.rests else 'wait')} {each.contact.name}"
            f" ({each.reason.key}){_instead(each)}"
            for each in plan.follow_ups
        ],
        "resting": [f"{each.contact.name} ({each.reason.key})" for each in plan.resting],
        "asks_wanted": plan.asks_wanted,
        "done_by": str(plan.done_by) if plan.done_by else None,
    }
    return yaml.safe_dump({"expected": block}, sort_keys=False, width=200)


def _instead(follow_up: FollowUp) -> str:
    names = ", ".join(each.name for each in follow_up.instead)
    return f", instead: {names}" if names else ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_plan_is_what_its_golden_case_says(
    case: Path, facts: Facts, today: date, same_as_golden: Callable[[Path, str], None]
) -> None:
    """Waves, actions, follow-ups and who rests are those of the file, which says why."""
    given = case.read_text("utf-8").partition("expected:")[0]
    assert given.startswith("# ")
    same_as_golden(case, given + written(plan_in(case, facts, today)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_everything_a_plan_says_can_be_put_into_words(
    case: Path, facts: Facts, today: date, content: Content
) -> None:
    """Each reason has words, and they know their parameters."""
    plan = plan_in(case, facts, today)
    reasons = [reason for ask in plan.asks for reason in ask.reasons]
    reasons += [each.reason for each in plan.actions]
    reasons += [each.reason for each in plan.follow_ups]
    reasons += [each.reason for each in plan.resting]
    assert all(content.words.say(reason) for reason in reasons)


def test_an_ask_of_tomorrow_was_asked_today(facts: Facts, today: date, content: Content) -> None:
    """It can be tomorrow where the owner is; nobody was asked minus one day ago."""
    text = "owner: {name: Mara Okafor}\ncontacts: [{name: Ann One, history: [{asked: 2026-11-23}]}]"
    (reminder,) = plan_of(text, facts, today).actions
    assert content.words.say(reminder.reason) == "Asked today."
