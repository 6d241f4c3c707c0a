"""A client says how they are on a day without an appointment. Once a day: a chart of moods is not what is asked."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from tableside.core.decision import Refusal
from tableside.core.outcomes.scoring import score
from tableside.core.permissions.actor import Actor
from tableside.knowledge.load_instruments import load_instruments
from tableside.records.clients.access import own_client
from tableside.records.foundation.locks import lock
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outcomes.actions import NewMeasurement, measure
from tableside.records.outcomes.models import Measurement
from tableside.records.outcomes.queries import scores_between_visits
from tableside.records.practice.queries import current_practice


def score_between_visits(instrument: str, number: int, *, by: Actor, now: datetime) -> None:
    """Keep today's answer to an instrument of one question."""
    in_transaction(lambda: _score(instrument, number, by=by, now=now))


def _score(instrument: str, number: int, *, by: Actor, now: datetime) -> None:
    client = own_client(by)
    lock([f"scores of:{client.id}"])
    if has_said_today(scores_between_visits(client.id, instrument=instrument), now=now):
        raise Refusal("scored_today", "You have told us for today. Come back tomorrow, if you like.")
    asked = load_instruments()[instrument]
    points = score(asked, {asked.items[0].id: number})
    new = NewMeasurement(instrument, Measurement.Moment.BETWEEN, Decimal(str(points)))
    measure(client, new, by=by, now=now)


def has_said_today(scores: list[tuple[datetime, float]], *, now: datetime) -> bool:
    """Whether the latest score is of this local day."""
    zone = ZoneInfo(current_practice().time_zone)
    return bool(scores) and scores[0][0].astimezone(zone).date() == now.astimezone(zone).date()
