"""Reading calendar feeds, and what is known from therapists' other calendars."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet

from tableside.core.timeline.timeline import Axis
from tableside.records.calendars.models import CalendarFeed, OtherCalendar
from tableside.records.clients.links import token_hash
from tableside.records.foundation.prepared import prepared

_LONG = timedelta(days=1)


def feed_of_token(token: str) -> CalendarFeed | None:
    """What this token opens. The address of a therapist who has left opens nothing, nor do guests have one."""
    feed = CalendarFeed.objects.filter(token_sha256=token_hash(token)).select_related("therapist", "client").first()
    if feed is None or (feed.therapist and feed.therapist.membership_id is None):
        return None
    return feed


def elsewhere_on(axis: Axis) -> dict[UUID, list[tuple[int, int]]]:
    """By therapist: the minutes of this axis that their other calendar takes; one query."""
    return {
        therapist_id: [(start, end) for start, end in busy if start < axis.end_minute and end > axis.origin_minute]
        for therapist_id, busy in _all_elsewhere()
    }


@prepared
def _all_elsewhere() -> QuerySet[OtherCalendar, tuple[UUID, list[tuple[int, int]]]]:
    return OtherCalendar.objects.exclude(busy=[]).values_list("therapist_id", "busy")


def newest_elsewhere() -> QuerySet[OtherCalendar, datetime]:
    """When a reading last changed what ``elsewhere_on`` answers, as a query inside another."""
    rows = OtherCalendar.objects.order_by().values("practice").annotate(at=Max("busy_changed_at"))
    return rows.values_list("at", flat=True)


def due_calendars(*, now: datetime) -> QuerySet[OtherCalendar]:
    """In all practices: whose turn it is to be read, the longest waiting first."""
    return OtherCalendar.everywhere.filter(next_read_at__lte=now).order_by("next_read_at", "pk")


def failing_calendars(*, now: datetime) -> list[OtherCalendar]:
    """Those that could not be read for a day."""
    return _failing_calendars(since=now - _LONG)


@prepared
def _failing_calendars(*, since: datetime) -> QuerySet[OtherCalendar]:
    rows = OtherCalendar.objects.filter(failing_since__lte=since).select_related("therapist")
    return rows.defer("address").order_by("therapist__name")
