"""Taking time and giving it back. Every function here runs inside the caller's transaction or opens its own."""

from __future__ import annotations

import secrets
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from tableside.core.appointments.add_ons import ChosenAddOn
from tableside.core.appointments.status import Status, may_become
from tableside.core.decision import Refusal, insist
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.roles import Role
from tableside.core.timeline.window import minute_of
from tableside.records.audit.actions import record
from tableside.records.clients.models import Client
from tableside.records.practice.models import Equipment, Location, MassageTable, Service, Therapist
from tableside.records.scheduling.giving_way import give_back, lengthen, shorten_again
from tableside.records.scheduling.models import (
    AgreedAddOn,
    Appointment,
    AppointmentFee,
    Booking,
    FormerState,
    Reservation,
    Resource,
)
from tableside.records.scheduling.reserving import end_holds, keep, reserve, wait_for_turn

_RESTORED = ("status", "starts_at", "ends_at", "service", "therapist", "location", "table", "price_minor", "currency")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that can be misread over the phone


class AppointmentChanged(Refusal):
    """Somebody else changed it after this person had looked at it."""

    def __init__(self) -> None:
        detail = "This appointment has changed in the meantime. Look at it again first."
        super().__init__("appointment_changed", detail)


@dataclass(frozen=True, slots=True)
class Placement:
    """One appointment to be: who, with whom, where, when. ``therapist_minutes`` and ``table_minutes`` are what is kept
    for them from the start, recovery and rest included; the client's time is the treatment. ``equipment`` is kept for
    ``equipment_minutes``. ``room`` are the minutes until the next treatment, of whom or what has no more of them."""

    client: Client
    therapist: Therapist
    service: Service
    location: Location
    table: MassageTable | None
    starts_at: datetime
    minutes: int
    therapist_minutes: int
    table_minutes: int
    price_minor: int
    currency: str
    equipment: tuple[Equipment, ...] = ()
    equipment_minutes: int = 0
    add_ons: tuple[ChosenAddOn, ...] = ()  # minutes and price_minor are with them
    room: Mapping[UUID, int] = field(default_factory=dict)

    @property
    def keys(self) -> set[UUID]:
        """Of whoever and whatever this takes time from."""
        things = [thing.id for thing in (self.table, *self.equipment) if thing]
        return {self.therapist.id, self.client.id, *things}


def wait_to_move(appointment: Appointment, placement: Placement, *, also: Iterable[Hashable] = ()) -> None:
    """The same, for all that an appointment takes time from before it moves and after, and what it ``also`` needs."""
    wait_to_move_all([appointment], [placement], also=also)


def wait_to_move_all(
    appointments: Sequence[Appointment], placements: Sequence[Placement], *, also: Iterable[Hashable] = ()
) -> None:
    """All at once: who waited for one after the other could wait for somebody who waits for them."""
    before = {key for one in appointments for key in (one.therapist_id, one.table_id, one.client_id) if key}
    wait_for_turn(before.union(also, *(placement.keys for placement in placements)))


def place(
    placements: Sequence[Placement],
    *,
    booker: Client | None = None,
    policy_version: int,
    by: Actor,
    now: datetime,
    held_by: str = "",
    answer_by: datetime | None = None,
) -> tuple[Appointment, ...]:
    """Write one booking with its appointments and reservations; ``OfferTaken`` when the database refuses an overlap.
    What this browser held is spent. With ``answer_by`` it is only asked for, and holds its time all the same. The
    ``booker`` is the first who comes, where nobody else is named.

    The caller's transaction is over after a refusal: nothing of it may be kept.
    """
    wait_for_turn(key for placement in placements for key in placement.keys)
    plans = [(placement, _resources(placement)) for placement in placements]
    end_holds([resource for _placement, taken in plans for resource, _minutes in taken], held_by=held_by, now=now)
    booking = Booking.objects.create(
        reference="".join(secrets.choice(_LETTERS) for _ in range(8)),
        client=booker or placements[0].client,
        policy_version=policy_version,
        by_staff=by.is_staff,
        created_at=now,
    )
    appointments = []
    for placement, taken in plans:
        appointment = _appointment(placement, booking=booking, answer_by=answer_by, now=now)
        appointments.append(appointment)
        AgreedAddOn.objects.bulk_create(_agreed(one, appointment) for one in placement.add_ons)
        _reserve(taken, placement, appointment)
        record(
            "appointment.requested" if answer_by else "appointment.booked",
            subject=("appointment", appointment.id),
            by=by,
            now=now,
            client_id=placement.client.id,
            detail={"starts_at": placement.starts_at.isoformat(), "therapist": str(placement.therapist.id)},
        )
    return tuple(appointments)


