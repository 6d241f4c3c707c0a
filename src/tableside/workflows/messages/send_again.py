"""Send a message once more that has failed for good."""

from __future__ import annotations

from datetime import datetime

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import send_again
from tableside.records.outbox.models import Message


def send_message_again(message: Message, *, by: Actor, now: datetime) -> None:
    """The worker tries it afresh within seconds. Refused for one that waits, was sent or was withdrawn."""
    if message.failed_at is None or message.withdrawn_at is not None:
        raise Refusal("not_failed", "This message has not failed, so there is nothing to send again.")
    if message.emptied_at is not None:
        raise Refusal(
            "emptied", "What this letter said is gone, so it cannot be sent again. Its reader can ask for a new one."
        )
    in_transaction(lambda: _send_again(message, by=by, now=now))


def _send_again(message: Message, *, by: Actor, now: datetime) -> None:
    send_again(message, now=now)
    record("message.sent_again", subject=("message", message.id), by=by, now=now, client_id=message.client_id)
