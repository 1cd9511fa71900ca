"""The plan: who to ask next and why, when, and what to come back to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kitgen.plan.choice import choose_asks
from kitgen.plan.follow_ups import find_actions, find_follow_ups
from kitgen.plan.substitutes import with_substitutes
from kitgen.plan.value import Action, ActionKind, Ask, FollowUp, Plan, Resting, Wave
from kitgen.plan.waves import reminder_day, schedule_waves

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from kitgen.coverage import Coverage
    from kitgen.facts import Facts


def plan_waves(coverage: Coverage, facts: Facts, today: date, ready: Collection[str]) -> Plan:
    """Return the plan that closes the gaps of `coverage`, from `today` on.

    `ready` are the ids of the contacts to whom an ask can be sent as it is.

    The same coverage, facts and day give the same plan; the order of contacts does not matter.
    """
    asks, resting = choose_asks(coverage, facts, ready)
    waves = schedule_waves(asks, coverage, facts, today)
    planned = tuple(ask for wave in waves for ask in wave.asks)
    tally = coverage.tally
    follow_ups = find_follow_ups(tally, facts, today)
    follow_ups = with_substitutes(follow_ups, planned, resting)
    wanted = tally.asks_for(tally.missing) - len(tally.awaited)
    return Plan(
        waves=waves,
        actions=find_actions(tally, waves, follow_ups, today),
        follow_ups=follow_ups,
        resting=resting,
        asks_wanted=max(0, wanted),
        done_by=_done_by(coverage, waves, facts, today),
    )


def _done_by(coverage: Coverage, waves: tuple[Wave, ...], facts: Facts, today: date) -> date | None:
    """Return when the target should be reached, if the asks suffice at the answer rate."""
    tally = coverage.tally
    out = len(tally.awaited) + sum(len(wave.asks) for wave in waves)
    if not tally.missing or out * tally.thresholds.answer_rate < tally.missing:
        return None
    answered = timedelta(days=facts.count("asks.reminder", "last_day"))
    asked = [tally.lives[each.id].asked_on or today for each in tally.awaited]
    # An answer that is overdue comes after the reminder or the request of today, if at all.
    days = [day if day + answered > today else today for day in asked]
    return max([*(wave.on for wave in waves), *days]) + answered


__all__ = [
    "Action",
    "ActionKind",
    "Ask",
    "FollowUp",
    "Plan",
    "Resting",
    "Wave",
    "plan_waves",
    "reminder_day",
]
