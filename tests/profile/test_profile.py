"""A profile that can be read: its values, ids, references and places."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitgen.document import read_document
from kitgen.errors import ProfileError
from kitgen.profile import (
    VIEW_OF,
    PartialDate,
    Profile,
    Reader,
    Relationship,
    Step,
    View,
    load_profile,
    parse_profile,
    profile_slug,
    seen_by,
)
from kitgen.profile.values import slug_of
from kitgen.profile.wording import word_errors

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

DAY = date(2026, 11, 22)
OWNER = "owner:\n  name: Mara Okafor\n"


def parse(text: str) -> Profile:
    """Return the profile in a text, with an owner put before it."""
    return parse_profile(OWNER + text, "a.yml", DAY)


def codes(text: str) -> list[str]:
    """Return the code of each problem of a profile, with an owner put before it."""
    with pytest.raises(ProfileError) as caught:
        parse(text)
    return [problem.code for problem in caught.value.problems]


def test_a_profile_of_three_lines_is_valid() -> None:
    """The owner's name is all that is needed."""
    profile = parse("contacts: []\n")

    assert (
        profile.owner.called,
        profile.owner.language,
        profile.owner.time_zone,
    ) == ("Mara", "en", "UTC")
    assert (profile.positions, profile.contacts, profile.endorsements) == ((), (), ())


def test_a_field_left_empty_counts_as_absent() -> None:
    """A person may leave the lines of a starter unfilled."""
    profile = parse("contacts:\n  - name: Jo\n    email:\n    evidence:\npositions:\n")

    assert (profile.contacts[0].email, profile.contacts[0].evidence) == (None, ())


def test_what_looks_like_an_answer_or_a_number_stays_text_where_text_belongs() -> None:
    """Norway keeps its country code, and versions keep their zeros."""
    owner = parse("  goal: no\n  headline: 1.10\n  pronouns: on\n  language: no\n").owner

    assert (
        owner.goal,
        owner.headline,
        owner.pronouns,
        owner.language,
    ) == ("no", "1.10", "on", "no")


def test_days_months_and_years_are_read_as_such() -> None:
    """Where a month or year is enough, it is kept as one."""
    text = "positions:\n  - {organisation: A, start: 2019, end: 2020-02}\n"
    text += "  - {organisation: B, start: 2019-03-04, end: Present}\n"
    first, second = parse(text).positions

    assert (PartialDate(2019), PartialDate(2020, 2)) == (first.start, first.end)
    assert (PartialDate(2019, 3, 4), None) == (second.start, second.end)
    assert (
        str(first.start),
        str(first.end),
        str(second.start),
    ) == ("2019", "2020-02", "2019-03-04")


def test_a_partial_date_knows_its_first_and_last_day() -> None:
    """February ends when it does."""
    assert (date(2020, 2, 1), date(2020, 2, 29)) == (
        PartialDate(2020, 2).first,
        PartialDate(2020, 2).last,
    )
    assert date(2019, 12, 31) == PartialDate(2019).last


def test_a_history_step_knows_what_it_is_and_its_day() -> None:
    """`- asked: 2026-10-05` is one value."""
    contact = parse("contacts:\n  - name: Jo\n    history: [{asked: 2026-10-05}]\n").contacts[0]

    assert (Step.ASKED, date(2026, 10, 5)) == (contact.history[0].step, contact.history[0].on)


