"""What drafts to different people have in common, and when it is too much."""

from __future__ import annotations

import pytest

from kitgen.drafts import Draft, Form, Moment
from kitgen.drafts.likeness import Likeness, find_likeness
from kitgen.profile import Contact

EIGHT = "You saw how all of it was done."
NINE = "You saw how all of it was then done."


def draft_to(name: str, text: str, form: Form = Form.MESSAGE) -> Draft:
    """Return a draft of points to somebody."""
    contact = Contact.model_validate({"id": name.lower(), "name": f"{name} Park"})
    return Draft(contact, Moment.POINTS, form, text=text)


def test_the_nearest_of_all_is_named() -> None:
    """In both directions, whoever comes first; who is near to nobody is not there."""
    drafts = [
        draft_to("Ann", "we moved the old desk up"),
        draft_to("Ben", "we moved the old desk down"),
        draft_to("Cleo", "we moved the old desk down there"),
        draft_to("Dag", "they sold a boat in spring"),
    ]
    assert find_likeness(drafts, 0.5) == {
        "ann.points.message": Likeness(other="Ben Park"),
        "ben.points.message": Likeness(other="Cleo Park"),
        "cleo.points.message": Likeness(other="Ben Park"),
    }


@pytest.mark.parametrize(("most", "found"), [(0.59, 2), (0.6, 0)])
def test_as_much_as_is_allowed_is_not_alike(most: float, found: int) -> None:
    """Three runs of three words in both, of the five there are: six tenths."""
    drafts = [
        draft_to("Ann", "We moved the old desk up."),
        draft_to("Ben", "we moved THE old desk, down"),
    ]
    assert len(find_likeness(drafts, most)) == found


def test_texts_without_a_run_of_words_are_not_alike() -> None:
    """Two words have no run of three, and nothing is divided by nothing."""
    assert find_likeness([draft_to("Ann", "Thank you"), draft_to("Ben", "Thank you")], 0.1) == {}


@pytest.mark.parametrize(
    ("sentence", "readers", "is_found"),
    [(NINE, 4, True), (NINE, 3, False), (EIGHT, 4, False), (f"{NINE} {NINE}", 3, False)],
)
def test_a_longer_sentence_may_go_to_three_people(
    sentence: str,
    readers: int,
    is_found: bool,  # noqa: FBT001
) -> None:
    """Of more than eight words; twice to one person counts once."""
    names = ("Ann", "Ben", "Cleo", "Dag")[:readers]
    found = find_likeness([draft_to(each, f"{each}!\n{sentence}") for each in names], 1)
    told = Likeness(sentence=NINE, readers=4)
    assert found == ({f"{each.lower()}.points.message": told for each in names} if is_found else {})


def test_of_several_sentences_the_first_is_told() -> None:
    """With how many get it."""
    other = NINE.replace("saw", "heard")
    drafts = [draft_to(each, f"{NINE} {other}") for each in ("Ann", "Ben", "Cleo", "Dag")]
    found = find_likeness([*drafts, draft_to("Eve", other)], 1)
    assert found["ann.points.message"] == Likeness(sentence=NINE, readers=4)
    assert found["eve.points.message"] == Likeness(sentence=other, readers=5)
