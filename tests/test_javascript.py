"""The two scripts that run in a reader's browser are checked by TypeScript, types in comments."""

from __future__ import annotations

import gzip
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
LOADER = ROOT / "kitgen" / "seal" / "loader.js"
STRICT = ["--noEmit", "--allowJs", "--checkJs", "--strict", "--target", "es2022"]
BROWSER = ["--lib", "es2022,dom,dom.iterable", "--moduleDetection", "force"]


@pytest.mark.parametrize("script", [LOADER, ROOT / "docs" / "assets" / "kit.js"], ids=str)
def test_types_fit(program: Callable[..., str], tmp_path: Path, script: Path) -> None:
    """No problem in strict mode, by the compiler of Debian or a newer one."""
    tsc = program("tsc")
    version = subprocess.run([tsc, "--version"], check=True, capture_output=True, text=True).stdout
    is_new = tuple(int(each) for each in version.split()[-1].split(".")[:2]) >= (5, 7)
    copy = tmp_path / script.name
    source = script.read_text("utf-8")
    # Newer ones tell arrays of bytes apart by what is behind them, and know all of a browser.
    copy.write_text(
        source.replace("{Uint8Array}", "{Uint8Array<ArrayBuffer>}") if is_new else source
    )
    known = [] if is_new else [str(Path(__file__).parent / "seal" / "browser.d.ts")]
    command = [tsc, *STRICT, *BROWSER, *known, str(copy)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (ran.stdout, ran.returncode) == ("", 0)


def test_what_a_kit_has_of_its_own_is_small() -> None:
    """Style and script of a kit together: at most 15 kB as they travel."""
    own = [ROOT / "docs" / "assets" / name for name in ("kit.css", "kit.js")]
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in own) <= 15_000


def test_the_loader_is_small_and_stands_alone() -> None:
    """People are to read it: under 10 kB, nothing imported."""
    source = LOADER.read_text("utf-8")
    assert len(source.encode()) < 10_000
    assert "import(" not in source
    assert "\nimport " not in source
    assert "http:" not in source
    assert source.count("https:") == 1  # the place holder for the kit's own address
