"""Page sources become HTML templates once; what is filled in later never meets Markdown."""

from __future__ import annotations

import signal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitgen.errors import SourceError
from kitgen.templating import (
    Compiling,
    PageTemplates,
    Section,
    compile_page_templates,
    limits,
    split_sections,
)
from kitgen.templating.markdown import compile_markdown
from kitgen.templating.section import HEADING_END, HEADING_MARK


def _compiled(source: str, path: str = "a.md", known: tuple[str, ...] = ("a.md", "b.md")) -> str:
    return compile_markdown(source, path, known, f"docs/en/{path}")


def _templates(pages: dict[str, str], components: dict[str, str] | None = None) -> PageTemplates:
    names = {"link": lambda target: f"to-{target}", "loud": str.upper}
    return compile_page_templates(pages, components or {}, "docs/en", names, Compiling())


def _body(source: str, **context: Any) -> str:  # noqa: ANN401
    return "".join(str(each.body) for each in _templates({"a.md": source}).render("a.md", context))


@pytest.mark.parametrize(
    "tag",
    [
        "{{ a_b_c * d_e * f }}",
        "{{ '<b>' ~ \"*x*\" ~ '[a](b)' }}",
        "{% if a < b and c > d %}",
        "{# *no* _markdown_ `here` #}",
        "{{ fact(\n  'x'\n) }}",
        "{% include 'components/a.html' %}",
    ],
)
@pytest.mark.parametrize(
    "around",
    ["text {} text", "**{}**", "- one {}\n- two", "`{}`", "> {}", "    {}", "| a |\n|---|\n| {} |"],
)  # fmt: skip
def test_tags_come_through_markdown_untouched(tag: str, around: str) -> None:
    """Wherever a tag stands, it is the same afterwards, character by character."""
    assert tag in _compiled(around.replace("{}", tag))


def test_tags_that_stand_alone_are_in_no_paragraph() -> None:
    """A component on a line of its own is not wrapped in a paragraph."""
    assert _compiled("{% include 'x' %}") == "{% include 'x' %}"
    assert _compiled("a {{ b }}") == "<p>a {{ b }}</p>"


HOSTILE = (
    "[x](javascript:alert(1))",
    "{: onclick=x }",
    "<script>alert(1)</script>",
    '--8<-- "/etc/passwd"',
    "{{ 7*7 }}",
    "{% raw %}",
    "# heading",
    "kitgentag0x",
    "![x](https://example.org/x.png)",
    "https://example.org",
    "<https://example.org>",
    "**bold** _it_ `code`",
    "| a |\n|---|\n| b |",
    "\x02" + "1\x03id\x03title\x03",
    '" onmouseover="x',
    "&lt;b&gt;",
    "!!! note",
    "*[x]: y",
)


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_filled_in_is_text_and_nothing_else(typed: str) -> None:
    """Link, attribute, script, snippet, template, heading mark: nothing of it becomes live."""
    source = '# T {: #t }\n\nHello {{ x }} <a title="{{ x }}">there</a>\n\n{{ x }}\n'
    sections = _templates({"a.md": source}).render("a.md", {"x": typed})
    assert [(each.level, each.id) for each in sections] == [(1, "t")]
    text = typed.replace("\x02", "").replace("\x03", "")
    shown = (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        .replace('"', "&#34;").replace("'", "&#39;")
    )  # fmt: skip
    body = str(sections[0].body)
    assert body == f'<p>Hello {shown} <a title="{shown}">there</a></p>\n{shown}'


