"""`kitgen share NAME --brief CONTACT`: one page for one writer, sealed apart from its kit."""

from __future__ import annotations

import base64
import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from kitgen.seal import kit_path, load_secret, parse_link
from kitgen.seal.cipher import unseal_bytes
from kitgen.seal.packing import UnsealError
from kitgen.seal.shell import sealed_part
from tests.conftest import NOON
from tests.test_cli_sealed import BASE, SECRET, files_in, kitgen_run, link_of, opened, public

if TYPE_CHECKING:
    from kitgen.project import Project

TEXT = """\
owner:
  name: Ada Lind
  goal: a post as head of laboratory
positions:
  - {id: lab, organisation: Harbour Laboratory, title: Analyst, start: 2020-01, end: 2024-06}
contacts:
  - id: jo
    name: Jo Park
    relationship: manager
    position: lab
    notes: Jo was in hospital that spring.
    evidence:
      - project: the move to the new building
        contribution: planned it around the running tests
        outcome: no test was stopped
      - project: the audit
        contribution: wrote the forty answers
        outcome: the auditors had one question instead of thirty
    history:
      - asked: 2026-11-02
      - agreed: 2026-11-05
  # the one who moved away
  - id: kim
    name: Kimberley Vale
    relationship: peer
    position: lab
    evidence:
      - {project: the cold store, contribution: labelled every shelf, outcome: nobody searches}
      - {project: the night rota, contribution: swapped fairly, outcome: all nights were covered}
    history: [{declined: 2026-10-05}]
  - id: lee
    name: Lee Dorn
    relationship: customer
    position: lab
    evidence:
      - {project: the water samples, contribution: answered within a day, outcome: we lost no batch}
"""


