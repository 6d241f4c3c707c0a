"""An appointment is made longer or shorter: time, price, screening and letter follow, or nothing does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tableside.core.decision import Refusal
from tableside.core.timeline.window import minute_of
from tableside.records.audit.queries import newest_entries
from tableside.records.outbox.models import Message
from tableside.records.scheduling.models import Appointment, Reservation
from tableside.workflows.booking.book import book
from tableside.workflows.changing.cancel import cancel
from tableside.workflows.changing.change_length import change_length
from tests.personas import Cast
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, booked, wish


def ends_and_price(appointment: Appointment) -> tuple[object, int]:
    appointment.refresh_from_db()
    return appointment.ends_at, appointment.price_minor


def test_more_time_is_reserved_and_paid_and_the_client_is_told(linden: Cast) -> None:
    appointment = booked(linden)
    table = appointment.table_id

    change_length(appointment, minutes=90, by=linden.front_desk.actor, now=NOW)

    assert ends_and_price(appointment) == (MONDAY_TEN + timedelta(minutes=90), 12000)
    start = minute_of(MONDAY_TEN)
    spans = Reservation.objects.values_list("start_minute", "end_minute")
    assert (len(spans), min(span[1] for span in spans), {span[0] for span in spans}) == (3, start + 90, {start})
    assert appointment.table_id == table
    kinds = Message.objects.filter(withdrawn_at=None).values_list("kind", flat=True)
    assert sorted(kinds) == ["moved", "reminder_first", "reminder_last"]
    newest = newest_entries().filter(deed="appointment.length_changed").get()
    assert newest.detail == {"from": 60, "to": 90}


def test_shorter_again_gives_the_time_back(linden: Cast) -> None:
    appointment = booked(linden)
    for minutes in (90, 60):
        change_length(appointment, minutes=minutes, by=linden.front_desk.actor, now=NOW)

    assert ends_and_price(appointment) == (MONDAY_TEN + HOUR, 8000)


def test_the_same_form_sent_twice_changes_it_once(linden: Cast) -> None:
    appointment = booked(linden)

    for _ in range(2):
        same = Appointment.objects.get(pk=appointment.pk)
        change_length(same, minutes=90, by=linden.front_desk.actor, now=NOW, key="form")

    assert ends_and_price(appointment) == (MONDAY_TEN + timedelta(minutes=90), 12000)
    assert newest_entries().filter(deed="appointment.length_changed").count() == 1


@pytest.mark.parametrize(("minutes", "code"), [(45, "no_such_length"), (75, "therapist_busy"), (90, "therapist_busy")])
def test_a_length_that_is_not_given_or_does_not_fit_changes_nothing(linden: Cast, minutes: int, code: str) -> None:
    appointment = booked(linden)
    book(wish(linden, start=MONDAY_TEN + timedelta(minutes=75), key="next"), by=linden.front_desk.actor, now=NOW)
    before = ends_and_price(appointment)

    with pytest.raises(Refusal) as refused:
        change_length(appointment, minutes=minutes, by=linden.front_desk.actor, now=NOW)

    assert (refused.value.code, ends_and_price(appointment)) == (code, before)


def test_what_is_cancelled_keeps_its_length(linden: Cast) -> None:
    appointment = booked(linden)
    cancel(appointment, by=linden.front_desk.actor, now=NOW)

    with pytest.raises(Refusal) as refused:
        change_length(appointment, minutes=90, by=linden.front_desk.actor, now=NOW)

    assert refused.value.code == "not_booked"
