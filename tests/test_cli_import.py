"""`kitgen import` and `export`, as they are typed."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import jsonschema
import pytest
from click.testing import CliRunner

from kitgen.cli import main
from tests.importers.conftest import Archive

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from kitgen.project import Project


def kitgen_run(*words: str, typed: str | None = None) -> Result:
    """Run a command in this process; nothing may end in a traceback."""
    done = CliRunner().invoke(main, words, input=typed)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.fixture
def export(ada: Project) -> Path:
    """Return an export in a project without Mara's profile."""
    return Archive().zipped(ada.root / "Basic_LinkedInDataExport_11-22-2026.zip")


def test_import_writes_a_profile_and_tells_what_became_of_every_row(
    ada: Project, export: Path
) -> None:
    """Named after the owner; a table of rows, what was added, what to do next."""
    done = kitgen_run("import", str(export))
    assert done.exit_code == 0, done.stderr
    assert "Connections.csv                6     3     1 " in done.stdout
    assert "  contacts: Jo Park\n" in done.stdout
    assert "Run `kitgen check mara-okafor` to see what to confirm." in done.stdout
    assert (ada.profiles / "mara-okafor.yml").is_file()
    assert not (ada.profiles / "mara-okafor.yml.bak").exists()
    check = kitgen_run("check", "mara-okafor")
    assert check.exit_code == 0
    assert "how Jo Park knew Mara is only a suggestion" in check.stderr
    assert "which position this recommendation is about is not said" in check.stderr


def test_a_second_import_touches_nothing_and_a_newer_one_keeps_a_copy(
    ada: Project, export: Path
) -> None:
    """No byte and no time of change; then the file of before is beside it."""
    kitgen_run("import", str(export))
    path = ada.profiles / "mara-okafor.yml"
    before = path.stat().st_mtime_ns
    assert "nothing new" in kitgen_run("import", str(export)).stdout
    assert path.stat().st_mtime_ns == before
    text = path.read_text("utf-8")
    newer = Archive()
    newer.rows["Profile.csv"][0][3] = "Data analyst"
    newer.zipped(export)
    done = kitgen_run("import", str(export))
    assert "owner.headline: Data analyst" in done.stdout
    assert path.with_name("mara-okafor.yml.bak").read_text("utf-8") == text


@pytest.mark.parametrize("into", ["ada", "profiles/ada.yml"])
def test_import_goes_into_a_profile_that_is_named(ada: Project, export: Path, into: str) -> None:
    """By name or file; another person's is refused, and left as it is."""
    path = ada.profiles / "ada.yml"
    before = path.read_bytes()
    done = kitgen_run("import", str(export), "--into", into)
    assert done.exit_code == 1
    assert "this is the export of Mara Okafor" in done.stderr
    assert path.read_bytes() == before
    path.write_text("owner:\r\n  name: Mara Okafor  # me\r\n", newline="")
    assert kitgen_run("import", str(export), "--into", into).exit_code == 0
    assert path.read_bytes().startswith(b"owner:\r\n  name: Mara Okafor  # me\r\n")
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")


def test_a_profile_with_mistakes_is_mended_first(ada: Project, export: Path) -> None:
    """Its place is told, and nothing is written."""
    path = ada.profiles / "mara-okafor.yml"
    path.write_text("owner: {name: Mara Okafor\n")
    done = kitgen_run("import", str(export))
    assert done.exit_code == 1
    assert "profiles/mara-okafor.yml:" in done.stderr
    assert [each.name for each in ada.profiles.glob("*mara*")] == ["mara-okafor.yml"]


def test_a_memory_that_cannot_be_read_stops_the_import(ada: Project, export: Path) -> None:
    """To go on without it would bring back who was deleted."""
    kitgen_run("import", str(export))
    memory = ada.profiles / ".mara-okafor.import.json"
    memory.write_text("{")
    done = kitgen_run("import", str(export))
    assert done.exit_code == 1
    assert "restore the file" in done.stderr


def test_import_prints_json(export: Path) -> None:
    """Rows by file and what was done, for other programs."""
    told = json.loads(kitgen_run("import", str(export), "--json").stdout)
    assert told["profile"] == "profiles/mara-okafor.yml"
    assert told["files"][0] == {"file": "Profile.csv", "read": 1, "used": 1, "skipped": {}}
    assert "contacts: Jo Park" in told["added"]
    assert told["conflicts"] == []


def test_candidates_are_listed_and_one_is_taken(export: Path, ada: Project) -> None:
    """Who else might be worth asking, and why; `--only` makes a contact of one."""
    done = kitgen_run("import", str(export), "--candidates")
    assert "Zed Ott" in done.stdout
    assert "in your time at Northwind Grocers" in done.stdout
    assert not (ada.profiles / "mara-okafor.yml").exists()
    kitgen_run("import", str(export), "--only", "zed ott")
    assert "Zed Ott" in (ada.profiles / "mara-okafor.yml").read_text("utf-8")


@pytest.mark.parametrize("name", ["missing.zip", "profiles", "mkdocs.yml"])
def test_what_is_no_export_is_told(ada: Project, name: str) -> None:
    """A message, and no profile."""
    before = sorted(ada.profiles.iterdir())
    assert kitgen_run("import", name).exit_code == 1
    assert sorted(ada.profiles.iterdir()) == before


def test_the_imported_kit_says_what_to_confirm_first(ada: Project, export: Path) -> None:
    """Straight through check and build; Start names it among the next three things."""
    kitgen_run("import", str(export))
    done = kitgen_run("build", "mara-okafor", "--plain", "plain")
    assert done.exit_code == 0, done.stderr
    start = (ada.root / "plain" / "mara-okafor" / "index.html").read_text("utf-8")
    assert "Confirm what only you can know" in start
    assert "5 suggestions wait for you" in start


