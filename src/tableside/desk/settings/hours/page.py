"""Every therapist's weeks, the days ahead that are otherwise, and what is booked outside of all that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR

from tableside.desk.settings.hours.kinds import VISIBILITY, kind_words
from tableside.records.practice.models import Location, Therapist
from tableside.records.practice.queries import bookable_therapists, locations
from tableside.records.scheduling.hours_queries import USUAL, Hours, HoursKind, exceptions_ahead, working_hours
from tableside.records.scheduling.models import Appointment, HoursException, HoursVisibility
from tableside.workflows.practice.hours_effects import outside_hours


@dataclass(frozen=True)
class KindOfWeek:
    """``lines`` are the days with their hours: ``Mon 09:00–12:00, 13:00–17:00``."""

    words: str
    lines: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class Place:
    location: Location
    weeks: tuple[KindOfWeek, ...]
    add_url: str


@dataclass(frozen=True)
class Week:
    therapist: Therapist
    places: tuple[Place, ...]
    outside: tuple[Appointment, ...]


@dataclass(frozen=True)
class DayAhead:
    """``lines`` are the hours of that date; none where the therapist does not work."""

    on: date
    therapist: Therapist
    lines: tuple[str, ...]


@dataclass(frozen=True)
class HoursPage:
    weeks: tuple[Week, ...]
    days: tuple[DayAhead, ...]

    @classmethod
    def of(cls, *, now: datetime) -> HoursPage:
        therapists, places = list(bookable_therapists()), list(locations())
        hours = working_hours([therapist.id for therapist in therapists])
        outside = outside_hours(therapists, now=now)
        return cls(
            weeks=tuple(
                Week(
                    therapist=therapist,
                    places=tuple(_place(therapist, place, hours.get((therapist.id, place.id), ())) for place in places),
                    outside=outside.get(therapist.id, ()),
                )
                for therapist in therapists
            ),
            days=_days_ahead(since=timezone.localdate(now), with_place=len(places) > 1),
        )


def _place(therapist: Therapist, location: Location, hours: Sequence[Hours]) -> Place:
    here = [therapist.id, location.id]
    usual = KindOfWeek("", _lines(hours, USUAL), reverse("desk:settings-week", args=here))
    others = [
        KindOfWeek(kind_words(kind), _lines(hours, kind), reverse("desk:settings-week-other", args=[*here, key]))
        for kind, key in keys_of_kinds(hours).items()
    ]
    return Place(location, (usual, *others), reverse("desk:settings-week-add", args=here))


def keys_of_kinds(hours: Sequence[Hours]) -> dict[HoursKind, object]:
    """Each kind but the usual one, in the order of its dates, and the key of a row that is of it."""
    found = {one.kind: one.key for one in hours if one.kind != USUAL}
    return dict(sorted(found.items(), key=lambda item: str(item[0])))


def _lines(hours: Sequence[Hours], kind: HoursKind) -> tuple[str, ...]:
    spans = [one.span for one in hours if one.kind == kind]
    days = sorted({day for day, _start, _end in spans})
    return tuple(
        f"{WEEKDAYS_ABBR[day]} {', '.join(f'{_clock(start)}–{_clock(end)}' for on, start, end in spans if on == day)}"
        for day in days
    )


def _days_ahead(*, since: date, with_place: bool) -> tuple[DayAhead, ...]:
    days: dict[tuple[date, Therapist], tuple[str, ...]] = {}
    for one in exceptions_ahead(since=since):
        line = (_line(one, with_place=with_place),) if one.location_id else ()
        days[one.on, one.therapist] = (*days.get((one.on, one.therapist), ()), *line)
    return tuple(DayAhead(on, therapist, lines) for (on, therapist), lines in days.items())


def _line(one: HoursException, *, with_place: bool) -> str:
    """``09:00–12:00, Mill, hidden: for staff only``."""
    assert one.location and one.start_minute is not None and one.end_minute is not None
    words = [f"{_clock(one.start_minute)}–{_clock(one.end_minute)}"]
    words += [one.location.name] if with_place else []
    words += [str(VISIBILITY[one.visibility])] if one.visibility != HoursVisibility.ONLINE else []
    return ", ".join(words)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
