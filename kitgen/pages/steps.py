"""Steps that the owner can tick on the device, and what the profile knows of them already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.drafts import Moment
from kitgen.life import ANSWERED, AskState
from kitgen.plan import ActionKind
from kitgen.profile import NEEDS, NOT_BEFORE, Step

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from kitgen.kit import Kit
    from kitgen.plan import Action
    from kitgen.profile import Contact

# What can be ticked beside the drafts of a moment: answers that came, and what was sent.
_AT = {
    Moment.ASK: (Step.ASKED, Step.DECLINED),
    Moment.REQUEST: (Step.AGREED, Step.REQUESTED),
    Moment.REMINDER: (Step.REMINDED,),
    Moment.THANKS: (Step.RECEIVED, Step.PUBLISHED, Step.THANKED),
}
# What an action has done once it is done, where that is a step of the ask.
_BY = {
    ActionKind.SHOW: Step.PUBLISHED,
    ActionKind.THANK: Step.THANKED,
    ActionKind.REMIND: Step.REMINDED,
    ActionKind.REQUEST: Step.REQUESTED,
    ActionKind.ASK: Step.ASKED,
}
# What is over in each state of an ask; a no ends all of it.
_TO_ASKED = (Step.ASKED,)
_TO_AGREED = (*_TO_ASKED, Step.AGREED)
_TO_REQUESTED = (*_TO_AGREED, Step.REQUESTED)
_TO_RECEIVED = (*_TO_REQUESTED, Step.REMINDED, Step.DECLINED, Step.RECEIVED)
_OVER: Mapping[AskState, Collection[Step]] = {
    AskState.IDEA: (),
    AskState.PARKED: (),
    AskState.ASKED: _TO_ASKED,
    AskState.AGREED: _TO_AGREED,
    AskState.REQUESTED: _TO_REQUESTED,
    AskState.RECEIVED: _TO_RECEIVED,
    AskState.PUBLISHED: (*_TO_RECEIVED, Step.PUBLISHED),
    AskState.DECLINED: tuple(Step),
}
# What cannot be done any more after a no.
_ENDED = (Step.ASKED, Step.REQUESTED)
# The device keeps ticks in the order of the profile: these rules are the profile's own.
RULES = {
    "order": [step.value for step in Step],
    "before": {
        step.value: [
            *(later.value for later in NOT_BEFORE.get(step, ())),
            *([Step.DECLINED.value] if step in _ENDED else []),
        ]
        for step in dict.fromkeys((*NOT_BEFORE, *_ENDED))
    },
    "needs": {step.value: [each.value for each in asks] for step, asks in NEEDS.items()},
}
# For a page on which there is nothing to tick.
NO_RULES: Mapping[str, object] = {"order": [], "before": {}, "needs": {}}


def steps_at(kit: Kit, contact: Contact, moment: Moment) -> tuple[Step, ...]:
    """Return the steps with a contact that can be ticked at a moment: the profile could take them.

    A step is left out when it is over, or when one that comes after it is known and it is not.
    """
    life = kit.coverage.tally.lives[contact.id]
    taken = {each.step for each in kit.profile.history_of(contact)}
    over = {*_OVER[life.state]}
    over |= {Step.REMINDED} if life.reminded_on else set()
    over |= {Step.THANKED} if life.thanked_on and life.state in ANSWERED else set()
    over |= {*_ENDED} if Step.DECLINED in taken else set()
    over |= {step for step, later in NOT_BEFORE.items() if step not in taken and taken & {*later}}
    return tuple(step for step in _AT.get(moment, ()) if step not in over)


def step_of(action: Action) -> Step | None:
    """Return the step that is taken by doing what a plan's action says, if it is one."""
    return _BY.get(action.kind)


def known_days(kit: Kit, contact: Contact) -> dict[Step, date]:
    """Return the last day of each step with a contact, as far as the profile tells."""
    days: dict[Step, date] = {}
    for each in kit.profile.history_of(contact):
        days[each.step] = max(each.on, days.get(each.step, each.on))
    life = kit.coverage.tally.lives[contact.id]
    if life.received_on:
        days.setdefault(Step.RECEIVED, life.received_on)
    if life.state is AskState.PUBLISHED and life.since:
        days.setdefault(Step.PUBLISHED, life.since)
    return days
