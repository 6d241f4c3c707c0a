"""When people work, in writing: hours, holidays, closed days, time off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.timeline.window import minute_of
from tableside.records.audit.actions import record
from tableside.records.foundation.scope import current_practice_id
from tableside.records.practice.models import Location, Therapist
from tableside.records.practice.queries import practice_to_change
from tableside.records.scheduling.giving_way import give_back
from tableside.records.scheduling.hours_queries import USUAL, DayHours, Hours, HoursKind
from tableside.records.scheduling.models import (
    ClosedDay,
    HoursException,
    Reservation,
    Resource,
    WorkingHours,
)
from tableside.records.scheduling.reserving import OfferTaken, end_holds, wait_for_turn


@transaction.atomic
def set_hours(
    therapist: Therapist,
    *,
    location: Location,
    hours: Sequence[tuple[int, int, int]],
    kind: HoursKind = USUAL,
    was: HoursKind | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Replace the weekly hours of this kind at this location by ``(weekday, start_minute, end_minute)`` rows, Monday
    being 0. ``was`` is the kind that they had until now."""
    for one in {was or kind, kind}:
        told = {f"{name}__isnull" if value is None else name: value or True for name, value in one.columns().items()}
        WorkingHours.objects.filter(therapist=therapist, location=location, **told).delete()
    for weekday, start_minute, end_minute in hours:
        WorkingHours.objects.create(
            therapist=therapist,
            location=location,
            weekday=weekday,
            start_minute=start_minute,
            end_minute=end_minute,
            **kind.columns(),
        )
    record("hours.set", subject=("therapist", therapist.id), by=by, now=now)


@transaction.atomic
def restore_hours(
    therapist: Therapist, *, location: Location, hours: Sequence[Hours], by: Actor, now: datetime
) -> None:
    """Replace all hours at this location, of every kind, by what they were."""
    WorkingHours.objects.filter(therapist=therapist, location=location).delete()
    for one in hours:
        weekday, start_minute, end_minute = one.span
        WorkingHours.objects.create(
            therapist=therapist,
            location=location,
            weekday=weekday,
            start_minute=start_minute,
            end_minute=end_minute,
            **one.kind.columns(),
        )
    record("hours.restored", subject=("therapist", therapist.id), by=by, now=now)


@transaction.atomic
def choose_holidays(*, country: str, subdivision: str, by: Actor, now: datetime) -> None:
    """Close the practice on the public holidays of this country, or of none; days said one by one stay."""
    practice = practice_to_change()
    practice.holiday_country, practice.holiday_subdivision = country, subdivision
    practice.save(update_fields=["holiday_country", "holiday_subdivision"])
    detail: dict[str, object] = {"country": country, "subdivision": subdivision}
    record("holidays.chosen", subject=("practice", practice.id), by=by, now=now, detail=detail)


@transaction.atomic
def say_of_day(on: date, *, is_closed: bool | None, name: str = "", by: Actor, now: datetime) -> None:
    """The whole practice is closed on this date, or open although it is a holiday; None: as the calendar has it."""
    ClosedDay.objects.filter(on=on).delete()
    if is_closed is not None:
        ClosedDay.objects.create(on=on, name=name, is_closed=is_closed)
    said = "practice.closed_day" if is_closed else "practice.opened_day"
    deed = "practice.usual_day" if is_closed is None else said
    record(deed, subject=("practice", current_practice_id()), by=by, now=now, detail={"on": on.isoformat()})


@transaction.atomic
def close_day(therapist: Therapist, *, on: date, by: Actor, now: datetime) -> None:
    """The therapist does not work on this local date, whatever the week says."""
    HoursException.objects.filter(therapist=therapist, on=on).delete()
    HoursException.objects.create(therapist=therapist, on=on)
    record("hours.closed", subject=("therapist", therapist.id), by=by, now=now, detail={"on": on.isoformat()})


@transaction.atomic
def set_day(therapist: Therapist, *, on: date, hours: Sequence[DayHours], by: Actor, now: datetime) -> None:
    """On this local date the therapist works in these hours, whatever the week says."""
    HoursException.objects.filter(therapist=therapist, on=on).delete()
    for one in hours:
        HoursException.objects.create(
            therapist=therapist,
            on=on,
            location_id=one.location_id,
            start_minute=one.start_minute,
            end_minute=one.end_minute,
            visibility=one.visibility,
        )
    record("hours.day_set", subject=("therapist", therapist.id), by=by, now=now, detail={"on": on.isoformat()})


@transaction.atomic
def open_day(therapist: Therapist, *, on: date, by: Actor, now: datetime) -> None:
    """The day follows the week again."""
    if not HoursException.objects.filter(therapist=therapist, on=on).delete()[0]:
        raise Refusal("not_closed", "This day is as in every week already, so there is nothing to take back.")
    record("hours.reopened", subject=("therapist", therapist.id), by=by, now=now, detail={"on": on.isoformat()})


@transaction.atomic
def take_time_off(
    therapist: Therapist,
    *,
    start: datetime,
    end: datetime,
    note: str = "",
    why: Reservation.Why = Reservation.Why.TIME_OFF,
    by: Actor,
    now: datetime,
) -> Reservation:
    """Keep the therapist free of clients for a while; refused where clients are booked. The note stays inside."""
    wait_for_turn([therapist.id])
    resource, _made = Resource.objects.get_or_create(therapist=therapist)
    end_holds([resource], now=now)
    try:
        with transaction.atomic():
            taken = Reservation.objects.create(
                resource=resource, start_minute=minute_of(start), end_minute=minute_of(end), why=why, note=note or None
            )
    except IntegrityError:
        raise OfferTaken from None
    record("time_off.taken", subject=("therapist", therapist.id), by=by, now=now)
    return taken


@transaction.atomic
def end_time_off(reservation: Reservation, *, by: Actor, now: datetime) -> None:
    """Give the time back: clients can be booked in it again."""
    therapist_id = reservation.resource.therapist_id
    assert therapist_id is not None
    record("time_off.ended", subject=("therapist", therapist_id), by=by, now=now)
    give_back(Reservation.objects.filter(pk=reservation.pk))
