"""Templates are strict, sandboxed and located: an unknown name is a problem, never a hole."""

from __future__ import annotations

import signal

import pytest
from markupsafe import Markup

from kitgen.errors import SourceError
from kitgen.templating import get_template, limits, make_environment, render


def _rendered(sources: dict[str, str], *, escape: bool = True, **context: object) -> str:
    environment = make_environment(sources, escape=escape, names={"loud": str.upper, "n": 3})
    template = get_template(environment, "a.txt", sources["a.txt"], "docs/")
    return render(template, context, sources["a.txt"], "docs/a.txt")


def test_names_are_functions_and_filters() -> None:
    """What can be called can be used either way; the rest are plain names."""
    assert _rendered({"a.txt": "{{ loud('a') }}{{ 'b'|loud }}{{ n }}"}) == "AB3"


def test_pages_are_escaped_and_texts_are_not() -> None:
    """Autoescape holds for pages; words and drafts are plain text."""
    assert _rendered({"a.txt": "{{ x }}"}, x="<b>&") == "&lt;b&gt;&amp;"
    assert _rendered({"a.txt": "{{ x }}"}, escape=False, x="<b>&") == "<b>&"
    assert _rendered({"a.txt": "{{ x }}"}, x=Markup("<b>")) == "<b>"


@pytest.mark.parametrize("typed", ["{{ 7*7 }}", "{% if x %}", "{# x #}", "kitgentag0x"])
def test_template_marks_in_a_value_are_text(typed: str) -> None:
    """What a profile holds is never a template."""
    assert _rendered({"a.txt": "{{ x }}"}, escape=False, x=typed) == typed


@pytest.mark.parametrize("escape", [True, False])
def test_control_characters_are_never_printed(escape: bool) -> None:  # noqa: FBT001
    """YAML escapes can make them; headings are marked with two of them, and HTML allows none."""
    typed = "a\x00\x02b\x03\x7f\x85\ud800\ufffe\tc\n"
    assert _rendered({"a.txt": "{{ x }}."}, escape=escape, x=typed) == "ab\tc\n."
    safe = _rendered({"a.txt": "{{ x }}"}, escape=True, x=Markup("<b>\x02</b>"))
    assert safe == "<b></b>"


