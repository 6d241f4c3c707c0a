"""What is taken, as plain integers, in a fixed number of queries whatever the number of therapists."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, Count, OuterRef, Q, QuerySet, Subquery, Sum, TextField
from django.db.models.functions import Coalesce

from tableside.core.timeline.timeline import Axis
from tableside.core.timeline.window import minute_of
from tableside.records.audit.queries import newest_changes
from tableside.records.foundation.prepared import prepared
from tableside.records.scheduling.models import (
    Reservation,
    Resource,
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Taken:
    """Reserved spans in minutes since 1970, by therapist, table, piece of equipment and client."""

    therapists: dict[UUID, list[Span]]
    tables: dict[UUID, list[Span]]
    equipment: dict[UUID, list[Span]]
    clients: dict[UUID, list[Span]]


class _AllSpans(Aggregate):
    """``start,end,start,end,...`` of a group in one text. A practice has thousands of reservations and a few dozen
    resources: one row for each of those is read seven times faster than one for each reservation."""

    output_field = TextField()

    def __init__(self) -> None:
        super().__init__("start_minute", "end_minute")

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:  # Any: Django's own signature
        template = "GROUP_CONCAT(%(expressions)s, ',')"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" || ',' || ", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "STRING_AGG(CONCAT_WS(',', %(expressions)s), ',')"
        return self.as_sql(compiler, connection, template=template, **more)


def taken_on(
    axis: Axis,
    *,
    now: datetime,
    client_ids: Collection[UUID] = (),
    without: Collection[UUID] = (),
    held_by: str = "",
) -> Taken:
    """What is reserved on this axis, of clients for these only. Left out are holds that have ended and those
    ``held_by`` whoever asks, and ``without``, appointments that are about to be moved."""
    taken = Taken({}, {}, {}, {})
    ends = {"start_minute": axis.origin_minute, "end_minute": axis.end_minute}
    rows = _spans_by_resource(**ends, now=now, client_ids=client_ids, without=without, held_by=held_by)
    for *owners, text in rows:
        for kind, owner in zip((taken.therapists, taken.tables, taken.equipment, taken.clients), owners, strict=True):
            if owner is not None:
                kind[owner] = _spans(text or "")
    return taken


@prepared
def _spans_by_resource(
    *,
    start_minute: int,
    end_minute: int,
    now: datetime,
    client_ids: Collection[UUID],
    without: Collection[UUID],
    held_by: str,
) -> QuerySet[Resource, Any]:  # Any: rows of four keys and a text
    # Of a resource of this practice, so of this practice: said that way, the index by resource holds all of it.
    rows = Reservation.everywhere.filter(resource=OuterRef("pk"))
    rows = rows.filter(start_minute__lt=end_minute, end_minute__gt=start_minute)
    rows = rows.filter(Q(expires_at=None) | Q(expires_at__gt=now))
    if held_by:
        rows = rows.exclude(held_by=held_by)
    if without:
        rows = rows.exclude(appointment_id__in=without)
    # Without a client it is a therapist's, a table's or a piece of equipment.
    resources = Resource.objects.filter(Q(client=None) | Q(client__in=client_ids))
    spans = Subquery(rows.values("resource").annotate(spans=_AllSpans()).values("spans"))
    return resources.values_list("therapist_id", "table_id", "equipment_id", "client_id", spans)


def treatments_on(
    axis: Axis, *, now: datetime, without: Collection[UUID] = (), held_by: str = ""
) -> dict[UUID, list[Span]]:
    """What must not overlap whatever rule is set aside, by therapist, table and piece of equipment: treatments without
    what is kept free after them, and all else that is reserved, whole."""
    rows = _reserved_on(axis, now=now).filter(resource__client=None)
    if held_by:
        rows = rows.exclude(held_by=held_by)
    if without:
        rows = rows.exclude(appointment_id__in=without)
    owners = ("resource__therapist_id", "resource__table_id", "resource__equipment_id")
    found: dict[UUID, list[Span]] = defaultdict(list)
    for start, end, ends_at, *keys in rows.values_list("start_minute", "end_minute", "appointment__ends_at", *owners):
        found[next(key for key in keys if key)].append((start, min(end, minute_of(ends_at)) if ends_at else end))
    return found


def free_tables(spans: Mapping[UUID, Span], *, now: datetime, without: Collection[UUID]) -> set[UUID]:
    """Of these massage tables, those of which nothing in their span is reserved."""
    rows = Reservation.objects.filter(resource__table__in=spans).exclude(appointment__in=without)
    rows = rows.filter(Q(expires_at=None) | Q(expires_at__gt=now))
    ends = [end for _start, end in spans.values()]
    rows = rows.filter(start_minute__lt=max(ends, default=0))
    busy = {
        key
        for key, start, end in rows.values_list("resource__table", "start_minute", "end_minute")
        if start < spans[key][1] and end > spans[key][0]
    }
    return set(spans) - busy


@dataclass(frozen=True, slots=True)
class Kept:
    """One reservation of a therapist or a massage table, as a calendar draws it."""

    why: str
    start_minute: int
    end_minute: int
    therapist_id: UUID | None
    table_id: UUID | None
    appointment_id: UUID | None


def kept_on(axis: Axis, *, now: datetime) -> list[Kept]:
    """What is reserved of therapists and tables on this axis, one by one and for what."""
    rows = (
        _reserved_on(axis, now=now)
        .filter(resource__client=None, resource__equipment=None)
        .order_by("start_minute", "pk")
    )
    columns = ("start_minute", "end_minute", "resource__therapist_id", "resource__table_id", "appointment_id")
    return [Kept(*row) for row in rows.values_list("why", *columns)]


def state_of(axis: Axis, *, now: datetime, beside: Callable[[], QuerySet[Any, Any]]) -> str:  # Any: of another app
    """Changes whenever something does that a calendar of this axis shows; one query. It may change for less. ``beside``
    asks for one value of what else it shows."""
    (state,) = _states(axis.origin_minute, axis.end_minute, now=now, beside=beside) or ((),)
    return "-".join(map(str, state))


@prepared
def _states(
    start_minute: int, end_minute: int, *, now: datetime, beside: Callable[[], QuerySet[Any, Any]]
) -> QuerySet[Any, Any]:
    sums = _reserved_between(start_minute, end_minute, now=now).order_by().values("practice")
    taken = {
        "count": sums.annotate(n=Count("pk")).values("n"),
        "starts": sums.annotate(n=Sum("start_minute")).values("n"),
        "ends": sums.annotate(n=Sum("end_minute")).values("n"),
    }
    states = {**taken, "beside": beside()}
    newest = newest_changes().annotate(**{name: Subquery(rows) for name, rows in states.items()})
    return newest.values_list("number", *states)[:1]


def _reserved_on(axis: Axis, *, now: datetime) -> QuerySet[Reservation]:
    return _reserved_between(axis.origin_minute, axis.end_minute, now=now)


def _reserved_between(start_minute: int, end_minute: int, *, now: datetime) -> QuerySet[Reservation]:
    rows = Reservation.objects.filter(start_minute__lt=end_minute, end_minute__gt=start_minute)
    return rows.filter(Q(expires_at=None) | Q(expires_at__gt=now))


def taken_by_place(
    axis: Axis, *, now: datetime, without: Collection[UUID] = (), held_by: str = ""
) -> dict[UUID, dict[UUID, list[Span]]]:
    """By therapist and location: the spans of their appointments there, and of what others are booking."""
    rows = _reserved_on(axis, now=now).filter(resource__therapist__isnull=False)
    rows = rows.annotate(place=Coalesce("appointment__location_id", "location_id")).filter(place__isnull=False)
    if held_by:
        rows = rows.exclude(held_by=held_by)
    if without:
        rows = rows.exclude(appointment_id__in=without)
    taken: dict[UUID, dict[UUID, list[Span]]] = defaultdict(dict)
    grouped = rows.values_list("resource__therapist_id", "place").annotate(spans=_AllSpans())
    for therapist_id, location_id, spans in grouped:
        taken[therapist_id][location_id] = _spans(spans)
    return taken


def _spans(text: str) -> list[Span]:
    minutes = iter(json.loads(f"[{text}]"))  # twice as fast as splitting the text
    return list(zip(minutes, minutes, strict=True))
