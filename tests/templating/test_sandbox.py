"""The sandbox: as strict as Jinja's at the second look, too."""

from __future__ import annotations

import gc
import sys
import weakref
from collections import deque
from typing import TYPE_CHECKING

import pytest
from jinja2 import Undefined, pass_context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kitgen.errors import SourceError
from kitgen.templating import get_template, make_environment, render
from kitgen.templating.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from jinja2.runtime import Context

MACROS = "{% macro said(x) %}{{ tell(x) }}{% endmacro %}"


class Thing:
    """A value whose attribute may change its kind."""

    def __init__(self, shown: object) -> None:
        self.shown = shown


def rendered(sources: dict[str, str], *contexts: dict[str, object], **more: object) -> list[str]:
    """Return what one template gives for each context, in one environment."""
    environment = make_environment(sources, escape=True, names=more, macros=["m"])
    template = get_template(environment, "t", sources["t"], "")
    return [render(template, context, sources["t"], "t") for context in contexts]


def inner_objects() -> Iterator[object]:
    """Yield one object of each kind of which Jinja hides something."""

    def function() -> None:
        """Do nothing."""

    async def coroutine() -> None:
        """Wait for nothing."""

    async def generator() -> AsyncIterator[int]:
        yield 1

    waiting = coroutine()
    yield from (function, Thing.__init__, Thing(1).__init__, Thing, function.__code__, waiting)  # type: ignore[misc]
    waiting.close()
    yield from (
        (each for each in [1]),
        generator(),
        sys._getframe(),
        [],
        {},
        set(),
        deque(),
        Thing(1),
    )
    try:
        int("")
    except ValueError as error:
        yield error.__traceback__


def test_nothing_is_shown_that_jinja_hides() -> None:
    """Of any attribute of functions, generators, frames and lists: the same as Jinja's own."""
    ours, jinjas = Sandbox(), ImmutableSandboxedEnvironment()
    seen = 0
    for obj in inner_objects():
        for name in {*dir(obj), "mro", "gi_frame", "cr_code", "ag_frame", "f_globals", "missing"}:
            hidden = isinstance(jinjas.getattr(obj, name), Undefined)
            for _ in range(2):
                assert isinstance(ours.getattr(obj, name), Undefined) == hidden, (obj, name)
            seen += hidden
    assert seen > 100


@pytest.mark.parametrize("wrong", ["x.__class__", "x.append(1)", "''.__class__.__mro__"])
def test_what_is_unsafe_stays_so(wrong: str) -> None:
    """Asked once or twice, of a list or a text."""
    for _ in range(2):
        with pytest.raises(SourceError):
            rendered({"t": f"{{{{ x.__len__ if false }}}}{{{{ {wrong} }}}}", "m": ""}, {"x": []})


def test_a_method_in_the_place_of_a_value_is_looked_at_again() -> None:
    """`format` of a text reaches attributes, so Jinja wraps it, wherever it stands."""
    sources = {"t": "{{ x.shown if plain else x.shown(y) }}", "m": ""}
    good = {"x": Thing("a"), "y": 1, "plain": True}
    bad = {"x": Thing("{0.__class__}".format), "y": 1, "plain": False}
    assert rendered(sources, good) == ["a"]
    with pytest.raises(SourceError):
        rendered(sources, good, bad)


def test_one_method_in_the_place_of_another_is_looked_at_again() -> None:
    """That the first was safe says nothing of the second."""
    sources = {"t": "{{ x.shown(y) }}", "m": ""}
    good = {"x": Thing(str), "y": 1}
    bad = {"x": Thing("{0.__class__}".format), "y": 1}
    assert rendered(sources, good, good) == ["1", "1"]
    with pytest.raises(SourceError):
        rendered(sources, good, bad)


