"""Changing what was booked: its time, length, treatment or status. Every function here runs inside the caller's
transaction or opens its own; whoever changes what an appointment takes has waited for its turn (``wait_to_change``)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from tableside.core.appointments.status import Status, may_become
from tableside.core.decision import Refusal, insist
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.roles import Role
from tableside.core.timeline.window import minute_of
from tableside.records.audit.actions import record
from tableside.records.scheduling.giving_way import give_back, shorten_again
from tableside.records.scheduling.models import Appointment, AppointmentFee
from tableside.records.scheduling.placing import Placement, reserve_for, resources_of
from tableside.records.scheduling.reserving import end_holds


class AppointmentChanged(Refusal):
    """Somebody else changed it after this person had looked at it."""

    def __init__(self) -> None:
        detail = "This appointment has changed in the meantime. Look at it again first."
        super().__init__("appointment_changed", detail)


def move(appointment: Appointment, placement: Placement, *, by: Actor, now: datetime) -> None:
    """Give the old time back and take the new one, in one go. What was agreed on the price stays."""
    was = appointment.starts_at
    _take_anew(appointment, placement, now=now)
    record(
        "appointment.moved",
        subject=("appointment", appointment.id),
        by=by,
        now=now,
        client_id=appointment.client_id,
        detail={"from": was.isoformat(), "to": appointment.starts_at.isoformat()},
    )


def change_length(appointment: Appointment, placement: Placement, *, by: Actor, now: datetime) -> None:
    """The same start with more time or less, at the price of the new length."""
    was = minute_of(appointment.ends_at) - minute_of(appointment.starts_at)
    appointment.price_minor, appointment.currency = placement.price_minor, placement.currency
    _take_anew(appointment, placement, now=now)
    record(
        "appointment.length_changed",
        subject=("appointment", appointment.id),
        by=by,
        now=now,
        client_id=appointment.client_id,
        detail={"from": was, "to": placement.minutes},
    )


def change_treatment(appointment: Appointment, placement: Placement, *, by: Actor, now: datetime) -> None:
    """Another service at the same start, in its own length and at its own price; by another therapist, if that is
    placed."""
    was = appointment.service
    appointment.service = placement.service
    appointment.price_minor, appointment.currency = placement.price_minor, placement.currency
    _take_anew(appointment, placement, now=now)
    record(
        "appointment.treatment_changed",
        subject=("appointment", appointment.id),
        by=by,
        now=now,
        client_id=appointment.client_id,
        detail={"from": str(was.id), "to": str(placement.service.id), "minutes": placement.minutes},
    )


def _take_anew(appointment: Appointment, placement: Placement, *, now: datetime) -> None:
    taken = resources_of(placement)
    end_holds([resource for resource, _minutes in taken], now=now)
    _keep_if_booked(appointment)
    give_back(appointment.reservations.all())
    shorten_again([resource for resource, _minutes in taken], to=placement.starts_at)
    reserve_for(taken, placement, appointment)
    appointment.therapist, appointment.location = placement.therapist, placement.location
    appointment.table, appointment.starts_at = placement.table, placement.starts_at
    appointment.ends_at = placement.starts_at + timedelta(minutes=placement.minutes)
    appointment.revision += 1
    appointment.save()


@transaction.atomic
def change_status(appointment: Appointment, *, to: Status, by: Actor, now: datetime) -> None:
    """Let the appointment become what the table of transitions allows. Booked again means that something is undone."""
    current = Appointment.objects.select_for_update().get(pk=appointment.pk)
    insist(may_become(Status(current.status), to))
    appointment.status = to.value
    appointment.revision = current.revision + 1
    if to is Status.CANCELLED:
        appointment.cancelled_at = now
        appointment.cancelled_by = "client" if by.role is Role.CLIENT else "practice"
        give_back(appointment.reservations.all())
    appointment.save(update_fields=["status", "revision", "cancelled_at", "cancelled_by"])
    if current.status == Status.NO_SHOW:  # they came after all, or the wrong row was pressed
        AppointmentFee.objects.filter(appointment=appointment).delete()
    if current.status == Status.REQUESTED and to is Status.CANCELLED:
        deed = "appointment.withdrawn" if by.role is Role.CLIENT else "appointment.declined"
    elif to is Status.BOOKED:
        deed = "appointment.accepted" if current.status == Status.REQUESTED else "appointment.reopened"
    else:
        deed = f"appointment.{to.value}"
    record(
        deed,
        subject=("appointment", appointment.id),
        by=by,
        now=now,
        client_id=appointment.client_id,
    )


def _keep_if_booked(appointment: Appointment) -> None:
    """Two people moving one appointment at once: the second sees that it changed."""
    still = Appointment.objects.filter(pk=appointment.pk, status=Status.BOOKED, revision=appointment.revision)
    if not still.update(revision=F("revision")):
        raise AppointmentChanged
