"""Who thinks better of it before the confirmation has left is written to once, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tableside.core.permissions.actor import Actor
from tableside.records.clients.access import guest
from tableside.records.outbox.actions import claim, is_still_wanted, note_sent
from tableside.records.outbox.models import Message
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.book import book
from tableside.workflows.changing.cancel import cancel
from tableside.workflows.changing.reschedule import reschedule
from tableside.workflows.changing.undo_change import undo_change
from tableside.workflows.series.book_series import SeriesRequest, book_series
from tableside.workflows.series.change_series import Which, cancel_dates, move_dates
from tableside.workflows.series.put_back import put_back
from tableside.workflows.series.undo_series import undo_dates
from tests.personas import Cast
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, found, wish

AT_ONCE, LEAVES, LATER = NOW + timedelta(minutes=1), NOW + timedelta(minutes=3), NOW + timedelta(minutes=4)


def made(cast: Cast, *, by: Actor | None) -> Appointment:
    return found(book(wish(cast), by=by, now=NOW))


def send(now: datetime) -> list[str]:
    """What the worker sends at this moment."""
    sent = []
    while message := claim(now=now):
        if is_still_wanted(message, now=now):
            note_sent(message, went="page", now=now)
            sent.append(message.kind)
    return sent


def test_the_confirmation_waits_as_long_as_undo_lasts(linden: Cast) -> None:
    made(linden, by=None)

    assert (send(AT_ONCE), send(LEAVES)) == ([], ["confirmation"])


@pytest.mark.parametrize("side", ["client", "staff"])
def test_booked_and_cancelled_at_once_nothing_is_sent_until_that_is_undone(linden: Cast, side: str) -> None:
    appointment = made(linden, by=linden.front_desk.actor if side == "staff" else None)
    by = linden.front_desk.actor if side == "staff" else guest(appointment.client)

    cancel(appointment, by=by, now=AT_ONCE)
    assert send(LATER) == []

    undo_change(appointment, by=by, now=LATER - timedelta(seconds=1))
    assert send(LATER) == ["confirmation"]


def test_once_the_confirmation_has_left_the_cancellation_is_told_too(linden: Cast) -> None:
    appointment = made(linden, by=None)
    assert send(LEAVES) == ["confirmation"]

    cancel(appointment, by=guest(appointment.client), now=LATER)

    assert send(LATER + timedelta(minutes=3)) == ["cancelled"]


def test_who_booked_online_hears_that_the_practice_cancelled_however_soon(linden: Cast) -> None:
    appointment = made(linden, by=None)

    cancel(appointment, by=linden.front_desk.actor, now=AT_ONCE)

    assert send(LATER) == ["cancelled"]


def test_moved_at_once_there_is_one_letter_and_it_confirms_the_new_time(linden: Cast) -> None:
    appointment = made(linden, by=None)

    reschedule(
        appointment, starts_at=MONDAY_TEN + 2 * HOUR, therapist_id=None, by=guest(appointment.client), now=AT_ONCE
    )

    assert send(LATER) == ["confirmation"]
    letter = Message.objects.exclude(done_at=None).get()
    assert "Monday 1 February 2027, 12:00" in letter.content["text"]
    assert "/intake/" in letter.content["text"]


DATES = (MONDAY_TEN, MONDAY_TEN + timedelta(weeks=1), MONDAY_TEN + timedelta(weeks=2))


def three(cast: Cast, *, tells: bool = True) -> tuple[Appointment, ...]:
    asked = SeriesRequest(cast.clara.client, cast.swedish, 60, DATES, "k", cast.ana.as_therapist.id, tells=tells)
    return book_series(asked, by=cast.front_desk.actor, now=NOW)


def test_a_series_cancelled_at_once_sends_nothing_until_that_is_undone(linden: Cast) -> None:
    first, *_rest = three(linden)
    by = linden.front_desk.actor

    cancel_dates(first, Which.ALL, by=by, now=AT_ONCE)
    assert send(LATER) == []

    undo_dates(first, by=by, now=LATER - timedelta(seconds=1))
    assert send(LATER) == ["series_booked"]


def test_a_date_cancelled_at_once_is_not_in_the_letter_and_there_is_no_other(linden: Cast) -> None:
    _first, second, _third = three(linden)

    cancel(second, by=linden.front_desk.actor, now=AT_ONCE)

    assert send(LATER) == ["series_booked"]
    text = Message.objects.get(kind="series_booked").content["text"]
    assert ("1 February" in text, "8 February" in text, "15 February" in text) == (True, False, True)


def test_once_the_letter_about_a_series_has_left_its_changes_are_told(linden: Cast) -> None:
    first, *_rest = three(linden)
    assert send(LEAVES) == ["series_booked"]

    cancel_dates(first, Which.ALL, by=linden.front_desk.actor, now=LATER)

    assert send(LATER + timedelta(minutes=3)) == ["series_changed"]


def test_staff_may_tell_the_client_themselves_whatever_they_do(linden: Cast) -> None:
    by = linden.front_desk.actor
    book(replace(wish(linden, start=MONDAY_TEN + 3 * HOUR), tells=False), by=by, now=NOW)
    first, *_rest = three(linden, tells=False)
    move_dates({first.id: MONDAY_TEN + HOUR}, of=first, therapist_id=None, tells=False, by=by, now=AT_ONCE)
    cancel_dates(first, Which.ALL, tells=False, by=by, now=LATER)
    first.refresh_from_db()
    back = [put_back(first, tells=False, by=by, now=LATER, key="one") for _ in range(2)]

    assert back[0].appointment_ids == back[1].appointment_ids
    assert not Message.objects.exclude(kind__startswith="reminder").exists()
    reminded = Message.objects.filter(kind="reminder_last", withdrawn_at=None).values_list("subject_id", flat=True)
    assert back[0].appointment_ids[0] in reminded
