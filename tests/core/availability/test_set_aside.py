"""What staff may set aside, against a twin that asks in words; and that every objection is named."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from tableside.core.availability.explain import objections, why_not
from tableside.core.availability.offers import EquipmentTime, Question, TableTime, TherapistTime, Wish
from tableside.core.availability.set_aside import exceptional
from tableside.core.decision import Refused
from tableside.core.timeline.timeline import Axis, cover
from tests.core.availability.test_offers import AXIS, MIDNIGHT, is_free, is_set, questions, spans

starts = st.integers(-10, 286).map(lambda tick: MIDNIGHT + tick * 5)
DAY = Axis(origin_minute=0, ticks=288)
UTC = ZoneInfo("UTC")
NOON = 720


@given(questions, starts)
def test_there_is_an_objection_exactly_when_a_start_is_not_offered(question: Question, start: int) -> None:
    wish = replace(question.wish, therapists_at_once=1)
    assume(question.therapists)
    question = replace(question, wish=wish, therapists=question.therapists[:1])

    found, why = objections(question, start), why_not(question, start)

    assert bool(found) == isinstance(why, Refused)
    assert not found or why == found[0]


@given(questions, starts, st.lists(spans, min_size=16, max_size=16))
def test_a_start_is_possible_when_treatments_do_not_overlap(question: Question, start: int, some: list[int]) -> None:
    question = replace(question, wish=replace(question.wish, therapists_at_once=1))
    busy = {time.therapist: time.busy for time in question.therapists}
    busy |= {("table", one.table): one.busy for one in question.tables}
    busy |= {("piece", one.piece): one.busy for one in question.equipment}
    question = replace(
        question,
        therapists=tuple(replace(time, busy=busy[time.therapist]) for time in question.therapists),
        tables=tuple(replace(one, table=("table", one.table)) for one in question.tables),
        equipment=tuple(replace(one, piece=("piece", one.piece)) for one in question.equipment),
    )
    treatments = {thing: busy[thing] & part for thing, part in zip(busy, some, strict=False)}

    found = exceptional(question, start, treatments=treatments)

    minutes = question.wish.treatment_minutes

    def is_possible(busy: int) -> bool:
        return is_free(busy, start, minutes)

    def twin(time: TherapistTime) -> bool:
        tables = [one for one in question.tables if one.location == time.location]
        fit = [one for one in tables if question.wish.table_features <= one.features]
        pieces = [one for one in question.equipment if one.location == time.location]
        return (
            is_possible(treatments[time.therapist] | time.travel)
            and (not question.wish.needs_table or any(is_possible(treatments[one.table]) for one in fit))
            and all(
                any(is_possible(treatments[one.piece]) for one in pieces if one.kind == kind)
                for kind in question.wish.equipment
            )
        )

    in_time = question.now_minute <= start and MIDNIGHT <= start < AXIS.end_minute
    client = start >= MIDNIGHT and is_set(~question.client_busy, start, minutes) and start + minutes <= AXIS.end_minute
    loose = in_time and client and any(map(twin, question.therapists))
    assert (found is not None) == loose


def asked(**changes: object) -> Question:
    """Ana works from 9 to 17 at the Old Town, where one table stands; an hour, and 15 minutes for linen."""
    ana = TherapistTime("Ana", "Old Town", hours=cover(DAY, [(540, 1020)]), busy=0)
    table = TableTime("one", "blue", "Old Town", busy=0)
    plain = Question(DAY, UTC, Wish(60, notice_minutes=0), (ana,), (table,), now_minute=0)
    return replace(plain, **changes)  # type: ignore[arg-type]  # names of its fields


def with_ana(**changes: object) -> Question:
    return asked(therapists=(replace(asked().therapists[0], **changes),))  # type: ignore[arg-type]


def test_each_rule_that_is_set_aside_is_named() -> None:
    before = cover(DAY, [(645, 735)])  # a treatment until 12:00, and 15 minutes for linen
    cases = {
        (): asked(),
        ("outside_hours",): with_ana(hours=cover(DAY, [(540, 700)])),
        ("inside_buffer",): with_ana(busy=before),
        ("elsewhere",): with_ana(elsewhere=before),
        ("day_full",): with_ana(full=DAY.everything),
        ("inside_notice",): asked(wish=Wish(60, notice_minutes=900)),
        ("new_clients_full",): asked(client_full=DAY.everything),
        ("past_horizon",): asked(wish=Wish(60, notice_minutes=0, horizon_days=0)),
        ("inside_notice", "outside_hours", "inside_buffer", "elsewhere", "day_full"): replace(
            with_ana(hours=0, busy=before, elsewhere=before, full=DAY.everything), wish=Wish(60, notice_minutes=900)
        ),
    }
    treatments: dict[Hashable, int] = {"Ana": cover(DAY, [(645, 720)])}

    found = {names: exceptional(question, NOON, treatments=treatments) for names, question in cases.items()}

    assert {names: one.warnings if one else None for names, one in found.items()} == {names: names for names in cases}
    off_grid = exceptional(asked(), NOON + 5, treatments={})
    assert off_grid is not None
    assert off_grid.warnings == ("off_grid",)


def test_what_no_reason_makes_possible_stays_refused() -> None:
    taken = cover(DAY, [(700, 740)])
    ana = asked().therapists[0]
    cases = {
        "in the past": asked(now_minute=NOON + 60),
        "on the way": with_ana(travel=taken),
        "the client is elsewhere": asked(client_busy=taken),
        "no table with what it needs": asked(wish=Wish(60, table_features=frozenset({"heated"}))),
        "no stones": asked(wish=Wish(60, equipment=("stones",)), equipment=(EquipmentTime(1, "stones", "Mill", 0),)),
        "nobody works here": asked(therapists=()),
    }

    assert {name: exceptional(question, NOON, treatments={}) for name, question in cases.items()} == dict.fromkeys(
        cases
    )
    for thing in ("Ana", "one"):
        busy = with_ana(busy=taken) if thing == "Ana" else asked(tables=(replace(asked().tables[0], busy=taken),))
        assert exceptional(busy, NOON, treatments={thing: taken}) is None
    assert exceptional(asked(therapists=(ana,)), NOON, treatments={}, only="Ben") is None


def test_for_two_at_once_what_stands_against_either_is_named_and_both_need_a_table_in_one_room() -> None:
    before = cover(DAY, [(645, 735)])  # a treatment until 12:00, and 15 minutes for linen
    ana, table = asked().therapists[0], asked().tables[0]
    ben, eva = (
        replace(ana, therapist="Ben", hours=cover(DAY, [(540, 700)])),
        replace(ana, therapist="Eva", location="Mill"),
    )
    beside = replace(table, table="two")
    plain = asked(
        wish=Wish(60, notice_minutes=0, therapists_at_once=2), therapists=(ana, ben, eva), tables=(table, beside)
    )
    treatments: dict[Hashable, int] = {"two": cover(DAY, [(645, 720)])}

    def found(question: Question) -> tuple[object, ...] | None:
        one = exceptional(question, NOON, treatments=treatments)
        return (one.choice.therapists, sorted(one.choice.tables, key=str), one.warnings) if one else None

    assert found(plain) == (("Ana", "Ben"), ["one", "two"], ("outside_hours",))
    late = replace(plain, tables=(table, replace(beside, busy=before)))
    assert found(late) == (("Ana", "Ben"), ["one", "two"], ("outside_hours", "inside_buffer"))
    assert found(replace(plain, tables=(table,))) is None
    assert found(replace(plain, tables=(table, replace(beside, room="green")))) is None
    assert found(replace(plain, therapists=(ana, eva))) is None
    assert found(replace(plain, therapists=(ana, replace(ana, location="Mill")))) is None


def test_of_two_places_the_one_is_taken_that_breaks_fewer_rules_then_the_one_open_that_day() -> None:
    away = TherapistTime("Ana", "Mill", hours=0, busy=0)
    here = asked().therapists[0]
    tables = (*asked().tables, TableTime("two", "green", "Mill", busy=0))

    late = exceptional(asked(therapists=(away, here), tables=tables), 1080, treatments={})

    assert late is not None
    assert (late.choice.location, late.warnings) == ("Old Town", ("outside_hours",))
