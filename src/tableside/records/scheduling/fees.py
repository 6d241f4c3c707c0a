"""What is due for late cancellations and missed appointments, and how often a client had either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from tableside.core.appointments.fees import Fee, FeeReason
from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.scheduling.models import Appointment, AppointmentFee

_AS_IN = {
    FeeReason.LATE_CANCELLATION: Q(cancelled_late=True),
    FeeReason.MISSED: Q(status=Appointment.Status.NO_SHOW),
}


@dataclass(frozen=True, slots=True)
class Broken:
    """How many appointments a client missed and cancelled late, in all and since a day."""

    missed: int
    missed_lately: int
    late: int
    late_lately: int


def broken_appointments(client_id: UUID, *, since: datetime) -> Broken:
    missed, late = _AS_IN[FeeReason.MISSED], _AS_IN[FeeReason.LATE_CANCELLATION]
    lately = Q(starts_at__gte=since)
    return Broken(
        **Appointment.objects.filter(client=client_id).aggregate(
            missed=Count("pk", filter=missed),
            missed_lately=Count("pk", filter=missed & lately),
            late=Count("pk", filter=late),
            late_lately=Count("pk", filter=late & lately),
        )
    )


def is_first(appointment: Appointment, reason: FeeReason) -> bool:
    """Whether no other appointment of this client ended that way."""
    others = Appointment.objects.filter(_AS_IN[reason], client=appointment.client_id)
    return not others.exclude(pk=appointment.pk).exists()


def fee_of(appointment: Appointment) -> AppointmentFee | None:
    return AppointmentFee.objects.filter(appointment=appointment).first()


def note_late_cancellation(appointment: Appointment) -> None:
    """The client's, whoever pressed the button."""
    appointment.cancelled_late, appointment.cancelled_by = True, "client"
    appointment.save(update_fields=["cancelled_late", "cancelled_by"])


def note_fee(appointment: Appointment, fee: Fee, *, reason: FeeReason, by: Actor, now: datetime) -> None:
    AppointmentFee.objects.create(
        appointment=appointment,
        reason=reason.value,
        amount_minor=fee.amount.minor,
        currency=fee.amount.currency,
        waived="first" if fee.is_waived else "",
        noted_at=now,
    )
    detail: dict[str, object] = {"reason": reason.value, "minor": fee.amount.minor, "is_waived": fee.is_waived}
    subject = ("appointment", appointment.id)
    record("fee.noted", subject=subject, by=by, now=now, client_id=appointment.client_id, detail=detail)


@transaction.atomic
def waive_fee(appointment: Appointment, *, reason: str, by: Actor, now: datetime) -> None:
    """Nothing is due any more. The reason is kept beside the fee, and not in the audit log."""
    fee = AppointmentFee.objects.select_for_update().filter(appointment=appointment).first()
    if fee is None or fee.waived:
        raise Refusal("nothing_due", "No fee is due for this appointment. There is nothing to waive.")
    if not reason.strip():
        raise Refusal("no_reason", "Write down in a few words why the fee is waived.")
    fee.waived, fee.waived_reason, fee.waived_by = "staff", reason.strip(), by.label
    fee.save(update_fields=["waived", "waived_reason", "waived_by"])
    record(
        "fee.waived",
        subject=("appointment", appointment.id),
        by=by,
        now=now,
        client_id=appointment.client_id,
        detail={"minor": fee.amount_minor},
    )
