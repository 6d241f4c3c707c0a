"""Many people want one time at the same moment. Real threads, real transactions, requests as browsers send them."""

from __future__ import annotations

import random
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse

from tableside.core.appointments.status import Status
from tableside.core.availability.choice import Choice, choose
from tableside.core.decision import Refusal
from tableside.core.timeline.window import minute_of
from tableside.records.clients.actions import add_client
from tableside.records.foundation.constraints import NoOverlap
from tableside.records.foundation.locks import lock
from tableside.records.foundation.scope import practice_scope
from tableside.records.outbox.models import Message
from tableside.records.practice.models import Location, Practice, Therapist
from tableside.records.practice.place_actions import add_location, set_travel_times
from tableside.records.scheduling.access import appointment_to_manage
from tableside.records.scheduling.hours_actions import set_hours
from tableside.records.scheduling.models import Appointment, Booking, Reservation
from tableside.records.scheduling.placing import place
from tableside.workflows.booking.placements import placements_for
from tableside.workflows.changing.change_length import change_length
from tableside.workflows.changing.reschedule import reschedule
from tableside.workflows.times.choose_length import chosen_length
from tableside.workflows.times.find_times import Search, free_times
from tests.personas import Cast

pytestmark = pytest.mark.django_db(transaction=True)
VIENNA = ZoneInfo("Europe/Vienna")


def next_tuesday(hour: int, minute: int = 0) -> datetime:
    """A local time at least a week ahead: pages read the real clock."""
    day = datetime.now(VIENNA).date() + timedelta(days=7)
    day += timedelta(days=(1 - day.weekday()) % 7)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIENNA)


def post_booking(
    cast: Cast, start: datetime, number: int, *, therapist: Therapist | None, **chosen: object
) -> HttpResponse:
    """One guest presses "Book this appointment" in a browser of their own."""
    chosen |= {"service": cast.swedish.id, "minutes": 60, "start": start.astimezone(UTC).isoformat()}
    if therapist is not None:
        chosen["therapist"] = therapist.id
    form = {
        "name": f"Guest {number}",
        "email": f"guest{number}@guests.example",
        "agree": "on",
        "key": secrets.token_urlsafe(16),
    }
    try:
        return Browser().post(f"{reverse('portal:book-details')}?{urlencode(chosen)}", form)  # type: ignore[return-value]
    finally:
        connection.close()


def overlaps() -> int:
    """Pairs of reservations of one resource that share a minute, found the slow way."""
    spans: dict[object, list[tuple[int, int]]] = {}
    for resource, start, end in Reservation.everywhere.values_list("resource_id", "start_minute", "end_minute"):
        spans.setdefault(resource, []).append((start, end))
    return sum(
        a[0] < b[1] and b[0] < a[1] for taken in spans.values() for i, a in enumerate(taken) for b in taken[i + 1 :]
    )


def booked_starts() -> list[datetime]:
    return list(Appointment.everywhere.filter(status=Status.BOOKED).values_list("starts_at", flat=True))


def test_fifty_people_for_one_time_make_one_booking_and_forty_nine_clear_answers(cast: Cast) -> None:
    start = next_tuesday(10)

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda n: post_booking(cast, start, n, therapist=cast.ana.as_therapist), range(50)))

    assert Counter(answer.status_code for answer in answers) == {302: 1, 422: 49}
    assert booked_starts() == [start]
    confirmations = Message.everywhere.filter(kind="confirmation").count()
    assert (Booking.everywhere.count(), confirmations, overlaps()) == (1, 1, 0)
    for answer in answers:
        if answer.status_code == 422:
            body = answer.content.decode()
            assert re.findall(r'<p class="notice__title">([^<]+)</p>', body) in (
                ["The therapist has no time then. Please choose another time or another therapist."],
                ["This time has just been taken. Please choose another one."],
            )
            nearest = re.findall(r'<a class="link-arrow" href="([^"]+)">', body)
            assert len(nearest) == 3
            assert all("start=" in url for url in nearest)


def test_the_times_that_the_losers_are_shown_can_be_booked(cast: Cast) -> None:
    start = next_tuesday(10)
    post_booking(cast, start, 1, therapist=cast.ana.as_therapist)
    lost = post_booking(cast, start, 2, therapist=cast.ana.as_therapist).content.decode()

    first = re.findall(r'<a class="link-arrow" href="[^"]*start=([^"&]+)', lost)[0]
    again = post_booking(cast, datetime.fromisoformat(unquote(first)), 2, therapist=cast.ana.as_therapist)

    assert again.status_code == 302


