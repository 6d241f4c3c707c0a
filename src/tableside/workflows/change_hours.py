"""Close days for several therapists at once, and open them again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from tableside.core.permissions.actor import Actor
from tableside.records.practice.models import Therapist
from tableside.records.scheduling.hours_actions import close_day


@transaction.atomic
def close_days(therapists: Sequence[Therapist], days: Iterable[date], *, by: Actor, now: datetime) -> None:
    """All of them or none. What is booked on these days stays booked."""
    for day in days:
        for therapist in therapists:
            close_day(therapist, on=day, by=by, now=now)
