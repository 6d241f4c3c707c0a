"""Taking time of whoever and whatever can be in one place at a time, and keeping it for a browser for a while."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from tableside.core.decision import Refusal
from tableside.core.timeline.window import minute_of
from tableside.records.foundation.locks import lock
from tableside.records.practice.models import Equipment, Location, MassageTable, Service, Therapist
from tableside.records.scheduling.models import Reservation, Resource


class OfferTaken(Refusal):
    """Somebody else was faster, or the client is elsewhere at that time."""

    def __init__(self) -> None:
        super().__init__("offer_taken", "This time has just been taken. Please choose another one.")


@dataclass(frozen=True, slots=True)
class HeldVisit:
    """What a time is held for: it counts for the day as if it were booked."""

    service: Service
    minutes: int
    location: Location
    is_first_visit: bool


def wait_for_turn(keys: Iterable[Hashable]) -> None:
    """Until nobody else is writing for any of these therapists, massage tables and clients; held to the end of the
    transaction. What they wrote meanwhile, the database notices.

    It comes before anything is written for them, their resource included: two who each made one of two resources would
    wait for each other.
    """
    lock(f"taken:{key}" for key in keys)


def wait_for_everybody(also: Iterable[Hashable]) -> None:
    """The same for all therapists, massage tables and equipment of the practice, and for what is needed ``also``: where
    several appointments change and each shows only on the way what it takes. Who asked for one more once the log is
    written could wait for somebody who waits for the log."""
    everybody = (model.objects.values_list("pk", flat=True) for model in (Therapist, MassageTable, Equipment))
    wait_for_turn([*chain.from_iterable(everybody), *also])


def hold(
    taken: dict[Therapist | MassageTable | Equipment, int],
    *,
    start: datetime,
    held_by: str,
    visit: HeldVisit,
    expires_at: datetime,
    now: datetime,
) -> None:
    """Keep these, for so many minutes from the start, for one browser. It holds one time: what it held before is free
    again."""
    wait_for_turn(owner.id for owner in taken)
    keys = [owner.id for owner in taken]
    asked = Resource.objects.filter(Q(therapist__in=keys) | Q(table__in=keys) | Q(equipment__in=keys))
    known = {resource.therapist_id or resource.table_id or resource.equipment_id: resource for resource in asked}
    resources = [(known.get(owner.id) or _resource_of(owner), minutes) for owner, minutes in taken.items()]
    Resource.objects.bulk_create(resource for resource, _minutes in resources if resource._state.adding)
    end_holds([resource for resource, _minutes in resources], held_by=held_by, now=now)
    held: dict[str, Any] = {"why": Reservation.Why.HOLD, "held_by": held_by, "expires_at": expires_at}
    of_therapists = [one for one in resources if one[0].therapist_id]
    reserve(of_therapists, start=start, **held, **{field.name: getattr(visit, field.name) for field in fields(visit)})
    reserve([one for one in resources if not one[0].therapist_id], start=start, **held)


def release(held_by: str) -> None:
    """Whoever held a time has gone; it is free for others at once."""
    Reservation.objects.filter(why=Reservation.Why.HOLD, held_by=held_by).delete()


def end_holds(resources: Sequence[Resource], *, now: datetime, held_by: str = "") -> None:
    """The database counts a hold that has ended like any other row, so it goes before the time is taken; so does what
    this browser holds, wherever that is."""
    ended = Q(resource__in=resources, expires_at__lte=now)
    spent = Q(held_by=held_by) if held_by else Q()
    Reservation.objects.filter(ended | spent, why=Reservation.Why.HOLD).delete()


def reserve(
    taken: Sequence[tuple[Resource, int]],
    *,
    start: datetime,
    room: Mapping[UUID, int] | None = None,
    **columns: Any,  # Any: several types
) -> None:
    """So many minutes of each, or as many as there is ``room`` for, by owner."""
    first = minute_of(start)
    rows = []
    for resource, minutes in taken:
        owner = resource.therapist_id or resource.table_id or resource.equipment_id
        kept = min(minutes, room.get(owner, minutes)) if room and owner else minutes
        uncut = first + minutes if kept < minutes else None
        ends = {"end_minute": first + kept, "uncut_end_minute": uncut}
        rows.append(Reservation(resource_id=resource.id, start_minute=first, **ends, **columns))
    keep(rows)


def keep(rows: Sequence[Reservation]) -> None:
    """``OfferTaken`` where the database refuses an overlap."""
    try:
        with transaction.atomic():
            Reservation.objects.bulk_create(rows)
    except IntegrityError:
        raise OfferTaken from None


def resource_of_table(table: MassageTable) -> Resource:
    resource, _made = Resource.objects.get_or_create(table=table)
    return resource


def _resource_of(owner: Therapist | MassageTable | Equipment) -> Resource:
    if isinstance(owner, Therapist):
        return Resource(therapist=owner)
    return Resource(table=owner) if isinstance(owner, MassageTable) else Resource(equipment=owner)
