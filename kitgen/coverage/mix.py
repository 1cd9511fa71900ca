"""Rules about who writes: a manager, and different views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.coverage.result import Gap, RuleResult, State
from kitgen.message import message
from kitgen.profile import Relationship, View

if TYPE_CHECKING:
    from kitgen.coverage.tally import Tally


def manager(tally: Tally) -> RuleResult:
    """C4: at least one visible recommendation from someone who managed the owner."""
    from_managers = [each for each in tally.visible if each.relationship is Relationship.MANAGER]
    wanted = tally.thresholds.managers
    missing = max(0, wanted - len(from_managers))
    names = tuple(each.contact.name for each in from_managers)
    key = "none" if not wanted else "gap" if missing else "met"
    state = State.NOT_APPLICABLE if not wanted else State.GAP if missing else State.MET
    return RuleResult(
        code="C4",
        name="manager",
        state=state,
        counted=len(names),
        wanted=wanted,
        reason=message(f"rule.manager.{key}", count=missing, names=names),
        facts=("recommendations.managers", "research.supervisor"),
        gaps=(Gap("C4", missing, views=(View.MANAGER,)),) if missing else (),
    )


def views(tally: Tally) -> RuleResult:
    """C5: recommendations from different views: manager, peer, report, customer, mentor."""
    found = {each.view for each in tally.visible if each.view}
    wanted = tally.thresholds.views
    missing = max(0, wanted - len(found))
    left = tuple(each for each in View if each not in found)
    key = "none" if not wanted else "gap" if missing else "met"
    state = State.NOT_APPLICABLE if not wanted else State.GAP if missing else State.MET
    return RuleResult(
        code="C5",
        name="views",
        state=state,
        counted=len(found),
        wanted=wanted,
        reason=message(
            f"rule.views.{key}",
            count=missing,
            found=tuple(each.value for each in View if each in found),
            left=tuple(each.value for each in left),
        ),
        facts=("recommendations.views",),
        gaps=(Gap("C5", missing, views=left),) if missing else (),
    )
