"""A question to a healthcare provider that nobody answers: the client is reminded of it once, a week later."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from django.conf import settings

from tableside.records.clients.actions import make_link
from tableside.records.clients.models import Client, Link
from tableside.records.intake.queries import open_clearances
from tableside.records.outbox.actions import keep_waiting, withdraw
from tableside.records.practice.queries import current_practice, facts_of
from tableside.workflows.letters.care import CLEARANCE_WAITS, clearance_waits
from tableside.workflows.letters.wording import address_of

_AFTER, _MORNING = timedelta(days=7), time(9, 0)
_STANDS = timedelta(days=30)  # from then on; so long the link opens, and what could not be sent is still worth sending


def remind_of_clearance(client: Client, *, now: datetime) -> None:
    """In the caller's transaction. Questions asked on one day are one letter."""
    if not client.email:
        return
    practice = facts_of(current_practice())
    due_at = datetime.combine((now + _AFTER).astimezone(practice.zone).date(), _MORNING, practice.zone)
    letter = clearance_waits(client, address=_where(client, now=now), due_on=due_at.date(), practice=practice)
    keep_waiting(letter, now=now, due_at=due_at, expires_at=due_at + _STANDS)


def stop_reminding(client_id: UUID, *, now: datetime) -> None:
    """Once nothing is waited for any more."""
    if not open_clearances().filter(client_id=client_id).exists():
        withdraw(subject_id=client_id, kinds=(CLEARANCE_WAITS,), now=now)


def _where(client: Client, *, now: datetime) -> str:
    """Where a letter is sent in: signed in, or by a link that opens no more than the client's own."""
    if client.user_id is not None:
        return f"{settings.PUBLIC_URL}/my/intake/file/"
    token = make_link(client, purpose=Link.Purpose.INTAKE, subject_id=client.id, lasts=_AFTER + _STANDS, now=now)
    return f"{address_of('intake', token)}file/"
