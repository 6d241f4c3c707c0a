"""Setting up the practice and changing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.text import slugify

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.roles import Role
from tableside.records.accounts.models import User
from tableside.records.audit.actions import record
from tableside.records.foundation.scope import current_practice_id, practice_scope
from tableside.records.practice.models import (
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
from tableside.records.practice.queries import current_practice


@dataclass(frozen=True, slots=True)
class NewPractice:
    name: str
    time_zone: str
    currency: str
    country: str = ""
    emergency_number: str = "112"
    crisis_line: str = ""
    email: str = ""
    phone: str = ""
    about: str = ""
    policy_text: str = ""
    host: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class PracticeDetails:
    name: str
    about: str
    email: str
    phone: str
    emergency_number: str
    crisis_line: str


@dataclass(frozen=True, slots=True)
class Policies:
    notice_minutes: int
    horizon_days: int
    step_minutes: int
    cancel_notice_minutes: int
    reschedule_notice_minutes: int
    hold_minutes: int
    policy_text: str
    coming_limit: int | None = None
    new_clients_per_day: int | None = None
    marks_good_fits: bool = False


@dataclass(frozen=True, slots=True)
class ReminderRules:
    first_reminder_minutes: int
    last_reminder_minutes: int
    quiet_from_minute: int
    quiet_until_minute: int


@dataclass(frozen=True, slots=True)
class NewService:
    """``lengths`` are pairs of minutes and price in minor units; ``equipment`` are kinds of it."""

    name: str
    technique: str
    lengths: tuple[tuple[int, int], ...]
    summary: str = ""
    kind: str = Service.Kind.TREATMENT
    therapists_needed: int = 1
    recovery_minutes: int = 15
    table_features: tuple[str, ...] = ()
    equipment: tuple[UUID, ...] = ()
    training: str = ""
    is_for_new_clients: bool = True


@dataclass(frozen=True, slots=True)
class NewLicence:
    title: str
    number: str
    jurisdiction: str
    expires_on: date | None = None
    register: str = ""
    checked_on: date | None = None
    checked_by: str = ""


@dataclass(frozen=True, slots=True)
class NewTraining:
    module: str
    title: str
    issuer: str = ""
    hours: int | None = None
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewTherapist:
    name: str
    headline: str = ""
    approach: str = ""
    languages: str = ""
    practising_since: int | None = None
    rest_minutes: int = 0
    licences: tuple[NewLicence, ...] = ()
    trainings: tuple[NewTraining, ...] = ()
    services: tuple[Service, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Profile:
    """What a therapist shows and how they work."""

    name: str
    headline: str
    approach: str
    languages: str
    practising_since: int | None
    rest_minutes: int
    is_bookable: bool
    services: tuple[Service, ...]
    clients_a_day: int | None = None
    hands_on_minutes_a_day: int | None = None
    deep_minutes_a_day: int | None = None


_PROMISED = frozenset({"policy_text", "cancel_notice_minutes", "reschedule_notice_minutes"})


@transaction.atomic
def create_practice(new: NewPractice, *, owner: User, now: datetime) -> tuple[Practice, Actor]:
    """The practice and its owner's membership; answers both as whoever acts from now on."""
    practice = Practice(
        slug=_free_slug(new.name, set(Practice.objects.values_list("slug", flat=True))),
        name=new.name,
        time_zone=new.time_zone,
        currency=new.currency,
        country=new.country,
        emergency_number=new.emergency_number,
        crisis_line=new.crisis_line,
        email=new.email,
        phone=new.phone,
        about=new.about,
        policy_text=new.policy_text,
        host=new.host,
        is_demo=new.is_demo,
        created_at=now,
    )
    practice.save()
    with practice_scope(practice.id):
        Membership.objects.create(user=owner, role=Membership.Role.OWNER)
        actor = Actor(user_id=owner.id, practice_id=practice.id, role=Role.OWNER, label=owner.name)
        record("practice.created", subject=("practice", practice.id), by=actor, now=now)
    return practice, actor


@transaction.atomic
def add_member(user: User, *, role: Role, by: Actor, now: datetime) -> Membership:
    membership = Membership.objects.create(user=user, role=role.value)
    record("member.added", subject=("membership", membership.id), by=by, now=now, detail={"role": role.value})
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Actor, now: datetime) -> None:
    """Somebody no longer works here. What they did stays; a therapist takes no more bookings."""
    if membership.user_id == by.user_id:
        raise Refusal("own_membership", "You cannot end your own access. Ask another owner to do it.")
    Therapist.objects.filter(membership=membership).update(membership=None, is_bookable=False)
    record("member.ended", subject=("membership", membership.id), by=by, now=now, detail={"role": membership.role})
    membership.delete()


@transaction.atomic
def change_practice(details: PracticeDetails, *, by: Actor, now: datetime) -> None:
    practice = current_practice()
    changed = _set(practice, asdict(details))
    if changed:
        practice.save(update_fields=changed)
        record("practice.changed", subject=("practice", practice.id), by=by, now=now, detail={"fields": changed})


