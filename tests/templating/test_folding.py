"""Words that are always the same are in the compiled template, and mistakes keep their place."""

from __future__ import annotations

import pytest

from kitgen.errors import Problem, SourceError
from kitgen.templating import Compiling, get_template, make_environment, render

WORDS = {"hello": 'Hello & "you"\'', "none": ""}


class Speaker:
    """Says words, and counts how often it is asked when a page is made."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def say(self, key: str, **params: object) -> str:
        """Return the words for a key."""
        self.asked.append(key)
        if key not in WORDS:
            raise SourceError([Problem("words", 1, 1, "words", f"no words for '{key}'")])
        return WORDS[key] + "".join(map(str, params.values()))


def rendered(sources: dict[str, str], *, escape: bool = True, **context: object) -> tuple[str, int]:
    """Return what the template `t` gives, and how many words were asked for to make it."""
    speaker = Speaker()
    environment = make_environment(
        sources, escape=escape, names={"say": speaker.say}, compiling=Compiling({"say": WORDS.get})
    )
    template = get_template(environment, "t", sources["t"], "")
    return render(template, context, sources["t"], "t"), len(speaker.asked)


@pytest.mark.parametrize("escape", [True, False])
@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ("{{ say('hello') }}", 0),
        ("a{{ say('none') }}b{{ say('hel' ~ 'lo') }}", 1),
        ("{{ say('hello')|upper }}{{ (say('hello') ~ '<')|length }}", 0),
        ("{{ say('hello') if say('hello') == x else '' }}", 0),
        ("{% for each in 'ab' %}{{ say('hello') }}{% endfor %}", 0),
        ("{{ say('hello', n=1) }}{{ say(x) }}", 2),
        ("{% macro m() %}{{ say('hello') }}{% endmacro %}{{ m() }}", 0),
    ],
)
def test_known_words_are_put_in_once(source: str, asked: int, escape: bool) -> None:  # noqa: FBT001
    """The text is the same as when they are asked for, escaped where a page is."""
    text, count = rendered({"t": source}, escape=escape, x="hello")
    environment = make_environment({"t": source}, escape=escape, names={"say": Speaker().say})
    assert text == environment.get_template("t").render(x="hello")
    assert count == asked


@pytest.mark.parametrize(
    "source",
    [
        "{% set say = loud %}{{ say('hello') }}",
        "{% macro m(say) %}{{ say('hello') }}{% endmacro %}{{ m(loud) }}",
        "{% for say in [loud] %}{{ say('hello') }}{% endfor %}",
        "{% macro say(x) %}{{ x|upper }}{% endmacro %}{{ say('hello') }}",
        "{% from 'b' import shout as say %}{{ say('hello') }}",
        "{% import 'b' as say %}{{ say.shout('hello') }}",
    ],
)
def test_a_name_of_the_templates_own_is_left_alone(source: str) -> None:
    """Whatever a template calls by that name itself."""
    sources = {"t": source, "b": "{% macro shout(x) %}{{ x|upper }}{% endmacro %}"}
    assert rendered(sources, loud=str.upper) == ("HELLO", 0)


def test_words_that_are_not_there_are_told_where_they_are_asked_for() -> None:
    """Not when the template is compiled, but by its line, and only where it is reached."""
    sources = {"t": "a\n{% if x %}{{ say('gone') }}{% endif %}"}
    assert rendered(sources, x=False) == ("a\n", 0)
    with pytest.raises(SourceError, match="no words for 'gone'") as raised:
        rendered(sources, x=True)
    frames = []
    step = raised.value.__traceback__
    while step is not None:
        frames.append((step.tb_frame.f_code.co_filename, step.tb_lineno))
        step = step.tb_next
    assert ("t", 2) in frames


def test_mistakes_below_folded_words_keep_their_line() -> None:
    """Text that is joined to what stands around it moves no line."""
    with pytest.raises(SourceError, match="t:3:1: error: 'gone' is undefined"):
        rendered({"t": "{{ say('hello') }}\n{{ say('hello') }}\n{{ gone }}"})
