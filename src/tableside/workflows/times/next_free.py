"""When each therapist is free next, as the front door shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tableside.core.availability.offers import Question, offers
from tableside.core.timeline.window import instant_of, minute_of
from tableside.records.practice.length_queries import trainings_for
from tableside.records.practice.models import Service
from tableside.records.practice.queries import (
    current_practice,
    offered_services,
    services_by_therapist,
    therapists_who_take_bookings,
    trainings_by_therapist,
)
from tableside.records.scheduling.queries import equipment_of, tables_of
from tableside.workflows.times.find_times import wish_of
from tableside.workflows.times.free_ground import (
    equipment_times,
    locations_of,
    read_ground,
    table_times,
    therapist_times,
)


@dataclass(frozen=True, slots=True)
class NextFree:
    """A therapist's first free starts, for this service in this length."""

    service: Service
    minutes: int
    starts: tuple[datetime, ...]


def next_free_by_therapist(*, now: datetime, count: int = 3, apart_minutes: int = 120) -> dict[UUID, NextFree]:
    """Each therapist's first free starts for the first treatment they give, in its shortest length, some way apart so
    that they are a choice. Everything is read once, however many therapists and services there are."""
    practice = current_practice()
    ground = read_ground(therapists_who_take_bookings(), practice=practice, now=now)
    times = therapist_times(ground.therapists, ground)
    tables = table_times(tables_of(locations_of(times)), ground)
    pieces = equipment_times(equipment_of(locations_of(times)), ground)
    gives, trainings = services_by_therapist(), trainings_by_therapist()
    found: dict[UUID, NextFree] = {}
    for service in offered_services().prefetch_related("equipment", "lengths__equipment"):
        lengths = [length.minutes for length in service.lengths.all()]
        if not lengths or service.therapists_needed > 1:
            continue
        needs = trainings_for(service, minutes=lengths[0])
        missing = {one.id for one in ground.therapists if service.id in gives[one.id] and needs <= trainings[one.id]}
        missing -= set(found)
        if not missing:
            continue
        asked = tuple(time for time in times if time.therapist in missing)
        wish = wish_of(service, minutes=lengths[0], practice=practice)
        at = minute_of(now)
        offered = offers(Question(ground.axis, ground.zone, wish, asked, tables, now_minute=at, equipment=pieces))
        for therapist_id in missing:
            starts = offered.apart(therapist_id, minutes=apart_minutes, count=count)
            found[therapist_id] = NextFree(service, lengths[0], tuple(map(instant_of, starts)))
    return found
