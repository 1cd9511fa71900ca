"""Who else could fill the gap that somebody leaves who does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kitgen.profile import VIEW_OF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kitgen.coverage import Tally
    from kitgen.plan.value import Ask, FollowUp, Resting
    from kitgen.profile import Contact, View

_MOST = 3  # names; more would be a list to choose from, not an answer
_SPARE = "rest.enough"  # who could be asked and is not needed so far


def with_substitutes(
    follow_ups: Sequence[FollowUp], asks: Sequence[Ask], resting: Sequence[Resting]
) -> tuple[FollowUp, ...]:
    """Return the follow-ups, those that rest with whom to ask instead.

    These are people of the same position or with the same view of the owner's work, those with both
    first, and of those alike the one who is asked sooner; anybody, when neither is known.
    """
    free = [ask.contact for ask in asks]
    free += [each.contact for each in resting if each.reason.key == _SPARE]
    return tuple(
        replace(each, instead=_instead(each.contact, free)) if each.rests else each
        for each in follow_ups
    )


def is_missed(tally: Tally, contact: Contact) -> bool:
    """Return whether a recommendation by `contact` would have filled a gap that is still there."""
    counted = {each.id for each in tally.counted_positions}
    empty = contact.position in counted and not tally.about(contact.position or "")
    return bool(tally.missing) or empty


def _instead(contact: Contact, free: Sequence[Contact]) -> tuple[Contact, ...]:
    def fitting(other: Contact) -> int:
        same_position = contact.position is not None and other.position == contact.position
        same_view = _view(contact) is not None and _view(other) is _view(contact)
        if contact.position is None and _view(contact) is None:
            return 1  # what they could have told is not known, so anybody may
        return 2 * same_position + same_view

    found = sorted((each for each in free if fitting(each)), key=lambda each: -fitting(each))
    return tuple(found[:_MOST])


def gap_of(contact: Contact) -> tuple[str | None, View | None]:
    """Return which gap somebody would fill: at which position, with which view."""
    return contact.position, _view(contact)


def _view(contact: Contact) -> View | None:
    return VIEW_OF[contact.relationship] if contact.relationship else None
