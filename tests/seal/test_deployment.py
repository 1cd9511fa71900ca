"""The public folder: what it may hold, what is taken away from it, and how a leak is told."""

from __future__ import annotations

import re
import stat
from datetime import date
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kitgen.errors import KitgenError
from kitgen.folder import output_folder
from kitgen.profile import parse_profile
from kitgen.seal import Secret
from kitgen.seal.cipher import derive_keys, seal_bytes
from kitgen.seal.deployment import (
    Deployment,
    LeakError,
    _put,
    check_published,
    no_search,
    remove_themes,
    search_for,
)
from kitgen.seal.gate import NotSealedError
from kitgen.seal.neutral import NEUTRAL
from kitgen.seal.sealed_site import SealedSite
from kitgen.sharing import sealer_of, theme_folders

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kitgen.project import Project
    from kitgen.seal.leaks import LeakSearch

KITS = tuple(letter * 22 for letter in "abc")
SMALL = "owner: {name: Zoë Quill, goal: a first post as a bell founder}"


@pytest.fixture
def deployment(project: Project, tmp_path: Path) -> Iterator[Deployment]:
    """Return a deployment into a new folder, its staging folder held."""
    sealer = sealer_of(project, Secret(b"s" * 32, "a test"))
    sealer = type(sealer)(sealer.mkdocs_yml, sealer.theme, tmp_path / "staging", sealer.secret)
    with output_folder(sealer.staging):
        yield Deployment(tmp_path / "public" / "kits", sealer, no_search())


@pytest.fixture(scope="module")
def search(project: Project) -> LeakSearch:
    """Return the search for one small profile."""
    profile = parse_profile(SMALL, "zoe.yml", date(2026, 11, 22))
    return search_for([profile], theme_folders(project))


def neutral_in(folder: Path) -> dict[str, bytes]:
    """Return the files at the top of a folder."""
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


def test_a_public_folder_begins_with_neutral_files_that_a_server_may_read(
    deployment: Deployment,
) -> None:
    """They are written again where they are gone or changed, and kits beside them stay."""
    deployment.prepare()
    assert neutral_in(deployment.public) == NEUTRAL
    for name in NEUTRAL:
        assert (deployment.public / name).stat().st_mode & 0o777 == 0o644
    (deployment.public / "robots.txt").write_text("Allow: /")
    (deployment.public / ".nojekyll").unlink()
    (deployment.public / "_theme").mkdir()
    (deployment.public / KITS[0]).mkdir()
    deployment.prepare()
    assert neutral_in(deployment.public) == NEUTRAL
    assert deployment.entries() == (KITS[0],)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["notes.txt"], "holds something that kitgen did not put there"),
        (["f", "b", "a", "c", "d", "e"], "holds 6 files or folders that kitgen did not put there"),
    ],
)
def test_what_kitgen_did_not_put_there_is_refused(
    names: list[str], told: str, deployment: Deployment
) -> None:
    """By name, five at most: all of it would be published."""
    deployment.public.mkdir(parents=True)
    for name in names:
        (deployment.public / name).touch()
    (deployment.public / KITS[0]).touch()  # a kit is a folder
    names = sorted([*names, KITS[0]])
    told = told.replace("something", "2 files or folders").replace("6 files", "7 files")
    with pytest.raises(KitgenError) as caught:
        deployment.prepare()
    assert str(caught.value) == (
        f"{deployment.public} {told}, and everything in it gets published. "
        f"Move it away: {', '.join(names[:5])}"
    )


def test_one_thing_too_many_is_told_as_one(deployment: Deployment) -> None:
    """A folder of another name counts."""
    (deployment.public / "site").mkdir(parents=True)
    with pytest.raises(KitgenError, match=r"holds something that .* Move it away: site$"):
        deployment.prepare()


def test_a_public_folder_that_is_a_file_is_told(deployment: Deployment) -> None:
    """With the reason, and what it takes."""
    deployment.public.parent.mkdir()
    deployment.public.touch()
    with pytest.raises(KitgenError) as caught:
        deployment.prepare()
    place = deployment.public
    assert str(caught.value) == (
        f"{place} cannot be written: File exists; check its place and rights"
    )


def test_only_kits_that_nobody_checked_are_searched(
    deployment: Deployment, search: LeakSearch
) -> None:
    """A kit that tells is taken away and told, and the others stay."""
    deployment.prepare()
    for name in KITS:
        (deployment.public / name).mkdir()
        (deployment.public / name / "index.html").write_text("nothing to see")
    asked: list[str] = []

    def ask() -> LeakSearch:
        asked.append("")
        return search

    check_published(deployment, lambda _: True, ask)
    assert asked == []
    (deployment.public / KITS[1] / "index.html").write_text("Zoë Quill")
    check_published(deployment, lambda name: name == KITS[1], ask)
    assert deployment.entries() == KITS
    with pytest.raises(LeakError) as caught:
        check_published(deployment, lambda _: False, ask)
    assert str(caught.value).startswith(
        "a sealed site would show what a profile holds: index.html: owner.name ("
    )
    assert deployment.entries() == (KITS[0], KITS[2])
    check_published(deployment, lambda _: False, ask)


def test_five_leaks_are_told_and_the_rest_is_counted(
    deployment: Deployment, search: LeakSearch
) -> None:
    """One cause often makes hundreds."""
    deployment.prepare()
    kit = deployment.public / KITS[0]
    for files, more in ((5, ""), (6, "; and 1 more"), (8, "; and 3 more")):
        kit.mkdir()
        for number in range(files):
            (kit / f"{number}.html").write_text("Zoë Quill")
        with pytest.raises(LeakError) as caught:
            check_published(deployment, lambda _: False, lambda: search)
        told = str(caught.value)
        assert re.findall(r"(\d)\.html: owner\.name", told) == list("01234")
        assert told.endswith(f"(as it is){more}")


def test_themes_that_no_kit_uses_go(deployment: Deployment) -> None:
    """The others stay; without any there is nothing to do."""
    deployment.prepare()
    remove_themes(deployment, {"1" * 12})
    for name in ("1" * 12, "2" * 12, "3" * 12):
        (deployment.public / "_theme" / name).mkdir(parents=True)
    remove_themes(deployment, {"1" * 12, "3" * 12})
    left = sorted(each.name for each in (deployment.public / "_theme").iterdir())
    assert left == ["1" * 12, "3" * 12]


def test_a_sealed_site_is_put_in_place_whole_and_readable(
    deployment: Deployment, search: LeakSearch
) -> None:
    """Or not at all, when it does not open, or holds something in clear."""
    keys = derive_keys(Secret(b"s" * 32, "a test"), "zoe", 1)
    files = {name: seal_bytes(keys, name, b"words") for name in ("search.bin", "map.bin")}
    deployment.prepare()
    before = neutral_in(deployment.public)
    place = deployment.public / keys.path
    guarded = replace(deployment, search=search)
    plain = {**files, "map.bin": b"a first post as a bell founder"}
    for wrong, error in ((plain, LeakError), ({"map.bin": b"x"}, NotSealedError)):
        with pytest.raises(error):
            _put(SealedSite(keys.path, wrong), keys, guarded)
        assert not place.exists()
    _put(SealedSite(keys.path, files), keys, guarded)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == files
    assert stat.S_IMODE(place.stat().st_mode) == 0o755
    assert neutral_in(deployment.public) == before
