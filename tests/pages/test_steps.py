"""Steps to tick: whatever the device offers, the profile can take."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from kitgen.drafts import Moment
from kitgen.errors import ProfileError
from kitgen.kit import compose_kit
from kitgen.pages.steps import RULES, known_days, steps_at
from kitgen.profile import NEEDS, Step, parse_profile

if TYPE_CHECKING:
    from kitgen.content import Content

TODAY = date(2026, 11, 22)
HEAD = "owner: {name: Ada Lind}\npositions: [{id: lab, organisation: Lab}]\ncontacts:\n"
LISTED = "recommendations: {received: [{by: jo, written: 2026-10-20, visible: yes}]}\n"


def profile_text(steps: tuple[Step, ...], more: str = "") -> str:
    """Return a profile of one contact with these steps, a day apart, long ago."""
    history = ", ".join(f"{{{step}: 2026-10-{day:02}}}" for day, step in enumerate(steps, 1))
    return f"{HEAD}  - {{id: jo, name: Jo Park, position: lab, history: [{history}]}}\n{more}"


HISTORIES = [steps for length in range(3) for steps in permutations(Step, length)]


def offered(text: str, content: Content) -> list[Step]:
    """Return the steps that can be ticked with the contact of a profile; its text is right."""
    kit = compose_kit(parse_profile(text, "ada.yml", TODAY), content, TODAY, "ada")
    contact = kit.profile.contacts[0]
    return [step for moment in Moment for step in steps_at(kit, contact, moment)]


@pytest.mark.parametrize("more", ["", LISTED], ids=["asked", "listed"])
def test_each_step_that_is_offered_passes_the_check(content: Content, more: str) -> None:
    """After each history of up to two steps that a profile can hold, none is refused."""
    tried = 0
    for steps in HISTORIES:
        text = profile_text(steps, more)
        try:
            found = offered(text, content)
        except ProfileError:
            continue
        for step in found:
            if step not in NEEDS or set(NEEDS[step]) & set(steps):  # or the device hides it
                tried += 1
                added = f"{text}log: [{{who: jo, {step}: 2026-11-22}}]\n"
                assert parse_profile(added, "ada.yml", TODAY).log, (steps, step)
    assert tried > 40


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), "asked declined agreed requested reminded received published thanked"),
        ((Step.ASKED,), "declined agreed requested reminded received published thanked"),
        ((Step.ASKED, Step.REMINDED), "declined agreed requested received published thanked"),
        ((Step.ASKED, Step.AGREED), "declined requested reminded received published thanked"),
        ((Step.REQUESTED, Step.RECEIVED), "published thanked"),
        ((Step.REQUESTED, Step.RECEIVED, Step.PUBLISHED), "thanked"),
        ((Step.RECEIVED, Step.PUBLISHED, Step.THANKED), ""),
        ((Step.ASKED, Step.DECLINED), ""),
    ],
)
def test_what_is_over_is_not_offered(
    content: Content, steps: tuple[Step, ...], expected: str
) -> None:
    """What was done, what came before it, and anything after a no."""
    assert " ".join(offered(profile_text(steps), content)) == expected


def test_what_the_profile_knows_is_told_with_its_last_day(content: Content) -> None:
    """By history, log, and the list of recommendations."""
    text = profile_text((Step.ASKED,), f"{LISTED}log: [{{who: jo, asked: 2026-10-05}}]\n")
    kit = compose_kit(parse_profile(text, "ada.yml", TODAY), content, TODAY, "ada")
    told = {
        step.value: day.isoformat()
        for step, day in known_days(kit, kit.profile.contacts[0]).items()
    }
    assert told == {"asked": "2026-10-05", "received": "2026-10-20", "published": "2026-10-20"}


def test_the_device_goes_by_the_rules_of_the_profile() -> None:
    """What cannot come before what, as the check has it: each pair is tried."""
    before = RULES["before"]
    assert isinstance(before, dict)
    for first in Step:
        for later in Step:
            history = f"[{{{later}: 2026-10-01}}, {{{first}: 2026-10-02}}, {{asked: 2026-09-01}}]"
            if first is Step.ASKED:
                history = history.replace(", {asked: 2026-09-01}", "")
            text = f"{HEAD}  - {{name: Jo Park, history: {history}}}\n"
            try:
                parse_profile(text, "ada.yml", TODAY)
                refused = False
            except ProfileError:
                refused = True
            assert refused == (later.value in before.get(first.value, [])), (first, later)
