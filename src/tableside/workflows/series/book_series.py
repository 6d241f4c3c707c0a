"""Book the same again and again: every date is shown first, and those that suit are written in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from tableside.core.availability.explain import why_not
from tableside.core.availability.series import Occurrence, Rhythm, dates_of, series
from tableside.core.decision import Refusal, Refused
from tableside.core.permissions.actor import Actor
from tableside.core.timeline.civil import instant_on, local_day_of, wall_minute_of
from tableside.core.timeline.window import instant_of, minute_of, read_instant
from tableside.records.clients.models import Client
from tableside.records.foundation.transactions import in_transaction
from tableside.records.practice.models import Service
from tableside.records.practice.queries import facts_of
from tableside.records.scheduling.answers import answer_of, keep_answer, wait_for_keys
from tableside.records.scheduling.hours_queries import practice_closings
from tableside.records.scheduling.models import Appointment, Series
from tableside.records.scheduling.queries import appointments_of_booking, appointments_of_series
from tableside.records.scheduling.reserving import wait_for_everybody
from tableside.records.scheduling.series_actions import begin_series
from tableside.ui import moments
from tableside.workflows.booking.book import BookingRequest, Person, book_within
from tableside.workflows.booking.set_aside import Insistence, insist_on_reason
from tableside.workflows.messages.remind import plan_reminders
from tableside.workflows.series.tell_of_series import letter_about_all, tell_of_series
from tableside.workflows.times.choose_length import chosen_length
from tableside.workflows.times.day_limits import turns_on
from tableside.workflows.times.find_times import FreeTimes, Search, choice_at, free_times


@dataclass(frozen=True, slots=True)
class ProposedDate:
    """``starts_at`` is None where the wished time is not free; ``reason`` says why this one, or why none, and
    ``nearest`` are other times. ``against`` are the names of the rules that staff set aside if they book it."""

    wanted_on: date
    starts_at: datetime | None
    reason: str
    nearest: tuple[datetime, ...]
    against: tuple[str, ...] = ()
    wanted_at: datetime | None = None  # None where the clocks skip that time


@dataclass(frozen=True, slots=True)
class ProposedSeries:
    """``closed`` are dates that were left out, and why the practice is closed then; ``closed_at`` when they would have
    started."""

    dates: tuple[ProposedDate, ...]
    closed: tuple[tuple[date, str], ...]
    closed_at: tuple[datetime, ...] = ()

    @property
    def against(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for one in self.dates for name in one.against))


@dataclass(frozen=True, slots=True)
class SeriesRequest:
    """What one client wants on each of these dates. ``key`` names this request, so that sending it again finds what the
    first time made."""

    client: Client
    service: Service
    minutes: int
    starts: tuple[datetime, ...]
    key: str
    therapist_id: UUID | None = None
    location_id: UUID | None = None
    add_ons: tuple[UUID, ...] = ()
    insists: Insistence | None = None  # one reason for all dates that staff give against a rule
    tells: bool = True  # else staff tell the client themselves
    left_out: tuple[datetime, ...] = ()  # dates that were shown too, and may be put back later


def propose_series(search: Search, rhythm: Rhythm, *, start: datetime, now: datetime) -> ProposedSeries:
    """Every date of the series with whether it is free, for staff beyond the booking period too; nothing is written."""
    practice, zone = search.service.practice, ZoneInfo(search.service.practice.time_zone)
    first, wall = local_day_of(minute_of(start), zone=zone), wall_minute_of(minute_of(start), zone=zone)
    every = dates_of(rhythm, first=first)
    closed = practice_closings(practice, first=first, last=every.on[-1]) if every.on else {}
    dates = dates_of(rhythm, first=first, closed=closed)
    times = free_times(replace(search, until=start + (every.on[-1] - first) if every.on else None), now=now)
    found = series(dates.on, wall, zone=zone, offered=times.offers.minutes())
    return ProposedSeries(
        dates=tuple(_proposed(one, wall, times, therapist_id=search.therapist_id) for one in found),
        closed=tuple((on, closed[on]) for on in dates.skipped),
        closed_at=tuple(at for on in dates.skipped if (at := _at(on, wall, zone))),
    )


def read_starts(form: Mapping[str, str]) -> tuple[datetime, ...]:
    """The chosen starts as a form sends them, in ISO 8601 with an offset: one for each date, empty where it is left
    out."""
    read = [read_instant(text) for name, text in form.items() if name.startswith("start") and text]
    starts = tuple(start for start in read if start is not None)
    if not starts or len(starts) < len(read):
        raise Refusal("no_dates", gettext("Choose at least one date to book."))
    return starts


def book_series(request: SeriesRequest, *, by: Actor, now: datetime) -> tuple[Appointment, ...]:
    """Book these dates, all of them or none, and tell the client in one letter."""
    return in_transaction(lambda: book_series_within(request, by=by, now=now))


def book_series_within(request: SeriesRequest, *, by: Actor, now: datetime) -> tuple[Appointment, ...]:
    """In the caller's transaction. One date alone is an ordinary booking and makes no series."""
    starts = sorted(set(request.starts))
    if len(starts) == 1:
        alone = book_within(_one(request, starts[0]), by=by, now=now)
        return tuple(appointments_of_booking(alone.booking_id))
    wait_for_keys(request.key, *(_one(request, start).key for start in starts))
    body = _digest(request)
    kept = answer_of(request.key, body_sha256=body)
    if kept is not None:
        return tuple(appointments_of_series(UUID(str(kept["series"]))))
    _wait_for_all(request, starts, now=now, by=by)
    made = [_booked(request, start, by=by, now=now) for start in starts]
    begun = begin_series(request.client, made, left_out=request.left_out, by=by, now=now)
    keep_answer(request.key, body_sha256=body, answer={"series": str(begun.id)}, now=now)
    appointments = tuple(appointments_of_series(begun.id))
    _tell(begun, appointments, tells=request.tells, now=now)
    return appointments


