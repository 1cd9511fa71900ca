"""What there is to count: the owner's recommendations, positions and asks on one day."""

from __future__ import annotations

import math
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.coverage.judging import judge_received
from kitgen.coverage.years import years_after
from kitgen.life import ANSWERED, AskState, life_of
from kitgen.profile import VIEW_OF, Received

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kitgen.coverage.thresholds import Thresholds
    from kitgen.life import Life
    from kitgen.profile import Contact, Position, Profile, Relationship, View
    from kitgen.specificity import Judgement, Lexicon


class Standing(Struct, frozen=True):
    """One received recommendation, with what is known and what is only suggested.

    `position` is confirmed, `suggested` a guess (rule C9). `view` is that of a confirmed
    relationship. `is_weak`, `judgement` and `is_old` are None when text or day are not known.
    """

    received: Received
    contact: Contact
    position: str | None
    suggested: str | None
    relationship: Relationship | None
    view: View | None
    is_weak: bool | None
    judgement: Judgement | None
    is_old: bool | None
    is_recent: bool | None

    @property
    def needs_confirmation(self) -> bool:
        """Whether the owner has yet to say which position it is about."""
        return self.position is None


class Tally(Struct, frozen=True, dict=True):
    """What coverage counts for one profile as of one day."""

    profile: Profile
    thresholds: Thresholds
    today: date
    lexicon: Lexicon | None = None

    @cached_property
    def lives(self) -> Mapping[str, Life]:
        """Where the ask to each contact stands, by contact id."""
        return {each.id: life_of(each, self.profile, self.today) for each in self.profile.contacts}

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Every received recommendation, newest first; those without a day last.

        One that the profile does not list counts, too, once a contact's steps say it arrived.
        """
        listed = self.profile.recommendations.received
        writers = {each.by for each in listed}
        told = [
            _told_by_steps(each, self.lives[each.id])
            for each in self.profile.contacts
            if each.id not in writers and self.lives[each.id].state in ANSWERED
        ]
        found = sorted([*listed, *told], key=lambda each: (each.by, each.text or ""))
        found.sort(key=lambda each: each.written or date.min, reverse=True)
        return tuple(self._standing(each) for each in found)

    @cached_property
    def visible(self) -> tuple[Standing, ...]:
        """Those not known to be hidden, newest first (rule C10)."""
        return tuple(each for each in self.standings if each.received.visible is not False)

    @cached_property
    def hidden(self) -> tuple[Standing, ...]:
        """Those known to be hidden, but for those that only wait to be accepted."""
        concealed = [each for each in self.standings if each.received.visible is False]
        return tuple(each for each in concealed if each not in self.arrived)

    @cached_property
    def arrived(self) -> tuple[Standing, ...]:
        """Those that the contact's steps tell of and that nobody has accepted yet."""
        listed = {each.by for each in self.profile.recommendations.received}
        return tuple(
            each
            for each in self.standings
            if each.contact.id not in listed and each.received.visible is False
        )

    @cached_property
    def counted_positions(self) -> tuple[Position, ...]:
        """The positions that recommendations should cover, latest first (rule C3).

        Those marked important; without any, the latest few that ended within some years.
        """
        marked = [each for each in self.profile.positions if each.important]
        if marked:
            return latest_first(marked)
        earliest = years_after(self.today, -self.thresholds.position_years)
        within = [
            each
            for each in self.profile.positions
            if each.important is not False and (each.end is None or each.end.last >= earliest)
        ]
        return latest_first(within)[: self.thresholds.positions]

    @cached_property
    def open_asks(self) -> tuple[Contact, ...]:
        """Contacts whose answer or text is awaited."""
        return tuple(each for each in self.profile.contacts if self.lives[each.id].is_open)

    @cached_property
    def awaited(self) -> tuple[Contact, ...]:
        """The contacts of open asks who may still answer: no long silence, nobody on do-not-ask."""
        excluded = self.profile.preferences.do_not_ask
        return tuple(
            each
            for each in self.open_asks
            if each.id not in excluded and not self.is_silent(self.lives[each.id])
        )

    def is_silent(self, life: Life) -> bool:
        """Return whether an answer is overdue for so long that none is expected (rule C14).

        After a yes it is the owner's turn, so that waits for as long as it takes.
        """
        if life.state not in {AskState.ASKED, AskState.REQUESTED} or life.asked_on is None:
            return False
        limits = self.thresholds
        if life.reminded_on is None:
            return (self.today - life.asked_on).days > limits.awaited_days
        last = max(life.asked_on, life.reminded_on)
        return (self.today - last).days > limits.awaited_days_reminded

    def about(self, position_id: str) -> tuple[Standing, ...]:
        """Return the visible recommendations confirmed to be about one position."""
        return tuple(each for each in self.visible if each.position == position_id)

    @property
    def missing(self) -> int:
        """How many visible recommendations are missing to the target."""
        return max(0, self.thresholds.total - len(self.visible))

    def asks_for(self, missing: int) -> int:
        """Return how many asks `missing` recommendations take at the answer rate (rule C14)."""
        asks = missing / self.thresholds.answer_rate
        return math.ceil(round(asks, 6))  # 3 / 0.3 is a little more than ten

    def _standing(self, received: Received) -> Standing:
        contact = self.profile.contact(received.by)
        judgement = judge_received(self, received)
        confirmed = received.position if received.unconfirmed is None else None
        relationship = contact.relationship if contact.unconfirmed is None else None
        written, limits = received.written, self.thresholds
        old_before = years_after(self.today, -limits.old_years)
        recent_from = years_after(self.today, -limits.recent_years)
        return Standing(
            received=received,
            contact=contact,
            position=confirmed,
            suggested=None if confirmed else received.position or self._suggest(received, contact),
            relationship=relationship,
            view=VIEW_OF[relationship] if relationship else None,
            is_weak=self._is_weak(received, judgement),
            judgement=judgement,
            is_old=None if written is None else written < old_before,
            is_recent=None if written is None else written >= recent_from,
        )

    def _suggest(self, received: Received, contact: Contact) -> str | None:
        """Return the position that a recommendation may be about; never taken as known.

        The contact's own, else the only one that it was written in or up to two years after.
        """
        if contact.position:
            return contact.position
        if received.written is None:
            return None
        fitting = [
            each.id
            for each in self.profile.positions
            if each.start and each.start.first <= received.written and self._until(each, received)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _until(self, position: Position, received: Received) -> bool:
        if position.end is None or received.written is None:
            return True
        return received.written <= years_after(position.end.last, self.thresholds.suggest_years)

    def _is_weak(self, received: Received, judgement: Judgement | None) -> bool | None:
        """Return whether a text is short, or says nothing in particular (rule C15)."""
        if received.text is None:
            return None
        is_short = len(received.text) < self.thresholds.weak_characters
        return is_short or (judgement is not None and not judgement.is_specific)


def _told_by_steps(contact: Contact, life: Life) -> Received:
    """Return the recommendation that only the steps of `contact` tell of; its words are unknown."""
    return Received.model_construct(
        by=contact.id,
        position=contact.position,
        unconfirmed=contact.unconfirmed,
        written=life.received_on,
        visible=life.state is AskState.PUBLISHED,
    )


def latest_first(positions: list[Position]) -> tuple[Position, ...]:
    """Return positions with the current ones first, then by end and start, latest first."""

    def recency(position: Position) -> tuple[date, date]:
        end = position.end.last if position.end else date.max
        return end, position.start.first if position.start else date.min

    return tuple(sorted(positions, key=recency, reverse=True))
