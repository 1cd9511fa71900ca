"""Coverage: the rules of good coverage, which of them are met, and the gaps left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.coverage.amount import asks_out, counted_positions, per_position, total
from kitgen.coverage.freshness import judged_texts, newest_shown, recency, shown_first, texts
from kitgen.coverage.matrix import Cell, CellState, Matrix, draw_matrix
from kitgen.coverage.mix import manager, views
from kitgen.coverage.reciprocity import Pair, lately_given, reciprocal_pairs, swaps
from kitgen.coverage.records import confirmed, connected, hidden, on_linkedin, skills
from kitgen.coverage.result import Coverage, Gap, RuleResult, State
from kitgen.coverage.strengths import Strength, find_strengths
from kitgen.coverage.tally import Standing, Tally
from kitgen.coverage.thresholds import Thresholds, find_thresholds
from kitgen.coverage.years import years_after

if TYPE_CHECKING:
    from datetime import date

    from kitgen.facts import Facts
    from kitgen.profile import Profile
    from kitgen.specificity import Lexicon

# The rule book, in the order of its codes, C1 to C15.
RULES = (
    total,
    per_position,
    counted_positions,
    manager,
    views,
    recency,
    shown_first,
    swaps,
    confirmed,
    hidden,
    connected,
    on_linkedin,
    skills,
    asks_out,
    texts,
)


def measure_coverage(
    profile: Profile, facts: Facts, today: date, lexicon: Lexicon | None = None
) -> Coverage:
    """Return what each rule finds in `profile` as of `today`, with thresholds from `facts`.

    Texts are judged by `lexicon`; without one, by their length alone.
    """
    tally = Tally(profile, find_thresholds(profile, facts), today, lexicon)
    return Coverage(tuple(rule(tally) for rule in RULES), tally, draw_matrix(tally))


__all__ = [
    "RULES",
    "Cell",
    "CellState",
    "Coverage",
    "Gap",
    "Matrix",
    "Pair",
    "RuleResult",
    "Standing",
    "State",
    "Strength",
    "Tally",
    "Thresholds",
    "find_strengths",
    "find_thresholds",
    "judged_texts",
    "lately_given",
    "measure_coverage",
    "newest_shown",
    "reciprocal_pairs",
    "years_after",
]
