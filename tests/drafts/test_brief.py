"""The brief: what one writer saw, nothing of anybody else, and no sentence that another has."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kitgen.drafts.brief import _name_words
from kitgen.kit import Kit, brief_if_asked, compose_kit
from kitgen.pages import compose_brief_pages
from kitgen.pages.value import PLAIN
from kitgen.profile import Relationship, parse_profile
from kitgen.specificity import Kind, Known, judge

if TYPE_CHECKING:
    from datetime import date

    from kitgen.content import Content
    from kitgen.drafts import Brief

FIRST = """Ada Bo Cleo Dag Edda Finn Gus Hedy Ida Jon Kaj Lil Moe Nell Ola Pia Quin Rut Sven Tea"""
LAST = """Abel Birk Cole Dorn Eide Falk Gram Holt Iben Juhl
    Krag Lund Munk Noer Orm Pihl Quist Ravn Skov Toft"""
PEOPLE = [" ".join(pair) for pair in zip(FIRST.split(), LAST.split(), strict=True)]
PROJECTS = """ledger archive harbour timetable kitchen
    nursery greenhouse workshop library ferry"""
THINGS = PROJECTS.split()
DEEDS = ("rebuilt the plan", "wrote the guide", "led the review", "quickly sorted the stock")
RESULTS = ("the delays fell by half", "two days became one", "nobody had to ask again")


def contact(name: str, **given: object) -> dict[str, Any]:
    """Return a contact with two things they saw, unless something else is given."""
    return {
        "name": name,
        "relationship": "peer",
        "position": "hall",
        "brief": {"shared": True, "sample": True},
        "evidence": [
            {"project": "the ledger", "contribution": DEEDS[0], "outcome": RESULTS[0]},
            {"project": "the archive", "contribution": DEEDS[1], "outcome": RESULTS[1]},
        ],
        **given,
    }


def kit_of(contacts: list[dict[str, Any]], content: Content, today: date, **owner: str) -> Kit:
    """Return the kit of an owner with these contacts."""
    value = {
        "owner": {"name": "Vera Stone", "goal": "a seat on the council", **owner},
        "positions": [
            {"id": "hall", "organisation": "Town Hall", "start": "2018", "end": "2024-05"},
            {"id": "now", "organisation": "Mill House", "start": "2024-06"},
        ],
        "contacts": contacts,
    }
    text = yaml.safe_dump(value, allow_unicode=True).replace("true", "yes")
    return compose_kit(parse_profile(text, "vera.yml", today), content, today, "vera")


def varied(turn: int) -> list[dict[str, Any]]:
    """Return twenty contacts whose evidence differs here and is the same there."""
    relationships = list(Relationship)
    return [
        contact(
            name,
            relationship=relationships[(number * (turn + 1)) % 12].value,
            evidence=[
                {
                    "project": f"the {THINGS[(number // 2 + at * 3 + turn) % 10]}",
                    "contribution": DEEDS[(number + at) % 4],
                    "outcome": RESULTS[(number * at + turn) % 3],
                    "period": f"in {2018 + number % 5}",
                }
                for at in range(2 + number % 3)
            ],
            strengths=["staying calm"] if number % 2 else [],
        )
        for number, name in enumerate(PEOPLE)
    ]


def sentences(brief: Brief) -> list[str]:
    """Return every sentence that a brief offers to write."""
    return [*brief.sample, *(each.particular for each in brief.examples)]


@pytest.mark.parametrize("turn", range(6))
def test_no_sentence_is_in_two_briefs_of_a_kit(turn: int, content: Content, today: date) -> None:
    """Twenty contacts, some with the very same evidence; nor is one twice in a sample."""
    kit = kit_of(varied(turn), content, today)
    assert sum(1 for each in kit.briefs if each.is_ready) == 20
    whole = [each for each in kit.briefs if each.sample]
    assert len(whole) >= 18
    said = Counter(sentence for each in kit.briefs for sentence in sentences(each))
    assert [sentence for sentence, times in said.items() if times > 1] == []
    for each in whole:
        assert 3 <= len(each.sample) <= 6
        assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in each.sample)


def test_where_all_saw_the_same_some_get_no_sample_and_are_told(
    content: Content, today: date
) -> None:
    """No sentence is lent out twice; who comes later is asked for something of their own."""
    kit = kit_of([contact(name) for name in PEOPLE], content, today)
    said = Counter(sentence for each in kit.briefs for sentence in sentences(each))
    assert max(said.values()) == 1
    without = [each for each in kit.briefs if not each.sample]
    assert 0 < len(without) < 20
    for each in without:
        assert each.no_sample
        assert each.no_sample.key == "brief.sample-used"
        assert content.words.say(each.no_sample)
        assert each.facts


def test_an_entry_that_is_moved_changes_no_brief(content: Content, today: date) -> None:
    """Who is given a sentence first goes by the ids, not by the order of the profile."""
    people = [contact(name) for name in PEOPLE[:6]]
    before, after = (kit_of(each, content, today).briefs for each in (people, people[::-1]))
    assert before[0].sample != before[1].sample
    assert [each.contact.id for each in after] == [each.contact.id for each in before]
    assert [sentences(each) for each in after] == [sentences(each) for each in before]


@pytest.mark.parametrize(
    ("relationship", "owner", "said"),
    [
        ("manager", {}, "I managed Vera at Town Hall"),
        ("customer", {}, "I know Vera’s work at Town Hall as a client"),
        ("customer", {"name": "Town Hall", "call_name": "Vera"}, "I know Vera’s work as a client"),
    ],
)
def test_a_sample_opens_with_how_they_know_the_owner(
    relationship: str, owner: dict[str, str], said: str, content: Content, today: date
) -> None:
    """From where, too, unless the owner worked under their own name."""
    (brief,) = kit_of([contact("Jo", relationship=relationship)], content, today, **owner).briefs
    assert said in brief.sample[0]


def test_samples_tell_the_facts_and_pass_the_judge(content: Content, today: date) -> None:
    """They are specific by kitgen's own rules, and nothing in them is from nowhere."""
    for each in kit_of(varied(0), content, today).briefs:
        if not each.sample:
            continue
        known = Known(owner=("Vera Stone", "Vera"), reader=(each.contact.name, each.contact.called))
        verdict = judge(each.sample_text, content.lexicon, known, Kind.RECOMMENDATION)
        assert verdict.is_specific, each.sample_text
        for evidence in each.contact.evidence[:4]:
            assert evidence.project in each.sample_text


