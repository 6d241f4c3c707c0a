"""The way to a letter, for those who look after the practice."""

from __future__ import annotations

from uuid import UUID

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.records.outbox.models import Message


def message_to_see(actor: Actor, message_id: UUID) -> Message:
    message = Message.objects.filter(pk=message_id).first() if actor.may(Permission.SEE_OUTBOX) else None
    if message is None:
        raise Refusal("not_found", "There is no such message.")
    return message