RESUME = {
    "basics": {"name": "Mara Okafor", "label": "Data analyst"},
    "work": [
        {"name": "Northwind Grocers", "position": "Shift lead", "startDate": "2019-03-01"},
        {"company": "Brook Lane Bakery", "startDate": "2016", "endDate": "2018"},
    ],
    "references": [{"name": "Jo Park", "reference": "Mara reported to me. She counts well."}],
    "skills": [{"name": "SQL"}, {"name": "SQL"}, {}],
}  # fmt: skip


def test_a_json_resume_is_imported_like_an_export(ada: Project) -> None:
    """Work and references; nothing is said of LinkedIn, and again nothing is new."""
    path = ada.root / "resume.json"
    path.write_text(json.dumps(RESUME), "utf-8")
    done = kitgen_run("import", "resume.json")
    assert done.exit_code == 0, done.stderr
    text = (ada.profiles / "mara-okafor.yml").read_text("utf-8")
    assert "start: 2019-03-01" in text
    assert "relationship: manager" in text
    assert "linkedin" not in text.partition("owner:")[2].lower()
    assert "nothing new" in kitgen_run("import", "resume.json").stdout
    assert kitgen_run("check", "mara-okafor").exit_code == 0


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"basics": 1, "work": [3]}', "[" * 100_000])
def test_what_is_no_json_resume_is_told(ada: Project, content: str) -> None:
    """A message with the file, and nothing is written."""
    (ada.root / "resume.json").write_text(content)
    done = kitgen_run("import", "resume.json")
    assert done.exit_code == 1
    assert "error:" in done.stderr


def test_export_gives_references(export: Path) -> None:
    """What is hidden on LinkedIn stays out; the form is that of the schema."""
    kitgen_run("import", str(export))
    content = json.loads(kitgen_run("export", "json-resume", "mara-okafor").stdout)
    person = {"name": {"type": "string"}, "reference": {"type": "string"}}
    entry = {"type": "object", "properties": person, "required": ["name", "reference"]}
    schema = {"properties": {"references": {"type": "array", "items": entry}}}
    jsonschema.validate(content, schema)
    assert content["references"] == [
        {"name": "Jo Park", "reference": Archive().rows["Recommendations_Received.csv"][0][4]}
    ]
    assert content["work"][0] == {
        "name": "Northwind Grocers",
        "position": "Shift lead",
        "startDate": "2019-03",
    }


def test_a_profile_with_nothing_but_a_name_is_written_too(ada: Project) -> None:
    """And told: there was none before."""
    (ada.root / "resume.json").write_text('{"basics": {"name": "Mara Okafor"}}')
    assert "profiles/mara-okafor.yml: written." in kitgen_run("import", "resume.json").stdout
    assert "profiles/mara-okafor.yml: nothing new." in kitgen_run("import", "resume.json").stdout


@pytest.mark.parametrize("into", ["", ".", "é", "a\nb", "two words.yml"])
def test_a_profile_that_no_kit_can_be_called_after_is_not_written(
    ada: Project, export: Path, into: str
) -> None:
    """It would be refused by every other command, or not even be seen."""
    done = kitgen_run("import", str(export), "--into", into)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "cannot be the name of a kit" in done.stderr
    assert sorted(path.name for path in ada.profiles.glob("*.yml")) == ["ada.yml"]


def test_a_profile_is_not_written_where_everything_is_published(ada: Project, export: Path) -> None:
    """Not even once, until the next build refuses it."""
    done = kitgen_run("import", str(export), "--into", "build/public/mara.yml")
    assert (done.exit_code, done.stderr) == (
        1,
        "error: build/public/mara.yml is published, and this must not be; name another place\n",
    )
    assert not ada.public.exists()


@pytest.mark.parametrize("into", ["mkdocs.yml", "docs/facts.yml", "./docs/../mkdocs.yml"])
def test_what_is_no_profile_is_not_imported_into(ada: Project, export: Path, into: str) -> None:
    """What all kits are made of has an owner as little as a name."""
    before = (ada.root / into).read_bytes()
    done = kitgen_run("import", str(export), "--into", into)
    assert (done.exit_code, done.stderr) == (
        1,
        f"error: {into} is no profile; name one in profiles/\n",
    )
    assert (ada.root / into).read_bytes() == before


def test_nobody_becomes_a_sample_by_name(ada: Project) -> None:
    """Samples are kept from nobody; a person whose first name is Sample is."""
    (ada.root / "resume.json").write_text('{"basics": {"name": "Sample Okafor"}}')
    for words in (("import", "resume.json"), ("new", "Sample Okafor")):
        done = kitgen_run(*words)
        assert done.exit_code == 1
        assert "would be the name of a sample" in done.stderr
    assert kitgen_run("import", "resume.json", "--into", "s-okafor").exit_code == 0


def test_a_pipe_or_a_list_without_end_is_no_resume(ada: Project) -> None:
    """Neither is waited for."""
    os.mkfifo(ada.root / "resume.json")
    done = kitgen_run("import", "resume.json")
    assert (done.exit_code, "resume.json: this is not a file" in done.stderr) == (1, True)
    work = [{"name": f"Lab {number}"} for number in range(3001)]
    (ada.root / "long.json").write_text(json.dumps({"basics": {"name": "Mara"}, "work": work}))
    done = kitgen_run("import", "long.json")
    assert (done.exit_code, done.stderr) == (
        1,
        "error: work: more than 3,000 entries; nobody has so many\n",
    )
