"""When to ask: waves of at most three a week, the strongest advocates last.

There are as few waves as the pace allows, and what is prepared goes out before what is not. Then
people from one position are kept in different waves, as far as that makes no further wave: they
talk to each other, and three who are asked at once feel like a mailing. Then the most valuable
asks go first. The strongest advocates come after all others, whichever position they are from.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kitgen.message import message
from kitgen.plan.calendar import WEEK, first_day_with_room, first_free_day
from kitgen.plan.value import Ask, Wave
from kitgen.profile import Advocate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kitgen.coverage import Coverage
    from kitgen.facts import Facts
    from kitgen.profile import Profile

_RANK = {Advocate.STRONG: 2, Advocate.GOOD: 1, Advocate.UNSURE: 0, None: 0}


def schedule_waves(
    asks: tuple[Ask, ...], coverage: Coverage, facts: Facts, today: date
) -> tuple[Wave, ...]:
    """Return `asks` as waves with their dates, the first one today or as soon as it may go out."""
    tally = coverage.tally
    profile = tally.profile
    pace = profile.preferences.asks_per_week or facts.count("asks.per_week")
    sent = [life.asked_on for life in tally.lives.values() if life.asked_on]
    waves: list[Wave] = []
    earliest = today
    for group, strongest in _groups(asks, pace, tally.thresholds.shown_first, profile):
        day = first_day_with_room(earliest, len(group), sent, pace, profile)
        sent += [day] * len(group)
        remind_on = reminder_day(day, profile, facts)
        waves.append(Wave(len(waves) + 1, day, group, remind_on, strongest))
        earliest = day + WEEK
    return tuple(waves)


def reminder_day(asked_on: date, profile: Profile, facts: Facts) -> date:
    """Return the day for the one reminder: the first free day from seven days after the ask."""
    first = asked_on + timedelta(days=facts.count("asks.reminder", "first_day"))
    return first_free_day(first, profile)


def _groups(
    asks: tuple[Ask, ...], pace: int, newest: int, profile: Profile
) -> Iterator[tuple[tuple[Ask, ...], bool]]:
    """Yield the asks of each wave, and whether they are the strongest advocates, who come last."""
    last = _strongest(asks, newest) if profile.preferences.strongest_last else ()
    ids = {ask.contact.id for ask in last}
    others = [ask for ask in asks if ask.contact.id not in ids]
    first = sorted(others, key=lambda ask: not ask.is_prepared)
    yield from ((group, False) for group in _chunks(_apart(first, pace), pace))
    told = message("ask-reason.strong")
    named = [replace(ask, reasons=(*ask.reasons, told)) for ask in last]
    yield from ((group, True) for group in _chunks(named, pace))


def _chunks(asks: Sequence[Ask], pace: int) -> Iterator[tuple[Ask, ...]]:
    for start in range(0, len(asks), pace):
        yield tuple(asks[start : start + pace])


def _apart(asks: Sequence[Ask], pace: int) -> list[Ask]:
    """Return `asks` in an order in which fewer from one position share a wave.

    Those closest to each other change places first, so that the order changes little.
    """
    order = list(asks)
    pairs = sorted(combinations(range(len(order)), 2), key=lambda pair: (pair[1] - pair[0], pair))
    pairs = [(one, other) for one, other in pairs if one // pace != other // pace]
    changed = True
    while changed:
        changed = False
        for one, other in pairs:
            if _is_relief(order, one, other, pace):
                order[one], order[other] = order[other], order[one]
                changed = True
    rank = {ask.contact.id: number for number, ask in enumerate(asks)}
    waves = _chunks(order, pace)
    return [ask for wave in waves for ask in sorted(wave, key=lambda ask: rank[ask.contact.id])]


def _is_relief(order: Sequence[Ask], one: int, other: int, pace: int) -> bool:
    """Return whether fewer would share a wave and a position if two asks changed places."""
    if order[one].is_prepared != order[other].is_prepared:
        return False
    now = _beside(order, one, one, pace) + _beside(order, other, other, pace)
    return _beside(order, one, other, pace) + _beside(order, other, one, pace) < now


def _beside(order: Sequence[Ask], number: int, place: int, pace: int) -> int:
    """Return with how many of its position an ask would share the wave if it stood at `place`."""
    position = order[number].position
    start = place - place % pace
    beside = [*order[start:place], *order[place + 1 : start + pace]]
    return sum(1 for ask in beside if position and ask.position == position)


def _strongest(asks: tuple[Ask, ...], newest: int) -> tuple[Ask, ...]:
    """Return the strongest advocates, the strongest last, if they can be told from the others."""
    ranked = sorted(asks, key=lambda ask: -_RANK[ask.contact.advocate])[:newest]
    weakest = min((_RANK[ask.contact.advocate] for ask in asks), default=0)
    return tuple(ask for ask in reversed(ranked) if _RANK[ask.contact.advocate] > weakest)
