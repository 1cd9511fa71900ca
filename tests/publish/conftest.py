"""A small sealed site made by hand, and processes that are killed at a moment of one's choice."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from kitgen.seal import prove_folder
from kitgen.seal.cipher import derive_keys, seal_bytes
from kitgen.seal.neutral import NEUTRAL
from kitgen.seal.shell import Shell, loader_page
from kitgen.seal.theme import version_of
from kitgen.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kitgen.seal import SealedFolder

KILLED, DONE, FAILED = "killed", "done", "failed"
_SECRET = Secret(b"p" * 32, "a test")


def sealed_files(day: str, kits: int = 3) -> dict[str, bytes]:
    """Return what `build/public` holds of so many kits, as of a day: every byte depends on it."""
    files = dict(NEUTRAL)
    theme = {"assets/kit.css": f"/* {day} */".encode()}
    files |= {f"_theme/{version_of(theme)}/{name}": content for name, content in theme.items()}
    shell = Shell((), (), "check")
    for number in range(kits):
        keys = derive_keys(_SECRET, f"kit-{number}", 1)
        for name in ("index.html", f"{keys.opaque_name('plan.md')}.html"):
            page = loader_page(shell, seal_bytes(keys, name, f"{day} {name}".encode()))
            files[f"{keys.path}/{name}"] = page
        name = f"{keys.opaque_name('sitemap.xml')}.bin"
        files[f"{keys.path}/{name}"] = seal_bytes(keys, name, day.encode())
    return files


def written(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a folder and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def found(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder; a folder on its own counts, too."""
    return {
        path.relative_to(folder).as_posix(): b"" if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if not path.is_dir() or not any(path.iterdir())
    }


@pytest.fixture
def old(tmp_path: Path) -> SealedFolder:
    """Return a sealed site of yesterday."""
    return prove_folder(written(tmp_path / "old", sealed_files("2026-11-21")))


@pytest.fixture
def new(tmp_path: Path) -> SealedFolder:
    """Return a sealed site of today, with one kit less and another theme."""
    return prove_folder(written(tmp_path / "new", sealed_files("2026-11-22", kits=2)))


def killed_at(moment: int, work: Callable[[], object], counted: tuple[str, ...]) -> str:
    """Do `work` in a process of its own that is killed (SIGKILL) at its n-th deed.

    Deeds are Python's audit events whose names begin as one of `counted`. Return what became of it.
    """
    child = os.fork()
    if child == 0:
        seen = 0

        def count(event: str, _: object) -> None:
            nonlocal seen
            if event.startswith(counted):
                seen += 1
                if seen == moment:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            work()
        except BaseException:  # noqa: BLE001  the parent is told
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return KILLED
    return DONE if os.WEXITSTATUS(status) == 0 else FAILED
