"""When people work, read back: hours with their kind, exceptions, closings, time off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tableside.core.timeline.shifts import ALWAYS, Season, Shift
from tableside.core.timeline.window import minute_of
from tableside.records.foundation.prepared import prepared
from tableside.records.practice.models import Practice
from tableside.records.scheduling.holidays import public_holidays
from tableside.records.scheduling.models import (
    ClosedDay,
    HoursException,
    HoursVisibility,
    Reservation,
    WorkingHours,
)


@dataclass(frozen=True, slots=True)
class HoursKind:
    """When weekly hours hold, and for whom they are. The hours of one kind are one week, changed together."""

    season: Season = ALWAYS
    visibility: str = HoursVisibility.ONLINE

    def columns(self) -> dict[str, object]:
        return {
            "valid_from": self.season.first,
            "valid_until": self.season.last,
            "every_second_from": self.season.every_second_from,
            "visibility": self.visibility,
        }


USUAL = HoursKind()


@dataclass(frozen=True, slots=True)
class Hours:
    """A shift, and for whom it is."""

    shift: Shift
    visibility: str = HoursVisibility.ONLINE
    key: UUID | None = field(default=None, compare=False)  # of the row

    @property
    def kind(self) -> HoursKind:
        return HoursKind(self.shift.season, self.visibility)

    @property
    def span(self) -> tuple[int, int, int]:
        return self.shift.weekday, self.shift.start_minute, self.shift.end_minute


@dataclass(frozen=True, slots=True)
class DayHours:
    """Hours of a local date in place of those of the week; without location and minutes: not working."""

    on: date
    location_id: UUID | None = None
    start_minute: int | None = None
    end_minute: int | None = None
    visibility: str = HoursVisibility.ONLINE


HoursByPlace = dict[tuple[UUID, UUID], list[Hours]]


def working_hours(therapist_ids: Iterable[UUID]) -> HoursByPlace:
    """By therapist and location, in the order of the week."""
    hours: HoursByPlace = defaultdict(list)
    rows = sorted(_weekly(list(therapist_ids)), key=itemgetter(2, 3))
    for therapist_id, location_id, *shift, visibility, key in rows:
        hours[therapist_id, location_id].append(Hours(_shift(*shift), visibility, key))
    return hours


@lru_cache(maxsize=1024)
def _shift(weekday: int, start_minute: int, end_minute: int, *season: date | None) -> Shift:
    """Made once: the people of a practice work much the same hours."""
    return Shift(weekday, start_minute, end_minute, Season(*season) if any(season) else ALWAYS)


@prepared
def _weekly(therapist_ids: Collection[UUID]) -> QuerySet[WorkingHours, Any]:  # Any: rows of ten columns
    return WorkingHours.objects.filter(therapist__in=therapist_ids).values_list(
        *("therapist_id", "location_id", "weekday", "start_minute", "end_minute"),
        *("valid_from", "valid_until", "every_second_from", "visibility", "pk"),
    )


def hours_kind(hours_id: UUID, *, therapist_id: UUID, location_id: UUID) -> HoursKind | None:
    """The kind of which these hours are, if they are of this therapist at this location."""
    row = WorkingHours.objects.filter(pk=hours_id, therapist=therapist_id, location=location_id).first()
    if row is None:
        return None
    return HoursKind(Season(row.valid_from, row.valid_until, row.every_second_from), row.visibility)


def hours_exceptions(therapist_ids: Iterable[UUID], *, first: date, last: date) -> dict[UUID, list[DayHours]]:
    """By therapist, in the order of time."""
    exceptions: dict[UUID, list[DayHours]] = defaultdict(list)
    for therapist_id, *told in _told_days(list(therapist_ids), first=first, last=last):
        exceptions[therapist_id].append(DayHours(*told))
    return defaultdict(list, {key: sorted(days, key=_in_time) for key, days in exceptions.items()})


@prepared
def _told_days(
    therapist_ids: Collection[UUID], *, first: date, last: date
) -> QuerySet[HoursException, Any]:  # Any: likewise
    rows = HoursException.objects.filter(therapist__in=therapist_ids, on__gte=first, on__lte=last)
    return rows.values_list("therapist_id", *_DAY_COLUMNS)


def _in_time(day: DayHours) -> tuple[date, int]:
    return day.on, day.start_minute or 0


_DAY_COLUMNS = ("on", "location_id", "start_minute", "end_minute", "visibility")


def practice_closings(practice: Practice, *, first: date, last: date) -> dict[date, str]:
    """Dates on which the practice is closed, and why: public holidays, but for those it opened, and its own days."""
    closed = public_holidays(practice.holiday_country, practice.holiday_subdivision, first=first, last=last)
    for day in _closed_days(first=first, last=last):
        closed.pop(day.on, None)
        if day.is_closed:
            closed[day.on] = day.name
    return dict(sorted(closed.items()))


def own_closings(*, first: date, last: date) -> dict[date, ClosedDay]:
    """What the practice itself said of these dates: closed, or open although it is a public holiday."""
    return {day.on: day for day in _closed_days(first=first, last=last)}


@prepared
def _closed_days(*, first: date, last: date) -> QuerySet[ClosedDay]:
    return ClosedDay.objects.filter(on__gte=first, on__lte=last).order_by("on")


def time_off_ahead(*, now: datetime) -> QuerySet[Reservation]:
    """What therapists keep free of clients and is not over yet: time off and protected breaks."""
    kinds = (Reservation.Why.TIME_OFF, Reservation.Why.BREAK)
    ahead = Reservation.objects.filter(why__in=kinds, end_minute__gt=minute_of(now), resource__therapist__isnull=False)
    return ahead.select_related("resource__therapist").order_by("start_minute", "pk")


def exceptions_ahead(*, since: date) -> QuerySet[HoursException]:
    """Dates from then on at which a therapist works otherwise than in the week, or not."""
    ahead = HoursException.objects.filter(on__gte=since).select_related("therapist", "location")
    return ahead.order_by("on", "therapist__name", "therapist", "start_minute")


def exceptions_by_day(*, since: date) -> dict[tuple[UUID, date], tuple[DayHours, ...]]:
    """By therapist and date: the hours of that date, none of them meaning that they do not work."""
    days: dict[tuple[UUID, date], tuple[DayHours, ...]] = {}
    for therapist_id, *told in exceptions_ahead(since=since).values_list("therapist_id", *_DAY_COLUMNS):
        hours = DayHours(*told)
        here = (hours,) if hours.location_id else ()
        days[therapist_id, hours.on] = (*days.get((therapist_id, hours.on), ()), *here)
    return days
