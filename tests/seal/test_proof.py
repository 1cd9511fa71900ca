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


def no_policy(files: dict[str, bytes]) -> None:
    """Let any script run in one page."""
    files[_PLAN] = files[_PLAN].replace(b'http-equiv="Content-Security-Policy"', b"")


def two_parts(files: dict[str, bytes]) -> None:
    """Carry something sealed twice."""
    part = b'<script id="kit-sealed">S0cyAA==</script>'
    files[_PLAN] = files[_PLAN].replace(b"</body>", part + b"</body>")


def no_base64(files: dict[str, bytes]) -> None:
    """Carry what is no base64."""
    page = files[_PLAN]
    start = page.index(b'id="kit-sealed">') + len(b'id="kit-sealed">')
    files[_PLAN] = page[:start] + b"*" + page[start:]


def too_short(files: dict[str, bytes]) -> None:
    """Cut what is sealed to less than any sealed file has."""
    files[_BIN] = files[_BIN][:31]


def _not_sealed(fault: str, count: str = "one file is") -> str:
    return f"{count} not sealed ({fault}), so nothing is published. Run `kitgen build` again"


_WITHOUT = "a .html file without ciphertext"
_APART = "pages of one kit that differ outside of what is sealed"
_NOT_OURS = "a file or folder that no kit has"
_OTHER_THEME = "a theme that was changed after it was built"
_BESIDE = (
    "there is no sealed site to publish, or something else lies beside it; run `kitgen build`, "
    "which says more"
)
_BOTH = _not_sealed(f"{_WITHOUT}; {_APART}", "2 files are")
_SPOILT: dict[Callable[[dict[str, bytes]], None], str] = {
    plain_page: _BOTH,
    plain_beside: _not_sealed(_APART),
    plain_sealed_part: _not_sealed(_WITHOUT),
    plain_index: _not_sealed("a .bin file without ciphertext"),
    named_page: _not_sealed(_NOT_OURS),
    picture: _not_sealed(_NOT_OURS),
    foreign_top: _BESIDE,
    foreign_folder: _BESIDE,
    other_theme: _not_sealed(_OTHER_THEME),
    more_theme: _not_sealed(_OTHER_THEME),
    other_neutral: "404.html is not the one that kitgen writes; run `kitgen build`",
    no_neutral: _BESIDE,
    no_start: _not_sealed("a kit without a start page"),
    no_policy: _BOTH,
    two_parts: _BOTH,
    no_base64: _BOTH,
    too_short: _not_sealed("a .bin file without ciphertext"),
}


@pytest.mark.parametrize("spoil", _SPOILT, ids=lambda each: each.__name__)
def test_anything_else_is_refused(
    spoil: Callable[[dict[str, bytes]], None], tmp_path: Path
) -> None:
    """Whatever went wrong before, it does not get published; and the message names nobody."""
    files = sealed_files("d")
    spoil(files)
    with pytest.raises(PlainFolderError) as raised:
        prove_folder(written(tmp_path / "public", files))
    assert raised.value.is_public
    assert str(raised.value) == _SPOILT[spoil]


def test_the_least_of_a_sealed_file_is_mark_nonce_and_tag(tmp_path: Path) -> None:
    """By its form, so much could be sealed."""
    files = sealed_files("d")
    files[_BIN] = files[_BIN][:32]
    assert prove_folder(written(tmp_path / "public", files)).kits == 3


def test_each_fault_is_told_once(tmp_path: Path) -> None:
    """However many files have it; they are counted."""
    files = sealed_files("d")
    for name in files:
        if name.endswith(".bin"):
            files[name] = b"plain"
    count = sum(name.endswith(".bin") for name in files)
    with pytest.raises(PlainFolderError) as raised:
        prove_folder(written(tmp_path / "public", files))
    assert count > 1
    assert str(raised.value) == _not_sealed("a .bin file without ciphertext", f"{count} files are")


def test_a_theme_holds_its_files_and_nothing_else(tmp_path: Path) -> None:
    """Not even an empty folder, whose name could be a person's, and no link to a theme."""
    public = written(tmp_path / "public", sealed_files("d"))
    theme = public / _THEME.rpartition("/assets/")[0]
    (theme / "Mara Okafor").mkdir()
    with pytest.raises(PlainFolderError, match=_OTHER_THEME):
        prove_folder(public)
    (theme / "Mara Okafor").rmdir()
    assert prove_folder(public).kits == 3
    theme.rename(tmp_path / theme.name)
    theme.symlink_to(tmp_path / theme.name)
    with pytest.raises(PlainFolderError, match=_OTHER_THEME):
        prove_folder(public)


def test_kits_are_not_published_without_the_theme_that_they_name(tmp_path: Path) -> None:
    """Nobody could open one of them."""
    files = sealed_files("d")
    theme = _THEME.split("/")[1]
    for name, page in files.items():
        if name.endswith(".html") and "/" in name:
            loader = f'"../_theme/{theme}/loader.js"'.encode()
            files[name] = page.replace(b"</body>", b"<i>" + loader + b"</i></body>")
    assert prove_folder(written(tmp_path / "whole", files)).kits == 3
    files = {name: page for name, page in files.items() if not name.startswith("_theme")}
    with pytest.raises(PlainFolderError, match="the theme of the kits is gone"):
        prove_folder(written(tmp_path / "without", files))


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    """At the top, where the three neutral files stand."""
    public = written(tmp_path / "public", sealed_files("d"))
    (public / "robots.txt").unlink()
    (public / "robots.txt").mkdir()
    with pytest.raises(PlainFolderError, match="something else lies beside it"):
        prove_folder(public)


def test_what_cannot_be_read_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any name: others may read it."""
    public = written(tmp_path / "public", sealed_files("d"))

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(type(public), "read_bytes", refuse)
    with pytest.raises(PlainFolderError) as raised:
        prove_folder(public)
    assert str(raised.value) == (
        "what is to be published cannot be read: Permission denied; check its place and rights"
    )


def test_a_link_is_refused(tmp_path: Path) -> None:
    """A symbolic link could lead anywhere, also once it is published."""
    public = written(tmp_path / "public", sealed_files("d"))
    (public / _BIN).unlink()
    (public / _BIN).symlink_to(tmp_path)
    with pytest.raises(PlainFolderError):
        prove_folder(public)
    (tmp_path / "other").symlink_to(public)
    with pytest.raises(PlainFolderError, match="build/public is a link"):
        prove_folder(tmp_path / "other")
    with pytest.raises(PlainFolderError):
        prove_folder(tmp_path / "nowhere")