@pytest.fixture
def lab(ada: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Enter a project with one profile, whose Jo can be given a brief, and a secret of its own."""
    (ada.profiles / "ada.yml").write_text(TEXT)
    monkeypatch.setenv("KITGEN_SECRET", SECRET)
    monkeypatch.setenv("KITGEN_BASE_URL", BASE)
    return ada


def brief_link(*options: str) -> str:
    """Return the link to the brief for Jo."""
    return link_of("ada", "--brief", "jo", *options)


@pytest.mark.slow
def test_a_brief_is_published_when_it_is_asked_for(lab: Project) -> None:
    """`share` writes one line into the profile; the next build makes one more folder."""
    assert kitgen_run("build").exit_code == 0
    before = files_in(public(lab))
    done = kitgen_run("share", "ada", "--brief", "Jo Park")
    assert "Ada Lind, for Jo Park: whoever has this link can read the brief" in done.stderr
    assert "It is not built yet" in done.stderr
    expected = TEXT.replace("2026-11-05\n", "2026-11-05\n    brief:\n      shared: yes\n")
    assert (lab.profiles / "ada.yml").read_text() == expected
    done = kitgen_run("build")
    assert done.stdout == "ada: sealed\nada/jo: sealed\n"
    assert "1 kit and 1 brief stand in build/public" in done.stderr
    now = files_in(public(lab))
    assert before.keys() < now.keys()
    folder = set(now.keys() - before.keys())
    assert {name.split("/")[0] for name in folder} == {parse_link(brief_link()).path}
    page = opened(lab, brief_link())
    assert "no test was stopped" in page
    assert "Ada Lind managed" not in page
    assert brief_link() == brief_link()  # and asking again changes nothing
    assert (lab.profiles / "ada.yml").read_text() == expected


def test_a_brief_holds_nothing_of_the_kit_around_it(lab: Project) -> None:
    """No other contact, note, step, gap, page, or key of the kit; and the kit has none of its."""
    brief = brief_link()
    kitgen_run("build")
    kit = link_of("ada")
    folder = public(lab) / parse_link(brief).path
    key = base64.urlsafe_b64decode(parse_link(brief).key + "=")
    assert [each.name for each in folder.iterdir() if each.suffix == ".html"] == ["index.html"]
    told = opened(lab, brief)
    for path in folder.glob("*.bin"):
        told += unseal_bytes(key, path.name, path.read_bytes()).decode()
    secrets = ["Kimberley", "Vale", "Lee Dorn", "cold store", "water samples", "hospital"]
    secrets += ["declined", "agreed", "2026-11-05", "5 November", parse_link(kit).key]
    secrets += [parse_link(kit).path, "coverage", "drafts", "guide.md"]
    text = re.sub(r"<script.*?</script>|<style.*?</style>", "", told, flags=re.DOTALL)
    assert [each for each in secrets if each.lower() in text.lower()] == []
    whole = b"".join((public(lab) / parse_link(kit).path / "index.html").read_bytes().split())
    assert parse_link(brief).path.encode() not in whole
    for path in sorted((public(lab) / parse_link(kit).path).glob("*.html")):
        name = path.name
        content = unseal_bytes(
            base64.urlsafe_b64decode(parse_link(kit).key + "="),
            name,
            sealed_part(path.read_bytes()),
        ).decode()
        assert parse_link(brief).key not in content
        assert parse_link(brief).path not in content


def test_neither_key_opens_the_other(lab: Project) -> None:
    """The kit's key is not the brief's, and the other way round."""
    brief = brief_link()
    kitgen_run("build")
    kit = link_of("ada")
    for page, key in ((brief, kit), (kit, brief)):
        sealed = sealed_part((public(lab) / parse_link(page).path / "index.html").read_bytes())
        with pytest.raises(UnsealError):
            unseal_bytes(base64.urlsafe_b64decode(parse_link(key).key + "="), "index.html", sealed)


@pytest.mark.slow
def test_a_brief_is_rotated_and_ends_on_its_own(
    lab: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its version, last day and passphrase are its own; the kit keeps its link."""
    kit, old = link_of("ada"), brief_link()
    kitgen_run("build")
    new = brief_link("--rotate", "--expires", "2026-11-30", "--passphrase")
    assert parse_link(new).path != parse_link(old).path
    assert link_of("ada") == kit
    assert kitgen_run("build", "ada").exit_code == 0
    assert not (public(lab) / parse_link(old).path).exists()
    assert (public(lab) / parse_link(new).path).is_dir()
    with pytest.raises(UnsealError):
        opened(lab, new)  # the link alone is not enough
    said = kitgen_run("share", "ada", "--brief", "jo").stderr
    assert re.search(r"Passphrase, to be sent another way: (\w{4}-){3}\w{4}", said)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON + 9 * 86_400))
    assert kitgen_run("build").exit_code == 0
    assert not (public(lab) / parse_link(new).path).exists()
    assert (public(lab) / parse_link(kit).path).is_dir()


