"""The ways to an appointment: for staff who see the schedule, and for the client whose it is."""

from __future__ import annotations

from uuid import UUID

from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.records.clients.access import NotFound, client_to_see
from tableside.records.clients.models import Client, Link
from tableside.records.scheduling.models import Appointment, Reservation, WaitlistEntry, WaitlistOffer
from tableside.records.scheduling.queries import booked_for_by, concerned_with
from tableside.records.scheduling.waitlist_queries import entries, offers_newest_first


def appointment_to_see(actor: Actor, appointment_id: UUID) -> Appointment:
    """For staff, and for the client who comes."""
    appointment = _appointment(appointment_id)
    if appointment is None or not (actor.may(Permission.SEE_SCHEDULE) or actor.client_id == appointment.client_id):
        raise NotFound
    return appointment


def appointment_to_manage(actor: Actor, appointment_id: UUID) -> Appointment:
    """For staff who manage the schedule, for the client who comes, for a child's guardian, and for who booked it."""
    appointment = _appointment(appointment_id)
    if appointment is None or not (
        actor.may(Permission.MANAGE_SCHEDULE)
        or (actor.may(Permission.BOOK_OWN) and actor.client_id in concerned_with(appointment))
    ):
        raise NotFound
    return appointment


def client_to_book_for(actor: Actor, client_id: UUID) -> Client:
    """For staff anybody; for clients themselves, and those they have booked for before."""
    if actor.is_staff or actor.client_id == client_id:
        return client_to_see(actor, client_id)
    found = booked_for_by(actor.client_id).filter(pk=client_id).first() if actor.client_id else None
    if found is None:
        raise NotFound
    return found


def appointment_of_link(link: Link) -> Appointment:
    """The appointment that this link was sent for: to who comes, a child's guardian or who booked it."""
    appointment = _appointment(link.subject_id)
    if (
        appointment is None
        or link.purpose != Link.Purpose.APPOINTMENT
        or link.client_id not in concerned_with(appointment)
    ):
        raise NotFound
    return appointment


def introduced_its_client(appointment: Appointment) -> bool:
    """Whether this appointment is all there is of its client: nobody knew them before it, nothing was booked since.

    A guest who books is handed the appointment's link at once, for a name and a mail address that need not be theirs.
    So that link may collect answers from somebody new, and must never open what a known client has answered.
    """
    client = appointment.client
    others = Appointment.objects.filter(client_id=client.id).exclude(pk=appointment.pk)
    return client.user_id is None and client.created_at == appointment.created_at and not others.exists()


def time_off_to_manage(actor: Actor, reservation_id: UUID) -> Reservation:
    """Time off or a break, for who manages the practice."""
    kinds = (Reservation.Why.TIME_OFF, Reservation.Why.BREAK)
    found = Reservation.objects.filter(pk=reservation_id, why__in=kinds).select_related("resource").first()
    if found is None or not actor.may(Permission.MANAGE_PRACTICE):
        raise NotFound
    return found


def waitlist_entry_to_manage(actor: Actor, entry_id: UUID) -> WaitlistEntry:
    """For staff who manage the schedule, and for the client who waits."""
    entry = entries().filter(pk=entry_id).first()
    if entry is None or not (
        actor.may(Permission.MANAGE_SCHEDULE) or (actor.may(Permission.BOOK_OWN) and actor.client_id == entry.client_id)
    ):
        raise NotFound
    return entry


def waitlist_entry_of_link(link: Link) -> WaitlistEntry:
    entry = entries().filter(pk=link.subject_id, client=link.client_id).first()
    if entry is None or link.purpose != Link.Purpose.WAITLIST:
        raise NotFound
    return entry


def offer_of_link(link: Link) -> WaitlistOffer:
    """The offer that this link was sent for."""
    offer = offers_newest_first().filter(pk=link.subject_id, entry__client=link.client_id).first()
    if offer is None or link.purpose != Link.Purpose.OFFER:
        raise NotFound
    return offer


def _appointment(appointment_id: UUID) -> Appointment | None:
    return (
        Appointment.objects.filter(pk=appointment_id)
        .select_related("client", "therapist", "service", "location", "table__room", "booking")
        .prefetch_related("add_ons")
        .first()
    )
