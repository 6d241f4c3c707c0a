"""Bookings that several tests make: Linden's people, on a Monday in February 2027."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.book import Booked, BookingRequest, Person, book
from tests.personas import Cast

NOW = datetime(2027, 1, 25, 8, 0, tzinfo=UTC)
MONDAY_TEN = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)  # 10:00 in Vienna
GWEN = Person("Gwen Hart", "gwen@guests.example")


def wish(cast: Cast, *, start: datetime = MONDAY_TEN, key: str = "a key", person: Person = GWEN) -> BookingRequest:
    """An hour of Swedish massage with Ana."""
    return BookingRequest(
        service_id=cast.swedish.id,
        minutes=60,
        starts_at=start,
        people=(person,),
        key=key,
        therapist_id=cast.ana.as_therapist.id,
    )


def booked(cast: Cast, *, start: datetime = MONDAY_TEN, now: datetime = NOW) -> Appointment:
    """Gwen's appointment, as anyone finds it later."""
    made: Booked = book(wish(cast, start=start, key=f"at {start}"), by=None, now=now)
    return found(made)


def found(made: Booked) -> Appointment:
    rows = Appointment.objects.select_related("client", "therapist", "service", "location", "booking")
    return rows.get(pk=made.appointment_ids[0])


HOUR = timedelta(hours=1)
