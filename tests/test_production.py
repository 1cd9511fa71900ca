"""Fleets of sealed kits: only what changed is built, by whoever, and always the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kitgen.errors import KitgenError
from kitgen.manifest import digest_common, digest_file, versions
from kitgen.seal import prove_folder
from tests.conftest import ADA
from tests.test_cli_sealed import BASE, BOB, SECRET, files_in, kitgen_run, link_of, public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.project import Project

CYD = ADA.replace("Ada Lind", "Cyd Moor").replace("Jo Park", "Lee Dunn")


@pytest.fixture
def fleet(ada: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Enter a project with two small profiles, and their kits built."""
    (ada.profiles / "bob.yml").write_text(BOB)
    monkeypatch.setenv("KITGEN_SECRET", SECRET)
    assert kitgen_run("build").exit_code == 0
    return ada


def times(folder: Path) -> dict[str, int]:
    """Return when each file of a folder was written."""
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_what_has_not_changed_is_not_built_again(fleet: Project) -> None:
    """Touched profiles are not changed ones: not one file is written."""
    before = times(public(fleet))
    for path in fleet.profile_paths():
        path.touch()
    done = kitgen_run("build")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "2 kits stand in build/public, sealed. 2 were up to date." in done.stderr
    assert times(public(fleet)) == before


