"""What a service needs in one of its lengths."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tableside.records.practice.models import Service, ServiceLength


@dataclass(frozen=True, slots=True)
class Needs:
    """``equipment`` are the kinds of which it takes a piece."""

    recovery_minutes: int
    table_features: frozenset[str]
    equipment: frozenset[UUID]


def needs_of(service: Service, *, minutes: int) -> Needs:
    """What the service needs for a treatment of so many minutes: that of its longest length within them, so that
    add-ons and minutes that staff added change nothing; below the shortest, what the service itself needs."""
    length = _length_within(service, minutes)
    recovery = length.recovery_minutes if length else None
    more = length.equipment.all() if length else ()
    return Needs(
        recovery_minutes=service.recovery_minutes if recovery is None else recovery,
        table_features=frozenset((*service.table_features, *(length.table_features if length else ()))),
        equipment=frozenset(kind.id for kind in (*service.equipment.all(), *more)),
    )


def trainings_for(service: Service, *, minutes: int = 0) -> frozenset[str]:
    """The modules without which nobody gives it for so many minutes; without minutes, what the service asks for."""
    length = _length_within(service, minutes) if minutes else None
    return frozenset({service.training, length.training if length else ""} - {""})


def length_of(service: Service, minutes: int) -> ServiceLength | None:
    """The length of exactly so many minutes."""
    return next((one for one in service.lengths.all() if one.minutes == minutes), None)


def _length_within(service: Service, minutes: int) -> ServiceLength | None:
    within = [one for one in service.lengths.all() if one.minutes <= minutes]
    return max(within, key=lambda one: one.minutes, default=None)
