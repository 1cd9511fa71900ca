"""The plan: waves of asks, follow-ups and next actions."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import date

    from kitgen.message import Message
    from kitgen.profile import Contact, Position


class ActionKind(StrEnum):
    """What the owner does next, the most urgent kind first."""

    SHOW = "show"
    THANK = "thank"
    LIVE = "live"
    REMIND = "remind"
    REQUEST = "request"
    CONNECT = "connect"
    PREPARE = "prepare"
    ASK = "ask"
    FIND = "find"
    GIVE = "give"


class Action(Struct, frozen=True):
    """One thing to do for one contact, on a day or later."""

    kind: ActionKind
    contact: Contact
    on: date
    reason: Message


class Ask(Struct, frozen=True):
    """One request to one contact for one position, closing one gap or more.

    `closes` are the codes of the rules it works on. With `policy_first` the contact is asked
    whether they may write at all, and offered to be a reference instead (draft rule D10).
    `is_prepared` says whether the profile holds what the draft needs.
    """

    contact: Contact
    position: Position | None
    closes: tuple[str, ...]
    reasons: tuple[Message, ...]
    policy_first: bool
    is_prepared: bool


class Wave(Struct, frozen=True):
    """Asks that go out together; `remind_on` is for those who have not answered by then.

    `is_strongest` marks those who are asked last, so that theirs become the newest.
    """

    number: int
    on: date
    asks: tuple[Ask, ...]
    remind_on: date
    is_strongest: bool = False


class FollowUp(Struct, frozen=True):
    """What is awaited from a contact, and the day to come back to it (None: rest).

    When it `rests`, nothing more is sent, and `instead` are those who could fill the same gap, the
    most fitting first; nobody may be left.
    """

    contact: Contact
    since: date
    on: date | None
    reason: Message
    rests: bool = False
    instead: tuple[Contact, ...] = ()


class Resting(Struct, frozen=True):
    """A contact who is not asked now, and why."""

    contact: Contact
    reason: Message


class Plan(Struct, frozen=True):
    """The waves in order, with follow-ups, next actions and who rests.

    `asks_wanted` is how many asks the missing recommendations call for at the expected answer
    rate, less those that are out and may still be answered. `done_by` is the day by which the
    last wave should be answered, or None when the contacts at hand cannot be expected to reach
    the target.
    """

    waves: tuple[Wave, ...]
    actions: tuple[Action, ...]
    follow_ups: tuple[FollowUp, ...]
    resting: tuple[Resting, ...]
    asks_wanted: int
    done_by: date | None

    @property
    def asks(self) -> tuple[Ask, ...]:
        """All planned asks in the order in which they go out."""
        return tuple(ask for wave in self.waves for ask in wave.asks)

    def wave_of(self, contact_id: str) -> Wave | None:
        """Return the wave in which a contact is asked, if any."""
        for wave in self.waves:
            if any(ask.contact.id == contact_id for ask in wave.asks):
                return wave
        return None
