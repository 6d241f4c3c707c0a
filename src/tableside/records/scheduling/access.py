"""The ways to an appointment: for staff who see the schedule, and for the client whose it is."""

from __future__ import annotations

from uuid import UUID

from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.records.clients.access import NotFound
from tableside.records.clients.models import Link
from tableside.records.scheduling.models import Appointment


def appointment_to_see(actor: Actor, appointment_id: UUID) -> Appointment:
    """For staff, and for the client who comes."""
    appointment = _appointment(appointment_id)
    if appointment is None or not (actor.may(Permission.SEE_SCHEDULE) or actor.client_id == appointment.client_id):
        raise NotFound
    return appointment


def appointment_to_manage(actor: Actor, appointment_id: UUID) -> Appointment:
    """For staff who manage the schedule, and for the client who comes."""
    appointment = _appointment(appointment_id)
    if appointment is None or not (
        actor.may(Permission.MANAGE_SCHEDULE)
        or (actor.may(Permission.BOOK_OWN) and actor.client_id == appointment.client_id)
    ):
        raise NotFound
    return appointment


def appointment_of_link(link: Link) -> Appointment:
    """The appointment that this link was sent for."""
    appointment = _appointment(link.subject_id)
    if appointment is None or link.purpose != Link.Purpose.APPOINTMENT or appointment.client_id != link.client_id:
        raise NotFound
    return appointment


def _appointment(appointment_id: UUID) -> Appointment | None:
    return (
        Appointment.objects.filter(pk=appointment_id)
        .select_related("client", "therapist", "service", "location", "table__room", "booking")
        .first()
    )
