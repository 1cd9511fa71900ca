"""Rules about what visitors see: how recent, which two come first, how much they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.coverage.result import Gap, RuleResult, State
from kitgen.message import message

if TYPE_CHECKING:
    from kitgen.coverage.tally import Standing, Tally


def recency(tally: Tally) -> RuleResult:
    """C6: at least one visible recommendation from the last years; much older ones are old."""
    dated = [each for each in tally.visible if each.received.written]
    recent = sum(1 for each in dated if each.is_recent)
    old = sum(1 for each in dated if each.is_old)
    key = "none" if not dated else "met" if recent else "gap"
    state = State.NOT_APPLICABLE if not dated else State.MET if recent else State.GAP
    return RuleResult(
        code="C6",
        name="recency",
        state=state,
        counted=recent,
        wanted=1,
        reason=message(
            f"rule.recency.{key}",
            count=recent,
            old=old,
            years=tally.thresholds.recent_years,
            old_years=tally.thresholds.old_years,
        ),
        facts=("recommendations.recency",),
        gaps=(Gap("C6", 1),) if state is State.GAP else (),
    )


def shown_first(tally: Tally) -> RuleResult:
    """C7: the newest two are what visitors see; a gap when all of them are weak or old."""
    shown = newest_shown(tally)
    good = [each for each in shown if not each.is_weak and not each.is_old]
    none = "undated" if tally.visible else "none"
    key = none if not shown else "met" if good else "gap"
    state = State.NOT_APPLICABLE if not shown else State.MET if good else State.GAP
    return RuleResult(
        code="C7",
        name="shown-first",
        state=state,
        counted=len(good),
        wanted=min(1, len(shown)),
        reason=message(
            f"rule.shown-first.{key}",
            count=len(shown),
            good=len(good),
            names=tuple(each.contact.name for each in shown),
        ),
        facts=("recommendations.shown_first",),
        gaps=(Gap("C7", 1),) if state is State.GAP else (),
    )


def texts(tally: Tally) -> RuleResult:
    """C15: each visible text is long enough, and specific by the judge of `specificity`."""
    known = [each for each in tally.visible if each.is_weak is not None]
    weak = [each for each in known if each.is_weak]
    key = "none" if not known else "gap" if weak else "met"
    state = State.NOT_APPLICABLE if not known else State.GAP if weak else State.MET
    return RuleResult(
        code="C15",
        name="texts",
        state=state,
        counted=len(known) - len(weak),
        wanted=len(known),
        reason=message(
            f"rule.texts.{key}",
            count=len(weak),
            names=tuple(each.contact.name for each in weak),
            characters=tally.thresholds.weak_characters,
        ),
        facts=("recommendations.text",),
    )


def newest_shown(tally: Tally) -> tuple[Standing, ...]:
    """Return the visible recommendations that visitors see first, newest first."""
    dated = [each for each in tally.visible if each.received.written]
    return tuple(dated[: tally.thresholds.shown_first])


def judged_texts(tally: Tally) -> tuple[Standing, ...]:
    """Return the visible recommendations whose words leave something to mend, newest first."""
    return tuple(each for each in tally.visible if each.judgement and each.judgement.findings)
