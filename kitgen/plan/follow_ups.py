"""What to come back to: awaited answers, texts to show and thank for, and giving back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kitgen.coverage import years_after
from kitgen.life import ANSWERED, AskState, Life
from kitgen.message import message
from kitgen.plan.calendar import first_free_day
from kitgen.plan.substitutes import gap_of, is_missed
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
        return _after_reminder(contact, asked, life.reminded_on, facts, today)
    day = reminder_day(asked, tally.profile, facts)
    day = first_free_day(max(day, today), tally.profile)
    if (day - asked).days > tally.thresholds.awaited_days:
        return FollowUp(contact, asked, None, message("follow-up.silent"), rests=True)
    return FollowUp(contact, asked, day, message("follow-up.remind", on=day))


def _after_reminder(
    contact: Contact, asked: date, reminded: date, facts: Facts, today: date
) -> FollowUp:
    """Return that there is time to answer the one reminder, or the request after it; then rest."""
    last = max(asked, reminded)
    on = last + timedelta(days=facts.count("asks.reminder", "first_day"))
    if today < on:
        what = "follow-up.requested" if asked > reminded else "follow-up.reminded"
        return FollowUp(contact, asked, None, message(what, reminded=reminded, since=asked, on=on))
    reason = message("follow-up.rest", reminded=reminded)
    return FollowUp(contact, asked, None, reason, rests=True)


def find_actions(
    tally: Tally,
    waves: tuple[Wave, ...],
    follow_ups: tuple[FollowUp, ...],
    today: date,
) -> tuple[Action, ...]:
    """Return everything to do: what is due in order of kind, then what comes later, by day."""
    actions = [
        *_after_a_text(tally, today),
        *_while_waiting(tally, follow_ups, today),
        *_asks(tally, waves, today),
        *_unfilled(tally, follow_ups, today),
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
        elif _is_untold(life, today):
            reason = message("action.live", since=life.published_on)
            yield Action(ActionKind.LIVE, contact, day, reason)


def _is_untold(life: Life, today: date) -> bool:
    """Return whether they were thanked for the text, and not told since that it can be seen."""
    shown, thanked = life.published_on, life.thanked_on
    return bool(shown and thanked and thanked < shown and today - shown <= _THANK_WITHIN)


def _chose_to_hide(tally: Tally, contact: Contact) -> bool:
    """Return whether the profile lists one by `contact` as hidden: rule C10 speaks of it."""
    received = tally.profile.recommendations.received
    return any(each.by == contact.id and each.visible is False for each in received)


def _while_waiting(tally: Tally, follow_ups: tuple[FollowUp, ...], today: date) -> Iterator[Action]:
    for each in follow_ups:
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


def _unfilled(tally: Tally, follow_ups: tuple[FollowUp, ...], today: date) -> Iterator[Action]:
    """Yield each gap once that somebody leaves who does not answer, and nobody else can fill."""
    seen = set()
    for each in follow_ups:
        contact = each.contact
        new = gap_of(contact) not in seen
        if each.rests and not each.instead and is_missed(tally, contact) and new:
            seen.add(gap_of(contact))
            position = tally.profile.position(contact.position)
            organisation = position.organisation if position else ""
            reason = message("action.find", called=contact.called, organisation=organisation)
            yield Action(ActionKind.FIND, contact, today, reason)


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
        reason = message("action.give", since=received, start=apart)
        yield Action(ActionKind.GIVE, contact, day, reason)


def _by_state(tally: Tally, states: frozenset[AskState]) -> Iterator[tuple[Contact, Life]]:
    for contact in sorted(tally.profile.contacts, key=lambda each: each.id):
        life = tally.lives[contact.id]
        if life.state in states:
            yield contact, life