@settings(deadline=None, max_examples=150)
@given(typed=st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_no_text_changes_the_page_around_it(typed: str) -> None:
    """Whatever is typed, there is one section with one paragraph, and no tag in it."""
    [section] = TEMPLATES.render("a.md", {"x": typed})
    inside = str(section.body).removeprefix("<p>Hello ").removesuffix("</p>")
    assert section.title == "T"
    assert "<" not in inside
    assert ">" not in inside


TEMPLATES = _templates({"a.md": "# T\n\nHello {{ x }}!\n"})


def test_links_to_page_sources_go_through_link() -> None:
    """Links between pages are made per page; anchors stay; other links stay as they are."""
    assert _compiled("[a](b.md#x)") == "<p><a href=\"{{ link('b.md') }}#x\">a</a></p>"
    nested = _compiled("[a](../b.md)", "c/d.md")
    assert "link('b.md')" in nested
    for other in ("https://example.org/x.md", "#here", "{{ fact('x') }}", "x.pdf"):
        assert f'href="{other}"' in _compiled(f"[a]({other})")


def test_dead_links_are_told_all_at_once() -> None:
    """Each link to a page source that is not there, in each page, at its line."""
    pages = {
        "a.md": "# A\n\n[x](gone.md)\n\n[y](b.md) [z](c/gone.md#z)\n",
        "b.md": "[x](../a.md)\n",
    }
    with pytest.raises(SourceError) as raised:
        _templates(pages)
    assert [str(each) for each in raised.value.problems] == [
        "docs/en/a.md:3:1: error: a link to 'gone.md', which is not a page source",
        "docs/en/a.md:5:1: error: a link to 'c/gone.md', which is not a page source",
        "docs/en/b.md:1:1: error: a link to '../a.md', which is not a page source",
    ]
    assert {each.code for each in raised.value.problems} == {"link"}


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("# A\n\ntext\n{{ gone }}\n", "docs/en/a.md:4:1: error: 'gone' is undefined"),
        ("{{ x }}\n\n{{ x }}\n\n{{ gone }}\n", "docs/en/a.md:5:1"),
        ("{{ x }} {{ x }}\n\n- {{ gone\n  .b }}\n", "docs/en/a.md:4:1"),
        ("# A {{ gone }}\n", "docs/en/a.md:1:1"),
        ("{{ gone }}\n\na\n\n{{ gone }}\n", "docs/en/a.md:1:1"),
        ("{% if x %}\n{{ x.y.z }}\n{% endif %}\n\n{% if x %}\n{% endif %}\n", "docs/en/a.md:2:1"),
        ("\n\n{% include 'components/a.html' %}\n", "docs/components/a.html:2:1"),
        ("\n\n{% include 'components/b.html' %}\n", "docs/en/a.md:3:1: error: there is no"),
    ],
)
def test_a_mistake_while_rendering_is_told_by_file_and_line(source: str, problem: str) -> None:
    """Lines are those of the page source, whatever Markdown made of it."""
    templates = _templates({"a.md": source}, {"a.html": "\n{{ gone }}"})
    with pytest.raises(SourceError) as raised:
        templates.render("a.md", {"x": 1})
    assert str(raised.value).startswith(problem)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("# A\n\n- one\n- {{ one two }}\n", "docs/en/a.md:4:1"),
        ("a\n\nb\n\n{% endfor %}\n", "docs/en/a.md:5:1"),
        ("{% if x %}\n\nb\n\nc\n", "docs/en/a.md:1:1"),
    ],
)
def test_a_page_source_that_is_no_template_is_told_when_it_is_compiled(
    source: str, problem: str
) -> None:
    """Broken syntax is found once, when the content is loaded, not at the first kit."""
    with pytest.raises(SourceError) as raised:
        _templates({"a.md": source})
    assert str(raised.value).startswith(problem) or "if" in source


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer can interrupt here")
@pytest.mark.parametrize("unit", ["[", "{{", "<a ", "<h1>", "# a\n"])
def test_a_page_source_that_takes_too_long_is_told(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Markdown goes through what follows each bracket, Jinja's braces and headings likewise."""
    monkeypatch.setattr(limits, "_SECONDS", 1)
    with pytest.raises(SourceError, match=r"docs/en/a\.md:1:1: error: this page source takes lon"):
        _compiled(unit * 100_000)
    assert _compiled("As ever, {{ x }}") == "<p>As ever, {{ x }}</p>"


def test_a_page_source_that_goes_too_deep_is_told() -> None:
    """Not that Python has no more room for it."""
    with pytest.raises(SourceError, match=r"docs/en/a\.md:1:1: error: .* goes too deep"):
        _compiled("a\n:   b\n" * 5000)


def test_the_word_that_stands_for_a_tag_is_told() -> None:
    """It would be taken for a tag, or for one that is not there."""
    with pytest.raises(SourceError, match=r"docs/en/a\.md:2:3: error: the word 'kitgentag'"):
        _compiled("{{ x }}\na kitgentag99x")


def test_headings_become_sections() -> None:
    """Level, id and title; what stands above the first heading is a section of level 0."""
    sections = _templates({"a.md": "Above\n\n# One {: #x }\n\nbody\n\n## Two & {{ t }}\n"}).render(
        "a.md", {"t": "<3"}
    )
    assert [(each.level, each.id, str(each.title), str(each.body)) for each in sections] == [
        (0, "", "", "<p>Above</p>"),
        (1, "x", "One", "<p>body</p>"),
        (2, "two", "Two &amp; &lt;3", ""),
    ]


@pytest.mark.parametrize("heading", ["Part {{ x }}", "Part – {{ x }}", "{{ x }} - part -"])
def test_an_id_is_made_of_the_words_that_are_always_the_same(heading: str) -> None:
    """What is filled in, and the dash before it, leave nothing behind."""
    (section,) = _templates({"a.md": f"# {heading}\n"}).render("a.md", {"x": "one"})
    assert section.id == "part"


def test_headings_in_loops_have_ids_of_their_own() -> None:
    """The id of a heading in a loop gets a number from the second on."""
    source = "{% for x in xs %}\n\n## Part {{ x }}\n\ntext {{ x }}\n\n{% endfor %}\n"
    sections = _templates({"a.md": source}).render("a.md", {"xs": "abc"})
    assert [each.id for each in sections] == ["part", "part-2", "part-3"]
    assert [str(each.title) for each in sections] == ["Part a", "Part b", "Part c"]


def test_a_heading_under_a_condition_comes_and_goes() -> None:
    """With the condition there is the section, without it there is neither heading nor text."""
    source = "# A\n\n{% if x %}\n\n## B\n\nb\n\n{% endif %}\n\nend\n"
    templates = _templates({"a.md": source})
    assert [each.id for each in templates.render("a.md", {"x": True})] == ["a", "b"]
    assert [each.id for each in templates.render("a.md", {"x": False})] == ["a"]
    assert "end" in templates.render("a.md", {"x": False})[0].body


def test_a_component_is_rendered_alone() -> None:
    """A component is HTML from its template, escaped; its mistakes name its file."""
    templates = _templates({}, {"a.html": "<b>{{ x }}</b>\n", "b.html": "\n{{ gone }}"})
    assert templates.render_component("a", {"x": "<"}) == "<b>&lt;</b>"
    with pytest.raises(SourceError, match=r"docs/components/b\.html:2:1: error: 'gone'"):
        templates.render_component("b", {})


def test_rendered_html_without_headings_is_one_section() -> None:
    """Nothing gives nothing; a mark gives a section."""
    assert split_sections("  \n") == ()
    marked = f"{HEADING_MARK}2{HEADING_END}x{HEADING_END} T {HEADING_END} b "
    [section] = split_sections(marked)
    assert (section.level, section.id, section.title, section.body) == (2, "x", "T", "b")
    assert isinstance(section, Section)


def test_tabs_notes_and_tables_work() -> None:
    """What page sources are written with: tabs, notes, details, tables, attributes."""
    html = _compiled(
        '=== "One"\n\n    a\n\n=== "Two"\n\n    {{ b }}\n\n!!! note "N"\n\n    c\n\n'
        "??? note\n\n    d\n\n| a |\n|---|\n| {{ e }} |\n\nf\n{: .g }\n"
    )
    for wanted in ("tabbed-set", "admonition note", "<details", "<table>", 'class="g"', "{{ e }}"):
        assert wanted in html
    assert "<p>" not in _body("{{ x }}", x="alone")
