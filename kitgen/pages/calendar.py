"""The plan as a calendar: what to do on which day, for a kit and for each ask."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from kitgen.calendar_file import Event, calendar_file
from kitgen.pages.percent import percent_quoted
from kitgen.plan import ActionKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kitgen.kit import Kit
    from kitgen.profile import Contact


# What is done on LinkedIn or sent on a day. To complete the profile is a matter of any day.
_DATED = frozenset(ActionKind) - {ActionKind.ASK, ActionKind.PREPARE, ActionKind.FIND}


def calendar_link(kit: Kit, contact: Contact | None = None) -> str:
    """Return the plan's calendar, or one contact's part of it, as an address to download.

    It holds the whole file, so that a sealed kit publishes none. Empty when there is no event.
    """
    events = tuple(_events(kit, contact.id if contact else ""))
    if not events:
        return ""
    return f"data:text/calendar;charset=utf-8,{percent_quoted(calendar_file(events, kit.today))}"


def _events(kit: Kit, contact_id: str) -> Iterator[Event]:
    """Yield what to do: asks with the reminder that may follow, then all that is due or to come.

    With `contact_id`, only what is to be done with that contact. A reminder is the same event
    before the ask, when it is only foreseen, and after it.
    """
    say = kit.content.words.say
    for wave in kit.plan.waves:
        for ask in wave.asks:
            if contact_id in {"", ask.contact.id}:
                reasons = "; ".join(say(reason) for reason in ask.reasons)
                yield _event(kit, ask.contact, ActionKind.ASK, wave.on, reasons)
                why = say("plan.calendar-remind")
                yield _event(kit, ask.contact, ActionKind.REMIND, wave.remind_on, why)
    for action in kit.plan.actions:
        if action.kind in _DATED and contact_id in {"", action.contact.id}:
            yield _event(kit, action.contact, action.kind, action.on, say(action.reason))


def _event(kit: Kit, contact: Contact, kind: ActionKind, on: date, why: str) -> Event:
    title = kit.content.words.say(f"action-title.{kind}", called=contact.called)
    return Event(_uid(kit, contact, kind), on, title, why)


def _uid(kit: Kit, contact: Contact, kind: str) -> str:
    """Return what a calendar knows an event by: it says nothing of whom it is about."""
    return f"{sha256(f'{kit.id} {contact.id} {kind}'.encode()).hexdigest()[:24]}@kitgen"
