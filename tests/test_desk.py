"""The mentor's desk: who needs them first, each kit's link, and nothing for anyone else."""

from __future__ import annotations

import os
import re
import threading
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from kitgen.cli import main
from kitgen.errors import KitgenError
from kitgen.folder import output_folder
from kitgen.seal import unseal_bytes
from kitgen.seal.shell import sealed_part
from kitgen.settings import Settings, settings_in
from kitgen.sharing import project_secret, read_members, sealer_of, unsealed
from kitgen.static_server import make_server
from tests.test_cli_sealed import BASE, SECRET, kitgen_run, opened, public

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from kitgen.project import Project

_EDIT = "https://git.example.org/coach/kits/edit/main/profiles/"
_SETTING = f"extra:\n  kitgen: {{desk: 1, programme: 1, edit: '{_EDIT}'}}\n"
LATE = """\
owner: {name: Lea Moor}
contacts:
  - {name: Kim Vale, notes: CANARY-NOTE, history: [{received: 2026-11-01}]}
mentor: {notes: Prefers to talk on Fridays., confidence_before: 2, confidence_after: 6}
"""


@pytest.fixture
def coach(ada: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Enter a project with a desk: one has nothing overdue, one has, one cannot be read."""
    (ada.profiles / "lea.yml").write_text(LATE)
    (ada.profiles / "bo.yml").write_text("owner: {name: Bo Ash, goals: x}\n")
    text = ada.mkdocs_yml.read_text()
    ada.mkdocs_yml.write_text(text.replace("extra:\n", _SETTING, 1))
    monkeypatch.setenv("KITGEN_SECRET", SECRET)
    monkeypatch.setenv("KITGEN_BASE_URL", BASE)
    return ada


def desk_page(project: Project, *options: str) -> str:
    """Return the start page of a desk, opened with its link."""
    done = kitgen_run("desk", *options)
    assert done.exit_code == 0, done.stderr
    return opened(project, done.stdout.strip())


def test_the_desk_shows_everyone_who_needs_most_first(coach: Project) -> None:
    """Broken, overdue, then the rest; each with a way into the kit, to its code and its profile."""
    assert kitgen_run("build").exit_code == 1  # one profile is broken
    page = desk_page(coach)
    order = [page.index(name) for name in (">bo<", ">Lea Moor<", ">Ada Lind<")]
    assert order == sorted(order)
    assert "2 things overdue" in page
    assert "Prefers to talk on Fridays." in page
    for name in ("bo", "lea", "ada"):
        assert f'href="{_EDIT}{name}.yml"' in page
    beside = re.findall(r'href="\.\./([\w-]{22})/#k=([\w-]{43})"', page)
    shared = [kitgen_run("share", name).stdout.strip() for name in ("lea", "ada")]
    assert [f"{BASE}/{path}/#k={key}" for path, key in beside] == shared
    assert len(set(re.findall(r'href="[\w-]+\.html#m-[0-9a-f]{8}"', page))) == 2


def test_nothing_of_the_desk_is_in_a_kit(coach: Project) -> None:
    """Neither the mentor's notes nor the profile's address; and a contact's notes nowhere."""
    kitgen_run("build")
    kit = opened(coach, kitgen_run("share", "lea").stdout.strip())
    assert "Lea Moor" in kit
    for told in ("Fridays", "git.example.org", "Ada Lind", "CANARY-NOTE"):
        assert told not in kit
    assert "CANARY-NOTE" not in desk_page(coach)


def test_counts_name_nobody(coach: Project) -> None:
    """Who leads a programme sees how many, and no one; a mean of one person is not shown."""
    kitgen_run("build")
    page = desk_page(coach, "--counts")
    assert "People with a kit" in page
    assert "from three on the mean is shown" in page
    assert not re.search("Lea|Moor|Ada|Lind|Kim|Vale|Fridays|#k=", page)


def test_without_a_setting_there_is_no_desk(ada: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds everyone's link, so nobody gets one unasked; what to write where is said."""
    monkeypatch.setenv("KITGEN_BASE_URL", BASE)
    kitgen_run("build")
    assert len([each for each in public(ada).iterdir() if len(each.name) == 22]) == 1
    done = kitgen_run("desk")
    assert done.exit_code == 1
    assert "with the line 'desk: 1'" in done.stderr


def test_a_desk_moves_with_its_number_and_goes_with_it(coach: Project) -> None:
    """Raised, the old link opens nothing any more; without it the desk is gone."""
    kitgen_run("build")
    before = kitgen_run("desk").stdout.strip()
    text = coach.mkdocs_yml.read_text()
    coach.mkdocs_yml.write_text(text.replace("desk: 1", "desk: 2"))
    kitgen_run("build")
    after = kitgen_run("desk").stdout.strip()
    assert before != after
    desk_page(coach)
    with pytest.raises(FileNotFoundError):
        opened(coach, before)
    coach.mkdocs_yml.write_text(text.replace("desk: 1", "desk: 0"))
    kitgen_run("build")
    with pytest.raises(FileNotFoundError):
        opened(coach, after)


def test_a_desk_is_verified_like_a_kit(coach: Project) -> None:
    """A byte changed on the host is told, and an old desk that is still served."""
    (coach.profiles / "bo.yml").unlink()
    kitgen_run("build")
    place = kitgen_run("desk").stdout.split("/")[-2]
    with make_server(public(coach), 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            # Its codes hold the address, so it is built for the one that it is looked at.
            done = CliRunner(env={"KITGEN_BASE_URL": BASE}).invoke(main, ["verify", url])
            assert (done.exit_code, "desk/mentor: as built" in done.stdout) == (0, True), (
                done.stderr
            )
            page = public(coach) / place / "index.html"
            page.write_bytes(page.read_bytes().replace(b"</title>", b"!</title>"))
            done = CliRunner(env={"KITGEN_BASE_URL": BASE}).invoke(main, ["verify", url])
            assert done.exit_code == 1
            assert f"desk/mentor: {place}/index.html is not what" in done.stderr
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        ({"desks": 1}, "only desk, edit, edit_in_kits, language, programme"),
        ({"desk": "yes"}, "'desk' is a number"),
        ({"desk": True}, "'desk' is a number"),
        ({"programme": -1}, "'programme' is a number"),
        ({"edit": "javascript:alert(1)"}, "'edit' is an address"),
        ({"edit": "https://git.example.org/x"}, "'edit' is an address"),
        ({"edit": 'https://git.example.org/"onclick=x/'}, "'edit' is an address"),
        ({"edit_in_kits": "yes", "edit": _EDIT}, "'edit_in_kits' is true or false"),
        ({"edit_in_kits": True}, "needs 'edit', too"),
        ([1], "only desk, edit, edit_in_kits, language, programme"),
    ],
)
def test_settings_that_cannot_be_are_told(extra: object, told: str) -> None:
    """What is wrong, where, and what is accepted."""
    with pytest.raises(KitgenError, match=told):
        settings_in({"kitgen": extra})


def test_settings_are_none_by_default() -> None:
    """Absent or empty, there is no desk and no edit link."""
    assert settings_in({}) == settings_in({"kitgen": None}) == Settings()


@pytest.mark.parametrize("in_kits", [False, True])
def test_a_kit_leads_to_its_profile_if_it_is_to(
    coach: Project, tmp_path: Path, noon: datetime, *, in_kits: bool
) -> None:
    """By default the owner is only told the file's name; a brief never leads there."""
    more = ", edit_in_kits: true}" if in_kits else "}"
    text = coach.mkdocs_yml.read_text("utf-8")
    coach.mkdocs_yml.write_text(text.replace(f"'{_EDIT}'}}", f"'{_EDIT}'{more}"), "utf-8")
    (kit,) = unsealed(coach, read_members(coach, [coach.profiles / "ada.yml"], noon))
    secret = project_secret(coach, os.environ)
    keys, sealer = kit.keys(secret), replace(sealer_of(coach, secret), staging=tmp_path)
    with output_folder(tmp_path):
        sealed, _ = sealer.seal(kit)
    told = "".join(
        unseal_bytes(keys.file_key, name, sealed_part(content)).decode()
        for name, content in sealed.files.items()
        if name.endswith(".html")
    )
    assert told.count(f'href="{_EDIT}ada.yml"') == in_kits


def test_status_is_the_desk_in_a_terminal(coach: Project) -> None:
    """The same order as JSON and as a table for a spreadsheet; in CI only counts."""
    del coach
    found = kitgen_run("status", "--json").stdout
    order = [found.index(f'"{name}"') for name in ("bo", "lea", "ada")]
    assert order == sorted(order)
    assert '"last_change": "2026-11-01"' in found
    sheet = kitgen_run("status", "--csv").stdout.splitlines()
    assert sheet[0].startswith("name,owner,standing,received,target")
    assert [line.split(",")[0] for line in sheet[1:]] == ["bo", "lea", "ada"]
    counts = kitgen_run("status", "--counts", "--json").stdout
    assert '"owners": 3' in counts
    assert not re.search("Lea|Ada|bo", counts)


def test_status_names_nobody_in_ci(coach: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log may be read by others: counts only, and the link of the desk not at all."""
    del coach
    monkeypatch.setenv("CI", "true")
    for words in (("status",), ("status", "--json"), ("desk",)):
        done = kitgen_run(*words)
        assert done.exit_code == 1
        assert not re.search("Lea|Ada|#k=", done.output)
    assert "asked" in kitgen_run("status", "--counts").stdout