def _booked(request: SeriesRequest, start: datetime, *, by: Actor, now: datetime) -> UUID:
    try:
        return book_within(_one(request, start), by=by, now=now, tells=False).appointment_ids[0]
    except Refusal as refusal:
        raise none_booked(refusal, start, zone=facts_of(request.service.practice).zone) from None


def _tell(begun: Series, appointments: Sequence[Appointment], *, tells: bool, now: datetime) -> None:
    """One letter for all, with one calendar file; the reminders of each are its own."""
    if tells:
        tell_of_series(appointments, letter_about_all(appointments, begun_at=begun.created_at, now=now), now=now)
    practice = facts_of(begun.practice)
    for appointment in appointments:
        plan_reminders(appointment, practice=practice, now=now)


def _wait_for_all(request: SeriesRequest, starts: Iterable[datetime], *, by: Actor, now: datetime) -> None:
    """Before anything is written, and for all dates at once: whoever waits in the middle would hold up the others. A
    date that is not free is named with its reason here, before the first one is booked."""
    length = chosen_length(request.service.id, minutes=request.minutes, add_ons=request.add_ons)
    search = Search(
        service=request.service,
        minutes=length.minutes if length else request.minutes,
        therapist_id=request.therapist_id,
        location_id=request.location_id,
        client_id=request.client.id,
        ignores_notice=by.is_staff,
        until=max(starts),
    )
    times = free_times(search, now=now)
    practice = request.service.practice
    _insist_on_reason(request, {start: times.against(start) for start in starts}, zone=times.question.zone)
    for start in starts:
        try:
            choice_at(times, start, therapist_id=request.therapist_id)
        except Refusal as refusal:
            raise none_booked(refusal, start, zone=times.question.zone) from None
    wait_for_everybody([request.client.id, *(turn for start in starts for turn in turns_on(start, practice))])


def _insist_on_reason(request: SeriesRequest, against: Mapping[datetime, tuple[str, ...]], *, zone: ZoneInfo) -> None:
    """One reason for all dates, asked for at once with everything that it sets aside."""
    names = tuple(dict.fromkeys(name for some in against.values() for name in some))
    if names:
        try:
            insist_on_reason(names, request.insists)
        except Refusal as refusal:
            first = min(start for start, some in against.items() if some)
            raise none_booked(refusal, first, zone=zone) from None


def none_booked(refusal: Refusal, start: datetime, *, zone: ZoneInfo) -> Refusal:
    """The same refusal, naming the date that it is about."""
    told = {"when": moments.full(start, zone), "reason": refusal.detail}
    outside = refusal.data.get("outside", ())
    return Refusal(refusal.code, gettext("%(when)s: %(reason)s So nothing has been changed.") % told, outside=outside)


def _proposed(one: Occurrence, wall: int, times: FreeTimes, *, therapist_id: UUID | None) -> ProposedDate:
    if one.start is not None:
        start = instant_of(one.start)
        return ProposedDate(one.wanted_on, start, "", (), times.against(start), start)
    nearest = tuple(map(instant_of, one.nearest))
    wanted = instant_on(one.wanted_on, wall, zone=times.question.zone)
    why = wanted if isinstance(wanted, Refused) else why_not(times.question, wanted, therapist=therapist_id)
    reason = why.detail if isinstance(why, Refused) else ""
    return ProposedDate(one.wanted_on, None, reason, nearest, (), _at(one.wanted_on, wall, times.question.zone))


def _at(on: date, wall: int, zone: ZoneInfo) -> datetime | None:
    minute = instant_on(on, wall, zone=zone)
    return None if isinstance(minute, Refused) else instant_of(minute)


def _one(request: SeriesRequest, start: datetime) -> BookingRequest:
    client = request.client
    return BookingRequest(
        service_id=request.service.id,
        minutes=request.minutes,
        starts_at=start,
        people=(Person(client.name, client.email, client.phone, client_id=client.id),),
        key=f"{request.key[:60]}:{minute_of(start)}",
        therapist_id=request.therapist_id,
        location_id=request.location_id,
        add_ons=request.add_ons,
        insists=request.insists,
        tells=request.tells,
    )


def _digest(request: SeriesRequest) -> str:
    chosen = [
        request.client.id,
        request.service.id,
        request.minutes,
        request.therapist_id,
        request.location_id,
        request.tells,
    ]
    chosen += sorted(request.add_ons)
    body = json.dumps([*map(str, chosen), *sorted(start.isoformat() for start in set(request.starts))])
    return hashlib.sha256(body.encode()).hexdigest()
