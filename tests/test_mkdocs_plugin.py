"""The plugin turns a plain MkDocs into one that builds and serves kits, and publishes none."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from markupsafe import Markup
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError

from kitgen.mkdocs_plugin import KitgenPlugin, contents_list, squeezed
from kitgen.pages import Page
from kitgen.templating import Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.structure.toc import AnchorLink

    from kitgen.project import Project

NOON = "1795348800"  # 22 November 2026
BROKEN = "owner:\n  nme: Ada\n"


def mkdocs(project: Project, *words: str, profile: str = "") -> subprocess.CompletedProcess[str]:
    """Run the `mkdocs` command in a project, as somebody would who has kitgen installed."""
    env = {**os.environ, "SOURCE_DATE_EPOCH": NOON, "KITGEN_PROFILE": profile}
    command = [sys.executable, "-m", "mkdocs", *words]
    return subprocess.run(
        command, cwd=project.root, env=env, capture_output=True, text=True, check=False
    )


def started(project: Project, command: str) -> KitgenPlugin:
    """Return the plugin of a project after MkDocs told it which command runs."""
    plugin = KitgenPlugin()
    plugin.load_config({"profile": "profiles/ada.yml"}, str(project.mkdocs_yml))
    plugin.on_startup(command=command, dirty=False)
    return plugin


def pages_in(nav: object) -> Iterator[str]:
    """Yield the pages that a navigation leads to."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, list):
        for each in nav:
            yield from pages_in(each)
    elif isinstance(nav, dict):
        yield from pages_in(list(nav.values()))


def as_tree(links: list[AnchorLink]) -> list[object]:
    """Return a contents list as titles and lists of titles."""
    return [[link.title, link.id, as_tree(link.children)] for link in links]


def test_a_plain_mkdocs_build_builds_the_kit(copied: Project) -> None:
    """`mkdocs build` gives the site of the profile named in `mkdocs.yml`."""
    done = mkdocs(copied, "build", "--strict", "--quiet")
    assert done.returncode == 0, done.stderr
    site = copied.root / "build" / "mkdocs"
    assert "Mara Okafor" in (site / "index.html").read_text("utf-8")
    assert (site / "drafts" / "jo.html").is_file()
    assert not (site / "en").exists()


def test_gh_deploy_is_refused(copied: Project) -> None:
    """The command that would publish a kit ends before anything is built."""
    done = mkdocs(copied, "gh-deploy")
    assert done.returncode != 0
    assert "gh-deploy would publish this kit where anyone can read it" in done.stderr
    assert not (copied.root / "build").exists()


def test_a_build_of_a_broken_profile_fails_with_its_place(copied: Project) -> None:
    """`mkdocs build` names file, line and column, and shows no traceback."""
    (copied.profiles / "ada.yml").write_text(BROKEN)
    done = mkdocs(copied, "build", profile="profiles/ada.yml")
    assert done.returncode != 0
    assert re.search(r"profiles/ada\.yml:2:3: error: .*nme", done.stderr)
    assert "Traceback" not in done.stderr
    assert not (copied.root / "build").exists()


def test_without_a_profile_the_plugin_says_what_to_do(copied: Project) -> None:
    """An empty setting is explained, not taken for the project's folder."""
    text = copied.mkdocs_yml.read_text()
    copied.mkdocs_yml.write_text(re.sub(r"profile: \S+", 'profile: ""', text))
    done = mkdocs(copied, "build")
    assert done.returncode != 0
    assert "name a profile in mkdocs.yml" in done.stderr


def test_a_broken_profile_shows_its_problems_where_its_pages_were(copied: Project) -> None:
    """While serving, problems stand at the same addresses; a mended profile has its pages back."""
    profile = copied.profiles / "ada.yml"
    good = "owner: {name: Ada}\ncontacts:\n- {id: jo, name: Jo}\n"
    plugin = started(copied, "serve")
    seen = []
    for text in (good, BROKEN, BROKEN, good):
        profile.write_text(text)
        config = plugin.on_config(load_config(str(copied.mkdocs_yml)))
        seen.append(set(pages_in(config.nav)))
        assert ("problems" in config.site_name) == (text == BROKEN)
    assert "drafts/jo.md" in seen[0]
    assert seen[1:] == [seen[0]] * 3


