"""Shards: what several machines built and one merged is what one would have built."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from kitgen.manifest import read_manifest
from kitgen.seal import prove_folder
from kitgen.secret import load_secret
from kitgen.shards import Shard, read_record
from tests.conftest import ADA, NOON
from tests.test_cli_briefs import TEXT
from tests.test_cli_sealed import SECRET, files_in, kitgen_run, public

if TYPE_CHECKING:
    from collections.abc import Callable

    from kitgen.project import Project

NAMES = ("ada", "bob", "cyd", "dee", "eli")


@pytest.fixture
def five(ada: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Enter a project with five small profiles, one with a brief, and a desk."""
    for name in NAMES[1:]:
        text = ADA.replace("Ada", name.title()).replace("Jo Park", f"Jo {name.title()}son")
        (ada.profiles / f"{name}.yml").write_text(text)
    shared = TEXT.replace("    evidence:\n", "    brief: {shared: yes}\n    evidence:\n", 1)
    (ada.profiles / "ada.yml").write_text(shared)
    text = ada.mkdocs_yml.read_text()
    ada.mkdocs_yml.write_text(text.replace("extra:\n", "extra:\n  kitgen: {desk: 1}\n", 1))
    monkeypatch.setenv("KITGEN_SECRET", SECRET)
    monkeypatch.setenv("KITGEN_BASE_URL", "https://kits.example.org/coach")
    return ada


def shards_of(project: Project, count: int) -> tuple[str, ...]:
    """Build all shards, and move them away: what they leave beside is not needed."""
    for number in range(1, count + 1):
        done = kitgen_run("build", "--shard", f"{number}/{count}")
        assert done.exit_code == 0, done.stderr
    travelled = project.root / "artifacts"
    shutil.copytree(project.root / "build" / "shards", travelled, dirs_exist_ok=True)
    shutil.rmtree(project.root / "build")
    return tuple(f"artifacts/{number}-of-{count}" for number in range(1, count + 1))


def test_merged_shards_are_what_one_machine_builds(five: Project) -> None:
    """Kits, briefs, theme and desk, byte for byte; a build after it finds nothing to do."""
    assert kitgen_run("build").exit_code == 0
    whole = files_in(public(five))
    shutil.rmtree(five.root / "build")
    done = kitgen_run("merge", *shards_of(five, 3))
    assert done.exit_code == 0, done.stderr
    assert [*NAMES, "desk/mentor"] == sorted(
        (line.removesuffix(": sealed") for line in done.stdout.splitlines()), key=lambda n: "/" in n
    )
    assert "5 kits and 1 brief stand in build/public" in done.stderr
    assert files_in(public(five)) == whole
    assert prove_folder(public(five)).kits == 7
    again = kitgen_run("build")
    assert (again.stdout, "5 were up to date" in again.stderr) == ("", True)


def test_a_shard_tells_nobody_whom_it_covers(five: Project) -> None:
    """What travels is ciphertext, the record included; with the secret it says whom it covers."""
    folders = shards_of(five, 2)
    names = set()
    for folder in folders:
        top = {path.name for path in (five.root / folder).iterdir()}
        assert top == {"public", "record.bin"}
        found = files_in(five.root / folder).items()
        texts = [each.lower() for name, each in found if "/_theme/" not in name]
        assert [
            each for each in (b"ada lind", b"bob.yml", b"profiles/") if each in b"".join(texts)
        ] == []
        record = read_record(five.root / folder, load_secret({"KITGEN_SECRET": SECRET}, five.root))
        names |= set(record.covered)
    assert names == set(NAMES)


def test_more_shards_than_profiles_are_none_too_many(five: Project) -> None:
    """A shard of nothing is one, too."""
    done = kitgen_run("merge", *shards_of(five, 7))
    assert done.exit_code == 0, done.stderr
    assert "5 kits" in done.stderr


def folders_of(project: Project, name: str) -> set[str]:
    """Return the folders that the manifest knows of a kit."""
    return set(read_manifest(project.manifest).entries[name].kits)


def test_a_merge_takes_the_kits_of_removed_profiles_away(five: Project) -> None:
    """Neither one that stands from before nor one that is in a shard survives."""
    folders = shards_of(five, 2)
    assert kitgen_run("merge", *folders).exit_code == 0
    before, (gone,) = set(files_in(public(five))), folders_of(five, "bob")
    (five.profiles / "bob.yml").unlink()
    done = kitgen_run("merge", *folders)
    assert done.exit_code == 0, done.stderr
    assert "1 kit was taken away" in done.stderr
    left = {name for name in files_in(public(five)) if name.split("/")[0] == gone}
    assert (left, any(name.startswith(gone) for name in before)) == (set(), True)


