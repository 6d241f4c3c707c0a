"""Which appointments are one series, and which dates it might still get back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.clients.models import Client
from tableside.records.scheduling.models import Appointment, Series


def begin_series(
    client: Client, appointment_ids: Sequence[UUID], *, left_out: Sequence[datetime] = (), by: Actor, now: datetime
) -> Series:
    """From now on these appointments are changed together, where somebody wants that. ``left_out`` are dates that were
    not booked with them."""
    missing = [_text(at) for at in sorted(set(left_out))]
    begun = Series.objects.create(client=client, created_at=now, left_out=missing)
    Appointment.objects.filter(pk__in=appointment_ids).update(series=begun)
    detail: dict[str, object] = {"dates": len(appointment_ids)}
    record("series.booked", subject=("series", begun.id), by=by, now=now, client_id=client.id, detail=detail)
    return begun


def join_series(series_id: UUID, appointment_ids: Sequence[UUID], *, in_place_of: UUID | datetime) -> None:
    """Appointments that were booked in place of a date that was cancelled, or left out. Already there, they stay;
    a date that somebody else has put back is refused."""
    joining = Appointment.objects.filter(pk__in=appointment_ids)
    if not joining.exclude(series=series_id).exists():
        return
    series = Series.objects.select_for_update().get(pk=series_id)
    if isinstance(in_place_of, datetime):
        is_missing = _text(in_place_of) in series.left_out
        series.left_out = [at for at in series.left_out if at != _text(in_place_of)]
    else:
        is_missing = str(in_place_of) not in series.put_back
        series.put_back = [*series.put_back, str(in_place_of)]
    if not is_missing:
        raise Refusal("not_skipped", gettext("This date is back in the series already. Look at its dates again."))
    series.save(update_fields=["left_out", "put_back"])
    joining.update(series=series_id)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
