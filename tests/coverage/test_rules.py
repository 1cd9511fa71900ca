"""The rule book, C1 to C15: each golden case holds a small profile and what one rule finds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

import kitgen.coverage
from kitgen.coverage import RULES, RuleResult, State, measure_coverage
from kitgen.document import read_document
from kitgen.profile import parse_profile

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kitgen.content import Content
    from kitgen.facts import Facts
    from kitgen.specificity import Lexicon

CASES = tuple(sorted((Path(__file__).parent / "golden").glob("*.yml")))
CODES = tuple(f"C{number}" for number in range(1, 16))
# How many there are, and which positions count, can be asked of every profile.
ALWAYS_APPLY = {"C1", "C3"}


def code_of(case: Path) -> str:
    """Return the code of the rule that a golden case is about."""
    return case.stem.partition("-")[0]


def find(case: Path, facts: Facts, today: date, lexicon: Lexicon) -> RuleResult:
    """Return what its rule finds in the profile of a golden case."""
    document, problems = read_document(case.read_text("utf-8"), case.name)
    assert isinstance(document.value, dict), problems
    text = yaml.safe_dump(document.value["profile"], sort_keys=False, allow_unicode=True)
    profile = parse_profile(text, case.name, today)
    return measure_coverage(profile, facts, today, lexicon).result(code_of(case))


def written(result: RuleResult) -> str:
    """Return the block of a golden case that says what was found."""
    block: dict[str, object] = {
        "state": result.state.value,
        "counted": result.counted,
        "wanted": result.wanted,
        "message": result.reason.key,
        "params": {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in result.reason.params
        },
    }
    if result.gaps:
        block["gaps"] = [
            f"{gap.missing} {gap.position or ''} {' '.join(gap.views)}".replace("  ", " ").strip()
            for gap in result.gaps
        ]
    return yaml.safe_dump({"expected": block}, sort_keys=False, default_flow_style=None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_rule_finds_what_its_golden_case_says(
    case: Path,
    facts: Facts,
    today: date,
    content: Content,
    same_as_golden: Callable[[Path, str], None],
) -> None:
    """State, counts, message and gaps are those of the file, which says why in its first line."""
    given = case.read_text("utf-8").partition("expected:")[0]
    assert given.startswith("# ")
    same_as_golden(case, given + written(find(case, facts, today, content.lexicon)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_golden_case_fails_without_its_rule(
    case: Path, facts: Facts, today: date, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No other rule answers for one that is taken out of the rule book."""
    code = code_of(case)
    others = RULES[: CODES.index(code)] + RULES[CODES.index(code) + 1 :]
    monkeypatch.setattr(kitgen.coverage, "RULES", others)
    with pytest.raises(KeyError, match=f"'{code}'"):
        find(case, facts, today, content.lexicon)


@pytest.mark.parametrize("code", CODES)
def test_every_rule_has_a_golden_case_for_each_state(
    code: str, facts: Facts, today: date, content: Content
) -> None:
    """Met, gap and, where a rule can be passed over, not applicable."""
    expected = set(State) - ({State.NOT_APPLICABLE} if code in ALWAYS_APPLY else set())
    cases = [case for case in CASES if code_of(case) == code]
    assert {find(case, facts, today, content.lexicon).state for case in cases} == expected


def test_the_rule_book_holds_fifteen_rules_in_the_order_of_their_codes(
    facts: Facts, today: date
) -> None:
    """Results come as C1 to C15, each with a name of its own and facts that exist."""
    profile = parse_profile("owner: {name: Mara Okafor}", "mara.yml", today)
    results = measure_coverage(profile, facts, today).results
    assert tuple(each.code for each in results) == CODES
    assert len({each.name for each in results}) == len(CODES)
    assert all(facts.fact(fact_id) for each in results for fact_id in each.facts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_a_rule_says_can_be_put_into_words(
    case: Path, facts: Facts, today: date, content: Content
) -> None:
    """Each message has words, they know their parameters, and they make a whole sentence."""
    result = find(case, facts, today, content.lexicon)
    said = content.words.say(result.reason)
    assert said.endswith(".")
    assert content.words.say(f"rule-name.{result.name}")
    assert content.words.say(f"rule-why.{result.name}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_only_rules_that_are_not_met_leave_gaps(
    case: Path, facts: Facts, today: date, content: Content
) -> None:
    """What a plan works on comes from open rules, and each gap misses at least one."""
    result = find(case, facts, today, content.lexicon)
    assert result.state is State.GAP or not result.gaps
    assert all(gap.missing > 0 and gap.rule == result.code for gap in result.gaps)
