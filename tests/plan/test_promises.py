"""What every plan promises, whatever the profile: properties over generated profiles."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise
from math import ceil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kitgen.coverage import Coverage, Gap, measure_coverage
from kitgen.life import AskState
from kitgen.plan import Action, ActionKind, Ask, Plan, plan_waves
from kitgen.profile import VIEW_OF, Advocate, Contact, Profile, Relationship, Restriction, Step

if TYPE_CHECKING:
    from random import Random

    from kitgen.facts import Facts

TODAYS = (date(2026, 11, 22), date(2028, 2, 29))
WEEK = timedelta(days=7)
SENT = {
    ActionKind.REMIND,
    ActionKind.REQUEST,
    ActionKind.CONNECT,
    ActionKind.ASK,
    ActionKind.THANK,
    ActionKind.GIVE,
}
POSITIONS = ("shop", "mill", "farm")
HISTORIES: tuple[tuple[Step, ...], ...] = (
    (),
    (),
    (),
    (),
    (Step.ASKED,),
    (Step.ASKED, Step.REMINDED),
    (Step.ASKED, Step.AGREED),
    (Step.ASKED, Step.AGREED, Step.REQUESTED),
    (Step.ASKED, Step.DECLINED),
    (Step.REQUESTED, Step.RECEIVED),
    (Step.REQUESTED, Step.RECEIVED, Step.PUBLISHED, Step.THANKED),
    (Step.PARKED,),
)
promise = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return a strategy for a field that may be empty."""
    return st.none() | strategy


def days_before(today: date, most: int) -> st.SearchStrategy[str]:
    """Return a strategy for a day up to `most` days ago, as a profile has it."""
    return st.integers(0, most).map(lambda days: str(today - timedelta(days=days)))


@st.composite
def contacts(draw: st.DrawFn, number: int, today: date) -> dict[str, Any]:
    """Return one contact, with as much known about them as may be."""
    steps = draw(st.sampled_from(HISTORIES))
    days = sorted(draw(st.lists(days_before(today, 90), min_size=len(steps), max_size=len(steps))))
    return {
        "id": f"c{number:02}",
        "name": f"Contact {number}",
        "relationship": draw(maybe(st.sampled_from(list(Relationship)))),
        "position": draw(maybe(st.sampled_from(POSITIONS))),
        "unconfirmed": draw(st.sampled_from([None, None, None, "from the headline"])),
        "evidence": draw(st.sampled_from([[], [{"project": "the count", "outcome": "it fit"}]])),
        "advocate": draw(maybe(st.sampled_from(list(Advocate)))),
        "connected": draw(maybe(st.booleans())),
        "restrictions": draw(st.sampled_from([[], [], [Restriction.FINANCE]])),
        "history": [{step.value: day} for step, day in zip(steps, days, strict=True)],
    }


@st.composite
def blackouts(draw: st.DrawFn, today: date) -> dict[str, str]:
    """Return days or years on which nothing is sent."""
    first = today + timedelta(days=draw(st.integers(-20, 60)))
    length = draw(st.integers(0, 30) | st.sampled_from([400, 3000]))
    return {"first": str(first), "last": str(first + timedelta(days=length))}


@st.composite
def profiles(draw: st.DrawFn, today: date) -> Profile:
    """Return a profile with up to ten contacts, three positions and some texts."""
    people = [draw(contacts(number, today)) for number in range(draw(st.integers(0, 10)))]
    ids = [each["id"] for each in people]
    entry = st.fixed_dictionaries(
        {
            "position": maybe(st.sampled_from(POSITIONS)),
            "visible": maybe(st.booleans()),
            "written": maybe(days_before(today, 3000)),
        }
    )
    some = st.lists(st.sampled_from(ids), max_size=4, unique=True) if ids else st.just([])
    targets = {
        "total": maybe(st.sampled_from([1, 3, 50])),
        "per_position": maybe(st.integers(1, 3)),
        "managers": maybe(st.integers(0, 3)),
        "views": maybe(st.integers(0, 5)),
    }
    value = {
        "owner": {"name": "Mara Okafor"},
        "positions": [
            {"id": "shop", "organisation": "Shop", "start": "2020", "important": True},
            {"id": "mill", "organisation": "Mill", "start": "2015", "end": "2020"},
            {"id": "farm", "organisation": "Farm", "important": draw(maybe(st.booleans()))},
        ],
        "contacts": people,
        "recommendations": {
            "received": [{"by": each} | draw(entry) for each in draw(some)],
            "given": [{"to": each} | draw(entry) for each in draw(some)],
        },
        "preferences": {
            "targets": draw(st.fixed_dictionaries(targets)),
            "asks_per_week": draw(maybe(st.integers(1, 3))),
            "strongest_last": draw(st.booleans()),
            "blackout": draw(st.lists(blackouts(today), max_size=2)),
            "do_not_ask": draw(some),
        },
    }
    return Profile.model_validate(_without_empty(value))