def test_what_a_shard_could_not_build_keeps_its_last_good_kit(five: Project) -> None:
    """As with a build: told, exit code 1, and all others are as they should be."""
    assert kitgen_run("build").exit_code == 0
    (kept,) = folders_of(five, "cyd")
    shutil.move(five.root / "build", five.root / "aside")
    broken = (five.profiles / "cyd.yml").read_text().replace("manager", "boss")
    (five.profiles / "cyd.yml").write_text(broken)
    for number in (1, 2):
        assert kitgen_run("build", "--shard", f"{number}/2").exit_code == 2 - number
    shutil.move(five.root / "build" / "shards", five.root / "artifacts")
    shutil.rmtree(five.root / "build")
    shutil.move(five.root / "aside", five.root / "build")
    done = kitgen_run("merge", "artifacts/1-of-2", "artifacts/2-of-2")
    assert done.exit_code == 1
    assert "shard 1-of-2 could not build it" in done.stderr
    assert "cyd: not built; its last good kit is kept." in done.stderr
    assert (public(five) / kept / "index.html").is_file()
    assert prove_folder(public(five)).kits == 7


def changed_kit(project: Project) -> None:
    """Change one byte of one file."""
    file = next((project.root / "artifacts/2-of-2/public").glob("*/index.html"))
    file.write_bytes(file.read_bytes() + b"\n")


def lost_kit(project: Project) -> None:
    """Lose a folder on the way."""
    shutil.rmtree(next((project.root / "artifacts/2-of-2/public").glob("*/index.html")).parent)


def changed_theme(project: Project) -> None:
    """Change a file that all kits share."""
    file = next((project.root / "artifacts/1-of-2/public/_theme").rglob("*.js"))
    file.write_text("alert()")


def lost_record(project: Project) -> None:
    """As when a shard was not built to its end."""
    (project.root / "artifacts/2-of-2/record.bin").unlink()


def changed_record(project: Project) -> None:
    """Change the last byte."""
    file = project.root / "artifacts/2-of-2/record.bin"
    file.write_bytes(file.read_bytes()[:-1] + b"x")


def lost_shard(project: Project) -> None:
    """Lose one, and hand in the other twice."""
    shutil.rmtree(project.root / "artifacts/2-of-2")
    shutil.copytree(project.root / "artifacts/1-of-2", project.root / "artifacts/2-of-2")


def new_profile(project: Project) -> None:
    """Add a profile after the shards were built."""
    (project.profiles / "new.yml").write_text(ADA)


def edited_profile(project: Project) -> None:
    """Edit one after the shards were built."""
    (project.profiles / "bob.yml").write_text(ADA)


def edited_sources(project: Project) -> None:
    """Edit a page source after the shards were built."""
    (project.docs / "en" / "about.md").write_text("# Another\n")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (changed_kit, ["artifacts/2-of-2: kits changed or lost since it was built: 1"]),
        (lost_kit, ["artifacts/2-of-2: kits changed or lost since it was built: 1"]),
        (changed_theme, ["artifacts/1-of-2: its theme was changed or lost since it was built"]),
        (lost_record, ["artifacts/2-of-2: no shard that was built to its end: there is no record"]),
        (changed_record, ["artifacts/2-of-2: made with another secret, or changed since"]),
        (lost_shard, ["shard 2-of-2 is missing", "shard 1-of-2 is there twice"]),
        (new_profile, ["new: no shard covers it; it is newer than they are"]),
        (edited_profile, ["bob: its profile has changed since its shard was built"]),
        (edited_sources, ["1-of-2: made from another docs/", "2-of-2: made from another docs/"]),
    ],
)
def test_shards_that_make_no_whole_change_nothing(
    five: Project, spoil: Callable[[Project], object], said: list[str]
) -> None:
    """Every reason is told, and not a file is written in the public folder."""
    assert kitgen_run("build", "ada").exit_code == 0
    shutil.copytree(public(five), five.root / "before")
    folders = shards_of(five, 2)
    shutil.copytree(five.root / "before", public(five))
    spoil(five)
    done = kitgen_run("merge", *folders)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "these shards make no whole, so nothing was changed" in done.stderr
    assert [each for each in said if each not in done.stderr] == []
    assert files_in(public(five)) == files_in(five.root / "before")