@transaction.atomic
def change_policies(policies: Policies, *, by: Actor, now: datetime) -> Practice:
    """What holds for bookings from now on. Other words or other notice make a new version; a booking keeps its own."""
    practice = Practice.objects.select_for_update().get(pk=current_practice_id())
    changed = _set(practice, asdict(policies))
    if _PROMISED.intersection(changed):
        practice.policy_version += 1
        changed.append("policy_version")
    if changed:
        practice.save(update_fields=changed)
        detail: dict[str, object] = {"fields": changed, "version": practice.policy_version}
        record("policies.changed", subject=("practice", practice.id), by=by, now=now, detail=detail)
    return practice


@transaction.atomic
def change_reminders(rules: ReminderRules, *, by: Actor, now: datetime) -> None:
    """When reminders leave, for what is booked or moved from now on."""
    practice = Practice.objects.select_for_update().get(pk=current_practice_id())
    if changed := _set(practice, asdict(rules)):
        practice.save(update_fields=changed)
        record("reminders.changed", subject=("practice", practice.id), by=by, now=now, detail={"fields": changed})


@transaction.atomic
def add_location(
    name: str, *, rooms: dict[str, int], address: str = "", directions: str = "", by: Actor, now: datetime
) -> Location:
    """A location with rooms and how many massage tables stand in each."""
    with _name_once():
        location = Location.objects.create(name=name, address=address, directions=directions)
    for room_name, tables in rooms.items():
        room = Room.objects.create(location=location, name=room_name)
        for number in range(1, tables + 1):
            MassageTable.objects.create(room=room, name=f"{room_name}, table {number}" if tables > 1 else room_name)
    record("location.added", subject=("location", location.id), by=by, now=now)
    return location


@transaction.atomic
def change_location(location: Location, *, name: str, address: str, directions: str, by: Actor, now: datetime) -> None:
    changed = _set(location, {"name": name, "address": address, "directions": directions})
    with _name_once():
        location.save(update_fields=changed)
    record("location.changed", subject=("location", location.id), by=by, now=now, detail={"fields": changed})


@transaction.atomic
def add_room(location: Location, name: str, *, tables: int, by: Actor, now: datetime) -> Room:
    """A room and how many massage tables stand in it."""
    with _name_once():
        room = Room.objects.create(location=location, name=name)
    for number in range(1, tables + 1):
        MassageTable.objects.create(room=room, name=f"{name}, table {number}" if tables > 1 else name)
    record("room.added", subject=("room", room.id), by=by, now=now)
    return room


@transaction.atomic
def add_table(room: Room, name: str, *, by: Actor, now: datetime) -> MassageTable:
    with _name_once():
        table = MassageTable.objects.create(room=room, name=name)
    record("table.added", subject=("table", table.id), by=by, now=now)
    return table


@transaction.atomic
def change_room(
    room: Room, *, reset_minutes: int, features: Mapping[UUID, Sequence[str]], by: Actor, now: datetime
) -> None:
    """How long the room takes to set up again, and what each of its massage tables has."""
    room.reset_minutes = reset_minutes
    room.save(update_fields=["reset_minutes"])
    for table in room.tables.all():
        table.features = sorted(features.get(table.id, ()))
        table.save(update_fields=["features"])
    record("room.changed", subject=("room", room.id), by=by, now=now)


@transaction.atomic
def set_equipment(location: Location, name: str, *, pieces: int, by: Actor, now: datetime) -> None:
    """So many pieces of this kind are in use there. What is booked keeps the piece it has."""
    kind = EquipmentKind.objects.filter(name__iexact=name).first() or EquipmentKind.objects.create(name=name)
    known = list(Equipment.objects.filter(kind=kind, location=location).order_by("pk"))
    for number, piece in enumerate(known):
        piece.is_in_use = number < pieces
        piece.save(update_fields=["is_in_use"])
    for _piece in range(len(known), pieces):
        Equipment.objects.create(kind=kind, location=location)
    detail: dict[str, object] = {"location": str(location.id), "pieces": pieces}
    record("equipment.set", subject=("equipment_kind", kind.id), by=by, now=now, detail=detail)


@transaction.atomic
def set_travel_times(minutes: Mapping[tuple[UUID, UUID], int], *, by: Actor, now: datetime) -> None:
    """Replace all travel times by these; a pair of locations that is not here, or 0, takes none."""
    TravelTime.objects.all().delete()
    for ends, took in minutes.items():
        if took:
            one, other = sorted(ends)
            TravelTime.objects.create(one_id=one, other_id=other, minutes=took)
    record("travel_times.set", subject=("practice", current_practice_id()), by=by, now=now)


