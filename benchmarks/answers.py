"""Who writes when asked, and what that comes to: drawn, put into the profile, and measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from invented_profiles import TODAY

from kitgen.coverage import State, measure_coverage
from kitgen.profile import Advocate, HistoryStep, Received

if TYPE_CHECKING:
    from random import Random

    from strategies import Days, Strategy

    from kitgen.facts import Facts
    from kitgen.profile import Contact, Profile

# Rules that a recommendation can meet, of those that the plan works on.
RULES = ("C1", "C2", "C4", "C5", "C6", "C7")
STRENGTH: dict[Advocate | None, float] = {Advocate.STRONG: 1.0, Advocate.GOOD: 0.5}
WEEK = timedelta(days=7)
WEEKS = 26


@dataclass(frozen=True, slots=True)
class Person:
    """What is drawn about a contact: whether they write when asked, and after how many days."""

    writes: bool
    days: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking: rules met, strength of the newest two, asks, and days to the last text.

    `restricted` are the asks to people who may not be free to write.
    """

    rules: float
    newest: float
    asks: float
    restricted: float
    days: float


def draw_people(profile: Profile, rate: float, random: Random) -> dict[str, Person]:
    """Return what each contact will do."""
    people = {}
    for contact in sorted(profile.contacts, key=lambda each: each.id):
        days = random.randint(1, 7) if random.random() < 0.5 else random.randint(8, 21)
        people[contact.id] = Person(random.random() < rate, days)
    return people


def plan_once(
    profile: Profile, strategy: Strategy, people: dict[str, Person], facts: Facts
) -> Outcome:
    """Return what comes of following the plan of the first day to its end."""
    asked = strategy(measure_coverage(profile, facts, TODAY), facts)
    return _outcome(profile, asked, people, facts)


def plan_weekly(
    profile: Profile, strategy: Strategy, people: dict[str, Person], facts: Facts
) -> Outcome:
    """Return what comes of planning again every week, for half a year at most."""
    asked: Days = {}
    for week in range(WEEKS):
        today = TODAY + week * WEEK
        now = _on(today, profile, asked, people)
        coverage = measure_coverage(now, facts, today)
        plan = strategy(coverage, facts)
        if not plan and not coverage.tally.awaited:
            break
        asked |= {contact_id: day for contact_id, day in plan.items() if day < today + WEEK}
    return _outcome(profile, asked, people, facts)


def _outcome(profile: Profile, asked: Days, people: dict[str, Person], facts: Facts) -> Outcome:
    last = max((TODAY, *_texts(profile, asked, people).values()))
    after = measure_coverage(_on(last, profile, asked, people), facts, last)
    dated = [each for each in after.tally.visible if each.received.written]
    return Outcome(
        rules=sum(after.result(code).state is State.MET for code in RULES),
        newest=sum(STRENGTH.get(each.contact.advocate, 0.0) for each in dated[:2]),
        asks=len(asked),
        restricted=sum(each.id in asked for each in profile.contacts if each.restrictions),
        days=(last - TODAY).days,
    )


def _texts(profile: Profile, asked: Days, people: dict[str, Person]) -> Days:
    """Return the day of each text, by contact; who was asked before today answers from today."""
    waiting = {
        each.id: TODAY
        for each in profile.contacts
        if each.history and not each.history[-1].declined
    }
    return {
        contact_id: day + timedelta(days=people[contact_id].days)
        for contact_id, day in (waiting | asked).items()
        if people[contact_id].writes
    }


def _on(day: date, profile: Profile, asked: Days, people: dict[str, Person]) -> Profile:
    """Return the profile as of a day: whom the owner asked and reminded, and what has arrived."""
    texts = {by: on for by, on in _texts(profile, asked, people).items() if on <= day}
    contacts = tuple(
        each.model_copy(update={"history": _history(asked[each.id], day, texts.get(each.id))})
        if each.id in asked
        else each
        for each in profile.contacts
    )
    arrived = [_received(each, texts[each.id]) for each in contacts if each.id in texts]
    lists = profile.recommendations
    lists = lists.model_copy(update={"received": (*lists.received, *arrived)})
    return profile.model_copy(update={"contacts": contacts, "recommendations": lists})


def _history(asked_on: date, day: date, text_on: date | None) -> tuple[HistoryStep, ...]:
    steps = [HistoryStep.model_construct({"asked"}, asked=asked_on)]
    reminder = asked_on + WEEK
    if reminder <= day and (text_on is None or reminder < text_on):
        steps.append(HistoryStep.model_construct({"reminded"}, reminded=reminder))
    return tuple(steps)


def _received(contact: Contact, written: date) -> Received:
    return Received.model_construct(
        by=contact.id,
        position=contact.position,
        unconfirmed=contact.unconfirmed if contact.position else None,
        written=written,
    )
