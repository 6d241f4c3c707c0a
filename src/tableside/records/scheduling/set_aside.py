"""Appointments outside the practice's rules: room is made for them without an overlap, and why is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tableside.core.permissions.actor import Actor
from tableside.core.timeline.window import minute_of
from tableside.records.audit.actions import record
from tableside.records.scheduling.giving_way import shorten
from tableside.records.scheduling.models import Appointment, Reservation, RulesSetAside
from tableside.records.scheduling.placing import Placement


def make_room(placement: Placement, *, now: datetime, moving: Appointment | None = None) -> Placement:
    """Shorten what is kept free after others to the start of this treatment, and what this one keeps free to the start
    of the next. Whoever calls this has waited for their turn."""
    start = minute_of(placement.starts_at)
    end = start + placement.minutes
    things = [placement.therapist, placement.table, *placement.equipment]
    taken = {thing.id: _taken_of(thing.id, now=now, but=moving) for thing in things if thing}
    for rows in taken.values():
        shorten(rows, to=placement.starts_at)

    room = {}
    for key, rows in taken.items():
        later = rows.filter(start_minute__gte=end).order_by("start_minute").values_list("start_minute", flat=True)
        if (first := later.first()) is not None:
            room[key] = first - start
    return replace(placement, room=room)


def _taken_of(key: UUID, *, now: datetime, but: Appointment | None) -> QuerySet[Reservation]:
    whose = Q(resource__therapist=key) | Q(resource__table=key) | Q(resource__equipment=key)
    rows = Reservation.objects.filter(whose, Q(expires_at=None) | Q(expires_at__gt=now))
    return rows.exclude(appointment=but) if but else rows


def keep_set_aside(
    appointment: Appointment, *, warnings: Sequence[str], reason: str, by: Actor, now: datetime
) -> RulesSetAside:
    """The names of the rules go into the audit log; the reason does not, for it is written about a client."""
    kept = RulesSetAside.objects.create(
        appointment=appointment,
        therapist=appointment.therapist,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        warnings=list(warnings),
        reason=reason,
        said_by=by.label,
        said_at=now,
    )
    record(
        "appointment.rules_set_aside",
        subject=("appointment", appointment.id),
        by=by,
        now=now,
        client_id=appointment.client_id,
        detail={"warnings": list(warnings)},
    )
    return kept


def set_aside_of(appointment: Appointment) -> RulesSetAside | None:
    """What was set aside for the time that it has now."""
    told = RulesSetAside.objects.filter(appointment=appointment, therapist=appointment.therapist_id)
    told = told.filter(starts_at=appointment.starts_at, ends_at=appointment.ends_at)
    return told.order_by("-said_at", "-pk").first()
