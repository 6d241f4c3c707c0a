"""Setting up the practice and changing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from tableside.core.permissions.actor import Actor
from tableside.core.permissions.roles import Role
from tableside.records.accounts.models import User
from tableside.records.audit.actions import record
from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.models import (
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
)


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
class NewService:
    """``lengths`` are pairs of minutes and price in minor units."""

    name: str
    technique: str
    lengths: tuple[tuple[int, int], ...]
    summary: str = ""
    kind: str = Service.Kind.TREATMENT
    therapists_needed: int = 1
    recovery_minutes: int = 15


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
def add_location(name: str, *, rooms: dict[str, int], address: str = "", by: Actor, now: datetime) -> Location:
    """A location with rooms and how many massage tables stand in each."""
    location = Location.objects.create(name=name, address=address)
    for room_name, tables in rooms.items():
        room = Room.objects.create(location=location, name=room_name)
        for number in range(1, tables + 1):
            MassageTable.objects.create(room=room, name=f"{room_name}, table {number}" if tables > 1 else room_name)
    record("location.added", subject=("location", location.id), by=by, now=now)
    return location


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
        position=len(taken),
    )
    for minutes, price_minor in new.lengths:
        ServiceLength.objects.create(service=service, minutes=minutes, price_minor=price_minor)
    record("service.added", subject=("service", service.id), by=by, now=now)
    return service


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
    _add_papers(therapist, new)
    record("therapist.added", subject=("therapist", therapist.id), by=by, now=now)
    return therapist


def _add_papers(therapist: Therapist, new: NewTherapist) -> None:
    for licence in new.licences:
        Licence.objects.create(
            therapist=therapist,
            title=licence.title,
            number=licence.number,
            jurisdiction=licence.jurisdiction,
            expires_on=licence.expires_on,
            register=licence.register,
            checked_on=licence.checked_on,
            checked_by=licence.checked_by,
        )
    for training in new.trainings:
        Training.objects.create(
            therapist=therapist,
            module=training.module,
            title=training.title,
            issuer=training.issuer,
            hours=training.hours,
            completed_on=training.completed_on,
        )


def _free_slug(name: str, taken: Iterable[str]) -> str:
    stem, taken = slugify(name)[:40] or "practice", set(taken)
    number = 1
    while (slug := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return slug
