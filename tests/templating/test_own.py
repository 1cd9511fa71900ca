"""The small language of an owner's own templates: what it can say, and what it refuses, and how."""

from __future__ import annotations

import pytest

from kitgen.templating.own import AbsentError, Mistake, OwnTemplate, Vocabulary, read_own

WORDS = Vocabulary(
    texts=frozenset({"aim", "signature"}),
    things={"contact": frozenset({"called", "name"})},
    lists={"evidence": frozenset({"project"}), "strengths": frozenset()},
)
VALUES = {
    "aim": "a post",
    "signature": "Ada",
    "contact": {"called": "Jo"},
    "evidence": [{"project": "the index"}, {"project": "the loft"}],
    "strengths": ["patience", "order"],
}
FILTERS = {"capital": str.capitalize, "listed": ", ".join}
BRACES = "write {{ name }} for a fact, and {% if name %} … {% endif %} around what depends on it"
ONLY = "only names, tests and a loop over a list can stand in a draft of your own"
ALL = "aim, contact, evidence, signature, strengths"


def read(source: str) -> OwnTemplate:
    """Return a template that has no mistake."""
    own = read_own(source, WORDS, FILTERS)
    assert isinstance(own, OwnTemplate), own
    return own


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ contact.called }}, {{ aim }}", "Jo, a post"),
        ("{{ aim|capital }} {{ aim|upper|lower|trim }}", "A post a post"),
        (
            "{{ strengths|first }}, {{ strengths|last }}: {{ strengths|listed }}",
            "patience, order: patience, order",
        ),
        (
            "{% for each in evidence %}{{ loop.index }} {{ each.project }}; {% endfor %}",
            "1 the index; 2 the loft; ",
        ),
        (
            "{% for each in strengths %}{{ each }}{% if not loop.last %}, {% endif %}{% endfor %}",
            "patience, order",
        ),
        (
            "{% for each in strengths if each == 'order' %}{{ loop.first }}{% else %}-{% endfor %}",
            "True",
        ),
        ("{% if contact.name is defined %}a{% else %}b{% endif %}", "b"),
        ("{% if contact.name is undefined and not contact.name or aim %}a{% endif %}", "a"),
        ("{% if aim %}\n  {% if signature %}\n  x\n  {% endif %}\n{% endif %}\ny", "  x\ny"),
        ("{{ 'yes' if aim else 'no' }} {{ aim ~ '!' }}", "yes a post!"),
        (
            "{% for a in strengths %}{{ a }}{% endfor %} {% for b in evidence %}{% endfor %}",
            "patienceorder ",
        ),
    ],
)
def test_an_own_template_can_say_this(source: str, text: str) -> None:
    """Names and their parts, tests, filters, and loops one after the other."""
    assert read(source).fill(VALUES) == text


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("{{ contact.name }}", "name"),
        ("{{ signature }}", "signature"),
        ("{% for each in strengths %}{% endfor %}", "strengths"),
    ],
)
def test_what_nobody_gave_is_told_by_name_when_it_is_printed(source: str, name: str) -> None:
    """It never becomes an empty place."""
    with pytest.raises(AbsentError, match=f"^{name}$") as caught:
        read(source).fill({"contact": {"called": "Jo"}})
    assert caught.value.name == name


def test_the_names_that_a_template_uses_are_known() -> None:
    """Those of the vocabulary: neither what a loop names nor the loop itself."""
    source = "{{ aim }}{% for each in evidence %}{{ each.project }}{{ loop.index }}{% endfor %}"
    assert read(source + "{{ contact.called }}").names == {"aim", "evidence", "contact"}
    assert read("words").names == frozenset()


