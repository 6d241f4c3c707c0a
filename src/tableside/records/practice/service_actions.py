"""What is offered, in writing: services, their lengths and prices, add-ons, and who gives them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.practice.models import (
    EquipmentKind,
    Service,
    ServiceLength,
    Therapist,
)
from tableside.records.practice.writing import free_slug, name_once, set_fields, while_unused


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
class NewAddOn:
    """One whose ``id`` is known is changed."""

    id: UUID
    name: str
    minutes: int
    price_minor: int
    is_offered: bool = True


@transaction.atomic
def add_service(new: NewService, *, by: Actor, now: datetime) -> Service:
    taken = set(Service.objects.values_list("slug", flat=True))
    service = Service.objects.create(
        slug=free_slug(new.name, taken),
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
def remove_unused_service(service: Service, *, by: Actor, now: datetime) -> None:
    """Undo that it was added; refused once it has been used."""
    record("service.removed", subject=("service", service.id), by=by, now=now)
    with while_unused():
        service.delete()


@transaction.atomic
def change_service(service: Service, new: NewService, *, by: Actor, now: datetime) -> None:
    """Appointments that are booked keep their length and price."""
    told = asdict(new)
    told.pop("lengths")
    equipment = told.pop("equipment")
    told["table_features"] = list(new.table_features)
    changed = set_fields(service, told)
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
def set_add_ons(service: Service, new: Sequence[NewAddOn], *, by: Actor, now: datetime) -> None:
    """What can be taken with this service. One that is not here is taken off; appointments keep what was agreed."""
    service.add_ons.exclude(pk__in=[one.id for one in new]).update(is_offered=False)
    for one in new:
        told = {"name": one.name, "minutes": one.minutes, "price_minor": one.price_minor, "is_offered": one.is_offered}
        with name_once():
            service.add_ons.update_or_create(pk=one.id, defaults=told)
    record("service.changed", subject=("service", service.id), by=by, now=now, detail={"fields": ["add_ons"]})


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
