"""Hand the tablet to a client, so that they answer the health questions on the spot."""

from __future__ import annotations

from datetime import datetime, timedelta

from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.clients.actions import make_link
from tableside.records.clients.models import Client, Link
from tableside.records.foundation.transactions import in_transaction

LASTS = timedelta(hours=2)


def hand_over(client: Client, *, by: Actor, now: datetime) -> str:
    """A token that opens this client's questions, for as long as a visit may take."""

    def make() -> str:
        token = make_link(client, purpose=Link.Purpose.TABLET, subject_id=client.id, lasts=LASTS, now=now)
        record("intake.handed_over", subject=("client", client.id), by=by, now=now, client_id=client.id)
        return token

    return in_transaction(make)
