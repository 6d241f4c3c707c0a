"""Reading the practice and what it works with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from uuid import UUID

from django.db.models import Case, Prefetch, QuerySet, Value, When

from tableside.core.permissions.practice import PracticeFacts
from tableside.knowledge.load_poison_lines import poison_line_of
from tableside.records.foundation.prepared import prepared
from tableside.records.foundation.scope import current_practice_id
from tableside.records.practice.length_queries import trainings_for
from tableside.records.practice.models import (
    AddOn,
    Equipment,
    EquipmentKind,
    Licence,
    Location,
    MassageTable,
    Membership,
    Practice,
    Room,
    Service,
    ServiceLength,
    Therapist,
    Training,
    TravelTime,
)

_read: ContextVar[Practice | None] = ContextVar("practice_read", default=None)


def practice_of_host(host: str) -> Practice | None:
    """The practice reached under this name, else the first one; None before the first is set up."""
    named_first = Case(When(host=host, then=0), default=1) if host else Value(1)
    return Practice.objects.order_by(named_first, "created_at", "pk").first()


def facts_of(practice: Practice) -> PracticeFacts:
    return PracticeFacts(
        id=practice.id,
        slug=practice.slug,
        name=practice.name,
        about=practice.about,
        zone_name=practice.time_zone,
        currency=practice.currency,
        email=practice.email,
        phone=practice.phone,
        emergency_number=practice.emergency_number,
        crisis_line=practice.crisis_line,
        maternity_line=practice.maternity_line,
        poison_line=practice.poison_line or poison_line_of(practice.country),
        is_demo=practice.is_demo,
        country=practice.country,
        languages=tuple(practice.languages.split()),
        first_reminder_minutes=practice.first_reminder_minutes,
        last_reminder_minutes=practice.last_reminder_minutes,
        quiet_from_minute=practice.quiet_from_minute,
        quiet_until_minute=practice.quiet_until_minute,
        asks_afterwards=practice.asks_afterwards,
        undo_minutes=practice.undo_minutes,
    )


def practice_ids() -> list[UUID]:
    """Every practice here, the oldest first: for work that goes through them one by one."""
    return list(Practice.objects.order_by("created_at", "pk").values_list("pk", flat=True))


def is_set_up() -> bool:
    return Practice.objects.exists()


@contextmanager
def practice_read(practice: Practice) -> Iterator[None]:
    """Whoever asks for the current practice inside gets this row, until somebody writes it."""
    token = _read.set(practice)
    try:
        yield
    finally:
        _read.reset(token)


def current_practice() -> Practice:
    """The practice that this request or job is about."""
    read = _read.get()
    if read is not None and read.id == current_practice_id():
        return read
    return Practice.objects.get(pk=current_practice_id())


def practice_to_change() -> Practice:
    """Read anew and locked, by everybody who is about to write it: what was read before holds no longer."""
    _read.set(None)
    return Practice.objects.select_for_update().get(pk=current_practice_id())


def offered_services() -> QuerySet[Service]:
    """What can be booked, in the practice's order, with lengths and prices."""
    lengths = Prefetch("lengths", queryset=ServiceLength.objects.order_by("minutes"))
    return Service.objects.filter(is_offered=True).prefetch_related(lengths).order_by("position", "name")


def service_with_length(service_id: UUID, *, minutes: int) -> ServiceLength | None:
    """With its service, all lengths of that and its practice: whatever a booking needs to know of them."""
    for service in _offered(service_id):
        service.practice = current_practice()
        return next((length for length in service.lengths.all() if length.minutes == minutes), None)
    return None


@prepared
def _offered(service_id: UUID) -> QuerySet[Service]:
    return Service.objects.filter(pk=service_id, is_offered=True).prefetch_related("equipment", "lengths__equipment")


def offered_with_add_ons() -> QuerySet[Service]:
    """What can be booked, and what can be taken with it."""
    return offered_services().prefetch_related(Prefetch("add_ons", queryset=offered_add_ons()))


def offered_add_ons() -> QuerySet[AddOn]:
    """What can be taken with a service, each with the service it belongs to."""
    return AddOn.objects.filter(is_offered=True).order_by("name", "pk")


def lengths_of(service_id: UUID) -> QuerySet[ServiceLength]:
    """The lengths in which a service is given, shortest first."""
    return ServiceLength.objects.filter(service_id=service_id).order_by("minutes")


def bookable_therapists(service_id: UUID | None = None) -> QuerySet[Therapist]:
    """Therapists who take bookings; only those who give the service, if one is named."""
    found = Therapist.objects.filter(is_bookable=True).order_by("name", "pk")
    return found.filter(services=service_id) if service_id else found


#: The same, for pages that ask for all of them often.
therapists_who_take_bookings = prepared(bookable_therapists)


def therapists_for(service: Service, *, minutes: int) -> list[Therapist]:
    """Those who give this service and have the training that it asks for in this length, if it asks for any."""
    found, asked = therapists_who_take_bookings(service.id), trainings_for(service, minutes=minutes)
    if not asked:
        return found
    trained = trainings_by_therapist()
    return [one for one in found if asked <= trained[one.id]]


