"""The plan as a calendar: what to do on which day, for a kit and for each ask."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from kitgen.calendar_file import Event, calendar_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.kit import Kit
    from kitgen.profile import Contact


def calendar_link(kit: Kit, contact: Contact | None = None) -> str:
    """Return the plan's calendar, or one contact's part of it, as an address to download.

    It holds the whole file, so that a sealed kit publishes none. Empty when there is no event.
    """
    events = tuple(_events(kit, contact.id if contact else ""))
    if not events:
        return ""
    return f"data:text/calendar;charset=utf-8,{quote(calendar_file(events, kit.today), safe='')}"


def _events(kit: Kit, contact_id: str) -> Iterator[Event]:
    """Yield what to do: asks, reminders for those who may not answer, follow-ups.

    With `contact_id`, only what is to be done with that contact.
    """
    say = kit.content.words.say
    for wave in kit.plan.waves:
        for ask in wave.asks:
            if contact_id and ask.contact.id != contact_id:
                continue
            called = ask.contact.called
            reasons = "; ".join(say(reason) for reason in ask.reasons)
            title = say("action-title.ask", called=called)
            yield Event(_uid(kit, ask.contact, "ask"), wave.on, title, reasons)
            title = say("action-title.remind", called=called)
            why = say("plan.calendar-remind")
            yield Event(_uid(kit, ask.contact, "remind"), wave.remind_on, title, why)
    for each in kit.plan.follow_ups:
        if each.on and contact_id in {"", each.contact.id}:
            title = say("plan.calendar-look", called=each.contact.called)
            uid = _uid(kit, each.contact, "look")
            yield Event(uid, each.on, title, say(each.reason))


def _uid(kit: Kit, contact: Contact, kind: str) -> str:
    """Return what a calendar knows an event by: it says nothing of whom it is about."""
    return f"{sha256(f'{kit.id} {contact.id} {kind}'.encode()).hexdigest()[:24]}@kitgen"
