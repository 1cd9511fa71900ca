"""What to come back to: awaited answers, texts to show and thank for, and giving back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kitgen.life import ANSWERED, AskState, Life
from kitgen.message import message
from kitgen.plan.calendar import first_free_day
from kitgen.plan.value import Action, ActionKind, FollowUp
from kitgen.plan.waves import reminder_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kitgen.coverage import Tally
    from kitgen.facts import Facts
    from kitgen.plan.value import Wave
    from kitgen.profile import Contact

# A thank-you after more than this is no thank-you any more. Own choice.
_THANK_WITHIN = timedelta(days=60)


def find_follow_ups(tally: Tally, facts: Facts, today: date) -> tuple[FollowUp, ...]:
    """Return what is awaited, with the day for the one reminder; after it, rest."""
    found = []
    for contact in tally.open_asks:
        life = tally.lives[contact.id]
        asked = life.asked_on or life.since or today
        if life.state is AskState.AGREED:
            day = first_free_day(today, tally.profile)
            found.append(FollowUp(contact, asked, day, message("follow-up.agreed")))
        elif life.reminded_on:
            reason = message("follow-up.rest", reminded=life.reminded_on)
            found.append(FollowUp(contact, asked, None, reason))
        else:
            day = reminder_day(asked, tally.profile, facts)
            day = first_free_day(max(day, today), tally.profile)
            found.append(FollowUp(contact, asked, day, message("follow-up.remind", on=day)))
    return tuple(sorted(found, key=lambda each: (each.on is None, each.on or today, each.since)))


def find_actions(
    tally: Tally, waves: tuple[Wave, ...], facts: Facts, today: date
) -> tuple[Action, ...]:
    """Return everything to do, in order of kind, then day; what is due later comes last."""
    actions = [
        *_after_a_text(tally, today),
        *_while_waiting(tally, facts, today),
        *_asks(waves, today),
        *_give_back(tally, waves, today),
    ]
    kinds = list(ActionKind)
    actions.sort(key=lambda each: (each.on > today, kinds.index(each.kind), each.on))
    return tuple(actions)


def _after_a_text(tally: Tally, today: date) -> Iterator[Action]:
    day = first_free_day(today, tally.profile)
    for contact, life in _by_state(tally, ANSWERED):
        received = life.received_on
        if life.state is AskState.RECEIVED and not _is_hidden(tally, contact):
            reason = message("action.show", since=life.since)
            yield Action(ActionKind.SHOW, contact, today, reason)
        if received and not life.thanked_on and today - received <= _THANK_WITHIN:
            reason = message("action.thank", since=received)
            yield Action(ActionKind.THANK, contact, day, reason)


def _is_hidden(tally: Tally, contact: Contact) -> bool:
    return any(each.contact.id == contact.id for each in tally.hidden)


def _while_waiting(tally: Tally, facts: Facts, today: date) -> Iterator[Action]:
    for each in find_follow_ups(tally, facts, today):
        life = tally.lives[each.contact.id]
        if each.on is None:
            continue
        if life.state is AskState.AGREED:
            kind = ActionKind.CONNECT if each.contact.connected is False else ActionKind.REQUEST
            reason = message(f"action.{kind}-agreed", since=life.since)
            yield Action(kind, each.contact, each.on, reason)
        else:
            days = (today - each.since).days
            reason = message("action.remind", count=days, since=each.since)
            yield Action(ActionKind.REMIND, each.contact, each.on, reason)


def _asks(waves: tuple[Wave, ...], today: date) -> Iterator[Action]:
    for wave in waves:
        for ask in wave.asks:
            if not ask.is_prepared:
                reason = message("action.prepare", on=wave.on)
                yield Action(ActionKind.PREPARE, ask.contact, today, reason)
            if ask.contact.connected is False:
                reason = message("action.connect", on=wave.on)
                yield Action(ActionKind.CONNECT, ask.contact, today, reason)
            if ask.is_prepared:
                yield Action(ActionKind.ASK, ask.contact, wave.on, ask.reasons[0])


def _give_back(tally: Tally, waves: tuple[Wave, ...], today: date) -> Iterator[Action]:
    """Yield who could be given one: wrote one, some time ago, and has none from the owner."""
    given = {each.to for each in tally.profile.recommendations.given}
    planned = {ask.contact.id for wave in waves for ask in wave.asks}
    apart = timedelta(days=tally.thresholds.reciprocal_days)
    for contact, life in _by_state(tally, frozenset({AskState.PUBLISHED})):
        if contact.id in given or contact.id in planned or life.received_on is None:
            continue
        if (today - life.received_on).days > tally.thresholds.recent_years * 366:
            continue
        day = first_free_day(max(today, life.received_on + apart + timedelta(1)), tally.profile)
        yield Action(ActionKind.GIVE, contact, day, message("action.give", since=life.received_on))


def _by_state(tally: Tally, states: frozenset[AskState]) -> Iterator[tuple[Contact, Life]]:
    for contact in tally.profile.contacts:
        life = tally.lives[contact.id]
        if life.state in states:
            yield contact, life
