"""From an export to a profile: what it says, what it only suggests, and every row accounted for."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kitgen.errors import KitgenError
from kitgen.importers import ExportError, Imported, Options, find_candidates, import_linkedin
from kitgen.importers.dates import DateError, parse_day, parse_month
from kitgen.importers.memory import Memory
from kitgen.importers.people import full_name, same_name, same_organisation, slug_of_address
from kitgen.profile import Profile, parse_profile
from tests.importers.conftest import HEADERS, PREAMBLE, ROWS, Archive, used

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Run = "Callable[..., Imported]"


def profile_of(done: Imported) -> Profile:
    """Return the profile that an import made; it has no problem."""
    return parse_profile(done.text, "profiles/mara.yml", date(2026, 11, 22))


def test_an_export_becomes_a_profile(archive: Archive, imported: Callable[..., Imported]) -> None:
    """Positions, people worth asking, both kinds of recommendations, skills with endorsements."""
    profile = profile_of(imported(archive))
    assert (profile.owner.name, profile.owner.headline) == (
        "Mara Okafor",
        "Data analyst in training",
    )
    assert [(each.organisation, each.end is None) for each in profile.positions] == [
        ("Northwind Grocers", True),
        ("Brook Lane Bakery", False),
    ]
    assert [(each.name, each.connected) for each in profile.contacts] == [
        ("Ann Lée", True),
        ("Jo Park", True),
        ("Kim Vale", False),
        ("Priya Raman", False),
        ("Sam Field", True),
    ]
    received = {each.by: each for each in profile.recommendations.received}
    assert received["jo-park"].written == date(2024, 9, 30)
    assert (received["jo-park"].visible, received["priya-raman"].visible) == (True, False)
    assert profile.recommendations.given[0].to == "sam-field"
    assert [(each.skill, each.count) for each in profile.endorsements] == [("SQL", 2), ("Tea", 0)]
    assert set(profile.endorsements[0].by) == {"ann-lee", "kim-vale"}


def test_what_an_export_cannot_say_is_a_suggestion(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """Every position and relationship that is guessed is unconfirmed, with its reason."""
    profile = profile_of(imported(archive))
    for contact in profile.contacts:
        assert bool(contact.relationship or contact.position) == bool(contact.unconfirmed)
    jo = profile.contact("jo-park")
    assert (jo.relationship, jo.position) == ("manager", "northwind-grocers")
    for each in profile.recommendations.received:
        assert bool(each.position) == bool(each.unconfirmed)
    priya = profile.recommendations.received[0]
    assert (priya.by, priya.position) == ("priya-raman", None)


def test_two_of_one_name_are_told_apart_by_organisation_and_title(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """Both files hold what people do now, so the right one of two is found."""
    sam = profile_of(imported(archive)).contact("sam-field")
    assert sam.linkedin == "https://www.linkedin.com/in/sam-b/"


def test_who_is_meant_is_asked_or_reported(
    archive: Archive, imported: Callable[..., Imported], options: Options
) -> None:
    """Nobody is picked by chance: without an answer the address stays out, and it is told."""
    archive.rows["Recommendations_Given.csv"][0][2] = "Somewhere"
    archive.rows["Connections.csv"][-1][4] = "Somewhere else"
    done = imported(archive)
    assert profile_of(done).contact("sam-field").linkedin is None
    assert profile_of(done).contact("sam-field").connected is None
    assert "Sam Field: 2 people have this name" in done.report.ambiguous[0]
    asked: list[object] = []

    def choose(name: str, choices: object) -> int:
        asked.append((name, choices))
        return 1

    answered = imported(archive, None, None, replace(options, choose=choose))
    assert (
        profile_of(answered).contact("sam-field").linkedin == "https://www.linkedin.com/in/sam-b/"
    )
    assert asked[0][0] == "Sam Field"  # type: ignore[index]
    again = imported(archive, answered.text, answered.memory)
    assert again.text == answered.text


def test_every_row_is_accounted_for(archive: Archive, imported: Callable[..., Imported]) -> None:
    """Rows read are rows used and rows skipped, each for a reason."""
    done = imported(archive)
    assert used(done) == {
        "Profile.csv": (1, 1, 0),
        "Positions.csv": (2, 2, 0),
        "Recommendations_Received.csv": (2, 2, 0),
        "Recommendations_Given.csv": (1, 1, 0),
        "Endorsement_Received_Info.csv": (3, 2, 1),
        "Skills.csv": (2, 2, 0),
        "Connections.csv": (6, 3, 3),
    }
    assert all(each.is_whole for each in done.accounts.files)
    assert len(done.accounts.files[-1].skipped) == 3


def test_only_the_files_that_are_needed_are_opened(
    archive: Archive, tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A poisoned `messages.csv` is never read, in a ZIP or a folder."""
    archive.others = dict.fromkeys(
        ("messages.csv", "Invitations.csv", "Jobs/Saved Jobs.csv"), b"\0"
    )
    opened: list[str] = []
    real = type(archive.zipped(tmp_path / "a.zip")).open

    def watched(self: Path, *args: object, **more: object) -> object:
        opened.append(self.name)
        return real(self, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr("pathlib.Path.open", watched)
    archive.others = {"messages.csv": b"\0"}
    folder = archive.unpacked(tmp_path / "folder")
    opened.clear()
    for export in (folder, tmp_path / "a.zip"):
        import_linkedin(export, None, "p.yml", Memory(), options)
    assert "Positions.csv" in opened
    assert "messages.csv" not in opened


def test_the_order_of_rows_is_irrelevant(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """However LinkedIn sorts them, the same profile comes of it."""
    archive.rows["Skills.csv"] += [["Baking"], ["Rota planning"]]
    archive.rows["Positions.csv"].append(["Northwind Grocers", "Trainee", "", "", "2018", "2019"])
    text = imported(archive).text
    shuffle = random.Random(7)
    for _ in range(5):
        for name, rows in archive.rows.items():
            if name != "Profile.csv":
                shuffle.shuffle(rows)
        assert imported(archive).text == text


def test_others_become_contacts_when_they_are_named(
    archive: Archive, imported: Callable[..., Imported], options: Options
) -> None:
    """`--only NAME` adds one of the others, `--all` everybody."""
    assert "Zed Ott" not in imported(archive).text
    one = imported(archive, None, None, replace(options, names=frozenset({same_name("zed ott")})))
    assert "Zed Ott" in one.text
    everyone = imported(archive, None, None, replace(options, everyone=True))
    assert everyone.text.count("linkedin.com/in/sam-") == 2
    assert len(profile_of(everyone).contacts) == 7


def test_candidates_are_ranked_with_reasons(archive: Archive, tmp_path: Path) -> None:
    """Those whom the owner met at work come first; who is a contact anyway is not there."""
    archive.rows["Connections.csv"] += [
        ["Una", "Berg", "", "", "Northwind Logistics", "Driver", "08 Feb 2020"],
        ["Vic", "Old", "", "", "Unknown", "Clerk", "08 Feb 2009"],
    ]
    found = find_candidates(archive.zipped(tmp_path / "a.zip"))
    assert [each.name for each in found] == ["Una Berg", "Zed Ott"]
    assert "sounds like Northwind Grocers" in found[0].reasons[0]
    assert "connected in 2020-02, in your time at Northwind Grocers" in found[1].reasons[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("09/30/24, 11:15 AM", "2024-09-30"),
        ("1/9/26, 2:37 PM", "2026-01-09"),
        ("9/30/2024 11:15", "2024-09-30"),
        ("08 Feb 2026", "2026-02-08"),
        ("08-Feb-26", "2026-02-08"),
        ("8-feb-09", "2009-02-08"),
        ("2024/02/01 15:02:55 UTC", "2024-02-01"),
        ("2019-11-06T02:08:20", "2019-11-06"),
    ],
)
def test_dates_are_read_in_every_known_form(text: str, day: str) -> None:
    """As LinkedIn writes them, and as a spreadsheet does."""
    assert parse_day(text).isoformat() == day


@pytest.mark.parametrize("text", ["30/09/24, 11:15 AM", "yesterday", "", "13/13/13", "Feb 2026"])
def test_a_date_is_never_guessed(text: str) -> None:
    """What fits no form is no date."""
    with pytest.raises(DateError):
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "month"),
    [("Jan 2024", "2024-01"), ("2018", "2018"), ("", ""), ("Present", ""), ("Sep-21", "2021-09"),
     ("January 2024", "2024-01"), ("2021-09-01", "2021-09")],
)  # fmt: skip
def test_months_are_read_in_every_known_form(text: str, month: str) -> None:
    """With a month, a year alone, or nothing for a position that goes on."""
    assert parse_month(text) == month


