"""German drafts: one form of address each, clean sentences of whatever was typed, no two alike."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest

from kitgen.drafts import Draft, Form, Moment
from kitgen.kit import Kit, compose_kit
from kitgen.profile import Relationship, Restriction, Tone, load_profile, parse_profile

if TYPE_CHECKING:
    from datetime import date

    from kitgen.content import Content
    from kitgen.project import Project

OWNER = """\
owner:
  {name: Ada Holm, language: de, goal: eine Stelle in der Bibliothek, strengths: [Geduld, SQL]}
positions: [{id: muehle, title: Leiterin, organisation: Lindenmühle, start: 2015, end: 2026}]
"""
EVIDENCE = "evidence: [{project: das Register, contribution: es sortiert, outcome: es stimmt}]"
DU = re.compile(r"\b(?:du|dich|dir|dein\w*|euch|eure\w*)\b", re.IGNORECASE)
SIE = re.compile(r"(?<![.!?:] )(?<!^)\b(?:Sie|Ihnen|Ihre?[mnrs]?)\b", re.MULTILINE)
SIE_ANYWHERE = re.compile(r"\b(?:Sie|Ihnen|Ihre?[mnrs]?)\b")


@pytest.fixture(scope="session")
def german(project: Project) -> Content:
    """Return the German content."""
    return project.content("de")


def kit_of(contacts: str, german: Content, today: date) -> Kit:
    """Compose the kit of one owner with the contacts of a YAML list in one line."""
    text = f"{OWNER}contacts: {contacts}\n"
    return compose_kit(parse_profile(text, "ada.yml", today), german, today, "ada")


def typed(kit: Kit, draft: Draft) -> list[str]:
    """Return what the owner typed about a contact, and their names."""
    return [
        draft.contact.called,
        draft.contact.name,
        kit.profile.owner.name,
        *(each for one in draft.contact.evidence for each in (one.project, one.outcome or "")),
    ]


def addressed(kit: Kit, draft: Draft) -> str:
    """Return the words of the templates alone."""
    text = f"{draft.subject}\n{draft.text}"
    for each in typed(kit, draft):
        text = text.replace(each, "…") if each else text
    return text


@pytest.mark.parametrize(
    ("called", "tone"),
    [
        *(("", each) for each in ("", *Tone)),
        *(("Frau Park", each) for each in ("", "warm")),
        ("Dr. Park", "plain"),
        ("Prof. Park", ""),
    ],
)
def test_du_and_sie_are_never_mixed(called: str, tone: str, german: Content, today: date) -> None:
    """A title or a formal tone gets Sie, all others du, in each draft of each kind."""
    more = (f", call_name: {called}" if called else "") + (f", tone: {tone}" if tone else "")
    histories = ["", ", history: [{asked: 2026-11-01}]", ", last_seen: 2016"]
    extras = ["", ", restrictions: [law]", ", restrictions: [current-manager]", ", channel: phone"]
    seen = 0
    for number, (relationship, extra) in enumerate(itertools.product(Relationship, extras)):
        history = histories[number % len(histories)]
        contact = f"name: Jo Park, relationship: {relationship}, position: muehle, {EVIDENCE}"
        kit = kit_of(f"[{{{contact}{more}{history}{extra}}}]", german, today)
        formal = bool(called) or tone == "formal"
        formal = formal or (not tone and german.phrases.tones[relationship] == "formal")
        for draft in (each for each in kit.drafts.drafts if each.is_ready):
            text = addressed(kit, draft)
            wrong = DU.search(text) if formal else SIE_ANYWHERE.search(text)
            assert wrong is None, (draft.id, relationship, tone, wrong, draft.text)
            seen += bool(SIE.search(text) if formal else DU.search(text))
            assert not re.search(r"\bLiebe[rs]? ", text.split("\n")[1]), text
    assert seen > 200


@pytest.mark.parametrize(
    ("who", "greeting"),
    [
        ("name: Jo Park", "Hallo Jo,"),
        ("name: Jo Park, tone: formal", "Guten Tag Jo Park,"),
        ("name: Jo Park, call_name: Frau Park", "Guten Tag Frau Park,"),
        ("name: Jo Park, call_name: Frau Park, tone: warm", "Guten Tag Frau Park,"),
        ("name: Prof. Dr. Ann Lee, call_name: Prof. Lee, tone: plain", "Guten Tag Prof. Lee,"),
        ("name: Оксана Б, call_name: Oksana, tone: formal", "Guten Tag Oksana,"),
    ],
)
def test_the_greeting_needs_no_gender(
    who: str, greeting: str, german: Content, today: date
) -> None:
    """`Liebe` or `Lieber` would have to know one; a name and a title are as they were typed."""
    kit = kit_of(f"[{{{who}, relationship: senior, position: muehle, {EVIDENCE}}}]", german, today)
    for draft in kit.drafts.drafts:
        assert draft.text.startswith(greeting), draft.text


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ("contribution: es sortiert, outcome: es stimmt", "ich habe es sortiert; es stimmt"),
        ("contribution: Den Plan neu gebaut.", "ich habe den Plan neu gebaut"),
        ("contribution: Ich habe es sortiert", "ich habe es sortiert"),
        ("contribution: habe es sortiert", "ich habe es sortiert"),
        ("contribution: wir haben es sortiert", "wir haben es sortiert"),
        (
            "contribution: jeden Morgen nach Bonn gefahren",
            "ich bin jeden Morgen nach Bonn gefahren",
        ),
        ("contribution: 'es so gestellt, dass jeder es findet'", "ich habe es so gestellt, dass"),
        ("contribution: sortierte es", "ich sortierte es"),
        ("contribution: Planung der Schichten", "mein Teil: Planung der Schichten"),
        ("outcome: Die Wege sind kürzer", "die Wege sind kürzer"),
        (
            "contribution: es sortiert, outcome: 30 % weniger Papier",
            "ich habe es sortiert; das Ergebnis: 30 % weniger Papier",
        ),
        (
            "contribution: es sortiert, outcome: Suchzeiten halbierten sich",
            "ich habe es sortiert; Suchzeiten halbierten sich",
        ),
    ],
)
def test_points_are_clean_sentences_of_whatever_was_typed(
    evidence: str, said: str, german: Content, today: date
) -> None:
    """What it was, what was done, what came of it: as phrase or sentence, with capitals or not."""
    told = f"evidence: [{{project: Das Register, {evidence}}}]"
    contact = f"name: Jo Park, relationship: peer, position: muehle, {told}"
    points = kit_of(f"[{{{contact}}}]", german, today).drafts.of("jo-park", Moment.POINTS)[0]
    assert f"- das Register: {said}" in points.text


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2022", "das Register, 2022:"),
        ("Mai 2022", "das Register, im Mai 2022:"),
        ("Herbst 2022", "das Register, im Herbst 2022:"),
        ("Im Herbst 2022", "das Register, im Herbst 2022:"),
        ("Anfang 2022", "das Register, Anfang 2022:"),
        ("von 2021 bis 2022", "das Register, von 2021 bis 2022:"),
        ("2021–2022", "das Register (2021–2022):"),
    ],
)
def test_a_period_reads_well(period: str, said: str, german: Content, today: date) -> None:
    """A month or season gets its `im`, a range with a dash its brackets."""
    contact = f"name: Jo, relationship: peer, position: muehle, {EVIDENCE}"
    contact = contact.replace("das Register,", f"das Register, period: {period},")
    points = kit_of(f"[{{{contact}}}]", german, today).drafts.of("jo", Moment.POINTS)[0]
    assert said in points.text


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        ("eine erste Stelle als Analystin", "ich suche eine erste Stelle als Analystin"),
        ("zwei Aufträge von Behörden", "ich suche zwei Aufträge von Behörden"),
        ("wieder in der Pflege arbeiten", "ich möchte wieder in der Pflege arbeiten"),
        ("eine Stelle, in der ich lernen kann", "ich suche eine Stelle, in der ich lernen kann"),
        ("als Lehrerin zu arbeiten", "mein Ziel ist es, als Lehrerin zu arbeiten"),
        ("Ich suche eine Stelle", "ich suche eine Stelle"),
    ],
)
def test_a_goal_is_a_sentence_however_it_begins(goal: str, said: str, german: Content) -> None:
    """A thing after `Ich suche`, a verb after `Ich möchte`."""
    assert german.words.say("aim", goal=goal) == said


@pytest.mark.parametrize(
    ("organisation", "said"),
    [
        ("Lindenmühle", " bei Lindenmühle"),
        ("Universität Lünstedt", " an der Universität Lünstedt"),
        ("Klinikum am Deich", " am Klinikum am Deich"),
        ("Rathaus Lünstedt", " im Rathaus Lünstedt"),
        ("Stadt Lünstedt", " bei der Stadt Lünstedt"),
    ],
)
def test_an_organisation_has_its_preposition(organisation: str, said: str, german: Content) -> None:
    """What the first word of its name asks for; the name itself stays as it is."""
    assert german.words.say("at", organisation=organisation) == said


def test_twelve_people_get_twelve_asks_without_a_finding(german: Content, today: date) -> None:
    """Every relationship and restriction has words, and no rule has anything to say about them."""
    contacts = [
        f"{{name: Person{number}, relationship: {each}, position: muehle, evidence: [{{project: "
        f"die Sache mit Nummer {number}, contribution: {number} Kisten sortiert, outcome: "
        f"{number} Kisten passen in ein Regal}}, {{project: der Plan {number}, outcome: Plan "
        f"{number} gilt bis heute}}]}}"
        for number, each in enumerate(Relationship, 2)
    ]
    kit = kit_of(f"[{', '.join(contacts)}]", german, today)
    found = [
        (draft.id, finding.code, finding.words)
        for draft in kit.drafts.drafts
        for finding in draft.findings
    ]
    assert found == []
    asks = {each.text for each in kit.drafts.drafts if each.moment is Moment.ASK}
    assert len(asks) == len(Relationship)


@pytest.mark.parametrize("restriction", Restriction)
def test_a_restricted_contact_is_asked_about_the_rules_first(
    restriction: Restriction, german: Content, today: date
) -> None:
    """Whatever the restriction, the ask is whether they may, with a reference as the other way."""
    for called in ("", ", call_name: Frau Park"):
        contact = f"name: Jo Park{called}, relationship: manager, position: muehle, {EVIDENCE}"
        more = f"channel: phone, restrictions: [{restriction}]"
        asks = kit_of(f"[{{{contact}, {more}}}]", german, today).drafts.of("jo-park", Moment.ASK)
        assert [each.form for each in asks] == [Form.SPOKEN, Form.MESSAGE]
        for ask in asks:
            assert re.search(r"Erlauben (eure|Ihre|unsere) Regeln", ask.text)
            assert "Referenz" in ask.text
            assert not ask.findings, ask.findings


def test_the_german_sample_is_whole_and_has_no_finding(
    project: Project, german: Content, today: date
) -> None:
    """All its drafts are ready, but those of whoever may not write yet; its dates are German."""
    profile = load_profile(project.profiles / "sample-jule-brandstaetter.yml", today)
    kit = compose_kit(profile, german, today, "jule")
    waiting = {each.contact.id for each in kit.drafts.drafts if not each.is_ready}
    assert waiting == {"roth"}
    assert [each.findings for each in kit.drafts.drafts if each.findings] == []
    reminder = kit.drafts.of("henning", Moment.REMINDER)[0]
    assert "am 11. November " in reminder.text
    wrong = re.compile(r"[,;:.!?]{2,}|\s[,.;:!?]|  |[{}<>\[\]]|\bNone\b| $|^ |\n{3}|\b(\w+) \1\b")
    for draft in kit.drafts.drafts:
        assert not wrong.search(draft.text), (draft.id, wrong.search(draft.text), draft.text)
    (brief,) = (each for each in kit.briefs if each.contact.id == "mirjam")
    assert brief.is_ready
    assert brief.sample_text.count("Jule") >= 2
