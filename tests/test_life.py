"""Where an ask stands, from the dated steps of a contact and the recommendations listed."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from kitgen.life import AskState, Life, life_of
from kitgen.profile import Profile

D = date


def life(history: str = "", *received: dict[str, str]) -> Life:
    """Return the life of an ask with steps such as `asked 2026-01-01, agreed 2026-01-02`."""
    steps = [dict([step.split()]) for step in history.split(", ") if step]
    profile = Profile.model_validate(
        {
            "owner": {"name": "Mara Okafor"},
            "contacts": [{"id": "jo", "name": "Jo Park", "history": steps}],
            "recommendations": {"received": [{"by": "jo", **each} for each in received]},
        }
    )
    return life_of(profile.contacts[0], profile)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ("", Life(AskState.IDEA)),
        ("asked 2026-01-01", Life(AskState.ASKED, D(2026, 1, 1), D(2026, 1, 1))),
        (
            "asked 2026-01-01, reminded 2026-01-09",
            Life(AskState.ASKED, D(2026, 1, 1), D(2026, 1, 1), D(2026, 1, 9)),
        ),
        (
            "asked 2026-01-01, agreed 2026-01-02",
            Life(AskState.AGREED, D(2026, 1, 2), D(2026, 1, 1)),
        ),
        (
            "asked 2026-01-01, agreed 2026-01-02, requested 2026-01-03",
            Life(AskState.REQUESTED, D(2026, 1, 3), D(2026, 1, 3)),
        ),
        ("parked 2026-01-01", Life(AskState.PARKED, D(2026, 1, 1))),
        (
            "asked 2026-01-01, declined 2026-01-02",
            Life(AskState.DECLINED, D(2026, 1, 2), D(2026, 1, 1)),
        ),
        (
            "requested 2026-01-01, received 2026-01-05, published 2026-01-06, thanked 2026-01-07",
            Life(
                AskState.PUBLISHED,
                since=D(2026, 1, 6),
                asked_on=D(2026, 1, 1),
                thanked_on=D(2026, 1, 7),
                received_on=D(2026, 1, 5),
                published_on=D(2026, 1, 6),
            ),
        ),
        (
            "published 2026-01-06",
            Life(
                AskState.PUBLISHED,
                since=D(2026, 1, 6),
                received_on=D(2026, 1, 6),
                published_on=D(2026, 1, 6),
            ),
        ),
    ],
)
def test_the_last_step_says_where_an_ask_stands(history: str, expected: Life) -> None:
    """Each step leads to a state; days are kept of the ask that they belong to."""
    assert life(history) == expected


def test_the_order_of_steps_in_the_file_does_not_matter() -> None:
    """Steps are put in the order of their days, and of one day in the order of an ask."""
    steps = ("asked 2026-01-01", "agreed 2026-01-01", "requested 2026-01-01", "received 2026-01-02")
    lives = {life(", ".join(order)) for order in permutations(steps)}
    assert len(lives) == 1
    assert lives.pop().state is AskState.RECEIVED


@pytest.mark.parametrize("again", ["asked", "requested"])
def test_a_new_ask_begins_a_new_life(again: str) -> None:
    """Reminder, thanks and text of the ask before are not those of this one."""
    before = "asked 2025-01-01, reminded 2025-01-09, received 2025-02-01, thanked 2025-02-02"
    found = life(f"{before}, {again} 2026-01-01")
    assert found == Life(AskState(again), D(2026, 1, 1), D(2026, 1, 1))


def test_a_request_after_a_yes_is_the_same_ask() -> None:
    """The one reminder was sent; the request does not earn a second."""
    found = life("asked 2026-01-01, reminded 2026-01-09, agreed 2026-01-10, requested 2026-01-11")
    assert (found.reminded_on, found.asked_on) == (D(2026, 1, 9), D(2026, 1, 11))


@pytest.mark.parametrize(
    ("visible", "expected"),
    [(None, AskState.PUBLISHED), ("yes", AskState.PUBLISHED), ("no", AskState.RECEIVED)],
)
def test_a_listed_recommendation_is_an_answer(visible: str | None, expected: AskState) -> None:
    """On the day that it was written, and published unless the profile says it is hidden."""
    entry = {"written": "2024-05-01"} | ({"visible": visible} if visible else {})
    day = D(2024, 5, 1)
    assert life("", entry) == Life(expected, since=day, received_on=day, published_on=day)


def test_a_recommendation_written_on_the_day_of_the_request_answers_it() -> None:
    """Nobody is reminded who answered within the day."""
    found = life(
        "asked 2026-01-01, agreed 2026-01-03, requested 2026-01-03", {"written": "2026-01-03"}
    )
    assert found.state is AskState.PUBLISHED
    assert not found.is_open


def test_an_ask_after_a_listed_recommendation_is_open() -> None:
    """Somebody who wrote one years ago can be asked again by hand."""
    found = life("asked 2026-01-01", {"written": "2020-01-01"})
    assert (found.state, found.received_on) == (AskState.ASKED, None)


def test_a_listed_recommendation_without_a_day_answers_what_was_asked() -> None:
    """Better no reminder than one to somebody who has written."""
    found = life("asked 2026-01-01, reminded 2026-01-09", {})
    assert (found.state, found.since, found.received_on) == (AskState.PUBLISHED, None, None)


def test_a_no_stays_a_no_beside_a_recommendation_without_a_day() -> None:
    """It may be of long before the ask that was declined."""
    assert life("asked 2026-01-01, declined 2026-01-02", {}).state is AskState.DECLINED


def test_a_no_after_a_recommendation_is_a_no() -> None:
    """They wrote one once, and declined to write another."""
    found = life("asked 2026-01-01, declined 2026-01-02", {"written": "2020-01-01"})
    assert (found.state, found.since) == (AskState.DECLINED, D(2026, 1, 2))


def test_a_recommendation_after_a_no_is_an_answer() -> None:
    """They thought better of it."""
    found = life("asked 2026-01-01, declined 2026-01-02", {"written": "2026-03-01"})
    assert found.state is AskState.PUBLISHED


@pytest.mark.parametrize("written", ["2026-01-04", "2026-01-05", "2026-01-06"])
def test_a_text_that_arrived_is_shown_only_when_a_step_or_the_profile_says_so(written: str) -> None:
    """Whether it is dated before, on or after the day on which the owner noted it."""
    history = "requested 2026-01-01, received 2026-01-05"
    assert life(history, {"written": written}).state is AskState.RECEIVED
    assert life(history, {"written": written, "visible": "yes"}).state is AskState.PUBLISHED
    published = f"{history}, published 2026-01-05"
    assert life(published, {"written": written}).state is AskState.PUBLISHED
    assert life(published, {"written": written, "visible": "no"}).state is AskState.RECEIVED


def test_thanks_noted_before_the_listed_day_are_kept() -> None:
    """LinkedIn's day can be later than the owner's own; nobody is thanked twice."""
    found = life(
        "received 2026-01-05, published 2026-01-05, thanked 2026-01-05", {"written": "2026-01-06"}
    )
    assert (found.state, found.thanked_on) == (AskState.PUBLISHED, D(2026, 1, 5))


def test_of_two_by_one_contact_the_newest_counts() -> None:
    """In any order, those without a day last, and of one day the visible one."""
    older, newer = {"written": "2020-01-01"}, {"written": "2025-01-01"}
    for order in permutations(({}, older, newer)):
        assert life("", *order).received_on == D(2025, 1, 1)
    hidden = newer | {"visible": "no"}
    for order in permutations((hidden, newer)):
        assert life("", *order).state is AskState.PUBLISHED


def test_other_contacts_recommendations_do_not_matter() -> None:
    """Only what the contact wrote answers the ask to them."""
    profile = Profile.model_validate(
        {
            "owner": {"name": "Mara Okafor"},
            "contacts": [{"id": "jo", "name": "Jo Park"}, {"id": "al", "name": "Al Moor"}],
            "recommendations": {"received": [{"by": "al", "written": "2024-01-01"}]},
        }
    )
    assert life_of(profile.contacts[0], profile) == Life(AskState.IDEA)


def parked(today: date | None) -> Life:
    """Return the life of somebody who was asked in 2024 and parked until 11 January 2027."""
    steps = [{"asked": "2024-01-01"}, {"parked": "2026-11-02", "until": "2027-01-11"}]
    contact = {"id": "jo", "name": "Jo Park", "history": steps}
    profile = Profile.model_validate({"owner": {"name": "Mara Okafor"}, "contacts": [contact]})
    return life_of(profile.contacts[0], profile, today)


def test_who_is_parked_until_a_day_can_be_asked_from_then_on() -> None:
    """As if they had never been parked, nor asked before."""
    for today in (None, D(2026, 11, 22), D(2027, 1, 10)):
        assert (parked(today).state, parked(today).until) == (AskState.PARKED, D(2027, 1, 11))
    assert parked(D(2027, 1, 11)) == Life(AskState.IDEA)