def test_a_storm_of_mixed_times_sells_each_once_and_loses_none(cast: Cast) -> None:
    draw = random.Random(2027)
    starts = [next_tuesday(hour, minute) for hour in range(9, 16) for minute in (0, 15, 30, 45)]
    wanted = [(draw.choice(starts), draw.choice([cast.ana.therapist, cast.ben.therapist, None])) for _ in range(120)]

    with ThreadPoolExecutor(12) as pool:
        answers = list(
            pool.map(lambda job: post_booking(cast, job[1][0], job[0], therapist=job[1][1]), enumerate(wanted))
        )

    codes = Counter(answer.status_code for answer in answers)
    assert set(codes) == {302, 422}
    assert (codes[302], overlaps()) == (len(booked_starts()), 0)
    assert Reservation.everywhere.count() == 3 * codes[302]
    for answer in answers:
        if answer.status_code == 422:
            assert 'class="notice__title"' in answer.content.decode()


def test_ten_times_the_same_request_at_once_is_one_booking_and_ten_times_yes(cast: Cast) -> None:
    start = next_tuesday(11)
    form = {"name": "Gina Guest", "email": "gina@guests.example", "agree": "on", "key": "one-and-the-same"}
    chosen = {"service": cast.swedish.id, "minutes": 60, "start": start.astimezone(UTC).isoformat()}

    def press(_: int) -> int:
        try:
            return Browser().post(f"{reverse('portal:book-details')}?{urlencode(chosen)}", form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(press, range(10)))

    assert (answers, booked_starts()) == ([302] * 10, [start])


@contextmanager
def without_constraint() -> Iterator[None]:
    """The table as it would be if the database did not keep the promise."""
    guard = next(constraint for constraint in Reservation._meta.constraints if isinstance(constraint, NoOverlap))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'ALTER TABLE scheduling_reservation DROP CONSTRAINT "{guard.name}"')
        else:
            for word in ("insert", "update"):
                cursor.execute(f'DROP TRIGGER "{guard.name}_{word}"')
    try:
        yield
    finally:
        Reservation.everywhere.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Reservation, guard)


def look_then_write(cast: Cast, everybody_has_looked: threading.Barrier) -> str:
    """How bookings get lost: everybody sees the time free, and then everybody writes."""
    now = datetime.now(UTC)
    try:
        with practice_scope(cast.practice.id):
            start = next_tuesday(10).astimezone(UTC)
            length = chosen_length(cast.swedish.id, minutes=60)
            assert length is not None
            times = free_times(Search(cast.swedish, 60, therapist_id=cast.ana.as_therapist.id), now=now)
            choice = choose(times.question, minute_of(start))
            assert isinstance(choice, Choice)
            client = add_client("Guest", email="", by=cast.owner.actor, now=now)
            placements = placements_for(choice, [client], times=times, length=length, starts_at=start)
            everybody_has_looked.wait()
            with transaction.atomic():
                place(placements, policy_version=1, by=cast.owner.actor, now=now)
        return "booked"
    except Refusal as refusal:
        return refusal.code
    finally:
        connection.close()


def race(cast: Cast) -> tuple[Counter[str], int]:
    barrier = threading.Barrier(8, timeout=60)
    with ThreadPoolExecutor(8) as pool:
        answers = Counter(pool.map(lambda _: look_then_write(cast, barrier), range(8)))
    return answers, overlaps()


def test_the_database_stops_eight_who_all_saw_the_time_free(cast: Cast) -> None:
    assert race(cast) == ({"booked": 1, "offer_taken": 7}, 0)


def test_without_the_constraint_the_same_race_sells_one_time_eight_times(cast: Cast) -> None:
    with without_constraint():
        answers, pairs = race(cast)

    # Eight appointments pairwise at the same time, each with the same therapist and the same massage table.
    assert (answers, pairs) == ({"booked": 8}, 2 * 28)


def test_the_constraint_is_back_after_it_was_taken_away(cast: Cast) -> None:
    with without_constraint():
        pass

    assert race(cast) == ({"booked": 1, "offer_taken": 7}, 0)


def test_two_who_move_to_the_last_place_of_a_day_do_not_both_get_it(cast: Cast) -> None:
    ana, now = cast.ana.as_therapist, datetime.now(UTC)
    for number, hour in enumerate((9, 11)):
        post_booking(cast, next_tuesday(hour), number, therapist=ana)
    with practice_scope(cast.practice.id):
        Therapist.objects.filter(pk=ana.pk).update(clients_a_day=1)
    wanted = [next_tuesday(hour) + timedelta(days=1) for hour in (9, 13)]

    def move(job: tuple[UUID, datetime]) -> str:
        try:
            with practice_scope(cast.practice.id):
                appointment = appointment_to_manage(cast.owner.actor, job[0])
                reschedule(appointment, starts_at=job[1], therapist_id=ana.id, by=cast.owner.actor, now=now)
            return "moved"
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    jobs = zip(Appointment.everywhere.values_list("pk", flat=True), wanted, strict=True)
    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(move, jobs))

    assert answers in (["day_full", "moved"], ["moved", "offer_taken"])


