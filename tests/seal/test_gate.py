"""The gate of a worker, which looks at one profile at a time; and codes of links."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
import segno

from kitgen.errors import KitgenError
from kitgen.profile import parse_profile
from kitgen.seal import Secret
from kitgen.seal.cipher import derive_keys, seal_bytes
from kitgen.seal.deployment import search_for
from kitgen.seal.gate import Gate, NotSealedError, prove_sealed
from kitgen.seal.qr import qr_inline, qr_picture, qr_svg
from kitgen.sharing import theme_folders

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kitgen.project import Project

KEYS = derive_keys(Secret(b"s" * 32, "a test"), "zoe", 1)
OTHER = derive_keys(Secret(b"o" * 32, "a test"), "zoe", 1)
LINK = "https://kits.example.org/x/#k=abc"


def test_a_gate_seeks_what_the_search_for_one_profile_seeks(
    project: Project, tmp_path: Path
) -> None:
    """All of its texts; and it knows what is public for everyone."""
    themes = theme_folders(project)
    profile = parse_profile("owner: {name: Zoë Quill}", "zoe.yml", date(2026, 11, 22))
    search = Gate(themes).search_for(profile)
    assert search == search_for([profile], themes)
    (tmp_path / "index.html").write_text("Zoë Quill")
    assert [each.field for each in search.find(tmp_path)] == ["owner.name"]


@pytest.mark.parametrize("name", ["search.bin", "index.html"])
def test_only_what_opens_with_the_key_is_sealed(name: str) -> None:
    """Not what another key sealed, nor what was sealed for another place, nor what is plain."""
    good = seal_bytes(KEYS, "other.bin", b"words")
    prove_sealed({"other.bin": good}, KEYS)
    wrong = (seal_bytes(OTHER, name, b"words"), good, b"plain", b"")
    for content in wrong:
        with pytest.raises(NotSealedError) as raised:
            prove_sealed({"other.bin": good, name: content}, KEYS)
        assert str(raised.value) == "a file of the kit is not sealed; nothing is published"
        assert raised.value.is_public


def test_a_code_to_save_has_a_size_and_a_quiet_zone() -> None:
    """Four modules of white around it, as readers ask for, and eight pixels for each module."""
    size = segno.make_qr(LINK).symbol_size(scale=8, border=4)[0]
    code = qr_svg(LINK)
    assert code.startswith(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}"'
    )
    assert '<path fill="#fff"' in code


@pytest.mark.parametrize("made", [qr_inline, qr_picture])
def test_a_code_in_a_page_is_as_large_as_its_place(made: object) -> None:
    """It has a box to be drawn in, its quiet zone in it, and neither size nor class of its own."""
    assert callable(made)
    code = made(LINK)
    side = segno.make_qr(LINK).symbol_size(border=4)[0]
    opening = re.match(r"<svg[^>]*>", code)
    assert opening
    assert f'viewBox="0 0 {side} {side}"' in opening[0]
    assert "width" not in opening[0]
    assert "class" not in code
    assert '<path fill="#fff"' in code
    assert not code.endswith("\n")


@pytest.mark.parametrize("made", [qr_inline, qr_picture, qr_svg])
def test_an_address_too_long_for_a_code_is_told(made: Callable[[str], str]) -> None:
    """A code holds some three thousand characters; a longer `site_url` was a traceback."""
    with pytest.raises(KitgenError, match="too long for a QR code"):
        made(f"https://{'x' * 5000}.example.org/")
