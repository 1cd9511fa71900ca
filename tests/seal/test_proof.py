"""The proof of a sealed folder: whatever is not sealed in it is found, by its form alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kitgen.seal import PlainFolderError, prove_folder
from tests.publish.conftest import sealed_files, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_KIT = next(each for each in sealed_files("d") if each.endswith("/index.html")).split("/")[0]
_BIN = next(each for each in sealed_files("d") if each.endswith(".bin"))
_PLAN = next(each for each in sealed_files("d") if each.startswith(_KIT) and "index" not in each)
_THEME = next(each for each in sealed_files("d") if each.startswith("_theme"))


def test_what_kitgen_seals_passes(tmp_path: Path) -> None:
    """The number of its kits is told; none at all is a site, too: the last kit was taken away."""
    assert prove_folder(written(tmp_path / "three", sealed_files("d"))).kits == 3
    assert prove_folder(written(tmp_path / "none", sealed_files("d", kits=0))).kits == 0


def plain_page(files: dict[str, bytes]) -> None:
    """Put a plain page in the place of a sealed one."""
    files[f"{_KIT}/index.html"] = b"<!doctype html><title>Mara Okafor</title>"


def plain_beside(files: dict[str, bytes]) -> None:
    """Leave plain words in one loader page, beside what is sealed."""
    page = files[_PLAN]
    files[_PLAN] = page.replace(b"</body>", b"<p>Mara Okafor</p></body>")
    assert files[_PLAN] != page


def plain_sealed_part(files: dict[str, bytes]) -> None:
    """Carry plain words where ciphertext belongs."""
    page = files[_PLAN]
    start = page.index(b'id="kit-sealed">') + len(b'id="kit-sealed">')
    files[_PLAN] = page[:start] + b"TWFyYSBPa2Fmb3I=" + page[page.index(b"</script>", start) :]


def plain_index(files: dict[str, bytes]) -> None:
    """Forget to seal the search index."""
    files[_BIN] = b'{"docs": []}'


def named_page(files: dict[str, bytes]) -> None:
    """Keep a page's own name."""
    files[f"{_KIT}/jo-park.html"] = files[_PLAN]


def picture(files: dict[str, bytes]) -> None:
    """Leave a picture in a kit."""
    files[f"{_KIT}/assets/mara.png"] = b"PNG"


def foreign_top(files: dict[str, bytes]) -> None:
    """Leave a file beside the kits."""
    files["links.csv"] = b"ada,https://example.org/"


def foreign_folder(files: dict[str, bytes]) -> None:
    """Leave a plain site beside the kits."""
    files["sample-mara-okafor/index.html"] = b"plain"


def other_theme(files: dict[str, bytes]) -> None:
    """Change the theme after it was built."""
    files[_THEME] = b"/* Mara Okafor */"


def more_theme(files: dict[str, bytes]) -> None:
    """Add a file to the theme after it was built."""
    files[_THEME.rpartition("/")[0] + "/mara.svg"] = b"<svg/>"


def other_neutral(files: dict[str, bytes]) -> None:
    """Write something else into a neutral file."""
    files["404.html"] = b"Mara Okafor"


def no_neutral(files: dict[str, bytes]) -> None:
    """Leave a neutral file out."""
    del files["robots.txt"]


def no_start(files: dict[str, bytes]) -> None:
    """Leave out the page that a link opens."""
    del files[f"{_KIT}/index.html"]


_MUTANTS = (
    *(plain_page, plain_beside, plain_sealed_part, plain_index, named_page, picture, foreign_top),
    *(foreign_folder, other_theme, more_theme, other_neutral, no_neutral, no_start),
)


@pytest.mark.parametrize("spoil", _MUTANTS, ids=lambda each: each.__name__)
def test_anything_else_is_refused(
    spoil: Callable[[dict[str, bytes]], None], tmp_path: Path
) -> None:
    """Whatever went wrong before, it does not get published; and the message names nobody."""
    files = sealed_files("d")
    spoil(files)
    with pytest.raises(PlainFolderError) as raised:
        prove_folder(written(tmp_path / "public", files))
    assert raised.value.is_public
    assert "mara" not in str(raised.value).lower()


def test_a_link_is_refused(tmp_path: Path) -> None:
    """A symbolic link could lead anywhere, also once it is published."""
    public = written(tmp_path / "public", sealed_files("d"))
    (public / _BIN).unlink()
    (public / _BIN).symlink_to(tmp_path)
    with pytest.raises(PlainFolderError):
        prove_folder(public)
    (tmp_path / "other").symlink_to(public)
    with pytest.raises(PlainFolderError):
        prove_folder(tmp_path / "other")
    with pytest.raises(PlainFolderError):
        prove_folder(tmp_path / "nowhere")
