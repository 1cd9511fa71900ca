"""The rule about recommendations that look like a swap."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.coverage.result import RuleResult, State
from kitgen.message import message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kitgen.coverage.tally import Tally
    from kitgen.profile import Contact


class Pair(Struct, frozen=True):
    """A recommendation received from and one given to the same contact, `days` apart.

    `days` is None when either day is not known.
    """

    contact: Contact
    days: int | None


def reciprocal_pairs(tally: Tally) -> tuple[Pair, ...]:
    """Return each pair of one received and one given, the closest in time per contact."""
    pairs: dict[str, Pair] = {}
    for standing in tally.visible:
        for given in tally.profile.recommendations.given:
            if given.to != standing.contact.id or given.visible is False:
                continue
            written = standing.received.written
            apart = abs((given.written - written).days) if given.written and written else None
            pair = Pair(standing.contact, apart)
            pairs[given.to] = _closer(pairs.get(given.to, pair), pair)
    return tuple(pairs.values())


def lately_given(tally: Tally) -> Mapping[str, date]:
    """Return to whom the owner gave one so lately that an ask would look like a trade, and when."""
    window = timedelta(days=tally.thresholds.reciprocal_days)
    given = sorted(
        (each.written, each.to)
        for each in tally.profile.recommendations.given
        if each.written and each.visible is not False and tally.today - each.written <= window
    )
    return {contact_id: written for written, contact_id in given}


def _closer(one: Pair, other: Pair) -> Pair:
    """Return the pair with fewer days between; an unknown number of days comes last."""
    return min(one, other, key=lambda pair: (pair.days is None, pair.days or 0))


def swaps(tally: Tally) -> RuleResult:
    """C8: no pair received and given within days of each other; such pairs are discounted."""
    pairs = reciprocal_pairs(tally)
    limit = tally.thresholds.reciprocal_days
    close = [pair for pair in pairs if pair.days is not None and pair.days <= limit]
    dated = [pair for pair in pairs if pair.days is not None]
    none = "unknown" if pairs else "none"
    key = none if not dated else "gap" if close else "met"
    state = State.NOT_APPLICABLE if not dated else State.GAP if close else State.MET
    return RuleResult(
        code="C8",
        name="swaps",
        state=state,
        counted=len(close),
        wanted=0,
        reason=message(
            f"rule.swaps.{key}",
            count=len(close or dated or pairs),
            names=tuple(pair.contact.name for pair in close),
            days=limit,
        ),
        facts=("recommendations.reciprocal_days", "research.reciprocal"),
    )
