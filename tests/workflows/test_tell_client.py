"""Texts beside the mails about an appointment: to whom, when, and that none comes after STOP."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tableside.records.clients.models import Client
from tableside.records.outbox.models import Message
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.book import Person, book
from tableside.workflows.changing.cancel import cancel
from tableside.workflows.changing.reschedule import reschedule
from tableside.workflows.changing.undo_change import undo_change
from tableside.workflows.messages.choose_messages import choose_messages
from tableside.workflows.messages.take_answer import take_answer
from tableside.workflows.series.book_series import SeriesRequest, book_series
from tableside.workflows.series.change_series import Which, cancel_dates
from tests.personas import Cast
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, wish

UNDO = timedelta(minutes=3)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def gateway(linden: Cast, settings: Any) -> None:
    settings.SMS_URL = "http://127.0.0.1:9/"


def booked_by_phone(cast: Cast, *, email: str = "gwen@guests.example", now: datetime = NOW) -> Appointment:
    client = Client.objects.create(name="Gwen Hart", email=email, phone="+431234567", remind_by="sms", created_at=NOW)
    person = Person(client.name, client.email, client.phone, client_id=client.id)
    made = book(wish(cast, person=person), by=cast.front_desk.actor, now=now)
    return Appointment.objects.get(pk=made.appointment_ids[0])


def waiting(*kinds: str) -> list[tuple[str, str, datetime]]:
    rows = Message.objects.filter(kind__in=kinds, withdrawn_at=None, done_at=None)
    return list(rows.order_by("created_at", "channel").values_list("kind", "channel", "due_at"))


def test_who_chose_texts_gets_one_beside_each_mail_with_the_same_delay(linden: Cast, gateway: None) -> None:
    appointment = booked_by_phone(linden)
    confirmed = waiting("confirmation")
    reschedule(
        appointment, starts_at=MONDAY_TEN + 3 * HOUR, therapist_id=None, by=linden.front_desk.actor, now=NOW + HOUR
    )
    moved = waiting("confirmation", "moved")
    cancel(appointment, by=linden.front_desk.actor, now=NOW + 2 * HOUR)

    assert confirmed == [("confirmation", "mail", NOW + UNDO), ("confirmation", "sms", NOW + UNDO)]
    assert moved == [("moved", "mail", NOW + HOUR + UNDO), ("moved", "sms", NOW + HOUR + UNDO)]
    due = NOW + 2 * HOUR + UNDO
    assert waiting("moved", "cancelled") == [("cancelled", "mail", due), ("cancelled", "sms", due)]
    text = Message.objects.get(kind="cancelled", channel="sms")
    assert text.address == "+431234567"
    assert text.content["text"] == (
        "Linden Massage: your appointment on Monday 1 February, 13:00, is cancelled. "
        "Book another one: http://127.0.0.1:8000/book/ +43 1 234567. No more texts: answer STOP."
    )


def test_no_text_goes_with_a_change_that_is_not_told(linden: Cast, gateway: None) -> None:
    appointment = booked_by_phone(linden)

    cancel(appointment, tells=False, by=linden.front_desk.actor, now=NOW + HOUR)

    assert waiting("confirmation", "cancelled") == []


def test_at_night_the_mail_leaves_and_the_text_waits_for_the_morning(linden: Cast, gateway: None) -> None:
    night = at("2027-01-25T22:00:00+01:00")

    appointment = booked_by_phone(linden, now=night)
    written = waiting("confirmation")
    cancel(appointment, by=linden.front_desk.actor, now=night + HOUR)
    undo_change(appointment, by=linden.front_desk.actor, now=night + HOUR + timedelta(minutes=1))

    morning = at("2027-01-26T08:00:00+01:00")
    assert written == [("confirmation", "mail", night + UNDO), ("confirmation", "sms", morning)]
    assert waiting("confirmation", "cancelled")[1:] == [("confirmation", "sms", morning)]


@pytest.mark.parametrize(("email", "texts"), [("gwen@guests.example", 0), ("", 1)])
def test_a_text_that_the_morning_would_make_useless_leaves_only_where_there_is_no_mail(
    linden: Cast, gateway: None, email: str, texts: int
) -> None:
    practice = current_practice()
    practice.quiet_until_minute = 11 * 60
    practice.save()

    booked_by_phone(linden, email=email, now=MONDAY_TEN - 10 * HOUR)

    assert Message.objects.filter(kind="confirmation", channel="sms").count() == texts


@pytest.mark.parametrize("answer", ["STOP", "by mail"])
def test_who_stops_texts_or_chooses_mail_gets_none_of_those_that_wait(linden: Cast, gateway: None, answer: str) -> None:
    appointment = booked_by_phone(linden, now=at("2027-01-25T22:00:00+01:00"))
    by, now = linden.front_desk.actor, at("2027-01-25T23:00:00+01:00")

    if answer == "STOP":
        take_answer("+431234567", answer, now=now)
    else:
        choose_messages(appointment.client, remind_by="mail", by=by, now=now)

    assert {row[1] for row in waiting("confirmation", "reminder_first", "reminder_last")} == {"mail"}


def test_a_series_is_told_by_text_too_and_so_is_its_change(linden: Cast, gateway: None) -> None:
    client, by = booked_by_phone(linden).client, linden.front_desk.actor
    starts = (MONDAY_TEN + 3 * HOUR, MONDAY_TEN + timedelta(weeks=1))
    asked = SeriesRequest(client, linden.swedish, 60, starts, "k", linden.ana.as_therapist.id)

    first, _second = book_series(asked, by=by, now=NOW + HOUR)
    told = waiting("series_booked")
    Message.objects.filter(kind="series_booked").update(done_at=NOW + 2 * HOUR)
    cancel_dates(first, Which.ALL, by=by, now=NOW + 2 * HOUR)

    due = NOW + HOUR + UNDO
    assert told == [("series_booked", "mail", due), ("series_booked", "sms", due)]
    assert [row[1] for row in waiting("series_changed")] == ["mail", "sms"]
    text = Message.objects.get(kind="series_booked", channel="sms").content["text"]
    assert text == (
        "Linden Massage: 2 appointments are booked, from Monday 1 February on. "
        "The dates are in our mail, or call us. +43 1 234567 No more texts: answer STOP."
    )
