"""The numbers that coverage measures against: from the facts, or the owner's own targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kitgen.facts import Facts
    from kitgen.profile import Profile


class Thresholds(Struct, frozen=True):
    """One number per question; recommendations, unless the name says years, days or skills."""

    thin: int
    total: int
    many: int
    covered: int
    per_position: int
    positions: int
    position_years: int
    managers: int
    views: int
    recent_years: int
    old_years: int
    shown_first: int
    reciprocal_days: int
    suggest_years: int
    least_skills: int
    most_skills: int
    shown_skills: int
    weak_characters: int
    long_characters: int
    answer_rate: float
    awaited_days: int
    awaited_days_reminded: int


def find_thresholds(profile: Profile, facts: Facts) -> Thresholds:
    """Return the thresholds for one owner: their own targets first, else the facts' values."""
    targets = profile.preferences.targets
    per_position = targets.per_position or facts.count("recommendations.per_position", "full")
    managers, views = targets.managers, targets.views
    total = targets.total or facts.count("recommendations.total", "target")
    recent = targets.recent_years or facts.count("recommendations.recency", "recent_years")
    return Thresholds(
        thin=min(total, facts.count("recommendations.total", "thin")),
        total=total,
        many=max(targets.total or 0, facts.count("recommendations.total", "many")),
        covered=targets.per_position or facts.count("recommendations.per_position", "covered"),
        per_position=per_position,
        positions=facts.count("positions.counted", "positions"),
        position_years=facts.count("positions.counted", "years"),
        managers=facts.count("recommendations.managers") if managers is None else managers,
        views=facts.count("recommendations.views") if views is None else views,
        recent_years=recent,
        old_years=max(recent, facts.count("recommendations.recency", "old_years")),
        shown_first=facts.count("recommendations.shown_first"),
        reciprocal_days=facts.count("recommendations.reciprocal_days"),
        suggest_years=facts.count("recommendations.suggest_years_after"),
        least_skills=facts.count("skills.count", "least"),
        most_skills=facts.count("skills.count", "most"),
        shown_skills=facts.count("skills.shown_first"),
        weak_characters=facts.count("recommendations.text", "weak"),
        long_characters=facts.count("recommendations.text", "long"),
        answer_rate=facts.share("asks.answer_rate"),
        awaited_days=facts.count("asks.awaited", "days_after_ask"),
        awaited_days_reminded=facts.count("asks.awaited", "days_after_reminder"),
    )
