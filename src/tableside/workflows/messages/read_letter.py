"""Write down that somebody read a letter: its links open what the client answered."""

from __future__ import annotations

from datetime import datetime

from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.outbox.models import Message


def note_letter_read(message: Message, *, by: Actor, now: datetime) -> None:
    record("message.read", subject=("message", message.id), by=by, now=now, client_id=message.client_id)
