"""The second import, and the next: nothing that a hand has written is lost."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitgen.importers import Imported, Memory, Options, import_linkedin
from tests.importers.conftest import Archive
from tests.importers.test_import import profile_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def first(archive: Archive, imported: Callable[..., Imported]) -> Imported:
    """Return the first import."""
    return imported(archive)


def test_a_second_import_changes_nothing(
    archive: Archive, imported: Callable[..., Imported], first: Imported
) -> None:
    """Neither text nor memory, and there is nothing to tell."""
    again = imported(archive, first.text, first.memory)
    assert again.text == first.text
    assert again.memory.to_json() == first.memory.to_json()
    assert not again.report.added + again.report.changed + again.report.conflicts


def test_news_goes_in_and_hand_edits_stay(
    archive: Archive, imported: Callable[..., Imported], first: Imported
) -> None:
    """Comments, order, confirmed suggestions and own words survive; a new text arrives."""
    text = first.text.replace("  - name: Jo Park\n", "  # my favourite\n  - name: Jo Park\n")
    text = text.replace("    relationship: manager\n", "    relationship: senior  # not my boss\n")
    text = re.sub(r"    unconfirmed: now at Northwind Grocers, and.*\n", "", text)
    text = text.replace("    email: jo@example.org\n", "    email: jo.home@example.org\n")
    assert text != first.text
    archive.rows["Recommendations_Received.csv"].append(
        ["Kim", "Vale", "Elsewhere", "Clerk", "Mara counts well.", "11/01/26, 08:00 AM", "VISIBLE"]
    )
    archive.rows["Profile.csv"][0][3] = "Data analyst"
    done = imported(archive, text, first.memory)
    assert "# my favourite" in done.text
    assert "relationship: senior  # not my boss" in done.text
    assert "jo.home@example.org" in done.text
    assert "headline: Data analyst\n" in done.text
    assert done.report.conflicts == []
    assert list(done.report.added) == ["recommendations.received: Kim Vale, 2026-11-01"]
    kept = [line for line in text.splitlines() if "headline" not in line]
    left = iter(done.text.splitlines())
    assert all(line in left for line in kept)
    assert len(profile_of(done).recommendations.received) == 3


def test_what_both_changed_is_a_conflict(
    archive: Archive, imported: Callable[..., Imported], first: Imported
) -> None:
    """It is shown with its place, again and again, and the profile's value stays."""
    text = first.text.replace("headline: Data analyst in training", "headline: Analyst of buses")
    archive.rows["Profile.csv"][0][3] = "Data analyst"
    done = imported(archive, text, first.memory)
    again = imported(archive, done.text, done.memory)
    for each in (done, again):
        assert each.text == text
        (conflict,) = each.report.conflicts
        assert conflict.startswith("profiles/mara.yml:8: owner.headline: yours 'Analyst of buses'")


def test_without_a_memory_every_difference_is_a_conflict(
    archive: Archive, imported: Callable[..., Imported], first: Imported
) -> None:
    """A profile typed by hand is not overwritten; what it lacks is added."""
    text = first.text.replace("headline: Data analyst in training", "headline: Analyst of buses")
    done = imported(archive, text.replace("    email: jo@example.org\n", ""))
    assert "Analyst of buses" in done.text
    assert len(done.report.conflicts) == 1
    assert "email: jo@example.org" in done.text


def test_who_was_deleted_stays_out(
    archive: Archive, imported: Callable[..., Imported], first: Imported
) -> None:
    """Somebody asked to be removed; no later import brings them back."""
    head, _, rest = first.text.partition("  - name: Ann Lée\n")
    tail = "  - name: Jo Park\n" + rest.partition("  - name: Jo Park\n")[2]
    text = (head + tail).replace("      - ann-lee\n", "")
    archive.rows["Connections.csv"][1][5] = "Head of buying"
    done = imported(archive, text, first.memory)
    assert done.text == text
    assert "Ann Lée: you deleted this from contacts" in done.report.left_out
    connections = done.accounts.files[-1]
    assert connections.skipped["left out, as told below"] == 1
    assert all(each.is_whole for each in done.accounts.files)
    assert imported(archive, done.text, done.memory).text == text


def test_a_field_that_was_taken_out_stays_out(
    archive: Archive, imported: Callable[..., Imported], first: Imported
) -> None:
    """The next import does not write the address again."""
    text = first.text.replace("    email: jo@example.org\n", "")
    assert imported(archive, text, first.memory).text == text


