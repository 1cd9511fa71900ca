"""A kit as a plain docs tree: any generator gives the same words on the same pages."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from justhtml import JustHTML

from kitgen.errors import SiteError
from kitgen.project import Project, pages_for
from kitgen.site import build_site
from kitgen.tree import write_tree

if TYPE_CHECKING:
    from kitgen.pages import Pages

ROOT = Path(__file__).parent.parent
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MARKDOWN = "*Jo* _Park_ `x` [y](javascript:alert(1)) # 1. <b>"
SCRIPT = "</title><script>alert(1)</script>"

GENERATORS = {
    "mkdocs": [sys.executable, "-m", "mkdocs", "build", "--quiet"],
    "zensical": [sys.executable, "-m", "zensical", "build"],
}


def sample(name: str) -> Pages:
    """Return the pages of a sample."""
    return pages_for(Project(ROOT), ROOT / "profiles" / f"{name}.yml", NOON)


def build_tree(tree: Path, generator: str) -> Path:
    """Build a tree with a generator, as somebody would who has no kitgen, and return the site."""
    env = {"NO_MKDOCS_2_WARNING": "1", "HOME": str(tree), "PATH": ""}
    done = subprocess.run(
        GENERATORS[generator], cwd=tree, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Warning" not in done.stdout + done.stderr
    return tree / "site"


def articles(site: Path, pages: Pages) -> dict[str, str]:
    """Return the words of each page's article, however they are spaced."""
    found = {}
    for page in pages.pages:
        html = (site / page.address).read_text("utf-8")
        article = JustHTML(html, sanitize=False).query("article")[0]
        found[page.address] = " ".join(article.to_text().split())
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sample-mara-okafor", "sample-noor-van-der-welle"])
def test_other_generators_give_the_same_words(tmp_path: Path, name: str) -> None:
    """Zensical and plain MkDocs say on every page what the kit's own site says there."""
    pages = sample(name)
    site = build_site(pages, name, ROOT / "mkdocs.yml", tmp_path / "kit").folder
    tree = write_tree(pages, ROOT / "docs" / "assets", tmp_path / "tree")
    wanted = articles(site, pages)
    assert min(len(words) for words in wanted.values()) > 100
    for generator in GENERATORS:
        assert articles(build_tree(tree, generator), pages) == wanted, generator


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pages, Path]:
    """Write the tree of a profile whose names are full of markup."""
    folder = tmp_path_factory.mktemp("odd")
    (folder / "odd.yml").write_text(
        f"owner: {{name: {SCRIPT!r}}}\n"
        f"contacts:\n- {{id: jo, name: {MARKDOWN!r}}}\n- {{id: ed, name: 'Ed & Co 😀'}}\n"
        f"- {{id: ev, name: {SCRIPT!r}}}\n"
    )
    pages = pages_for(Project(ROOT), folder / "odd.yml", NOON)
    return pages, write_tree(pages, ROOT / "docs" / "assets", folder / "tree")


@pytest.mark.parametrize("generator", GENERATORS)
def test_names_survive_every_generator(odd: tuple[Pages, Path], generator: str) -> None:
    """Headings and titles are a name's characters, neither Markdown nor markup."""
    site = build_tree(odd[1], generator)
    for contact, name in (("jo", MARKDOWN), ("ed", "Ed & Co 😀"), ("ev", SCRIPT)):
        address = f"drafts/{contact}.html"
        page = JustHTML((site / address).read_text("utf-8"), sanitize=False)
        assert page.query("article h1")[0].to_text() == name
        assert page.query("title")[0].to_text() == f"{name} - Outreach kit for {SCRIPT}"
        assert not [each for each in page.query("script") if "alert(" in each.to_text()]
        assert not page.query('[href^="javascript:"]')


def test_a_tree_is_whole_and_can_be_read(odd: tuple[Pages, Path]) -> None:
    """All pages, all assets, and a configuration whose navigation leads to every page."""
    pages, tree = odd
    config = yaml.safe_load((tree / "mkdocs.yml").read_text("utf-8"))
    written = {path.relative_to(tree / "docs").as_posix() for path in tree.rglob("*.md")}
    assert written == {page.path for page in pages.pages}
    led_to = [path for tab in config["nav"] for each in tab.values() for path in _paths(each)]
    assert sorted(led_to) == sorted(written)
    assets = {path.name for path in (tree / "docs" / "assets").iterdir()}
    assert assets == {path.name for path in (ROOT / "docs" / "assets").iterdir()}
    assert oct(tree.stat().st_mode)[-3:] == "700"


def _paths(entries: list[dict[str, str]]) -> list[str]:
    return [path for entry in entries for path in entry.values()]


def test_folders_of_assets_are_copied(tmp_path: Path, odd: tuple[Pages, Path]) -> None:
    """Pictures in a folder of their own come along."""
    (tmp_path / "assets" / "pictures").mkdir(parents=True)
    (tmp_path / "assets" / "pictures" / "a.svg").touch()
    tree = write_tree(odd[0], tmp_path / "assets", tmp_path / "tree")
    assert (tree / "docs" / "assets" / "pictures" / "a.svg").is_file()


def test_only_a_tree_is_replaced(tmp_path: Path, odd: tuple[Pages, Path]) -> None:
    """A MkDocs project that somebody wrote by hand is not taken for one of ours."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "mkdocs.yml").write_text("site_name: mine\n")
    with pytest.raises(SiteError, match="not made by kitgen"):
        write_tree(odd[0], ROOT / "docs" / "assets", tmp_path / "mine")
    assert (tmp_path / "mine" / "mkdocs.yml").read_text() == "site_name: mine\n"
