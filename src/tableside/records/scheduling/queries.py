"""Reading what is taken and what is open, as plain integers, and the appointments themselves.

Availability is read in a fixed number of queries whatever the number of therapists: hours, exceptions, closed days,
reservations, whose they are; and where the practice has such rules, travel times and the work of each day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Aggregate, Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, TextField

from tableside.core.timeline.shifts import ALWAYS, Season, Shift
from tableside.core.timeline.timeline import Axis
from tableside.core.timeline.window import minute_of
from tableside.records.audit.queries import newest_changes
from tableside.records.practice.models import Equipment, MassageTable, Practice
from tableside.records.scheduling.holidays import public_holidays
from tableside.records.scheduling.models import (
    Appointment,
    ClosedDay,
    FormerState,
    HoursException,
    Reservation,
    Resource,
    WorkingHours,
)

Span = tuple[int, int]
_SHOWN_IN_A_LIST = (
    *(
        "starts_at",
        "ends_at",
        "status",
        "revision",
        "client__name",
        "client__born_on",
        "therapist__name",
        "service__name",
    ),
    *("location__name", "table__name", "table__room__name"),
)
_COUNTING = (Appointment.Status.BOOKED, Appointment.Status.ARRIVED, Appointment.Status.COMPLETED)
DayHours = tuple[date, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Taken:
    """Reserved spans in minutes since 1970, by therapist, table, piece of equipment and client."""

    therapists: dict[UUID, list[Span]]
    tables: dict[UUID, list[Span]]
    equipment: dict[UUID, list[Span]]
    clients: dict[UUID, list[Span]]


class _AllSpans(Aggregate):
    """``start end start end ...`` of a group in one text. A practice has thousands of reservations and a few dozen
    resources: one row for each of those is read seven times faster than one for each reservation."""

    output_field = TextField()

    def __init__(self) -> None:
        super().__init__("start_minute", "end_minute")

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:  # Any: Django's own signature
        template = "GROUP_CONCAT(%(expressions)s, ' ')"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" || ' ' || ", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "STRING_AGG(CONCAT_WS(' ', %(expressions)s), ' ')"
        return self.as_sql(compiler, connection, template=template, **more)


def taken_on(
    axis: Axis, *, now: datetime, client_id: UUID | None = None, without: Collection[UUID] = (), held_by: str = ""
) -> Taken:
    """What is reserved on this axis, of clients for this one only. Left out are holds that have ended and those
    ``held_by`` whoever asks, and ``without``, appointments that are about to be moved."""
    resources = Resource.objects.filter(Q(client=None) | Q(client=client_id))  # nobody's is a therapist's or a table's
    # Of the resources of this practice, so of this practice: said that way, the index by resource holds all of it.
    rows = Reservation.everywhere.filter(resource__in=resources.values("pk"))
    rows = rows.filter(start_minute__lt=axis.end_minute, end_minute__gt=axis.origin_minute)
    rows = rows.filter(Q(expires_at=None) | Q(expires_at__gt=now))
    if held_by:
        rows = rows.exclude(held_by=held_by)
    if without:
        rows = rows.exclude(appointment_id__in=without)
    spans = dict(rows.values_list("resource_id").annotate(spans=_AllSpans()))
    taken = Taken({}, {}, {}, {})
    for resource_id, *owners in resources.values_list("pk", "therapist_id", "table_id", "equipment_id", "client_id"):
        for kind, owner in zip((taken.therapists, taken.tables, taken.equipment, taken.clients), owners, strict=True):
            if owner is not None:
                kind[owner] = _spans(spans.get(resource_id, ""))
    return taken


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


def state_of(axis: Axis, *, now: datetime) -> str:
    """Changes whenever something does that a calendar of this axis shows; one query. It may change for less."""
    sums = _reserved_on(axis, now=now).order_by().values("practice")
    taken = {
        "count": sums.annotate(n=Count("pk")).values("n"),
        "starts": sums.annotate(n=Sum("start_minute")).values("n"),
        "ends": sums.annotate(n=Sum("end_minute")).values("n"),
    }
    newest = newest_changes().annotate(**{name: Subquery(rows) for name, rows in taken.items()})
    return "-".join(map(str, newest.values_list("number", *taken).first() or ()))


def _reserved_on(axis: Axis, *, now: datetime) -> QuerySet[Reservation]:
    rows = Reservation.objects.filter(start_minute__lt=axis.end_minute, end_minute__gt=axis.origin_minute)
    return rows.filter(Q(expires_at=None) | Q(expires_at__gt=now))


def taken_by_place(axis: Axis, *, without: Collection[UUID] = ()) -> dict[UUID, dict[UUID, list[Span]]]:
    """By therapist and location: the spans of their appointments there."""
    rows = Reservation.objects.filter(resource__therapist__isnull=False, appointment__isnull=False)
    rows = rows.filter(start_minute__lt=axis.end_minute, end_minute__gt=axis.origin_minute)
    if without:
        rows = rows.exclude(appointment_id__in=without)
    taken: dict[UUID, dict[UUID, list[Span]]] = defaultdict(dict)
    grouped = rows.values_list("resource__therapist_id", "appointment__location_id").annotate(spans=_AllSpans())
    for therapist_id, location_id, spans in grouped:
        taken[therapist_id][location_id] = _spans(spans)
    return taken


def _spans(text: str) -> list[Span]:
    minutes = list(map(int, text.split()))
    return list(zip(minutes[::2], minutes[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class HoursKind:
    """When weekly hours hold, and for whom they are. The hours of one kind are one week, changed together."""

    season: Season = ALWAYS
    visibility: str = WorkingHours.Visibility.ONLINE

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
    visibility: str = WorkingHours.Visibility.ONLINE
    key: UUID | None = field(default=None, compare=False)  # of the row

    @property
    def kind(self) -> HoursKind:
        return HoursKind(self.shift.season, self.visibility)

    @property
    def span(self) -> tuple[int, int, int]:
        return self.shift.weekday, self.shift.start_minute, self.shift.end_minute


HoursByPlace = dict[tuple[UUID, UUID], list[Hours]]


def working_hours(therapist_ids: Iterable[UUID]) -> HoursByPlace:
    """By therapist and location, in the order of the week."""
    hours: HoursByPlace = defaultdict(list)
    rows = WorkingHours.objects.filter(therapist__in=list(therapist_ids)).order_by("weekday", "start_minute")
    for therapist_id, location_id, *span, first, last, beside, visibility, key in rows.values_list(
        *("therapist_id", "location_id", "weekday", "start_minute", "end_minute"),
        *("valid_from", "valid_until", "every_second_from", "visibility", "pk"),
    ):
        shift = Shift(span[0], span[1], span[2], Season(first, last, beside))
        hours[therapist_id, location_id].append(Hours(shift, visibility, key))
    return hours


def hours_kind(hours_id: UUID, *, therapist_id: UUID, location_id: UUID) -> HoursKind | None:
    """The kind of which these hours are, if they are of this therapist at this location."""
    row = WorkingHours.objects.filter(pk=hours_id, therapist=therapist_id, location=location_id).first()
    if row is None:
        return None
    return HoursKind(Season(row.valid_from, row.valid_until, row.every_second_from), row.visibility)


def hours_exceptions(
    therapist_ids: Iterable[UUID], *, first: date, last: date
) -> dict[UUID, list[tuple[UUID | None, date, int | None, int | None]]]:
    """By therapist: ``(location or None, date, start_minute, end_minute)``; no location means not working."""
    exceptions: dict[UUID, list[tuple[UUID | None, date, int | None, int | None]]] = defaultdict(list)
    rows = HoursException.objects.filter(therapist__in=list(therapist_ids), on__gte=first, on__lte=last)
    columns = ("therapist_id", "location_id", "on", "start_minute", "end_minute")
    for therapist_id, location_id, on, start, end in rows.values_list(*columns):
        exceptions[therapist_id].append((location_id, on, start, end))
    return exceptions


def practice_closings(practice: Practice, *, first: date, last: date) -> dict[date, str]:
    """Dates on which the practice is closed, and why: public holidays, but for those it opened, and its own days."""
    closed = public_holidays(practice.holiday_country, practice.holiday_subdivision, first=first, last=last)
    for day in ClosedDay.objects.filter(on__gte=first, on__lte=last):
        closed.pop(day.on, None)
        if day.is_closed:
            closed[day.on] = day.name
    return dict(sorted(closed.items()))


def own_closings(*, first: date, last: date) -> dict[date, ClosedDay]:
    """What the practice itself said of these dates: closed, or open although it is a public holiday."""
    return {day.on: day for day in ClosedDay.objects.filter(on__gte=first, on__lte=last).order_by("on")}


def day_work(
    therapist_ids: Iterable[UUID], *, since: datetime, zone: ZoneInfo, without: Collection[UUID] = ()
) -> dict[UUID, list[tuple[date, int, str, str]]]:
    """By therapist: local date, minutes, technique and kind of service of each appointment from then on that counts."""
    work: dict[UUID, list[tuple[date, int, str, str]]] = defaultdict(list)
    rows = Appointment.objects.filter(therapist__in=list(therapist_ids), starts_at__gte=since, status__in=_COUNTING)
    if without:
        rows = rows.exclude(pk__in=without)
    columns = ("therapist_id", "starts_at", "ends_at", "service__technique", "service__kind")
    for therapist_id, start, end, technique, kind in rows.values_list(*columns):
        minutes = int((end - start).total_seconds()) // 60
        work[therapist_id].append((start.astimezone(zone).date(), minutes, technique, kind))
    return work


def first_visits(*, since: datetime, zone: ZoneInfo) -> Counter[date]:
    """By local date: how many clients come for the first time."""
    earlier = Appointment.objects.filter(
        client=OuterRef("client"), starts_at__lt=OuterRef("starts_at"), status__in=_COUNTING
    )
    rows = Appointment.objects.filter(~Exists(earlier), starts_at__gte=since, status__in=_COUNTING)
    return Counter(start.astimezone(zone).date() for start in rows.values_list("starts_at", flat=True))


def has_been_booked(client_id: UUID, *, but: UUID | None = None) -> bool:
    """Whether the client has come before, or will."""
    return (
        Appointment.objects.filter(client=client_id, status__in=_COUNTING).exclude(pk__in=[but] if but else []).exists()
    )


def equipment_of(location_ids: Sequence[UUID]) -> list[Equipment]:
    """The pieces in use at these locations, in one order for everybody."""
    return list(Equipment.objects.filter(location__in=location_ids, is_in_use=True).order_by("pk"))


def time_off_ahead(*, now: datetime) -> QuerySet[Reservation]:
    """What therapists keep free of clients and is not over yet: time off and protected breaks."""
    kinds = (Reservation.Why.TIME_OFF, Reservation.Why.BREAK)
    ahead = Reservation.objects.filter(why__in=kinds, end_minute__gt=minute_of(now), resource__therapist__isnull=False)
    return ahead.select_related("resource__therapist").order_by("start_minute", "pk")


def closed_days(*, since: date) -> QuerySet[HoursException]:
    """Dates from then on at which a therapist does not work, whatever the week says."""
    closed = HoursException.objects.filter(on__gte=since, start_minute__isnull=True)
    return closed.select_related("therapist").order_by("on", "therapist__name")


def tables_of(location_ids: Sequence[UUID]) -> list[MassageTable]:
    return list(MassageTable.objects.filter(room__location__in=location_ids).select_related("room").order_by("pk"))


def held_times(held_by: str, *, now: datetime) -> QuerySet[Reservation]:
    """What is held by this browser, until when, and of whom."""
    return Reservation.objects.filter(held_by=held_by, expires_at__gt=now).select_related("resource")


def holds_between(start: datetime, end: datetime, *, now: datetime) -> QuerySet[Reservation]:
    """Times of therapists in ``[start, end)`` that somebody is booking right now."""
    held = Reservation.objects.filter(
        why=Reservation.Why.HOLD, expires_at__gt=now, resource__table=None, resource__equipment=None
    )
    held = held.filter(start_minute__gte=minute_of(start), start_minute__lt=minute_of(end))
    return held.select_related("resource__therapist").order_by("start_minute", "pk")


def appointments_between(start: datetime, end: datetime) -> QuerySet[Appointment]:
    """Everything that begins in ``[start, end)``, earliest first, with what a list shows of it."""
    return (
        Appointment.objects.filter(starts_at__gte=start, starts_at__lt=end)
        .select_related("client", "therapist", "service", "location", "table__room")
        .only(*_SHOWN_IN_A_LIST)
        .order_by("starts_at", "pk")
    )


def appointments_for_calendar(
    start: datetime, end: datetime, *, therapist_id: UUID | None = None, client_id: UUID | None = None
) -> QuerySet[Appointment]:
    """What stands of a therapist or a client in ``[start, end)``, with who meets whom and nothing about what for."""
    whose = {"therapist": therapist_id} if therapist_id else {"client": client_id}
    standing = Appointment.objects.filter(starts_at__gte=start, starts_at__lt=end, **whose)
    return (
        standing.exclude(status=Appointment.Status.CANCELLED)
        .select_related("client", "therapist")
        .only("starts_at", "ends_at", "revision", "created_at", "client__name", "therapist__name")
        .order_by("starts_at", "pk")
    )


def appointments_matching(words: str) -> QuerySet[Appointment]:
    """Those whose client's name or booking reference holds every word, with what a list shows of them."""
    found = Appointment.objects.exclude(status=Appointment.Status.CANCELLED)
    for word in words.split()[:6]:
        found = found.filter(Q(client__name__icontains=word) | Q(booking__reference__iexact=word))
    return found.select_related("client", "therapist", "service").only(
        "starts_at", "ends_at", "client__name", "therapist__name", "service__name"
    )


