"""The appointments and what belongs to them, read back.

Hours and what is taken have modules of their own: hours_queries, taken_queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from tableside.core.timeline.window import minute_of
from tableside.records.clients.models import Client
from tableside.records.clients.queries import guardian_on
from tableside.records.foundation.prepared import prepared
from tableside.records.practice.models import Equipment, MassageTable
from tableside.records.scheduling.models import (
    AgreedAddOn,
    Appointment,
    FormerState,
    Reservation,
)

_SHOWN_IN_A_LIST = (
    *(
        "starts_at",
        "ends_at",
        "status",
        "revision",
        "client__name",
        "client__born_on",
        "client__email",
        "client__remind_by",
        "therapist__name",
        "service__name",
    ),
    *("location__name", "table__name", "table__room__name"),
)
_SHOWN_OF_A_REQUEST = (
    *("starts_at", "ends_at", "status", "answer_by"),
    *("client__name", "therapist__name", "service__name"),
)
_AHEAD = (Appointment.Status.REQUESTED, Appointment.Status.BOOKED, Appointment.Status.ARRIVED)


@prepared
def equipment_of(location_ids: Sequence[UUID]) -> QuerySet[Equipment]:
    """The pieces in use at these locations, in one order for everybody."""
    return Equipment.objects.filter(location__in=location_ids, is_in_use=True).order_by("pk")


def tables_of(location_ids: Sequence[UUID], *, also: Collection[UUID] = ()) -> list[MassageTable]:
    """Those in use at these locations, and those that are named, each with its room and location."""
    return sorted(_tables(list(location_ids), list(also)), key=lambda table: table.id)


@prepared
def _tables(location_ids: Collection[UUID], also: Collection[UUID]) -> QuerySet[MassageTable]:
    in_use = Q(room__location__in=location_ids, is_in_use=True, room__is_in_use=True)
    tables = MassageTable.objects.filter(in_use | Q(pk__in=also) if also else in_use)
    return tables.select_related("room__location")


def held_times(held_by: str, *, now: datetime) -> QuerySet[Reservation]:
    """What is held by this browser, until when, and of whom."""
    return Reservation.objects.filter(held_by=held_by, expires_at__gt=now).select_related("resource")


def holds_between(start: datetime, end: datetime, *, now: datetime) -> list[Reservation]:
    """Times of therapists in ``[start, end)`` that somebody is booking right now."""
    return _holds_between(minute_of(start), minute_of(end), now=now)


@prepared
def _holds_between(start_minute: int, end_minute: int, *, now: datetime) -> QuerySet[Reservation]:
    held = Reservation.objects.filter(why=Reservation.Why.HOLD, expires_at__gt=now, resource__therapist__isnull=False)
    held = held.filter(start_minute__gte=start_minute, start_minute__lt=end_minute)
    shown = held.only("start_minute", "expires_at", "resource__therapist__name")
    return shown.select_related("resource__therapist").order_by("start_minute", "pk")


@prepared
def appointments_between(start: datetime, end: datetime) -> QuerySet[Appointment]:
    """Everything that begins in ``[start, end)``, earliest first, with what a list shows of it."""
    return (
        Appointment.objects.filter(starts_at__gte=start, starts_at__lt=end)
        .select_related("client", "therapist", "service", "location", "table__room")
        .only(*_SHOWN_IN_A_LIST)
        .order_by("starts_at", "pk")
    )


def add_on_names(appointment_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """By appointment: what its client takes besides the treatment, for those who take anything."""
    names: dict[UUID, list[str]] = defaultdict(list)
    for appointment_id, name in _agreed(list(appointment_ids)):
        names[appointment_id].append(name)
    return names


@prepared
def _agreed(appointment_ids: Collection[UUID]) -> QuerySet[AgreedAddOn, tuple[UUID, str]]:
    return AgreedAddOn.objects.filter(appointment__in=appointment_ids).values_list("appointment_id", "name")


def appointments_for_calendar(
    start: datetime, end: datetime, *, therapist_id: UUID | None = None, client_id: UUID | None = None
) -> QuerySet[Appointment]:
    """What stands of a therapist or a client in ``[start, end)``, with who meets whom and nothing about what for."""
    whose = {"therapist": therapist_id} if therapist_id else {"client": client_id}
    standing = Appointment.objects.filter(starts_at__gte=start, starts_at__lt=end, **whose)
    return (
        standing.exclude(status=Appointment.Status.CANCELLED)
        .select_related("client", "therapist")
        .only("starts_at", "ends_at", "status", "revision", "created_at", "client__name", "therapist__name")
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
    """What a client still has before them, requests too, earliest first."""
    return appointments_of(client_id).filter(ends_at__gt=now, status__in=_AHEAD).order_by("starts_at", "pk")


def booked_for_by(client_id: UUID) -> QuerySet[Client]:
    """Those for whom this client has booked, and the children they answer for."""
    by_them = Exists(Appointment.objects.filter(booking__client=client_id, client=OuterRef("pk")))
    return Client.objects.filter(by_them | Q(guardian=client_id)).exclude(pk=client_id).order_by("name", "pk")


def concerned_with(appointment: Appointment) -> frozenset[UUID | None]:
    """Who may move and cancel it: who comes, who booked it, and the guardian of whoever is a child on that day. That
    says nothing of who may read about health."""
    guardian = guardian_on(appointment.client, appointment.starts_at.date())
    return frozenset((appointment.client_id, appointment.booking.client_id, guardian)) - {None}


def upcoming_for_others(client_id: UUID, *, now: datetime) -> list[Appointment]:
    """What others still have before them that concerns this client; earliest first."""
    theirs = Q(booking__client=client_id) | Q(client__guardian=client_id)
    found = Appointment.objects.filter(theirs, ends_at__gt=now, status__in=_AHEAD).exclude(client=client_id)
    found = found.select_related("client", "therapist", "service", "location", "booking").order_by("starts_at", "pk")
    return [one for one in found if client_id in concerned_with(one)]


def all_upcoming_appointments(*, now: datetime) -> QuerySet[Appointment]:
    """What this practice still has before it, requests too, earliest first."""
    ahead = Appointment.objects.filter(ends_at__gt=now, status__in=_AHEAD)
    return ahead.select_related("client", "service", "therapist").order_by("starts_at", "pk")


def requests_to_answer() -> QuerySet[Appointment]:
    """What clients asked for and nobody has answered, the one to be answered soonest first."""
    asked = Appointment.objects.filter(status=Appointment.Status.REQUESTED)
    related = ("client", "therapist", "service", "location", "booking")
    return asked.select_related(*related).order_by("answer_by", "starts_at", "pk")


@prepared
def requests_shown() -> QuerySet[Appointment]:
    """The same, with what a list shows of them."""
    shown = requests_to_answer().select_related(None).select_related("client", "therapist", "service")
    return shown.only(*_SHOWN_OF_A_REQUEST)


def practices_with_requests(*, due_at: datetime) -> list[UUID]:
    """Practices with a request that should have been answered by then."""
    due = Appointment.everywhere.filter(status=Appointment.Status.REQUESTED, answer_by__lte=due_at)
    return list(due.order_by().values_list("practice_id", flat=True).distinct())


def next_appointments(client_ids: Collection[UUID], *, now: datetime) -> dict[UUID, Appointment]:
    """The next appointment of each of these clients who has one: whose it is, and when."""
    return {appointment.client_id: appointment for appointment in _next_appointments(client_ids, now=now)}


@prepared
def _next_appointments(client_ids: Collection[UUID], *, now: datetime) -> QuerySet[Appointment]:
    coming = (Appointment.Status.BOOKED, Appointment.Status.ARRIVED)
    theirs = Appointment.objects.filter(client=OuterRef("pk"), ends_at__gt=now, status__in=coming)
    soonest = Subquery(theirs.order_by("starts_at", "pk").values("pk")[:1])
    keys = Client.objects.filter(pk__in=client_ids).annotate(soonest=soonest).values("soonest")
    return Appointment.objects.filter(pk__in=keys).only("client", "starts_at")


@prepared
def treated_before(client_ids: Collection[UUID], *, at: datetime) -> QuerySet[Appointment, UUID]:
    """Those of these clients who had a treatment here before that moment."""
    done = Appointment.objects.filter(client__in=client_ids, status=Appointment.Status.COMPLETED, starts_at__lt=at)
    return done.values_list("client_id", flat=True).distinct()


def beside(appointment: Appointment) -> QuerySet[Appointment]:
    """The other appointments of the same booking: the second person of a couple."""
    others = Appointment.objects.filter(booking=appointment.booking_id).exclude(pk=appointment.pk)
    return others.select_related("client__guardian", "therapist", "service", "location", "booking__client", "table")


def coming_of(therapist_ids: Iterable[UUID], *, now: datetime) -> QuerySet[Appointment]:
    """What these therapists have still before them, earliest first."""
    coming = Appointment.objects.filter(
        therapist__in=list(therapist_ids),
        starts_at__gt=now,
        status__in=(Appointment.Status.REQUESTED, Appointment.Status.BOOKED),
    )
    return coming.select_related("client", "service", "location").order_by("starts_at", "pk")


def still_to_come(*, now: datetime) -> QuerySet[Appointment]:
    """All of it, earliest first, with all that says whether it fits: the service, its lengths, what is reserved."""
    open_still = (Appointment.Status.REQUESTED, Appointment.Status.BOOKED)
    coming = Appointment.objects.filter(starts_at__gt=now, status__in=open_still).order_by("starts_at", "pk")
    coming = coming.select_related("client", "service", "table__room")
    coming = coming.prefetch_related("add_ons", "service__equipment", "service__lengths__equipment")
    return coming.prefetch_related("reservations__resource__equipment")


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
    dates = dates.select_related("client", "therapist", "service", "location", "booking", "table__room")
    return dates.prefetch_related("add_ons").order_by("starts_at", "pk")


def former_of_series(series_id: UUID) -> list[FormerState]:
    """What its dates were before the last change that was about several of them at once, earliest first."""
    rows = FormerState.objects.filter(appointment__series=series_id).exclude(together=[])
    newest = rows.order_by("-changed_at").values_list("changed_at", flat=True).first()
    return list(rows.filter(changed_at=newest).order_by("starts_at", "pk")) if newest else []


def former_state(appointment: Appointment) -> FormerState | None:
    """What it was before its last change, for as long as that is kept."""
    rows = FormerState.objects.filter(appointment=appointment)
    return rows.select_related("therapist", "location", "table__room").first()
