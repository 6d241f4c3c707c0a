"""A therapist as the front door shows them: a name, a line, and the next free times, each one press from booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from tableside.records.practice.models import Therapist
from tableside.records.practice.queries import therapists_who_take_bookings
from tableside.ui import moments
from tableside.ui.navigation import address_of
from tableside.workflows.times.next_free import NextFree, next_free_by_therapist


@dataclass(frozen=True)
class FreeTime:
    """``what`` is for who hears the link without seeing the card around it."""

    at: datetime
    day: str
    clock: str
    what: str
    url: str


@dataclass(frozen=True)
class TherapistCard:
    therapist: Therapist
    url: str
    next_words: str  # what the times are for
    times: tuple[FreeTime, ...]


def therapist_cards(zone: ZoneInfo, *, now: datetime, count: int = 3) -> list[TherapistCard]:
    """All bookable therapists by name."""
    free = next_free_by_therapist(now=now, count=count)
    return [card_of(therapist, free.get(therapist.id), zone) for therapist in therapists_who_take_bookings()]


def card_of(therapist: Therapist, free: NextFree | None, zone: ZoneInfo) -> TherapistCard:
    times = tuple(_free_time(therapist, free, at, zone) for at in free.starts) if free else ()
    return TherapistCard(
        therapist=therapist,
        url=address_of("site:therapist", therapist.slug),
        next_words=f"{free.service.name}, {moments.minutes(free.minutes)}" if free else "",
        times=times,
    )


def booking_address(step: str, *, service: UUID, minutes: int, therapist: UUID, start: datetime | None = None) -> str:
    """A step of booking with all of this chosen already."""
    chosen = {"service": service, "minutes": minutes, "therapist": therapist}
    query = urlencode(chosen | ({"start": start.isoformat()} if start else {}))
    return f"{address_of(f'portal:{step}')}?{query}"


def _free_time(therapist: Therapist, free: NextFree, at: datetime, zone: ZoneInfo) -> FreeTime:
    words = {"service": free.service.name, "length": moments.minutes(free.minutes), "therapist": therapist.name}
    return FreeTime(
        at=at,
        day=moments.short_day(at, zone),
        clock=moments.clock(at, zone),
        what=gettext("%(service)s, %(length)s with %(therapist)s") % words,
        url=booking_address(
            "book-details", service=free.service.id, minutes=free.minutes, therapist=therapist.id, start=at
        ),
    )