@pytest.mark.parametrize(
    ("sources", "problem"),
    [
        ({"a.txt": "\n\n{{ gone }}"}, "docs/a.txt:3:1: error: 'gone' is undefined"),
        ({"a.txt": "\n{{ n.gone.more }}"}, "docs/a.txt:2:1: error: 'int object' has no attribute"),
        ({"a.txt": "\n{% endif %}"}, "docs/a.txt:2:1: error: Encountered unknown tag 'endif'"),
        ({"a.txt": "{{ 'a'|gone }}"}, "docs/a.txt:1:1: error: No filter named 'gone'"),
        ({"a.txt": "\n{% include 'b.txt' %}"}, "docs/a.txt:2:1: error: there is no 'b.txt'"),
        (
            {"a.txt": "{% include 'b.txt' %}", "b.txt": "\n\n\n{{ gone }}"},
            "docs/b.txt:4:1: error: 'gone' is undefined",
        ),
        (
            {"a.txt": "{% include 'b.txt' %}", "b.txt": "\n{% for %}"},
            "docs/b.txt:2:1: error: Expected an expression",
        ),
        (
            {
                "a.txt": "\n{% from 'b.txt' import m %}\n{{ m(1) }}",
                "b.txt": "{% macro m(x) %}\n{{ y }}{% endmacro %}",
            },
            "docs/b.txt:2:1: error: 'y' is undefined",
        ),
        ({"a.txt": "\n{{ {}['x'] }}"}, "docs/a.txt:2:1: error: 'dict object' has no attribute"),
        ({"a.txt": "\n{{ lookup('x') }}"}, "docs/a.txt:2:1: error: there is no 'x'"),
        ({"a.txt": "\n{{ n + 'x' }}"}, "docs/a.txt:2:1: error: this cannot be worked out: unsup"),
        ({"a.txt": "\n{{ 3|loud }}"}, "docs/a.txt:2:1: error: this cannot be worked out: desc"),
        ({"a.txt": "\n{{ n / (n - 3) }}"}, "docs/a.txt:2:1: error: this cannot be worked out: div"),
        ({"a.txt": "\n{{ 9**9999 }}"}, "docs/a.txt:2:1: error: this has no end"),
        ({"a.txt": "\n{{ n**9999 }}"}, "docs/a.txt:2:1: error: this has no end"),
        ({"a.txt": "\n{{ 9**3000 * 9**3000 }}"}, "docs/a.txt:2:1: error: this has no end"),
        ({"a.txt": "\n{{ 'x' * 10**9 }}"}, "docs/a.txt:2:1: error: this has no end"),
        ({"a.txt": "\n{{ 10**9 * [1] }}"}, "docs/a.txt:2:1: error: this has no end"),
        ({"a.txt": "\n{{ x|center(10**9) }}"}, "docs/a.txt:2:1: error: this has no end"),
        ({"a.txt": "\n{{ x.zfill(10**9) }}"}, "docs/a.txt:2:1: error: access to attribute 'zfi"),
        ({"a.txt": "\n{{ '%0999999d'|format(1) }}"}, "docs/a.txt:2:1: error: this has no end"),
        ({"a.txt": "\n{{ '%*d' % (10**9, 1) }}"}, "docs/a.txt:2:1: error: this has no end"),
        ({"a.txt": "\n{{ lipsum(n=10**9) }}"}, "docs/a.txt:2:1: error: 'lipsum' is undefined"),
        ({"a.txt": "{{" + "(" * 9999 + "1}}"}, "docs/a.txt:1:1: error: this has no"),
        (
            {"a.txt": "{% if 1 %}" * 150 + "{% endif %}" * 150},
            "docs/a.txt:1:1: error: this has no end, or is too deep or too large",
        ),
        (
            {"a.txt": "\n{% for x in range(1000000) %}{% endfor %}"},
            "docs/a.txt:2:1: error: this has no end, or is too deep or too large",
        ),
        ({"a.txt": "\n{% include 'a.txt' %}"}, "docs/a.txt:2:1: error: this has no end"),
        (
            {"a.txt": "\n{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}"},
            "docs/a.txt:2:1: error: this has no end",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_file_and_line(sources: dict[str, str], problem: str) -> None:
    """Of all templates involved, the innermost one is named."""
    with pytest.raises(SourceError) as raised:
        _rendered(sources, lookup={}.__getitem__, x="x")
    assert str(raised.value).startswith(problem)
    assert raised.value.problems[0].code == "template"


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer can interrupt here")
@pytest.mark.parametrize(
    "source",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro m(x) %}{% if x %}{{ m(x-1) }}{{ m(x-1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        "{% set n = namespace(x='x') %}{% for a in range(60) %}{% set n.x = n.x~n.x %}{% endfor %}",
    ],
    ids=["a loop inside another", "a macro that calls itself twice", "a text that doubles"],
)
def test_what_takes_too_long_is_told_by_its_line(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A template that does not end, or takes all memory, would hold up all kits."""
    monkeypatch.setattr(limits, "_SECONDS", 2)
    before = signal.getsignal(signal.SIGPROF)
    # Python does not say of each step which line it is of; then it is the first.
    with pytest.raises(SourceError, match=r"docs/a\.txt:[12]:1: error: this takes more"):
        _rendered({"a.txt": f"\n{source}"})
    assert signal.getsignal(signal.SIGPROF) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_a_template_that_is_not_there_is_a_problem() -> None:
    """Asked for by name, it is told by the name of its file."""
    environment = make_environment({}, escape=True, names={})
    with pytest.raises(SourceError, match=r"docs/b\.txt:1:1: error: there is no 'b\.txt'") as told:
        get_template(environment, "b.txt", "", "docs/")
    assert told.value.problems[0].code == "template"


@pytest.mark.parametrize(
    "step",
    [
        "''.__class__",
        "''['__class__'].mro()",
        "loud.__globals__",
        "[].append(1)",
        "things.append(1)",
        "'{0.__class__}'.format(n)",
        "cycler.__init__.__globals__",
    ],
)
def test_a_template_cannot_leave_the_sandbox(step: str) -> None:
    """Nothing of Python's inside can be reached, and nothing given can be changed."""
    things: list[int] = []
    with pytest.raises(SourceError, match="docs/a"):
        _rendered({"a.txt": f"{{{{ {step} }}}}"}, things=things)
    assert things == []


def test_a_bug_keeps_its_traceback() -> None:
    """Only mistakes of templates become problems; a failing function of kitgen's own does not."""
    with pytest.raises(ZeroDivisionError):
        _rendered({"a.txt": "{{ fail(1, 0) }}"}, fail=divmod)


def test_a_template_from_text_has_no_file() -> None:
    """A template that no loader knows is located by the place it is given."""
    environment = make_environment({}, escape=True, names={})
    template = environment.from_string("{{ gone }}")
    with pytest.raises(SourceError, match="docs/x:1:1: error: 'gone' is undefined"):
        render(template, {}, "{{ gone }}", "docs/x")
