"""Every language says all that English says; what is missing is told by file and key, at once."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
import yaml

from kitgen.content import languages, load_content
from kitgen.errors import SourceError
from kitgen.facts import load_facts
from kitgen.language import Language
from kitgen.translation import find_gaps, translate_facts
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from kitgen.project import Project


@pytest.mark.parametrize("language", languages(ROOT / "docs"))
def test_every_language_that_kitgen_comes_with_is_whole(language: str) -> None:
    """No word, page, draft, phrase or fact is missing, and none is too much."""
    spoken = Language(language)
    facts = load_facts(ROOT / "docs" / "facts.yml", "docs/facts.yml")
    gaps = (
        *find_gaps(ROOT / "docs", spoken),
        *translate_facts(facts, ROOT / "docs", spoken)[1],
    )
    assert [f"{each} ({each.hint})" for each in gaps] == []


def _without(old: str, new: str = "") -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("file", "change", "problem", "hint"),
    [
        (
            "words.yml",
            _without("  confirm-link: Welche\n"),
            "docs/de/words.yml:{start}:1: error: 'start.confirm-link' is missing",
            "in English: “See which”",
        ),
        (
            "words.yml",
            _without("  confirm-link:", "  confirm-lnk:"),
            "error: 'start.confirm-lnk' is not among the keys of docs/en/words.yml",
            "did you mean 'start.confirm-link'?",
        ),
        (
            "words.yml",
            _without("    one: Höchstens eine Person pro Woche\n"),
            "error: 'plan.at-most' has no form 'one'",
            "this language counts in: one, other",
        ),
        (
            "phrases.yml",
            _without("  mentor: warm\n"),
            "error: 'tones.mentor' is missing",
            "in English: “warm”",
        ),
        (
            "plan.md",
            _without(" {: #waiting }"),
            "docs/de/plan.md:1:1: error: the heading '#waiting' is missing",
            "docs/en has it in the page of the same name",
        ),
        (
            "plan.md",
            _without("components/resting.html", "components/waves.html"),
            "docs/de/plan.md:1:1: error: the component 'components/resting.html' is missing",
            "docs/en has it in the page of the same name",
        ),
        (
            "plan.md",
            _without("#waiting }", "#wating }"),
            "docs/de/plan.md:1:1: error: the page in docs/en has no heading '#wating'",
            "did you mean '#waiting'?",
        ),
        (
            "facts.yml",
            _without('    value: "Mach es der Person leicht, Nein zu sagen."\n', "    {}\n"),
            "error: 'asks.easy_no.value' is missing",
            "in English: “Give the person an easy way to say no.”",
        ),
        (
            "facts.yml",
            _without("  asks.timing:", "  asks.timming:"),
            "error: there is no fact 'asks.timming' in docs/facts.yml",
            "did you mean 'asks.timing'?",
        ),
        (
            "facts.yml",
            _without("  skills.count:\n", "  skills.count:\n    value: 7\n"),
            "error: 'skills.count' has no text 'value' to translate",
            "",
        ),
        (
            "facts.yml",
            _without("  skills.count:\n", "  skills.count:\n    checked_on: 2026-12-01\n"),
            "error: 'checked_on' is not translated; a fact has it in docs/facts.yml only",
            "",
        ),
        (
            "facts.yml",
            _without('      - "Öffne das LinkedIn-Profil der anderen Person."\n'),
            "error: 'give.path.value' should be like the English one: a text, or as many texts",
            "",
        ),
    ],
)  # fmt: skip
def test_what_is_missing_or_too_much_is_told_by_file_and_key(
    file: str, change: Callable[[str], str], problem: str, hint: str, copied: Project
) -> None:
    """A key that only one of both languages has is an error, with the English words as a hint."""
    path = copied.docs / "de" / file
    text = path.read_text("utf-8")
    path.write_text(change(text), "utf-8")
    line = text[: text.find("\nstart:\n") + 1].count("\n") + 1
    with pytest.raises(SourceError) as raised:
        load_content(copied.docs, "de")
    found = [each for each in raised.value.problems if problem.format(start=line) in str(each)]
    assert [each.hint for each in found] == [hint]


def test_all_gaps_of_all_files_are_told_at_once(copied: Project) -> None:
    """A language that has only begun gets one list of everything that is left to do."""
    shutil.rmtree(copied.docs / "de")
    (copied.docs / "de").mkdir()
    (copied.docs / "de" / "words.yml").write_text("sentences: drei bis sechs Sätze\n", "utf-8")
    (copied.docs / "de" / "facts.yml").write_text("facts: {}\n", "utf-8")
    with pytest.raises(SourceError) as raised:
        load_content(copied.docs, "de")
    problems = raised.value.problems
    sources = {each.source for each in problems}
    files = {"guide.md", "drafts/ask.txt", "specificity.yml", "phrases.yml", "starter.yml"}
    assert {f"docs/de/{each}" for each in files} <= sources
    said = [each.message for each in problems]
    assert "'rule.total.none' is missing" in said
    assert "'plan.at-most' is missing" in said
    assert "'asks.timing.value' is missing" in said
    assert len(said) == len({(each.source, each.message) for each in problems}) > 400


def test_a_page_or_a_draft_that_english_does_not_have_is_told(copied: Project) -> None:
    """A misspelled file would be a page of its own; so would one that English has dropped."""
    (copied.docs / "de" / "plan.md").rename(copied.docs / "de" / "plann.md")
    (copied.docs / "de" / "drafts" / "aks.txt").write_text("Hallo\n", "utf-8")
    with pytest.raises(SourceError) as raised:
        load_content(copied.docs, "de")
    told = {(each.source, each.message, each.hint) for each in raised.value.problems}
    assert told == {
        ("docs/de/plan.md", "'plan.md' is missing", "translate docs/en/plan.md"),
        ("docs/de/plann.md", "there is no 'plann.md' in docs/en", "did you mean 'plan.md'?"),
        (
            "docs/de/drafts/aks.txt",
            "there is no 'drafts/aks.txt' in docs/en",
            "did you mean 'drafts/ask.txt'?",
        ),
    }


def test_forms_are_those_that_the_language_counts_in(copied: Project) -> None:
    """Arabic has six forms where English has two, and English words alone lack four of them."""
    shutil.copytree(copied.docs / "en", copied.docs / "ar")
    gaps = [each.message for each in find_gaps(copied.docs, Language("ar"))]
    missing = {each for each in gaps if each.startswith("'plan.at-most'")}
    assert missing == {
        f"'plan.at-most' has no form '{form}'" for form in ("zero", "two", "few", "many")
    }


def test_a_project_without_english_is_compared_with_nothing(copied: Project) -> None:
    """Whoever keeps one language only owes no other."""
    shutil.rmtree(copied.docs / "en")
    (copied.docs / "de" / "facts.yml").unlink()
    assert find_gaps(copied.docs, Language("de")) == ()
    assert load_content(copied.docs, "de").facts.count("drafts.ask_words") == 120


def test_a_translation_changes_no_number_day_or_address(project: Project) -> None:
    """What is measured and checked is the same in every language; only its words differ."""
    english, german = (project.content(each).facts for each in ("en", "de"))
    assert english.facts.keys() == german.facts.keys()
    for fact_id, fact in english.facts.items():
        said = german.fact(fact_id)
        same = ("checked_on", "confidence", "url", "line")
        assert [getattr(said, name) for name in same] == [getattr(fact, name) for name in same]
        if not isinstance(fact.value, str | tuple):
            assert said.value == fact.value
    note = german.fact("asks.answer_rate").note
    assert "Schätzung" in note


def test_labels_of_linkedin_stay_english_as_they_were_checked(project: Project) -> None:
    """German labels were not verified: each English one stands in the German step, explained."""
    german = yaml.safe_load((project.docs / "de" / "facts.yml").read_text("utf-8"))["facts"]
    labels = 0
    for fact_id, fact in project.content("en").facts.facts.items():
        if fact_id.endswith((".path", ".contact", ".own_profile", ".classic")):
            steps = zip(fact.value, german[fact_id]["value"], strict=True)  # type: ignore[call-overload]
            for step, translated in steps:
                for label in re.findall(r"“([^”]+)”", step):
                    labels += 1
                    assert f"„{label}“" in translated, (fact_id, label)
    assert labels > 15
