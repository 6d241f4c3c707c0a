"""Appointments and sessions of the cast for tests that begin at the massage table. Monday 1 February 2027, Vienna."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from tableside.core.appointments.status import Status
from tableside.core.charting.note import Note
from tableside.records.charting.actions import NewWork, add_work, end_session, save_draft, sign_note, start_session
from tableside.records.charting.models import Session
from tableside.records.charting.queries import session_of
from tableside.records.practice.models import Service
from tableside.records.scheduling.actions import change_status
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.placing import Placement, place
from tableside.records.scheduling.queries import tables_of
from tests.personas import Cast, ClientPersona, StaffPersona

TEN = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)  # 10:00 in Vienna
WHOLE_NOTE = Note("Stiff since Friday.", "Left shoulder raised.", "Desk work.", "Again in a week.")


def booked(
    cast: Cast,
    *,
    at: datetime = TEN,
    who: ClientPersona | None = None,
    therapist: StaffPersona | None = None,
    service: Service | None = None,
    minutes: int = 60,
) -> Appointment:
    """An appointment of Clara's with Ana, unless others are named."""
    who, therapist, service = who or cast.clara, therapist or cast.ana, service or cast.swedish
    table = tables_of([cast.location.id])[0 if therapist is cast.ana else 1]
    placement = Placement(
        client=who.client,
        therapist=therapist.as_therapist,
        service=service,
        location=cast.location,
        table=table,
        starts_at=at,
        minutes=minutes,
        therapist_minutes=minutes,
        table_minutes=minutes,
        price_minor=8000,
        currency="EUR",
    )
    with transaction.atomic():
        return place([placement], policy_version=1, by=cast.front_desk.actor, now=at)[0]


def running(cast: Cast, appointment: Appointment | None = None) -> Session:
    """A session that has started on time."""
    appointment = appointment or booked(cast)
    start_session(appointment, by=cast.ana.actor, now=appointment.starts_at)
    change_status(appointment, to=Status.ARRIVED, by=cast.ana.actor, now=appointment.starts_at)
    return again(appointment)


def finished(cast: Cast, appointment: Appointment | None = None, *, note: Note = WHOLE_NOTE) -> Session:
    """A session that has ended, with work and an unsigned note."""
    session = running(cast, appointment)
    appointment = session.appointment
    work = NewWork("shoulder.left", "swedish", minutes=30, pressure=3, body_tool="forearm")
    add_work(session, work, by=cast.ana.actor, now=appointment.starts_at)
    save_draft(session, note, revision=0, by=cast.ana.actor, now=appointment.ends_at)
    end_session(session, by=cast.ana.actor, now=appointment.ends_at)
    change_status(appointment, to=Status.COMPLETED, by=cast.ana.actor, now=appointment.ends_at)
    return again(appointment)


def signed(cast: Cast, appointment: Appointment | None = None, *, note: Note = WHOLE_NOTE) -> Session:
    session = finished(cast, appointment, note=note)
    sign_note(session, by=cast.ana.actor, now=session.appointment.ends_at)
    return again(session.appointment)


def again(appointment: Appointment) -> Session:
    """The session as the database has it now."""
    session = session_of(appointment.id)
    assert session is not None
    return session


def this_minute() -> datetime:
    """For pages, which read the clock themselves."""
    return datetime.now(UTC).replace(second=0, microsecond=0)
