"""Messages put into the words of a language, and no word too many or too few."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import jinja2
import pytest

from kitgen.errors import SourceError
from kitgen.language import Language
from kitgen.message import Message, message
from kitgen.words import Words, capital, load_words

if TYPE_CHECKING:
    from pathlib import Path

    from kitgen.content import Content
    from kitgen.project import Project

TEXTS = """\
plain: Nothing to fill in.
greeting: Hello {{ name }}
kind:
  one: one {{ thing }}
  other: "{{ count }} {{ thing }}s"
  zero: none
broken:
  inner: "{{ nobody }}"
syntax: "{% if %}"
outer: "{{ say('broken.inner') }}"
shout: "{{ name|capital }}"
listing: "{{ names|listed }} on {{ day|day_month }}"
"""
_QUOTED = re.compile(r"""["']([a-z][A-Za-z0-9.-]*)["']""")
# What the keys of a set of choices begin with: `"state." ~ each`, `f"rule.{name}"`, `name("view")`.
_KINDS = re.compile(
    r"""["']([a-z][A-Za-z0-9.-]*)\.(?:["']|\{)|\bnames?\(["']([a-z-]+)["']\)"""
    r"""|, ["']([a-z-]+)["']\)"""
)
_FORMS = {"zero", "one", "two", "few", "many", "other"}


@pytest.fixture
def words(tmp_path: Path) -> Words:
    """Load a few words to try."""
    path = tmp_path / "words.yml"
    path.write_text(TEXTS, "utf-8")
    return load_words(path, "docs/xx/words.yml", Language("en"))


def test_a_message_is_said_with_its_parameters(words: Words) -> None:
    """By key or as a message; what is given later wins."""
    assert words.say("plain") == "Nothing to fill in."
    assert words.say("greeting", name="Jo") == "Hello Jo"
    assert words.say(message("greeting", name="Jo")) == "Hello Jo"
    assert words.say(message("greeting", name="Jo"), name="Sam") == "Hello Sam"


def test_only_words_without_anything_to_fill_in_are_always_the_same(words: Words) -> None:
    """A page template may keep them; others, and those that are missing, are asked for."""
    assert words.constant("plain") == words.say("plain")
    asked = ("greeting", "kind", "kind.one", "syntax", "gone")
    assert [words.constant(key) for key in asked] == [None] * 5


def test_the_count_chooses_the_plural(words: Words) -> None:
    """Zero has a sentence of its own where there is one."""
    said = [words.say("kind", count=count, thing="ask") for count in (0, 1, 2)]
    assert said == ["none", "one ask", "2 asks"]


def test_words_can_use_lists_and_dates(words: Words) -> None:
    """The functions of the language are filters, too."""
    day = Language("en")
    said = words.say("listing", names=["a", "b"], day=date(2026, 12, 5))
    assert said == f"{day.listed(['a', 'b'])} on 5 December"


def test_choices_have_names(words: Words) -> None:
    """A choice is said by its kind and its value, alone, several together, or as a filter."""
    assert words.name("kind", "zero") == "none"
    assert words.names(("zero", "zero"), "kind") == ["none", "none"]
    assert words.functions["name"]("zero", "kind") == "none"
    assert capital("jo Park") == "Jo Park"
    assert capital("") == ""


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("gone", "docs/xx/words.yml:1:1: error: there are no words for 'gone'"),
        ("broken.inner", "docs/xx/words.yml:8:1: error: broken.inner: 'nobody' is undefined"),
        ("outer", "docs/xx/words.yml:8:1: error: broken.inner: 'nobody' is undefined"),
        ("syntax", "docs/xx/words.yml:9:1: error: syntax: Expected an expression"),
        ("kind", "docs/xx/words.yml:4:1: error: kind.one: 'thing' is undefined"),
    ],
)
def test_a_mistake_in_the_words_is_told_with_its_line(key: str, problem: str, words: Words) -> None:
    """An unknown key, an unknown name, broken syntax: the file, and the line of the key."""
    with pytest.raises(SourceError) as raised:
        words.say(key, count=1) if key == "kind" else words.say(key)
    assert str(raised.value).startswith(problem)


