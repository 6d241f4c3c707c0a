"""The other calendar of a therapist: its address, and what came of reading it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.calendars.models import OtherCalendar
from tableside.records.practice.models import Therapist

EVERY = timedelta(minutes=15)
_AT_MOST = timedelta(hours=6)  # between two tries, however often it failed
_AT_LEAST = timedelta(minutes=1)  # between two that somebody asked for
_LEASE = timedelta(minutes=5)  # after which a reader that died is not waited for


@dataclass(frozen=True)
class Read:
    """``busy`` is None when the file was the same as before."""

    busy: list[tuple[int, int]] | None
    etag: str = ""
    last_modified: str = ""


@transaction.atomic
def set_other_calendar(therapist: Therapist, *, address: str, by: Actor, now: datetime) -> None:
    """What an earlier address gave is forgotten."""
    OtherCalendar.objects.filter(therapist=therapist).delete()
    made = OtherCalendar.objects.create(
        therapist=therapist, address=address, busy_changed_at=now, next_read_at=now, created_at=now
    )
    record("other_calendar.set", subject=("other_calendar", made.id), by=by, now=now)


@transaction.atomic
def remove_other_calendar(calendar: OtherCalendar, *, by: Actor, now: datetime) -> None:
    subject = ("other_calendar", calendar.id)
    calendar.delete()
    record("other_calendar.removed", subject=subject, by=by, now=now)


def read_soon(calendar: OtherCalendar, *, now: datetime) -> None:
    """The next round reads it, unless one just did."""
    tried_at = calendar.next_read_at - _pause(calendar.failures)
    if calendar.read_at and now < tried_at + _AT_LEAST:
        raise Refusal("just_read", "It was read a moment ago. Try again in a minute.")
    OtherCalendar.objects.filter(pk=calendar.pk).update(next_read_at=now)


def claim(calendar: OtherCalendar, *, now: datetime) -> bool:
    """Whether the caller is the one who reads it now."""
    mine = OtherCalendar.everywhere.filter(pk=calendar.pk, next_read_at=calendar.next_read_at)
    return mine.update(next_read_at=now + _LEASE) == 1


def note_read(calendar: OtherCalendar, read: Read, *, now: datetime) -> None:
    """Nothing is noted for an address that was replaced while it was being read."""
    said: dict[str, object] = {"read_at": now, "failing_since": None, "failures": 0, "problem": ""}
    if read.busy is not None:
        busy = [list(span) for span in read.busy]
        said |= {"etag": read.etag, "last_modified": read.last_modified, "whole_at": now}
        said |= {"busy": busy, "busy_changed_at": now} if busy != calendar.busy else {}
    OtherCalendar.objects.filter(pk=calendar.pk).update(**said, next_read_at=now + EVERY)


def note_failure(calendar: OtherCalendar, *, problem: str, now: datetime) -> None:
    """What is known stays in force. Each further failure doubles the pause."""
    failures = min(calendar.failures + 1, 1_000)
    OtherCalendar.objects.filter(pk=calendar.pk).update(
        failures=failures,
        failing_since=calendar.failing_since or now,
        problem=problem,
        next_read_at=now + _pause(failures),
    )


def forget_those_who_left() -> None:
    OtherCalendar.everywhere.filter(therapist__membership=None).delete()


def _pause(failures: int) -> timedelta:
    doublings = min(max(failures - 1, 0), 10)
    return min(EVERY * (1 << doublings), _AT_MOST)
