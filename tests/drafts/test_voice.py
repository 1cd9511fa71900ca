"""In which voice drafts speak, and that no two contacts of one kit get the same."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kitgen.drafts import Form, Moment
from kitgen.drafts.likeness import MOST_READERS, SHORT_SENTENCE, find_likeness, shingles
from kitgen.kit import Kit, compose_kit
from kitgen.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from kitgen.content import Content
    from kitgen.drafts import Draft

TODAY = date(2026, 11, 22)
TWENTY = Path(__file__).parent / "twenty.yml"
SEEN = "evidence: [{project: the index, contribution: sorted it, outcome: it works}]"


@pytest.fixture(scope="module")
def drafts(content: Content) -> tuple[Draft, ...]:
    """Compose the drafts to twenty contacts."""
    profile = load_profile(TWENTY, TODAY)
    return compose_kit(profile, content, TODAY, "twenty").drafts.drafts


def by_template(drafts: tuple[Draft, ...]) -> dict[str, list[Draft]]:
    """Return one draft a contact for each thing that is written."""
    found: dict[str, dict[str, Draft]] = defaultdict(dict)
    for draft in drafts:
        found[draft.template].setdefault(draft.contact.id, draft)
    return {name: list(each.values()) for name, each in found.items()}


def test_twenty_contacts_get_twenty_texts(drafts: tuple[Draft, ...]) -> None:
    """No two drafts of a moment share more than six tenths of their runs of three words."""
    nearest = {}
    for name, ones in by_template(drafts).items():
        pairs = combinations([shingles(each.text) for each in ones], 2)
        nearest[name] = max(len(a & b) / len(a | b) for a, b in pairs)
        assert len(ones) == 20
    print({name: round(share, 2) for name, share in nearest.items()})  # noqa: T201  the figures
    assert max(nearest.values()) <= 0.6
    assert nearest["ask.message"] <= 0.35


def test_a_longer_sentence_goes_to_three_people_at_most(drafts: tuple[Draft, ...]) -> None:
    """Whatever the moment: of more than eight words, hardly anything is said twice."""
    readers = defaultdict(set)
    for draft in drafts:
        for sentence in re.split(r"(?<=[.?!])\s+|\n+", draft.text):
            if len(sentence.split()) > SHORT_SENTENCE:
                readers[sentence].add(draft.contact.id)
    assert len(readers) > 200
    assert [each for each, ids in readers.items() if len(ids) > MOST_READERS] == []


def test_no_draft_to_twenty_people_breaks_a_rule(drafts: tuple[Draft, ...]) -> None:
    """A profile that the templates were not made for gives drafts without findings."""
    assert {draft.id: draft.findings for draft in drafts if draft.findings} == {}


def test_an_email_and_a_message_to_one_person_are_one_draft(drafts: tuple[Draft, ...]) -> None:
    """The same words in two forms are no echo; nearness is between people."""
    to_peter = [each for each in drafts if each.contact.id == "peter-oyelaran"]
    email, message = (each for each in to_peter if each.moment is Moment.ASK)
    assert (email.form, message.form) == (Form.EMAIL, Form.MESSAGE)
    assert email.text == message.text
    assert find_likeness((email, message), 0.1) == {}


def test_whoever_is_added_at_the_end_changes_nobody_elses_words(
    kit_with: Callable[[str], Kit],
) -> None:
    """Wordings depend on the contacts before, never on those after."""
    one = f"name: Jo Park, relationship: peer, position: mill, {SEEN}"
    alone = kit_with(f"[{{{one}}}]").drafts.of("jo-park")
    among = kit_with(f"[{{{one}}}, {{{one.replace('Jo Park', 'Sam Wu')}}}]").drafts.of("jo-park")
    assert [each.text for each in alone] == [each.text for each in among]


@pytest.mark.parametrize(
    ("more", "greeting", "signed"),
    [
        ("relationship: peer", "Hi Jo,", "Ada"),
        ("relationship: manager", "Hello Jo,", "Ada"),
        ("relationship: teacher", "Dear Jo,", "Ada Holm"),
        ("relationship: teacher, tone: warm", "Hi Jo,", "Ada"),
        ("relationship: peer, tone: formal", "Dear Jo,", "Ada Holm"),
        ("relationship: peer, call_name: Dr Park", "Dear Dr Park,", "Ada Holm"),
        ("relationship: peer, call_name: Professor Park", "Dear Professor Park,", "Ada Holm"),
        ("relationship: peer, call_name: Mary Ann", "Hi Mary Ann,", "Ada"),
        ("relationship: peer, call_name: Miss", "", ""),
    ],
)
def test_the_tone_follows_relationship_profile_and_title(
    more: str, greeting: str, signed: str, kit_with: Callable[[str], Kit]
) -> None:
    """Warm among colleagues, plain to managers, formal to teachers and whoever has a title."""
    kit = kit_with(f"[{{id: jo, name: Jo Park, position: mill, {more}, {SEEN}}}]")
    ask = kit.drafts.of("jo", Moment.ASK)[0]
    assert ask.text.startswith(greeting)
    assert ask.text.endswith(signed)
    assert ask.is_ready is bool(greeting)


def test_preferences_set_the_tone_for_everybody(kit_of: Callable[[str], Kit]) -> None:
    """What the owner prefers goes before what the relationship suggests, a contact before both."""
    kit = kit_of(
        "owner: {name: Ada Holm, goal: a post, strengths: [patience]}\n"
        "positions: [{id: mill, organisation: Linden Mill, start: 2020}]\n"
        "preferences: {tone: formal}\ncontacts:\n"
        f"  - {{name: Jo, relationship: peer, position: mill, {SEEN}}}\n"
        f"  - {{name: Sam, relationship: peer, position: mill, tone: warm, {SEEN}}}\n"
    )
    jo, sam = (kit.drafts.of(each, Moment.ASK)[0].text for each in ("jo", "sam"))
    assert jo.startswith("Dear Jo,")
    assert sam.startswith("Hi Sam,")


def test_only_warm_drafts_use_contractions(drafts: tuple[Draft, ...]) -> None:
    """Contractions among colleagues; to a manager, a customer or a professor never."""
    short = re.compile(r"\b(I'm|I'd|I'll|I've|it's|that's|don't|you'd|here's)\b", re.IGNORECASE)
    warm = {"peer", "report", "junior", "classmate", "mentor"}
    told = {draft.id: short.search(draft.text) for draft in drafts}
    for draft in drafts:
        assert not told[draft.id] or draft.contact.relationship in warm, draft.id
    assert sum(map(bool, told.values())) > 40


@pytest.mark.parametrize(
    ("position", "contact", "year"),
    [
        ("start: 2014, end: 2020-03", "", "2020"),
        ("start: 2014, end: 2023", "", ""),
        ("start: 2014", "", ""),
        ("start: 2014", ", last_seen: 2019", "2019"),
        ("start: 2014", ", last_seen: 2022-10", "2022"),
        ("start: 2014", ", last_seen: 2022-11", ""),
        ("start: 2014, end: 2018", ", last_seen: 2026-01", ""),
    ],
)
def test_whoever_has_not_seen_the_owner_for_years_is_told_who_asks(
    position: str, contact: str, year: str, kit_of: Callable[[str], Kit]
) -> None:
    """After four years a draft says from where, as what and until when, and signs in full."""
    kit = kit_of(
        "owner: {name: Ada Holm, goal: a post, strengths: [patience]}\n"
        f"positions: [{{id: mill, title: Clerk, organisation: Linden Mill, {position}}}]\n"
        f"contacts: [{{name: Jo, relationship: peer, position: mill, {SEEN}{contact}}}]\n"
    )
    ask = kit.drafts.of("jo", Moment.ASK)[0].text
    assert ("Linden Mill (clerk, until " in ask) is bool(year)
    assert f"until {year}" in ask or not year
    assert ask.endswith("Ada Holm" if year else "Ada")
    assert ("emember" in ask) is bool(year)


def test_an_owner_signs_so_that_both_names_are_known(kit_of: Callable[[str], Kit]) -> None:
    """Who is called by another name than the written one signs with both, where it matters."""
    kit = kit_of(
        "owner: {name: Tomasz Lind, call_name: Tomek, goal: a post, strengths: [patience]}\n"
        "positions: [{id: mill, organisation: Linden Mill, start: 2020}]\n"
        f"contacts: [{{name: Jo, relationship: teacher, position: mill, {SEEN}}}]\n"
    )
    assert kit.drafts.of("jo", Moment.ASK)[0].text.endswith("Tomasz Lind (Tomek)")