@pytest.mark.slow
def test_a_brief_goes_with_its_kit(lab: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kit past its last day takes its briefs along; so does a profile that is gone."""
    brief = public(lab) / parse_link(brief_link()).path
    kitgen_run("share", "ada", "--expires", "2026-11-22")
    kitgen_run("build")
    assert brief.is_dir()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON + 86_400))
    kitgen_run("build")
    assert not brief.exists()
    assert "past its last day" in kitgen_run("share", "ada", "--brief", "jo").stderr
    kitgen_run("share", "ada", "--expires", "never")
    kitgen_run("build")
    assert brief.is_dir()
    (lab.profiles / "ada.yml").unlink()
    kitgen_run("build")
    assert not brief.exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("shared: yes", "shared: no"),
        ("- agreed: 2026-11-05", "- declined: 2026-11-05"),
        ("id: jo", "id: joanna"),
        ("      - project: the audit\n        contribution: wrote the forty answers\n", ""),
    ],
)
def test_a_brief_that_nobody_wants_or_that_is_not_ready_goes(
    lab: Project, old: str, new: str
) -> None:
    """Also by a build of its kit alone, and when its contact has another id now."""
    brief = public(lab) / parse_link(brief_link()).path
    kitgen_run("build")
    assert brief.is_dir()
    text = (lab.profiles / "ada.yml").read_text()
    assert old in text
    if not new:
        new, old = "", old + "        outcome: the auditors had one question instead of thirty\n"
    (lab.profiles / "ada.yml").write_text(text.replace(old, new))
    assert kitgen_run("build", "ada").exit_code == 0
    assert not brief.exists()


def test_a_broken_profile_keeps_its_briefs_and_takes_no_others(lab: Project) -> None:
    """Whose they are can be told from their folders, though nobody is named any more."""
    mine = public(lab) / parse_link(brief_link()).path
    bob = TEXT.replace("Ada Lind", "Bob Stein")
    (lab.profiles / "bob.yml").write_text(bob)
    other = public(lab) / parse_link(link_of("bob", "--brief", "jo")).path
    kitgen_run("build")
    assert (mine.is_dir(), other.is_dir()) == (True, True)
    text = (lab.profiles / "ada.yml").read_text()
    (lab.profiles / "ada.yml").write_text(text.replace("name: Jo", "nme: Jo"))
    (lab.profiles / "bob.yml").write_text(bob)
    assert kitgen_run("build").exit_code == 1
    assert (mine.is_dir(), other.is_dir()) == (True, False)
    (lab.profiles / "ada.yml").unlink()
    assert kitgen_run("build").exit_code == 0
    assert not mine.exists()


@pytest.mark.parametrize(
    ("contact", "why"),
    [
        ("kim", "Kimberley said no."),
        ("lee", "Add another thing that Lee saw you do"),
        ("zoe", "there is no contact 'zoe'. Contacts: jo, kim, lee"),
    ],
)
def test_a_brief_that_is_not_ready_cannot_be_shared(lab: Project, contact: str, why: str) -> None:
    """It is told what is missing and where, and nothing is written."""
    done = kitgen_run("share", "ada", "--brief", contact, "--rotate")
    assert done.exit_code == 1
    assert why in done.stderr
    assert ("profiles/ada.yml, line" in done.stderr) == (contact != "zoe")
    assert (lab.profiles / "ada.yml").read_text() == TEXT


def test_all_links_are_in_the_table(lab: Project) -> None:
    """A brief has a line of its own below its kit, with whom it is for."""
    brief = brief_link()
    assert "2 links" in kitgen_run("links").stdout
    table = list(csv.DictReader(StringIO((lab.root / "build" / "links.csv").read_text())))
    assert [(each["profile"], each["brief for"]) for each in table] == [
        ("ada", ""),
        ("ada/jo", "Jo Park"),
    ]
    assert table[1]["link"] == brief
    assert table[0]["id"] != table[1]["id"]


@pytest.mark.usefixtures("lab")
def test_the_log_of_ci_names_no_brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a number there, as kits do."""
    brief_link()
    monkeypatch.setenv("CI", "true")
    done = kitgen_run("build")
    assert done.exit_code == 0
    assert len(re.findall(r"^kit-[0-9a-f]{10}: built$", done.stdout, re.MULTILINE)) == 2
    assert "jo" not in done.stdout + done.stderr.replace("`python3", "")


def test_builds_of_a_brief_are_identical(lab: Project) -> None:
    """So that a host can be compared with a rebuild."""
    brief_link()
    kitgen_run("build")
    first = files_in(public(lab))
    for path in public(lab).iterdir():
        if len(path.name) == 22:
            (path / "index.html").write_bytes(b"")
    kitgen_run("build")
    assert files_in(public(lab)) == first
    secret = load_secret({"KITGEN_SECRET": SECRET}, lab.root)
    assert (public(lab) / kit_path(secret, "ada/jo", 1)).is_dir()


def test_check_says_why_a_brief_is_not_there(lab: Project) -> None:
    """At the entry that asks for it."""
    text = TEXT.replace(
        "    history: [{declined", "    brief: {shared: yes}\n    history: [{declined"
    )
    (lab.profiles / "ada.yml").write_text(text)
    done = kitgen_run("check", "ada")
    assert done.exit_code == 0
    assert "the brief for Kimberley Vale is not ready: Kimberley said no." in done.stderr
