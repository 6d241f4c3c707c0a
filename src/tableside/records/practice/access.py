"""The ways to one's own place in a practice, and for its owner to what can be changed in the settings."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.practice.models import (
    Licence,
    Location,
    MassageTable,
    Membership,
    Room,
    Service,
    Therapist,
    Training,
)

_Row = TypeVar("_Row", bound=PracticeOwned)


def own_membership(actor: Actor) -> Membership:
    """By which whoever acts works here."""
    membership = Membership.objects.filter(user=actor.user_id).first() if actor.is_staff else None
    if membership is None:
        raise Refusal("not_found", "There is nothing here for you to see.")
    return membership


def service_to_manage(actor: Actor, service_id: UUID) -> Service:
    return _managed(actor, Service.objects.prefetch_related("lengths", "therapists"), service_id)


def therapist_to_manage(actor: Actor, therapist_id: UUID) -> Therapist:
    return _managed(actor, Therapist.objects.select_related("membership"), therapist_id)


def licence_to_manage(actor: Actor, licence_id: UUID) -> Licence:
    return _managed(actor, Licence.objects.all(), licence_id)


def training_to_manage(actor: Actor, training_id: UUID) -> Training:
    return _managed(actor, Training.objects.all(), training_id)


def location_to_manage(actor: Actor, location_id: UUID) -> Location:
    return _managed(actor, Location.objects.all(), location_id)


def room_to_manage(actor: Actor, room_id: UUID) -> Room:
    return _managed(actor, Room.objects.select_related("location"), room_id)


def table_to_manage(actor: Actor, table_id: UUID) -> MassageTable:
    return _managed(actor, MassageTable.objects.select_related("room"), table_id)


def membership_to_manage(actor: Actor, membership_id: UUID) -> Membership:
    return _managed(actor, Membership.objects.select_related("user"), membership_id)


def _managed(actor: Actor, rows: QuerySet[_Row], key: UUID) -> _Row:
    row = rows.filter(pk=key).first() if actor.may(Permission.MANAGE_PRACTICE) else None
    if row is None:
        raise Refusal("not_found", "There is nothing here for you to see.")
    return row