def test_logged_steps_belong_to_the_history_of_their_contact() -> None:
    """By id or name, each once, whether it stands with the contact, in the log, or in both."""
    profile = parse(
        "contacts:\n  - {name: Jo, history: [{asked: 2026-10-05}]}\n  - name: Kim Vale\n"
        "log:\n  - {who: Jo, asked: 2026-10-05}\n  - {who: jo, agreed: 2026-10-07}\n"
        "  - {who: Kim Vale, asked: 2026-10-06}\n  - {who: jo, agreed: 2026-10-07}\n"
    )
    steps = [
        [(each.step, each.on.day) for each in profile.history_of(it)] for it in profile.contacts
    ]

    assert steps == [[(Step.ASKED, 5), (Step.AGREED, 7)], [(Step.ASKED, 6)]]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jo Park", "jo-park"),
        ("Łucja Święcka", "lucja-swiecka"),
        ("Søren Ærø Ðor", "soren-aero-dor"),
        ("Iz\u0131l Groß", "izil-gross"),
        ("O’Brien, D.", "o-brien-d"),
        ("  Jo   Park  ", "jo-park"),
        ("a" * 100, "a" * 63),
        ("a" * 62 + " b", "a" * 62),
        ("42", "42"),
    ],
)
def test_an_id_is_made_from_a_name_in_latin_letters(name: str, expected: str) -> None:
    """Letters with marks are spelled without them."""
    assert expected == slug_of(name)


@pytest.mark.parametrize("name", ["李雷", "김서연", "🎉", "Жанна Д", "李雷 A"])
def test_an_id_is_a_short_hash_where_a_name_has_no_latin_letters(name: str) -> None:
    """It stays the same when entries are reordered, and differs between people."""
    made = slug_of(name)

    assert made == slug_of(f" {name} ")
    assert (len(made), made[0]) == (9, "x")
    assert made != slug_of(f"{name}李")


@given(st.text(min_size=1))
def test_any_name_makes_an_id_that_a_profile_accepts(name: str) -> None:
    """Ids are never empty, and safe in file names and addresses."""
    made = slug_of(name)

    assert 1 <= len(made) <= 63
    assert made.isascii()
    assert all(each.isalnum() or each == "-" for each in made)
    assert made[0] != "-"


def test_entries_without_an_id_get_one_and_those_with_one_keep_it() -> None:
    """The name is enough."""
    text = "contacts:\n  - name: Łucja Święcka\n  - {id: jo, name: Jo Park}\n"
    text += "positions:\n  - organisation: Northwind Grocers\n"
    profile = parse(text)

    assert [contact.id for contact in profile.contacts] == ["lucja-swiecka", "jo"]
    assert profile.positions[0].id == "northwind-grocers"


def test_references_by_exact_name_or_id_become_ids_everywhere() -> None:
    """Who writes a profile needs no ids at all."""
    profile = parse(
        "positions:\n  - organisation: North & South\n"
        "contacts:\n"
        "  - {name: 李雷, position: North & South}\n"
        "  - {name: Jo Park, position: north-south}\n"
        "recommendations:\n"
        "  received:\n    - {by: 李雷, position: North & South}\n"
        "  given:\n    - {to: jo-park}\n"
        "endorsements:\n  - {skill: SQL, by: [Jo Park, 李雷]}\n"
        "preferences: {do_not_ask: [李雷]}\n"
    )
    lei = profile.contacts[0].id

    assert {"north-south"} == {contact.position for contact in profile.contacts}
    assert (lei, "north-south") == (
        profile.recommendations.received[0].by,
        profile.recommendations.received[0].position,
    )
    assert profile.recommendations.given[0].to == "jo-park"
    assert ("jo-park", lei) == profile.endorsements[0].by
    assert (lei,) == profile.preferences.do_not_ask


def test_an_id_wins_over_a_name_that_is_spelled_like_it() -> None:
    """What is an id stays one."""
    text = "contacts:\n  - {id: jo, name: Ann}\n  - {id: x, name: jo}\n"
    text += "preferences: {do_not_ask: [jo]}\n"

    assert parse(text).preferences.do_not_ask == ("jo",)


@pytest.mark.parametrize(
    "address",
    [
        "linkedin.com/in/jo-park",
        "http://de.linkedin.com/in/jo-park/?trk=x#y",
        "https://www.linkedin.com/in/jo-park/details/skills/",
        "HTTPS://LinkedIn.com/in/jo-park",
    ],
)
def test_a_linkedin_address_is_kept_in_one_form(address: str) -> None:
    """However it was copied."""
    contact = parse(f"contacts:\n  - name: Jo\n    linkedin: '{address}'\n").contacts[0]

    assert contact.linkedin == "https://www.linkedin.com/in/jo-park/"