def test_what_cannot_be_done_with_a_value_is_told(words: Words) -> None:
    """A filter for texts on a number is a mistake in the words, and no traceback."""
    assert words.say("shout", name="jo") == "Jo"
    with pytest.raises(
        SourceError, match=r"^docs/xx/words\.yml:11:1: error: shout: this cannot be"
    ):
        words.say("shout", name=5)


def test_words_keep_what_people_typed_as_it_is(words: Words) -> None:
    """A parameter that looks like a template is text."""
    assert words.say("greeting", name="{{ 7*7 }}<b>") == "Hello {{ 7*7 }}<b>"


def test_a_file_of_words_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    """A missing file and broken YAML are problems of that file."""
    path = tmp_path / "words.yml"
    with pytest.raises(SourceError, match=r"docs/xx/words\.yml:1:1"):
        load_words(path, "docs/xx/words.yml", Language("en"))
    path.write_text("a: b\na: [c\n", "utf-8")
    with pytest.raises(SourceError, match=r"docs/xx/words\.yml"):
        load_words(path, "docs/xx/words.yml", Language("en"))


def test_all_english_words_are_templates_without_mistakes(content: Content) -> None:
    """Each sentence parses; whether its names are known shows when it is said."""
    environment = jinja2.Environment(autoescape=True)
    assert len(content.words.texts) > 300
    for text in content.words.texts.values():
        environment.parse(text)


def test_each_key_that_is_said_exists(project: Project, content: Content) -> None:
    """Every key that code, components, page sources and drafts name has words."""
    keys = set(content.words.texts)
    stems = {key.rpartition(".")[0] for key in keys if key.rpartition(".")[2] in _FORMS}
    said = re.compile(r"""\b(?:say|message)\(\s*f?["']([^"'{}]+)["']""")
    missing = {
        f"{path.name}: {key}"
        for path in _sources(project)
        for key in said.findall(path.read_text("utf-8"))
        if key not in keys | stems and not key.endswith(".")
    }
    assert missing == set()


def test_each_key_is_used(project: Project, content: Content) -> None:
    """No words lie dead: each key is named somewhere, or belongs to a set of choices in use."""
    texts = [path.read_text("utf-8") for path in _sources(project)]
    texts += content.words.texts.values()
    quoted = {key for text in texts for key in _QUOTED.findall(text)}
    kinds = {"".join(found) for text in texts for found in _KINDS.findall(text)}
    dead = []
    for key in content.words.texts:
        stem, _, form = key.rpartition(".")
        parts = key.split(".")
        chosen = any(".".join(parts[:count]) in kinds for count in range(1, len(parts)))
        if key not in quoted and not chosen and (form not in _FORMS or stem not in quoted):
            dead.append(key)
    assert dead == []


def _sources(project: Project) -> list[Path]:
    docs = [path for path in project.docs.rglob("*") if path.suffix in {".html", ".md", ".txt"}]
    return [*sorted(docs), *sorted((project.root / "kitgen").rglob("*.py"))]


def test_a_message_gives_its_parameters() -> None:
    """Messages compare by value and know their parameters by name."""
    assert message("a", b=1) == Message("a", (("b", 1),))
    assert message("a", b=1).get("b") == 1
    with pytest.raises(KeyError):
        message("a").get("b")


def test_a_sentence_of_names_alone_is_said_as_jinja_says_it(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most sentences are filled in without it: with the same texts, numbers, lists and days."""
    words = content.words
    names = {name for text in words.texts.values() for name in re.findall(r"\{\{ *(\w+)", text)}
    day = date(2026, 12, 3)
    for value in ("Ann", "a\x07b\u00a0c", 3, 2.5, ("a", "b"), day):
        for key in words.texts:
            said = []
            for fill in (Words._filled, lambda *_: None):
                monkeypatch.setattr(Words, "_filled", fill)
                fresh = Words(words.language, words.source, words.texts)
                try:
                    said.append(fresh.say(key, **dict.fromkeys(names, value)))
                except Exception as error:  # noqa: BLE001  what Jinja raises, whatever it is
                    said.append(type(error).__name__)
            monkeypatch.undo()
            assert said[0] == said[1], key
