"""The owner's own templates: one contact or all, sandboxed, with every mistake at its line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kitgen.drafts import Moment
from kitgen.drafts.own import VOCABULARY
from kitgen.errors import ProfileError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kitgen.kit import Kit

PROFILE = """\
owner: {name: Ada Holm, goal: a post in a library, strengths: [patience]}
positions: [{id: mill, title: Clerk, organisation: Linden Mill, start: 2020}]
preferences:
  drafts:
    thanks: Thank you, {{ contact.called }}, it reads well. {{ signature }}
contacts:
  - name: Jo Park
    relationship: peer
    position: mill
    evidence: [{project: The index., contribution: sorted it, outcome: it works}]
    drafts:
      ask: |
        Hi {{ contact.called }},

        {% if first.period %}That was {{ first.period }}. {% endif %}
        You saw {{ first.project }}: {{ first.whole }}.
        {% for each in strengths %}
        {{ each|capital }}!
        {% endfor %}

        Ada
  - {name: Sam Wu, relationship: peer, position: mill}
"""


def test_an_own_template_takes_the_place_of_kitgens(kit_of: Callable[[str], Kit]) -> None:
    """One contact's ask and everybody's thanks are the owner's words, the rest is kitgen's."""
    drafts = kit_of(PROFILE).drafts
    ask = drafts.of("jo-park", Moment.ASK)[0].text
    assert ask == "Hi Jo,\n\nYou saw the index: I sorted it, and it works.\nPatience!\n\nAda"
    thanks = [drafts.of(each, Moment.THANKS)[0].text for each in ("jo-park", "sam-wu")]
    assert thanks == [f"Thank you, {name}, it reads well. Ada" for name in ("Jo", "Sam")]
    assert "LinkedIn" in kit_of(PROFILE).drafts.of("jo-park", Moment.GIVE)[0].text


def test_rules_judge_own_drafts_too(kit_of: Callable[[str], Kit]) -> None:
    """Whoever writes their own ask is told that it greets nobody or leaves no easy no."""
    ask = kit_of(PROFILE).drafts.of("jo-park", Moment.ASK)[0]
    assert {"D3", "D6"} <= {each.code for each in ask.findings}


def test_an_own_ask_without_evidence_has_a_subject_too(kit_of: Callable[[str], Kit]) -> None:
    """As an e-mail it goes out with kitgen's subject, which then names no project."""
    own = "  - {name: Sam Wu, relationship: peer, position: mill}"
    text = f"{own[:-1]}, email: sam@example.org, drafts: {{ask: 'Sam, may I? Ada'}}}}"
    email = kit_of(PROFILE.replace(own, text)).drafts.of("sam-wu", Moment.ASK)[0]
    assert email.text == "Sam, may I? Ada"
    assert "our time at Linden Mill" in email.subject


def test_an_own_template_goes_through_all_evidence(kit_of: Callable[[str], Kit]) -> None:
    """With what each holds, and in its order."""
    own = "  - {name: Sam Wu, relationship: peer, position: mill}"
    more = (
        "  - name: Sam Wu\n    relationship: peer\n    position: mill\n"
        "    evidence:\n      - {project: the index, outcome: it works}\n"
        "      - {project: the vault, outcome: it holds}\n"
        "    drafts: {ask: 'Sam, {% for each in evidence %}{{ each.project }}"
        ": {{ each.outcome }}; {% endfor %}may I? Ada'}"
    )
    draft = kit_of(PROFILE.replace(own, more)).drafts.of("sam-wu", Moment.ASK)[0]
    assert draft.text == "Sam, the index: it works; the vault: it holds; may I? Ada"


def test_an_own_template_needs_only_what_it_names(kit_of: Callable[[str], Kit]) -> None:
    """Without evidence an ask that names none is ready; one that does says what is missing."""
    own = "  - {name: Sam Wu, relationship: peer, position: mill}"
    plain = f"{own[:-1]}, drafts: {{ask: 'Sam, may I ask you? Ada'}}}}"
    naming = f"{own[:-1]}, drafts: {{ask: 'Sam, about {{{{ first.project }}}}? Ada'}}}}"
    ready = kit_of(PROFILE.replace(own, plain)).drafts.of("sam-wu", Moment.ASK)[0]
    unready = kit_of(PROFILE.replace(own, naming)).drafts.of("sam-wu", Moment.ASK)[0]
    assert ready.text == "Sam, may I ask you? Ada"
    assert [each.what.key for each in unready.missing] == ["missing.evidence"]


