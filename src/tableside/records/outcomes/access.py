"""The way to a client's scores: for whoever reads health data, with an audit row."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.records.audit.actions import record
from tableside.records.clients.access import NotFound
from tableside.records.outcomes.queries import Visit, visits_of


def scores_to_read(actor: Actor, client_id: UUID, *, instrument: str, now: datetime) -> list[Visit]:
    """How one measure went from visit to visit, earliest first."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    detail: dict[str, object] = {"instrument": instrument}
    record("scores.read", subject=("client", client_id), by=actor, now=now, client_id=client_id, detail=detail)
    return visits_of(client_id, instrument=instrument)
