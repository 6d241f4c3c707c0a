"""The ways to health histories and screenings. A reading by staff leaves an audit row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.records.audit.actions import record
from tableside.records.clients.access import NotFound
from tableside.records.intake.models import Clearance, Intake, Screening
from tableside.records.intake.queries import newest_intake, newest_screening, newest_screenings


def intake_to_read(actor: Actor, client_id: UUID, *, now: datetime) -> Intake | None:
    """The answers that hold now, for whoever may read health data."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    intake = newest_intake(client_id)
    if intake is not None:
        record("intake.read", subject=("intake", intake.id), by=actor, now=now, client_id=client_id)
    return intake


def screening_to_read(actor: Actor, appointment_id: UUID, *, now: datetime) -> Screening | None:
    """The newest screening of an appointment, for whoever may read health data."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    screening = newest_screening(appointment_id)
    if screening is not None:
        subject = ("screening", screening.id)
        record("screening.read", subject=subject, by=actor, now=now, client_id=screening.client_id)
    return screening


def outcomes_to_read(actor: Actor, appointment_ids: Iterable[UUID], *, on: date, now: datetime) -> dict[UUID, str]:
    """The newest outcome of each of these appointments of a day. One audit row names them all."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    found = newest_screenings(appointment_ids)
    if found:
        screenings = sorted(str(screening.id) for screening in found.values())
        record("outcomes.read", subject=("day", on.isoformat()), by=actor, now=now, detail={"screenings": screenings})
    return {appointment_id: screening.outcome for appointment_id, screening in found.items()}


def own_screening(actor: Actor, appointment_id: UUID) -> Screening | None:
    """The newest screening of the client's own appointment."""
    screening = newest_screening(appointment_id)
    if screening is not None and screening.client_id != actor.client_id:
        raise NotFound
    return screening


def clearance_to_answer(actor: Actor, clearance_id: UUID, *, now: datetime) -> Clearance:
    clearance = Clearance.objects.filter(pk=clearance_id).select_related("client").first()
    if clearance is None or not actor.may(Permission.REVIEW_CLEARANCE):
        raise NotFound
    record("clearance.read", subject=("clearance", clearance.id), by=actor, now=now, client_id=clearance.client_id)
    return clearance