def give_up_times(appointments: Sequence[Appointment]) -> None:
    """All at once, before the first of them takes another: one may move to where the next has been."""
    wait_for_turn({key for one in appointments for key in (one.therapist_id, one.table_id, one.client_id) if key})
    give_back(Reservation.objects.filter(appointment__in=appointments))


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


def remember(appointment: Appointment, *, together: Sequence[UUID] = (), by: Actor, now: datetime) -> None:
    """Keep what the appointment is, before something about it changes in this transaction, so that it can be undone.
    Where somebody else changes it in the same moment, the revision shows that, and nothing is undone. ``together`` are
    all dates of a series that change at once."""
    current = Appointment.objects.get(pk=appointment.pk)
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
    spans = {UUID(resource): minutes for resource, *minutes in former.reserved}
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


def _take_anew(appointment: Appointment, placement: Placement, *, now: datetime) -> None:
    wait_to_move(appointment, placement)
    taken = _resources(placement)
    end_holds([resource for resource, _minutes in taken], now=now)
    _keep_if_booked(appointment)
    give_back(appointment.reservations.all())
    shorten_again([resource for resource, _minutes in taken], to=placement.starts_at)
    _reserve(taken, placement, appointment)
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


def _reserve(taken: Sequence[tuple[Resource, int]], placement: Placement, appointment: Appointment) -> None:
    why = Reservation.Why.APPOINTMENT
    reserve(taken, start=placement.starts_at, room=placement.room, why=why, appointment=appointment)


def _resources(placement: Placement) -> list[tuple[Resource, int]]:
    """What is taken, for how long. Whoever calls this has waited for its turn, so nobody else makes these resources."""
    therapist, client, table = placement.therapist, placement.client, placement.table
    asked = Q(therapist=therapist) | Q(client=client) | (Q(table=table) if table else Q())
    if placement.equipment:
        asked |= Q(equipment__in=placement.equipment)
    known = {r.therapist_id or r.client_id or r.table_id or r.equipment_id: r for r in Resource.objects.filter(asked)}
    taken = [
        (known.get(therapist.id) or Resource(therapist=therapist), placement.therapist_minutes),
        (known.get(client.id) or Resource(client=client), placement.minutes),
    ]
    if table is not None:
        taken.append((known.get(table.id) or Resource(table=table), placement.table_minutes))
    taken += [
        (known.get(one.id) or Resource(equipment=one), placement.equipment_minutes) for one in placement.equipment
    ]
    Resource.objects.bulk_create(resource for resource, _minutes in taken if resource._state.adding)
    return taken


def _appointment(placement: Placement, *, booking: Booking, answer_by: datetime | None, now: datetime) -> Appointment:
    return Appointment.objects.create(
        booking=booking,
        client=placement.client,
        therapist=placement.therapist,
        service=placement.service,
        location=placement.location,
        table=placement.table,
        starts_at=placement.starts_at,
        ends_at=placement.starts_at + timedelta(minutes=placement.minutes),
        price_minor=placement.price_minor,
        currency=placement.currency,
        status=Status.REQUESTED if answer_by else Status.BOOKED,
        answer_by=answer_by,
        created_at=now,
    )


def _agreed(one: ChosenAddOn, appointment: Appointment) -> AgreedAddOn:
    return AgreedAddOn(
        appointment=appointment,
        add_on_id=one.id,
        name=one.name,
        minutes=one.minutes,
        price_minor=one.price.minor,
    )


def _keep_if_booked(appointment: Appointment) -> None:
    """Two people moving one appointment at once: the second sees that it changed."""
    still = Appointment.objects.filter(pk=appointment.pk, status=Status.BOOKED, revision=appointment.revision)
    if not still.update(revision=F("revision")):
        raise AppointmentChanged
