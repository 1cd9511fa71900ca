"""The terms of the objective: what is counted, whom it counts, and what each count is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.plan.expectation import expected_texts
from kitgen.plan.instance import Spread, Term
from kitgen.profile import VIEW_OF, Advocate, Relationship

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kitgen.coverage import Gap, Tally
    from kitgen.profile import Contact, View


class Count(Struct, frozen=True):
    """A term, and the ids of those whom it counts."""

    term: Term
    ids: frozenset[str]


class ViewCount(Struct, frozen=True):
    """The count of those who see the owner from one missing view; `out` are awaited from it."""

    count: Count
    out: int


def fits(gap: Gap, contact: Contact) -> bool:
    """Return whether a recommendation by `contact` would work on `gap`."""
    if gap.position and contact.position != gap.position:
        return False
    view = view_of(contact)
    if gap.rule == "C4":
        return view is not None and contact.relationship is Relationship.MANAGER
    return not gap.views or view in gap.views


def view_of(contact: Contact) -> View | None:
    """Return from which view `contact` saw the owner; None unless that is confirmed."""
    known = contact.relationship if not contact.unconfirmed else None
    return VIEW_OF[known] if known else None


def room_left(tally: Tally, asked: Iterable[Contact]) -> dict[str, int]:
    """Return how many asks each position can take beyond those `asked`, by id (rule C2)."""
    full = tally.thresholds.per_position
    room = {
        position.id: tally.asks_for(max(0, full - len(tally.about(position.id))))
        for position in tally.profile.positions
    }
    for contact in (*tally.awaited, *asked):
        if contact.position in room:
            room[contact.position] -= 1
    return room


def count_gap(tally: Tally, gap: Gap, contacts: Sequence[Contact], weight: float) -> Count:
    """Return the count for a gap: the expected share closed, and at least its asks."""
    out = sum(1 for each in tally.awaited if fits(gap, each))
    able = [each for each in contacts if fits(gap, each)]
    texts = expected_texts(out + len(able), gap.missing, tally.thresholds.answer_rate)
    least = max(0, tally.asks_for(gap.missing) - out)
    return _count(able, [weight * each / gap.missing for each in texts[out:]], least)


def count_views(
    tally: Tally, gap: Gap, contacts: Sequence[Contact], weight: float
) -> list[ViewCount]:
    """Return the counts for the gap in views, one for each view that somebody could bring."""
    waiting = [view_of(each) for each in tally.awaited]
    views = [
        (waiting.count(view), able)
        for view in gap.views
        if (able := [each for each in contacts if view_of(each) is view]) or view in waiting
    ]
    share = weight / max(gap.missing, len(views))
    counts = []
    for out, able in views:
        texts = expected_texts(out + len(able), 1, tally.thresholds.answer_rate)
        counts.append(ViewCount(_count(able, [share * each for each in texts[out:]]), out))
    return counts


def spread_over(tally: Tally, gap: Gap, views: Sequence[ViewCount], first: int) -> Spread:
    """Return how many asks the gap in views takes; its terms are those from `first` on."""
    most = tally.asks_for(1)
    caps = [max(0, most - each.out) for each in views]
    short = tally.asks_for(gap.missing) - sum(min(each.out, most) for each in views)
    reach = sum(min(cap, len(each.count.ids)) for cap, each in zip(caps, views, strict=True))
    return Spread(tuple(enumerate(caps, first)), max(0, min(short, reach)))


def count_rooms(tally: Tally, contacts: Sequence[Contact], penalty: float) -> list[Count]:
    """Return the counts for positions that more could be asked about than they can take."""
    counts = []
    for position, left in sorted(room_left(tally, ()).items()):
        able = [each for each in contacts if each.position == position]
        room = max(0, left)
        if len(able) > room:
            beyond = range(1, len(able) - room + 1)
            counts.append(_count(able, [0.0] * (room + 1) + [-penalty * each for each in beyond]))
    return counts


def count_newest(tally: Tally, contacts: Sequence[Contact], weight: float) -> list[Count]:
    """Return the counts for the strength of the newest: strong advocates, and strong or good ones.

    The strength of the two strongest, with a good one half of a strong one, is half the number
    of strong ones and half that of strong or good ones, up to two each.
    """
    newest, rate = tally.thresholds.shown_first, tally.thresholds.answer_rate
    texts = expected_texts(len(contacts), newest, rate)
    strong = [each for each in contacts if each.advocate is Advocate.STRONG]
    liked = [each for each in contacts if each.advocate in {Advocate.STRONG, Advocate.GOOD}]
    values = [weight * each / 2 for each in texts]
    return [_count(strong, values), _count(liked, values)]


def _count(able: Sequence[Contact], values: Sequence[float], least: int = 0) -> Count:
    """Return the count of those `able`: at least `least` of them, or all if they are fewer."""
    term = Term(tuple(values[: len(able) + 1]), min(least, len(able)))
    return Count(term, frozenset(each.id for each in able))
