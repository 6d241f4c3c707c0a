"""Ask a client after a session how it was: once for each visit, where the practice asks at all."""

from __future__ import annotations

from datetime import datetime, timedelta

from tableside.core.messages.quiet import QuietHours, text_at
from tableside.core.permissions.practice import PracticeFacts
from tableside.records.clients.actions import make_link
from tableside.records.clients.models import Client, Link
from tableside.records.outbox.actions import keep_waiting
from tableside.records.scheduling.models import Appointment
from tableside.workflows.letters.reminders import review_request
from tableside.workflows.messages.remind import address_for_reminders

AFTER = timedelta(hours=3)
_USEFUL = timedelta(days=2)
_LINK_LASTS = timedelta(days=30)


def plan_review_request(appointment: Appointment, *, practice: PracticeFacts, now: datetime) -> None:
    """In the caller's transaction. By the way they chose for reminders, and not at all for who chose none."""
    client = appointment.client
    address = address_for_reminders(client, practice=practice)
    if not (practice.asks_afterwards and client.asked_afterwards and address):
        return
    quiet = QuietHours(practice.quiet_from_minute, practice.quiet_until_minute)
    useful_until = now + AFTER + _USEFUL
    due_at = text_at(now + AFTER, useful_until=useful_until, zone=practice.zone, quiet=quiet)
    if due_at is None:
        return
    by_text = client.remind_by == Client.RemindBy.SMS
    letter = review_request(
        appointment,
        channel=client.remind_by,
        address=address,
        practice=practice,
        token="" if by_text else _link(client, now=now),
    )
    keep_waiting(letter, now=now, due_at=due_at, expires_at=useful_until)


def _link(client: Client, *, now: datetime) -> str:
    return make_link(client, purpose=Link.Purpose.MESSAGES, subject_id=client.id, lasts=_LINK_LASTS, now=now)
