"""The judge: each code with the exact words, and what looks like a finding and is none."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from kitgen.specificity import Kind, Known, Limit, judge

if TYPE_CHECKING:
    from kitgen.content import Content

KNOWN = Known(
    owner=("Mara Okafor", "Mara"),
    reader=("Jo Park", "Jo"),
    others=("Ben Adler", "Ann Cole"),
    organisations=("Linden Mill", "Northwind Grocers"),
    things=("the new index", "various projects"),
    skills=("SQL", "R"),
    typed=("the [old] shift swap board", "by Friday, the book club"),
)
DRAFTS = {
    "Hi Jo, the new index: can you write me a recommendation?": [
        "S3 can you write me a recommendation"
    ],
    "Hi Jo, about the new index. I’ll do the same for you.": ["S4 do the same for you"],
    "Hi Jo, about the new index, ideally by Friday.": ["S5 by Friday"],
    "Hi Jo, about the new index, within three days.": ["S5 within three days"],
    "Hi Jo, about the new index, in 48 hours.": ["S5 in 48 hours"],
    "Hi Jo, about the new index, within two weeks.": [],
    "Hi Jo, about the new index, in 10 days.": [],
    "Dear Ben, about the new index.": ["S6.greeting Ben"],
    "Good morning, Ben, about the new index.": ["S6.greeting Ben"],
    "Hello again, Ben: about the new index.": ["S6.greeting Ben"],
    "Hi there Ben, about the new index.": ["S6.greeting there Ben"],
    "Thanks Ben Adler for the new index.": ["S6.greeting Ben Adler"],
    "Thank you so much, Ben! It is about the new index.": ["S6.greeting Ben"],
    "Thank you, Ms Adler – about the new index.": ["S6.greeting Ms Adler"],
    "Dear Ms Park, about the new index.": [],
    "Good morning, Ms Park, about the new index.": [],
    "Hello again, Jo, about the new index.": [],
    "Thank you, Jo! About the new index.": [],
    "Thanks for the new index.": [],
    "Thank you, I liked the new index.": [],
    "Thanks Northwind for the new index.": [],
    "Hi, Hope the new index is well.": [],
    "Hello all, about the new index.": [],
    "Hi Jo, about the new index and our time at Bramble Works.": ["S6.organisation Bramble Works"],
    "Hi Jo, about the new index and our time at the Mill.": [],
    "Hi Jo, about the new index and our time at Linden Mill.": [],
    "Hi Jo, about the new index [year].": ["S8 [year]"],
    "Hi {name}, about the new index": ["S8 {name}"],
    "Hi Jo, about the new index, TODO.": ["S8 TODO"],
    "Hi Jo, about the new index and ____.": ["S8 ____"],
    "Hi Jo, about the new index and Your Company Name Here.": ["S8 Your Company Name Here"],
    "Hi Jo, about the new index and the [old] shift swap board.": [],
    "Hi Jo, about the new index and by Friday, the book club.": [],
    "Hi Jo, would you write about various projects?": [
        "S2 Hi Jo, would you write about various projects?"
    ],
}
RECOMMENDATIONS = {
    "Mara is a team player.": ["S1 team player", "S2 Mara is a team player."],
    "Mara was fine.": ["S2 Mara was fine."],
    "Mara is good at SQL and R.": ["S2.named Mara is good at SQL and R."],
    "Mara wrote the SQL that finds double invoices.": [],
    "A team player: Mara cut our close from five days to one.": [],
    "Mara mended the lathe by Friday and swapped shifts with Ann.": [],
    "Mara mended the lathe. I would be happy to do the same for you.": [
        "S4 happy to do the same for you"
    ],
    "Mara mended the lathe. Please answer by Friday.": ["S5 by Friday"],
    "Ben mended the lathe in one night.": ["S6.person Ben"],
    "She mended the lathe in one night. I recommend Sarah.": ["S6.person Sarah"],
    "She mended the lathe in one night. I recommend Excel.": [],
    "Mara and Ben mended the lathe in one night.": [],
    "Mara mended the lathe during our time at Bramble Works.": ["S6.organisation Bramble Works"],
    "Mara mended the lathe <3 and [sic] the saw.": [],
    "Mara mended the lathe in [month].": ["S8 [month]"],
    "": ["S2 "],
}


def told(text: str, content: Content, kind: Kind, limit: Limit | None = None) -> list[str]:
    """Return each finding on one line: what it is, and its words."""
    found = judge(text, content.lexicon, KNOWN, kind, limit).findings
    return [
        f"{each.reason.key.removeprefix('specificity.reason.')} {', '.join(each.words)}"
        for each in found
    ]


@pytest.mark.parametrize("text", DRAFTS)
def test_a_draft_has_the_findings_of_its_words(text: str, content: Content) -> None:
    """What it must not hold, and what only looks like it."""
    assert told(text, content, Kind.DRAFT) == DRAFTS[text]


@pytest.mark.parametrize("text", RECOMMENDATIONS)
def test_a_recommendation_has_the_findings_of_its_words(text: str, content: Content) -> None:
    """Words about the owner are no offer and no deadline; other people may be named."""
    assert told(text, content, Kind.RECOMMENDATION) == RECOMMENDATIONS[text]


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (Limit(3, "words"), ["S7 lathe, twice over."]),
        (Limit(13, "characters"), ["S7 the lathe, twice over."]),
        (Limit(5, "words"), ["S7 over."]),
        (Limit(6, "words"), []),
        (Limit(35, "characters"), []),
    ],
)
def test_a_text_is_too_long_from_the_first_word_past_its_limit(
    limit: Limit, expected: list[str], content: Content
) -> None:
    """The finding holds the words that are too many."""
    text = "Mara mended the lathe, twice over."
    found = told(text, content, Kind.RECOMMENDATION, limit)
    assert [each for each in found if each.startswith("S7")] == expected


def test_every_finding_can_be_put_into_words(content: Content) -> None:
    """Why, and what to add: whole sentences."""
    for kind, texts in ((Kind.DRAFT, DRAFTS), (Kind.RECOMMENDATION, RECOMMENDATIONS)):
        for text in texts:
            judgement = judge(text, content.lexicon, KNOWN, kind, Limit(2, "words"))
            for each in judgement.findings:
                assert judgement.finding(each.code)
                assert content.words.say(each.reason).endswith((".", "…"))
                assert content.words.say(each.advice).endswith(".")


@pytest.mark.parametrize(
    ("number", "expected"), [("3", 3), ("48", 48), ("three", 3), ("twenty-one", 21)]
)
def test_numbers_are_read_in_digits_and_words(
    number: str, expected: float, content: Content
) -> None:
    """A deadline can be written either way."""
    assert content.lexicon.value_of(number) == expected


def test_praise_does_not_outweigh_evidence_elsewhere_in_the_text(content: Content) -> None:
    """One sentence that tells something is enough for the whole."""
    praise = "A team player with a positive attitude. " * 5
    assert not judge(praise, content.lexicon).is_specific
    told = f"{praise}She cut our close from five days to one."
    assert judge(told, content.lexicon).is_specific


# Of each the expressions that look for signs go through what follows it, from each place anew.
LONG = ("two-", "1,", "twenty ", "1.", "one hundred and ", "two two-", "$1,", "A.B. ", "a-", "\n")


@pytest.mark.parametrize("unit", LONG)
def test_the_longest_text_is_judged_at_once(unit: str, content: Content) -> None:
    """Whatever it is made of; nothing but numbers took minutes."""
    text = f"Mara {unit * (5990 // len(unit))}x"
    begun = time.process_time()
    judge(text, content.lexicon, KNOWN)
    assert time.process_time() - begun < 3