def test_a_profile_that_is_broken_at_first_shows_its_problems_at_the_start(
    copied: Project,
) -> None:
    """Serving begins with a broken profile, too."""
    (copied.profiles / "ada.yml").write_text(BROKEN)
    plugin = started(copied, "serve")
    config = plugin.on_config(load_config(str(copied.mkdocs_yml)))
    assert list(pages_in(config.nav)) == ["index.md"]


def test_broken_words_are_an_error_of_mkdocs(copied: Project) -> None:
    """A page source that cannot be compiled has its place told, whatever the command."""
    (copied.profiles / "ada.yml").write_text("owner: {name: Ada}\n")
    (copied.docs / "en" / "about.md").write_text("# About\n\n{{ no_such_name }}\n")
    for command in ("build", "serve"):
        with pytest.raises(PluginError, match=r"docs/en/about\.md:3:1"):
            started(copied, command).on_config(load_config(str(copied.mkdocs_yml)))


def test_the_profile_is_watched(copied: Project) -> None:
    """MkDocs watches `docs/` by itself, and the profile because the plugin asks it to."""
    (copied.profiles / "ada.yml").write_text("owner: {name: Ada}\n")
    config = started(copied, "serve").on_config(load_config(str(copied.mkdocs_yml)))
    assert config.watch == [str(copied.profiles / "ada.yml")]


def test_the_contents_list_nests_by_level() -> None:
    """Headings hang under the next higher one; those without an id, and text, are left out."""
    headings = [
        (0, "", ""),
        (1, "a", "A <b>bold</b> &amp; plain"),
        (2, "b", "B"),
        (3, "c", "C"),
        (2, "d", "D"),
        (2, "", "No id"),
        (4, "e", "E"),
        (1, "f", "&lt;i&gt;"),
    ]
    sections = tuple(
        Section(level, name, Markup(title), Markup())  # noqa: S704  written above
        for level, name, title in headings
    )
    contents = contents_list(Page("index.md", "index.html", "Start", sections))
    assert as_tree(contents.items) == [
        [
            "A bold &amp; plain",
            "a",
            [["B", "b", [["C", "c", []]]], ["D", "d", [["E", "e", []]]]],
        ],
        ["&lt;i&gt;", "f", []],
    ]


@pytest.mark.parametrize(
    ("profile", "lang", "steps"),
    [("sample-jule-brandstaetter", "de", 0), ("sample-mara-okafor", "en", 1)],
)
def test_a_site_is_in_the_language_of_its_kit(
    profile: str,
    lang: str,
    steps: int,
    copied: Project,
) -> None:
    """The page says so, the theme speaks it, and search asks for no stemmer that is not there."""
    done = mkdocs(copied, "build", "-d", "site", profile=f"profiles/{profile}.yml")
    assert done.returncode == 0, done.stderr
    page = (copied.root / "site" / "index.html").read_text("utf-8")
    assert f'<html lang="{lang}"' in page
    index = json.loads((copied.root / "site" / "search" / "search_index.json").read_text("utf-8"))
    assert index["config"]["lang"] == ["en"]
    assert (len(index["config"]["pipeline"]) > 0) == (steps > 0)
    words = ("Suche", "Inhaltsverzeichnis") if lang == "de" else ("Search", "Table of contents")
    assert all(each in page for each in words)


def test_room_between_tags_goes_but_texts_keep_theirs() -> None:
    """The frame loses indentation and empty lines; a draft keeps every space of its own."""
    article = "<article>\n  <textarea>\nDear Jo,\n\n  - one</textarea>\n</article>"
    page = f"<html>\n\n   <nav>\n    <a>Start</a>\n</nav>\n{article}\n\n  </html>"
    assert squeezed(page) == f"<html>\n<nav>\n<a>Start</a>\n</nav>\n{article}\n</html>"
    assert squeezed("<p>\n  no article</p>") == "<p>\n  no article</p>"
