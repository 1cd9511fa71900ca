"""The life of an ask: where each contact stands, from the dated steps of the profile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

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


@dataclass(frozen=True, slots=True)
class Life:
    """Where the ask to one contact stands.

    `since` is the day of the step that led to `state`; `asked_on` the last day on which the
    owner asked or sent the request; `reminded_on` and `thanked_on` are of the same ask.
    """

    state: AskState
    since: date | None = None
    asked_on: date | None = None
    reminded_on: date | None = None
    thanked_on: date | None = None
    received_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether an answer or a text is awaited."""
        return self.state in OPEN


def life_of(contact: Contact, profile: Profile) -> Life:
    """Return where the ask to `contact` stands.

    A recommendation by them that the profile lists counts as received on the day it was
    written, unless a later step says otherwise.
    """
    steps = sorted(
        ((entry.on, _ORDER[entry.step], entry.step) for entry in contact.history),
    )
    life = Life(AskState.IDEA)
    written = _newest_by(contact, profile)
    if written is not None:
        life = _listed(written)
    for day, _, step in steps:
        if life.received_on is None or day >= life.received_on or step is Step.DECLINED:
            life = _after(life, step, day)
        elif written is not None and step is Step.THANKED:
            life = _after(life, step, day)
    if life.state is AskState.RECEIVED and written is not None and written.visible:
        return replace(life, state=AskState.PUBLISHED)
    return life


def _newest_by(contact: Contact, profile: Profile) -> Received | None:
    written = [each for each in profile.recommendations.received if each.by == contact.id]
    return max(written, key=lambda each: str(each.written or ""), default=None)


def _listed(received: Received) -> Life:
    state = AskState.RECEIVED if received.visible is False else AskState.PUBLISHED
    return Life(state, since=received.written, received_on=received.written)


def _after(life: Life, step: Step, day: date) -> Life:
    """Return the life after one more step; a new ask begins a new life."""
    state = _STATE_AFTER.get(step, life.state)
    if step is Step.ASKED or (step is Step.REQUESTED and life.state not in OPEN):
        return Life(state, since=day, asked_on=day)
    return Life(
        state=state,
        since=day if step in _STATE_AFTER else life.since,
        asked_on=day if step is Step.REQUESTED else life.asked_on,
        reminded_on=day if step is Step.REMINDED else life.reminded_on,
        thanked_on=day if step is Step.THANKED else life.thanked_on,
        received_on=day if step is Step.RECEIVED else life.received_on,
    )