def _without_empty(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_empty(each) for key, each in value.items() if each is not None}
    return [_without_empty(each) for each in value] if isinstance(value, list) else value


@st.composite
def dated_profiles(draw: st.DrawFn) -> tuple[Profile, date]:
    """Return a profile and the day on which its plan is made."""
    today = draw(st.sampled_from(TODAYS))
    return draw(profiles(today)), today


def planned(made: tuple[Profile, date], facts: Facts) -> tuple[Coverage, Plan, date]:
    """Return coverage and plan of a profile, and the day."""
    profile, today = made
    coverage = measure_coverage(profile, facts, today)
    ready = {each.id for each in profile.contacts if each.evidence and each.relationship}
    return coverage, plan_waves(coverage, facts, today, ready), today


def is_free(day: date, profile: Profile) -> bool:
    """Return whether something may be sent on a day."""
    return not any(each.first <= day <= each.last for each in profile.preferences.blackout)


def fits(gap: Gap, contact: Contact) -> bool:
    """Return whether a recommendation by a contact would work on a gap."""
    relationship = None if contact.unconfirmed else contact.relationship
    if gap.position:
        return contact.position == gap.position
    if gap.rule == "C4":
        return relationship is Relationship.MANAGER
    return not gap.views or (relationship is not None and VIEW_OF[relationship] in gap.views)


@promise
@given(dated_profiles())
def test_a_wave_has_at_most_the_owners_pace_and_three(
    facts: Facts, made: tuple[Profile, date]
) -> None:
    """In any seven days, those asks counted that went out before."""
    coverage, plan, _ = planned(made, facts)
    pace = coverage.tally.profile.preferences.asks_per_week or 3
    assert all(1 <= len(wave.asks) <= pace <= 3 for wave in plan.waves)
    out = [life.asked_on for life in coverage.tally.lives.values() if life.asked_on]
    days = out + [wave.on for wave in plan.waves for _ in wave.asks]
    for wave in plan.waves:
        assert sum(1 for day in days if wave.on - WEEK < day <= wave.on) <= pace


@promise
@given(dated_profiles())
def test_waves_come_in_order_a_week_or_more_apart(facts: Facts, made: tuple[Profile, date]) -> None:
    """They are numbered from one, and none lies in the past."""
    _, plan, today = planned(made, facts)
    days = [wave.on for wave in plan.waves]
    assert [wave.number for wave in plan.waves] == list(range(1, len(days) + 1))
    assert all(later - earlier >= WEEK for earlier, later in pairwise(days))
    assert all(day >= today for day in days)


@promise
@given(dated_profiles())
def test_people_from_one_position_are_kept_apart(facts: Facts, made: tuple[Profile, date]) -> None:
    """No two asks could change places so that fewer from one position share a wave.

    Those to be prepared stay after the others, the strongest advocates last; no wave is added.
    """
    coverage, plan, _ = planned(made, facts)
    pace = coverage.tally.profile.preferences.asks_per_week or 3
    waves = [list(wave.asks) for wave in plan.waves if not wave.is_strongest]
    assert len(waves) == ceil(sum(len(wave) for wave in waves) / pace)
    places = [(wave, place) for wave in waves for place in range(len(wave))]
    before = sum(_shared(wave) for wave in waves)
    for (one, here), (other, there) in combinations(places, 2):
        if one[here].is_prepared == other[there].is_prepared:
            one[here], other[there] = other[there], one[here]
            assert sum(_shared(wave) for wave in waves) >= before
            one[here], other[there] = other[there], one[here]


def _shared(wave: list[Ask]) -> int:
    """Return how many pairs in a wave are from one position."""
    pairs = combinations([ask.position for ask in wave], 2)
    return sum(one is not None and one == other for one, other in pairs)


