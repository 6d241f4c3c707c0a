"""Keep a therapist free of clients for part of a day or some days, once or every week; all of it or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.foundation.transactions import in_transaction
from tableside.records.practice.models import Therapist
from tableside.records.scheduling.hours_actions import take_time_off
from tableside.records.scheduling.models import Reservation
from tableside.records.scheduling.reserving import OfferTaken


def take_off(
    therapist: Therapist,
    times: Sequence[tuple[datetime, datetime]],
    *,
    note: str,
    is_break: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Refused with ``offer_taken`` where a client is booked, or where it is kept free already."""
    why = Reservation.Why.BREAK if is_break else Reservation.Why.TIME_OFF

    def take_all() -> None:
        for start, end in times:
            try:
                take_time_off(therapist, start=start, end=end, note=note, why=why, by=by, now=now)
            except OfferTaken:
                raise Refusal(
                    "offer_taken",
                    "Something is booked or kept free already then. Move it first, or choose other times.",
                ) from None

    in_transaction(take_all)
