"""A kit's site: built strictly, put in place whole, and safe whatever names are in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from justhtml import JustHTML, Node
from markupsafe import Markup
from mkdocs.config import load_config

from kitgen.errors import SiteError
from kitgen.mkdocs_plugin import KitgenPlugin
from kitgen.pages import Page, Pages, Tab
from kitgen.project import Project, pages_for
from kitgen.site import build_site
from kitgen.site.building import load
from kitgen.templating import Section

ROOT = Path(__file__).parent.parent
MKDOCS_YML = ROOT / "mkdocs.yml"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SCRIPT = "<script>alert(1)</script>"

PROFILE = """
owner:
  name: "<script>alert(1)</script>"
  goal: "a post at A & B"
positions:
  - {id: a, title: "<b>Lead</b>", organisation: "A & B", start: 2020-01}
contacts:
  - {id: amp, name: A & B, relationship: peer, position: a}
  - {id: close, name: '</title><img src=x onerror="alert(1)"> 😀', position: a}
  - {id: mark, name: "*Jo* [x](javascript:alert(1)) {{ 7*7 }}", position: a}
"""


def content_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def small_pages(title: str = "Start") -> Pages:
    """Return pages that take no time to build."""
    hello = Markup("<p>Hello</p>")
    page = Page("index.md", "index.html", title, (Section(0, "", hello, hello),))
    return Pages("0", "A kit", "A small kit", "en", (page,), (Tab("Start", ("index.md",)),))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the kit of an owner and contacts whose names try to become markup."""
    folder = tmp_path_factory.mktemp("site")
    profile = folder / "profile.yml"
    profile.write_text(PROFILE)
    pages = pages_for(Project(ROOT), profile, NOON)
    return build_site(pages, "kit", MKDOCS_YML, folder / "kit").folder


def parsed(site: Path, page: str) -> JustHTML:
    """Return a page as a browser reads it."""
    return JustHTML((site / page).read_text("utf-8"), sanitize=False)


def attribute(element: Node, name: str) -> str:
    """Return the value of an attribute, empty when there is none."""
    return str((element.attrs or {}).get(name) or "")


def attributes(page: JustHTML, name: str) -> set[str]:
    """Return the values of an attribute on a page."""
    return {attribute(each, name) for each in page.query(f"[{name}]")}


def test_no_name_becomes_markup(site: Path) -> None:
    """No element and no handler comes out of a profile, on any page."""
    for path in site.rglob("*.html"):
        page = JustHTML(path.read_text("utf-8"), sanitize=False)
        assert not page.query("[onerror]"), path
        assert not page.query('[href^="javascript:"]'), path
        assert not [each for each in page.query("script") if "alert(" in each.to_text()], path


def test_names_are_shown_as_they_are_written(site: Path) -> None:
    """Titles, labels and headings hold a name once escaped, neither raw nor twice."""
    page = parsed(site, "index.html")
    assert page.query("title")[0].to_text() == f"Start - Outreach kit for {SCRIPT}"
    assert f"Outreach kit for {SCRIPT}" in attributes(page, "aria-label")
    assert f"Outreach kit for {SCRIPT}" in attributes(page, "title")
    page = parsed(site, "drafts/amp.html")
    assert page.query("title")[0].to_text() == f"A & B - Outreach kit for {SCRIPT}"
    assert page.query("h1")[0].to_text() == "A & B"
    assert not [each for each in attributes(page, "aria-label") if "&" in each.replace("A & B", "")]


def test_markdown_and_jinja_in_names_are_only_words(site: Path) -> None:
    """A name meets neither Markdown nor a template."""
    page = parsed(site, "drafts/mark.html")
    assert page.query("h1")[0].to_text() == "*Jo* [x](javascript:alert(1)) {{ 7*7 }}"


def test_of_docs_only_assets_get_into_a_site(site: Path) -> None:
    """Page sources, words and facts stay out; so do source maps and unused search languages."""
    files = content_of(site)
    own = {name for name in files if name.startswith("assets/kit")}
    assert own == {"assets/kit.css", "assets/kit.js", "assets/kit.svg"}
    endings = {Path(name).suffix for name in files}
    assert endings <= {".html", ".css", ".js", ".svg", ".png", ".json", ".xml", ".gz"}
    assert not [name for name in files if "lunr" in name]
    assert {name.split("/")[0] for name in files if "/" in name} == {"assets", "drafts", "search"}
    assert "404.html" not in files


def test_no_page_asks_another_server(site: Path) -> None:
    """Style, script, images and fonts are the kit's own."""
    for path in site.rglob("*.html"):
        page = JustHTML(path.read_text("utf-8"), sanitize=False)
        loaded = {
            attribute(each, "src") or attribute(each, "href")
            for each in page.query("script[src], img[src], link[href], iframe[src]")
        }
        assert not [each for each in loaded if "//" in each], path


def test_search_engines_and_the_referrer_are_kept_out(site: Path) -> None:
    """Every page asks not to be indexed, and to tell no other site where it is."""
    for path in site.rglob("*.html"):
        page = JustHTML(path.read_text("utf-8"), sanitize=False)
        robots, referrer = page.query('meta[name="robots"], meta[name="referrer"]')
        assert "noindex" in attribute(robots, "content"), path
        assert attribute(referrer, "content") == "no-referrer", path