@pytest.mark.parametrize("spoil", ["unreadable", "gone", "a file", "elsewhere"])
def test_no_kit_goes_when_the_profiles_cannot_be_looked_at(
    fleet: Project, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    """A disk that is not there, or missing rights: nobody has removed a profile."""
    before = files_in(public(fleet))
    if spoil == "unreadable":
        real = Path.iterdir

        def refuse(path: Path) -> Iterator[Path]:
            if path == fleet.profiles:
                raise PermissionError(13, "Permission denied", str(path))
            return real(path)

        monkeypatch.setattr(Path, "iterdir", refuse)
    else:
        fleet.profiles.rename(fleet.root / "away")
    if spoil == "a file":
        fleet.profiles.write_text("")
    elif spoil == "elsewhere":
        fleet.profiles.symlink_to("/nowhere/profiles")
    done = kitgen_run("build")
    assert (done.exit_code, done.stdout) == (1, "")
    assert files_in(public(fleet)) == before
    named = spoil in {"unreadable", "a file"}
    said = "the folder profiles cannot be read" if named else "there is no profile yet"
    assert said in done.stderr


def test_the_last_profile_takes_its_kit_along(fleet: Project) -> None:
    """The folder is there, and nobody in it."""
    for path in fleet.profile_paths():
        path.unlink()
    assert kitgen_run("build").exit_code == 1
    assert prove_folder(public(fleet)).kits == 0


def test_a_profile_may_be_a_link(fleet: Project) -> None:
    """Into a folder where another's profile has its name: the kit is of whom it leads to."""
    before = files_in(public(fleet))
    (elsewhere := fleet.root / "elsewhere").mkdir()
    (fleet.profiles / "ada.yml").rename(elsewhere / "real.yml")
    (elsewhere / "ada.yml").write_text(CYD)
    (fleet.profiles / "ada.yml").symlink_to("../elsewhere/real.yml")
    done = kitgen_run("build", "--fresh")
    assert (done.exit_code, done.stdout) == (0, "ada: sealed\nbob: sealed\n")
    assert files_in(public(fleet)) == before


@pytest.mark.parametrize("spoil", ["gone", "empty", "one file gone", "changed", "link"])
def test_a_theme_that_was_changed_is_made_again(fleet: Project, tmp_path: Path, spoil: str) -> None:
    """Without it no kit opens; and what was changed in it would not be published."""
    before = files_in(public(fleet))
    (theme,) = (public(fleet) / "_theme").iterdir()
    if spoil == "gone":
        shutil.rmtree(theme.parent)
    elif spoil == "empty":
        shutil.rmtree(theme)
        theme.mkdir()
    elif spoil == "one file gone":
        (theme / "assets" / "kit.css").unlink()
    elif spoil == "changed":
        with (theme / "assets" / "kit.css").open("a") as file:
            file.write("/* Ada Lind */")
    else:
        theme.rename(tmp_path / theme.name)
        theme.symlink_to(tmp_path / theme.name)
    done = kitgen_run("build")
    assert (done.exit_code, done.stdout) == (0, "ada: sealed\nbob: sealed\n")
    assert files_in(public(fleet)) == before
    assert prove_folder(public(fleet)).kits == 2
    assert "2 were up to date" in kitgen_run("build").stderr


def test_what_is_published_is_readable_whatever_new_files_are(fleet: Project) -> None:
    """Static servers run as somebody else, and may get the folder as it is."""
    shutil.rmtree(fleet.root / "build")
    before = os.umask(0o077)
    try:
        assert kitgen_run("build").exit_code == 0
    finally:
        os.umask(before)
    for path in (public(fleet), *public(fleet).rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


def test_a_link_in_the_place_of_a_file_of_everybody_is_replaced(fleet: Project) -> None:
    """What it leads to is not touched."""
    aim = fleet.root / "elsewhere.txt"
    aim.write_bytes((public(fleet) / "robots.txt").read_bytes())
    (public(fleet) / "robots.txt").unlink()
    (public(fleet) / "robots.txt").symlink_to(aim)
    assert kitgen_run("build").exit_code == 0
    assert not (public(fleet) / "robots.txt").is_symlink()
    assert prove_folder(public(fleet)).kits == 2


@pytest.mark.parametrize("name", ["robots.txt", "_theme", "kit"])
def test_what_is_no_file_or_folder_of_its_own_in_public_is_told(fleet: Project, name: str) -> None:
    """`kitgen publish` refuses it, and says that the build tells more: so it does."""
    kit = next(path for path in public(fleet).iterdir() if len(path.name) == 22)
    place = kit if name == "kit" else public(fleet) / name
    place.rename(fleet.root / "elsewhere")
    if name == "robots.txt":
        place.mkdir()
    else:
        place.symlink_to(fleet.root / "elsewhere")
    done = kitgen_run("build")
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"everything in it gets published. Move it away: {place.name}" in done.stderr


def test_one_edited_profile_is_one_kit(fleet: Project) -> None:
    """The others are left alone."""
    (fleet.profiles / "bob.yml").write_text(BOB.replace("Kim Vale", "Kit Vale"))
    assert kitgen_run("build").stdout == "bob: sealed\n"


@pytest.mark.parametrize(
    "text", [None, "", "{", "[]", "[" * 100_000, '{"format": 1}', '{"format": 0}']
)
def test_a_manifest_that_is_gone_or_corrupt_costs_only_time(
    fleet: Project, text: str | None
) -> None:
    """The kits are built again, and come out the same."""
    before = files_in(public(fleet))
    whole = fleet.manifest.read_text()
    fleet.manifest.unlink()
    if text is not None:
        fleet.manifest.write_text(text)
    assert kitgen_run("build").stdout == "ada: sealed\nbob: sealed\n"
    assert files_in(public(fleet)) == before
    assert json.loads(fleet.manifest.read_text()).keys() == json.loads(whole).keys()


@pytest.mark.parametrize("what", ["docs/en/guide.md", "docs/facts.yml", "mkdocs.yml"])
def test_what_all_kits_are_made_of_changes_all(fleet: Project, what: str) -> None:
    """A page source, the facts, the look."""
    with (fleet.root / what).open("a") as file:
        file.write("\n")
    assert kitgen_run("build").stdout == "ada: sealed\nbob: sealed\n"


@pytest.mark.parametrize(
    ("line", "is_closed"),
    [
        ("site_name: Kits", True),
        ("theme: {custom_dir: docs/theme}", True),
        ("theme: {custom_dir: look}", False),
        ("site_url: !ENV ADDRESS", False),
        ("INHERIT: ../base.yml", False),
        ("hooks: [hook.py]", False),
        ("# hooks: [hook.py]", True),
        ('"hooks": [hook.py]', False),
        ("{INHERIT: ../base.yml}", False),
        ("theme: {name: material, custom_dir : look}", False),
        ("theme: {custom_dir: docs/../look}", False),
        ("theme:\n  custom_dir: 'docs/theme'  # ours\n  font: false", True),
        ("docs_dir: docs", True),
        ("docs_dir: other", False),
    ],
)
def test_settings_that_lead_elsewhere_are_never_the_same(
    tmp_path: Path, line: str, *, is_closed: bool
) -> None:
    """What a variable or a file out of sight holds is not known, so nothing is skipped."""
    settings = tmp_path / "mkdocs.yml"
    settings.write_text(f"# a line before\n{line}\n")
    once, again = (digest_common(tmp_path, (settings,), ()) for _ in range(2))
    assert (once == again) is is_closed


def test_what_links_lead_to_is_looked_at_too(tmp_path: Path) -> None:
    """A folder of `docs` may lie elsewhere; one that leads to itself has an end."""
    settings, docs, words = tmp_path / "mkdocs.yml", tmp_path / "docs", tmp_path / "shared"
    settings.touch()
    for folder in (docs, words):
        folder.mkdir()
    (docs / "en").symlink_to(words)
    (words / "round").symlink_to(docs)
    seen = set()
    for text in ("one", "two"):
        (words / "words.yml").write_text(text)
        seen.add(digest_common(docs, (settings,), ()))
    assert len(seen) == len({"one", "two"})


def test_what_is_no_file_is_passed_over(tmp_path: Path) -> None:
    """An editor's lock is a link to nothing, a pipe never ends, and names are what they are."""
    settings, docs = tmp_path / "mkdocs.yml", tmp_path / "docs"
    settings.touch()
    docs.mkdir()
    before = digest_common(docs, (settings,), ())
    (docs / ".#words.yml").symlink_to("me@host.1:2")
    os.mkfifo(docs / "pipe")
    assert digest_file(docs / "pipe") == ""
    assert digest_common(docs, (settings,), ()) == before
    Path(os.fsdecode(bytes(docs) + b"/\xff.md")).touch()
    assert digest_common(docs, (settings,), ()) != before


def test_another_day_changes_all(fleet: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans have dates, so the kits of yesterday are not today's."""
    del fleet
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795435200")
    assert kitgen_run("build").stdout == "ada: sealed\nbob: sealed\n"


def test_a_kit_that_was_touched_in_public_is_built_again(fleet: Project) -> None:
    """A file that was changed, added or lost there does not count as up to date."""
    before = files_in(public(fleet))
    kit = public(fleet) / link_of("ada", "--base-url", "https://kits.example.org").split("/")[-2]
    (kit / "index.html").write_text("x")
    assert kitgen_run("build").stdout == "ada: sealed\n"
    assert files_in(public(fleet)) == before


def test_a_removed_profile_takes_its_kit_away(fleet: Project) -> None:
    """Only that one; and a second build finds nothing to do."""
    (fleet.profiles / "bob.yml").unlink()
    done = kitgen_run("build")
    assert "1 kit was taken away" in done.stderr
    assert "1 kit stands" in done.stderr
    assert "bob" not in json.loads(fleet.manifest.read_text())["kits"]


def test_a_kit_knows_nothing_of_the_one_before(fleet: Project, tmp_path: Path) -> None:
    """Built after another with the same ids, or alone in a process: the same bytes."""
    together = files_in(public(fleet))
    shutil.rmtree(public(fleet))
    (fleet.profiles / "ada.yml").rename(tmp_path / "ada.yml")
    fleet.manifest.unlink()
    run = [sys.executable, "-m", "kitgen", "build"]
    subprocess.run(run, cwd=fleet.root, check=True, capture_output=True)
    alone = files_in(public(fleet))
    assert alone
    assert {name: together[name] for name in alone} == alone


@pytest.mark.slow
def test_many_workers_make_what_one_makes(fleet: Project) -> None:
    """Eight profiles, one of them broken: told once, and all others there, byte for byte."""
    for number in range(6):
        (fleet.profiles / f"p{number}.yml").write_text(CYD.replace("Cyd", f"Cyd{number}"))
    (fleet.profiles / "broken.yml").write_text(CYD.replace("manager", "boss"))
    run = [sys.executable, "-m", "kitgen", "build", "--jobs"]
    done = subprocess.run([*run, "2"], cwd=fleet.root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("'boss' is not one of the choices") == 1
    assert "8 kits stand" in done.stderr
    many = files_in(public(fleet))
    shutil.rmtree(public(fleet))
    kitgen_run("build", "--fresh", "--jobs", "1")
    assert files_in(public(fleet)) == many


def test_workers_are_renewed_after_so_many_kits(
    fleet: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What libraries keep of each kit does not add up over thousands; all kits are there."""
    asked: list[tuple[int, int]] = []

    @contextmanager
    def opened(jobs: int, tasks: int) -> Iterator[tuple[None, int]]:
        asked.append((jobs, tasks))
        yield None, 1

    (fleet.profiles / "cyd.yml").write_text(CYD)
    monkeypatch.setattr("kitgen.production.RENEWED", 1)
    monkeypatch.setattr("kitgen.production.open_executor", opened)
    done = kitgen_run("build", "--fresh", "--jobs", "2")
    assert done.stdout == "ada: sealed\nbob: sealed\ncyd: sealed\n"
    assert asked == [(2, 2), (2, 1)]


def test_a_kept_kit_is_not_searched_for_all_again(
    fleet: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last good kit of a broken profile was checked when it was made, and not touched since."""
    (fleet.profiles / "bob.yml").write_text(BOB.replace("manager", "boss"))
    asked: list[int] = []
    monkeypatch.setattr("kitgen.sharing.search_for", lambda *_: asked.append(1))
    for _ in range(2):
        assert kitgen_run("build").exit_code == 1
    assert "2 kits stand" in kitgen_run("build").stderr
    assert asked == []


@pytest.fixture
def office(fleet: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Enter the same project with a desk, built."""
    text = fleet.mkdocs_yml.read_text()
    fleet.mkdocs_yml.write_text(text.replace("extra:\n", "extra:\n  kitgen: {desk: 1}\n", 1))
    monkeypatch.setenv("KITGEN_BASE_URL", "https://kits.example.org/coach")
    assert "desk/mentor: sealed" in kitgen_run("build").stdout
    return fleet


def test_a_desk_is_made_again_with_whatever_it_shows(
    office: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One profile edited, gone or broken, or the address: the desk follows; else it is kept."""
    before = times(public(office))
    done = kitgen_run("build")
    assert (done.stdout, times(public(office))) == ("", before)
    assert "2 kits stand in build/public" in done.stderr
    edited = BOB.replace("Kim Vale", "Kit Vale")
    (office.profiles / "bob.yml").write_text(edited)
    assert kitgen_run("build").stdout == "bob: sealed\ndesk/mentor: sealed\n"
    (office.profiles / "bob.yml").write_text(edited.replace("manager", "boss"))
    assert kitgen_run("build").stdout == "desk/mentor: sealed\n"
    assert kitgen_run("build").stdout == ""
    (office.profiles / "bob.yml").unlink()
    done = kitgen_run("build")
    assert done.stdout == "desk/mentor: sealed\n"
    assert "1 kit stands" in done.stderr
    monkeypatch.setenv("KITGEN_BASE_URL", "https://kits.example.org/office")
    assert kitgen_run("build").stdout == "desk/mentor: sealed\n"


def test_a_desk_waits_for_all_kits(office: Project) -> None:
    """Building one kit leaves it alone, the next whole build does not; both can be published."""
    (office.profiles / "bob.yml").write_text(BOB.replace("Kim Vale", "Kit Vale"))
    done = kitgen_run("build", "bob")
    assert (done.stdout, "2 kits stand" in done.stderr) == ("bob: sealed\n", True)
    assert kitgen_run("build").stdout == "desk/mentor: sealed\n"
    kept = files_in(public(office))
    assert prove_folder(public(office)).kits == 3
    assert kitgen_run("build", "--fresh").exit_code == 0
    assert prove_folder(public(office)).kits == 3
    assert files_in(public(office)) == kept


def test_a_rotated_link_dies_even_when_the_new_kit_fails(
    fleet: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last good kit is kept only at a link that is still good."""
    assert kitgen_run("share", "bob", "--rotate", "--base-url", BASE).exit_code == 0

    def failing(*_: object) -> None:
        raise KitgenError("it failed")

    with monkeypatch.context() as patch:
        patch.setattr("kitgen.workshop.seal_kit", failing)
        done = kitgen_run("build")
    assert done.exit_code == 1
    assert "1 kit was taken away" in done.stderr
    assert "1 kit stands" in done.stderr
    assert len([each for each in public(fleet).iterdir() if len(each.name) == 22]) == 1


def test_versions_are_of_the_packages_that_python_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever they are installed: one that comes before another hides it."""
    before = versions()
    assert any(each.startswith("mkdocs_material-") for each in before)
    (tmp_path / "mkdocs_material-99.dist-info").mkdir()
    (tmp_path / "unknown-1.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert set(versions()) - set(before) == {"mkdocs_material-99.dist-info"}
    assert len(versions()) == len(before)
