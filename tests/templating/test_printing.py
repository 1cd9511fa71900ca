"""What is printed is cleaned and escaped in one call, and comes out as Jinja's own would."""

from __future__ import annotations

from enum import StrEnum

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from kitgen.errors import SourceError
from kitgen.templating import get_template, make_environment, render
from kitgen.templating.printing import print_html, print_text, without_control
from kitgen.templating.sandbox import Sandbox


class Kind(StrEnum):
    """A choice, as profiles have them."""

    ONE = "a & b"


VALUES = st.one_of(
    st.text(st.characters(blacklist_categories=[])),
    st.text(st.sampled_from("ab&<>\"'\x00\x02\x85\ufffe \n")),
    st.text(st.sampled_from("ab&<\x02")).map(Markup),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.sampled_from(Kind),
)


@given(VALUES)
def test_a_value_is_printed_as_jinja_prints_it(value: object) -> None:
    """Whatever its type, and whatever is in it."""
    assert print_html(value) == str(escape(without_control(value)))
    assert print_text(value) == str(without_control(value))


@pytest.mark.parametrize("escaped", [True, False])
def test_each_printed_value_takes_one_call(monkeypatch: pytest.MonkeyPatch, escaped: bool) -> None:  # noqa: FBT001
    """Jinja calls the methods that put it there: were they renamed, pages would only be slow."""
    printed: list[object] = []
    kind = "print_html" if escaped else "print_text"

    def note(value: object) -> str:
        printed.append(value)
        return "?"

    monkeypatch.setattr(Sandbox, kind, staticmethod(note))
    sources = {"t": "{{ x }}{% set y %}{{ x }}{% endset %}{% for z in [x] %}{{ z }}{% endfor %}"}
    environment = make_environment(sources, escape=escaped, names={})
    assert environment.get_template("t").render(x="<") == "??"
    assert printed == ["<"] * 3


@pytest.mark.parametrize(("on", "shown"), [(True, "&lt;&amp;&gt;"), (False, "<&>")])
def test_a_template_may_say_late_whether_it_escapes(on: bool, shown: str) -> None:  # noqa: FBT001
    """What is known only when it runs is left to Jinja, and cleaned all the same."""
    source = "{% autoescape on %}{{ x }}{{ n }}{% endautoescape %}"
    environment = make_environment({"t": source}, escape=True, names={})
    assert environment.get_template("t").render(x="<\x02&>", n=3, on=on) == f"{shown}3"


def test_without_these_methods_a_page_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slower way that is left with a Jinja that does not call them."""
    source = "{{ x }}{{ n }}{% set y %}{{ x }}{% endset %}{{ y }}{% autoescape false %}{{ x }}"
    sources = {"t": source + "{% endautoescape %}{{ say('a') }}"}
    names = {"say": str.upper}
    environment = make_environment(sources, escape=True, names=names)
    plain = make_environment(sources, escape=True, names=names)
    monkeypatch.setattr(plain, "code_generator_class", jinja2.compiler.CodeGenerator)
    context = {"x": "<\x02&>", "n": 3}
    shown = environment.get_template("t").render(context)
    assert shown == plain.get_template("t").render(context)
    assert shown == "&lt;&amp;&gt;3&lt;&amp;&gt;<&>A"


def test_what_is_not_there_is_no_text() -> None:
    """An unknown name is a problem at its line, as before."""
    for escaped in (True, False):
        environment = make_environment({"t": "\n{{ gone }}"}, escape=escaped, names={})
        template = get_template(environment, "t", None, "")
        with pytest.raises(SourceError, match="t:2:1: error: 'gone' is undefined"):
            render(template, {}, None, "t")
