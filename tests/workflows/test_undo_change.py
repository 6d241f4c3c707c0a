"""For some minutes a change of an appointment can be undone; then it stands, and the letter about it leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.audit.queries import newest_entries
from tableside.records.clients.access import guest
from tableside.records.outbox.models import Message
from tableside.records.practice.models import MassageTable, Practice
from tableside.records.scheduling.models import Appointment, FormerState, Reservation
from tableside.workflows.booking.book import book
from tableside.workflows.changing.cancel import cancel
from tableside.workflows.changing.change_length import change_length
from tableside.workflows.changing.check_in import check_in
from tableside.workflows.changing.reschedule import reschedule
from tableside.workflows.changing.undo_change import undo_change, undo_until
from tests.personas import Cast
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, booked, wish

CHANGED = NOW + HOUR
SOON = CHANGED + timedelta(minutes=2, seconds=59)
THREE_MINUTES = timedelta(minutes=3)

Change = Callable[[Appointment, Actor], None]


def _cancel(appointment: Appointment, by: Actor) -> None:
    cancel(appointment, by=by, now=CHANGED)


def _move(appointment: Appointment, by: Actor) -> None:
    reschedule(appointment, starts_at=MONDAY_TEN + 2 * HOUR, therapist_id=None, by=by, now=CHANGED)


def _lengthen(appointment: Appointment, by: Actor) -> None:
    change_length(appointment, minutes=90, by=by, now=CHANGED)


def state(appointment: Appointment) -> dict[str, Any]:  # Any: values of several columns
    """Everything a change touches, but for the revision, which only ever grows."""
    columns = ("status", "starts_at", "ends_at", "therapist", "table", "location", "price_minor", "cancelled_at")
    reserved = Reservation.objects.order_by("resource").values_list("resource", "start_minute", "end_minute")
    return {**Appointment.objects.values(*columns).get(pk=appointment.pk), "reserved": list(reserved)}


def waiting() -> list[tuple[str, datetime]]:
    return sorted(Message.objects.filter(withdrawn_at=None).values_list("kind", "due_at"))


@pytest.mark.parametrize("change", [_cancel, _move, _lengthen])
@pytest.mark.parametrize("side", ["client", "staff"])
def test_everything_is_as_before_and_nobody_hears_of_the_change(linden: Cast, change: Change, side: str) -> None:
    appointment = booked(linden)
    Message.objects.filter(kind="confirmation").update(done_at=NOW)
    by = guest(appointment.client) if side == "client" else linden.front_desk.actor
    before, told = state(appointment), waiting()
    change(appointment, by)
    assert state(appointment) != before

    undo_change(appointment, by=by, now=SOON)

    assert (state(appointment), waiting()) == (before, told)
    assert appointment.revision == 2
    assert newest_entries()[0].deed == "appointment.restored"
    assert not FormerState.objects.exists()


def test_a_practice_may_leave_longer_for_it_and_the_letter_waits_as_long(linden: Cast) -> None:
    Practice.objects.filter(pk=linden.practice.id).update(undo_minutes=10)
    appointment = booked(linden)
    _cancel(appointment, linden.front_desk.actor)
    assert ("cancelled", CHANGED + timedelta(minutes=10)) in waiting()

    undo_change(appointment, by=linden.front_desk.actor, now=CHANGED + timedelta(minutes=9))

    assert state(appointment)["status"] == "booked"


def test_a_confirmation_that_has_not_left_waits_again(linden: Cast) -> None:
    appointment = booked(linden)
    _move(appointment, linden.front_desk.actor)

    undo_change(appointment, by=linden.front_desk.actor, now=SOON)

    assert [kind for kind, _due in waiting()] == ["confirmation", "reminder_first", "reminder_last"]


@pytest.mark.parametrize(("change", "kind"), [(_cancel, "cancelled"), (_move, "moved"), (_lengthen, "moved")])
def test_the_letter_leaves_when_the_change_can_no_longer_be_undone(linden: Cast, change: Change, kind: str) -> None:
    appointment, by = booked(linden), linden.front_desk.actor
    change(appointment, by)

    assert dict(waiting())[kind] == CHANGED + THREE_MINUTES == undo_until(appointment, by=by, now=SOON)
    assert undo_until(appointment, by=by, now=CHANGED + THREE_MINUTES) is None


def test_staff_can_leave_the_telling_to_themselves(linden: Cast) -> None:
    appointment, by = booked(linden), linden.front_desk.actor

    reschedule(appointment, starts_at=MONDAY_TEN + 2 * HOUR, therapist_id=None, tells=False, by=by, now=CHANGED)
    assert [kind for kind, _due in waiting()] == ["reminder_first", "reminder_last"]
    change_length(appointment, minutes=90, tells=False, by=by, now=CHANGED)
    assert [kind for kind, _due in waiting()] == ["reminder_first", "reminder_last"]
    cancel(appointment, tells=False, by=by, now=CHANGED)
    assert waiting() == []


def _too_late(linden: Cast, appointment: Appointment) -> tuple[Actor, datetime]:
    return linden.front_desk.actor, CHANGED + THREE_MINUTES


def _taken(linden: Cast, appointment: Appointment) -> tuple[Actor, datetime]:
    book(wish(linden, key="others"), by=linden.front_desk.actor, now=SOON)
    return linden.front_desk.actor, SOON


def _by_the_client(linden: Cast, appointment: Appointment) -> tuple[Actor, datetime]:
    return guest(appointment.client), SOON


def _twice(linden: Cast, appointment: Appointment) -> tuple[Actor, datetime]:
    undo_change(appointment, by=linden.front_desk.actor, now=SOON)
    return linden.front_desk.actor, SOON


@pytest.mark.parametrize(
    ("meanwhile", "sentence"),
    [
        (_too_late, "A change can be undone for 3 minutes. They are over, so it stays as it is."),
        (_taken, "The former time has been taken in the meantime, so the appointment stays as it is now."),
        (_by_the_client, "The practice has made this change, so it is not undone from here."),
        (_twice, "There is nothing to undo: the appointment is as it was."),
    ],
)
def test_what_cannot_be_undone_stays_and_says_why(
    linden: Cast, meanwhile: Callable[[Cast, Appointment], tuple[Actor, datetime]], sentence: str
) -> None:
    appointment = booked(linden)
    _cancel(appointment, linden.front_desk.actor)
    by, now = meanwhile(linden, appointment)
    before, told = state(appointment), waiting()

    with pytest.raises(Refusal) as refused:
        undo_change(Appointment.objects.select_related("client").get(pk=appointment.pk), by=by, now=now)

    assert (refused.value.detail, state(appointment), waiting()) == (sentence, before, told)


def test_what_followed_the_change_is_not_undone_with_it(linden: Cast) -> None:
    appointment, by = booked(linden), linden.front_desk.actor
    on_the_day = MONDAY_TEN - HOUR
    change_length(appointment, minutes=90, by=by, now=on_the_day)
    check_in(appointment, by=by, now=on_the_day)

    with pytest.raises(Refusal) as refused:
        undo_change(appointment, by=by, now=on_the_day)

    assert refused.value.code == "changed_again"
    assert undo_until(appointment, by=by, now=on_the_day) is None


def test_what_was_kept_before_anything_could_give_way_can_be_undone_too(linden: Cast) -> None:
    appointment, by = booked(linden), linden.front_desk.actor
    before = state(appointment)
    _cancel(appointment, by)
    former = FormerState.objects.get()
    former.reserved = [span[:3] for span in former.reserved]
    former.save(update_fields=["reserved"])

    undo_change(Appointment.objects.get(pk=appointment.pk), by=by, now=SOON)

    assert state(appointment) == before


@pytest.mark.parametrize("change", [_cancel, _move])
def test_where_its_table_was_taken_away_it_goes_to_another_that_fits_or_says_why_not(
    linden: Cast, change: Change
) -> None:
    alone, by = booked(linden), linden.front_desk.actor
    was = alone.table
    assert was is not None
    change(alone, by)
    take_away_anyhow(was)

    undo_change(Appointment.objects.get(pk=alone.pk), by=by, now=SOON)

    kept = Appointment.objects.select_related("table").get(pk=alone.pk)
    assert kept.table is not None
    assert (kept.starts_at, kept.status, kept.table.is_in_use, kept.table != was) == (
        MONDAY_TEN,
        "booked",
        True,
        True,
    )
    on_it = Reservation.objects.get(appointment=alone, resource__table__isnull=False)
    assert on_it.resource.table_id == kept.table_id

    cancel(kept, by=by, now=SOON)
    for table in MassageTable.objects.all():
        take_away_anyhow(table)
    with pytest.raises(Refusal, match="massage table was taken away in the meantime") as refused:
        undo_change(Appointment.objects.get(pk=alone.pk), by=by, now=SOON)
    assert (refused.value.code, Appointment.objects.get(pk=alone.pk).status) == ("table_gone", "cancelled")


def take_away_anyhow(table: MassageTable) -> None:
    MassageTable.objects.filter(pk=table.pk).update(is_in_use=False)
