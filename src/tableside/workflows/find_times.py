"""Which times can be booked: loads hours and reservations as integers and lets the core decide."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from tableside.core.availability.offers import Offers, Question, TableTime, TherapistTime, Wish, offers
from tableside.core.timeline.civil import axis_of, open_hours
from tableside.core.timeline.timeline import Axis, cover, until
from tableside.core.timeline.window import instant_of, minute_of
from tableside.records.practice.models import MassageTable, Practice, Service, Therapist
from tableside.records.practice.queries import bookable_therapists, current_practice, offered_services
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import (
    Taken,
    hours_exceptions,
    tables_of,
    taken_on,
    weekly_hours,
)

#: Refusals that another time would settle: whoever gets one is shown the nearest.
ABOUT_THE_TIME = frozenset(
    {
        "offer_taken",
        "in_the_past",
        "inside_notice",
        "past_horizon",
        "off_grid",
        "outside_hours",
        "therapist_busy",
        "client_busy",
        "no_table",
        "not_enough_therapists",
    }
)


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody wants to book. Anything left out may be anything; ``moving`` is an appointment that gives up its
    own time."""

    service: Service
    minutes: int
    therapist_id: UUID | None = None
    location_id: UUID | None = None
    client_id: UUID | None = None
    moving: Appointment | None = None
    ignores_notice: bool = False  # staff book inside the notice period


@dataclass(frozen=True, slots=True)
class FreeTimes:
    """The answer. ``offers`` knows which therapists can do which start; ``question`` is what it was asked; ``places``
    are the locations at which whoever was asked for works at all. ``therapists`` and ``tables`` are what it knows by
    their keys only."""

    question: Question
    offers: Offers
    places: frozenset[UUID]
    therapists: dict[UUID, Therapist]
    tables: dict[UUID, MassageTable]

    def days(self) -> tuple[date, ...]:
        return tuple(self.offers.by_date)

    def on(self, day: date) -> tuple[datetime, ...]:
        return tuple(instant_of(minute) for minute in self.offers.by_date.get(day, ()))

    def nearest(self, start: datetime, *, count: int = 3) -> tuple[datetime, ...]:
        return tuple(instant_of(minute) for minute in self.offers.nearest(minute_of(start), count=count))

    def first_of(self, therapist_id: UUID) -> datetime | None:
        minute = self.offers.first_of(therapist_id)
        return None if minute is None else instant_of(minute)

    def includes(self, start: datetime) -> bool:
        minute = minute_of(start)
        return instant_of(minute) == start and self.offers.includes(minute)