@transaction.atomic
def add_service(new: NewService, *, by: Actor, now: datetime) -> Service:
    taken = set(Service.objects.values_list("slug", flat=True))
    service = Service.objects.create(
        slug=_free_slug(new.name, taken),
        name=new.name,
        kind=new.kind,
        summary=new.summary,
        technique=new.technique,
        therapists_needed=new.therapists_needed,
        recovery_minutes=new.recovery_minutes,
        table_features=list(new.table_features),
        training=new.training,
        is_for_new_clients=new.is_for_new_clients,
        position=len(taken),
    )
    service.equipment.set(EquipmentKind.objects.filter(pk__in=new.equipment))
    for minutes, price_minor in new.lengths:
        ServiceLength.objects.create(service=service, minutes=minutes, price_minor=price_minor)
    record("service.added", subject=("service", service.id), by=by, now=now)
    return service


@transaction.atomic
def change_service(service: Service, new: NewService, *, by: Actor, now: datetime) -> None:
    """Appointments that are booked keep their length and price."""
    told = asdict(new)
    told.pop("lengths")
    equipment = told.pop("equipment")
    told["table_features"] = list(new.table_features)
    changed = _set(service, told)
    service.save(update_fields=changed)
    if {*equipment} != {kind.pk for kind in service.equipment.all()}:
        service.equipment.set(equipment)
        changed.append("equipment")
    before = dict(service.lengths.values_list("minutes", "price_minor"))
    after = dict(new.lengths)
    if before != after:
        changed.append("lengths")
        service.lengths.exclude(minutes__in=after).delete()
        for minutes, price_minor in new.lengths:
            service.lengths.update_or_create(minutes=minutes, defaults={"price_minor": price_minor})
    record("service.changed", subject=("service", service.id), by=by, now=now, detail={"fields": changed})


@transaction.atomic
def set_givers(service: Service, therapists: Iterable[Therapist], *, by: Actor, now: datetime) -> None:
    """Who gives this service."""
    service.therapists.set(therapists)
    record("service.changed", subject=("service", service.id), by=by, now=now, detail={"fields": ["therapists"]})


@transaction.atomic
def offer_service(service: Service, *, is_offered: bool, by: Actor, now: datetime) -> None:
    """Take a service off, or put it back. What is booked stays booked."""
    service.is_offered = is_offered
    service.save(update_fields=["is_offered"])
    deed = "service.offered" if is_offered else "service.withdrawn"
    record(deed, subject=("service", service.id), by=by, now=now)


@transaction.atomic
def change_therapist(therapist: Therapist, profile: Profile, *, by: Actor, now: datetime) -> None:
    told = {each.name: getattr(profile, each.name) for each in fields(profile) if each.name != "services"}
    changed = _set(therapist, told)
    therapist.save(update_fields=changed)
    if {service.id for service in profile.services} != set(therapist.services.values_list("pk", flat=True)):
        therapist.services.set(profile.services)
        changed.append("services")
    record("therapist.changed", subject=("therapist", therapist.id), by=by, now=now, detail={"fields": changed})


@transaction.atomic
def add_therapist(new: NewTherapist, *, membership: Membership | None, by: Actor, now: datetime) -> Therapist:
    therapist = Therapist.objects.create(
        membership=membership,
        slug=_free_slug(new.name, set(Therapist.objects.values_list("slug", flat=True))),
        name=new.name,
        headline=new.headline,
        approach=new.approach,
        languages=new.languages,
        practising_since=new.practising_since,
        rest_minutes=new.rest_minutes,
    )
    therapist.services.set(new.services)
    for licence in new.licences:
        Licence.objects.create(therapist=therapist, **asdict(licence))
    for training in new.trainings:
        Training.objects.create(therapist=therapist, **asdict(training))
    record("therapist.added", subject=("therapist", therapist.id), by=by, now=now)
    return therapist


@transaction.atomic
def add_licence(therapist: Therapist, new: NewLicence, *, by: Actor, now: datetime) -> Licence:
    licence: Licence = Licence.objects.create(therapist=therapist, **asdict(new))
    record("licence.added", subject=("licence", licence.id), by=by, now=now, detail={"therapist": str(therapist.id)})
    return licence


@transaction.atomic
def add_training(therapist: Therapist, new: NewTraining, *, by: Actor, now: datetime) -> Training:
    with _name_once():
        training: Training = Training.objects.create(therapist=therapist, **asdict(new))
    record("training.added", subject=("training", training.id), by=by, now=now, detail={"therapist": str(therapist.id)})
    return training


@transaction.atomic
def remove_paper(paper: Licence | Training, *, by: Actor, now: datetime) -> None:
    """Take back a licence or a training: without a training, screening lets this therapist do less."""
    kind = "licence" if isinstance(paper, Licence) else "training"
    record(f"{kind}.removed", subject=(kind, paper.id), by=by, now=now, detail={"therapist": str(paper.therapist_id)})
    paper.delete()


def _set(row: Model, told: dict[str, object]) -> list[str]:
    """Put these values on the row; answers the names of those that are new."""
    changed = sorted(name for name, value in told.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, told[name])
    return changed


@contextmanager
def _name_once() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refusal("name_taken", "There is one of this name already. Choose another name.") from None


def _free_slug(name: str, taken: Iterable[str]) -> str:
    stem, taken = slugify(name)[:40] or "practice", set(taken)
    number = 1
    while (slug := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return slug
