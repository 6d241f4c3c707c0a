"""Take a room or a massage table away, as long as nothing ahead stands there, and put back what stood before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import ngettext

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.practice.models import MassageTable, Room
from tableside.records.practice.place_actions import put_in_use, remove_unused
from tableside.records.practice.queries import all_rooms, all_tables, locations
from tableside.records.scheduling.ahead_queries import appointments_ahead
from tableside.records.scheduling.reserving import wait_for_turn

Standing = Mapping[UUID, bool]


@transaction.atomic
def take_away(place: Room | MassageTable, *, by: Actor, now: datetime) -> None:
    """It is not offered any more. What was there stays written; refused while something ahead stands there."""
    of, tables = ("table", [place]) if isinstance(place, MassageTable) else ("room", place.tables.all())
    wait_for_turn(table.id for table in tables)
    count = appointments_ahead(of, place.id, now=now).count()
    if count:
        words = ngettext(
            "One appointment ahead stands here. Move it to another massage table or cancel it first.",
            "%(count)s appointments ahead stand here. Move them to other massage tables or cancel them first.",
            count,
        )
        raise Refusal("still_needed", words % {"count": count}, of=of, key=place.id)
    put_in_use(place, is_in_use=False, by=by, now=now)


@transaction.atomic
def restore_places(*, places: Standing, rooms: Standing, tables: Standing, by: Actor, now: datetime) -> None:
    """Locations, rooms and massage tables that are not among these were added since and go; the others are in use, or
    not, as they are here."""
    for table in all_tables():
        _restore(table, tables, by=by, now=now)
    for room in all_rooms():
        _restore(room, rooms, by=by, now=now)
    for place in locations():
        if place.id not in places:
            remove_unused(place, by=by, now=now)


def _restore(one: Room | MassageTable, standing: Standing, *, by: Actor, now: datetime) -> None:
    if one.id not in standing:
        remove_unused(one, by=by, now=now)
    elif standing[one.id] and not one.is_in_use:
        put_in_use(one, is_in_use=True, by=by, now=now)
    elif one.is_in_use and not standing[one.id]:
        take_away(one, by=by, now=now)