@pytest.mark.parametrize(
    ("source", "mistake"),
    [
        ("a\n{{ ", Mistake(2, "unexpected 'end of template'", BRACES)),
        (
            "\n{{ aims }}",
            Mistake(2, "there is no name 'aims'", f"did you mean 'aim'? One of: {ALL}"),
        ),
        ("{{ xyzzy }}", Mistake(1, "there is no name 'xyzzy'", f"One of: {ALL}")),
        (
            "{{ contact.caled }}",
            Mistake(
                1,
                "there is no part of 'contact' 'caled'",
                "did you mean 'called'? One of: called, name",
            ),
        ),
        ("{{ aim.length }}", Mistake(1, "'aim' has no parts", BRACES)),
        ("{{ contact.called.upper }}", Mistake(1, "'upper' cannot stand here", BRACES)),
        ("{{ nobody.name }}", Mistake(1, "there is no name 'nobody'", f"One of: {ALL}")),
        ("{{ aim() }}", Mistake(1, "a call, as in 'name(…)', cannot be used here", ONLY)),
        ("{{ aim * 9 }}", Mistake(1, "arithmetic cannot be used here", ONLY)),
        ("{% include 'x' %}", Mistake(1, "'include' cannot be used here", ONLY)),
        (
            "{{ aim|title }}",
            Mistake(
                1,
                "there is no filter 'title'",
                "One of: capital, first, last, listed, lower, trim, upper",
            ),
        ),
        ("{{ aim is odd }}", Mistake(1, "there is no test 'odd'", "One of: defined, undefined")),
        (
            "{% for a in aim %}{% endfor %}",
            Mistake(1, "a loop goes through a list", "lists: evidence, strengths"),
        ),
        (
            "{% for a in [1] %}{% endfor %}",
            Mistake(1, "a loop goes through a list", "lists: evidence, strengths"),
        ),
        (
            "{% for a, b in evidence %}{% endfor %}",
            Mistake(1, "a loop goes through a list", "lists: evidence, strengths"),
        ),
        (
            "{% for a in evidence %}\n{% for b in strengths %}{% endfor %}{% endfor %}",
            Mistake(2, "a loop cannot stand in another one"),
        ),
        (
            "{% for a in evidence %}{% endfor %}\n{{ a }}",
            Mistake(2, "there is no name 'a'", f"One of: {ALL}"),
        ),
        ("{{ loop.index }}", Mistake(1, "there is no name 'loop'", f"One of: {ALL}")),
        (
            "{% for a in evidence %}{{ loop.cycle }}{% endfor %}",
            Mistake(1, "there is no part of 'loop' 'cycle'", "One of: first, index, last"),
        ),
        (
            "{% for a in evidence if a.size %}{% endfor %}",
            Mistake(1, "there is no part of 'a' 'size'", "One of: project"),
        ),
        (
            "{% for a in strengths %}{% else %}{{ aim() }}{% endfor %}",
            Mistake(1, "a call, as in 'name(…)', cannot be used here", ONLY),
        ),
        (
            "{% for a in evidence %}{{ b }}{% endfor %}",
            Mistake(
                1,
                "there is no name 'b'",
                "One of: a, aim, contact, evidence, loop, signature, strengths",
            ),
        ),
    ],
)
def test_a_mistake_is_told_with_line_and_remedy(source: str, mistake: Mistake) -> None:
    """Each once, however often it is made."""
    assert read_own(source, WORDS, FILTERS) == (mistake,)


def test_all_mistakes_are_told_at_once_and_each_once() -> None:
    """In the order in which they stand there."""
    told = read_own("{{ x1 }}{{ x1 }}\n{{ aim|title }}\n{{ 1 + 2 }}", WORDS, FILTERS)
    assert isinstance(told, tuple)
    assert [(each.line, each.message) for each in told] == [
        (1, "there is no name 'x1'"),
        (2, "there is no filter 'title'"),
        (3, "arithmetic cannot be used here"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "{{ " + "(" * 2000 + "aim" + ")" * 2000 + " }}",
        "{% if " + "not " * 2000 + "aim %}a{% endif %}",
        "{% if aim %}" * 150 + "{% endif %}" * 150,
        "{% if aim " + "and aim " * 2000 + "%}a{% endif %}",
        "{{ aim" + "|lower" * 2000 + " }}",
    ],
    ids=["brackets", "not", "if", "and", "filters"],
)
def test_what_stands_in_one_another_without_end_is_a_mistake(source: str) -> None:
    """Neither Jinja nor Python reads it to its end."""
    mistake = Mistake(1, "too much stands in one another here", "leave most of it out")
    assert read_own(source, WORDS, FILTERS) == (mistake,)
