"""`kitgen publish`, as it is typed: what is built goes out, and nothing else ever does."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.publish.conftest import found
from tests.test_cli_sealed import kitgen_run, public

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from kitgen.project import Project


def test_what_is_built_is_published_and_nothing_plain(
    ada: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before a build there is nothing; then a folder and a branch; spoiled, neither changes."""
    place, remote = tmp_path / "www", tmp_path / "public.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)  # noqa: S607
    done = kitgen_run("publish", "folder", str(place))
    assert done.exit_code == 1
    assert "there is no sealed site to publish" in done.stderr
    kitgen_run("build")
    done = kitgen_run("publish", "folder", str(place))
    assert (done.exit_code, done.stdout) == (0, f"1 sealed kit published to {place}.\n")
    assert found(place) == found(public(ada))
    again = kitgen_run("publish", "folder", str(place))
    assert again.stdout == f"{place} holds the same already.\n"
    done = kitgen_run("publish", "branch", str(remote), "kits")
    assert (done.exit_code, done.stdout) == (0, "1 sealed kit published to branch kits.\n")
    monkeypatch.setenv("CI", "true")
    quiet = kitgen_run("publish", "folder", str(place))
    assert quiet.stdout == "the place named holds the same already.\n"
    before = found(place)
    (public(ada) / "ada.html").write_text("Ada Lind")
    for words in (("folder", str(place)), ("branch", str(remote), "kits")):
        done = kitgen_run("publish", *words)
        assert done.exit_code == 1
        assert "something else lies beside it" in done.stderr
        assert "ada" not in done.output.lower()
    assert found(place) == before
