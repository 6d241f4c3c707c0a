"""What a client's answers allow to be booked and moved, and what each person is told when they do not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.clients.actions import add_client
from tableside.records.intake.models import Screening
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.book import BookingRequest, Person, book
from tableside.workflows.changing.reschedule import reschedule
from tests.factories import FEVER, answered, recent_surgery
from tests.personas import FOUNDED, Cast

MONDAY = datetime(2027, 1, 25, 8, 0, tzinfo=UTC)
TUESDAY_TEN = datetime(2027, 1, 26, 9, 0, tzinfo=UTC)


def ask(cast: Cast, *, at: datetime = TUESDAY_TEN, known: bool = True) -> BookingRequest:
    client = cast.clara.client
    person = Person(client.name, client.email, client.phone, client_id=client.id if known else None)
    return BookingRequest(
        service_id=cast.swedish.id, minutes=60, starts_at=at, people=(person,), key=f"key {at} {known}"
    )


def refusal_for(cast: Cast, by: Actor | None, request: BookingRequest | None = None) -> Refusal:
    with pytest.raises(Refusal) as raised:
        book(request or ask(cast), by=by, now=MONDAY)
    assert Appointment.objects.count() == 0
    return raised.value


def test_without_answers_anything_can_be_booked_and_nothing_is_screened(linden: Cast) -> None:
    book(ask(linden), by=linden.clara.actor, now=MONDAY)

    assert (Appointment.objects.count(), Screening.objects.count()) == (1, 0)


def test_what_needs_clearance_is_booked_and_its_screening_kept(linden: Cast) -> None:
    answered(linden.clara, now=MONDAY, **recent_surgery(MONDAY.date()))

    booked = book(ask(linden), by=linden.clara.actor, now=MONDAY)

    screening = Screening.objects.get(appointment=booked.appointment_ids[0])
    assert screening.outcome == "needs_clearance"


def test_the_client_is_told_why_and_what_to_do(linden: Cast) -> None:
    answered(linden.clara, now=MONDAY, **FEVER)

    refusal = refusal_for(linden, linden.clara.actor)

    assert refusal.code == "not_safe"
    assert "update your health answers" in refusal.detail or "or later" in refusal.detail


def test_a_therapist_is_told_which_finding(linden: Cast) -> None:
    answered(linden.clara, now=MONDAY, **FEVER)

    assert "Screening says not to treat" in refusal_for(linden, linden.ana.actor).detail


def test_the_front_desk_is_told_whom_to_ask_and_nothing_of_why(linden: Cast) -> None:
    answered(linden.clara, now=MONDAY, **FEVER)

    assert refusal_for(linden, linden.front_desk.actor).detail == (
        "A therapist has to look at this client's answers before this can be booked."
    )


def test_whoever_types_a_name_and_an_address_learns_nothing_about_that_person(linden: Cast) -> None:
    guest = add_client("Gerd Holm", email="gerd@guests.example", by=linden.owner.actor, now=FOUNDED)
    answered(guest, now=MONDAY, **FEVER)
    request = BookingRequest(
        service_id=linden.swedish.id,
        minutes=60,
        starts_at=TUESDAY_TEN,
        people=(Person("Gerd Holm", "gerd@guests.example"),),
        key="a stranger",
    )

    refusal = refusal_for(linden, None, request)

    assert refusal.detail == (
        "This cannot be booked online. Please call or write to us, and we will find a way together."
    )


def test_an_appointment_cannot_be_moved_to_a_day_that_is_not_safe(linden: Cast) -> None:
    booked = book(ask(linden), by=linden.clara.actor, now=MONDAY)
    answered(linden.clara, now=MONDAY, **FEVER)
    appointment = Appointment.objects.get(pk=booked.appointment_ids[0])

    with pytest.raises(Refusal) as raised:
        reschedule(
            appointment,
            starts_at=TUESDAY_TEN + timedelta(days=1),
            therapist_id=None,
            by=linden.clara.actor,
            now=MONDAY - timedelta(days=1),
        )

    assert raised.value.code == "not_safe"
    appointment.refresh_from_db()
    assert appointment.starts_at == TUESDAY_TEN


def test_a_moved_appointment_is_screened_for_its_new_day(linden: Cast) -> None:
    booked = book(ask(linden), by=linden.clara.actor, now=MONDAY)
    answered(linden.clara, now=MONDAY, **recent_surgery(MONDAY.date()))
    appointment = Appointment.objects.get(pk=booked.appointment_ids[0])

    reschedule(
        appointment, starts_at=TUESDAY_TEN + timedelta(days=1), therapist_id=None, by=linden.ana.actor, now=MONDAY
    )

    assert Screening.objects.filter(appointment=appointment).count() == 2


def test_the_first_day_that_fits_is_named_to_the_client_and_to_the_desk(linden: Cast) -> None:
    last_week = MONDAY.date() - timedelta(weeks=1)
    answered(linden.clara, now=MONDAY, heart="yes", heart_kind=("attack",), heart_event_on=last_week)

    named = {
        who: refusal_for(linden, by).data["fits_from"]
        for who, by in (("client", linden.clara.actor), ("desk", linden.front_desk.actor))
    }

    ends = last_week + timedelta(weeks=6)
    assert named == {"client": ends, "desk": ends}
