"""How the text of a template becomes that of a draft."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kitgen.drafts import DraftTemplates
from kitgen.drafts.templates import has_word, tidy
from kitgen.errors import SourceError
from kitgen.kit import compose_kit
from kitgen.profile import load_profile
from kitgen.templating import limits

if TYPE_CHECKING:
    from kitgen.content import Content
    from kitgen.project import Project

TODAY = date(2026, 11, 22)


@given(st.text(alphabet=" \t\n.ab…", max_size=40))
def test_a_text_is_tidied_as_expressions_would(text: str) -> None:
    """Spaces become one, lines have none around them, and paragraphs are one empty line apart."""
    lines = [line.strip() for line in re.sub(r"[ \t]+", " ", text).split("\n")]
    whole = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    assert tidy(text) == re.sub(r"(?<!\.)\.\.(?!\.)", ".", whole)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
def test_an_included_template_stands_in_the_place_of_its_tag(
    language: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drafts are those that includes would give, letter by letter."""
    content = project.content(language)
    files = [*project.profiles.glob("sample-*.yml"), Path(__file__).parent / "twenty.yml"]
    profiles = [load_profile(path, TODAY) for path in files]
    found = []
    for whole in (DraftTemplates.whole, property(lambda templates: templates.environment)):
        monkeypatch.setattr(DraftTemplates, "whole", whole)
        templates = replace(content.draft_templates)
        made = [
            compose_kit(each, replace(content, draft_templates=templates), TODAY, "a")
            for each in profiles
        ]
        found.append([(draft.id, draft.text) for kit in made for draft in kit.drafts.drafts])
    assert len(found[0]) > 300
    assert found[0] == found[1]


def test_a_mistake_in_an_included_template_is_told_at_its_own_line(content: Content) -> None:
    """Not at the line of the one that it is put into."""
    sources = {"a.txt": 'One\n{% include "b.txt" %}\n', "b.txt": "Two\nThree\n{{ nobody }}\n"}
    templates = DraftTemplates(sources, "docs/xx/drafts", content.words, content.facts)
    with pytest.raises(SourceError) as error:
        templates.render("a.txt", {})
    assert [(each.source, each.line) for each in error.value.problems] == [
        ("docs/xx/drafts/b.txt", 3)
    ]


def test_what_an_included_template_sets_stays_inside(content: Content) -> None:
    """And space around the tag goes as it does with an include."""
    sources = {
        "a.txt": '{% set x = 1 %}a\n  {% include "b.txt" %}\n\nc {% include "b.txt" %} d{{ x }}\n',
        "b.txt": "{% set x = 2 %}\n{% if x %}\n b{{ x }}\n{% endif %}\n",
    }
    templates = DraftTemplates(sources, "docs/xx/drafts", content.words, content.facts)
    texts = [
        each.get_template("a.txt").render() for each in (templates.whole, templates.environment)
    ]
    assert texts[0] == texts[1]
    assert "d1" in texts[0]


def test_a_text_has_a_word_by_itself_or_by_its_ending() -> None:
    """The first word says nothing, and signs around the others neither."""
    assert has_word("The queue (SHRANK) twice", ["shrank"], ["ed"], [])
    assert has_word("the wait halved.", [], ["ed"], ["need"])
    assert not has_word("halved the wait, no need", [], ["ed"], ["need"])
    assert not has_word("halved", ["halved"], ["ed"], [])


def test_includes_that_grow_without_end_are_told(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of eight templates holds the next one thirty times; one holds itself.

    Which limit is met first is up to the machine.
    """
    monkeypatch.setattr(limits, "_SECONDS", 2)
    chain = {f"a{n}.txt": f'{{% include "a{n + 1}.txt" %}}\n' * 30 for n in range(8)}
    itself = {"b.txt": 'One\n{% include "b.txt" %}\n' * 30}
    templates = DraftTemplates({**chain, **itself}, "d", content.words, content.facts)
    with pytest.raises(SourceError, match=r"d/a\d\.txt:1:1: error: (there is no 'a8|this takes)"):
        templates.render("a0.txt", {})
    with pytest.raises(SourceError, match=r"d/b\.txt:2:1: error: this (has no end|takes more)"):
        templates.render("b.txt", {})