def test_two_spellings_of_an_address_have_one_slug() -> None:
    """LinkedIn writes letters beyond ASCII in both ways."""
    assert profile_slug("https://www.linkedin.com/in/J%C3%B6/") == profile_slug("/in/jö")


@pytest.mark.parametrize("answer", ["yes", "Yes", "YES", "true", "on"])
def test_each_way_to_say_yes_is_yes(answer: str) -> None:
    """And `no` is no."""
    text = f"contacts:\n  - {{name: Jo, connected: {answer}}}\n  - {{name: B, connected: no}}\n"

    assert [contact.connected for contact in parse(text).contacts] == [True, False]


def test_each_relationship_has_a_view_and_each_view_a_relationship() -> None:
    """Coverage counts views, and none may be out of reach."""
    assert set(Relationship) == set(VIEW_OF)
    assert set(View) == set(VIEW_OF.values())


def test_a_profile_knows_the_lines_it_was_read_from() -> None:
    """What is said later about an entry can still point at it."""
    profile = parse("contacts:\n  - name: Jo\n  - name: Ann\n    email: a@example.org\n")

    assert (profile.source, profile.contact_line(profile.contacts[1])) == ("a.yml", 5)
    assert profile.line("contacts", 1, "email") == 6
    problem = profile.problem(("contacts", 1, "email"), "x", "y", "z")
    assert (
        problem.source,
        problem.line,
        problem.column,
        problem.path,
    ) == ("a.yml", 6, 12, "contacts[2].email")


def test_a_profile_made_without_a_file_has_no_places() -> None:
    """Tests and importers make such."""
    profile = Profile.model_validate({"owner": {"name": "Mara"}})

    assert (profile.source, profile.line("owner")) == ("", 1)
    assert (profile.problem((), "x", "y").source, profile.problem((), "x", "y").line) == ("", 1)


def test_contacts_and_positions_are_found_by_id() -> None:
    """An unknown contact is a bug; a position may be unknown."""
    profile = parse("contacts:\n  - {name: Jo, call_name: J}\npositions:\n  - organisation: A\n")

    assert profile.contact("jo").called == "J"
    assert profile.positions[0] is profile.position("a")
    assert profile.position(None) is None
    with pytest.raises(KeyError):
        profile.contact("ann")


def test_private_notes_can_be_left_out() -> None:
    """The rest of the profile stays."""
    profile = parse("contacts:\n  - {name: Jo, notes: secret, email: jo@example.org}\n")
    contact = seen_by(profile, Reader.OWNER).contacts[0]

    assert (contact.notes, contact.email) == (None, "jo@example.org")
    assert profile.contacts[0].notes == "secret"


def test_a_long_note_keeps_its_lines() -> None:
    """Only names and single lines are folded."""
    text = "contacts:\n  - name: >-\n      Jo\n      Park\n    notes: |\n      a\n\n      b\n"
    contact = parse(text).contacts[0]

    assert (contact.name, contact.notes) == ("Jo Park", "a\n\nb")


def test_tomorrow_is_not_in_the_future() -> None:
    """It can be tomorrow already where the owner is; the day after cannot."""
    text = "contacts:\n  - name: Jo\n    history: [{asked: 2026-11-%s}]\n"

    assert len(parse(text % "23").contacts) == 1
    assert codes(text % "24") == ["future"]


DEEP = "A/" * 3000
ZONES = ["localtime", "Factory", "../etc", "Europe", "'a\\0'", "''", f"{DEEP}x"]


@pytest.mark.parametrize("zone", ZONES)
def test_a_time_zone_is_one_on_every_computer(zone: str) -> None:
    """Names of files beside the zones are none."""
    assert codes(f"  time_zone: {zone}\n") == ["value"]