def test_a_brief_names_nobody_else_and_holds_nothing_private(content: Content, today: date) -> None:
    """Not in the facts, the strengths or the goal, whoever typed it where."""
    contacts = [contact(name, notes=f"Secret of {name}.") for name in PEOPLE]
    contacts[0]["evidence"] += [
        {"project": "the rota", "contribution": "helped Cleo", "outcome": "it held"},
        {"project": "the tower", "contribution": "fixed it", "outcome": "even edda eide agreed"},
    ]
    contacts[0]["strengths"] = ["patience with Finn Falk", "patience"]
    kit = kit_of(contacts, content, today, goal="working with Ida Iben again")
    brief = kit.brief_of("ada-abel")
    assert brief
    assert (brief.left_out, len(brief.facts), brief.strengths) == (2, 2, "patience")
    html = compose_brief_pages(kit, brief, PLAIN)
    (page,) = html.pages
    text = f"{page.html} {page.title} {html.site_name} {html.description}"
    others = {word for name in PEOPLE[1:] for word in name.split()}
    assert others & set(re.findall(r"\w+", text)) == set()
    assert "Secret" not in text
    assert "Ida" not in text


def test_too_little_that_names_nobody_else_is_told(content: Content, today: date) -> None:
    """With the name, so that the owner can say it without."""
    jo = contact("Jo Park", evidence=[])
    jo["evidence"] = [
        {"project": "the ledger", "outcome": "it held"},
        {"project": "the rota with Kim", "outcome": "it held"},
    ]
    kit = kit_of([jo, contact("Kim Vale")], content, today)
    brief = kit.brief_of("jo-park")
    assert brief
    assert not brief.is_ready
    assert [content.words.say(each.what) for each in brief.missing] == [
        "Say what Jo saw without naming Kim. The page for the writer names nobody else."
    ]


