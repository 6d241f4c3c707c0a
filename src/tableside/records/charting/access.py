"""The ways to what was recorded of a session. Each reading leaves an audit row.

Whoever reads health data at the practice may read; only the therapist who gives the session writes its record.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.records.audit.actions import record
from tableside.records.charting.models import Incident, Session
from tableside.records.charting.queries import (
    all_incidents,
    incidents_of,
    last_signed_session,
    session_of,
    sessions_of_client,
)
from tableside.records.clients.access import NotFound
from tableside.records.scheduling.access import appointment_to_see
from tableside.records.scheduling.models import Appointment


class NotYourSession(Refusal):
    """A colleague's session: to be read, not written."""

    def __init__(self, therapist: str) -> None:
        super().__init__(
            "not_your_session",
            f"This session is with {therapist}, who writes its record. Move the appointment first if you take over.",
        )


def appointment_to_chart(actor: Actor, appointment_id: UUID) -> Appointment:
    """An appointment for whoever may read about the treatment."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    return appointment_to_see(actor, appointment_id)


def session_to_read(actor: Actor, appointment: Appointment, *, now: datetime) -> Session | None:
    """The session of an appointment, for whoever may read health data; None before it has started."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    session = session_of(appointment.id)
    if session is not None:
        record(
            "session.read", subject=("session", session.id), by=actor, now=now, client_id=session.appointment.client_id
        )
    return session


def incidents_to_read(actor: Actor, appointment: Appointment, *, now: datetime) -> tuple[Incident, ...]:
    """All of an appointment, which may have gone wrong before its session started, or never have had one."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    incidents = tuple(incidents_of(appointment.id))
    for one in incidents:
        record("incident.read", subject=("incident", one.id), by=actor, now=now, client_id=appointment.client_id)
    return incidents


def incident_to_read(actor: Actor, appointment_id: UUID, incident_id: UUID, *, now: datetime) -> Incident:
    appointment = appointment_to_chart(actor, appointment_id)
    incident = incidents_of(appointment.id).filter(pk=incident_id).select_related("appointment").first()
    if incident is None:
        raise NotFound
    client_id = appointment.client_id
    record("incident.read", subject=("incident", incident.id), by=actor, now=now, client_id=client_id)
    return incident


def incidents_of_client_to_read(actor: Actor, client_id: UUID, *, now: datetime) -> tuple[Incident, ...]:
    """All that went wrong with a client, the latest first."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    incidents = tuple(all_incidents().filter(appointment__client_id=client_id))
    if incidents:
        record("incidents.read", subject=("client", client_id), by=actor, now=now, client_id=client_id)
    return incidents


def page_of_incidents_to_read(actor: Actor, *, number: str | None, size: int, now: datetime) -> Page[Incident]:
    """What went wrong at the practice, a page of it, in one row of the audit log that names the clients."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    page = Paginator(all_incidents(), size).get_page(number)
    clients = sorted({str(one.appointment.client_id) for one in page})
    record("incidents.read", subject=("practice", actor.practice_id), by=actor, now=now, detail={"clients": clients})
    return page


def session_to_write(actor: Actor, appointment_id: UUID) -> Session:
    """The running or finished session, for the therapist who gives it."""
    session = session_of(appointment_id)
    if session is None or not actor.may(Permission.WRITE_NOTES):
        raise NotFound
    insist_on_author(actor, session.appointment)
    return session


def session_to_add_to(actor: Actor, appointment_id: UUID) -> Session:
    """A session whose signed note somebody adds to, in their own name."""
    session = session_of(appointment_id)
    if session is None or not actor.may(Permission.WRITE_NOTES):
        raise NotFound
    return session


def insist_on_author(actor: Actor, appointment: Appointment) -> None:
    if not is_author(actor, appointment):
        raise NotYourSession(appointment.therapist.name)


def is_author(actor: Actor, appointment: Appointment) -> bool:
    return actor.may(Permission.WRITE_NOTES) and actor.therapist_id == appointment.therapist_id


def history_to_read(actor: Actor, client_id: UUID, *, now: datetime) -> list[Session]:
    """All sessions of a client, the latest first, for whoever may read health data."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    record("chart.read", subject=("client", client_id), by=actor, now=now, client_id=client_id)
    return list(sessions_of_client(client_id))


def last_session_to_read(actor: Actor, appointment: Appointment, *, now: datetime) -> Session | None:
    """The latest signed session before this appointment."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    session = last_signed_session(appointment.client_id, before=appointment.starts_at)
    if session is not None:
        record("session.read", subject=("session", session.id), by=actor, now=now, client_id=appointment.client_id)
    return session
