"""Publishing to a folder: the old site or the new one, never a mix, and never anything plain."""

from __future__ import annotations

import os
import resource
import shutil
import stat
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kitgen.publish import PublishError, publish_folder
from tests.publish.conftest import DONE, FAILED, KILLED, found, killed_at

if TYPE_CHECKING:
    from kitgen.seal import SealedFolder

_DEEDS = ("open", "os.", "shutil.", "ctypes.call", "ctypes.dlsym")


def test_a_site_is_copied_whole_and_readable_for_all(old: SealedFolder, tmp_path: Path) -> None:
    """Every file is there, and a static server that is somebody else can read it."""
    place = tmp_path / "www"
    done = publish_folder(old, place)
    assert (done.kits, done.is_new) == (3, True)
    assert found(place) == found(old.place)
    for path in (place, *place.rglob("*")):
        wanted = 0o755 if path.is_dir() else 0o644
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path
    assert not publish_folder(old, place).is_new


def test_what_is_gone_from_the_site_is_gone_from_the_folder(
    old: SealedFolder, new: SealedFolder, tmp_path: Path
) -> None:
    """A kit that is published no more is no longer there, and rights given by hand stay."""
    place = tmp_path / "www"
    publish_folder(old, place)
    place.chmod(0o750)
    publish_folder(new, place)
    assert found(place) == found(new.place)
    assert stat.S_IMODE(place.stat().st_mode) == 0o750


@pytest.mark.slow
def test_a_publish_that_is_killed_leaves_the_old_site_or_the_new(
    old: SealedFolder, new: SealedFolder, tmp_path: Path
) -> None:
    """Killed at each thing it does; and the next publish leaves nothing of it behind."""
    place = tmp_path / "disk" / "www"
    place.parent.mkdir()
    seen = []
    for moment in range(1, 400):
        shutil.rmtree(place, ignore_errors=True)
        publish_folder(old, place)
        became = killed_at(moment, lambda: publish_folder(new, place), _DEEDS)
        assert became in {KILLED, DONE}
        now = found(place)
        assert now in (found(old.place), found(new.place)), moment
        seen.append(now == found(new.place))
        publish_folder(new, place)
        assert found(place) == found(new.place)
        assert {each.name for each in place.parent.iterdir()} <= {"www", ".kitgen.lock"}
        if became == DONE:
            break
    assert became == DONE
    assert len(seen) > 40
    assert False in seen[:-1]
    assert True in seen[:-1]  # killed after the exchange, too


def test_publishers_at_once_leave_one_whole_site(
    old: SealedFolder, new: SealedFolder, tmp_path: Path
) -> None:
    """Four publish together again and again; a reader sees one site or the other."""
    place = tmp_path / "disk" / "www"
    place.parent.mkdir()
    publish_folder(old, place)
    known = (found(old.place), found(new.place))
    failed: list[BaseException] = []

    def publish_often(site: SealedFolder) -> None:
        try:
            for _ in range(8):
                publish_folder(site, place)
        except BaseException as error:  # noqa: BLE001  told below
            failed.append(error)

    threads = [threading.Thread(target=publish_often, args=(each,)) for each in (old, new) * 2]
    for each in threads:
        each.start()
    while any(each.is_alive() for each in threads):
        # A reader holds the folder that it entered, as a server holds a file that it sends.
        handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            names = set(os.listdir(handle))  # noqa: PTH208  by its handle
        finally:
            os.close(handle)
        tops = [{name.split("/")[0] for name in site} for site in known]
        # What is being cleared away may hold less, but nothing of the other site.
        assert any(names <= top for top in tops)
    for each in threads:
        each.join()
    assert failed == []
    assert found(place) in known


def test_a_full_disk_leaves_the_old_site(
    old: SealedFolder, new: SealedFolder, tmp_path: Path
) -> None:
    """A file that cannot be written whole ends the publish, and the folder is as it was."""
    place = tmp_path / "disk" / "www"
    place.parent.mkdir()
    publish_folder(old, place)

    def with_little_room() -> None:
        most = max(path.stat().st_size for path in new.place.rglob("*") if path.is_file())
        resource.setrlimit(resource.RLIMIT_FSIZE, (most - 1, most - 1))
        publish_folder(new, place)

    assert killed_at(0, with_little_room, ()) == FAILED
    assert found(place) == found(old.place)
    assert {each.name for each in place.parent.iterdir()} <= {"www", ".kitgen.lock"}


def test_a_folder_that_may_not_be_written_stays(old: SealedFolder, new: SealedFolder) -> None:
    """Without leave to write above it, nothing changes, and what to do is said."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        top.chmod(0o755)
        shutil.copytree(new.place, top / "new")
        place = top / "disk" / "www"
        place.parent.mkdir()
        publish_folder(old, place)
        place.parent.chmod(0o555)

        def as_nobody() -> None:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            with pytest.raises(PublishError, match=r"cannot be written|could not be written"):
                publish_folder(type(new)(top / "new", 2), place)

        assert killed_at(0, as_nobody, ()) == DONE
        assert found(place) == found(old.place)
        place.parent.chmod(0o755)


def test_only_an_earlier_publication_is_replaced(old: SealedFolder, tmp_path: Path) -> None:
    """Somebody's own folder, a link, the project itself: all stay, and nothing is written."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "thesis.txt").write_text("mine")
    (tmp_path / "link").symlink_to(own)
    (tmp_path / "file").write_text("mine")
    mixed = tmp_path / "mixed"
    shutil.copytree(old.place, mixed)
    (mixed / "thesis.txt").write_text("mine")
    inside = old.place / "www"
    for place in (own, tmp_path / "link", tmp_path / "file", mixed, tmp_path, inside, old.place):
        with pytest.raises(PublishError):
            publish_folder(old, place)
    with pytest.raises(PublishError, match="make the one above it first"):
        publish_folder(old, tmp_path / "no" / "such")
    assert found(own) == {"thesis.txt": b"mine"}
    assert (mixed / "thesis.txt").read_text() == "mine"
