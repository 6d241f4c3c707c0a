"""Writing down what went wrong with a client. Each deed stands in the audit log."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.charting.models import Incident
from tableside.records.scheduling.models import Appointment


@transaction.atomic
def note_incident(appointment: Appointment, sign: str, *, by: Actor, now: datetime) -> Incident:
    """Something went wrong with the client. Stays beside the note, whether that is signed or not."""
    incident = Incident.objects.create(appointment=appointment, sign=sign, noticed_at=now, noted_by=by.label)
    _record("incident.noted", incident, by=by, now=now)
    return incident


@transaction.atomic
def note_call(incident: Incident, *, by: Actor, now: datetime) -> None:
    """Help has been called, for the first time."""
    if not Incident.objects.filter(pk=incident.pk, called_at=None).update(called_at=now):
        raise Refusal("called_already", "That help was called is written down already. Nothing more to do.")
    _record("incident.called", incident, by=by, now=now)


@transaction.atomic
def describe_incident(incident: Incident, account: str, *, by: Actor, now: datetime) -> None:
    """Keep what happened, once: what comes to mind later goes below the note."""
    told = {"account": account, "described_at": now, "described_by": by.label}
    if not Incident.objects.filter(pk=incident.pk, described_at=None).update(**told):
        raise Refusal("described_already", "What happened is written down already. Add to it below the note.")
    _record("incident.described", incident, by=by, now=now)


def _record(deed: str, incident: Incident, *, by: Actor, now: datetime) -> None:
    client_id = incident.appointment.client_id
    record(deed, subject=("incident", incident.id), by=by, now=now, client_id=client_id, detail={})
