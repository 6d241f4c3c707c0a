"""Appointments to be: what each takes time from, and how a booking of them is written. In the caller's transaction."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from tableside.core.appointments.add_ons import ChosenAddOn
from tableside.core.appointments.status import Status
from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.clients.models import Client
from tableside.records.foundation.prepared import prepared
from tableside.records.practice.models import Equipment, Location, MassageTable, Service, Therapist
from tableside.records.scheduling.giving_way import give_back
from tableside.records.scheduling.models import AgreedAddOn, Appointment, Booking, Reservation, Resource
from tableside.records.scheduling.reserving import end_holds, reserve, wait_for_everybody, wait_for_turn

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that can be misread over the phone


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


def wait_to_change(appointments: Sequence[Appointment], *, also: Iterable[Hashable] = ()) -> None:
    """Wait for the turn of all that these take time from, and of what is needed ``also``, then hold the appointments as
    they are. All at once, and before anything is written: who waited for one after the other could wait for somebody
    who waits for them."""
    of_them = Reservation.objects.filter(appointment__in=appointments)
    rows = of_them.values_list(*(f"resource__{owner}" for owner in ("therapist", "client", "table", "equipment")))
    taken = {key for row in rows for key in row if key}
    wait_for_turn(taken.union(also, (key for one in appointments for key in (one.therapist_id, one.client_id))))
    _hold_as_they_are(appointments)


def wait_to_change_several(appointments: Sequence[Appointment], *, also: Iterable[Hashable] = ()) -> None:
    """The same for a deed that changes one after the other, each to whoever and whatever is free then."""
    wait_for_everybody([*(one.client_id for one in appointments), *also])
    _hold_as_they_are(appointments)


def give_up_times(appointments: Sequence[Appointment]) -> None:
    """All at once, before the first of them takes another: one may move to where the next has been. Whoever calls this
    has waited for their turn."""
    give_back(Reservation.objects.filter(appointment__in=appointments))


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
    plans = [(placement, resources_of(placement)) for placement in placements]
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
        reserve_for(taken, placement, appointment)
        record(
            "appointment.requested" if answer_by else "appointment.booked",
            subject=("appointment", appointment.id),
            by=by,
            now=now,
            client_id=placement.client.id,
            detail={"starts_at": placement.starts_at.isoformat(), "therapist": str(placement.therapist.id)},
        )
    return tuple(appointments)


def _hold_as_they_are(appointments: Sequence[Appointment]) -> None:
    keys = [one.pk for one in appointments]
    list(Appointment.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def reserve_for(taken: Sequence[tuple[Resource, int]], placement: Placement, appointment: Appointment) -> None:
    why = Reservation.Why.APPOINTMENT
    reserve(taken, start=placement.starts_at, room=placement.room, why=why, appointment=appointment)


def resources_of(placement: Placement) -> list[tuple[Resource, int]]:
    """What is taken, for how long. Whoever calls this has waited for its turn, so nobody else makes these resources."""
    therapist, client, table = placement.therapist, placement.client, placement.table
    resources = _known(therapist.id, client.id, table.id if table else None, [one.id for one in placement.equipment])
    known = {one.therapist_id or one.client_id or one.table_id or one.equipment_id: one for one in resources}
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


@prepared
def _known(
    therapist_id: UUID, client_id: UUID, table_id: UUID | None, equipment_ids: Collection[UUID]
) -> QuerySet[Resource]:
    asked = Q(therapist=therapist_id) | Q(client=client_id) | (Q(table=table_id) if table_id else Q())
    return Resource.objects.filter(asked | Q(equipment__in=equipment_ids) if equipment_ids else asked)


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
