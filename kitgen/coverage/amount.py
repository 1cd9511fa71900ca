"""Rules about how many: in all, per position, which positions count, how many to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.coverage.result import Gap, RuleResult, State
from kitgen.message import message

if TYPE_CHECKING:
    from kitgen.coverage.tally import Tally


def total(tally: Tally) -> RuleResult:
    """C1: enough visible recommendations in all; past the upper end, quality over count."""
    have, limits = len(tally.visible), tally.thresholds
    levels = (
        ("none", have == 0),
        ("thin", have < limits.thin),
        ("growing", have < limits.total),
        ("good", have <= limits.many),
    )
    level = next((name for name, fits in levels if fits), "many")
    missing = tally.missing
    return RuleResult(
        code="C1",
        name="total",
        state=State.GAP if missing else State.MET,
        counted=have,
        wanted=limits.total,
        reason=message(
            f"rule.total.{level}", count=have, missing=missing, total=limits.total, many=limits.many
        ),
        facts=("recommendations.total",),
        gaps=(Gap("C1", missing),) if missing else (),
    )


def per_position(tally: Tally) -> RuleResult:
    """C2: one recommendation for each position that counts, at most two asked for."""
    limits = tally.thresholds
    positions = tally.counted_positions
    short = [
        (each, limits.covered - len(tally.about(each.id)))
        for each in positions
        if len(tally.about(each.id)) < limits.covered
    ]
    names = tuple(each.organisation for each, _ in short)
    covered = len(positions) - len(short)
    key = "none" if not positions else "gap" if short else "met"
    state = State.NOT_APPLICABLE if not positions else State.GAP if short else State.MET
    return RuleResult(
        code="C2",
        name="per-position",
        state=state,
        counted=covered,
        wanted=len(positions),
        reason=message(
            f"rule.per-position.{key}",
            count=len(names),
            names=names,
            covered=limits.covered,
            full=limits.per_position,
        ),
        facts=("recommendations.per_position",),
        gaps=tuple(Gap("C2", missing, position=each.id) for each, missing in short),
    )


def counted_positions(tally: Tally) -> RuleResult:
    """C3: positions that count are those marked important, else the latest few."""
    positions, limits = tally.counted_positions, tally.thresholds
    marked = any(each.important for each in tally.profile.positions)
    none = "outside" if tally.profile.positions else "none"
    key = none if not positions else "marked" if marked else "latest"
    return RuleResult(
        code="C3",
        name="counted-positions",
        state=State.MET if positions else State.GAP,
        counted=len(positions),
        wanted=1,
        reason=message(
            f"rule.counted-positions.{key}",
            count=len(positions),
            names=tuple(each.organisation for each in positions),
            positions=limits.positions,
            years=limits.position_years,
        ),
        facts=("positions.counted",),
    )


def asks_out(tally: Tally) -> RuleResult:
    """C14: about half of those asked answer, so ask for twice what is missing.

    Asks that nobody answered for long are out, but no longer counted on.
    """
    missing, waiting = tally.missing, len(tally.awaited)
    wanted = tally.asks_for(missing)
    more = max(0, wanted - waiting)
    key = "none" if not missing else "gap" if more else "met"
    state = State.NOT_APPLICABLE if not missing else State.GAP if more else State.MET
    return RuleResult(
        code="C14",
        name="asks-out",
        state=state,
        counted=waiting,
        wanted=wanted,
        reason=message(
            f"rule.asks-out.{key}", count=more, missing=missing, wanted=wanted, waiting=waiting
        ),
        facts=("asks.answer_rate", "asks.awaited"),
    )