def test_an_unknown_date_is_left_out_and_told(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """Its row is used all the same; file and line are named."""
    archive.rows["Recommendations_Received.csv"][0][5] = "30.09.2024"
    archive.rows["Positions.csv"][1][4] = "long ago"
    done = imported(archive)
    told = "\n".join(done.accounts.warnings)
    assert "Recommendations_Received.csv:2: the date '30.09.2024' is not understood" in told
    assert "Positions.csv:3: the date 'long ago'" in told
    assert used(done)["Recommendations_Received.csv"] == (2, 2, 0)


VARIANTS: dict[str, Callable[[Archive], None]] = {
    "crlf": lambda each: setattr(each, "newline", "\r\n"),
    "byte order mark": lambda each: setattr(each, "encoding", "utf-8-sig"),
    "utf-16": lambda each: setattr(each, "encoding", "utf-16"),
    "cp1252": lambda each: setattr(each, "encoding", "cp1252"),
    "semicolons": lambda each: setattr(each, "separator", ";"),
    "tabs": lambda each: setattr(each, "separator", "\t"),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_file_that_a_spreadsheet_saved_is_read(
    archive: Archive, imported: Callable[..., Imported], variant: str
) -> None:
    """Line ends, marks, encodings and separators make no difference to what is read."""
    usual = imported(archive).text
    VARIANTS[variant](archive)
    done = imported(archive)
    assert done.text == usual
    assert ("not as UTF-8" in str(done.accounts.warnings)) == (variant == "cp1252")


@pytest.mark.parametrize(
    "names",
    [
        {"Recommendations_Received.csv": "Recommendations Received.csv"},
        {"Positions.csv": "Position(s).csv", "Connections.csv": "Connections_1.csv"},
        {"Connections.csv": "connections_622594202.csv", "Skills.csv": "SKILLS.CSV"},
        {"Profile.csv": "Profile (1).csv"},
    ],
)
def test_files_go_by_many_names(
    archive: Archive, tmp_path: Path, options: Options, names: dict[str, str]
) -> None:
    """Spaces or underscores, suffixes, small and large letters."""
    folder = archive.unpacked(tmp_path / "Basic_LinkedInDataExport.zip")
    usual = import_linkedin(folder, None, "p.yml", Memory(), options).text
    for old, new in names.items():
        (folder / old).rename(folder / new)
    assert import_linkedin(folder, None, "p.yml", Memory(), options).text == usual


@pytest.mark.parametrize(
    ("file", "header"),
    [
        ("Connections.csv", "First Name,Last Name,Email Address,Company,Position,Connected On"),
        ("Connections.csv", "First Name,Last Name,Address,Email Address,Company,Position"),
        ("Recommendations_Received.csv", f"{HEADERS['Recommendations_Received.csv']},LinkedIn URL"),
        ("Recommendations_Received.csv",
         "First Name,Last Name,Company,Job Title,Text,Creation Date.1,Status"),
    ],
)  # fmt: skip
def test_columns_are_found_by_name(
    archive: Archive, imported: Callable[..., Imported], file: str, header: str
) -> None:
    """Columns that are missing are told, those that are new passed over, none is counted off."""
    usual = archive.headers[file].split(",")
    columns = header.split(",")
    for row in archive.rows[file]:
        cells = dict(zip(usual, row, strict=True))
        row[:] = [cells.get(each.removesuffix(".1"), "") for each in columns]
    archive.headers[file] = header
    done = imported(archive)
    profile = profile_of(done)
    assert profile.recommendations.received[1].written == date(2024, 9, 30)
    assert profile.contact("jo-park").email == "jo@example.org"
    lacks_url = file == "Connections.csv"
    assert ("without the column URL" in str(done.accounts.warnings)) == lacks_url


def test_another_language_is_told_with_the_columns(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """File, columns found and columns wanted."""
    archive.headers["Connections.csv"] = "Vorname,Nachname,URL,E-Mail-Adresse,Firma,Position,Am"
    with pytest.raises(ExportError) as error:
        imported(archive)
    for words in ("Connections.csv", "Found: Vorname, Nachname", "Wanted: First Name, Last Name"):
        assert words in str(error.value)


def test_a_file_on_its_own_is_imported(
    archive: Archive, tmp_path: Path, options: Options, imported: Callable[..., Imported]
) -> None:
    """One CSV brings what it holds; whose it is has to be known already."""
    path = tmp_path / "Positions.csv"
    path.write_bytes(archive.content("Positions.csv"))
    with pytest.raises(ExportError, match="kitgen new NAME"):
        import_linkedin(path, None, "p.yml", Memory(), options)
    done = import_linkedin(path, "owner:\n  name: Mara Okafor\n", "p.yml", Memory(), options)
    assert len(profile_of(done).positions) == 2
    assert imported(archive, done.text, done.memory).text != done.text


def test_another_persons_export_is_refused(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """A slip of the hand does not mix two people's contacts."""
    with pytest.raises(ExportError, match="the export of Mara Okafor, and the profile is that of"):
        imported(archive, "owner:\n  name: Noor van der Welle\n")


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("Ann", "Smith, PhD", "Ann Smith"),
        ("Ann 🎉", "Smith (she/her)", "Ann Smith"),
        ("Ann\u200b", "\u202eSmith", "Ann Smith"),
        ("Łukasz", "Żak | MBA", "Łukasz Żak"),
        ("", "", ""),
        ("\u200b", "🎉", ""),
        ("=1+1", "Bob", "=1+1 Bob"),
    ],
)
def test_names_are_cleaned(first: str, last: str, name: str) -> None:
    """Degrees, emoji and signs that nobody sees are no part of a name."""
    assert full_name(first, last) == name


def test_addresses_are_compared_decoded() -> None:
    """With or without scheme, encoded or not, in small letters."""
    wanted = slug_of_address("https://www.linkedin.com/in/ann-l%C3%A9e")
    assert wanted == "ann-lée"
    for other in ("www.linkedin.com/in/Ann-Lée/", "http://de.linkedin.com/in/ann-le\u0301e?x=1#y"):
        assert slug_of_address(other) == wanted
    for wrong in (
        "",
        "https://example.org/in/ann",
        "https://www.linkedin.com/company/x",
        "http://[",
    ):
        assert slug_of_address(wrong) == ""


def test_organisations_are_compared_without_their_kind() -> None:
    """Ltd, GmbH and the like make no difference; a name of one word stays."""
    assert same_organisation("Northwind Grocers, Ltd.") == same_organisation("northwind grocers")
    assert same_organisation("Limited") == "limited"


def test_a_preamble_is_not_needed(archive: Archive, tmp_path: Path, options: Options) -> None:
    """Files with and without the note above their header are read alike."""
    folder = archive.unpacked(tmp_path / "export")
    usual = import_linkedin(folder, None, "p.yml", Memory(), options).text
    path = folder / "Connections.csv"
    path.write_text(path.read_text("utf-8").removeprefix(PREAMBLE), "utf-8")
    assert import_linkedin(folder, None, "p.yml", Memory(), options).text == usual


def test_what_no_profile_can_hold_is_left_out(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """A broken address costs itself, a name that is too long its row; both are told."""
    archive.rows["Connections.csv"][0][3] = "no address"
    archive.rows["Skills.csv"].append(["x" * 200])
    done = imported(archive)
    assert profile_of(done).contact("jo-park").email is None
    assert "Jo Park: email is nothing that a profile can hold" in done.report.left_out
    assert "x" * 200 not in done.text
    assert ROWS["Connections.csv"][0][3] == "jo@example.org"


def test_an_import_of_nothing_is_an_error(tmp_path: Path, options: Options) -> None:
    """A folder without a known file, a missing one, a file of another kind."""
    (tmp_path / "letter.txt").write_text("x")
    for export in (tmp_path, tmp_path / "letter.txt", tmp_path / "missing"):
        with pytest.raises(KitgenError):
            import_linkedin(export, None, "p.yml", Memory(), options)


def test_an_end_that_cannot_be_read_is_no_present(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """Only an empty cell says that a position goes on; a column that is missing says nothing."""
    archive.rows["Positions.csv"][0][5] = "Okt 2020"
    done = imported(archive)
    assert "present" not in done.text
    archive.headers["Positions.csv"] = "Company Name,Title,Description,Location,Started On"
    for row in archive.rows["Positions.csv"]:
        del row[5]
    assert imported(archive, done.text, done.memory).text == done.text


def test_who_is_left_out_is_referred_to_by_nobody(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """A name that no profile can hold takes its recommendation along; the profile stays valid."""
    archive.rows["Recommendations_Received.csv"][0][1] = "x" * 130
    assert len(profile_of(imported(archive)).recommendations.received) == 1


def test_a_suggestion_without_its_reason_is_none(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """However long an organisation's name is, what is guessed stays marked."""
    long = "Northwind " + "Grocers " * 33
    for name, column in (("Positions.csv", 0), ("Connections.csv", 4)):
        archive.rows[name][0][column] = long
    archive.rows["Recommendations_Received.csv"][0][2] = long
    profile = profile_of(imported(archive))
    for contact in profile.contacts:
        assert bool(contact.position) == bool(contact.unconfirmed)
    for received in profile.recommendations.received:
        assert bool(received.position) == bool(received.unconfirmed)


def test_days_before_months_are_left_out(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """One date with the day first makes all of its file doubtful: none is guessed."""
    rows = archive.rows["Recommendations_Received.csv"]
    rows[0][5], rows[1][5] = "05/09/2024 11:15", "30/09/2024 11:15"
    done = imported(archive)
    assert [each.written for each in profile_of(done).recommendations.received] == [None, None]
    assert "the day first" in str(done.accounts.warnings)


def test_a_row_with_too_many_cells_is_skipped(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """An unquoted comma shifts what follows; none of it is used, and it is accounted for."""
    archive.rows["Recommendations_Received.csv"][0].insert(2, "Acme")
    done = imported(archive)
    assert used(done)["Recommendations_Received.csv"] == (2, 1, 1)
    assert "Jo Park" in done.text
    assert "VISIBLE" not in done.text


def test_self_employed_is_no_organisation(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """Whoever else writes that was not there."""
    archive.rows["Positions.csv"][0][0] = "Self-employed"
    archive.rows["Connections.csv"][3][4] = "Self-Employed"
    assert "Zed Ott" not in imported(archive).text


def test_a_count_is_not_invented(archive: Archive, imported: Callable[..., Imported]) -> None:
    """Without endorsements in the export, nobody knows how many there are."""
    del archive.rows["Endorsement_Received_Info.csv"]
    assert "count:" not in imported(archive).text


def test_what_linkedin_says_has_to_fit_into_a_profile(
    archive: Archive, imported: Callable[..., Imported]
) -> None:
    """A headline that is too long, an address that became none: left out, and told."""
    first = imported(archive)
    archive.rows["Profile.csv"][0][3] = "x" * 400
    archive.rows["Connections.csv"][0][3] = "not available"
    done = imported(archive, first.text, first.memory)
    assert done.text == first.text
    assert len(done.report.left_out) == 2