@promise
@given(dated_profiles())
def test_everybody_is_in_the_plan_once_or_rests(facts: Facts, made: tuple[Profile, date]) -> None:
    """No contact is asked twice, none is lost, and none is asked and rests at once."""
    coverage, plan, _ = planned(made, facts)
    asked = [ask.contact.id for ask in plan.asks]
    resting = [each.contact.id for each in plan.resting]
    assert sorted(asked + resting) == [each.id for each in coverage.tally.profile.contacts]
    assert all((plan.wave_of(each) is not None) == (each in asked) for each in asked + resting)


@promise
@given(dated_profiles())
def test_only_those_are_asked_who_may_be(facts: Facts, made: tuple[Profile, date]) -> None:
    """Nobody with an open ask, a no, parked, do-not-ask, an answer, or lately given one."""
    coverage, plan, today = planned(made, facts)
    profile = coverage.tally.profile
    written = {each.by for each in profile.recommendations.received}
    lately = {
        each.to
        for each in profile.recommendations.given
        if each.written and each.visible is not False and (today - each.written).days <= 14
    }
    for ask in plan.asks:
        assert ask.contact.history == ()
        assert ask.contact.id not in {*profile.preferences.do_not_ask, *written, *lately}


@promise
@given(dated_profiles())
def test_nothing_is_sent_on_a_blackout_day(facts: Facts, made: tuple[Profile, date]) -> None:
    """No ask, reminder, request, invitation, thanks or recommendation, however long it lasts."""
    coverage, plan, today = planned(made, facts)
    profile = coverage.tally.profile
    assert all(is_free(wave.on, profile) for wave in plan.waves)
    assert all(is_free(wave.remind_on, profile) for wave in plan.waves)
    assert all(each.on is None or is_free(each.on, profile) for each in plan.follow_ups)
    assert all(is_free(each.on, profile) for each in plan.actions if each.kind in SENT)
    assert all(each.on >= today for each in plan.actions)


@promise
@given(dated_profiles())
def test_a_reminder_comes_seven_to_ten_days_after_the_ask(
    facts: Facts, made: tuple[Profile, date]
) -> None:
    """Later only over a blackout or when it is overdue, once, and never after sixty days."""
    coverage, plan, today = planned(made, facts)
    profile, lives = coverage.tally.profile, coverage.tally.lives
    for wave in plan.waves:
        window = [wave.on + timedelta(days=days) for days in range(7, 11)]
        free = [day for day in window if is_free(day, profile)]
        assert wave.remind_on == free[0] if free else wave.remind_on > window[-1]
    reminders = [each for each in plan.actions if each.kind is ActionKind.REMIND]
    assert len({each.contact.id for each in reminders}) == len(reminders)
    for each in reminders:
        life = lives[each.contact.id]
        assert life.asked_on
        assert life.state in {AskState.ASKED, AskState.REQUESTED}
        assert life.reminded_on is None
        assert 7 <= (each.on - life.asked_on).days <= 60
        due = max(today, life.asked_on + WEEK)
        waited = [due + timedelta(days=days) for days in range((each.on - due).days)]
        assert not any(is_free(day, profile) for day in waited)


@promise
@given(dated_profiles())
def test_every_open_ask_is_followed_up_or_left_to_rest(
    facts: Facts, made: tuple[Profile, date]
) -> None:
    """Each once, those on do-not-ask not at all."""
    coverage, plan, _ = planned(made, facts)
    excluded = coverage.tally.profile.preferences.do_not_ask
    awaited = sorted(each.id for each in coverage.tally.open_asks if each.id not in excluded)
    assert sorted(each.contact.id for each in plan.follow_ups) == awaited


@promise
@given(dated_profiles())
def test_enough_are_asked_for_what_is_missing(facts: Facts, made: tuple[Profile, date]) -> None:
    """Twice as many as are missing, less those awaited, unless the plan has asked all it could."""
    coverage, plan, _ = planned(made, facts)
    tally = coverage.tally
    assert plan.asks_wanted == max(0, 2 * tally.missing - len(tally.awaited))
    if len(plan.asks) < plan.asks_wanted:
        assert "rest.enough" not in {each.reason.key for each in plan.resting}


