"""Give several days other hours at once, or none, and put back what held before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tableside.core.permissions.actor import Actor
from tableside.records.practice.models import Therapist
from tableside.records.practice.queries import all_therapists
from tableside.records.scheduling.hours_actions import close_day, open_day, set_day
from tableside.records.scheduling.hours_queries import DayHours, exceptions_by_day


@transaction.atomic
def close_days(therapists: Sequence[Therapist], days: Iterable[date], *, by: Actor, now: datetime) -> None:
    """All of them or none. What is booked on these days stays booked."""
    for day in days:
        for therapist in therapists:
            close_day(therapist, on=day, by=by, now=now)


@transaction.atomic
def set_days(
    therapist: Therapist, days: Iterable[date], *, hours: Sequence[DayHours], by: Actor, now: datetime
) -> None:
    """The same hours on each of these dates; all of them or none. What is booked on these days stays booked."""
    for day in days:
        set_day(therapist, on=day, hours=[replace(one, on=day) for one in hours], by=by, now=now)


@transaction.atomic
def restore_days(
    wanted: Mapping[tuple[UUID, date], Sequence[DayHours]], *, since: date, by: Actor, now: datetime
) -> None:
    """Of all dates from ``since`` on, these are otherwise than in the week, and no others."""
    therapists = {therapist.id: therapist for therapist in all_therapists()}
    standing = exceptions_by_day(since=since)
    coming = {day: tuple(hours) for day, hours in wanted.items() if day[1] >= since}
    for who, on in standing.keys() - coming.keys():
        open_day(therapists[who], on=on, by=by, now=now)
    for (who, on), hours in coming.items():
        if standing.get((who, on)) == hours:
            continue
        if hours:
            set_day(therapists[who], on=on, hours=hours, by=by, now=now)
        else:
            close_day(therapists[who], on=on, by=by, now=now)
