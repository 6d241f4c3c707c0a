"""Where the practice works, in writing: locations, rooms, massage tables, equipment, travel times."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
    TravelTime,
)
from tableside.records.practice.writing import name_once, set_fields, while_unused


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
