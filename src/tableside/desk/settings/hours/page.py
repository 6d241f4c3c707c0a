"""Every therapist's week, the closed days ahead, and what is booked outside of all that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR

from tableside.records.practice.models import Location, Therapist
from tableside.records.practice.queries import bookable_therapists, locations
from tableside.records.scheduling.models import Appointment, HoursException
from tableside.records.scheduling.queries import closed_days, working_hours
from tableside.workflows.hours_effects import outside_hours

Span = tuple[int, int, int]


@dataclass(frozen=True)
class Place:
    """``lines`` are the days with their hours: ``Mon 09:00–12:00, 13:00–17:00``."""

    location: Location
    lines: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class Week:
    therapist: Therapist
    places: tuple[Place, ...]
    outside: tuple[Appointment, ...]


@dataclass(frozen=True)
class HoursPage:
    weeks: tuple[Week, ...]
    closed: tuple[HoursException, ...]

    @classmethod
    def of(cls, *, now: datetime) -> HoursPage:
        therapists, places = list(bookable_therapists()), list(locations())
        weekly = working_hours([therapist.id for therapist in therapists])
        outside = outside_hours(therapists, now=now)
        return cls(
            weeks=tuple(
                Week(
                    therapist=therapist,
                    places=tuple(
                        _place(therapist, place, [one.span for one in weekly.get((therapist.id, place.id), ())])
                        for place in places
                    ),
                    outside=outside.get(therapist.id, ()),
                )
                for therapist in therapists
            ),
            closed=tuple(closed_days(since=timezone.localdate(now))),
        )


def _place(therapist: Therapist, location: Location, spans: Sequence[Span]) -> Place:
    days = sorted({day for day, _start, _end in spans})
    lines = tuple(
        f"{WEEKDAYS_ABBR[day]} {', '.join(f'{_clock(start)}–{_clock(end)}' for on, start, end in spans if on == day)}"
        for day in days
    )
    return Place(location, lines, reverse("desk:settings-week", args=[therapist.id, location.id]))


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
