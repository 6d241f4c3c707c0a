"""The same question (workload W1), asked of a database: from its rows to the starts of each local day as JSON. They are
read by what a booking reads them with. Needs Django to be set up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.availability import cold_starts, starts_by_day
from bench.report import in_turn_ms
from bench.workload import DAYS, FIRST, NOTICE, RECOVERY, STEP, TREATMENT, WEEKLY, ZONE, Span, Workload, make, merged
from tableside.core.availability.offers import Question, TableTime, TherapistTime, Wish, offers
from tableside.core.timeline.civil import axis_of
from tableside.core.timeline.shifts import open_shifts
from tableside.core.timeline.timeline import cover
from tableside.core.timeline.window import instant_of

HOST = "localhost"  # under which the practice with the workload is reached
_PURE, _STORED = "W1, pure engine, cold", "W1, from the database to JSON"


@dataclass(frozen=True, slots=True)
class Measured:
    took: dict[str, float]
    queries: int

    @property
    def ratio(self) -> float:
        return self.took[_STORED] / self.took[_PURE]


def measure() -> Measured:
    """After making sure that both answer the same, and that a hundred therapists need no more queries."""
    from tableside.records.foundation.scope import practice_scope

    load = make(10, 7)
    ten, hundred = store(load, host=HOST), store(make(100, 70), host="a hundred")
    with practice_scope(hundred), CaptureQueriesContext(connection) as with_hundred:
        as_json(load.now_minute)
    with practice_scope(ten):
        with CaptureQueriesContext(connection) as with_ten:
            assert json.loads(as_json(load.now_minute)) == cold_starts(load), "the database answers otherwise"
        took = in_turn_ms({_PURE: lambda: cold_starts(load), _STORED: lambda: as_json(load.now_minute)}, times=60)
    return Measured(took, max(len(with_ten), len(with_hundred)))


def as_json(now_minute: int) -> str:
    """Every start of the practice that is in scope."""
    return json.dumps(starts_by_day(offers(question(now_minute))))


def question(now_minute: int) -> Question:
    """Three queries, whatever the number of therapists."""
    from tableside.records.scheduling.hours_queries import hours_exceptions, working_hours
    from tableside.records.scheduling.taken_queries import taken_on
    from tableside.workflows.times.free_ground import closed_for

    axis = axis_of(FIRST, days=DAYS, zone=ZONE)
    taken = taken_on(axis, now=instant_of(now_minute))
    hours = working_hours(taken.therapists)
    exceptions = hours_exceptions(taken.therapists, first=FIRST, last=FIRST + timedelta(days=DAYS))
    therapists = []
    for (who, where), rows in hours.items():
        shifts, other = [one.shift for one in rows], closed_for(where, exceptions[who], ())
        opens = open_shifts(axis, zone=ZONE, shifts=shifts, exceptions=other)
        therapists.append(TherapistTime(who, where, opens, cover(axis, taken.therapists[who])))
    here = therapists[0].location
    tables = tuple(TableTime(key, key, here, cover(axis, spans)) for key, spans in taken.tables.items())
    wish = Wish(TREATMENT, RECOVERY, STEP, notice_minutes=NOTICE, horizon_days=DAYS + 1)
    return Question(axis, ZONE, wish, tuple(therapists), tables, now_minute)


def store(load: Workload, *, host: str) -> UUID:
    """The workload as the rows of a practice that is reached under this name."""
    from tableside.records.foundation.scope import practice_scope
    from tableside.records.practice.models import Practice

    now = instant_of(load.now_minute)
    practice = Practice.objects.create(
        slug=host, name=host, host=host, time_zone=ZONE.key, currency="USD", created_at=now
    )
    with practice_scope(practice.id), transaction.atomic():
        _store(load)
    return practice.id


def _store(load: Workload) -> None:
    from tableside.records.practice.models import Location, MassageTable, Room, Therapist
    from tableside.records.scheduling.models import HoursException, Resource, WorkingHours

    location = Location.objects.create(name="Here")
    room = Room.objects.create(location=location, name="Room")
    for number, busy in enumerate(load.tables):
        table = MassageTable.objects.create(room=room, name=f"{number}")
        _reserve(Resource.objects.create(table=table), busy)
    for number, (exceptions, busy) in enumerate(zip(load.exceptions, load.busy, strict=True)):
        therapist = Therapist.objects.create(name=f"Therapist {number}", slug=f"therapist-{number}")
        WorkingHours.objects.bulk_create(
            WorkingHours(therapist=therapist, location=location, weekday=weekday, start_minute=start, end_minute=end)
            for weekday, start, end in WEEKLY
        )
        HoursException.objects.bulk_create(
            HoursException(
                therapist=therapist,
                location=None if start is None else location,
                on=on,
                start_minute=start,
                end_minute=end,
            )
            for on, start, end in exceptions
        )
        _reserve(Resource.objects.create(therapist=therapist), busy)


def _reserve(resource: Any, busy: tuple[Span, ...]) -> None:  # Any: models load later
    """Bookings, as far as free time is concerned: taken for a break, they need no client."""
    from tableside.records.scheduling.models import Reservation

    Reservation.objects.bulk_create(
        Reservation(resource=resource, start_minute=start, end_minute=end, why=Reservation.Why.BREAK)
        for start, end in merged(busy)
    )
