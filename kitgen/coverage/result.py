"""What measuring coverage gives: a result for every rule, and the gaps."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kitgen.coverage.matrix import Matrix
    from kitgen.coverage.tally import Tally
    from kitgen.message import Message
    from kitgen.profile import View


class State(StrEnum):
    """Whether a rule is met."""

    MET = "met"
    GAP = "gap"
    NOT_APPLICABLE = "not-applicable"


class Gap(Struct, frozen=True):
    """One place where a rule is not met, and what would close it.

    `missing` recommendations close it: about `position` if one is named, from one of `views`
    if any are named.
    """

    rule: str
    missing: int
    position: str | None = None
    views: tuple[View, ...] = ()


class RuleResult(Struct, frozen=True):
    """What one rule found.

    `counted` is what it counted and `wanted` what good coverage demands, in the unit that the
    rule's words name (recommendations, views, years, skills, contacts). `facts` are the ids of
    the facts that the rule rests on.
    """

    code: str
    name: str
    state: State
    counted: int
    wanted: int
    reason: Message
    facts: tuple[str, ...]
    gaps: tuple[Gap, ...] = ()


class Coverage(Struct, frozen=True):
    """Rules met, gaps left."""

    results: tuple[RuleResult, ...]
    tally: Tally
    matrix: Matrix

    def result(self, code: str) -> RuleResult:
        """Return the result of one rule; KeyError when there is none."""
        for each in self.results:
            if each.code == code:
                return each
        raise KeyError(code)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """All gaps that a recommendation would close, in the order of the rules."""
        return tuple(gap for each in self.results for gap in each.gaps)

    @property
    def open_rules(self) -> tuple[RuleResult, ...]:
        """The rules that are not met."""
        return tuple(each for each in self.results if each.state is State.GAP)