def free_times(search: Search, *, now: datetime) -> FreeTimes:
    """All starts from today to the practice's horizon."""
    able = bookable_therapists(search.service.id).prefetch_related(None).prefetch_related("licences")
    practice = search.service.practice
    ground = _ground(able, practice=practice, now=now, client_id=search.client_id, without=search.moving)
    wanted = [
        therapist
        for therapist in ground.therapists
        if search.therapist_id in (None, therapist.id) or search.service.therapists_needed > 1
    ]
    times = _therapist_times(wanted, ground, location_id=search.location_id)
    tables = tables_of(_locations(times))
    question = Question(
        axis=ground.axis,
        zone=ground.zone,
        wish=wish_of(search.service, minutes=search.minutes, practice=practice, ignores_notice=search.ignores_notice),
        therapists=times,
        tables=_table_times(tables, ground),
        now_minute=minute_of(now),
        client_busy=cover(ground.axis, ground.taken.clients.get(search.client_id, [])) if search.client_id else 0,
    )
    return FreeTimes(
        question=question,
        offers=offers(question),
        places=_places_of(wanted, ground),
        therapists={therapist.id: therapist for therapist in ground.therapists},
        tables={table.id: table for table in tables},
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
    ground = _ground(bookable_therapists().prefetch_related("services"), practice=practice, now=now)
    times = _therapist_times(ground.therapists, ground, location_id=None)
    tables = _table_times(tables_of(_locations(times)), ground)
    gives = {therapist.id: {service.id for service in therapist.services.all()} for therapist in ground.therapists}
    found: dict[UUID, NextFree] = {}
    for service in offered_services():
        lengths = [length.minutes for length in service.lengths.all()]
        asked = tuple(time for time in times if service.id in gives[_key(time.therapist)])
        if not lengths or service.therapists_needed > 1:
            continue
        wish = wish_of(service, minutes=lengths[0], practice=practice)
        offered = offers(Question(ground.axis, ground.zone, wish, asked, tables, now_minute=minute_of(now)))
        for therapist_id in {_key(time.therapist) for time in asked} - set(found):
            starts = _apart(offered.of(therapist_id), minutes=apart_minutes, count=count)
            found[therapist_id] = NextFree(service, lengths[0], tuple(map(instant_of, starts)))
    return found


def _apart(starts: Iterable[int], *, minutes: int, count: int) -> list[int]:
    chosen: list[int] = []
    for start in starts:
        if len(chosen) == count:
            break
        if not chosen or start - chosen[-1] >= minutes:
            chosen.append(start)
    return chosen


def wish_of(service: Service, *, minutes: int, practice: Practice, ignores_notice: bool = False) -> Wish:
    return Wish(
        treatment_minutes=minutes,
        recovery_minutes=service.recovery_minutes,
        step_minutes=practice.step_minutes,
        notice_minutes=0 if ignores_notice else practice.notice_minutes,
        horizon_days=practice.horizon_days,
        therapists_at_once=service.therapists_needed,
        needs_table=service.kind == Service.Kind.TREATMENT,
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is open and taken until the practice's horizon, as it was read."""

    zone: ZoneInfo
    axis: Axis
    therapists: list[Therapist]
    taken: Taken
    weekly: dict[tuple[UUID, UUID], list[tuple[int, int, int]]]
    exceptions: dict[UUID, list[tuple[UUID | None, date, int | None, int | None]]]


def _ground(
    therapists: Iterable[Therapist],
    *,
    practice: Practice,
    now: datetime,
    client_id: UUID | None = None,
    without: Appointment | None = None,
) -> _Ground:
    zone = ZoneInfo(practice.time_zone)
    axis = axis_of(now.astimezone(zone).date(), days=practice.horizon_days + 1, zone=zone)
    therapists = list(therapists)
    ids = [therapist.id for therapist in therapists]
    first, last = (instant_of(minute).astimezone(zone).date() for minute in (axis.origin_minute, axis.end_minute))
    return _Ground(
        zone=zone,
        axis=axis,
        therapists=therapists,
        taken=taken_on(axis, client_id=client_id, without=without.id if without else None),
        weekly=weekly_hours(ids),
        exceptions=hours_exceptions(ids, first=first, last=last),
    )


def _places_of(therapists: Sequence[Therapist], ground: _Ground) -> frozenset[UUID]:
    asked = {therapist.id for therapist in therapists}
    now_and_then = {place for key in asked for place, *_ in ground.exceptions.get(key, []) if place}
    return frozenset(now_and_then | {place for key, place in ground.weekly if key in asked})


def _therapist_times(
    therapists: Sequence[Therapist], ground: _Ground, *, location_id: UUID | None
) -> tuple[TherapistTime, ...]:
    axis, zone = ground.axis, ground.zone
    by_id = {therapist.id: therapist for therapist in therapists}
    elsewhere = {(key, place) for key in by_id for place, *_ in ground.exceptions.get(key, []) if place}
    times = []
    for therapist_id, place in sorted(elsewhere | {pair for pair in ground.weekly if pair[0] in by_id}):
        if location_id in (None, place):
            here = exceptions_at(place, ground.exceptions.get(therapist_id, []))
            weekly = tuple(ground.weekly.get((therapist_id, place), []))
            hours = open_hours(axis, zone=zone, weekly=weekly, exceptions=here)
            times.append(
                TherapistTime(
                    therapist=therapist_id,
                    location=place,
                    hours=hours & _licensed(by_id[therapist_id], axis=axis, zone=zone),
                    busy=cover(axis, ground.taken.therapists.get(therapist_id, [])),
                    rest_minutes=by_id[therapist_id].rest_minutes,
                )
            )
    return tuple(times)


def _locations(times: Iterable[TherapistTime]) -> list[UUID]:
    return sorted({_key(time.location) for time in times})


def _table_times(tables: Iterable[MassageTable], ground: _Ground) -> tuple[TableTime, ...]:
    return tuple(
        TableTime(
            table=table.id,
            room=table.room_id,
            location=table.room.location_id,
            busy=cover(ground.axis, ground.taken.tables.get(table.id, [])),
        )
        for table in tables
    )


def _key(key: Hashable) -> UUID:
    """The core takes any key; ours are UUIDs."""
    return cast(UUID, key)


def exceptions_at(
    place: UUID, exceptions: Iterable[tuple[UUID | None, date, int | None, int | None]]
) -> tuple[tuple[date, int | None, int | None], ...]:
    """The exceptions as this location sees them: other hours elsewhere close it for the day."""
    rows = list(exceptions)
    here = tuple((on, start, end) for where, on, start, end in rows if where == place)
    open_here = {on for on, *_ in here}
    return here + tuple((on, None, None) for where, on, *_ in rows if where != place and on not in open_here)


def _licensed(therapist: Therapist, *, axis: Axis, zone: ZoneInfo) -> int:
    """The ticks on which a licence still holds. Without any licence on record nothing is held back."""
    ends = [licence.expires_on for licence in therapist.licences.all()]
    if not ends or None in ends:
        return axis.everything
    day_after = max(end for end in ends if end is not None) + timedelta(days=1)
    midnight = datetime(day_after.year, day_after.month, day_after.day, tzinfo=zone)
    return until(axis, minute_of(midnight))
