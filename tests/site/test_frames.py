"""Frames: pages that are filled in are those that MkDocs builds, and nothing unusual is."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from markupsafe import Markup
from mkdocs.utils import get_build_date
from msgspec.structs import replace

from kitgen.cache import Cache, open_cache
from kitgen.pages import Layout, Page, Pages, Tab, compose_pages
from kitgen.project import Project, kit_of, read_profile
from kitgen.site import Press, build_site, frames, warm
from kitgen.site.frames import Frames
from kitgen.site.press import NOT_MADE, files_under
from kitgen.templating import Section
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

pytestmark = pytest.mark.slow  # sites are built

MKDOCS_YML = ROOT / "mkdocs.yml"
URL = "https://kit.invalid/"


def page(path: str, title: str, *more: Section, folder: str = "") -> Page:
    """Return a page with two headings and what is given besides."""
    sections = (
        Section(1, "top", Markup.escape(title), Markup("<p>Of {}</p>").format(title)),
        Section(2, "more", Markup("More"), Markup("<pre>a\n  \n   b</pre>")),
    )
    return Page(path, f"{folder}{path.replace('.md', '.html')}", title, (*sections, *more))


def kit(owner: str, contacts: tuple[str, ...], *, folder: str = "") -> Pages:
    """Return a kit with a page for each contact, by title."""
    start, guide = page("index.md", f"Kit of {owner}"), page("guide.md", "Guide")
    talk = page("drafts/index.md", "Drafts", folder="")
    talk = replace(talk, address=f"{folder}drafts.html")
    people = tuple(
        page(f"p{number}.md", name, folder=folder) for number, name in enumerate(contacts)
    )
    tabs = (
        Tab("Start", ("index.md",)),
        Tab("The guide", ("guide.md",)),
        Tab("Drafts", (talk.path, *(each.path for each in people))),
    )
    words = f"What {owner} asks for"
    return Pages("0", owner, words, "en", (start, guide, talk, *people), tabs)


def people(count: int, of: str = "Contact") -> tuple[str, ...]:
    """Return so many names."""
    return tuple(f"{of} {number}" for number in range(count))


def cold(pages: Pages, place: Path, mkdocs_yml: Path = MKDOCS_YML) -> dict[str, bytes]:
    """Return the files of a cold build, but for those that a press does not make."""
    site = build_site(pages, "kit", mkdocs_yml, place, URL)
    return {name: each for name, each in files_under(site.folder).items() if name not in NOT_MADE}


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the owners of the kits that MkDocs builds, as it goes on."""
    owners: list[str] = []
    build = warm.Warm.build

    def watched(warm: warm.Warm, pages: Pages) -> dict[str, bytes]:
        owners.append(pages.site_name.partition("0z")[0])
        return build(warm, pages)

    monkeypatch.setattr(warm.Warm, "build", watched)
    return owners


def test_from_the_third_kit_on_mkdocs_builds_nothing(tmp_path: Path, built: list[str]) -> None:
    """The first is built, the second is read for frames, too, and all others are filled in."""
    warm = Press(MKDOCS_YML)
    for owner in ("Ada", "Bob", "Cy", "Dee"):
        pages = kit(owner, people(4, owner))
        assert warm.build(pages, "kit", tmp_path, URL) == cold(pages, tmp_path / owner)
    assert built == ["Ada", "Bob", "Kitgensite"]


def test_what_html_spells_otherwise_is_spelt_so(tmp_path: Path, built: list[str]) -> None:
    """Names may hold quotes, tags, ampersands, emoji; of two spaces none goes away."""
    warm = Press(MKDOCS_YML)
    odd = ('O\'Dell & "Co"', "Zoë <b>x</b>", "&amp; {{ x }}", "two  spaces", "🦊", "Kitgentitle1z")
    for owner in (*people(2), *odd):
        pages = kit(owner, odd)
        assert warm.build(pages, "kit", tmp_path, URL) == cold(pages, tmp_path / "cold")
    assert len(built) == 3


@pytest.mark.parametrize("folder", ["", "x/"])
def test_rows_of_any_length_are_filled_in(tmp_path: Path, built: list[str], folder: str) -> None:
    """What was read of seven pages in a row holds for twelve; short rows have their own frames."""
    warm = Press(MKDOCS_YML)
    for count in (0, *range(5), 7):  # of each only what is new is read
        warm.build(kit("Ada", people(count), folder=folder), "kit", tmp_path, URL)
    del built[:]
    for count in (12, 4, 1, 0):
        pages = kit("Bob", people(count, "Somebody"), folder=folder)
        assert warm.build(pages, "kit", tmp_path, URL) == cold(pages, tmp_path / f"{count}")
    assert built == []


