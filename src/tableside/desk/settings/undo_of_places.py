"""What undo reads of locations, rooms, massage tables, equipment and travel times, and how it puts that back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from tableside.core.permissions.actor import Actor
from tableside.records.practice.access import location_to_manage, room_to_manage
from tableside.records.practice.place_actions import change_location, change_room, set_equipment, set_travel_times
from tableside.records.practice.queries import (
    all_rooms,
    all_tables,
    equipment_by_location,
    locations,
    travel_times,
)
from tableside.workflows.practice.take_away import restore_places

Kept = Any  # values of several types, as a session keeps them


def location(by: Actor, key: str) -> Kept:
    location = location_to_manage(by, UUID(key))
    return {"name": location.name, "address": location.address, "directions": location.directions}


def save_location(by: Actor, key: str, kept: Kept, now: datetime) -> None:
    change_location(location_to_manage(by, UUID(key)), **kept, by=by, now=now)


def room(by: Actor, key: str) -> Kept:
    room = room_to_manage(by, UUID(key))
    return {"reset_minutes": room.reset_minutes, "features": {str(one.id): one.features for one in room.tables.all()}}


def save_room(by: Actor, key: str, kept: Kept, now: datetime) -> None:
    features = {UUID(table): some for table, some in kept["features"].items()}
    reset = kept["reset_minutes"]
    change_room(room_to_manage(by, UUID(key)), reset_minutes=reset, features=features, by=by, now=now)


def standing(by: Actor, key: str) -> Kept:
    return {
        "places": {str(one.id): True for one in locations()},
        "rooms": {str(one.id): one.is_in_use for one in all_rooms()},
        "tables": {str(one.id): one.is_in_use for one in all_tables()},
    }


def save_standing(by: Actor, key: str, kept: Kept, now: datetime) -> None:
    told = {kind: {UUID(one): is_in_use for one, is_in_use in rows.items()} for kind, rows in kept.items()}
    restore_places(**told, by=by, now=now)


def equipment(by: Actor, key: str) -> Kept:
    place, _slash, name = key.partition("/")
    here = equipment_by_location().get(location_to_manage(by, UUID(place)).id, {})
    return sum(pieces for kind, pieces in here.items() if kind.casefold() == name.casefold())


def save_equipment(by: Actor, key: str, kept: Kept, now: datetime) -> None:
    place, _slash, name = key.partition("/")
    set_equipment(location_to_manage(by, UUID(place)), name, pieces=kept, by=by, now=now)


def travel(by: Actor, key: str) -> Kept:
    return sorted([str(one), str(other), took] for (one, other), took in travel_times().items() if one < other)


def save_travel(by: Actor, key: str, kept: Kept, now: datetime) -> None:
    set_travel_times({(UUID(one), UUID(other)): took for one, other, took in kept}, by=by, now=now)
