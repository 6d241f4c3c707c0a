"""Offers against the slow obvious twin: ask every start, minute by minute, for every therapist and table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tableside.core.availability.choice import Choice, choose
from tableside.core.availability.explain import why_not
from tableside.core.availability.offers import (
    EquipmentTime,
    Question,
    TableTime,
    TherapistTime,
    Wish,
    offers,
    table_minutes,
    therapist_minutes,
)
from tableside.core.decision import Allowed, Refused
from tableside.core.timeline.civil import axis_of, wall_minute_of
from tableside.core.timeline.timeline import cover

BERLIN = ZoneInfo("Europe/Berlin")
AXIS = axis_of(date(2027, 3, 28), days=1, zone=BERLIN)  # the clocks go forward: 23 hours
MIDNIGHT = AXIS.origin_minute
spans = st.lists(
    st.tuples(st.integers(0, 270), st.integers(1, 60)).map(
        lambda s: (MIDNIGHT + s[0] * 5, MIDNIGHT + (s[0] + s[1]) * 5)
    ),
    max_size=4,
).map(lambda some: cover(AXIS, some))
places = st.sampled_from(["Old Town", "Harbour"])
features = st.sampled_from([frozenset[str](), frozenset({"wide"}), frozenset({"wide", "heated"})])
therapists = st.lists(
    st.builds(
        TherapistTime,
        st.sampled_from(["Ana", "Ben", "Cai"]),
        places,
        spans,
        spans,
        st.sampled_from([0, 20]),
        st.just(0) | spans,
        st.just(0) | spans,
        st.just(0) | spans,
    ),
    max_size=4,
    unique_by=lambda time: (time.therapist, time.location),
).map(tuple)
tables = st.lists(
    st.builds(
        TableTime,
        st.integers(1, 6),
        st.sampled_from(["blue", "green"]),
        places,
        spans,
        features,
        st.sampled_from([0, 25]),
    ),
    max_size=4,
    unique_by=lambda time: time.table,
).map(tuple)
wishes = st.builds(
    Wish,
    st.sampled_from([30, 60, 90]),
    st.sampled_from([0, 15]),
    st.sampled_from([15, 20, 60]),
    st.sampled_from([0, 120]),
    st.just(1),
    st.sampled_from([1, 1, 2]),
    st.booleans(),
    features,
    st.sampled_from([(), (), ("stones",), ("stones", "cups")]),
)
pieces = st.lists(
    st.builds(EquipmentTime, st.integers(1, 6), st.sampled_from(["stones", "cups"]), places, spans),
    max_size=5,
    unique_by=lambda one: one.piece,
).map(tuple)
questions = st.builds(
    Question,
    st.just(AXIS),
    st.just(BERLIN),
    wishes,
    therapists,
    tables,
    st.integers(MIDNIGHT - 1440, MIDNIGHT + 600),
    spans,
    st.just(0) | spans,
    pieces,
)


def is_set(timeline: int, start: int, minutes: int) -> bool:
    return all(timeline >> AXIS.index(minute) & 1 for minute in range(start, start + minutes, 5))


def is_free(busy: int, start: int, minutes: int) -> bool:
    return is_set(~busy, start, minutes) and start + minutes <= AXIS.end_minute


def able_at(question: Question, start: int) -> set[object]:
    """The twin: who can start now, by asking each condition in words."""
    wish = question.wish
    first = question.now_minute + wish.notice_minutes
    if wall_minute_of(start, zone=BERLIN) % wish.step_minutes:
        return set()
    if not first <= start <= question.now_minute + wish.horizon_days * 1440:
        return set()
    if not is_set(~question.client_busy, start, wish.treatment_minutes) or is_set(question.client_full, start, 5):
        return set()
    able: set[object] = set()
    for location in ("Old Town", "Harbour"):
        free = [
            table
            for table in question.tables
            if table.location == location
            and is_free(table.busy, start, table_minutes(wish, table.reset_minutes))
            and wish.table_features <= table.features
        ]
        rooms = [len({table.room for table in some}) == 1 for some in combinations(free, wish.therapists_at_once)]
        here = {
            time.therapist
            for time in question.therapists
            if time.location == location
            and is_set(
                time.hours & ~time.busy & ~time.travel & ~time.elsewhere,
                start,
                therapist_minutes(wish, time.rest_minutes),
            )
            and not is_set(time.full, start, 5)
        }
        equipped = [
            one.kind
            for one in question.equipment
            if one.location == location and is_free(one.busy, start, table_minutes(wish))
        ]
        has_all = all(equipped.count(kind) >= wish.therapists_at_once for kind in wish.equipment)
        if has_all and (any(rooms) or not wish.needs_table) and len(here) >= wish.therapists_at_once:
            able |= here
    return able


@settings(max_examples=60, deadline=None)
@given(questions)
def test_offered_are_exactly_the_starts_that_pass_every_question(question: Question) -> None:
    found = offers(question)
    every = range(MIDNIGHT, AXIS.end_minute, 5)

    assert {start: set(found.therapists_at(start)) for start in every} == {
        start: able_at(question, start) for start in every
    }
    assert found.minutes() == [start for start in every if able_at(question, start)]


def _apart(starts: list[int], *, minutes: int) -> list[int]:
    chosen: list[int] = []
    for start in starts:
        if not chosen or start - chosen[-1] >= minutes:
            chosen.append(start)
    return chosen


@settings(max_examples=60, deadline=None)
@given(questions)
def test_every_way_of_asking_for_offers_gives_the_same(question: Question) -> None:
    found = offers(question)
    minutes = found.minutes()

    assert [minute for date in found.dates() for minute in found.on(date)] == minutes
    assert found.counts() == {date: len(found.on(date)) for date in found.dates()}
    assert found.on(date(2027, 3, 27)) == []
    assert found.first() == min(minutes, default=None)
    for time in question.therapists:
        assert found.first_of(time.therapist) == min(found.of(time.therapist), default=None)
        assert found.apart(time.therapist, minutes=60, count=3) == _apart(found.of(time.therapist), minutes=60)[:3]


@settings(max_examples=60, deadline=None)
@given(questions, st.integers(0, 275))
def test_a_start_is_refused_with_a_reason_exactly_when_it_is_not_offered(question: Question, tick: int) -> None:
    start = MIDNIGHT + tick * 5

    assert bool(why_not(question, start)) == offers(question).includes(start)


@settings(max_examples=60, deadline=None)
@given(questions)
def test_a_chosen_team_and_its_tables_are_really_free(question: Question) -> None:
    wish = question.wish
    for start in offers(question).minutes()[:3]:
        choice = choose(question, start)
        assert isinstance(choice, Choice)
        assert len(set(choice.therapists)) == wish.therapists_at_once
        assert len(set(choice.tables)) == (wish.therapists_at_once if wish.needs_table else 0)
        taken = [table for table in question.tables if table.table in choice.tables]
        assert len({table.room for table in taken}) <= 1
        for table in taken:
            assert table.location == choice.location
            assert wish.table_features <= table.features
            assert is_set(~table.busy, start, table_minutes(wish, table.reset_minutes))
        assert len(choice.equipment) == (wish.therapists_at_once if wish.equipment else 0)
        kinds = {one.piece: one.kind for one in question.equipment if is_free(one.busy, start, table_minutes(wish))}
        assert all(tuple(kinds[piece] for piece in each) == wish.equipment for each in choice.equipment)
        assert len({piece for each in choice.equipment for piece in each}) == sum(map(len, choice.equipment))
        for time in question.therapists:
            if time.therapist in choice.therapists and time.location == choice.location:
                assert is_set(time.hours & ~time.busy, start, therapist_minutes(wish, time.rest_minutes))


@settings(max_examples=60, deadline=None)
@given(questions, st.integers(0, 275))
def test_the_nearest_starts_are_the_closest_of_all(question: Question, tick: int) -> None:
    wanted = MIDNIGHT + tick * 5
    found = offers(question)

    assert list(found.nearest(wanted)) == sorted(found.minutes(), key=lambda start: (abs(start - wanted), start))[:3]


NOON = MIDNIGHT + 11 * 60  # one hour is missing that day
ALWAYS = AXIS.everything
ANA = TherapistTime("Ana", "Old Town", ALWAYS, cover(AXIS, [(MIDNIGHT, MIDNIGHT + 120)]))
BEN = TherapistTime("Ben", "Old Town", ALWAYS, cover(AXIS, [(MIDNIGHT, MIDNIGHT + 60)]))
TABLE = TableTime("one", "blue", "Old Town", 0)
PLAIN = Question(AXIS, BERLIN, Wish(60), (ANA, BEN), (TABLE,), MIDNIGHT)


def test_the_therapist_with_the_fewest_minutes_that_day_is_chosen() -> None:
    assert choose(PLAIN, NOON) == Choice("Old Town", ("Ben",), ("one",))


def test_the_wanted_therapist_is_chosen_even_with_a_fuller_day() -> None:
    assert choose(PLAIN, NOON, only="Ana") == Choice("Old Town", ("Ana",), ("one",))


def test_a_start_that_is_gone_is_refused() -> None:
    taken = replace(PLAIN, tables=(replace(TABLE, busy=ALWAYS),))

    assert choose(taken, NOON) == Refused("offer_taken", "This time has just been taken. Please choose another one.")


def test_two_tables_in_two_rooms_are_no_room_for_a_couple() -> None:
    couple = replace(PLAIN, wish=Wish(60, therapists_at_once=2))
    apart = replace(couple, tables=(TABLE, replace(TABLE, table="two", room="green")))
    together = replace(couple, tables=(TABLE, replace(TABLE, table="two")))

    assert not offers(apart).includes(NOON)
    assert choose(together, NOON) == Choice("Old Town", ("Ben", "Ana"), ("one", "two"))


def test_each_reason_has_its_own_code() -> None:
    everyone_busy = tuple(replace(time, busy=ALWAYS) for time in PLAIN.therapists)
    cases = {
        "in_the_past": (PLAIN, MIDNIGHT),
        "inside_notice": (PLAIN, MIDNIGHT + 60),
        "past_horizon": (replace(PLAIN, wish=replace(PLAIN.wish, horizon_days=0, notice_minutes=0)), NOON),
        "off_grid": (PLAIN, NOON + 5),
        "outside_hours": (replace(PLAIN, therapists=(replace(ANA, hours=0),)), NOON),
        "therapist_busy": (replace(PLAIN, therapists=everyone_busy), NOON),
        "elsewhere": (replace(PLAIN, therapists=(replace(ANA, elsewhere=ALWAYS),)), NOON),
        "on_the_way": (replace(PLAIN, therapists=(replace(ANA, travel=ALWAYS),)), NOON),
        "day_full": (replace(PLAIN, therapists=(replace(ANA, full=ALWAYS),)), NOON),
        "client_busy": (replace(PLAIN, client_busy=ALWAYS), NOON),
        "new_clients_full": (replace(PLAIN, client_full=ALWAYS), NOON),
        "no_table": (replace(PLAIN, tables=()), NOON),
        "no_equipment": (replace(PLAIN, wish=Wish(60, equipment=("stones",))), NOON),
        "not_enough_therapists": (
            replace(
                PLAIN, therapists=(ANA,), wish=Wish(60, therapists_at_once=2), tables=(TABLE, replace(TABLE, table=2))
            ),
            NOON,
        ),
    }

    answers = {code: why_not(question, start) for code, (question, start) in cases.items()}

    assert {code: getattr(answer, "code", None) for code, answer in answers.items()} == {code: code for code in cases}
    assert why_not(PLAIN, NOON) == Allowed()
