"""What a day has already, by which limits are kept: appointments that count, and times that somebody is booking."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from tableside.core.timeline.window import instant_of, minute_of
from tableside.records.scheduling.models import Appointment, Reservation

_COUNTING = (
    Appointment.Status.REQUESTED,
    Appointment.Status.BOOKED,
    Appointment.Status.ARRIVED,
    Appointment.Status.COMPLETED,
)


def day_work(
    therapist_ids: Iterable[UUID],
    *,
    since: datetime,
    zone: ZoneInfo,
    without: Collection[UUID] = (),
    held_by: str = "",
    now: datetime,
) -> dict[UUID, list[tuple[date, int, str, str]]]:
    """By therapist: local date, minutes, technique and kind of service of each appointment from then on that counts,
    and of what others than ``held_by`` are booking."""
    ids = list(therapist_ids)
    work: dict[UUID, list[tuple[date, int, str, str]]] = defaultdict(list)
    rows = Appointment.objects.filter(therapist__in=ids, starts_at__gte=since, status__in=_COUNTING)
    rows = rows.exclude(pk__in=without) if without else rows
    columns = ("therapist_id", "starts_at", "ends_at", "service__technique", "service__kind")
    for therapist_id, start, end, technique, kind in rows.values_list(*columns):
        minutes = int((end - start).total_seconds()) // 60
        work[therapist_id].append((start.astimezone(zone).date(), minutes, technique, kind))
    held = _held(since=since, held_by=held_by, now=now).filter(resource__therapist__in=ids)
    columns = ("resource__therapist_id", "start_minute", "minutes", "service__technique", "service__kind")
    for therapist_id, start_minute, minutes, technique, kind in held.values_list(*columns):
        work[therapist_id].append((instant_of(start_minute).astimezone(zone).date(), minutes, technique, kind))
    return work


def first_visits(
    *, since: datetime, zone: ZoneInfo, without: Collection[UUID] = (), held_by: str = "", now: datetime
) -> Counter[date]:
    """By local date: how many clients come for the first time, or are booking that; ``without`` are about to be
    moved."""
    earlier = Appointment.objects.filter(
        client=OuterRef("client"), starts_at__lt=OuterRef("starts_at"), status__in=_COUNTING
    )
    rows = Appointment.objects.filter(~Exists(earlier), starts_at__gte=since, status__in=_COUNTING)
    rows = rows.exclude(pk__in=without) if without else rows
    held = _held(since=since, held_by=held_by, now=now).filter(is_first_visit=True)
    starts = [*rows.values_list("starts_at", flat=True), *map(instant_of, held.values_list("start_minute", flat=True))]
    return Counter(start.astimezone(zone).date() for start in starts)


def has_been_booked(client_id: UUID, *, but: UUID | None = None) -> bool:
    """Whether the client has come before, or will."""
    return (
        Appointment.objects.filter(client=client_id, status__in=_COUNTING).exclude(pk__in=[but] if but else []).exists()
    )


def _held(*, since: datetime, held_by: str, now: datetime) -> QuerySet[Reservation]:
    """One row for each therapist whose time is held for somebody else than this browser."""
    rows = Reservation.objects.filter(why=Reservation.Why.HOLD, expires_at__gt=now, start_minute__gte=minute_of(since))
    rows = rows.filter(service__isnull=False)
    return rows.exclude(held_by=held_by) if held_by else rows