def test_a_macro_runs_once_for_what_is_equal_and_alike() -> None:
    """1 and True are equal, and are not said alike."""
    asked: list[object] = []

    def tell(value: object) -> str:
        asked.append(value)
        return str(value)

    sources = {"t": '{% from "m" import said %}{{ said(x) }}', "m": MACROS}
    contexts: list[dict[str, object]] = [{"x": 1}, {"x": True}, {"x": 1}, {"x": "a"}, {"x": "a"}]
    assert rendered(sources, *contexts, tell=tell) == ["1", "True", "1", "a", "a"]
    assert asked == [1, True, "a"]


def test_a_function_that_is_known_is_still_asked_with_its_own_arguments() -> None:
    """Only whether it is safe is remembered, in a loop and outside of it."""
    source = "{% for each in words %}{{ joined(each, end=mark) }}{% endfor %}{{ joined('c') }}"

    def joined(word: str, end: str = "!") -> str:
        return word + end

    context = {"words": ["a", "b"], "mark": "?", "joined": joined}
    assert rendered({"t": source, "m": ""}, context, {**context, "mark": "."}) == [
        "a?b?c!",
        "a.b.c!",
    ]


def test_a_function_that_asks_for_the_context_gets_it_each_time() -> None:
    """Jinja puts it in front of the arguments."""

    @pass_context
    def told(context: Context, word: str) -> str:
        return f"{word} {context['x']}"

    source = {"t": "{{ told('a') }}, {{ told('b') }}", "m": ""}
    assert rendered(source, {"x": 1, "told": told}, {"x": 2, "told": told}) == [
        "a 1, b 1",
        "a 2, b 2",
    ]


def test_an_unsafe_function_is_refused_each_time() -> None:
    """What Jinja calls unsafe is never remembered as safe."""

    def shout() -> str:
        return "!"

    shout.alters_data = True  # type: ignore[attr-defined]
    for _ in range(2):
        with pytest.raises(SourceError, match="not safely callable"):
            rendered({"t": "{{ shout() }}", "m": ""}, {"shout": shout})


def test_whether_something_is_safe_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a function and of an attribute; each time of one that is made for a kit."""
    asked: list[str] = []
    looked_at: list[str] = []
    of_calls, of_attributes = Sandbox.is_safe_callable, Sandbox.is_safe_attribute

    def is_safe_callable(self: Sandbox, obj: object) -> bool:
        asked.append(getattr(obj, "__name__", ""))
        return of_calls(self, obj)

    def is_safe_attribute(self: Sandbox, obj: object, attr: str, value: object) -> bool:
        looked_at.append(attr)
        return of_attributes(self, obj, attr, value)

    monkeypatch.setattr(Sandbox, "is_safe_callable", is_safe_callable)
    monkeypatch.setattr(Sandbox, "is_safe_attribute", is_safe_attribute)

    def free() -> str:
        return "a"

    def bound() -> str:
        return str(asked[:0])

    source = "{{ x.shown }}{{ free() }}{{ free() }}{{ bound() }}{{ x.shown.isupper() }}"
    context = {"x": Thing("x"), "free": free, "bound": bound}
    said = rendered({"t": source, "m": ""}, context, context)
    assert said == ["xaa[]False"] * 2
    assert looked_at == ["isupper"]  # of a text, whose methods are its own; `shown` is no function
    assert set(asked) == {"bound", "free", "isupper"}
    assert asked.count("bound") == 2
    assert asked.count("free") <= 2  # to remember it, and by Jinja the first time


def test_what_is_made_for_one_kit_is_not_kept() -> None:
    """A function that holds something of a kit goes with it."""
    environment = make_environment({"page": "{{ said() }}"}, escape=True, names={})
    template = get_template(environment, "page", None, "")
    held = weakref.WeakSet[object]()

    class Kit:
        name = "Ada"

    def render_once() -> str:
        kit = Kit()
        held.add(kit)
        return render(template, {"said": lambda: kit.name}, None, "page")

    assert render_once() == "Ada"
    gc.collect()
    assert not held
