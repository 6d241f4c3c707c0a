"""A time kept for a browser: nobody else gets it, whoever holds it does, and after ten minutes it is free."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection

from tableside.core.decision import Refusal
from tableside.core.timeline.window import minute_of
from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.models import Practice, Therapist
from tableside.records.practice.place_actions import add_location, set_travel_times
from tableside.records.practice.queries import service_with_length
from tableside.records.scheduling.hours_actions import set_hours, take_time_off
from tableside.records.scheduling.models import Reservation
from tableside.workflows.booking.book import Person, book
from tableside.workflows.changing.reschedule import reschedule
from tableside.workflows.times.find_times import Search, free_times
from tableside.workflows.times.hold_time import hold_time, holder, let_go
from tests.personas import Cast
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, booked, found, wish

MINE, THEIRS = holder("my browser"), holder("their browser")
HUGO = Person("Hugo", "hugo@guests.example")
TEN_MINUTES = timedelta(minutes=10)


def search(cast: Cast) -> Search:
    length = service_with_length(cast.swedish.id, minutes=60)
    assert length is not None
    return Search(service=length.service, minutes=60, therapist_id=cast.ana.as_therapist.id)


def hold(cast: Cast, *, held_by: str = MINE, start: datetime = MONDAY_TEN, now: datetime = NOW) -> None:
    hold_time(search(cast), starts_at=start, held_by=held_by, now=now)


def is_free(cast: Cast, *, held_by: str = "", now: datetime = NOW) -> bool:
    return free_times(replace(search(cast), held_by=held_by), now=now).includes(MONDAY_TEN)


def test_a_hold_takes_therapist_and_table_as_the_booking_will(linden: Cast) -> None:
    hold(linden)

    start = minute_of(MONDAY_TEN)
    rows = Reservation.objects.select_related("resource")
    assert sorted(
        ("therapist" if row.resource.therapist_id else "table", row.start_minute - start, row.end_minute - start)
        for row in rows
    ) == [("table", 0, 75), ("therapist", 0, 75)]
    assert set(rows.values_list("why", "held_by", "expires_at")) == {("hold", MINE, NOW + TEN_MINUTES)}


def test_what_is_held_is_free_for_its_holder_only_and_for_everybody_once_it_ends(linden: Cast) -> None:
    hold(linden)

    assert (is_free(linden), is_free(linden, held_by=THEIRS), is_free(linden, held_by=MINE)) == (False, False, True)
    assert not is_free(linden, now=NOW + TEN_MINUTES - timedelta(seconds=1))
    assert is_free(linden, now=NOW + TEN_MINUTES)


def test_the_holder_books_and_the_hold_is_spent(linden: Cast) -> None:
    hold(linden)

    made = book(wish(linden), by=None, now=NOW + timedelta(minutes=2), held_by=MINE)

    assert found(made).starts_at == MONDAY_TEN
    assert set(Reservation.objects.values_list("why", flat=True)) == {"appointment"}


@pytest.mark.parametrize("held_by", ["", THEIRS])
def test_nobody_else_books_a_time_that_is_held(linden: Cast, held_by: str) -> None:
    hold(linden)

    with pytest.raises(Refusal) as refused:
        book(wish(linden), by=None, now=NOW, held_by=held_by)

    assert refused.value.code == "therapist_busy"
    assert len(refused.value.data["nearest"]) == 3  # type: ignore[arg-type]  # a tuple of starts


def test_a_hold_that_has_ended_stands_in_nobodys_way(linden: Cast) -> None:
    hold(linden)
    later = NOW + TEN_MINUTES

    hold(linden, held_by=THEIRS, now=later)
    assert Reservation.objects.filter(held_by=MINE).count() == 0

    made = book(wish(linden), by=None, now=later + TEN_MINUTES)
    assert found(made).starts_at == MONDAY_TEN


def test_an_appointment_moves_and_time_off_is_taken_where_a_hold_has_ended(linden: Cast) -> None:
    appointment, later = booked(linden, start=MONDAY_TEN + 3 * HOUR), NOW + TEN_MINUTES
    hold(linden)
    reschedule(appointment, starts_at=MONDAY_TEN, therapist_id=None, by=linden.front_desk.actor, now=later)
    hold(linden, start=MONDAY_TEN + 4 * HOUR)
    take_time_off(
        linden.ana.as_therapist,
        start=MONDAY_TEN + 4 * HOUR,
        end=MONDAY_TEN + 5 * HOUR,
        by=linden.owner.actor,
        now=later,
    )

    assert Reservation.objects.filter(why="hold", resource__therapist__isnull=False).count() == 0


def test_choosing_another_time_moves_the_hold(linden: Cast) -> None:
    hold(linden)
    hold(linden, start=MONDAY_TEN + timedelta(minutes=30))

    assert set(Reservation.objects.values_list("start_minute", flat=True)) == {minute_of(MONDAY_TEN) + 30}


def test_a_time_that_is_let_go_is_free_at_once_and_others_holds_stay(linden: Cast) -> None:
    hold(linden)
    hold(linden, held_by=THEIRS, start=MONDAY_TEN + 2 * HOUR)

    let_go(MINE)
    let_go("")

    assert is_free(linden)
    assert Reservation.objects.filter(held_by=THEIRS).count() == 2


def test_a_refused_hold_names_the_nearest_times_and_keeps_the_former_one(linden: Cast) -> None:
    hold(linden, start=MONDAY_TEN + 3 * HOUR)
    book(wish(linden), by=None, now=NOW)

    with pytest.raises(Refusal) as refused:
        hold(linden)

    assert (refused.value.code, len(refused.value.data["nearest"])) == ("therapist_busy", 3)  # type: ignore[arg-type]
    assert Reservation.objects.filter(held_by=MINE).count() == 2


def test_nothing_is_held_inside_the_notice_period(linden: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        hold(linden, now=MONDAY_TEN - HOUR)

    assert refused.value.code == "inside_notice"


@pytest.mark.django_db(transaction=True)
def test_of_holding_and_booking_the_same_time_at_once_one_wins(cast: Cast) -> None:
    for number in range(6):
        start = MONDAY_TEN + number * timedelta(days=7)
        answers = _at_once(cast, start, number)
        assert sorted(answers) == ["refused", "taken"], start
    taken = Reservation.everywhere.filter(resource__therapist=cast.ana.as_therapist)
    spans = sorted(taken.values_list("start_minute", "end_minute"))
    assert len(spans) == 6
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


def _at_once(cast: Cast, start: datetime, number: int) -> list[str]:
    answers: list[str] = []
    gate = threading.Barrier(2)

    def run(holds: bool) -> None:
        try:
            with practice_scope(cast.practice.id):
                gate.wait()
                if holds:
                    hold(cast, start=start, held_by=holder(f"browser {number}"))
                else:
                    person = replace(HUGO, email=f"hugo{number}@guests.example")
                    book(wish(cast, start=start, key=f"key {number}", person=person), by=None, now=NOW)
            answers.append("taken")
        except Refusal:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(holds,)) for holds in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("limits", ["therapist", "first visits"])
def test_a_hold_keeps_its_place_of_the_day_from_others_and_never_from_its_holder(linden: Cast, limits: str) -> None:
    if limits == "therapist":
        Therapist.objects.filter(pk=linden.ana.as_therapist.pk).update(clients_a_day=1)
    else:
        Practice.objects.filter(pk=linden.practice.pk).update(new_clients_per_day=1)
    afternoon = MONDAY_TEN + 4 * HOUR
    hold(linden)

    def is_open(*, held_by: str = "", now: datetime = NOW) -> bool:
        return free_times(replace(search(linden), held_by=held_by), now=now).includes(afternoon)

    assert (is_open(), is_open(held_by=THEIRS), is_open(held_by=MINE)) == (False, False, True)
    assert is_open(now=NOW + TEN_MINUTES)
    with pytest.raises(Refusal) as late:
        hold(linden, held_by=THEIRS, start=afternoon)
    assert late.value.code == {"therapist": "day_full", "first visits": "new_clients_full"}[limits]
    assert found(book(wish(linden), by=None, now=NOW, held_by=MINE)).starts_at == MONDAY_TEN


def test_a_hold_keeps_the_way_to_it_free(linden: Cast) -> None:
    ana, owner = linden.ana.as_therapist, linden.owner.actor
    mill = add_location("Mill", rooms={"One": 1}, by=owner, now=NOW)
    set_hours(ana, location=mill, hours=[(0, 540, 1020)], by=owner, now=NOW)
    set_travel_times({(linden.location.id, mill.id): 60}, by=owner, now=NOW)
    hold_time(replace(search(linden), location_id=linden.location.id), starts_at=MONDAY_TEN, held_by=MINE, now=NOW)

    def at_the_mill(held_by: str) -> datetime:
        times = free_times(replace(search(linden), location_id=mill.id, held_by=held_by), now=NOW)
        return min(at for at in times.on(MONDAY_TEN.date()) if at > MONDAY_TEN)

    assert at_the_mill(THEIRS) == MONDAY_TEN + timedelta(minutes=75 + 60)
    assert at_the_mill(MINE) == MONDAY_TEN + timedelta(minutes=15)
