"""Reading who waits, for what, and what they were offered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from tableside.core.timeline.window import minute_of
from tableside.core.waitlist.fit import Window
from tableside.records.scheduling.models import Appointment, WaitlistEntry, WaitlistOffer, WaitlistWindow


def waiting_entries() -> QuerySet[WaitlistEntry]:
    """Everybody who waits, the longest first, with windows and offers, these oldest first."""
    return entries().filter(ended=WaitlistEntry.Ended.WAITING).order_by("created_at", "pk")


def entries() -> QuerySet[WaitlistEntry]:
    offers = Prefetch("offers", WaitlistOffer.objects.select_related("therapist").order_by("offered_at", "pk"))
    windows = Prefetch("windows", WaitlistWindow.objects.order_by("pk"))
    return WaitlistEntry.objects.select_related(
        "client", "service__practice", "therapist", "location"
    ).prefetch_related(windows, offers)


def waiting_of(client_id: UUID) -> QuerySet[WaitlistEntry]:
    return waiting_entries().filter(client=client_id)


def waits_already(client_id: UUID, *, service_id: UUID) -> WaitlistEntry | None:
    return waiting_of(client_id).filter(service=service_id).first()


def windows_of(entry: WaitlistEntry) -> tuple[Window, ...]:
    return tuple(
        Window(row.start_minute, row.end_minute, frozenset(row.weekdays), row.first_on, row.last_on)
        for row in entry.windows.all()
    )


def offers_newest_first() -> QuerySet[WaitlistOffer]:
    """Who was asked when, and what came of it."""
    related = ("entry__client", "entry__service", "therapist")
    return WaitlistOffer.objects.select_related(*related).order_by("-offered_at", "-pk")


def expired_offers(*, now: datetime) -> list[WaitlistOffer]:
    return list(offers_newest_first().filter(state=WaitlistOffer.State.OPEN, expires_at__lte=now))


def just_cancelled(*, now: datetime, undo_minutes: int) -> list[tuple[int, int]]:
    """Times given back so short a while ago that they may yet be taken back."""
    since = now - timedelta(minutes=undo_minutes)
    rows = Appointment.objects.filter(
        status=Appointment.Status.CANCELLED, cancelled_at__gt=since, starts_at__gt=now
    ).values_list("starts_at", "ends_at")
    return [(minute_of(start), minute_of(end)) for start, end in rows]


def practices_with_waiting() -> Iterable[UUID]:
    """Practices in which somebody waits, or an offer is open."""
    open_offer = WaitlistOffer.everywhere.filter(entry=OuterRef("pk"), state=WaitlistOffer.State.OPEN)
    waiting = WaitlistEntry.everywhere.filter(ended=WaitlistEntry.Ended.WAITING)
    both = waiting.values_list("practice_id", flat=True).union(
        WaitlistEntry.everywhere.filter(Exists(open_offer)).values_list("practice_id", flat=True)
    )
    return list(both)