def test_what_linkedin_has_no_more_is_told_and_kept(
    archive: Archive, imported: Callable[..., Imported], first: Imported
) -> None:
    """A contact, a position, a recommendation: nothing is deleted."""
    del archive.rows["Connections.csv"][1]
    archive.rows["Endorsement_Received_Info.csv"] = []
    del archive.rows["Positions.csv"][1]
    del archive.rows["Recommendations_Given.csv"][0]
    done = imported(archive, first.text, first.memory)
    assert "Ann Lée" in done.report.gone
    assert "Brook Lane Bakery" in done.report.gone
    assert len(profile_of(done).contacts) == 5
    assert len(profile_of(done).positions) == 2


def test_a_file_that_is_not_there_says_nothing_of_its_entries(
    archive: Archive, imported: Callable[..., Imported], first: Imported
) -> None:
    """An export without connections makes nobody disappear."""
    for name in ("Connections.csv", "Recommendations_Given.csv", "Endorsement_Received_Info.csv"):
        del archive.rows[name]
    done = imported(archive, first.text, first.memory)
    assert done.text == first.text
    assert done.report.gone == []


def test_a_position_of_the_profile_alone_is_not_on_linkedin(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """Nobody can be asked for it before it is there."""
    text = "owner:\n  name: Mara Okafor\npositions:\n  - {id: pantry, organisation: Pantry}\n"
    done = imported(archive, text)
    assert "{id: pantry, organisation: Pantry, on_linkedin: no}" in done.text


def test_an_entry_of_a_hand_is_matched_and_filled_in(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """By name or address, in flow style or block, with comments where they were."""
    text = (
        "owner: {name: Mara Okafor}\n"
        "positions:\n  - organisation: Northwind  Grocers  # since school\n    start: 2019\n"
        "contacts:\n  - {name: jo park}\n"
        "  - name: Ann-Lee  # the buyer\n    linkedin: linkedin.com/in/Ann-Lée\n"
        "recommendations: {received: [{by: jo park, text: >-\n    x}]}\n"
    )
    text = text.replace(
        "recommendations: {received: [{by: jo park, text: >-\n    x}]}\n",
        "recommendations:\n  received:\n    - by: jo park  # thanks\n",
    )
    done = imported(archive, text)
    profile = profile_of(done)
    assert len([each for each in profile.contacts if each.name.casefold() == "jo park"]) == 1
    assert "{name: jo park, linkedin:" in done.text
    assert "# the buyer" in done.text
    assert "# thanks" in done.text
    assert "# since school" in done.text
    assert len(profile.positions) == 2
    assert len(profile.recommendations.received) == 2


lines = st.integers(0, 60)
comment = st.text(st.characters(categories=["L", "N", "Zs"], max_codepoint=0x2FF), max_size=12)


@pytest.mark.slow
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=st.lists(st.tuples(lines, comment), max_size=6), news=st.booleans())
def test_no_comment_is_ever_lost(
    tmp_path: Path,
    options: Options,
    edits: list[tuple[int, str]],
    news: bool,  # noqa: FBT001
) -> None:
    """Comments anywhere, then the same export or a newer one: every line of before is there."""
    archive = Archive()
    path = archive.zipped(tmp_path / "export.zip")
    first = import_linkedin(path, None, "p.yml", Memory(), options)
    rows = first.text.splitlines()
    for number, words in edits:
        at = number % len(rows)
        indent = re.match(r"[ -]*", rows[at])
        if ">-" not in rows[at] and not (at and ">-" in rows[at - 1]):
            rows.insert(at, f"{' ' * len(indent[0]) if indent else ''}# {words}".rstrip())
    text = "\n".join(rows) + "\n"
    if news:
        archive.rows["Connections.csv"].append(
            ["New", "Body", "https://www.linkedin.com/in/new", "", "Northwind Grocers", "Clerk", ""]
        )
        path = archive.zipped(tmp_path / "newer.zip")
    done = import_linkedin(path, text, "p.yml", copy.deepcopy(first.memory), options)
    left = iter(done.text.splitlines())
    assert all(line in left for line in rows)
    assert ("New Body" in done.text) == news


def test_a_new_name_breaks_no_reference(
    archive: Archive, imported: Callable[..., Imported], first: Imported
) -> None:
    """Somebody married: their id stays what it was, and the next import has nothing new."""
    for rows, number in (("Connections.csv", 1), ("Endorsement_Received_Info.csv", 0)):
        row = archive.rows[rows][number]
        row[row.index("Lée")] = "Byron"
    done = imported(archive, first.text, first.memory)
    contact = profile_of(done).contact("ann-lee")
    assert contact.name == "Ann Byron"
    assert "ann-lee" in profile_of(done).endorsements[0].by
    again = imported(archive, done.text, done.memory)
    assert again.text == done.text
    assert again.report.left_out == []


def test_a_part_of_an_export_forgets_nothing(
    archive: Archive, imported: Callable[..., Imported], first: Imported
) -> None:
    """What was deleted stays deleted, and news is no conflict, whatever was imported between."""
    part = Archive()
    part.rows = {name: part.rows[name] for name in ("Profile.csv", "Recommendations_Received.csv")}
    text = first.text.replace("    email: jo@example.org\n", "")
    between = imported(part, text, first.memory)
    archive.rows["Profile.csv"][0][3] = "Data analyst"
    done = imported(archive, between.text, between.memory)
    assert "jo@example.org" not in done.text
    assert "headline: Data analyst\n" in done.text
    assert done.report.conflicts == []


def test_a_person_at_another_address_is_a_question(
    archive: Archive, imported: Callable[..., Imported], first: Imported
) -> None:
    """No second contact, no word that they are no connection: it is told, and left to the owner."""
    archive.rows["Connections.csv"][0][2] = "https://www.linkedin.com/in/jo-park-mba"
    done = imported(archive, first.text, first.memory)
    assert done.text == first.text
    told = "somebody of this name is at https://www.linkedin.com/in/jo-park-mba/ now"
    assert told in str(done.report.ambiguous)


def test_a_position_comes_to_linkedin_and_goes(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """The owner added it, as the kit asked for: no conflict with what an import said before."""
    text = "owner:\n  name: Mara Okafor\npositions:\n  - organisation: Pantry\n    start: 2020\n"
    first = imported(archive, text)
    assert "on_linkedin: no" in first.text
    archive.rows["Positions.csv"].append(["Pantry", "", "", "", "2020", ""])
    second = imported(archive, first.text, first.memory)
    assert "on_linkedin: no" not in second.text
    assert second.report.conflicts == []
    del archive.rows["Positions.csv"][-1]
    third = imported(archive, second.text, second.memory)
    assert "on_linkedin: no" in third.text


def test_a_renamed_position_is_news(
    archive: Archive, imported: Callable[..., Imported], first: Imported
) -> None:
    """Nobody touched it by hand, so it follows LinkedIn."""
    archive.rows["Positions.csv"][0][1] = "Store manager"
    done = imported(archive, first.text, first.memory)
    assert "title: Store manager" in done.text
    assert done.report.conflicts == []


def test_a_recommendation_that_is_gone_is_told(
    archive: Archive, imported: Callable[..., Imported], first: Imported
) -> None:
    """Withdrawn by its writer, perhaps; it stays in the profile."""
    del archive.rows["Recommendations_Received.csv"][1]
    done = imported(archive, first.text, first.memory)
    assert "received: Priya Raman, 2021-01-02" in done.report.gone
    assert done.text == first.text


def test_connections_alone_make_nobody_disappear(
    archive: Archive, imported: Callable[..., Imported], first: Imported
) -> None:
    """Another file may have named them."""
    archive.rows = {"Connections.csv": archive.rows["Connections.csv"]}
    assert imported(archive, first.text, first.memory).report.gone == []


def test_one_of_several_stays_the_same_one(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """Who was left open at the first import is neither doubled nor taken for deleted."""
    archive.rows["Recommendations_Given.csv"][0][2] = "Somewhere"
    archive.rows["Connections.csv"][-1][4] = "Elsewhere"
    first = imported(archive)
    row = ["Sam", "Field", "Somewhere", "Baker", "More.", "02/03/24, 08:00 AM", ""]
    archive.rows["Recommendations_Given.csv"].append(row)
    done = imported(archive, first.text, first.memory)
    assert done.report.left_out == []
    assert len(profile_of(done).recommendations.given) == 2
    assert done.text.count("name: Sam Field") == 1


def test_a_comment_behind_a_folded_text_stays(
    archive: Archive, imported: Callable[..., Imported], first: Imported
) -> None:
    """The text is revised on LinkedIn; the comment beside its beginning is the owner's."""
    text = first.text.replace("text: Good.", "text: >-  # short one\n        Good.")
    archive.rows["Recommendations_Received.csv"][1][4] = "Very good."
    done = imported(archive, text, first.memory)
    assert "text: Very good.  # short one" in done.text
