"""What `mkdocs.yml` says of addresses and of kitgen is what MkDocs says that it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mkdocs.config import load_config

from kitgen.errors import SiteError
from kitgen.pages import compose_problem_pages
from kitgen.site import Press, extra_of, site_url_of
from kitgen.site.settings_file import read_config
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from kitgen.content import Content

TEXT = (ROOT / "mkdocs.yml").read_text("utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a mkdocs.yml in a project."""
    (tmp_path / "docs" / "theme").mkdir(parents=True)
    path = tmp_path / "mkdocs.yml"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.mark.parametrize(
    "url",
    [
        "https://kits.example.org",
        "https://kits.example.org/",
        "http://localhost:8000/a/b",
        "https://kits.example.org/a b/ü?x#y",
        '""',
        "!ENV [KITGEN_NOT_THERE, 'https://else.example.org/x']",
    ],
)
def test_an_address_is_as_mkdocs_spells_it(file: Path, url: str) -> None:
    """With the stroke at its end, whatever it looks like."""
    file.write_text(f"{TEXT}\nsite_url: {url}\n", "utf-8")
    config = load_config(str(file))
    assert site_url_of(file) == (config.site_url or "")
    assert extra_of(file) == config.extra


def test_what_is_inherited_is_read(file: Path) -> None:
    """A file may name another one to begin with."""
    other = file.with_name("base.yml")
    other.write_text("site_url: https://base.example.org\nextra: {kitgen: {edit: x}}\n", "utf-8")
    file.write_text(f"INHERIT: base.yml\n{TEXT}", "utf-8")
    assert site_url_of(file) == "https://base.example.org/"
    assert extra_of(file)["kitgen"] == {"edit": "x"}


def test_a_change_is_seen(file: Path) -> None:
    """By the next question, in the same process."""
    assert site_url_of(file) == ""
    file.write_text(f"{TEXT}\nsite_url: https://a.example.org\n", "utf-8")
    assert site_url_of(file) == "https://a.example.org/"


@pytest.mark.parametrize(
    "text", ["site_url: kits\n", "site_url: [a]\n", "- a\n", "a: [\n", "extra: 5\n", "5"]
)
def test_what_is_wrong_is_told(file: Path, text: str, content: Content) -> None:
    """As MkDocs tells it."""
    file.write_text(text, "utf-8")
    with pytest.raises(SiteError, match=r"mkdocs\.yml cannot be read: "):
        site_url_of(file)
    pages = compose_problem_pages((), content, ("index.md",))
    with pytest.raises(SiteError):
        Press(file).build(pages, "kit", file.parent)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With what the system says."""
    with pytest.raises(SiteError, match=r"mkdocs\.yml cannot be read: No such file"):
        extra_of(tmp_path / "mkdocs.yml")


LAUGHS = "extra:\n  a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"  {name}: &{name} [{', '.join([f'*{last}'] * 9)}]\n"
    for last, name in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize("extra", [LAUGHS, "extra: &a {b: *a}\n"], ids=["laughs", "itself"])
def test_what_repeats_itself_beyond_all_bounds_is_told(file: Path, extra: str) -> None:
    """A few lines that stand for a hundred million; MkDocs went through them all."""
    file.write_text(f"{TEXT}\n{extra}", "utf-8")
    with pytest.raises(SiteError, match=r"mkdocs\.yml cannot be read: .* beyond all bounds"):
        extra_of(file)
    with pytest.raises(SiteError, match="beyond all bounds"):
        read_config(file)
    file.write_text(f"{TEXT}\nextra: {{a: &a [x, x], b: [*a, *a]}}\n", "utf-8")
    assert extra_of(file)["b"] == [["x", "x"], ["x", "x"]]
