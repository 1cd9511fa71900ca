"""The life of an ask: where each contact stands, from the dated steps of the profile."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kitgen.profile import Step

if TYPE_CHECKING:
    from datetime import date

    from kitgen.profile import Contact, Profile, Received


class AskState(StrEnum):
    """Where an ask stands."""

    IDEA = "idea"
    ASKED = "asked"
    AGREED = "agreed"
    REQUESTED = "requested"
    RECEIVED = "received"
    PUBLISHED = "published"
    DECLINED = "declined"
    PARKED = "parked"


OPEN = frozenset({AskState.ASKED, AskState.AGREED, AskState.REQUESTED})
ANSWERED = frozenset({AskState.RECEIVED, AskState.PUBLISHED})

_STATE_AFTER = {
    Step.ASKED: AskState.ASKED,
    Step.AGREED: AskState.AGREED,
    Step.REQUESTED: AskState.REQUESTED,
    Step.RECEIVED: AskState.RECEIVED,
    Step.PUBLISHED: AskState.PUBLISHED,
    Step.DECLINED: AskState.DECLINED,
    Step.PARKED: AskState.PARKED,
}
_ORDER = {step: number for number, step in enumerate(Step)}
_TEXT_STEPS = frozenset({Step.RECEIVED, Step.PUBLISHED})


class Life(Struct, frozen=True):
    """Where the ask to one contact stands.

    `since` is the day of the step that led to `state`; `asked_on` the last day on which the
    owner asked or sent the request; `reminded_on` and `thanked_on` are of the same ask, and so is
    `published_on`, the first day on which a step says that the text could be seen. `until` is the
    day from which a parked contact can be asked after all, if there is one.
    """

    state: AskState
    since: date | None = None
    asked_on: date | None = None
    reminded_on: date | None = None
    thanked_on: date | None = None
    received_on: date | None = None
    published_on: date | None = None
    until: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether an answer or a text is awaited."""
        return self.state in OPEN


def life_of(contact: Contact, profile: Profile, today: date | None = None) -> Life:
    """Return where the ask to `contact` stands, as of `today` where that matters.

    Who was parked until a day that has come can be asked like anybody who never was.

    A recommendation by them that the profile lists arrived on the day it was written, after the
    steps of that day; without a day it answers whatever was asked. Whether it is visible is for
    the profile to say, and where it does not, for the steps.
    """
    steps = [(entry.on, _ORDER[entry.step], entry.step) for entry in profile.history_of(contact)]
    listed = _newest_by(contact, profile)
    if listed and listed.written:
        arrived = max((step for step in steps if step[2] in _TEXT_STEPS), default=None)
        steps.append((listed.written, _ORDER[Step.RECEIVED], Step.RECEIVED))
        if arrived is None or arrived[2] is Step.PUBLISHED:
            steps.append((listed.written, _ORDER[Step.PUBLISHED], Step.PUBLISHED))
    life = Life(AskState.IDEA)
    for day, _, step in sorted(steps):
        life = _after(life, step, day)
    if life.state is AskState.PARKED:
        life = _parked(life, contact, today)
    return _as_listed(life, listed) if listed else life


def _parked(life: Life, contact: Contact, today: date | None) -> Life:
    """Return the life of a parked contact: until when, or that the time is over."""
    ends = [each.until for each in contact.history if each.until and each.parked == life.since]
    until = max(ends, default=None)
    if until and today and today >= until:
        return Life(AskState.IDEA)
    return replace(life, until=until)


def _newest_by(contact: Contact, profile: Profile) -> Received | None:
    written = [each for each in profile.recommendations.received if each.by == contact.id]
    return max(
        written,
        key=lambda each: (str(each.written or ""), each.visible is not False),
        default=None,
    )


def _as_listed(life: Life, listed: Received) -> Life:
    """Return `life` as the profile's entry of the recommendation has it."""
    if listed.written is None and life.state not in {*ANSWERED, AskState.DECLINED}:
        life = replace(life, state=AskState.PUBLISHED, since=None)
    if life.state in ANSWERED and listed.visible is not None:
        return replace(life, state=AskState.PUBLISHED if listed.visible else AskState.RECEIVED)
    return life


def _after(life: Life, step: Step, day: date) -> Life:
    """Return the life after one more step; a new ask begins a new life."""
    state = _STATE_AFTER.get(step, life.state)
    if step is Step.ASKED or (step is Step.REQUESTED and life.state not in OPEN):
        return Life(state, since=day, asked_on=day)
    first_text = step is Step.PUBLISHED and life.received_on is None
    return Life(
        state=state,
        since=day if step in _STATE_AFTER else life.since,
        asked_on=day if step is Step.REQUESTED else life.asked_on,
        reminded_on=day if step is Step.REMINDED else life.reminded_on,
        thanked_on=day if step is Step.THANKED else life.thanked_on,
        received_on=day if step is Step.RECEIVED or first_text else life.received_on,
        published_on=life.published_on or (day if step is Step.PUBLISHED else None),
    )