def test_shards_of_another_day_secret_or_division_make_no_whole(
    five: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What they were made with is told, as far as it can be known."""
    folders = shards_of(five, 2)
    for number in range(1, 4):
        assert kitgen_run("build", "--shard", f"{number}/3").exit_code == 0
    mixed = [folders[0], *(f"build/shards/{number}-of-3" for number in (1, 2, 3))]
    assert "some are of 2 and 3 shards" in kitgen_run("merge", *mixed).stderr
    with monkeypatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(NOON + 86_400))
        said = kitgen_run("merge", *folders).stderr
        assert said.count("made on 2026-11-22, and it is 2026-11-23; build it again") == 2
    with monkeypatch.context() as patch:
        patch.setattr("kitgen.shards.versions", lambda: ("kitgen 9",))
        said = kitgen_run("merge", *folders).stderr
        assert "made with Python" in said
    monkeypatch.setenv("KITGEN_SECRET", SECRET[::-1])
    assert kitgen_run("merge", *folders).stderr.count("made with another secret") == 2
    assert not public(five).exists()


def test_in_ci_a_merge_names_nobody(five: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong is told all the same: with the name that a kit has in logs."""
    folders = shards_of(five, 2)
    edited_profile(five)
    monkeypatch.setenv("CI", "true")
    said = kitgen_run("merge", *folders).stderr
    assert "its profile has changed since its shard was built" in said
    assert "bob" not in said


def test_an_interrupted_shard_has_no_record(five: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one of the build before does not stand for it."""
    assert kitgen_run("build", "--shard", "1/1").exit_code == 0
    record = five.root / "build/shards/1-of-1/record.bin"
    assert record.is_file()

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kitgen.workshop.seal_kit", stopped)
    assert kitgen_run("build", "--shard", "1/1", "--fresh").exit_code != 0
    assert not record.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("build", "--shard", "0/2"), "'0/2' is no shard; the second of four is 2/4"),
        (("build", "--shard", "3/2"), "'3/2' is no shard"),
        (("build", "--shard", "half"), "'half' is no shard"),
        (("build", "ada", "--shard", "1/2"), "--shard takes no NAMES"),
        (("build", "--plain", "x", "--shard", "1/2"), "no --plain"),
        (("merge",), "Missing argument 'SHARD...'"),
    ],
)
def test_what_is_no_shard_is_told(five: Project, words: tuple[str, ...], said: str) -> None:
    """Before anything is built."""
    done = kitgen_run(*words)
    assert (done.exit_code, said in done.stderr) == (2, True)
    assert not (five.root / "build").exists()


def test_shards_share_out_all_profiles(five: Project) -> None:
    """Each is in one, in the order of names, however many there are."""
    paths = five.profile_paths()
    for count in range(1, 9):
        shares = [Shard(number, count).share_of(paths) for number in range(1, count + 1)]
        assert sorted(path for share in shares for path in share) == list(paths)
        assert max(map(len, shares)) - min(map(len, shares)) <= 1


@pytest.mark.parametrize("spoil", ["link out", "broken link", "pipe", "empty folder", "link to it"])
def test_what_is_no_file_of_its_own_in_a_shard_is_told(five: Project, spoil: str) -> None:
    """Nothing that a link leads to gets into what is published, and no pipe is waited for."""
    folders = shards_of(five, 2)
    top = five.root / folders[0] / "public"
    kit = next(path for path in top.iterdir() if len(path.name) == 22)
    if spoil == "link out":
        (kit / "more").symlink_to(five.profiles)
    elif spoil == "broken link":
        (kit / "more").symlink_to(five.root / "nowhere")
    elif spoil == "pipe":
        os.mkfifo(kit / "more")
    elif spoil == "empty folder":
        (kit / "Ada Lind").mkdir()
    else:
        kit.rename(five.root / kit.name)
        kit.symlink_to(five.root / kit.name)
    done = kitgen_run("merge", *folders)
    assert done.exit_code == 1
    assert "kits changed or lost since it was built: 1" in done.stderr
    assert not public(five).exists()


@pytest.mark.parametrize("spoil", ["pipe", "folder", "device"])
def test_a_record_that_is_no_file_is_none(five: Project, spoil: str) -> None:
    """It is not read: that might never end."""
    folders = shards_of(five, 1)
    record = five.root / folders[0] / "record.bin"
    record.unlink()
    if spoil == "pipe":
        os.mkfifo(record)
    elif spoil == "folder":
        record.mkdir()
    else:
        record.symlink_to("/dev/zero")
    done = kitgen_run("merge", *folders)
    assert done.exit_code == 1
    assert "there is no record.bin" in done.stderr
