"""Let a client off a fee; the letter about the cancellation, while it waits, says so too."""

from __future__ import annotations

from datetime import datetime

from tableside.core.messages.wording import Kind
from tableside.core.permissions.actor import Actor
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import rewrite
from tableside.records.outbox.queries import waiting_by_subject
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.fees import fee_of, waive_fee
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.agreed_policy import agreed
from tableside.workflows.letters.visit import cancelled


def let_off(appointment: Appointment, *, reason: str, by: Actor, now: datetime) -> None:
    """Nothing is due any more. What has left already stays as it was sent."""
    in_transaction(lambda: _let_off(appointment, reason=reason, by=by, now=now))


def _let_off(appointment: Appointment, *, reason: str, by: Actor, now: datetime) -> None:
    waive_fee(appointment, reason=reason, by=by, now=now)
    if waiting_by_subject([appointment.id], kinds=(Kind.CANCELLED,)):
        policy, practice = agreed(appointment).policy, facts_of(current_practice())
        rewrite(cancelled(appointment, owed=fee_of(appointment), policy=policy, practice=practice, now=now))
