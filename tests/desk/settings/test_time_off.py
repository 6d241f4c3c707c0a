"""Time off and breaks: nobody books over them, and nobody loses a booking to them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from tableside.records.audit.queries import newest_entries
from tableside.records.scheduling.hours_queries import time_off_ahead
from tableside.records.scheduling.models import Reservation
from tableside.workflows.times.find_times import Search, free_times
from tests.personas import Cast, signed_in
from tests.query_counts import queries_of
from tests.sessions import booked

OFF = reverse("desk:settings-time-off")


def given(cast: Cast, **changes: str) -> dict[str, str]:
    today = timezone.localdate()
    monday = today + timedelta(days=14 - today.weekday())
    asked = {"who": str(cast.ana.as_therapist.id), "first": monday.isoformat(), "start": "12:00", "end": "13:00"}
    return asked | {"weeks": "1"} | changes


def starts(cast: Cast, day: datetime) -> list[str]:
    search = Search(cast.swedish, 60, therapist_id=cast.ana.as_therapist.id)
    times = free_times(search, now=timezone.now())
    return [f"{at.astimezone(times.question.zone):%H:%M}" for at in times.on(day.date())]


def test_a_weekly_break_is_kept_free_and_given_back(linden: Cast) -> None:
    browser = signed_in(linden.owner)

    answer = browser.post(OFF, given(linden, weeks="3", is_break="on", note="Lunch with my mother"))
    kept = list(time_off_ahead(now=timezone.now()))
    first = datetime.fromisoformat(given(linden)["first"])
    then = starts(linden, first + timedelta(days=14))
    for one in kept:
        browser.post(reverse("desk:settings-time-off-end", args=[one.id]))

    assert (answer.status_code, [(one.why, one.note) for one in kept]) == (302, [("break", "Lunch with my mother")] * 3)
    assert not {"11:00", "12:00", "12:45"} & set(then)
    assert {"10:45", "13:00"} <= set(then)
    assert "12:00" in starts(linden, first)
    assert newest_entries()[0].deed == "time_off.ended"


def test_time_off_over_a_booking_is_refused_whole_and_what_was_typed_stays(linden: Cast) -> None:
    asked = given(linden, weeks="2", note="Dentist")
    second = datetime.combine(datetime.fromisoformat(asked["first"]) + timedelta(days=7), time(12), linden_zone(linden))
    booked(linden, at=second)

    answer = signed_in(linden.owner).post(OFF, asked)

    assert (answer.status_code, "Something is booked" in answer.content.decode()) == (422, True)
    assert "Dentist" in answer.content.decode()
    assert Reservation.objects.filter(why="time_off").count() == 0


def linden_zone(cast: Cast) -> ZoneInfo:
    return free_times(Search(cast.swedish, 60), now=timezone.now()).question.zone


def test_an_end_before_the_start_is_said(linden: Cast) -> None:
    answer = signed_in(linden.owner).post(OFF, given(linden, end="11:00"))

    assert (answer.status_code, "The end has to be after the start" in answer.content.decode()) == (422, True)


def test_an_appointment_cannot_be_ended_as_time_off(linden: Cast) -> None:
    appointment = booked(linden, at=timezone.now().replace(second=0, microsecond=0) + timedelta(days=3))
    reservation = appointment.reservations.first()
    assert reservation is not None

    answer = signed_in(linden.owner).post(reverse("desk:settings-time-off-end", args=[reservation.id]))

    assert (answer.status_code, Reservation.objects.filter(pk=reservation.id).exists()) == (404, True)


def test_only_the_owner_sees_reasons_and_more_of_them_cost_no_more_queries(linden: Cast) -> None:
    browser = signed_in(linden.owner)
    browser.post(OFF, given(linden))
    one = queries_of(browser, OFF)
    browser.post(OFF, given(linden, weeks="9", start="14:00", end="15:00"))

    assert queries_of(browser, OFF) == one
    assert signed_in(linden.front_desk).get(OFF).status_code in (403, 404)
