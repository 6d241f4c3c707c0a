"""How often guests may book: nobody who is not signed in can fill a mailbox with confirmations, or a day with names.

What is counted is bookings that were made. Each takes a place in the shared cache, and ``add`` gives a place to one
process only. Requests under way at the same moment may pass together: as many more as the server has threads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from tableside.ui.requests import PublicRequest
from tableside.workflows.booking.book import BookingRequest, Person
from tableside.workflows.times.hold_time import holder

_PERIOD = timedelta(hours=1)


@dataclass(frozen=True)
class Sent:
    """What else counts like a booking, because a mail follows: who it is for, and its key."""

    written_to: tuple[Person, ...]
    key: str


@dataclass(frozen=True)
class _Limit:
    """The places of one sender or one mail address, which the cache knows by a keyed hash only."""

    places: tuple[str, ...]

    @classmethod
    def of(cls, kind: str, who: str, *, at_most: int) -> _Limit:
        name = salted_hmac(f"bookings by {kind}", who).hexdigest()
        return cls(tuple(f"booked:{name}:{number}" for number in range(at_most)))

    def free_at(self, key: str) -> datetime | None:
        """When the next place is free, if none is. Who sends a form again has a place already."""
        taken = cache.get_many(self.places)
        if len(taken) < len(self.places) or any(by == key for by, _until in taken.values()):
            return None
        return cast(datetime, min((until for _by, until in taken.values()), default=None))

    def take(self, key: str, *, now: datetime) -> None:
        taken = cache.get_many(self.places)
        if all(by != key for by, _until in taken.values()):
            any(cache.add(p, (key, now + _PERIOD), _PERIOD.total_seconds()) for p in self.places if p not in taken)


def may_hold(request: HttpRequest, token: str, *, now: datetime) -> bool:
    """Whether this browser may have a time kept: nobody who is not signed in can keep a whole day from others. Each
    browser holds one time, and a network address has as many browsers in an hour as it has bookings."""
    if cast(PublicRequest, request).actor is not None or not settings.BOOKINGS_PER_ADDRESS:
        return True
    limit, key = _Limit.of("holding", get_ip(request), at_most=settings.BOOKINGS_PER_ADDRESS), holder(token)
    if limit.free_at(key):
        return False
    limit.take(key, now=now)
    return True


def full_until(request: HttpRequest, booking: BookingRequest | Sent) -> datetime | None:
    """When this visitor may book again; None: now."""
    times = [limit.free_at(booking.key) for limit in _limits(request, booking)]
    return max(filter(None, times), default=None)


def count(request: HttpRequest, booking: BookingRequest | Sent, *, now: datetime) -> None:
    for limit in _limits(request, booking):
        limit.take(booking.key, now=now)


def _limits(request: HttpRequest, booking: BookingRequest | Sent) -> Iterator[_Limit]:
    """None for people who are signed in: the practice knows them."""
    if cast(PublicRequest, request).actor is not None:
        return
    if settings.BOOKINGS_PER_ADDRESS:
        yield _Limit.of("address", get_ip(request), at_most=settings.BOOKINGS_PER_ADDRESS)
    if settings.BOOKINGS_PER_MAIL:
        for email in {person.email.strip().lower() for person in booking.written_to} - {""}:
            yield _Limit.of("mail", email, at_most=settings.BOOKINGS_PER_MAIL)
