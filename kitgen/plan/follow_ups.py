"""What to come back to: awaited answers, texts to show and thank for, and giving back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kitgen.coverage import years_after
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
    """Return what is awaited, with the day for the one reminder; after it, rest.

    Nobody on do-not-ask is waited for. After a long silence, and when a blackout would make the
    reminder that late, there is none.
    """
    excluded = tally.profile.preferences.do_not_ask
    found = [
        _follow_up(tally, contact, facts, today)
        for contact in tally.open_asks
        if contact.id not in excluded
    ]
    found.sort(key=lambda each: (each.on is None, each.on or today, each.since, each.contact.id))
    return tuple(found)


def _follow_up(tally: Tally, contact: Contact, facts: Facts, today: date) -> FollowUp:
    life = tally.lives[contact.id]
    asked = life.asked_on or life.since or today
    if life.state is AskState.AGREED:
        day = first_free_day(today, tally.profile)
        return FollowUp(contact, asked, day, message("follow-up.agreed"))
    if life.reminded_on:
        reason = message("follow-up.rest", reminded=life.reminded_on)
        return FollowUp(contact, asked, None, reason)
    day = reminder_day(asked, tally.profile, facts)
    day = first_free_day(max(day, today), tally.profile)
    if (day - asked).days > tally.thresholds.awaited_days:
        return FollowUp(contact, asked, None, message("follow-up.silent"))
    return FollowUp(contact, asked, day, message("follow-up.remind", on=day))


def find_actions(
    tally: Tally, waves: tuple[Wave, ...], facts: Facts, today: date
) -> tuple[Action, ...]:
    """Return everything to do: what is due in order of kind, then what comes later, by day."""
    actions = [
        *_after_a_text(tally, today),
        *_while_waiting(tally, facts, today),
        *_asks(tally, waves, today),
        *_give_back(tally, today),
    ]
    kinds = list(ActionKind)
    actions.sort(key=lambda each: (max(each.on, today), kinds.index(each.kind)))
    return tuple(actions)


def _after_a_text(tally: Tally, today: date) -> Iterator[Action]:
    day = first_free_day(today, tally.profile)
    for contact, life in _by_state(tally, ANSWERED):
        received = life.received_on
        if life.state is AskState.RECEIVED and not _chose_to_hide(tally, contact):
            reason = message("action.show", since=life.since)
            yield Action(ActionKind.SHOW, contact, today, reason)
        if received and not life.thanked_on and today - received <= _THANK_WITHIN:
            reason = message("action.thank", since=received)
            yield Action(ActionKind.THANK, contact, day, reason)


def _chose_to_hide(tally: Tally, contact: Contact) -> bool:
    """Return whether the profile lists one by `contact` as hidden: rule C10 speaks of it."""
    received = tally.profile.recommendations.received
    return any(each.by == contact.id and each.visible is False for each in received)


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
            days = max(0, (today - each.since).days)
            reason = message("action.remind", count=days, since=each.since)
            yield Action(ActionKind.REMIND, each.contact, each.on, reason)


def _asks(tally: Tally, waves: tuple[Wave, ...], today: date) -> Iterator[Action]:
    free = first_free_day(today, tally.profile)
    for wave in waves:
        for ask in wave.asks:
            if not ask.is_prepared:
                reason = message("action.prepare", on=wave.on)
                yield Action(ActionKind.PREPARE, ask.contact, today, reason)
            if ask.contact.connected is False:
                reason = message("action.connect", on=wave.on)
                yield Action(ActionKind.CONNECT, ask.contact, free, reason)
            if ask.is_prepared:
                yield Action(ActionKind.ASK, ask.contact, wave.on, ask.reasons[0])


def _give_back(tally: Tally, today: date) -> Iterator[Action]:
    """Yield who could be given one: wrote one, some time ago, and has none from the owner."""
    profile, limits = tally.profile, tally.thresholds
    without = {each.to for each in profile.recommendations.given} | {
        *profile.preferences.do_not_ask
    }
    earliest = years_after(today, -limits.recent_years)
    for contact, life in _by_state(tally, frozenset({AskState.PUBLISHED})):
        received = life.received_on
        if contact.id in without or received is None or received < earliest:
            continue
        apart = received + timedelta(days=limits.reciprocal_days + 1)
        day = first_free_day(max(today, apart), profile)
        yield Action(ActionKind.GIVE, contact, day, message("action.give", since=received))


def _by_state(tally: Tally, states: frozenset[AskState]) -> Iterator[tuple[Contact, Life]]:
    for contact in sorted(tally.profile.contacts, key=lambda each: each.id):
        life = tally.lives[contact.id]
        if life.state in states:
            yield contact, life
