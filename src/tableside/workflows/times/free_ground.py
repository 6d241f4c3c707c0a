"""What is open and taken until the practice's horizon: read once, as integers, whatever is asked of it afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from tableside.core.availability.offers import EquipmentTime, TableTime, TherapistTime
from tableside.core.timeline.civil import DayException, axis_of, midnight
from tableside.core.timeline.shifts import open_shifts
from tableside.core.timeline.timeline import Axis, cover, until
from tableside.core.timeline.window import instant_of
from tableside.records.calendars.queries import elsewhere_on
from tableside.records.practice.models import Equipment, MassageTable, Practice, Therapist
from tableside.records.practice.queries import current_practice, licence_ends, travel_times
from tableside.records.scheduling.hours_queries import (
    DayHours,
    Hours,
    HoursByPlace,
    hours_exceptions,
    practice_closings,
    working_hours,
)
from tableside.records.scheduling.models import HoursVisibility
from tableside.records.scheduling.taken_queries import Span, Taken, taken_by_place, taken_on

ONLINE = frozenset({HoursVisibility.ONLINE})
ON_REQUEST = ONLINE | {HoursVisibility.CONTACT}
ALL_HOURS = ON_REQUEST | {HoursVisibility.HIDDEN}

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ground:
    """``travel`` are minutes between locations and ``by_place`` where therapists are taken, read only where there are
    such minutes. ``without`` are appointments that give up their time, and so does what is ``held_by`` whoever asks;
    ``elsewhere`` is what therapists' other calendars take."""

    practice: Practice
    zone: ZoneInfo
    axis: Axis
    now: datetime
    therapists: list[Therapist]
    taken: Taken
    hours: HoursByPlace
    exceptions: dict[UUID, list[DayHours]]
    licence_ends: dict[UUID, list[date | None]]
    closed: dict[date, str]
    travel: dict[tuple[UUID, UUID], int]
    by_place: dict[UUID, dict[UUID, list[Span]]]
    without: frozenset[UUID]
    held_by: str
    elsewhere: dict[UUID, list[Span]]

    def visibilities(self) -> set[str]:
        """For whom there are hours at all."""
        weekly = {one.visibility for rows in self.hours.values() for one in rows}
        return weekly | {one.visibility for rows in self.exceptions.values() for one in rows}


def read_ground(
    therapists: Iterable[Therapist],
    *,
    practice: Practice,
    now: datetime,
    client_ids: Collection[UUID] = (),
    without: frozenset[UUID] = frozenset(),
    held_by: str = "",
    on: date | None = None,
    days_ahead: int | None = None,
) -> Ground:
    """Until the horizon, or ``days_ahead``; with ``on``, that day and those beside it."""
    zone = ZoneInfo(practice.time_zone)
    first, days = (on - _DAY, 3) if on else (now.astimezone(zone).date(), (days_ahead or practice.horizon_days) + 1)
    axis = axis_of(first, days=days, zone=zone)
    therapists = list(therapists)
    ids = [therapist.id for therapist in therapists]
    first, last = (instant_of(minute).astimezone(zone).date() for minute in (axis.origin_minute, axis.end_minute))
    travel = travel_times()
    return Ground(
        practice=practice,
        zone=zone,
        axis=axis,
        now=now,
        therapists=therapists,
        taken=taken_on(axis, now=now, client_ids=client_ids, without=without, held_by=held_by),
        hours=working_hours(ids),
        exceptions=hours_exceptions(ids, first=first, last=last),
        licence_ends=licence_ends(),
        closed=practice_closings(practice, first=first, last=last),
        travel=travel,
        by_place=taken_by_place(axis, without=without, held_by=held_by, now=now) if travel else {},
        without=without,
        held_by=held_by,
        elsewhere=elsewhere_on(axis),
    )


def therapist_times(
    therapists: Sequence[Therapist],
    ground: Ground,
    *,
    location_id: UUID | None = None,
    shown: Collection[str] = ONLINE,
    full: Mapping[UUID, int] | None = None,
) -> tuple[TherapistTime, ...]:
    """Each therapist at each location where they ever work, in hours that are shown so; ``full`` are days on which they
    take no more."""
    axis, by_id = ground.axis, {therapist.id: therapist for therapist in therapists}
    return tuple(
        TherapistTime(
            therapist=therapist_id,
            location=place,
            hours=_hours(therapist_id, place, ground, shown=shown) & _licensed(therapist_id, ground),
            busy=cover(axis, ground.taken.therapists.get(therapist_id, [])),
            rest_minutes=by_id[therapist_id].rest_minutes,
            travel=_on_the_way(therapist_id, place, ground),
            full=(full or {}).get(therapist_id, 0),
            elsewhere=cover(axis, ground.elsewhere.get(therapist_id, [])),
        )
        for therapist_id, place in sorted(_worked_at(by_id, ground))
        if location_id in (None, place)
    )


