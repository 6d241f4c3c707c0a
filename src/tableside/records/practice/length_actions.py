"""What one length of a service needs beside what the service needs, in writing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.practice.models import EquipmentKind, ServiceLength


@dataclass(frozen=True, slots=True)
class LengthNeeds:
    """``recovery_minutes`` in place of the service's, ``None`` being as the service; the others come on top."""

    recovery_minutes: int | None = None
    table_features: tuple[str, ...] = ()
    equipment: tuple[UUID, ...] = ()
    training: str = ""

    @classmethod
    def of(cls, length: ServiceLength) -> LengthNeeds:
        return cls(
            length.recovery_minutes,
            tuple(length.table_features),
            tuple(sorted(kind.id for kind in length.equipment.all())),
            length.training,
        )


@transaction.atomic
def set_length_needs(length: ServiceLength, needs: LengthNeeds, *, by: Actor, now: datetime) -> None:
    length.recovery_minutes = needs.recovery_minutes
    length.table_features = sorted(needs.table_features)
    length.training = needs.training
    length.save(update_fields=["recovery_minutes", "table_features", "training"])
    length.equipment.set(EquipmentKind.objects.filter(pk__in=needs.equipment))
    detail: dict[str, object] = {"fields": ["needs"], "minutes": length.minutes}
    record("service.changed", subject=("service", length.service_id), by=by, now=now, detail=detail)
