from __future__ import annotations

from datetime import timedelta

import pytest

from tableside.core.decision import Refusal
from tableside.records.audit.models import AuditEntry
from tableside.records.clients.access import guest
from tableside.records.outbox.models import Message
from tableside.records.scheduling.models import Reservation
from tableside.workflows.booking.book import book
from tableside.workflows.changing.cancel import cancel
from tests.personas import Cast
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, booked, wish


def test_the_time_is_free_again_at_once_and_the_client_is_told(linden: Cast) -> None:
    appointment = booked(linden)

    cancel(appointment, by=guest(appointment.client), now=NOW + HOUR)

    appointment.refresh_from_db()
    assert (appointment.status, appointment.cancelled_at, appointment.cancelled_by) == (
        "cancelled",
        NOW + HOUR,
        "client",
    )
    assert not Reservation.objects.exists()
    assert sorted(Message.objects.values_list("kind", "withdrawn_at")) == [
        ("cancelled", None),
        ("confirmation", NOW + HOUR),
        ("reminder_first", NOW + HOUR),
        ("reminder_last", NOW + HOUR),
    ]
    assert AuditEntry.objects.order_by("-number").values_list("deed", flat=True).first() == "appointment.cancelled"
    book(wish(linden, key="again"), by=None, now=NOW + HOUR)


def test_a_client_cannot_cancel_on_the_last_day_but_the_practice_can(linden: Cast) -> None:
    appointment = booked(linden)
    late = MONDAY_TEN - 2 * HOUR

    with pytest.raises(Refusal) as refused:
        cancel(appointment, by=guest(appointment.client), now=late)
    assert refused.value.code == "inside_cancel_notice"

    cancel(appointment, by=linden.front_desk.actor, now=late)
    appointment.refresh_from_db()
    assert (appointment.status, appointment.cancelled_by) == ("cancelled", "practice")


def test_nothing_is_cancelled_twice(linden: Cast) -> None:
    appointment = booked(linden)
    cancel(appointment, by=guest(appointment.client), now=NOW + HOUR)

    with pytest.raises(Refusal):
        cancel(appointment, by=linden.front_desk.actor, now=NOW + HOUR + timedelta(minutes=1))

    assert Message.objects.filter(kind="cancelled").count() == 1
