"""Who works here, in writing: members, therapists, their licences and training records."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime

from django.db import transaction

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.roles import Role
from tableside.records.accounts.models import User
from tableside.records.audit.actions import record
from tableside.records.practice.models import (
    Licence,
    Membership,
    Service,
    Therapist,
    Training,
)
from tableside.records.practice.writing import free_slug, name_once, set_fields


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
def change_therapist(therapist: Therapist, profile: Profile, *, by: Actor, now: datetime) -> None:
    told = {each.name: getattr(profile, each.name) for each in fields(profile) if each.name != "services"}
    changed = set_fields(therapist, told)
    therapist.save(update_fields=changed)
    if {service.id for service in profile.services} != set(therapist.services.values_list("pk", flat=True)):
        therapist.services.set(profile.services)
        changed.append("services")
    record("therapist.changed", subject=("therapist", therapist.id), by=by, now=now, detail={"fields": changed})


@transaction.atomic
def add_therapist(new: NewTherapist, *, membership: Membership | None, by: Actor, now: datetime) -> Therapist:
    therapist = Therapist.objects.create(
        membership=membership,
        slug=free_slug(new.name, set(Therapist.objects.values_list("slug", flat=True))),
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
    with name_once():
        training: Training = Training.objects.create(therapist=therapist, **asdict(new))
    record("training.added", subject=("training", training.id), by=by, now=now, detail={"therapist": str(therapist.id)})
    return training


@transaction.atomic
def remove_paper(paper: Licence | Training, *, by: Actor, now: datetime) -> None:
    """Take back a licence or a training: without a training, screening lets this therapist do less."""
    kind = "licence" if isinstance(paper, Licence) else "training"
    record(f"{kind}.removed", subject=(kind, paper.id), by=by, now=now, detail={"therapist": str(paper.therapist_id)})
    paper.delete()
