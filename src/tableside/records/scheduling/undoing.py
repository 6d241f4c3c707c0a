"""What an appointment was before it changed: kept, and made to hold again. In the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tableside.core.appointments.status import Status, may_become
from tableside.core.decision import Refusal, insist
from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.scheduling.giving_way import give_back, lengthen, shorten_again
from tableside.records.scheduling.models import Appointment, AppointmentFee, FormerState, Reservation, Resource
from tableside.records.scheduling.reserving import end_holds, keep, wait_for_turn

_RESTORED = ("status", "starts_at", "ends_at", "service", "therapist", "location", "table", "price_minor", "currency")


def remember(appointment: Appointment, *, together: Sequence[UUID] = (), by: Actor, now: datetime) -> None:
    """Keep what the appointment is, before something about it changes in this transaction, so that it can be undone.
    Where somebody else changes it in the same moment, the revision shows that, and nothing is undone. ``together`` are
    all dates of a series that change at once; each of them may be remembered once more by itself, and that is all."""
    current = Appointment.objects.get(pk=appointment.pk)
    if FormerState.objects.filter(appointment=current, revision=current.revision + 1).exists():
        return
    reserved = current.reservations.values_list("resource_id", "start_minute", "end_minute", "uncut_end_minute")
    kept = {name: getattr(current, name) for name in _RESTORED}
    kept |= {"changed_at": now, "changed_by_staff": by.is_staff, "revision": current.revision + 1}
    kept["together"] = [str(one) for one in together]
    kept["reserved"] = [[str(resource), *minutes] for resource, *minutes in reserved]
    FormerState.objects.update_or_create(appointment=current, defaults=kept)


def keep_together(left: Sequence[UUID], *, changed_at: datetime) -> None:
    """Of the dates of a series that changed at once, only these are still as that change made them."""
    rows = FormerState.objects.filter(appointment__in=left, changed_at=changed_at)
    rows.update(together=[str(one) for one in left])


def restore(appointment: Appointment, former: FormerState, *, by: Actor, now: datetime) -> None:
    """Make it what it was; ``OfferTaken`` when its time, or anything that it took, has been taken meanwhile."""
    # A change from before spans could give way may still be undone right after an update: those have no third minute.
    spans = {UUID(resource): (start, end, *(uncut or [None])) for resource, start, end, *uncut in former.reserved}
    resources = {one.id: one for one in Resource.objects.filter(pk__in=spans)}
    owners = {key for one in resources.values() for key in (one.therapist_id, one.client_id, one.table_id)}
    owners |= {one.equipment_id for one in resources.values()} | {appointment.therapist_id, appointment.table_id}
    wait_for_turn(filter(None, owners))
    current = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if current.revision != former.revision:
        raise Refusal("changed_again", "This appointment has changed again in the meantime, so it stays as it is now.")
    if former.status != current.status:
        insist(may_become(Status(current.status), Status(former.status), undoes=True))
    end_holds(list(resources.values()), now=now)
    give_back(appointment.reservations.all())
    shorten_again(resources.values(), to=former.starts_at)
    former.service = former.service or current.service
    for name in _RESTORED:
        setattr(appointment, name, getattr(former, name))
    appointment.cancelled_at, appointment.cancelled_by, appointment.cancelled_late = None, "", False
    AppointmentFee.objects.filter(appointment=appointment).delete()
    appointment.revision = current.revision + 1
    appointment.save()
    keep(
        [
            Reservation(
                resource=resources[resource_id],
                start_minute=start,
                end_minute=end,
                uncut_end_minute=uncut,
                why=Reservation.Why.APPOINTMENT,
                appointment=appointment,
            )
            for resource_id, (start, end, uncut) in spans.items()
        ]
    )
    lengthen(resources)
    former.delete()
    record(
        "appointment.restored", subject=("appointment", appointment.id), by=by, now=now, client_id=appointment.client_id
    )
