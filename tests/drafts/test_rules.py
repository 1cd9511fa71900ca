"""The draft rules, by golden cases: D1 to D4, D6, D8 to D10, D12, and S1 to S8.

D7 (how many a week, one reminder after seven to ten days) is tested in tests/plan/test_promises.py,
D11 (states, and a no for good) in tests/test_life.py; that nobody who declined is written to stands
in test_composer.py.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from msgspec.structs import replace

from kitgen.drafts import Draft, Finding, Form, Limit, Moment, rules
from kitgen.drafts.judging import judged
from kitgen.drafts.rules import RULES, review_drafts
from kitgen.kit import Kit, compose_kit
from kitgen.message import message
from kitgen.profile import Reader, parse_profile, seen_by
from kitgen.specificity import Code

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kitgen.content import Content
    from kitgen.profile import Profile

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.yml"))
CASES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in GOLDEN}
BREAKING = {name: case for name, case in CASES.items() if case["findings"]}


@pytest.mark.parametrize("name", CASES)
def test_rules_find_what_a_golden_case_expects(name: str, content: Content, today: date) -> None:
    """Each golden case has exactly the findings that stand in it."""
    assert CASES[name]["findings"] == _found(CASES[name], content, today)


@pytest.mark.parametrize("name", BREAKING)
def test_a_case_fails_without_its_rule(
    name: str, content: Content, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its rule, a golden case has no finding at all: no other rule says the same."""
    rest = tuple(rule for rule in RULES if rule.__name__ != CASES[name]["rule"])
    monkeypatch.setattr(rules, "RULES", rest)
    assert len(rest) == len(RULES) - 1
    assert _found(CASES[name], content, today) == []


def test_each_rule_has_a_case() -> None:
    """No rule goes without a golden case of its own, named after its code; nor does S1 to S8."""
    assert {rule.__name__ for rule in RULES} == {case["rule"] for case in BREAKING.values()}
    for rule in RULES:
        codes = set(Code) if rule is judged else {(rule.__doc__ or "").partition(":")[0]}
        names = [name for name, case in BREAKING.items() if case["rule"] == rule.__name__]
        assert codes == {name.partition("-")[0] for name in names}


def test_drafts_of_all_samples_have_no_findings(kits: dict[str, Kit]) -> None:
    """What kitgen composes for the samples and three more lives breaks no rule."""
    found = {
        draft.id: draft.findings
        for kit in kits.values()
        for draft in kit.drafts.drafts
        if draft.findings
    }
    assert found == {}


def test_drafts_that_are_not_ready_have_no_findings(kit_with: Callable[[str], Kit]) -> None:
    """There is nothing to judge in a draft without words."""
    drafts = kit_with("[{name: Jo}]").drafts.drafts
    assert drafts
    assert not any(draft.is_ready or draft.findings for draft in drafts)


def test_a_finding_names_the_rule_its_reason_and_the_words(content: Content, today: date) -> None:
    """A finding can be told: rule, reason as a message, the words it is about."""
    case = CASES["S5-hurry"]
    profile = parse_profile(case["profile"], "ada.yml", today)
    findings = review_drafts(_drafts(case, profile), profile, content.facts, content.phrases)
    reason, advice = (message(f"specificity.{each}.S5") for each in ("reason", "advice"))
    assert findings[0] == (Finding("S5", reason, "By Friday", advice),)


JO = (
    "name: Jo Park, relationship: peer, position: mill, "
    "evidence: [{project: the index, contribution: sorted it, outcome: it works}]"
)


@pytest.mark.parametrize(("before", "is_found"), [(20, False), (21, True)])
def test_a_greeting_stands_at_the_beginning(
    before: int,
    is_found: bool,  # noqa: FBT001
    kit_with: Callable[[str], Kit],
    content: Content,
) -> None:
    """At most twenty characters come before the name."""
    kit = kit_with(f"[{{{JO}}}]")
    (ask,) = kit.drafts.of("jo-park", Moment.ASK)
    greeting = "Good".ljust(before - 1, "o")
    late = replace(ask, text=ask.text.replace("Hi Jo", f"{greeting} Jo", 1))
    (found,) = review_drafts([late], kit.profile, content.facts, content.phrases)
    assert ("finding.D3.greeting" in {each.reason.key for each in found}) is is_found


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        ("Hates it.", ""),
        ("She hates it!", "she hates it"),
        ("She hates it all.", ""),
        ("Jo thinks she hates it as Sam does.", "thinks she hates it as"),
        ("She hates it as nobody else.", ""),
        ("Thinks she hates it as we know.", "thinks she hates it as"),
        ("as we know / she hates it", ""),
    ],
)
def test_private_words_are_found_in_a_row_and_not_by_themselves(
    notes: str, told: str, kit_with: Callable[[str], Kit], content: Content
) -> None:
    """Five of a note, or all of a note of three or four; the first of them is told."""
    kit = kit_with(f"[{{{JO}}}]")
    (give,) = kit.drafts.of("jo-park", Moment.GIVE)
    draft = replace(give, text="Hi Jo, thinks: she hates it, as we know. Ada")
    (found,) = review_drafts([draft], kit.profile, content.facts, content.phrases, (notes,))
    assert [each.words for each in found if each.code == "D12"] == ([told] if told else [])


def _found(case: dict[str, Any], content: Content, today: date) -> list[str]:
    profile = parse_profile(case["profile"], "ada.yml", today)
    if "drafts" not in case:
        drafts = compose_kit(profile, content, today, "ada").drafts.drafts
    else:
        drafts = tuple(_drafts(case, profile))
    notes = tuple(each.notes for each in profile.contacts if each.notes)
    shared = seen_by(profile, Reader.OWNER)
    reviewed = review_drafts(drafts, shared, content.facts, content.phrases, notes, today=today)
    return [
        _line(draft, finding)
        for draft, findings in zip(drafts, reviewed, strict=True)
        for finding in findings
    ]


def _line(draft: Draft, finding: Finding) -> str:
    detail = finding.reason.key.rpartition(finding.code)[2].strip(".")
    return " ".join(part for part in (draft.id, finding.code, detail, finding.words) if part)


def _drafts(case: dict[str, Any], profile: Profile) -> list[Draft]:
    limits = {Moment.ASK: Limit(120, "words"), Moment.REQUEST: Limit(500, "characters")}
    return [
        Draft(
            contact=profile.contact(each["to"]),
            moment=Moment(each["moment"]),
            form=Form(each["form"]),
            text=each["text"].strip(),
            limit=limits.get(Moment(each["moment"])),
        )
        for each in case["drafts"]
    ]