def appointments_of(client_id: UUID) -> QuerySet[Appointment]:
    """All appointments of a client, the latest first."""
    return (
        Appointment.objects.filter(client_id=client_id)
        .select_related("client", "therapist", "service", "location", "booking")
        .order_by("-starts_at", "-pk")
    )


def upcoming_appointments(client_id: UUID, *, now: datetime) -> QuerySet[Appointment]:
    """What a client still has before them, earliest first."""
    waiting = (Appointment.Status.BOOKED, Appointment.Status.ARRIVED)
    return appointments_of(client_id).filter(ends_at__gt=now, status__in=waiting).order_by("starts_at", "pk")


def all_upcoming_appointments(*, now: datetime) -> QuerySet[Appointment]:
    """What this practice still has before it, earliest first."""
    waiting = (Appointment.Status.BOOKED, Appointment.Status.ARRIVED)
    ahead = Appointment.objects.filter(ends_at__gt=now, status__in=waiting)
    return ahead.select_related("client", "service", "therapist").order_by("starts_at", "pk")


def next_appointments(client_ids: Iterable[UUID], *, now: datetime) -> dict[UUID, Appointment]:
    """The next appointment of each of these clients who has one."""
    waiting = Appointment.objects.filter(
        client__in=list(client_ids), ends_at__gt=now, status__in=(Appointment.Status.BOOKED, Appointment.Status.ARRIVED)
    )
    latest_first = waiting.select_related("service", "therapist").order_by("-starts_at", "-pk")
    return {appointment.client_id: appointment for appointment in latest_first}


