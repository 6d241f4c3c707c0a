"""What is dragged in the calendar: granted or refused like the same change on the appointment's page."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tableside.records.outbox.models import Message
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import tables_of
from tests.factories import answered
from tests.personas import Cast, signed_in
from tests.sessions import booked


@pytest.fixture
def day(linden: Cast) -> str:
    """A Monday that is still ahead, whenever the tests run."""
    today = timezone.now().date()
    return (today + timedelta(days=14 - today.weekday())).isoformat()


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo("Europe/Vienna"))


def drag(browser: Browser, appointment: Appointment, **wish: Any) -> tuple[int, dict[str, Any]]:
    answer = browser.post(reverse("desk:calendar-wish", args=[appointment.id]), {"minutes": 60, "revision": 0, **wish})
    return answer.status_code, json.loads(answer.content)


def test_a_dragged_appointment_moves_to_that_time_and_therapist(linden: Cast, day: str) -> None:
    appointment = booked(linden, at=at(day, "10:00"))
    ben = linden.ben.as_therapist

    status, answer = drag(signed_in(linden.front_desk), appointment, start=f"{day}T13:00", therapist=ben.id)

    appointment.refresh_from_db()
    assert (status, appointment.starts_at, appointment.therapist_id) == (200, at(day, "13:00"), ben.id)
    assert answer["undo"] == reverse("desk:calendar-as-before", args=[appointment.id])
    assert "13:00 to Ben Okafor" in answer["said"]


@pytest.mark.parametrize(("wish", "letters"), [({"tell": "on"}, 1), ({}, 0)])
def test_the_client_hears_of_a_dragged_change_only_if_the_desk_says_so(
    linden: Cast, day: str, wish: dict[str, str], letters: int
) -> None:
    moved, longer = booked(linden, at=at(day, "10:00")), booked(linden, at=at(day, "14:00"), who=linden.dora)
    browser = signed_in(linden.front_desk)

    drag(browser, moved, start=f"{day}T11:30", **wish)
    drag(browser, longer, start=f"{day}T14:00", **{"minutes": 90, **wish})

    told = [Message.objects.filter(kind="moved", subject_id=one.id).count() for one in (moved, longer)]
    assert told == [letters, letters]


def test_what_was_dragged_is_put_back_from_the_message(linden: Cast, day: str) -> None:
    appointment, browser = booked(linden, at=at(day, "10:00")), signed_in(linden.front_desk)
    _status, answer = drag(browser, appointment, start=f"{day}T13:00")

    undone = [browser.post(answer["undo"]) for _twice in range(2)]

    appointment.refresh_from_db()
    assert ([one.status_code for one in undone], appointment.starts_at) == ([200, 422], at(day, "10:00"))
    assert (answer["revision"], undone[0].json()["revision"]) == (1, appointment.revision) == (1, 2)


def test_between_rooms_the_massage_table_is_the_one_it_was_dropped_on(linden: Cast, day: str) -> None:
    appointment = booked(linden, at=at(day, "10:00"))
    other = next(t for t in tables_of([linden.location.id]) if t.id != appointment.table_id and "Quiet" in t.room.name)

    status, _answer = drag(signed_in(linden.front_desk), appointment, start=f"{day}T10:00", table=other.id)

    appointment.refresh_from_db()
    assert (status, appointment.table_id) == (200, other.id)


def test_a_pulled_edge_changes_the_length(linden: Cast, day: str) -> None:
    appointment = booked(linden, at=at(day, "10:00"))

    status, _answer = drag(signed_in(linden.ana), appointment, start=f"{day}T10:00", minutes=90)

    appointment.refresh_from_db()
    assert (status, appointment.ends_at) == (200, at(day, "11:30"))


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"start": "T10:00"}, "It is there already."),
        ({"start": "T10:03"}, "Appointments start every 15 minutes. Please choose one of these."),
        ({"start": "T10:00", "minutes": 45}, "Swedish massage is given in these lengths only, in minutes: 60, 75, 90."),
        ({"start": "T13:00", "revision": 7}, "Somebody else has just changed this appointment. Look again."),
        ({"start": "", "revision": 0}, "This could not be read as a time. Please try again."),
        ({"start": "Tnever"}, "This is no time. Please choose another one."),
        ({"start": "T13:00", "therapist": "nobody"}, "This could not be read as a time. Please try again."),
    ],
)
def test_what_is_refused_stays_where_it_is_and_says_why(
    linden: Cast, day: str, wish: dict[str, Any], sentence: str
) -> None:
    appointment = booked(linden, at=at(day, "10:00"))
    start = wish["start"] and day + wish["start"]

    status, answer = drag(signed_in(linden.front_desk), appointment, **{**wish, "start": start})

    appointment.refresh_from_db()
    assert (status, answer, appointment.starts_at) == (422, {"refusal": sentence}, at(day, "10:00"))


def test_a_therapist_who_does_not_give_this_treatment_is_refused(linden: Cast, day: str) -> None:
    answered(linden.clara)
    appointment = booked(linden, at=at(day, "10:00"), service=linden.prenatal)

    status, _answer = drag(
        signed_in(linden.front_desk), appointment, start=f"{day}T13:00", therapist=linden.ben.as_therapist.id
    )

    assert status == 422


def test_only_who_manages_the_schedule_of_this_practice_drags(linden: Cast, day: str) -> None:
    appointment = booked(linden, at=at(day, "10:00"))
    address = reverse("desk:calendar-wish", args=[appointment.id])
    wish = {"start": f"{day}T13:00", "minutes": 60, "revision": 0}

    assert Browser().post(address, wish).status_code == 302
    assert signed_in(linden.clara).post(address, wish).status_code == 403
    assert signed_in(linden.other_therapist).post(address, wish).status_code == 404
    assert signed_in(linden.front_desk).get(address).status_code == 405
    appointment.refresh_from_db()
    assert appointment.starts_at == at(day, "10:00")


@pytest.mark.parametrize("asked", [{"start": "13:00"}, {"start": "10:00", "minutes": 90, "pulled": "on"}])
def test_a_drag_that_is_sent_twice_is_done_once_and_answered_the_same(
    linden: Cast, day: str, asked: dict[str, Any]
) -> None:
    appointment, desk = booked(linden, at=at(day, "10:00")), signed_in(linden.front_desk)
    wish = {**asked, "start": f"{day}T{asked['start']}", "key": "one drag"}

    first, again = drag(desk, appointment, **wish), drag(desk, appointment, **wish)
    another = drag(desk, appointment, **{**wish, "key": "another"})

    appointment.refresh_from_db()
    assert (first[0], first, appointment.revision) == (200, again, 1)
    assert another[0] == 422