def test_other_headings_are_another_shape(tmp_path: Path, built: list[str]) -> None:
    """A page with a heading more, or without a title of its own, is read anew."""
    warm = Press(MKDOCS_YML)
    more = (
        Section(3, "", Markup("No id"), Markup("<p>a</p>")),
        Section(0, "", Markup(), Markup("<h1>Above</h1>")),
        Section(3, "deep", Markup("Deep"), Markup("<p>b</p>")),
        Section(2, "odd", Markup("A &lt;b&gt;  c"), Markup("<section><h4 id='x'>y</h4></section>")),
    )
    untitled = (Section(0, "", Markup(), Markup("<p>No title</p>")),)
    for sections in ((), more[:1], more[1:2], more[2:3], more[3:], untitled):
        for _ in range(2):
            pages = kit("Ada", people(1))
            last = pages.pages[-1]
            own = sections if sections == untitled else (*last.sections, *sections)
            pages = replace(pages, pages=(*pages.pages[:-1], replace(last, sections=own)))
            assert warm.build(pages, "kit", tmp_path, URL) == cold(pages, tmp_path / "cold")
    assert len(built) > len(more)


@pytest.mark.parametrize(
    "more",
    [
        "{{ page.title | upper }}",  # takes a text apart
        "{% if page.title == 'Contact 1' %}x{% endif %}",  # goes by what a text is
        "{{ page.file.src_uri }}",  # tells what nobody puts in its place
        "{{ nav.pages | map(attribute='title') | join }}",  # tells of pages that are not near
    ],
)
def test_a_theme_that_does_more_gets_no_frames(tmp_path: Path, built: list[str], more: str) -> None:
    """Then MkDocs builds each kit, as ever."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copy(MKDOCS_YML, root)
    with (root / "docs" / "theme" / "main.html").open("a", encoding="utf-8") as file:
        file.write(f"{{% block announce %}}{more}{{% endblock %}}\n")
    warm = Press(root / "mkdocs.yml")
    for number, owner in enumerate(people(4)):
        pages = replace(kit(owner, people(5)), kit_id=str(number))
        expected = cold(pages, tmp_path / owner, root / "mkdocs.yml")
        assert warm.build(pages, "kit", tmp_path, URL) == expected
    assert built.count("Contact 3") == 1


def test_with_another_plugin_there_are_no_frames(tmp_path: Path, built: list[str]) -> None:
    """It may do something for each page."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    text = MKDOCS_YML.read_text("utf-8").replace("  - search\n", "  - search\n  - meta\n")
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    warm = Press(tmp_path / "mkdocs.yml")
    for owner in ("Ada", "Bob", "Cy"):
        warm.build(kit(owner, people(1)), "kit", tmp_path, URL)
    assert built == ["Ada", "Bob", "Cy"]


@pytest.mark.parametrize(
    "change",
    [
        lambda pages: replace(pages, site_name="two\n  lines"),
        lambda pages: replace(pages, description=""),
        lambda pages: replace(pages, tabs=(Tab("A", ("index.md", "guide.md", "drafts/index.md")),)),
    ],
    ids=["several lines", "nothing", "two first pages"],
)
def test_an_unusual_kit_is_built_by_mkdocs(
    tmp_path: Path, built: list[str], change: Callable[[Pages], Pages]
) -> None:
    """Names of several lines, empty ones, and a first page that is not the first in its tab."""
    warm = Press(MKDOCS_YML)
    pages = change(kit("Ada", ()))
    for _ in range(3):
        assert warm.build(pages, "kit", tmp_path, URL) == cold(pages, tmp_path / "cold")
    assert len(built) == 3


def test_what_is_kept_is_bounded_and_of_one_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: list[str]
) -> None:
    """A project whose pages all differ does not fill the memory; the site map tells the day."""
    monkeypatch.setattr(frames, "_MOST", 4)
    held: list[int] = []
    learn = Frames._learn

    def watched(ours: Frames, *rest: object) -> None:
        learn(ours, *rest)  # type: ignore[arg-type]
        held.append(len(ours._frames))

    monkeypatch.setattr(Frames, "_learn", watched)
    warm = Press(MKDOCS_YML)
    for count in range(5):
        warm.build(kit("Ada", people(count)), "kit", tmp_path, URL)
    assert max(held) <= 4 + 8
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    del built[:]
    pages = kit("Ada", people(4))
    again = [warm.build(pages, "kit", tmp_path, URL) for _ in range(2)]
    assert built[0] == "Ada"
    assert again == [cold(pages, tmp_path / "cold")] * 2


def test_all_samples_are_the_same_filled_in_and_cold(
    tmp_path: Path, noon: datetime, built: list[str]
) -> None:
    """Sealed as they will be, every page, the search index, the site map, all assets."""
    project = Project(ROOT)
    layout = Layout(
        lambda path: (
            "index.html" if path == "index.md" else f"{path[:-3]}-x.html".replace("/", "_")
        ),
        is_sealed=True,
    )
    composed = {}
    for path in project.profile_paths():
        profile, today = read_profile(project, path, noon)
        composed[path.stem] = compose_pages(kit_of(project, profile, today, path.stem), layout)
    warm = Press(MKDOCS_YML)
    for _ in range(2):
        for name, pages in composed.items():
            warm.build(pages, name, tmp_path, URL)
    del built[:]
    for name, pages in composed.items():
        assert warm.build(pages, name, tmp_path, URL) == cold(pages, tmp_path / name)
    assert built == []


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """Return an empty cache."""
    found = open_cache(tmp_path / "cache")
    assert found is not None
    return found


