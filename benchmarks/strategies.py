"""Whom to ask when, as several strategies say; each returns the day of each ask, by contact."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from greedy import choose_greedily

from kitgen.coverage import measure_coverage
from kitgen.life import AskState
from kitgen.plan import plan_waves
from kitgen.plan.value import Ask
from kitgen.plan.waves import schedule_waves

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kitgen.coverage import Coverage
    from kitgen.facts import Facts
    from kitgen.profile import Contact

    Days = dict[str, date]
    Strategy = Callable[[Coverage, Facts], Days]


def as_planned(coverage: Coverage, facts: Facts) -> Days:
    """Ask as the plan says."""
    plan = plan_waves(coverage, facts, coverage.tally.today, ready_in(coverage))
    return {ask.contact.id: wave.on for wave in plan.waves for ask in wave.asks}


def as_planned_unordered(coverage: Coverage, facts: Facts) -> Days:
    """Ask as the plan says with `strongest_last` switched off."""
    return as_planned(_unordered(coverage, facts), facts)


def greedily(coverage: Coverage, facts: Facts) -> Days:
    """Ask as the plan did before: one by one, whoever is worth most, the strongest two last."""
    return _in_waves(choose_greedily(coverage, _able(coverage)), coverage, facts)


def at_random(coverage: Coverage, facts: Facts) -> Days:
    """Ask as many as the missing recommendations call for, whoever comes, at the owner's pace."""
    tally = coverage.tally
    wanted = max(0, tally.asks_for(tally.missing) - len(tally.awaited))
    able = _able(coverage)
    Random(len(able)).shuffle(able)
    return _in_waves(able[:wanted], _unordered(coverage, facts), facts)


def everyone_today(coverage: Coverage, _: Facts) -> Days:
    """Ask everybody at once."""
    return {each.id: coverage.tally.today for each in _able(coverage)}


def nobody_more(_: Coverage, __: Facts) -> Days:
    """Ask nobody more: what those already asked bring."""
    return {}


STRATEGIES: dict[str, Strategy] = {
    "this plan": as_planned,
    "  strongest_last: no": as_planned_unordered,
    "greedy, as before": greedily,
    "random order": at_random,
    "everyone today": everyone_today,
    "nobody more": nobody_more,
}


def ready_in(coverage: Coverage) -> set[str]:
    """Return who has what a draft needs."""
    contacts = coverage.tally.profile.contacts
    return {each.id for each in contacts if each.evidence and each.relationship}


def _able(coverage: Coverage) -> list[Contact]:
    """Return whom nobody asked yet, in order of ids; the invented owners gave none lately."""
    tally = coverage.tally
    idle = [each for each in tally.profile.contacts if tally.lives[each.id].state is AskState.IDEA]
    return sorted(idle, key=lambda each: each.id)


def _in_waves(contacts: list[Contact], coverage: Coverage, facts: Facts) -> Days:
    """Return the days on which asks go out, in waves at the owner's pace."""
    position, ready = coverage.tally.profile.position, ready_in(coverage)
    asks = tuple(
        Ask(each, position(each.position), (), (), bool(each.restrictions), each.id in ready)
        for each in contacts
    )
    waves = schedule_waves(asks, coverage, facts, coverage.tally.today)
    return {ask.contact.id: wave.on for wave in waves for ask in wave.asks}


def _unordered(coverage: Coverage, facts: Facts) -> Coverage:
    """Return the same coverage of an owner who does not want the strongest last."""
    profile = coverage.tally.profile
    preferences = profile.preferences.model_copy(update={"strongest_last": False})
    changed = profile.model_copy(update={"preferences": preferences})
    return measure_coverage(changed, facts, coverage.tally.today)
