"""Close days for several therapists at once, and open them again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tableside.core.permissions.actor import Actor
from tableside.records.practice.models import Therapist
from tableside.records.practice.queries import all_therapists
from tableside.records.scheduling.hours_actions import close_day, open_day
from tableside.records.scheduling.hours_queries import closed_days


@transaction.atomic
def close_days(therapists: Sequence[Therapist], days: Iterable[date], *, by: Actor, now: datetime) -> None:
    """All of them or none. What is booked on these days stays booked."""
    for day in days:
        for therapist in therapists:
            close_day(therapist, on=day, by=by, now=now)


@transaction.atomic
def set_closed_days(wanted: Collection[tuple[UUID, date]], *, since: date, by: Actor, now: datetime) -> None:
    """Of all dates from ``since`` on, these are closed for these therapists, and no others."""
    therapists = {therapist.id: therapist for therapist in all_therapists()}
    closed = {(day.therapist_id, day.on) for day in closed_days(since=since)}
    coming = {(who, on) for who, on in wanted if on >= since}
    for who, on in closed - coming:
        open_day(therapists[who], on=on, by=by, now=now)
    for who, on in coming - closed:
        close_day(therapists[who], on=on, by=by, now=now)