def test_kept_frames_need_no_mkdocs(
    tmp_path: Path, built: list[str], monkeypatch: pytest.MonkeyPatch, cache: Cache
) -> None:
    """Another press builds what one has learnt before, byte for byte; not on another day."""
    for owner in ("Ada", "Bob", "Cy"):
        pages = kit(owner, people(4, owner))
        warm = Press(MKDOCS_YML, cache=cache)
        assert warm.build(pages, "kit", tmp_path, URL) == cold(pages, tmp_path / owner)
    assert built == ["Ada", "Kitgensite"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    pages = kit("Dee", people(4))
    warm = Press(MKDOCS_YML, cache=cache)
    assert warm.build(pages, "kit", tmp_path, URL) == cold(pages, tmp_path / "Dee")
    assert built[2:] == ["Dee", "Kitgensite"]


def test_what_is_learnt_meanwhile_is_kept_too(
    tmp_path: Path, built: list[str], cache: Cache
) -> None:
    """Two at work with kits of different shapes do not forget for each other."""
    one, other = Press(MKDOCS_YML, cache=cache), Press(MKDOCS_YML, cache=cache)
    one.build(kit("Ada", people(1)), "kit", tmp_path, URL)
    other.build(kit("Bob", people(5)), "kit", tmp_path, URL)
    one.build(kit("Cy", people(2)), "kit", tmp_path, URL)
    del built[:]
    for count in (1, 5, 2):
        Press(MKDOCS_YML, cache=cache).build(kit("Dee", people(count)), "kit", tmp_path, URL)
    assert built == []


@pytest.mark.parametrize("changed", ["docs/theme/main.html", "mkdocs.yml", "docs/assets/kit.css"])
def test_another_theme_has_other_frames(
    tmp_path: Path, built: list[str], cache: Cache, changed: str
) -> None:
    """What was read of the theme before the change is of no use after it."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copy(MKDOCS_YML, root)
    pages = kit("Ada", people(4))
    Press(root / "mkdocs.yml", cache=cache).build(pages, "kit", tmp_path, URL)
    with (root / changed).open("a", encoding="utf-8") as file:
        file.write("\n")
    del built[:]
    again = Press(root / "mkdocs.yml", cache=cache).build(pages, "kit", tmp_path, URL)
    assert again == cold(pages, tmp_path / "cold", root / "mkdocs.yml")
    assert built == ["Ada", "Kitgensite"]


@pytest.mark.parametrize("moment", [None, "1795348800"])
def test_a_theme_that_tells_the_time_has_no_frames(
    tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch, moment: str | None
) -> None:
    """Else all kits of a day would tell that of the first."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copy(MKDOCS_YML, root)
    told = root / "docs/theme/partials/copyright.html"
    told.parent.mkdir()
    told.write_text("<p>{{ build_date_utc.strftime('%H:%M') }}</p>", "utf-8")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if moment:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
    pages = kit("Ada", people(4))
    warm = Press(root / "mkdocs.yml", cache=cache)
    warm.build(pages, "kit", tmp_path, URL)
    assert os.environ.get("SOURCE_DATE_EPOCH") == moment
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348861")
    for each in (warm, Press(root / "mkdocs.yml", cache=cache)):
        built = each.build(pages, "kit", tmp_path, URL)
        assert b"<p>12:01</p>" in built["guide.html"]


def test_a_theme_that_was_elsewhere_is_learnt_anew(
    tmp_path: Path, built: list[str], cache: Cache
) -> None:
    """Another virtual environment, and the old one is gone."""
    pages = kit("Ada", people(4))
    first = Press(MKDOCS_YML, cache=cache)
    whole = first.build(pages, "kit", tmp_path, URL)
    (learner,) = first._warm.values()
    assert learner.kept is not None
    learnt = learner.kept.read(get_build_date())
    assert learnt is not None
    for each in learnt.around.values():
        gone = {name: f"/gone/{path}" for name, path in each.assets.items()}
        learner.kept.add(replace(learnt, around={True: replace(each, assets=gone)}), learner._day)
    assert Press(MKDOCS_YML, cache=cache).build(pages, "kit", tmp_path, URL) == whole
    del built[:]
    assert Press(MKDOCS_YML, cache=cache).build(pages, "kit", tmp_path, URL) == whole
    assert built == []


@pytest.mark.parametrize("line", ["copyright: !ENV [WHOSE, nobody]\n", "hooks: [docs/hook.py]\n"])
def test_what_leads_elsewhere_is_not_kept(
    tmp_path: Path, built: list[str], cache: Cache, line: str
) -> None:
    """Nobody knows what a variable or somebody's code will give next time."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "docs", root / "docs")
    (root / "docs" / "hook.py").write_text("")
    (root / "mkdocs.yml").write_text(MKDOCS_YML.read_text("utf-8") + line, "utf-8")
    for _ in range(2):
        press_again = Press(root / "mkdocs.yml", cache=cache)
        press_again.build(kit("Ada", people(4)), "kit", tmp_path, URL)
    assert built == ["Ada", "Ada"]