def trainings_by_therapist() -> dict[UUID, set[str]]:
    """The modules that each has been trained in."""
    trained: dict[UUID, set[str]] = defaultdict(set)
    for therapist_id, module in _trainings():
        trained[therapist_id].add(module)
    return trained


@prepared
def _trainings() -> QuerySet[Training, tuple[UUID, str]]:
    return Training.objects.values_list("therapist_id", "module")


def services_by_therapist() -> dict[UUID, set[UUID]]:
    """What each gives, offered or not."""
    given: dict[UUID, set[UUID]] = defaultdict(set)
    for therapist_id, service_id in _given():
        given[therapist_id].add(service_id)
    return given


@prepared
def _given() -> QuerySet[Therapist, tuple[UUID, UUID]]:
    return Therapist.objects.filter(services__isnull=False).values_list("pk", "services")


def licence_ends() -> dict[UUID, list[date | None]]:
    """By therapist, of all: when each licence on record ends; ``None`` is one that does not."""
    ends: dict[UUID, list[date | None]] = defaultdict(list)
    for therapist_id, expires_on in _licences():
        ends[therapist_id].append(expires_on)
    return ends


@prepared
def _licences() -> QuerySet[Licence, tuple[UUID, date | None]]:
    return Licence.objects.values_list("therapist_id", "expires_on")


def trainings_of(therapist_id: UUID) -> frozenset[str]:
    """The modules that this therapist has been trained in."""
    return frozenset(Training.objects.filter(therapist=therapist_id).values_list("module", flat=True))


def therapist_with_slug(slug: str) -> Therapist | None:
    """One of the bookable therapists, with what they give, lengths and prices included."""
    services = Prefetch("services", queryset=offered_services(), to_attr="offered")
    return bookable_therapists().filter(slug=slug).prefetch_related("licences", "trainings", services).first()


def all_services() -> QuerySet[Service]:
    """Every service, those taken off last, with lengths, add-ons and who gives it."""
    lengths = Prefetch("lengths", queryset=ServiceLength.objects.order_by("minutes"))
    add_ons = Prefetch("add_ons", queryset=offered_add_ons())
    return Service.objects.prefetch_related(lengths, add_ons, "therapists").order_by("-is_offered", "position", "name")


def all_therapists() -> QuerySet[Therapist]:
    """Every therapist, those who take no bookings last."""
    return Therapist.objects.select_related("membership__user").order_by("-is_bookable", "name", "pk")


def therapists_who_left() -> QuerySet[Therapist]:
    """Therapists whom no sign-in stands for (any more)."""
    return Therapist.objects.filter(membership=None).order_by("name", "pk")


def memberships() -> QuerySet[Membership]:
    """Who works here, by name."""
    return Membership.objects.select_related("user", "therapist").order_by("user__name", "pk")


def memberships_of(email: str) -> list[Membership]:
    """Where somebody works who signs in with this address: asked from the console, which is at no practice."""
    return list(
        Membership.everywhere.filter(user__email__iexact=email.strip())
        .select_related("user", "practice")
        .order_by("pk")
    )


def locations_with_rooms() -> QuerySet[Location]:
    """With the rooms and massage tables that are in use."""
    tables = Prefetch("tables", queryset=MassageTable.objects.filter(is_in_use=True).order_by("name", "pk"))
    rooms = Room.objects.filter(is_in_use=True).prefetch_related(tables).order_by("name", "pk")
    return locations().prefetch_related(Prefetch("rooms", queryset=rooms))


def all_rooms() -> QuerySet[Room]:
    """Those taken away among them."""
    return Room.objects.select_related("location").order_by("location__name", "name", "pk")


def all_tables() -> QuerySet[MassageTable]:
    """Those taken away among them."""
    return MassageTable.objects.select_related("room__location").order_by("room__location__name", "name", "pk")


def locations() -> QuerySet[Location]:
    return Location.objects.order_by("name", "pk")


def location_by_id(location_id: UUID) -> Location:
    return Location.objects.get(pk=location_id)


def travel_times() -> dict[tuple[UUID, UUID], int]:
    """Minutes between two locations, in either direction."""
    minutes = {(one, other): took for one, other, took in _travel_times()}
    return minutes | {(other, one): took for (one, other), took in minutes.items()}


@prepared
def _travel_times() -> QuerySet[TravelTime, tuple[UUID, UUID, int]]:
    return TravelTime.objects.values_list("one", "other", "minutes")


def equipment_by_location() -> dict[UUID, dict[str, int]]:
    """By location: kind of equipment to the pieces in use."""
    found: dict[UUID, dict[str, int]] = {}
    rows = Equipment.objects.filter(is_in_use=True).order_by("kind__name")
    for location_id, name in rows.values_list("location_id", "kind__name"):
        here = found.setdefault(location_id, {})
        here[name] = here.get(name, 0) + 1
    return found


def equipment_kinds() -> QuerySet[EquipmentKind]:
    return EquipmentKind.objects.order_by("name", "pk")
