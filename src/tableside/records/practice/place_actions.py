"""What is offered and where, in writing: services, locations, rooms, massage tables, equipment, travel times."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.foundation.scope import current_practice_id
from tableside.records.practice.models import (
    Equipment,
    EquipmentKind,
    Location,
    MassageTable,
    Room,
    Service,
    ServiceLength,
    Therapist,
    TravelTime,
)
from tableside.records.practice.writing import free_slug, name_once, set_fields, while_unused


@dataclass(frozen=True, slots=True)
class NewService:
    """``lengths`` are pairs of minutes and price in minor units; ``equipment`` are kinds of it."""

    name: str
    technique: str
    lengths: tuple[tuple[int, int], ...]
    summary: str = ""
    kind: str = Service.Kind.TREATMENT
    therapists_needed: int = 1
    recovery_minutes: int = 15
    table_features: tuple[str, ...] = ()
    equipment: tuple[UUID, ...] = ()
    training: str = ""
    is_for_new_clients: bool = True


@dataclass(frozen=True, slots=True)
class NewAddOn:
    """One whose ``id`` is known is changed."""

    id: UUID
    name: str
    minutes: int
    price_minor: int
    is_offered: bool = True


@transaction.atomic
def add_location(
    name: str, *, rooms: dict[str, int], address: str = "", directions: str = "", by: Actor, now: datetime
) -> Location:
    """A location with rooms and how many massage tables stand in each."""
    with name_once():
        location = Location.objects.create(name=name, address=address, directions=directions)
    for room_name, tables in rooms.items():
        room = Room.objects.create(location=location, name=room_name)
        for number in range(1, tables + 1):
            MassageTable.objects.create(room=room, name=f"{room_name}, table {number}" if tables > 1 else room_name)
    record("location.added", subject=("location", location.id), by=by, now=now)
    return location


@transaction.atomic
def change_location(location: Location, *, name: str, address: str, directions: str, by: Actor, now: datetime) -> None:
    changed = set_fields(location, {"name": name, "address": address, "directions": directions})
    with name_once():
        location.save(update_fields=changed)
    record("location.changed", subject=("location", location.id), by=by, now=now, detail={"fields": changed})


@transaction.atomic
def add_room(location: Location, name: str, *, tables: int, by: Actor, now: datetime) -> Room:
    """A room and how many massage tables stand in it."""
    with name_once():
        room = Room.objects.create(location=location, name=name)
    for number in range(1, tables + 1):
        MassageTable.objects.create(room=room, name=f"{name}, table {number}" if tables > 1 else name)
    record("room.added", subject=("room", room.id), by=by, now=now)
    return room


@transaction.atomic
def add_table(room: Room, name: str, *, by: Actor, now: datetime) -> MassageTable:
    with name_once():
        table = MassageTable.objects.create(room=room, name=name)
    record("table.added", subject=("table", table.id), by=by, now=now)
    return table


@transaction.atomic
def change_room(
    room: Room, *, reset_minutes: int, features: Mapping[UUID, Sequence[str]], by: Actor, now: datetime
) -> None:
    """How long the room takes to set up again, and what each of these massage tables has."""
    room.reset_minutes = reset_minutes
    room.save(update_fields=["reset_minutes"])
    for table in room.tables.filter(pk__in=features):
        table.features = sorted(features[table.id])
        table.save(update_fields=["features"])
    record("room.changed", subject=("room", room.id), by=by, now=now)


@transaction.atomic
def put_in_use(place: Room | MassageTable, *, is_in_use: bool, by: Actor, now: datetime) -> None:
    """Take a room or a massage table away, or put it back. What was there stays written."""
    place.is_in_use = is_in_use
    place.save(update_fields=["is_in_use"])
    kind, deed = _kind_of(place), "put_back" if is_in_use else "taken_away"
    record(f"{kind}.{deed}", subject=(kind, place.id), by=by, now=now)


@transaction.atomic
def remove_unused(place: Location | Room | MassageTable, *, by: Actor, now: datetime) -> None:
    """Undo that it was added; refused once it has been used."""
    kind = _kind_of(place)
    record(f"{kind}.removed", subject=(kind, place.id), by=by, now=now)
    with while_unused():
        place.delete()


def _kind_of(place: Location | Room | MassageTable) -> str:
    return "location" if isinstance(place, Location) else "room" if isinstance(place, Room) else "table"


@transaction.atomic
def set_equipment(
    location: Location, name: str, *, pieces: int, needed: Collection[UUID] = (), by: Actor, now: datetime
) -> None:
    """So many pieces of this kind are in use there; those ``needed`` go last. What is booked keeps the piece it has."""
    kind = EquipmentKind.objects.filter(name__iexact=name).first() or EquipmentKind.objects.create(name=name)
    known = list(Equipment.objects.filter(kind=kind, location=location).order_by("pk"))
    for number, piece in enumerate(sorted(known, key=lambda piece: piece.pk not in needed)):
        piece.is_in_use = number < pieces
        piece.save(update_fields=["is_in_use"])
    for _piece in range(len(known), pieces):
        Equipment.objects.create(kind=kind, location=location)
    detail: dict[str, object] = {"location": str(location.id), "pieces": pieces}
    record("equipment.set", subject=("equipment_kind", kind.id), by=by, now=now, detail=detail)


@transaction.atomic
def set_travel_times(minutes: Mapping[tuple[UUID, UUID], int], *, by: Actor, now: datetime) -> None:
    """Replace all travel times by these; a pair of locations that is not here, or 0, takes none."""
    TravelTime.objects.all().delete()
    for ends, took in minutes.items():
        if took:
            one, other = sorted(ends)
            TravelTime.objects.create(one_id=one, other_id=other, minutes=took)
    record("travel_times.set", subject=("practice", current_practice_id()), by=by, now=now)


@transaction.atomic
def add_service(new: NewService, *, by: Actor, now: datetime) -> Service:
    taken = set(Service.objects.values_list("slug", flat=True))
    service = Service.objects.create(
        slug=free_slug(new.name, taken),
        name=new.name,
        kind=new.kind,
        summary=new.summary,
        technique=new.technique,
        therapists_needed=new.therapists_needed,
        recovery_minutes=new.recovery_minutes,
        table_features=list(new.table_features),
        training=new.training,
        is_for_new_clients=new.is_for_new_clients,
        position=len(taken),
    )
    service.equipment.set(EquipmentKind.objects.filter(pk__in=new.equipment))
    for minutes, price_minor in new.lengths:
        ServiceLength.objects.create(service=service, minutes=minutes, price_minor=price_minor)
    record("service.added", subject=("service", service.id), by=by, now=now)
    return service


@transaction.atomic
def remove_unused_service(service: Service, *, by: Actor, now: datetime) -> None:
    """Undo that it was added; refused once it has been used."""
    record("service.removed", subject=("service", service.id), by=by, now=now)
    with while_unused():
        service.delete()


@transaction.atomic
def change_service(service: Service, new: NewService, *, by: Actor, now: datetime) -> None:
    """Appointments that are booked keep their length and price."""
    told = asdict(new)
    told.pop("lengths")
    equipment = told.pop("equipment")
    told["table_features"] = list(new.table_features)
    changed = set_fields(service, told)
    service.save(update_fields=changed)
    if {*equipment} != {kind.pk for kind in service.equipment.all()}:
        service.equipment.set(equipment)
        changed.append("equipment")
    before = dict(service.lengths.values_list("minutes", "price_minor"))
    after = dict(new.lengths)
    if before != after:
        changed.append("lengths")
        service.lengths.exclude(minutes__in=after).delete()
        for minutes, price_minor in new.lengths:
            service.lengths.update_or_create(minutes=minutes, defaults={"price_minor": price_minor})
    record("service.changed", subject=("service", service.id), by=by, now=now, detail={"fields": changed})


@transaction.atomic
def set_add_ons(service: Service, new: Sequence[NewAddOn], *, by: Actor, now: datetime) -> None:
    """What can be taken with this service. One that is not here is taken off; appointments keep what was agreed."""
    service.add_ons.exclude(pk__in=[one.id for one in new]).update(is_offered=False)
    for one in new:
        told = {"name": one.name, "minutes": one.minutes, "price_minor": one.price_minor, "is_offered": one.is_offered}
        with name_once():
            service.add_ons.update_or_create(pk=one.id, defaults=told)
    record("service.changed", subject=("service", service.id), by=by, now=now, detail={"fields": ["add_ons"]})


@transaction.atomic
def set_givers(service: Service, therapists: Iterable[Therapist], *, by: Actor, now: datetime) -> None:
    """Who gives this service."""
    service.therapists.set(therapists)
    record("service.changed", subject=("service", service.id), by=by, now=now, detail={"fields": ["therapists"]})


@transaction.atomic
def offer_service(service: Service, *, is_offered: bool, by: Actor, now: datetime) -> None:
    """Take a service off, or put it back. What is booked stays booked."""
    service.is_offered = is_offered
    service.save(update_fields=["is_offered"])
    deed = "service.offered" if is_offered else "service.withdrawn"
    record(deed, subject=("service", service.id), by=by, now=now)