def test_thousands_of_unknown_ids_are_told_within_seconds() -> None:
    """Looking for similar ones stops being of use."""
    names = "".join(f"  - name: a{number}\n" for number in range(1000))
    unknown = ", ".join(f"c{number}" for number in range(1000))
    begun = time.process_time()

    assert len(codes(f"contacts:\n{names}preferences: {{do_not_ask: [{unknown}]}}\n")) == 1000
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    ("name", "entry", "most"),
    [
        ("contacts", "- name: Jo", 1500),
        ("positions", "- {id: a, organisation: O, title: T}", 300),
        ("endorsements", "- {skill: SQL}", 3000),
    ],
)
def test_more_entries_than_anybody_has_are_told_alone(name: str, entry: str, most: int) -> None:
    """Rules compare each with each other one; thousands of contacts held up a build for minutes."""
    assert codes(f"{name}:\n" + f"{entry}\n" * (most + 1)) == ["too-large"]
    assert "too-large" not in codes(f"{name}:\n" + f"{entry}\n" * most)


def test_a_profile_is_loaded_from_a_file_under_the_name_the_person_knows(tmp_path: Path) -> None:
    """Problems name the file as the person does, or by its path."""
    path = tmp_path / "a.yml"
    path.write_text(OWNER, "utf-8")

    assert load_profile(path, DAY, "profiles/a.yml").source == "profiles/a.yml"
    assert path.as_posix() == load_profile(path, DAY).source


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    """Editors add them unasked."""
    path = tmp_path / "a.yml"
    path.write_bytes(b"\xef\xbb\xbf" + (OWNER + "  strenths: [a]\n").replace("\n", "\r\n").encode())

    with pytest.raises(ProfileError) as caught:
        load_profile(path, DAY)

    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.length) == (3, 3, 8)


def test_a_file_that_cannot_be_read_is_a_profile_error(tmp_path: Path) -> None:
    """It is told like every other problem."""
    with pytest.raises(ProfileError) as caught:
        load_profile(tmp_path / "none.yml", DAY)

    assert [problem.code for problem in caught.value.problems] == ["unreadable"]


def test_an_error_that_has_no_words_yet_is_told_at_its_place() -> None:
    """A new version of pydantic may bring new types of error."""
    document = read_document(OWNER, "a.yml")[0]
    error: ErrorDetails = {"type": "new", "loc": ("owner", "name"), "msg": "", "input": "Mara"}
    (problem,) = word_errors([error], document)

    assert (problem.line, problem.column) == (2, 9)
    assert "Mara" in problem.message


def test_a_language_without_words_is_told_with_the_other_problems(today: date) -> None:
    """Nobody has to mend everything else first."""
    text = "owner:\n  name: Mara\n  language: de\n  time_zone: Nowhere\n"
    with pytest.raises(ProfileError) as raised:
        parse_profile(text, "", today, ("en", "fr"))

    told = {problem.code: (problem.line, problem.hint) for problem in raised.value.problems}
    assert told["language"] == (3, "use one of: en, fr")
    assert len(told) == 2


@pytest.mark.parametrize("language", ["EN!", "[en]"])
def test_a_language_that_is_none_is_told_once(today: date, language: str) -> None:
    """Whether there are words for it is no question then."""
    with pytest.raises(ProfileError) as raised:
        parse_profile(f"owner:\n  name: Mara\n  language: {language}\n", "", today, ("en",))

    assert len(raised.value.problems) == 1
    assert raised.value.problems[0].code != "language"


@pytest.mark.parametrize("answer", ["yes", "No", "TRUE", "false"])
def test_an_answer_is_no_reason(answer: str) -> None:
    """`unconfirmed` says what there is to confirm."""
    assert codes(f"contacts:\n- name: Jo\n  unconfirmed: {answer}\n") == ["value"]
