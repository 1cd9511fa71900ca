"""What the Start page says: the pace, what to do next, the gap that matters most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.coverage import State
from kitgen.message import message
from kitgen.plan import ActionKind

if TYPE_CHECKING:
    from kitgen.coverage import RuleResult
    from kitgen.kit import Kit
    from kitgen.message import Message
    from kitgen.plan import Action

# The unmet rule that matters most comes first: what one recommendation would mend, then what the
# owner can mend alone, then numbers. C3 and C13 say how to read the others, and C14 follows C1.
_GAP_ORDER = ("C4", "C2", "C5", "C7", "C6", "C10", "C9", "C12", "C11", "C15", "C8", "C1")
_CONFIRMED = "C9"
_STEPS = 3
# What somebody else waits for comes before what only the owner waits for.
_URGENT = {
    ActionKind.SHOW,
    ActionKind.THANK,
    ActionKind.LIVE,
    ActionKind.REMIND,
    ActionKind.REQUEST,
}


def pace(kit: Kit) -> Message:
    """Return what the plan promises: the day it is done, that it is, or that people lack."""
    if kit.plan.done_by:
        return message("start.pace", on=kit.plan.done_by)
    if not kit.coverage.tally.missing:
        return message("start.reached")
    return message("start.more-people")


def worst_gap(kit: Kit) -> RuleResult | None:
    """Return the unmet rule that matters most, the number of recommendations last."""
    unmet = {each.code: each for each in kit.coverage.open_rules}
    return next((unmet[code] for code in _GAP_ORDER if code in unmet), None)


def to_confirm(kit: Kit) -> int:
    """Return how many suggestions and open questions only the owner can settle."""
    result = kit.coverage.result(_CONFIRMED)
    return (result.wanted or 0) - (result.counted or 0) if result.state is State.GAP else 0


def next_steps(kit: Kit) -> tuple[Action | None, ...]:
    """Return the first three things to do; None stands for confirming what was suggested."""
    return _steps(kit)[:_STEPS]


def spare_steps(kit: Kit) -> tuple[Action | None, ...]:
    """Return three more, which move up on the device when one of the first is ticked."""
    return _steps(kit)[_STEPS : 2 * _STEPS]


def _steps(kit: Kit) -> tuple[Action | None, ...]:
    actions = kit.plan.actions
    if not to_confirm(kit):
        return actions
    urgent = tuple(each for each in actions if each.kind in _URGENT and each.on <= kit.today)
    others = tuple(each for each in actions if each not in urgent)
    return (*urgent, None, *others)
