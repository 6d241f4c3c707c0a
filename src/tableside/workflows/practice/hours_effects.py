"""What a change of hours leaves outside of them: loads hours and appointments, and lets the core compare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import chain
from uuid import UUID
from zoneinfo import ZoneInfo

from tableside.core.timeline.civil import axis_of
from tableside.core.timeline.timeline import cover
from tableside.core.timeline.window import minute_of
from tableside.records.practice.models import Therapist
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import coming_of
from tableside.workflows.practice.effects import left_behind
from tableside.workflows.times.free_ground import hours_by_place


def effect_of(change: Callable[[], None], therapists: Sequence[Therapist], *, now: datetime) -> tuple[Appointment, ...]:
    """What this change would leave outside of the hours that is inside now."""
    return left_behind(change, lambda: chain.from_iterable(outside_hours(therapists, now=now).values()))


def outside_hours(therapists: Iterable[Therapist], *, now: datetime) -> dict[UUID, tuple[Appointment, ...]]:
    """By therapist: what is booked at times at which they do not work there (any more), earliest first."""
    ids = [therapist.id for therapist in therapists]
    coming = list(coming_of(ids, now=now))
    if not coming:
        return {}
    zone = ZoneInfo(current_practice().time_zone)
    today, last = (at.astimezone(zone).date() for at in (now, max(appointment.ends_at for appointment in coming)))
    axis = axis_of(today, days=(last - today).days + 1, zone=zone)
    hours = hours_by_place(ids, axis=axis, zone=zone, first=today, last=last)
    outside: dict[UUID, tuple[Appointment, ...]] = {}
    for appointment in coming:
        taken = cover(axis, [(minute_of(appointment.starts_at), minute_of(appointment.ends_at))])
        if taken & ~hours.get((appointment.therapist_id, appointment.location_id), 0):
            outside[appointment.therapist_id] = (*outside.get(appointment.therapist_id, ()), appointment)
    return outside
