"""Reading scores. Who may is decided in access.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tableside.records.outcomes.models import Measurement


@dataclass(frozen=True, slots=True)
class Visit:
    """What was scored around one appointment; either may not have been asked."""

    at: datetime
    before: float | None
    after: float | None


def visits_of(client_id: UUID, *, instrument: str) -> list[Visit]:
    """One entry an appointment, earliest first."""
    rows = Measurement.objects.filter(client_id=client_id, instrument=instrument, appointment__isnull=False)
    scores: dict[datetime, dict[str, float]] = {}
    columns = ("appointment__starts_at", "moment", "score")
    for at, moment, score in rows.order_by("appointment__starts_at").values_list(*columns):
        scores.setdefault(at, {})[moment] = float(score)
    return [
        Visit(at, found.get(Measurement.Moment.BEFORE), found.get(Measurement.Moment.AFTER))
        for at, found in scores.items()
    ]


def scores_since(client_id: UUID, *, instrument: str, since: datetime) -> list[float]:
    """How the client was on arrival, or in between, since an instant, earliest first. Scores right after a session
    are left out: they say how the session felt, not how the weeks go."""
    rows = Measurement.objects.filter(client_id=client_id, instrument=instrument, taken_at__gte=since)
    kept = rows.exclude(moment=Measurement.Moment.AFTER).order_by("taken_at")
    return [float(score) for score in kept.values_list("score", flat=True)]


def arrivals_of(client_ids: Iterable[UUID]) -> dict[tuple[UUID, str], list[tuple[datetime, float]]]:
    """The same for many clients at once, by client and instrument: when and how much."""
    rows = Measurement.objects.filter(client__in=list(client_ids)).exclude(moment=Measurement.Moment.AFTER)
    found: dict[tuple[UUID, str], list[tuple[datetime, float]]] = defaultdict(list)
    columns = ("client_id", "instrument", "taken_at", "score")
    for client_id, instrument, taken_at, score in rows.order_by("taken_at").values_list(*columns):
        found[client_id, instrument].append((taken_at, float(score)))
    return found


def scores_between_visits(client_id: UUID, *, instrument: str) -> list[tuple[datetime, float]]:
    """What a client said at home, the latest first."""
    rows = Measurement.objects.filter(client_id=client_id, instrument=instrument, moment=Measurement.Moment.BETWEEN)
    return [(at, float(score)) for at, score in rows.order_by("-taken_at").values_list("taken_at", "score")]


def scores_at(appointment_id: UUID) -> dict[tuple[str, str], float]:
    """What was scored at one appointment, by instrument and moment."""
    rows = Measurement.objects.filter(appointment_id=appointment_id)
    return {(name, moment): float(score) for name, moment, score in rows.values_list("instrument", "moment", "score")}