@promise
@given(dated_profiles())
def test_a_day_is_promised_only_when_the_asks_suffice(
    facts: Facts, made: tuple[Profile, date]
) -> None:
    """At the answer rate, and never for a target that is reached."""
    coverage, plan, today = planned(made, facts)
    tally = coverage.tally
    out = len(plan.asks) + len(tally.awaited)
    assert (plan.done_by is not None) == (0 < 2 * tally.missing <= out)
    if plan.done_by:
        assert plan.done_by > today
        assert all(plan.done_by >= wave.on + timedelta(days=10) for wave in plan.waves)


@promise
@given(dated_profiles())
def test_the_strongest_advocates_come_last_if_the_owner_wants_that(
    facts: Facts, made: tuple[Profile, date]
) -> None:
    """The strongest two, when they can be told from the others; otherwise the order is of value."""
    rank = {Advocate.STRONG: 2, Advocate.GOOD: 1}
    coverage, plan, _ = planned(made, facts)
    ranks = [rank.get(ask.contact.advocate, 0) if ask.contact.advocate else 0 for ask in plan.asks]
    if not coverage.tally.profile.preferences.strongest_last:
        prepared = [ask.is_prepared for ask in plan.asks]
        assert prepared == sorted(prepared, reverse=True)
        return
    strongest = [each for each in sorted(ranks)[-2:] if each > min(ranks)]
    assert ranks[len(ranks) - len(strongest) :] == strongest


@promise
@given(dated_profiles())
def test_positions_with_enough_are_asked_about_when_needed(
    facts: Facts, made: tuple[Profile, date]
) -> None:
    """Beyond the room of a position only for a gap that nobody else, and free to write, can close.

    That somebody counts for the number, too, is no reason for one ask more.
    """
    coverage, plan, _ = planned(made, facts)
    tally = coverage.tally
    room = dict.fromkeys((each.id for each in tally.profile.positions), 0)
    for position in room:
        room[position] = 2 * max(0, tally.thresholds.per_position - len(tally.about(position)))
        room[position] -= sum(1 for each in tally.awaited if each.position == position)
        room[position] -= sum(1 for ask in plan.asks if ask.contact.position == position)
    left = [
        each.contact
        for each in plan.resting
        if each.reason.key == "rest.enough"
        and not each.contact.restrictions
        and room.get(each.contact.position or "", 1) > 0
    ]
    for ask in plan.asks:
        if room.get(ask.contact.position or "", 0) < 0:
            gaps = [gap for gap in coverage.gaps if gap.rule in ask.closes]
            assert any(not any(fits(gap, each) for each in left) for gap in gaps)


@promise
@given(dated_profiles())
def test_those_with_a_restriction_are_asked_only_when_needed(
    facts: Facts, made: tuple[Profile, date]
) -> None:
    """Policy first, and for a gap that the others in the plan are too few to close."""
    coverage, plan, _ = planned(made, facts)
    free = [ask.contact for ask in plan.asks if not ask.contact.restrictions]
    for ask in plan.asks:
        assert ask.policy_first == bool(ask.contact.restrictions)
        if ask.policy_first:
            gaps = [
                gap for gap in coverage.gaps if gap.rule in ask.closes and fits(gap, ask.contact)
            ]
            # The rule about views (C5) also looks at which views are asked already.
            assert any(
                gap.rule == "C5" or sum(fits(gap, each) for each in free) < 2 * gap.missing
                for gap in gaps
            )


@promise
@given(dated_profiles())
def test_an_ask_names_what_it_closes_once_and_why(facts: Facts, made: tuple[Profile, date]) -> None:
    """Each code belongs to an open gap that the contact fits, and there is a reason or two."""
    coverage, plan, _ = planned(made, facts)
    for ask in plan.asks:
        assert ask.closes
        assert len(set(ask.closes)) == len(ask.closes)
        fitting = {gap.rule for gap in coverage.gaps if fits(gap, ask.contact)}
        assert set(ask.closes) <= fitting
        keys = [each.key for each in ask.reasons if each.key != "ask-reason.strong"]
        assert 1 <= len(keys) <= 2
        assert set(keys) <= {f"ask-reason.{code}" for code in ask.closes}


