"""Where an owner is: what a mentor wants to know of each at a glance, and of all in counts."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.life import ANSWERED, OPEN, AskState
from kitgen.plan import ActionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from kitgen.kit import Kit
    from kitgen.plan import Action
    from kitgen.profile import Profile

_YES = frozenset({AskState.AGREED, AskState.REQUESTED, *ANSWERED})
_AWAITED = frozenset(
    {ActionKind.SHOW, ActionKind.THANK, ActionKind.REMIND, ActionKind.REQUEST, ActionKind.CONNECT}
)
_PATIENCE = timedelta(days=7)  # own choice: a week in which an owner may get to it by themselves
_TOO_FEW = 3  # owners: a mean of fewer would tell what somebody answered


class Standing(StrEnum):
    """How much an owner needs the mentor: the first of these the most."""

    BROKEN = "broken"
    OVERDUE = "overdue"
    EMPTY = "empty"
    STUCK = "stuck"
    DUE = "due"
    WAITING = "waiting"
    DONE = "done"
    OVER = "over"


class Status(Struct, frozen=True):
    """Where one owner is.

    `name` is that of the kit. `asked`, `agreed` and `published` count contacts who were ever asked,
    who said yes, and whose text can be seen; `out` the asks that wait for an answer. `overdue`
    counts actions that somebody has waited for over a week, `problems` mistakes of the profile and
    things to look at.
    `following` is the next action in words, due on `on`. Confidence is 1 to 10, None if not asked.
    """

    name: str
    owner: str
    standing: Standing
    received: int = 0
    target: int = 0
    asked: int = 0
    agreed: int = 0
    published: int = 0
    out: int = 0
    gaps: int = 0
    overdue: int = 0
    problems: int = 0
    following: str = ""
    on: date | None = None
    last_change: date | None = None
    confidence_before: int | None = None
    confidence_after: int | None = None


class Totals(Struct, frozen=True):
    """All owners in counts. Confidence is a mean, None when too few answered both times."""

    owners: int
    standings: Mapping[Standing, int]
    received: int
    target: int
    asked: int
    agreed: int
    published: int
    overdue: int
    problems: int
    rated: int
    confidence_before: float | None
    confidence_after: float | None


def status_of(kit: Kit, profile: Profile, problems: int = 0) -> Status:
    """Return where an owner is; `profile` is what the kit was made of, `problems` how many it has.

    The kit itself does not hold what is for the mentor alone.
    """
    tally, actions = kit.coverage.tally, kit.plan.actions
    states = [life.state for life in tally.lives.values()]
    return Status(
        name=kit.name,
        owner=profile.owner.name,
        standing=_standing(kit),
        received=len(tally.visible),
        target=tally.thresholds.total,
        asked=sum(1 for life in tally.lives.values() if life.asked_on or life.state in _ASKED),
        agreed=sum(1 for state in states if state in _YES),
        published=sum(1 for state in states if state is AskState.PUBLISHED),
        out=len(tally.open_asks),
        gaps=len(kit.coverage.open_rules),
        overdue=_overdue(kit),
        problems=problems,
        following=_following(kit),
        on=actions[0].on if actions else None,
        last_change=max(_days(profile, kit.today), default=None),
        confidence_before=profile.mentor.confidence_before,
        confidence_after=profile.mentor.confidence_after,
    )


def broken_status(name: str, problems: int) -> Status:
    """Return the status of a profile that cannot be read."""
    return Status(name, name, Standing.BROKEN, problems=problems)


def by_need(statuses: Iterable[Status]) -> tuple[Status, ...]:
    """Return statuses, those first whose owner needs the mentor most."""
    return tuple(sorted(statuses, key=_need))


def totals_of(statuses: Iterable[Status]) -> Totals:
    """Return all owners in counts: nobody is named, and no mean is of so few that it tells one."""
    found = tuple(statuses)
    rated = [
        (each.confidence_before, each.confidence_after)
        for each in found
        if each.confidence_before is not None and each.confidence_after is not None
    ]
    shown = len(rated) >= _TOO_FEW
    return Totals(
        owners=len(found),
        standings={kind: sum(1 for each in found if each.standing is kind) for kind in Standing},
        received=sum(each.received for each in found),
        target=sum(each.target for each in found),
        asked=sum(each.asked for each in found),
        agreed=sum(each.agreed for each in found),
        published=sum(each.published for each in found),
        overdue=sum(each.overdue for each in found),
        problems=sum(each.problems for each in found),
        rated=len(rated),
        confidence_before=_mean(one for one, _ in rated) if shown else None,
        confidence_after=_mean(other for _, other in rated) if shown else None,
    )


_ASKED = frozenset({*OPEN, *ANSWERED, AskState.DECLINED})


def _standing(kit: Kit) -> Standing:
    tally, actions = kit.coverage.tally, kit.plan.actions
    if kit.profile.sharing.is_over(kit.today):
        return Standing.OVER
    if not kit.profile.contacts:
        return Standing.EMPTY
    if _overdue(kit):
        return Standing.OVERDUE
    if actions:
        return Standing.DUE if actions[0].on <= kit.today else Standing.WAITING
    if not tally.missing:
        return Standing.DONE
    return Standing.WAITING if tally.awaited else Standing.STUCK


def _overdue(kit: Kit) -> int:
    """Return how many actions somebody else has waited for longer than a week."""
    due = (each for each in kit.plan.actions if each.kind in _AWAITED and each.on <= kit.today)
    return sum(1 for each in due if kit.today - _since(kit, each) > _PATIENCE)


def _since(kit: Kit, action: Action) -> date:
    """Return the day from which an action could be taken."""
    life = kit.coverage.tally.lives[action.contact.id]
    if action.kind is ActionKind.REMIND and life.asked_on:
        return life.asked_on + timedelta(days=kit.content.facts.count("asks.reminder", "first_day"))
    day = life.received_on if action.kind is ActionKind.THANK else life.since
    return day or kit.today


def _following(kit: Kit) -> str:
    say = kit.content.words.say
    action = kit.plan.actions[0] if kit.plan.actions else None
    if action:
        return say(f"action-title.{action.kind}", called=action.contact.name)
    return say(kit.idle)


def _days(profile: Profile, today: date) -> Iterator[date]:
    """Yield the days on which something happened, as the profile tells, none of them to come."""
    texts = profile.recommendations
    days = [each.written for each in texts.received if each.written]
    days += [each.written for each in texts.given if each.written]
    for contact in profile.contacts:
        days += [entry.on for entry in contact.history]
    yield from (day for day in days if day <= today)


def _need(status: Status) -> tuple[int, int, str, str]:
    order = list(Standing).index(status.standing)
    return order, -status.overdue, str(status.on or ""), status.name


def _mean(values: Iterable[int]) -> float:
    found = tuple(values)
    return round(sum(found) / len(found), 1)