@pytest.mark.parametrize("known", ["", ", position: mill", ", relationship: peer"])
def test_an_own_template_needs_nothing_but_names(known: str, kit_of: Callable[[str], Kit]) -> None:
    """An owner without a goal, a contact without position, relationship or both."""
    text = f"""\
owner: {{name: Ada Holm}}
positions: [{{id: mill, organisation: Linden Mill}}]
contacts:
  - {{name: Sam Wu{known}, drafts: {{ask: "Sam, may I ask you? Ada"}}}}
"""
    ask = kit_of(text).drafts.of("sam-wu", Moment.ASK)[0]
    assert (ask.text, ask.missing) == ("Sam, may I ask you? Ada", ())


def test_what_the_profile_does_not_hold_is_missing_and_never_a_hole(
    kit_of: Callable[[str], Kit],
) -> None:
    """A template that prints a period that nobody gave makes a draft that is not ready."""
    text = PROFILE.replace("{% if first.period %}That was", "That was").replace(
        ". {% endif %}", ". "
    )
    ask = kit_of(text).drafts.of("jo-park", Moment.ASK)[0]
    (missing,) = ask.missing
    assert (missing.what.key, dict(missing.what.params)["what"]) == ("missing.own", "period")
    assert missing.line == 12
    assert ask.text == ""


FACTS = """\
owner: {name: Ada Holm, call_name: Addie, goal: a post, headline: Clerk, pronouns: she/her}
positions: [{id: mill, title: Clerk, organisation: Linden Mill, start: 2020}]
contacts:
  - name: Jo Park
    relationship: manager
    position: mill
    strengths: [order, tact, speed]
    evidence:
      - {project: The index, outcome: it works, period: 2021}
      - {project: the vault, contribution: locked it, outcome: it holds, period: in May}
      - {project: the desk, contribution: ran it}
      - {project: the loft, outcome: it is dry}
    drafts: {thanks: "TEMPLATE"}
"""


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ contact.called }}, {{ contact.name }}", "Jo, Jo Park"),
        ("{{ owner.called }}, {{ owner.name }}: {{ owner.headline }}", "Addie, Ada Holm: Clerk"),
        ("{{ owner.goal }}, {{ owner.pronouns }}", "a post, she/her"),
        ("{{ position.title }}, {{ position.organisation }}", "Clerk, Linden Mill"),
        ("{{ aim }}; {{ organisation }}", "for a post; Linden Mill"),
        ("{{ our_time }}, {{ signature }}", "our time at Linden Mill, Addie"),
        ("{{ strengths|listed }}", "order and tact"),
        ("{{ sentences }}", "three to six sentences"),
        ("{{ first.project }}, {{ first.about }}", "the index, the index, in 2021"),
        ("{{ first.dated }}: {{ first.whole }}", "the index in 2021: it works"),
        ("{% if first.contribution %}no{% endif %}{{ first.period }}", "2021"),
        (
            "{% for x in evidence %}{{ x.brief }}{% if x.outcome %} (it){% endif %}; {% endfor %}",
            "it works (it); it holds (it); it is dry (it); I ran it;",
        ),
    ],
)
def test_each_name_stands_for_its_fact(
    template: str, text: str, kit_of: Callable[[str], Kit]
) -> None:
    """As a sentence needs it: without a capital, with its preposition, the fullest first."""
    kit = kit_of(FACTS.replace("TEMPLATE", template))
    assert kit.drafts.of("jo-park", Moment.THANKS)[0].text == text


