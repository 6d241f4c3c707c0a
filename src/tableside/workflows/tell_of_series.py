"""The one letter about a change of several dates of a series, which waits while the change can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tableside.records.outbox.actions import Letter, rewrite, withdraw_letter
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.actions import keep_together
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import appointments_of_series
from tableside.workflows.book import link_to_appointment
from tableside.workflows.letters.reader import reader_of
from tableside.workflows.letters.series import key_of, series_changed


def letter_about(dates: Sequence[Appointment], *, changed_at: datetime, now: datetime) -> Letter:
    """These dates as they are now, each that is booked with a link; about one change there is one letter."""
    booked = [one for one in dates if one.status == Appointment.Status.BOOKED]
    visits = {one.id: link_to_appointment(one, now=now) for one in booked}
    return series_changed(dates, practice=facts_of(current_practice()), visits=visits, now=changed_at)


def leave_out(undone: Sequence[Appointment], *, of: Sequence[str], changed_at: datetime, now: datetime) -> None:
    """``undone`` are what they were before the change ``of`` these dates: the letter tells of the others only, and is
    withdrawn where there are none."""
    series_id, back = undone[0].series_id, {one.id for one in undone}
    assert series_id is not None
    left = [key for key in map(UUID, of) if key not in back]
    keep_together(left, changed_at=changed_at)
    dates = list(appointments_of_series(series_id).filter(pk__in=left))
    if not dates:
        withdraw_letter(key_of("series_changed", series_id, at=changed_at), now=now)
    elif reader_of(dates[0]).email:
        rewrite(letter_about(dates, changed_at=changed_at, now=now))
