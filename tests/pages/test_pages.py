"""The pages of a kit: all there, sourced, linked, private, and safe whatever was typed."""

from __future__ import annotations

import json
import posixpath
import re
from datetime import date
from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from justhtml import Element, JustHTML, Node

from kitgen.drafts import Moment
from kitgen.errors import Problem, SourceError
from kitgen.kit import Kit, compose_kit
from kitgen.pages import Pages, compose_pages, compose_problem_pages
from kitgen.profile import load_profile, parse_profile
from kitgen.project import Project, pages_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from kitgen.content import Content

PROJECT = Project(Path(__file__).parent.parent.parent)
TODAY = date(2026, 11, 22)
SMALL = "owner:\n  name: Ada Holm\n  goal: a post in a library\n"
FIXED = {
    "index.md",
    "guide.md",
    "recommendations-and-endorsements.md",
    "coverage.md",
    "plan.md",
    "drafts/index.md",
    "print.md",
    "about.md",
}
NAMES = ["sample-mara-okafor", "sample-noor-van-der-welle", "sample-tomasz-lindqvist", "small"]


@cache
def _kit(name: str) -> Kit:
    if name == "small":
        profile = parse_profile(SMALL, "ada.yml", TODAY)
    else:
        profile = load_profile(PROJECT.profiles / f"{name}.yml", TODAY)
    return compose_kit(profile, PROJECT.content("en"), TODAY, name)


def _composed(text: str) -> Kit:
    return compose_kit(parse_profile(text, "x.yml", TODAY), PROJECT.content("en"), TODAY, "x")


@cache
def _pages(name: str) -> Pages:
    return compose_pages(_kit(name))


@cache
def _document(name: str, path: str) -> JustHTML:
    return _parsed(_pages(name).page(path).html)


def _parsed(html: str) -> JustHTML:
    whole = (
        f'<!DOCTYPE html><html lang="en"><head><title>x</title></head><body>{html}</body></html>'
    )
    return JustHTML(whole, sanitize=False, collect_errors=True)


def _elements(node: Node) -> Iterator[Element]:
    for child in node.children or ():
        if isinstance(child, Element):
            yield child
        yield from _elements(child)


def _each_page() -> Iterator[tuple[str, str]]:
    return ((name, page.path) for name in NAMES for page in _pages(name).pages)


@pytest.mark.parametrize("name", NAMES)
def test_every_kit_has_every_page(name: str) -> None:
    """The eight pages that all kits have, one for each contact, and one for each who writes."""
    pages, contacts = _pages(name), _kit(name).profile.contacts
    wanted = FIXED | {f"drafts/{contact.id}.md" for contact in contacts}
    wanted |= {f"briefs/{each.contact.id}.md" for each in _kit(name).briefs if each.is_ready}
    assert {page.path for page in pages.pages} == wanted
    assert {path for tab in pages.tabs for path in tab.paths} == wanted
    assert len(pages.tabs) <= 5
    assert all(page.sections and page.title for page in pages.pages)
    assert pages.page("guide.md").address == "guide.html"
    with pytest.raises(KeyError):
        pages.page("gone.md")


