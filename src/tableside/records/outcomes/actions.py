"""Writing scores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.clients.models import Client
from tableside.records.outcomes.models import Measurement
from tableside.records.scheduling.models import Appointment


@dataclass(frozen=True, slots=True)
class NewMeasurement:
    """``appointment`` is None for a score taken between visits."""

    instrument: str
    moment: Measurement.Moment
    score: Decimal
    appointment: Appointment | None = None


@transaction.atomic
def measure(client: Client, new: NewMeasurement, *, by: Actor, now: datetime) -> Measurement:
    """Keep a score. At one appointment there is one a moment: the later one takes the place of the earlier."""
    taken: dict[str, object] = {"score": new.score, "taken_at": now, "entered_by": _entered_by(by)}
    moment, is_new = new.moment.value, True
    if new.appointment is None:
        measurement = Measurement.objects.create(client=client, instrument=new.instrument, moment=moment, **taken)
    else:
        measurement, is_new = Measurement.objects.update_or_create(
            defaults={"client": client, **taken},
            appointment=new.appointment,
            instrument=new.instrument,
            moment=moment,
        )
    deed = "score.recorded" if is_new else "score.changed"
    detail: dict[str, object] = {"instrument": new.instrument, "moment": moment}
    record(deed, subject=("measurement", measurement.id), by=by, now=now, client_id=client.id, detail=detail)
    return measurement


def _entered_by(actor: Actor) -> str:
    return "therapist" if actor.is_staff else "client"