@promise
@given(dated_profiles())
def test_actions_come_by_urgency_and_later_ones_by_day(
    facts: Facts, made: tuple[Profile, date]
) -> None:
    """What is due, by day and then by kind: show, thank, live, remind and so on."""
    _, plan, today = planned(made, facts)

    def urgency(action: Action) -> tuple[date, int]:
        return action.on, list(ActionKind).index(action.kind)

    assert list(plan.actions) == sorted(plan.actions, key=urgency)
    assert len({(each.kind, each.contact.id) for each in plan.actions}) == len(plan.actions)
    order = [
        "show",
        "thank",
        "live",
        "remind",
        "request",
        "connect",
        "prepare",
        "ask",
        "find",
        "give",
    ]
    assert [each.value for each in ActionKind] == order
    assert all(each.on >= today for each in plan.actions)


@promise
@given(dated_profiles(), st.randoms(use_true_random=False))
def test_the_order_of_entries_in_the_file_does_not_matter(
    facts: Facts, made: tuple[Profile, date], random: Random
) -> None:
    """The same profile gives the same plan, with contacts and recommendations shuffled, too."""
    profile, today = made
    _, plan, _ = planned(made, facts)
    assert planned(made, facts)[1] == plan
    everybody = list(profile.contacts)
    received = list(profile.recommendations.received)
    given_ones = list(profile.recommendations.given)
    for entries in (everybody, received, given_ones):
        random.shuffle(entries)
    lists = profile.recommendations.model_copy(
        update={"received": tuple(received), "given": tuple(given_ones)}
    )
    shuffled = profile.model_copy(update={"contacts": tuple(everybody), "recommendations": lists})
    assert planned((shuffled, today), facts)[1] == plan


@pytest.mark.parametrize("total", [1, 50])
def test_sixty_contacts_are_planned_within_the_promises(
    facts: Facts, today: date, total: int
) -> None:
    """A large profile keeps to the pace, and asks as many as the target takes."""
    relationships = list(Relationship)
    profile = Profile.model_validate(
        {
            "owner": {"name": "Mara Okafor"},
            "contacts": [
                {
                    "id": f"c{number:02}",
                    "name": f"Contact {number}",
                    "relationship": relationships[number % 12].value,
                }
                for number in range(60)
            ],
            "preferences": {"targets": {"total": total, "managers": 0, "views": 0}},
        }
    )
    _, plan, _ = planned((profile, today), facts)
    assert plan.asks_wanted == 2 * total
    assert len(plan.asks) == min(60, 2 * total)
    assert plan.waves[-1].on == today + WEEK * (len(plan.waves) - 1)


@pytest.mark.slow
def test_four_hundred_contacts_have_one_plan_in_whatever_order(facts: Facts, today: date) -> None:
    """So many are past what is proven best; the plan is still the same, and asks enough."""
    relationships, ranks = list(Relationship), list(Advocate)
    people = [
        {
            "id": f"c{number:03}",
            "name": f"Contact {number}",
            "relationship": relationships[number * 7 % 12].value,
            "position": POSITIONS[number % 3],
            "advocate": ranks[number % 5 % 3].value,
        }
        for number in range(400)
    ]
    value = {
        "owner": {"name": "Mara Okafor"},
        "positions": [{"id": each, "organisation": each, "important": True} for each in POSITIONS],
        "preferences": {"targets": {"total": 12, "per_position": 3, "managers": 3, "views": 5}},
    }
    plans = [
        planned((Profile.model_validate(value | {"contacts": each}), today), facts)[1]
        for each in (people, people[::-1], people[200:] + people[:200])
    ]
    assert plans[0] == plans[1] == plans[2]
    assert len(plans[0].asks) == plans[0].asks_wanted == 24


def test_the_pace_of_the_facts_holds_where_the_owner_names_none(facts: Facts, today: date) -> None:
    """A pace changed in the facts changes the waves."""
    profile = Profile.model_validate(
        {
            "owner": {"name": "Mara Okafor"},
            "contacts": [{"id": f"c{number}", "name": f"C {number}"} for number in range(4)],
        }
    )
    slower = replace(facts.fact("asks.per_week"), value=1)
    changed = replace(facts, facts={**facts.facts, "asks.per_week": slower})
    assert [len(wave.asks) for wave in planned((profile, today), facts)[1].waves] == [3, 1]
    assert [len(wave.asks) for wave in planned((profile, today), changed)[1].waves] == [1] * 4