def table_times(tables: Iterable[MassageTable], ground: Ground) -> tuple[TableTime, ...]:
    return tuple(
        TableTime(
            table=table.id,
            room=table.room_id,
            location=table.room.location_id,
            busy=cover(ground.axis, ground.taken.tables.get(table.id, [])),
            features=frozenset(table.features),
            reset_minutes=table.room.reset_minutes,
        )
        for table in tables
    )


def equipment_times(pieces: Iterable[Equipment], ground: Ground) -> tuple[EquipmentTime, ...]:
    taken = ground.taken.equipment
    return tuple(
        EquipmentTime(piece.id, piece.kind_id, piece.location_id, cover(ground.axis, taken.get(piece.id, [])))
        for piece in pieces
    )


def locations_of(times: Iterable[TherapistTime]) -> list[UUID]:
    return sorted({cast(UUID, time.location) for time in times})  # the core takes any key; ours are UUIDs


def places_of(therapists: Sequence[Therapist], ground: Ground) -> frozenset[UUID]:
    return frozenset(place for _who, place in _worked_at({therapist.id for therapist in therapists}, ground))


def closed_for(
    place: UUID, exceptions: Iterable[DayHours], closed: Iterable[date], *, shown: Collection[str] = ALL_HOURS
) -> tuple[DayException, ...]:
    """The exceptions as this location sees them: other hours elsewhere, or hours that are not shown, close it for the
    day, and so does the practice unless the therapist has hours of their own on that date."""
    rows = list(exceptions)
    here = tuple(
        (one.on, one.start_minute, one.end_minute)
        for one in rows
        if one.location_id == place and one.visibility in shown
    )
    told, open_here = {one.on for one in rows}, {on for on, *_ in here}
    closed_here = sorted({*told, *closed} - open_here)
    return here + tuple((on, None, None) for on in closed_here)


def open_ticks(
    hours: Iterable[Hours],
    *,
    axis: Axis,
    zone: ZoneInfo,
    exceptions: Iterable[DayException],
    shown: Collection[str] = ALL_HOURS,
) -> int:
    """The ticks of these hours, of those that are shown so."""
    shifts = [one.shift for one in hours if one.visibility in shown]
    return open_shifts(axis, zone=zone, shifts=shifts, exceptions=exceptions)


def hours_by_place(
    therapist_ids: Collection[UUID], *, axis: Axis, zone: ZoneInfo, first: date, last: date
) -> dict[tuple[UUID, UUID], int]:
    """By therapist and location: the ticks at which they work there, whoever may see it."""
    hours, exceptions = working_hours(therapist_ids), hours_exceptions(therapist_ids, first=first, last=last)
    closed = practice_closings(current_practice(), first=first, last=last)
    other = {(who, one.location_id) for who in therapist_ids for one in exceptions[who] if one.location_id}
    return {
        (who, place): open_ticks(
            hours[who, place], axis=axis, zone=zone, exceptions=closed_for(place, exceptions[who], closed)
        )
        for who, place in {*hours, *other}
    }


def _worked_at(therapist_ids: Collection[UUID], ground: Ground) -> set[tuple[UUID, UUID]]:
    told = [(key, one.location_id) for key in therapist_ids for one in ground.exceptions.get(key, [])]
    now_and_then = {(key, place) for key, place in told if place}
    return now_and_then | {pair for pair in ground.hours if pair[0] in therapist_ids}


def _hours(therapist_id: UUID, place: UUID, ground: Ground, *, shown: Collection[str]) -> int:
    rows = ground.exceptions.get(therapist_id, [])
    return open_ticks(
        ground.hours.get((therapist_id, place), []),
        axis=ground.axis,
        zone=ground.zone,
        exceptions=closed_for(place, rows, ground.closed, shown=shown),
        shown=shown,
    )


def _on_the_way(therapist_id: UUID, place: UUID, ground: Ground) -> int:
    """The ticks that the ways between this place and appointments at others take."""
    taken = ground.by_place.get(therapist_id, {})
    ways = [(ground.travel.get((place, other), 0), spans) for other, spans in taken.items() if other != place]
    return cover(ground.axis, [(start - took, end + took) for took, spans in ways if took for start, end in spans])


def _licensed(therapist_id: UUID, ground: Ground) -> int:
    """The ticks on which a licence still holds. Without any licence on record nothing is held back."""
    ends = ground.licence_ends.get(therapist_id, [])
    if not ends or None in ends:
        return ground.axis.everything
    day_after = max(end for end in ends if end is not None) + timedelta(days=1)
    return until(ground.axis, midnight(day_after, ground.zone))
