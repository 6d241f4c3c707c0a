"""Reading what happened on the massage table. Who may is decided in access.py."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from tableside.records.charting.models import SessionNote
from tableside.records.scheduling.models import Appointment


def without_signed_note(appointment_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these appointments that are completed and whose note is not signed yet. Says nothing of what is in it."""
    signed = SessionNote.objects.filter(signed_at__isnull=False).values("session__appointment")
    completed = Appointment.objects.filter(pk__in=list(appointment_ids), status=Appointment.Status.COMPLETED)
    return set(completed.exclude(pk__in=signed).values_list("pk", flat=True))
