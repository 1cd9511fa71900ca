"""The press: what comes out warm is what comes out cold, kit after kit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mkdocs.utils
import pytest
from markupsafe import Markup
from msgspec.structs import replace

from kitgen.errors import SiteError
from kitgen.mkdocs_plugin import KitgenPlugin
from kitgen.pages import Page, Pages, Tab
from kitgen.project import Project, pages_for
from kitgen.site import Press, build_site
from kitgen.site.press import NOT_MADE, files_under
from kitgen.templating import Section
from tests.conftest import ROOT

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

pytestmark = pytest.mark.slow  # sites are built

MKDOCS_YML = ROOT / "mkdocs.yml"
URL = "https://kit.invalid/"


def kit_of(owner: str, language: str = "en", odd: str = "") -> Pages:
    """Return a small kit; all of them have the same addresses and ids."""
    words = Markup("<p>{} &amp; co.</p><pre>a\n b</pre>{}").format(owner, Markup(odd))  # noqa: S704  written here
    sections = (
        Section(1, "top", Markup.escape(owner), Markup("<p>Hello</p>")),
        Section(2, "more", Markup("More"), words),
    )
    paths = ("index.md", "more.md")
    pages = tuple(Page(each, each.replace(".md", ".html"), owner, sections) for each in paths)
    return Pages("0", f"Kit of {owner}", "A kit", language, pages, (Tab(owner, paths),))


def kit_with_many_pages(
    owner: str, rest: tuple[str, ...] = ("a.md", "b.md", "c.md", "d.md")
) -> Pages:
    """Return a kit with one section of some pages beside the first page."""
    section = Section(1, "top", Markup.escape(owner), Markup("<p>Hello</p>"))
    paths = ("index.md", *rest)
    pages = tuple(
        Page(each, each.replace(".md", ".html"), f"{owner} {each}", (section,)) for each in paths
    )
    tabs = (Tab(pages[0].title, paths[:1]), Tab("Rest", paths[1:]))
    return Pages("0", f"Kit of {owner}", "A kit", "en", pages, tabs)


def cold(pages: Pages, place: Path) -> dict[str, bytes]:
    """Return the files of a cold build, but for those that a press does not make."""
    site = build_site(pages, "kit", MKDOCS_YML, place, URL)
    found = files_under(site.folder)
    assert NOT_MADE.keys() <= found.keys()
    return {name: each for name, each in found.items() if name not in NOT_MADE}


def test_kits_that_clash_in_everything_come_out_as_if_alone(tmp_path: Path) -> None:
    """Ada, Zoë in German, Ada again: in one press, each is what a cold build of its own makes."""
    press = Press(MKDOCS_YML)
    kits = [kit_of("Ada"), kit_of("Zoë <b>", "de"), kit_of("Bob", "de"), kit_of("Ada")]
    warm = [press.build(pages, "kit", tmp_path, URL) for pages in kits]
    for number, pages in enumerate(kits):
        assert warm[number] == cold(pages, tmp_path / f"cold{number}")
    assert warm[0] == warm[3]


@pytest.mark.parametrize(
    "odd",
    [
        "<!-- a comment -->",
        "<h3 id='inner'>A heading inside</h3><p>x</p>",
        "<ul><li></li><li> <b>b</b></li></ul><svg><path d='M0 0'/></svg>",
        "<p>left open",
        "<p data-search-exclude>not this</p><script>1 < 2</script>",
        "<p></p><p>a</p><p></p>",
        "a <section data-search-exclude><p>not<br>this</p><svg><path/></svg></section> b",
        "a <section data-search-exclude>not<p>this</p></section><section>b</section>",
        "<section data-search-exclude><p>left open</section><p>b</p>",
        "<section data-search-exclude><h3 id='inner'>A</h3></section><p>b</p>",
        '<p data-search-later="x" data-search-exclude>b</p>',
        'a<section class="x">\n<h3 class="y" id="i">B &amp; c</h3> <p>d</p></section>\n<p>e</p>',
        'a <section><h4 id="i">B</h4>c</section><section><h3 id="j"></h3></section>',
        '<div data-search-exclude><section><h3 id="i">B</h3>c</section></div>d',
        '<pre>\n<section>\n<h3 id="i">B</h3>c</section></pre>d',
    ],
)
def test_what_is_unusual_is_found_by_the_search_likewise(tmp_path: Path, odd: str) -> None:
    """Its index is the same, whether read from the sections or by Material's own parser."""
    pages = kit_of("Ada", odd=odd)
    assert Press(MKDOCS_YML).build(pages, "kit", tmp_path, URL) == cold(pages, tmp_path / "cold")


def test_a_link_from_another_folder_is_another_one(tmp_path: Path) -> None:
    """Pages of a kit lie in folders of one depth, and their links do not say the same."""
    pages = kit_with_many_pages("Ada", ("x/a.md", "x/b.md", "y/a.md", "y/b.md"))
    assert Press(MKDOCS_YML).build(pages, "kit", tmp_path, URL) == cold(pages, tmp_path / "cold")


def test_addresses_of_earlier_kits_are_forgotten(tmp_path: Path) -> None:
    """MkDocs keeps all it ever met, in private: kits with other addresses must not add up."""
    press, held = Press(MKDOCS_YML), []
    for number in range(4):
        kit = kit_of("Ada")
        pages = tuple(
            replace(each, path=f"{number}-{each.path}", address=f"{number}-{each.address}")
            for each in kit.pages
        )
        paths = tuple(each.path for each in pages)
        press.build(replace(kit, pages=pages, tabs=(Tab("Ada", paths),)), "kit", tmp_path, URL)
        caches = (mkdocs.utils._norm_parts, mkdocs.utils._get_norm_url)
        held.append([each.cache_info().currsize for each in caches])
    assert held[1:] == held[:1] * 3


def test_a_sample_is_the_same_warm_and_cold(tmp_path: Path, noon: datetime) -> None:
    """Every page, the search index and all assets; the second kit of a press, so it is warm."""
    project = Project(ROOT)
    press = Press(MKDOCS_YML, check_every=1)
    for name in ("sample-mara-okafor", "sample-noor-van-der-welle"):
        pages = pages_for(project, project.profile_paths([name])[0], noon)
        assert press.build(pages, name, tmp_path, URL)


def test_a_difference_is_told_when_it_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check of every so many kits fails a press that changes a page."""
    press = Press(MKDOCS_YML, check_every=2)
    press.build(kit_of("Ada"), "kit", tmp_path, URL)
    take = KitgenPlugin._take

    def changed(plugin: KitgenPlugin, address: str, output: str) -> str:
        return take(plugin, address, output if plugin._taken is None else f"{output} ")

    monkeypatch.setattr(KitgenPlugin, "_take", changed)
    with pytest.raises(SiteError, match="differ from a cold build"):
        press.build(kit_of("Ada"), "kit", tmp_path, URL)


def test_a_failed_kit_leaves_nothing_to_the_next(tmp_path: Path) -> None:
    """After an error the press begins anew."""
    press = Press(MKDOCS_YML)
    good = press.build(kit_of("Ada"), "kit", tmp_path, URL)
    broken = kit_of("Secret")
    with pytest.raises(KeyError):
        press.build(
            Pages("0", "Secret", "x", "en", broken.pages, (Tab("T", ("index.md", "none.md")),)),
            "kit",
            tmp_path,
            URL,
        )
    assert press.build(kit_of("Ada"), "kit", tmp_path, URL) == good
