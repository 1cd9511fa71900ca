"""What a profile knows of the file it was read from, and what one that was read from none says."""

from __future__ import annotations

from kitgen.errors import Problem
from kitgen.profile import Profile, parse_profile
from tests.conftest import ADA, TODAY

VALUES = {"owner": {"name": "Ada Lind"}, "contacts": [{"id": "jo", "name": "Jo Park"}]}


def test_a_profile_of_no_file_tells_problems_without_a_place() -> None:
    """At its beginning, with code, message and hint as they are."""
    profile = Profile.model_validate(VALUES)
    expected = Problem(source="", line=1, column=1, code="c", message="m", hint="h")
    assert profile.problem(("owner",), "c", "m", "h") == expected
    assert profile.text_problem(("owner", "name"), 7, "c", "m", "h") == expected
    assert profile.problem(("owner",), "c", "m").hint == ""
    assert profile.text_problem(("owner", "name"), 7, "c", "m").hint == ""
    assert (profile.source, profile.line("contacts", 0)) == ("", 1)
    assert profile.contact_line(profile.contacts[0]) == 1
    assert (("owner", "name"), "Ada Lind") in list(profile.texts())


def test_a_profile_of_a_file_tells_problems_at_their_places() -> None:
    """By file, line, column and path; of a text, on its own line."""
    profile = parse_profile(f"{ADA}  - {{id: al, name: Al Fox}}\n", "ada.yml", TODAY)
    at_name = profile.problem(("contacts", 1, "name"), "c", "m", "h")
    assert (at_name.source, at_name.line, at_name.column) == ("ada.yml", 7, 20)
    assert (at_name.path, at_name.code, at_name.message, at_name.hint) == (
        "contacts[2].name",
        "c",
        "m",
        "h",
    )
    on_line = profile.text_problem(("owner", "name"), 1, "c", "m", "h")
    assert (on_line.source, on_line.line, on_line.code) == ("ada.yml", 2, "c")
    assert (on_line.message, on_line.hint) == ("m", "h")
    assert [profile.contact_line(each) for each in profile.contacts] == [6, 7]
    assert (profile.source, profile.line("contacts", 1, "gone")) == ("ada.yml", 7)
