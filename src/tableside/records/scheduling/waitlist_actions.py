"""Joining and leaving the waitlist, and what is noted of offers. Each runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.waitlist.fit import Window
from tableside.records.audit.actions import record
from tableside.records.clients.models import Client
from tableside.records.foundation.locks import lock
from tableside.records.foundation.scope import current_practice_id
from tableside.records.practice.models import Location, Service, Therapist
from tableside.records.scheduling.models import Reservation, WaitlistEntry, WaitlistOffer, WaitlistWindow

MOST_WINDOWS = 10


@dataclass(frozen=True, slots=True)
class NewEntry:
    client: Client
    service: Service
    minutes: int
    windows: tuple[Window, ...]
    therapist: Therapist | None = None
    location: Location | None = None


def wait_for_the_line() -> None:
    """Until nobody else offers a time, answers an offer or leaves: each sees what the one before has written."""
    lock([f"waitlist:{current_practice_id()}"])


@transaction.atomic
def join_waitlist(new: NewEntry, *, by: Actor, now: datetime) -> WaitlistEntry:
    try:
        with transaction.atomic():
            entry = WaitlistEntry.objects.create(
                client=new.client,
                service=new.service,
                minutes=new.minutes,
                therapist=new.therapist,
                location=new.location,
                created_at=now,
                changed_at=now,
            )
    except IntegrityError:
        raise Refusal(
            "waits_already", "This person waits for this treatment already. Change what suits them instead."
        ) from None
    _set_windows(entry, new.windows)
    _record("waitlist.joined", entry, by=by, now=now)
    return entry


@transaction.atomic
def change_windows(entry: WaitlistEntry, windows: Sequence[Window], *, by: Actor, now: datetime) -> None:
    """Other times suit them now. Their place in the line stays."""
    if not WaitlistEntry.objects.filter(pk=entry.pk, ended="").update(changed_at=now):
        raise Refusal("not_waiting", "This place on the waitlist has ended. Join again if you still look for a time.")
    WaitlistWindow.objects.filter(entry=entry).delete()
    _set_windows(entry, windows)
    _record("waitlist.changed", entry, by=by, now=now)


@transaction.atomic
def end_entry(entry: WaitlistEntry, *, ended: WaitlistEntry.Ended, by: Actor, now: datetime) -> None:
    """They wait no longer; an offer that is open is taken back, and its time goes to the next."""
    if not WaitlistEntry.objects.filter(pk=entry.pk, ended="").update(ended=ended, ended_at=now):
        raise Refusal("not_waiting", "This place on the waitlist has ended already.")
    WaitlistOffer.objects.filter(entry=entry, state=WaitlistOffer.State.OPEN).update(
        state=WaitlistOffer.State.WITHDRAWN, ended_at=now
    )
    _record(f"waitlist.{ended.value}", entry, by=by, now=now)


@transaction.atomic
def note_offer(offer: WaitlistOffer, *, by: Actor, now: datetime) -> None:
    offer.save(force_insert=True)
    _record("waitlist.offered", offer.entry, by=by, now=now, starts_at=offer.starts_at.isoformat())


@transaction.atomic
def end_offer(offer: WaitlistOffer, *, state: WaitlistOffer.State, by: Actor, now: datetime) -> None:
    """Only one of several answers at once gets through."""
    still_open = WaitlistOffer.objects.filter(pk=offer.pk, state=WaitlistOffer.State.OPEN)
    if not still_open.update(state=state, ended_at=now):
        raise Refusal("offer_over", "This offer has been answered already, or has ended.")
    _record(f"waitlist.{state.value}", offer.entry, by=by, now=now)


def release_ended_offers() -> int:
    """Times that were held for offers that are over are free again. Answers how many rows that were."""
    ended = WaitlistOffer.objects.exclude(state=WaitlistOffer.State.OPEN)
    held = Reservation.objects.filter(why=Reservation.Why.HOLD, held_by__in=ended.values("held_by"))
    return held.delete()[0]


def check_windows(windows: Sequence[Window], *, today: date) -> None:
    if not windows:
        raise Refusal("no_windows", "Please say when you could come: at least one line is needed.")
    if len(windows) > MOST_WINDOWS:
        raise Refusal("too_many_windows", f"At most {MOST_WINDOWS} lines fit. Please join some of them.")
    if all(window.last is not None and window.last < today for window in windows):
        raise Refusal("windows_past", "All these days have passed. Please choose later ones.")


def _set_windows(entry: WaitlistEntry, windows: Sequence[Window]) -> None:
    WaitlistWindow.objects.bulk_create(
        WaitlistWindow(
            entry=entry,
            weekdays=sorted(window.weekdays),
            first_on=window.first,
            last_on=window.last,
            start_minute=window.start_minute,
            end_minute=window.end_minute,
        )
        for window in windows
    )


def _record(deed: str, entry: WaitlistEntry, *, by: Actor, now: datetime, **detail: object) -> None:
    client_id: UUID = entry.client_id
    record(deed, subject=("waitlist_entry", entry.id), by=by, now=now, client_id=client_id, detail=detail)
