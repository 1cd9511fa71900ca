"""Rules about what the profile and LinkedIn know: confirmed, shown, connected, listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.coverage.result import RuleResult, State
from kitgen.life import AskState
from kitgen.message import message

if TYPE_CHECKING:
    from kitgen.coverage.tally import Tally


def confirmed(tally: Tally) -> RuleResult:
    """C9: the owner, not kitgen, says which position each recommendation is about."""
    open_ones = [each for each in tally.standings if each.needs_confirmation]
    unsure = [each for each in tally.profile.contacts if each.unconfirmed]
    names = tuple(
        dict.fromkeys([each.contact.name for each in open_ones] + [each.name for each in unsure])
    )
    known = len(tally.standings) + len(unsure)
    key = "none" if not known else "gap" if names else "met"
    state = State.NOT_APPLICABLE if not known else State.GAP if names else State.MET
    return RuleResult(
        code="C9",
        name="confirmed",
        state=state,
        counted=len(tally.standings) - len(open_ones),
        wanted=known,
        reason=message(f"rule.confirmed.{key}", count=len(names), names=names),
        facts=("recommendations.suggest_years_after",),
    )


def hidden(tally: Tally) -> RuleResult:
    """C10: hidden ones do not count; a gap only while showing one would help."""
    arrived = tuple(each.contact.name for each in tally.arrived)
    names = arrived or tuple(each.contact.name for each in tally.hidden)
    helps = bool(names) and tally.missing > 0
    key = "none" if not tally.standings else "gap" if helps else "hidden" if names else "met"
    key = "arrived" if arrived else key
    none = State.NOT_APPLICABLE
    state = none if not tally.standings else State.GAP if helps else State.MET
    return RuleResult(
        code="C10",
        name="hidden",
        state=state,
        counted=len(tally.visible),
        wanted=len(tally.standings),
        reason=message(f"rule.hidden.{key}", count=len(names), names=names),
        facts=("manage.hide",),
    )


def connected(tally: Tally) -> RuleResult:
    """C11: only a first-degree connection can write one, so connect first."""
    askable = [
        each
        for each in tally.profile.contacts
        if each.id not in tally.profile.preferences.do_not_ask
        and tally.lives[each.id].state in {AskState.IDEA, AskState.ASKED, AskState.AGREED}
    ]
    apart = [each for each in askable if each.connected is False]
    unknown = [each for each in askable if each.connected is None]
    key = "none" if not askable else "gap" if apart else "met"
    state = State.NOT_APPLICABLE if not askable else State.GAP if apart else State.MET
    return RuleResult(
        code="C11",
        name="connected",
        state=state,
        counted=len(askable) - len(apart),
        wanted=len(askable),
        reason=message(
            f"rule.connected.{key}",
            count=len(apart),
            names=tuple(each.name for each in apart),
            unknown=len(unknown),
        ),
        facts=("request.first_degree", "connections.note_limit"),
    )


def on_linkedin(tally: Tally) -> RuleResult:
    """C12: a position has to be on the LinkedIn profile before it can be recommended."""
    positions = tally.counted_positions
    absent = tuple(each.organisation for each in positions if each.on_linkedin is False)
    key = "none" if not positions else "gap" if absent else "met"
    state = State.NOT_APPLICABLE if not positions else State.GAP if absent else State.MET
    return RuleResult(
        code="C12",
        name="on-linkedin",
        state=state,
        counted=len(positions) - len(absent),
        wanted=len(positions),
        reason=message(f"rule.on-linkedin.{key}", count=len(absent), names=absent),
        facts=("request.one_position",),
    )


def skills(tally: Tally) -> RuleResult:
    """C13: enough skills listed and not more than fit; endorsements are a soft signal only."""
    listed, limits = len(tally.profile.endorsements), tally.thresholds
    levels = (
        ("none", listed == 0),
        ("few", listed < limits.least_skills),
        ("many", listed > limits.most_skills),
    )
    key = next((name for name, fits in levels if fits), "met")
    states = {"none": State.NOT_APPLICABLE, "met": State.MET}
    return RuleResult(
        code="C13",
        name="skills",
        state=states.get(key, State.GAP),
        counted=listed,
        wanted=limits.least_skills,
        reason=message(
            f"rule.skills.{key}",
            count=listed,
            least=limits.least_skills,
            most=limits.most_skills,
            first=tuple(each.skill for each in tally.profile.endorsements[: limits.shown_skills]),
        ),
        facts=("skills.count", "skills.shown_first"),
    )