def treated_before(client_ids: Iterable[UUID], *, at: datetime) -> set[UUID]:
    """Those of these clients who had a treatment here before that moment."""
    done = Appointment.objects.filter(
        client__in=list(client_ids), status=Appointment.Status.COMPLETED, starts_at__lt=at
    )
    return set(done.values_list("client_id", flat=True))


def beside(appointment: Appointment) -> QuerySet[Appointment]:
    """The other appointments of the same booking: the second person of a couple."""
    return (
        Appointment.objects.filter(booking=appointment.booking_id).exclude(pk=appointment.pk).select_related("client")
    )


def coming_of(therapist_ids: Iterable[UUID], *, now: datetime) -> QuerySet[Appointment]:
    """What these therapists have still before them, earliest first."""
    coming = Appointment.objects.filter(
        therapist__in=list(therapist_ids), starts_at__gt=now, status=Appointment.Status.BOOKED
    )
    return coming.select_related("client", "service", "location").order_by("starts_at", "pk")


def counted_sessions(
    client_ids: Iterable[UUID], *, statuses: Sequence[Appointment.Status]
) -> dict[UUID, list[tuple[UUID, datetime, str]]]:
    """By client: service, start and status of each appointment in one of these statuses."""
    found: dict[UUID, list[tuple[UUID, datetime, str]]] = defaultdict(list)
    rows = Appointment.objects.filter(client__in=list(client_ids), status__in=statuses).order_by("starts_at")
    for client_id, service_id, starts_at, status in rows.values_list("client_id", "service_id", "starts_at", "status"):
        found[client_id].append((service_id, starts_at, status))
    return found


def appointments_of_booking(booking_id: UUID) -> QuerySet[Appointment]:
    """One, or two for people side by side; whoever booked first."""
    booked = Appointment.objects.filter(booking=booking_id).select_related("booking", "client")
    return booked.order_by("created_at", "pk")


def coming_of_series(appointment: Appointment, *, since: datetime, now: datetime) -> QuerySet[Appointment]:
    """The dates of its series from ``since`` on that are still before the client, earliest first."""
    found = appointments_of_series(appointment.series_id) if appointment.series_id else Appointment.objects.none()
    return found.filter(status=Appointment.Status.BOOKED, starts_at__gte=since, starts_at__gt=now)


def appointments_of_series(series_id: UUID) -> QuerySet[Appointment]:
    """All its dates, cancelled ones too, earliest first."""
    dates = Appointment.objects.filter(series=series_id)
    return dates.select_related("client", "therapist", "service", "location", "booking", "table__room").order_by(
        "starts_at", "pk"
    )


def former_state(appointment: Appointment) -> FormerState | None:
    """What it was before its last change, for as long as that is kept."""
    rows = FormerState.objects.filter(appointment=appointment)
    return rows.select_related("therapist", "location", "table__room").first()