def test_an_own_template_has_the_same_points_as_kitgens(kit_of: Callable[[str], Kit]) -> None:
    """A list of three things with all that was done, and the strengths after them."""
    kit = kit_of(FACTS.replace('"TEMPLATE"', '"Pick one.\\n{{ points }}"'))
    head, *points = kit.drafts.of("jo-park", Moment.THANKS)[0].text.splitlines()
    assert head == "Pick one."
    assert points[:3] == [
        "- the index, in 2021: it works",
        "- the vault, in May: I locked it, and it holds",
        "- the loft: it is dry",
    ]
    assert [each.endswith(" order and tact") for each in points[3:]] == [True]


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        ("Hi {{ contact.caled }},", 13, "there is no part of 'contact' 'caled'"),
        ("Hi {{ nobody }},", 13, "there is no name 'nobody'"),
        ("Hi {{ contact.called|upcase }},", 13, "there is no filter 'upcase'"),
        ("Hi {{ contact.called }", 13, "unexpected '}'"),
        ("{% include '_no.txt' %}", 13, "'include' cannot be used here"),
        ("{{ contact.called * 1000000 }}", 13, "arithmetic cannot be used here"),
        ("{{ contact.model_dump() }}", 13, "a call, as in 'name(…)', cannot be used here"),
        ("{{ contact.__class__ }}", 13, "there is no part of 'contact' '__class__'"),
        ("{{ contact.notes }}", 13, "there is no part of 'contact' 'notes'"),
        ("{{ ''.__class__ }}", 13, "'__class__' cannot stand here"),
        ("{% for a in evidence %}{% for b in evidence %}x{% endfor %}{% endfor %}", 13, "loop"),
        ("{% for a in contact %}x{% endfor %}", 13, "a loop goes through a list"),
        ("{% set x = 1 %}", 13, "'set' cannot be used here"),
        ("{% macro x() %}{% endmacro %}", 13, "'macro' cannot be used here"),
        ("{{ range(999999999) }}", 13, "a call, as in 'name(…)', cannot be used here"),
        ("{{ 'a' ~ ('b' if aim else 'c')|center(99999999) }}", 13, "there is no filter 'center'"),
    ],
)
def test_a_mistake_is_told_at_its_line(
    line: str, place: int, said: str, kit_of: Callable[[str], Kit]
) -> None:
    """File, line and what to do; nothing that could run long or reach elsewhere is let in."""
    with pytest.raises(ProfileError) as raised:
        kit_of(PROFILE.replace("Hi {{ contact.called }},", line))
    problem = raised.value.problems[0]
    assert (problem.source, problem.line, problem.column) == ("ada.yml", place, 9)
    assert said in problem.message
    assert problem.path == "contacts[1].drafts.ask"


def test_all_mistakes_of_all_templates_are_told_at_once(kit_of: Callable[[str], Kit]) -> None:
    """Those to one contact and those to everybody, each once."""
    text = PROFILE.replace("{{ signature }}", "{{ sign }}").replace(
        "first.project", "frist.project"
    )
    with pytest.raises(ProfileError) as raised:
        kit_of(text.replace("each|capital", "each.size"))
    told = [(each.line, each.message) for each in raised.value.problems]
    assert told == [
        (5, "there is no name 'sign'"),
        (16, "there is no name 'frist'"),
        (18, "there is no part of 'each' 'size'"),
    ]
    assert "did you mean 'signature'?" in raised.value.problems[0].hint


def test_the_policy_question_is_a_template_of_its_own(kit_of: Callable[[str], Kit]) -> None:
    """An own ask for everybody does not replace the question about a policy."""
    text = PROFILE.replace("    thanks:", "    ask: Dear all.\n    thanks:").replace(
        "position: mill}\n",
        "position: mill, restrictions: [law], evidence: [{project: a, outcome: b}]}\n",
    )
    drafts = kit_of(text).drafts
    assert "policy allow" in drafts.of("sam-wu", Moment.ASK)[0].text
    own = text.replace("    thanks:", "    ask_policy: May you?\n    thanks:")
    assert kit_of(own).drafts.of("sam-wu", Moment.ASK)[0].text == "May you?"


def test_the_example_in_the_reference_is_true(kit_of: Callable[[str], Kit]) -> None:
    """The template that profiles/README.md shows works as it stands there, and all its names."""
    reference = (Path(__file__).parents[2] / "profiles" / "README.md").read_text("utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", reference, re.DOTALL)
    example = next(each for each in examples if "  drafts:" in each)
    text = PROFILE.replace(
        PROFILE[PROFILE.index("preferences:") : PROFILE.index("contacts:")], example
    )
    jo, sam = (kit_of(text).drafts.of(each, Moment.THANKS)[0] for each in ("jo-park", "sam-wu"))
    assert "I had the index in mind when I asked" in jo.text
    assert sam.text == "Hi Sam,\n\nthank you for writing about our time at Linden Mill.\n\nAda"
    named = reference.partition("Facts: ")[2].partition("\n")[0]
    known = {*VOCABULARY.names, *(part for each in VOCABULARY.things.values() for part in each)}
    assert set(re.findall(r"`(\w+)`", named)) == known - {"recalled"}