def test_the_same_day_gives_the_same_bytes(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two builds as of one SOURCE_DATE_EPOCH are equal, file by file."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    (tmp_path / "profile.yml").write_text(PROFILE)
    built = []
    for name in ("one", "two"):
        pages = pages_for(Project(ROOT), tmp_path / "profile.yml", NOON)
        built.append(content_of(build_site(pages, "kit", MKDOCS_YML, tmp_path / name).folder))
    assert built[0] == built[1]
    assert built[0].keys() == content_of(site).keys()


def test_a_site_is_readable_by_its_owner_only(site: Path) -> None:
    """The folder of a site has the mode 0700."""
    assert oct(site.stat().st_mode)[-3:] == "700"


BROKEN = {
    "a warning": (
        "site_name:",
        "colour: red\nsite_name:",
        "Unrecognised configuration name: colour",
    ),
    "a wrong setting": ("urls: false", "urls: [maybe]", "use_directory_urls"),
    "no YAML": ("theme:", "theme: [", "error parsing"),
    "no theme": ("name: material", "name: paper", "Unrecognised theme name"),
    "no address": ("docs_dir:", 'site_url: "https://[::1/"\ndocs_dir:', "ValueError at parse"),
    "no file to inherit": ("docs_dir:", "INHERIT: [a]\ndocs_dir:", "TypeError at"),
    "no list for the theme": ("generator:", "alternate: 5\n  generator:", "at alternate.html:12"),
    "another page": ("- search\n", "- search\n  - blog\n", "adds the page 'blog/index.md'"),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_what_mkdocs_warns_of_is_one_error(
    copied: Project, change: tuple[str, str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    """A warning fails the build, is told once, and the last good site stays in place."""
    place = copied.root / "kit"
    build_site(small_pages(), "kit", copied.mkdocs_yml, place)
    before = content_of(place)
    old, new, words = change
    text = copied.mkdocs_yml.read_text()
    assert old in text
    copied.mkdocs_yml.write_text(text.replace(old, new, 1))
    with pytest.raises(SiteError, match=words):
        build_site(small_pages("New"), "kit", copied.mkdocs_yml, place)
    assert content_of(place) == before
    assert not list(copied.root.glob(".kitgen-*"))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("features", ["", " 5"])
def test_features_may_be_none_or_are_a_list(copied: Project, features: str) -> None:
    """An address adds one to them."""
    text = "site_name: x\nplugins: [kitgen]\ntheme:\n  name: material\n  features:"
    copied.mkdocs_yml.write_text(text + features + "\n")
    if features:
        with pytest.raises(SiteError, match="'features' of the theme should be a list"):
            load(copied.mkdocs_yml, copied.root / "kit", "https://example.org/")
    else:
        config = load(copied.mkdocs_yml, copied.root / "kit", "https://example.org/")
        assert config.theme["features"] == ["navigation.instant"]


def test_a_project_without_the_plugin_is_told_so(tmp_path: Path) -> None:
    """A `mkdocs.yml` that does not name kitgen is an error in words."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: mine\nplugins: [search]\n")
    with pytest.raises(SiteError, match="'plugins' has to name kitgen"):
        build_site(small_pages(), "kit", tmp_path / "mkdocs.yml", tmp_path / "kit")
    assert not (tmp_path / "kit").exists()


def test_a_failed_build_leaves_no_pages_behind(copied: Project, tmp_path: Path) -> None:
    """The pages of one kit never get into the next one built in the same process."""
    theme = copied.docs / "theme" / "main.html"
    good = theme.read_text()
    theme.write_text("{{ no_such.thing.at_all }}")
    with pytest.raises(Exception, match="undefined"):
        build_site(small_pages("Secret"), "one", copied.mkdocs_yml, tmp_path / "one")
    theme.write_text(good)
    site = build_site(small_pages("Mine"), "two", copied.mkdocs_yml, tmp_path / "two")
    assert b"Secret" not in b"".join(content_of(site.folder).values())
    assert site.start.read_text().count("Mine") > 0


def test_a_built_kit_is_not_kept_in_mkdocs(tmp_path: Path) -> None:
    """MkDocs shares a plugin between builds; the next one begins without anybody's pages."""
    build_site(small_pages("Secret"), "one", MKDOCS_YML, tmp_path / "one")
    plugin = load_config(str(MKDOCS_YML)).plugins["kitgen"]
    assert isinstance(plugin, KitgenPlugin)
    assert plugin._given is None


def test_a_folder_that_is_no_site_is_not_replaced(tmp_path: Path) -> None:
    """`kitgen build --plain .` with a profile named like a folder does not cost that folder."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "words.yml").touch()
    with pytest.raises(SiteError, match="not made by kitgen"):
        build_site(small_pages(), "docs", MKDOCS_YML, tmp_path / "docs")
    assert [path.name for path in (tmp_path / "docs").iterdir()] == ["words.yml"]
