"""Accept first: a request holds its time until it is answered, withdrawn, or over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tableside.core.appointments.status import Status
from tableside.core.decision import Refusal
from tableside.records.audit.models import AuditEntry
from tableside.records.clients.access import guest
from tableside.records.outbox.models import Message
from tableside.records.practice.models import Practice
from tableside.records.practice.queries import facts_of
from tableside.records.scheduling.models import Appointment, Reservation
from tableside.workflows.booking.answer_request import accept_request, decline_request, decline_unanswered_everywhere
from tableside.workflows.booking.book import Person, book
from tableside.workflows.calendars.calendar_entry import calendar_entry
from tableside.workflows.changing.cancel import cancel
from tableside.workflows.changing.undo_change import undo_change
from tests.personas import Cast
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, booked, wish

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def accepts_first(linden: Cast) -> None:
    Practice.objects.filter(pk=linden.practice.pk).update(accepts_first=True)


def letters() -> list[str]:
    return sorted(Message.objects.filter(withdrawn_at=None, channel="mail").values_list("kind", flat=True))


def deeds() -> list[str]:
    rows = AuditEntry.objects.filter(deed__startswith="appointment.").order_by("number")
    return [deed.removeprefix("appointment.") for deed in rows.values_list("deed", flat=True)]


def test_a_request_holds_its_time_and_says_until_when_it_is_answered(linden: Cast) -> None:
    request = booked(linden)

    assert (request.status, request.answer_by) == (Status.REQUESTED, NOW + DAY)
    assert letters() == ["requested"]
    assert "answer by Tuesday 26 January 2027, 09:00" in Message.objects.get().content["text"]
    assert "STATUS:TENTATIVE" in calendar_entry([request], practice=facts_of(linden.practice), now=NOW)
    with pytest.raises(Refusal) as refused:
        book(wish(linden, key="late", person=Person("Dora", "dora@guests.example")), by=None, now=NOW)
    assert refused.value.code == "therapist_busy"


def test_accepted_it_is_booked_with_confirmation_and_reminders(linden: Cast) -> None:
    request = booked(linden)

    accept_request(request, by=linden.front_desk.actor, now=NOW + HOUR)

    request.refresh_from_db()
    assert (request.status, Reservation.objects.count()) == (Status.BOOKED, 3)
    assert letters() == ["confirmation", "reminder_first", "reminder_last"]
    assert deeds() == ["requested", "accepted"]
    with pytest.raises(Refusal) as refused:
        accept_request(request, by=linden.front_desk.actor, now=NOW + HOUR)
    assert refused.value.code == "appointment_status"


def test_declined_it_gives_its_time_back_with_the_practices_own_words(linden: Cast) -> None:
    request = booked(linden)

    decline_request(request, said="Ana is away that day; Ben would have time.", by=linden.ana.actor, now=NOW + HOUR)

    request.refresh_from_db()
    assert (request.status, request.cancelled_by) == (Status.CANCELLED, "practice")
    assert (Reservation.objects.count(), letters(), deeds()) == (0, ["declined"], ["requested", "declined"])
    text = Message.objects.get(kind="declined").content["text"]
    assert "Ana is away that day; Ben would have time." in text
    assert "/book/" in text


def test_what_nobody_answers_is_declined_by_the_clock_and_nothing_sooner(linden: Cast) -> None:
    request = booked(linden)
    soon = booked(linden, start=NOW + 5 * HOUR, now=NOW)

    assert decline_unanswered_everywhere(now=lambda: NOW + HOUR) == 1
    request.refresh_from_db()
    soon.refresh_from_db()
    assert (request.status, soon.status, soon.cancelled_by) == (Status.REQUESTED, Status.CANCELLED, "practice")
    assert decline_unanswered_everywhere(now=lambda: NOW + DAY) == 1
    assert decline_unanswered_everywhere(now=lambda: NOW + DAY) == 0
    assert letters() == ["declined", "declined"]


def test_the_client_withdraws_without_notice_and_may_undo_that(linden: Cast) -> None:
    request = booked(linden, start=NOW + 5 * HOUR)
    by = guest(request.client)
    later = NOW + timedelta(minutes=30)

    cancel(request, by=by, now=later)
    undo_change(request, by=by, now=later)
    request.refresh_from_db()
    assert (request.status, Reservation.objects.count()) == (Status.REQUESTED, 3)
    cancel(request, by=by, now=later)

    assert (Appointment.objects.get().cancelled_by, Reservation.objects.count()) == ("client", 0)
    assert deeds() == ["requested", "withdrawn", "restored", "withdrawn"]


def test_what_the_desk_books_and_what_was_offered_is_booked_at_once(linden: Cast) -> None:
    offered = replace(wish(linden, key="offered"), is_offered=True)
    assert not book(offered, by=None, now=NOW).is_request
    assert not book(
        wish(linden, start=MONDAY_TEN + 2 * HOUR, key="desk"), by=linden.front_desk.actor, now=NOW
    ).is_request


def test_two_side_by_side_are_accepted_together(linden: Cast) -> None:
    two = (Person("Gwen Hart", "gwen@guests.example"), Person("Dora Weiss", "dora@guests.example"))
    asked = replace(wish(linden), service_id=linden.couples.id, people=two, therapist_id=None)
    book(asked, by=None, now=NOW)

    first = Appointment.objects.order_by("pk")[0]
    accept_request(first, by=linden.front_desk.actor, now=NOW)

    assert set(Appointment.objects.values_list("status", flat=True)) == {Status.BOOKED}
    assert letters().count("confirmation") == 2
