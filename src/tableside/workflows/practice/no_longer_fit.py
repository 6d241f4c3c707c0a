"""Which appointments ahead do not fit the settings as they stand now: asked before and after a change, it is the effect
of that change. What is booked stays booked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from tableside.core.availability.fits import Stay, over_limits, too_soon
from tableside.core.availability.offers import Wish, table_minutes, therapist_minutes
from tableside.core.timeline.window import minute_of
from tableside.records.practice.models import Practice, Service, Therapist
from tableside.records.practice.queries import all_therapists, current_practice, licence_ends, travel_times
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import still_to_come
from tableside.workflows.practice.effects import left_behind
from tableside.workflows.times.day_limits import is_deep, limits_of
from tableside.workflows.times.find_times import is_trained, wish_of


def misfits_of(change: Callable[[], object], *, now: datetime) -> tuple[Appointment, ...]:
    """What fits now and would not after this change."""
    return left_behind(change, lambda: _misfits(now=now))


def _misfits(*, now: datetime) -> list[Appointment]:
    coming, practice = list(still_to_come(now=now)), current_practice()
    therapists = {one.id: one for one in all_therapists().prefetch_related("services", "trainings")}
    wishes = {one.id: _wish(one, practice) for one in coming}
    found = {
        *_too_soon(coming, wishes, therapists),
        *_over_limits(coming, therapists, zone=ZoneInfo(practice.time_zone)),
        *(one.id for one in coming if not _is_given(one, therapists[one.therapist_id])),
        *(one.id for one in coming if not {*wishes[one.id].equipment} <= _kinds(one)),
        *(one.id for one in coming if one.table and not wishes[one.id].table_features <= {*one.table.features}),
        *_after_licence(coming, zone=ZoneInfo(practice.time_zone)),
    }
    return [one for one in coming if one.id in found]


def _wish(appointment: Appointment, practice: Practice) -> Wish:
    return wish_of(appointment.service, minutes=_minutes(appointment), practice=practice)


def _kinds(appointment: Appointment) -> set[UUID]:
    """Of equipment that is kept for it."""
    taken = (reservation.resource.equipment for reservation in appointment.reservations.all())
    return {piece.kind_id for piece in taken if piece}


def _minutes(appointment: Appointment) -> int:
    return minute_of(appointment.ends_at) - minute_of(appointment.starts_at)


def _too_soon(
    coming: Collection[Appointment], wishes: Mapping[UUID, Wish], therapists: Mapping[UUID, Therapist]
) -> set[UUID]:
    stays, at_tables = [], []
    for one in coming:
        start, minutes, wish = minute_of(one.starts_at), _minutes(one), wishes[one.id]
        rest = therapist_minutes(wish, therapists[one.therapist_id].rest_minutes) - minutes
        stays.append(Stay(one.id, one.therapist_id, one.location_id, start, start + minutes, rest))
        if one.table:
            reset = table_minutes(wish, one.table.room.reset_minutes) - minutes
            at_tables.append(Stay(one.id, one.table_id, one.location_id, start, start + minutes, reset))
    found = too_soon(stays, travel=travel_times()) | too_soon(at_tables)
    return cast("set[UUID]", {*found})  # the core takes any key; ours are UUIDs


def _over_limits(coming: Collection[Appointment], therapists: Mapping[UUID, Therapist], *, zone: ZoneInfo) -> set[UUID]:
    days: dict[tuple[UUID, date], list[tuple[UUID, int, bool]]] = defaultdict(list)
    for one in coming:
        hands_on = _minutes(one) if one.service.kind == Service.Kind.TREATMENT else 0
        on = one.starts_at.astimezone(zone).date()
        days[one.therapist_id, on].append((one.id, hands_on, is_deep(one.service.technique)))
    over = (over_limits(day, limits_of(therapists[who])) for (who, _on), day in days.items())
    return cast("set[UUID]", {key for keys in over for key in keys})


def _is_given(appointment: Appointment, therapist: Therapist) -> bool:
    """Whether the therapist gives this service, and it comes in this length. Staff may have chosen any other length:
    that fits neither before a change nor after."""
    service, minutes = appointment.service, _minutes(appointment)
    added = sum(one.minutes for one in appointment.add_ons.all())
    is_offered = minutes - added in {length.minutes for length in service.lengths.all()}
    is_giver = service in therapist.services.all() and is_trained(therapist, service, minutes=minutes)
    return is_offered and is_giver


def _after_licence(coming: Collection[Appointment], *, zone: ZoneInfo) -> set[UUID]:
    """Without any licence on record nothing is held back."""
    ends = licence_ends()
    last = {who: max(each for each in some if each) for who, some in ends.items() if None not in some}
    return {
        one.id
        for one in coming
        if one.therapist_id in last and one.starts_at.astimezone(zone).date() > last[one.therapist_id]
    }
