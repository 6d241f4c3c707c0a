"""A service and who gives it, saved together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tableside.core.permissions.actor import Actor
from tableside.records.practice.models import Service, Therapist
from tableside.records.practice.service_actions import NewService, add_service, change_service, set_givers


@transaction.atomic
def add_service_with_givers(new: NewService, givers: Sequence[Therapist], *, by: Actor, now: datetime) -> Service:
    service = add_service(new, by=by, now=now)
    set_givers(service, givers, by=by, now=now)
    return service


@transaction.atomic
def change_service_with_givers(
    service: Service, new: NewService, givers: Sequence[Therapist], *, by: Actor, now: datetime
) -> None:
    change_service(service, new, by=by, now=now)
    set_givers(service, givers, by=by, now=now)
