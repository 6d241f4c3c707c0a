"""Days that have no room for one booking more: a therapist's limits, and the practice's for first visits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from tableside.core.availability.limits import NO_LIMITS, DayLimits, DayWork, full_dates, is_too_much, ticks_of
from tableside.core.charting.load import DEEP_FROM_LEVEL
from tableside.core.decision import Refusal
from tableside.core.timeline.window import instant_of
from tableside.knowledge.load_techniques import load_techniques
from tableside.records.clients.models import Client
from tableside.records.practice.models import Practice, Service, Therapist
from tableside.records.scheduling.day_queries import day_work, first_visits, has_been_booked
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import upcoming_appointments
from tableside.workflows.times.free_ground import Ground


def full_days_of_therapists(
    ground: Ground, therapists: Sequence[Therapist], *, service: Service, minutes: int
) -> dict[UUID, int]:
    """Therapist to the ticks of days on which this session is over one of their limits; only who has a limit."""
    limits = {one.id: limits_of(one) for one in therapists if limits_of(one) != NO_LIMITS}
    if not limits:
        return {}
    since = instant_of(ground.axis.origin_minute)
    rows = day_work(
        limits, since=since, zone=ground.zone, without=ground.without, held_by=ground.held_by, now=ground.now
    )
    deep, counted = is_deep(service.technique), minutes if service.kind == Service.Kind.TREATMENT else 0
    full = {}
    for key, limit in limits.items():
        if is_too_much(limit, minutes=counted, is_deep=deep):
            full[key] = ground.axis.everything
            continue
        dates = full_dates(work_by_date(rows.get(key, [])), limit, minutes=counted, is_deep=deep)
        full[key] = ticks_of(ground.axis, dates, zone=ground.zone)
    return full


def full_days_of_client(ground: Ground, client_id: UUID | None, *, moving: Appointment | None) -> int:
    """The ticks of days that have all the first visits that the practice wants; none for who has been here. Somebody
    who does not say who they are counts as new."""
    most = ground.practice.new_clients_per_day
    if most is None:
        return 0
    if client_id is not None and has_been_booked(client_id, but=moving.id if moving else None):
        return 0
    counts = first_visits(
        since=instant_of(ground.axis.origin_minute),
        zone=ground.zone,
        without=ground.without,
        held_by=ground.held_by,
        now=ground.now,
    )
    return ticks_of(ground.axis, [on for on, count in counts.items() if count >= most], zone=ground.zone)


def insist_on_client_limits(clients: Sequence[Client], *, service: Service, now: datetime) -> None:
    """What the practice lets clients book by themselves: so many ahead, and not everything on a first visit."""
    most = service.practice.coming_limit
    details = {
        "not_for_new_clients": "This treatment is not given on a first visit. Please choose another one.",
        "client_limit": f"You can have {most} appointments ahead at a time. Please contact the practice for more.",
    }
    for client in clients:
        for code in limits_against(client.id, service=service, now=now):
            raise Refusal(code, details[code])


def turns_on(start: datetime, practice: Practice) -> tuple[str, ...]:
    """What everybody waits for who gives a place of this day, where first visits are limited: two who take the last one
    at the same moment may have nothing else in common."""
    if practice.new_clients_per_day is None:
        return ()
    return (f"first visits:{practice.id}:{start.astimezone(ZoneInfo(practice.time_zone)).date()}",)


def limits_against(client_id: UUID | None, *, service: Service, now: datetime) -> Iterator[str]:
    """The names of those limits that stand against one appointment more; nobody known is somebody new."""
    most = service.practice.coming_limit
    if not service.is_for_new_clients and (client_id is None or not has_been_booked(client_id)):
        yield "not_for_new_clients"
    if most is not None and client_id and upcoming_appointments(client_id, now=now).count() >= most:
        yield "client_limit"


def limits_of(therapist: Therapist) -> DayLimits:
    return DayLimits(therapist.clients_a_day, therapist.hands_on_minutes_a_day, therapist.deep_minutes_a_day)


def is_deep(technique: str) -> bool:
    """Whether all of this technique is deep pressure; another is done at the depth that somebody chooses."""
    known = load_techniques().get(technique)
    return known is not None and known.pressure is not None and known.pressure.lightest >= DEEP_FROM_LEVEL


def work_by_date(rows: Sequence[tuple[date, int, str, str]]) -> dict[date, DayWork]:
    """A consultation is a client, but no work of the hands."""
    work: dict[date, DayWork] = {}
    for on, minutes, technique, kind in rows:
        hands_on = minutes if kind == Service.Kind.TREATMENT else 0
        work[on] = work.get(on, DayWork()).with_session(hands_on, is_deep=is_deep(technique))
    return work