def test_two_that_are_lengthened_at_once_do_not_both_go_over_the_limit_of_a_day(cast: Cast) -> None:
    ana, now = cast.ana.as_therapist, datetime.now(UTC)
    for number, hour in enumerate((9, 13)):
        post_booking(cast, next_tuesday(hour), number, therapist=ana)
    with practice_scope(cast.practice.id):
        Therapist.objects.filter(pk=ana.pk).update(hands_on_minutes_a_day=150)

    def lengthen(key: UUID) -> str:
        try:
            with practice_scope(cast.practice.id):
                appointment = appointment_to_manage(cast.owner.actor, key)
                change_length(appointment, minutes=90, by=cast.owner.actor, now=now)
            return "longer"
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(lengthen, list(Appointment.everywhere.values_list("pk", flat=True))))

    assert answers in (["day_full", "longer"], ["longer", "offer_taken"])


def test_two_who_take_any_therapist_at_the_same_moment_both_get_one(cast: Cast) -> None:
    starts = [next_tuesday(9), next_tuesday(10, 30), next_tuesday(12), next_tuesday(13, 30)]
    pairs = [start for start in starts for _ in range(2)]

    with ThreadPoolExecutor(2) as pool:  # always two at a time for one start, with Ana and Ben free
        answers = list(pool.map(lambda job: post_booking(cast, job[1], job[0], therapist=None), enumerate(pairs)))

    assert [answer.status_code for answer in answers] == [302] * 8


def at_once(cast: Cast, *jobs: Callable[[], HttpResponse]) -> list[int]:
    """Everybody goes as far as they come while nobody may write to the audit log, and then on: all have looked before
    anybody has written, unless one waits for another. On SQLite a transaction is alone from its beginning."""
    with ThreadPoolExecutor(len(jobs)) as pool:
        with transaction.atomic():
            lock([f"audit:{cast.practice.id}"])
            answers = [pool.submit(job) for job in jobs]
            while connection.vendor == "postgresql" and waiting() < sum(not answer.done() for answer in answers):
                time.sleep(0.01)
        return sorted(answer.result().status_code for answer in answers)


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return int(cursor.fetchone()[0])


def mill(cast: Cast, therapist: Therapist) -> Location:
    """Another place with a massage table of its own, where this therapist works on Tuesdays."""
    owner, now = cast.owner.actor, datetime.now(UTC)
    place = add_location("Mill", rooms={"One": 1}, by=owner, now=now)
    set_hours(therapist, location=place, hours=[(1, 540, 1020)], by=owner, now=now)
    set_travel_times({(cast.location.id, place.id): 60}, by=owner, now=now)
    return place


def test_two_first_visits_for_the_last_place_of_a_day_do_not_both_get_it_whoever_treats_them(cast: Cast) -> None:
    with practice_scope(cast.practice.id):
        Practice.objects.filter(pk=cast.practice.pk).update(new_clients_per_day=1)
        ben, place = cast.ben.as_therapist, mill(cast, cast.ben.as_therapist).id

    answers = at_once(
        cast,
        lambda: post_booking(cast, next_tuesday(10), 1, therapist=cast.ana.as_therapist, location=cast.location.id),
        lambda: post_booking(cast, next_tuesday(13), 2, therapist=ben, location=place),
    )

    assert (answers, len(booked_starts())) == ([302, 422], 1)


def test_two_bookings_of_one_person_at_once_do_not_both_go_over_their_limit(cast: Cast) -> None:
    with practice_scope(cast.practice.id):
        Practice.objects.filter(pk=cast.practice.pk).update(coming_limit=1)
        ben, place = cast.ben.as_therapist, mill(cast, cast.ben.as_therapist).id

    answers = at_once(
        cast,
        lambda: post_booking(cast, next_tuesday(10), 1, therapist=cast.ana.as_therapist, location=cast.location.id),
        lambda: post_booking(cast, next_tuesday(13), 1, therapist=ben, location=place),
    )

    assert (answers, len(booked_starts())) == ([302, 422], 1)


def test_two_at_once_with_one_therapist_at_two_places_leave_the_way_between_them(cast: Cast) -> None:
    with practice_scope(cast.practice.id):
        ana = cast.ana.as_therapist
        place = mill(cast, ana).id

    answers = at_once(
        cast,
        lambda: post_booking(cast, next_tuesday(9), 1, therapist=ana, location=cast.location.id),
        lambda: post_booking(cast, next_tuesday(10, 30), 2, therapist=ana, location=place),
    )

    assert (answers, len(booked_starts())) == ([302, 422], 1)