def test_a_kit_has_these_pages_alone(copied: Project, noon: datetime) -> None:
    """A page source that is missing, or that no kit has, is told by its place."""
    path = next(each for each in copied.profile_paths() if "mara" in each.stem)
    (copied.docs / "en" / "drafts" / "{contact}.md").unlink()
    (copied.docs / "en" / "more.md").write_text("# More\n", "utf-8")
    with pytest.raises(SourceError) as raised:
        pages_for(copied, path, noon)
    assert [(each.source, each.message) for each in raised.value.problems] == [
        ("docs/en/drafts/{contact}.md", "a kit needs this page source"),
        ("docs/en/more.md", "no kit has a page of this name"),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_html_without_an_error(name: str) -> None:
    """In a minimal document the parser of the standard has nothing to say."""
    errors = {
        page.path: _document(name, page.path).errors
        for page in _pages(name).pages
        if _document(name, page.path).errors
    }
    assert errors == {}


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_in_each_page(name: str) -> None:
    """Headings, drafts, rules and sources: an id is there once, and each heading has one."""
    for page in _pages(name).pages:
        found = [
            each.attrs["id"] or ""
            for each in _elements(_document(name, page.path).root)
            if "id" in each.attrs
        ]
        assert sorted(set(found)) == sorted(found), page.path
        assert all(section.id for section in page.sections if section.level)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_and_anchor_leads_somewhere(name: str) -> None:
    """Links inside the kit lead to its pages and to ids on them; others out, to mail, or a file."""
    pages = _pages(name)
    ids = {
        page.address: {each.attrs.get("id") for each in _elements(_document(name, page.path).root)}
        for page in pages.pages
    }
    for page in pages.pages:
        links = [
            each.attrs["href"] or ""
            for each in _elements(_document(name, page.path).root)
            if "href" in each.attrs
        ]
        for link in links:
            if link.startswith(
                ("https://", "mailto:", "data:text/calendar;", "data:message/rfc822;")
            ):
                continue
            path, _, anchor = link.partition("#")
            folder = posixpath.dirname(page.address)
            address = posixpath.normpath(posixpath.join(folder, path)) if path else page.address
            assert address in ids, (page.path, link)
            assert not anchor or anchor in ids[address], (page.path, link)


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_has_its_source_on_the_page(name: str) -> None:
    """Marks count from one, without a gap, and each leads to a source with its day."""
    for page in _pages(name).pages:
        marks = {int(each) for each in re.findall(r'href="#source-(\d+)"', page.html)}
        listed = re.findall(r'<li id="source-(\d+)">(.*?)</li>', page.html, re.DOTALL)
        assert marks == set(range(1, len(listed) + 1)), page.path
        assert all("Checked on" in text for _, text in listed)
    guide = _pages(name).page("guide.md").html
    assert guide.count('href="#source-') > 20


@pytest.mark.parametrize("name", NAMES)
def test_no_page_has_a_hole(name: str) -> None:
    """No None, no template mark, no blank to fill in, no heading mark, no doubled full stop."""
    hole = re.compile(
        r"\bNone\b(?! (?:of|is) )|\{\{|\{%|\[[a-z ]*\]|__\w+__|[\x00-\x08]|Undefined"
        r"|\.\.(?!\.)|kitgentag"
    )
    for page in _pages(name).pages:
        text = _document(name, page.path).to_text()
        clean = re.sub(r"__tabbed_\d", "", text)
        assert not hole.search(clean), (page.path, hole.search(clean))


@pytest.mark.parametrize("name", NAMES[:3])
def test_private_notes_enter_no_page_and_no_draft(name: str) -> None:
    """No four words in a row of any note stand in any page of the kit that they do not own."""
    profile = load_profile(PROJECT.profiles / f"{name}.yml", TODAY)
    notes = [contact.notes for contact in profile.contacts if contact.notes]
    shared = _words(repr(_kit(name).profile))
    text = " ".join(_words(page.html) for page in _pages(name).pages)
    text += " ".join(_words(draft.text) for draft in _kit(name).drafts.drafts)
    assert notes
    for note in notes:
        words = _words(note).split()
        for start in range(max(1, len(words) - 3)):
            run = " ".join(words[start : start + 4])
            assert run in shared or run not in text, run


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_a_note_in_a_page_would_be_found() -> None:
    """The test above can fail: the same words in a field that is shown are on a page."""
    text = SMALL + "contacts:\n  - {name: Jo, evidence: [{project: tell nobody about the move}]}\n"
    kit = _composed(text)
    pages = compose_pages(kit)
    assert any("ell nobody about the move" in page.html for page in pages.pages)


def test_the_first_screen_is_for_whom_how_far_and_what_next() -> None:
    """Start says who it is for, then the ring, then three next actions, each with its link.

    More are there, hidden: they move up when one of the three is ticked on the device.
    """
    start = _pages("sample-tomasz-lindqvist").page("index.md")
    assert [section.id for section in start.sections if section.level][1] == "next"
    assert "Tomasz Lindqvist" in start.sections[0].title
    html = start.html
    assert html.index("<h1") < html.index("<svg") < html.index('id="next"')
    document = _document("sample-tomasz-lindqvist", "index.md")
    actions = document.query(".kit-next > li")
    assert ["hidden" in (each.attrs or {}) for each in actions] == [False] * 3 + [True] * 3
    assert html.count('class="kit-go"') == len(actions)


def test_a_beginner_is_told_how_to_begin() -> None:
    """Without contacts the start page says which file to open and what to put in."""
    html = _pages("small").page("index.md").html
    assert "Add your first contact" in html
    assert "ada.yml" in html


def test_each_contact_page_opens_the_moment_that_is_next() -> None:
    """One moment is open, the one that the plan or the state of the ask calls for."""
    kit = _kit("sample-tomasz-lindqvist")
    opened = {}
    for contact in kit.profile.contacts:
        html = _pages(kit.name).page(f"drafts/{contact.id}.md").html
        assert html.count("checked=") == 1
        labels = re.findall(r'<input ([^>]*)id="__tabbed_1_\d"', html)
        opened[contact.id] = list(Moment)[[("checked" in each) for each in labels].index(True)]
    assert opened["amina"] is Moment.REQUEST
    assert opened["priya"] is Moment.REMINDER
    assert opened["birgitta"] is Moment.REMINDER
    assert opened["marcin"] is Moment.THANKS
    assert opened["agnieszka"] is Moment.THANKS
    assert opened["hamid-farrokhi"] is Moment.ASK


@pytest.mark.parametrize(
    ("history", "moment"),
    [
        ("", "ask"),
        ("{asked: 2026-11-20}", "reminder"),
        ("{asked: 2026-11-01}, {reminded: 2026-11-10}", "reminder"),
        ("{asked: 2026-11-01}, {agreed: 2026-11-02}", "request"),
        ("{requested: 2026-11-01}, {received: 2026-11-20}", "thanks"),
        ("{requested: 2020-11-01}, {published: 2020-11-20}, {thanked: 2020-11-20}", "thanks"),
        ("{declined: 2026-11-01}", "ask"),
    ],
)  # fmt: skip
def test_the_state_of_an_ask_decides_which_moment_is_next(history: str, moment: str) -> None:
    """From the first ask to the thanks, one step after the other."""
    text = f"{SMALL}contacts:\n  - {{name: Jo, connected: no, history: [{history}]}}\n"
    kit = _composed(text)
    html = compose_pages(kit).page("drafts/jo.md").html
    labels = re.findall(r'<input ([^>]*)id="__tabbed_1_\d"', html)
    assert list(Moment)[[("checked" in each) for each in labels].index(True)] == moment


def test_the_gap_on_the_first_page_is_an_open_rule() -> None:
    """The gap that matters most is one of those that the coverage page shows as open."""
    for name in NAMES:
        html = _pages(name).page("index.md").html
        assert ('id="gap"' in html) == bool(_kit(name).coverage.open_rules)


def test_contacts_are_grouped_by_what_comes_next() -> None:
    """Each contact is in one group of the drafts page."""
    kit = _kit("sample-noor-van-der-welle")
    html = _pages(kit.name).page("drafts/index.md").html
    for contact in kit.profile.contacts:
        assert html.count(f'href="{contact.id}.html"') == 1
    groups = re.findall(r'data-kit-group="([a-z]+)"', html)
    assert len(groups) == len(set(groups)) >= 4


def test_done_and_short_of_people_are_said() -> None:
    """The start page says when the goal is reached, and when people are lacking."""
    many = "".join(
        f"    - {{by: jo-{n}, written: 2026-01-0{n}, visible: yes}}\n" for n in range(1, 6)
    )
    contacts = "".join(f"  - {{name: Jo {n}}}\n" for n in range(1, 6))
    text = f"{SMALL}contacts:\n{contacts}recommendations:\n  received:\n{many}"
    kit = _composed(text)
    assert "You have reached what you aimed for." in compose_pages(kit).page("index.md").html
    assert "not enough yet" in _pages("small").page("plan.md").html


def test_the_coverage_page_says_what_a_text_lacks() -> None:
    """The words that it is about, why, and what to add; for texts that lack something alone."""
    html = _pages("sample-mara-okafor").page("coverage.md").html
    texts = html[html.index('id="texts"') : html.index('id="balance"')]
    assert "This praise could be said of anybody" in texts
    assert "“a pleasure to work with”" in texts or "“is a pleasure to work with”" in texts
    assert "Add one thing that was done" in texts
    assert texts.count("<li>") == 1


def test_a_draft_page_says_what_a_draft_lacks_and_what_to_add() -> None:
    """A finding stands under its draft, with the words and the advice."""
    typed = dict.fromkeys(NAMES_OF_FIELDS, "harmless") | {"project": "various projects"}
    html = compose_pages(_hostile_kit(typed)).page("drafts/jo.md").html
    assert "It names no project" in html or "It names something" in html
    assert "Add one project" in html or "Add what was done" in html


def test_a_mail_link_carries_subject_and_text() -> None:
    """Line ends and special characters are encoded, so that nothing ends the address early."""
    html = _pages("sample-mara-okafor").page("drafts/jo.md").html
    [first, *_] = re.findall(r'href="(mailto:[^"]*)"', html)
    assert first.startswith("mailto:jo.park%40example.org?subject=")
    assert "%0D%0A" in first
    assert " " not in first


def test_positions_without_a_start_have_no_period_with_a_hole() -> None:
    """Noor's first post has an end and no start; no page says 'since' or 'to' nothing."""
    for page in _pages("sample-noor-van-der-welle").pages:
        assert "( to" not in page.html
        assert "(since )" not in page.html


def test_problem_pages_say_where_and_what_to_do(content: Content) -> None:
    """A profile with problems has a page for each path, with file, line and hint, escaped."""
    problem = Problem("<b>.yml", 3, 4, "x", "a <name> is missing", "add {{ it }}")
    pages = compose_problem_pages((problem,), content, ("index.md", "plan.md"))
    assert [page.path for page in pages.pages] == ["index.md", "plan.md"]
    html = pages.pages[0].html
    for wanted in ("A &lt;name&gt; is missing", "&lt;b&gt;.yml, line 3, column 4", "Add {{ it }}"):
        assert wanted in html
    assert _parsed(html).errors == []


HOSTILE = (
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "{: onclick=x }",
    "{{ 7*7 }}{% raw %}",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='x",
    '--8<-- "/etc/passwd"',
    "</textarea></svg></title><b>",
    "# h\n\n* [x]: y",
    "&amp;&#60;b&#62;",
    "kitgentag0x",
)
NAMES_OF_FIELDS = ("name", "goal", "organisation", "title", "project", "outcome", "period", "text")


PROFILE = """\
owner: {name: $name, call_name: $name, goal: $goal, headline: $title, strengths: [$title, $goal]}
positions: [{id: a, title: $title, organisation: $organisation, start: 2020, important: yes}]
contacts:
  - id: jo
    name: $name
    call_name: $name
    relationship: customer
    position: a
    email: jo@example.org
    restrictions: [law]
    strengths: [$project]
    evidence:
      - {project: $project, outcome: $outcome, contribution: $goal, period: $period}
  - {id: sam, name: $outcome, unconfirmed: $guess}
recommendations:
  received: [{by: jo, position: a, written: 2026-01-02, visible: yes, text: $received}]
endorsements: [{skill: $title, count: 3, by: [jo]}]
preferences: {blackout: [{first: 2026-12-01, last: 2026-12-02, reason: $text}]}
"""


def _hostile_kit(typed: dict[str, str]) -> Kit:
    quoted = {name: json.dumps(text, ensure_ascii=False) for name, text in typed.items()}
    # With evidence and a blank, so that the harmless one has just the same finding.
    told = f"[year] She cut our close from five days to one. {typed['text']}"
    quoted["received"] = json.dumps(told, ensure_ascii=False)
    quoted["guess"] = json.dumps(f"same as {typed['text']}", ensure_ascii=False)
    return _composed(Template(PROFILE).substitute(quoted))


def _shape(kit: Kit) -> dict[tuple[str, ...], int]:
    shape: dict[tuple[str, ...], int] = {}
    for page in compose_pages(kit).pages:
        parsed = _parsed(page.html)
        assert parsed.errors == [], (page.path, parsed.errors)
        for element in _elements(parsed.root):
            kind = (page.path, element.name, *sorted(element.attrs))
            shape[kind] = shape.get(kind, 0) + 1
    return shape


@pytest.fixture(scope="module")
def tame() -> dict[tuple[str, ...], int]:
    """How many elements of each kind with which attributes a harmless profile gives."""
    return _shape(_hostile_kit(dict.fromkeys(NAMES_OF_FIELDS, "harmless")))


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_in_every_field_at_once_adds_no_element(
    typed: str, tame: dict[tuple[str, ...], int]
) -> None:
    """The same elements with the same attributes as for a harmless profile, and no parse error."""
    assert _shape(_hostile_kit(dict.fromkeys(NAMES_OF_FIELDS, typed))) == tame


@pytest.mark.slow
@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
@given(
    typed=st.fixed_dictionaries(
        {
            name: st.one_of(
                st.sampled_from(HOSTILE),
                st.text(
                    st.characters(codec="utf-8", categories=("L", "N", "P", "S")),
                    min_size=1,
                    max_size=20,
                ),
            )
            for name in NAMES_OF_FIELDS
        }
    )
)
def test_any_text_in_any_field_is_escaped_everywhere(typed: dict[str, str]) -> None:
    """Whatever stands in whichever field: no script, handler, foreign link or parse error."""
    for page in compose_pages(_hostile_kit(typed)).pages:
        parsed = _parsed(page.html)
        assert parsed.errors == []
        for element in _elements(parsed.root):
            assert element.name not in {"script", "img", "iframe", "b"}
            assert not any(each.startswith("on") for each in element.attrs)
            link = element.attrs.get("href") or ""
            assert not link.lower().startswith(("javascript:", "data:text/html", "data:image"))