def test_the_whole_name_of_somebody_else_is_told(content: Content, today: date) -> None:
    """Not only a word of it."""
    named = {"project": "the rota with Kim Vale", "outcome": "it held"}
    jo = contact("Jo Park", evidence=[{"project": "the ledger", "outcome": "it held"}, named])
    brief = kit_of([jo, contact("Kim Vale")], content, today).brief_of("jo-park")
    assert brief
    assert "without naming Kim Vale." in content.words.say(brief.missing[0].what)


@pytest.mark.parametrize(
    ("given", "goal"),
    [
        ({}, "a seat on the council"),
        ({"relationship": "manager"}, "a seat on the council"),
        ({"relationship": "manager", "position": "now"}, ""),
        (
            {
                "position": "now",
                "restrictions": ["finance", "current-manager"],
                "history": [{"agreed": "2026-11-01"}],
            },
            "",
        ),
    ],
)
def test_a_current_manager_is_not_told_the_goal(
    given: dict[str, object], goal: str, content: Content, today: date
) -> None:
    """By the relationship at a position that goes on, or by any of the restrictions."""
    kit = kit_of([contact("Jo Park", **given)], content, today)
    brief = kit.brief_of("jo-park")
    assert brief
    assert (brief.is_ready, brief.goal) == (True, goal)
    (page,) = compose_brief_pages(kit, brief, PLAIN).pages
    assert ("council" in page.html) == bool(goal)


def test_what_another_cannot_say_is_left_out_of_their_sentences(
    content: Content, today: date
) -> None:
    """I, we, you, and verbs of the present: never turned into something by guessing."""
    jo = contact("Jo Park")
    jo["evidence"] = [
        {"project": "the ledger", "contribution": "wrote my own script", "outcome": "it balanced"},
        {
            "project": "the archive",
            "contribution": "run it with a team of two",
            "outcome": "all of it was found",
        },
        {"project": "our party", "contribution": "paid the band", "outcome": "they stayed"},
        {
            "project": "the move",
            "contribution": "planning every lorry",
            "outcome": "we lost nothing",
        },
    ]
    brief = kit_of([jo], content, today).briefs[0]
    text = " ".join(sentences(brief))
    assert not re.search(r"\b(my|our|we)\b|Vera run", text)
    assert "Vera’s part was planning every lorry" in text
    assert "it balanced" in text
    assert "paid the band" not in text


def test_there_is_a_sample_only_for_who_asked(content: Content, today: date) -> None:
    """The page says so then, behind a line to open, as a draft to change."""
    kit = kit_of([contact("Jo Park"), contact("Kim Vale", brief={"shared": True})], content, today)
    for each, has_sample in zip(kit.briefs, (True, False), strict=True):
        (page,) = compose_brief_pages(kit, each, PLAIN).pages
        assert ("A draft to change." in page.html) is has_sample is bool(each.sample)
        assert ("Show me a whole sample" in page.html) is has_sample
        assert "Three to six sentences is plenty." in page.html
        assert "so “you” there is me, Vera" in page.html


def test_a_brief_is_made_for_who_writes_or_is_given_one(content: Content, today: date) -> None:
    """After a yes it is there by itself, before it when the entry asks; a no ends it."""
    people = [
        contact("Ann One", brief=None, history=[{"agreed": "2026-11-01"}]),
        contact("Ben Two", brief=None, history=[{"requested": "2026-11-01"}]),
        contact("Cy Three", brief=None, history=[{"asked": "2026-11-01"}]),
        contact("Di Four", brief={"shared": False}),
        contact("Ed Five", history=[{"declined": "2026-11-01"}]),
    ]
    kit = kit_of(people, content, today)
    assert [(each.contact.id, each.is_ready) for each in kit.briefs] == [
        ("ann-one", True),
        ("ben-two", True),
        ("di-four", True),
        ("ed-five", False),
    ]
    asked = brief_if_asked(kit.profile, content, today, "cy-three")
    assert asked.is_ready


def test_only_whole_words_of_a_name_stand_for_whom_it_is() -> None:
    """Not an initial, which is a word of many sentences, nor a part in small letters."""
    assert _name_words("J. R. de Park, (Jo)") == ["Park", "Jo"]
