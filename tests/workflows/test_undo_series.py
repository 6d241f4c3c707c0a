"""Dates of a series that were moved or cancelled at once are made what they were at once, or none of them is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from icalendar import Calendar

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.outbox.models import Message
from tableside.records.scheduling.models import Appointment, FormerState, Reservation
from tableside.workflows.booking.book import book
from tableside.workflows.changing.reschedule import reschedule
from tableside.workflows.changing.undo_change import undo_change
from tableside.workflows.series.change_series import Which, cancel_dates, effects_of_moving, move_dates
from tableside.workflows.series.undo_series import series_undo, undo_dates
from tests.personas import Cast
from tests.workflows.booking_wishes import HOUR, NOW, wish
from tests.workflows.test_change_series import DAYS, three

CHANGED = NOW + HOUR
SOON = CHANGED + timedelta(minutes=2, seconds=59)


def _a_week_later(second: Appointment, by: Actor) -> None:
    """The second takes the place of the third, which goes on by a week."""
    at = effects_of_moving(
        second, Which.LATER, to_day=date(2027, 2, 15), to_wall=600, therapist_id=None, by=by, now=CHANGED
    )
    chosen = {one.appointment.id: one.starts_at for one in at if one.starts_at}
    move_dates(chosen, of=second, therapist_id=None, by=by, now=CHANGED)


def _cancelled(second: Appointment, by: Actor) -> None:
    cancel_dates(second, Which.LATER, by=by, now=CHANGED)


def _state() -> list[object]:
    rows = Appointment.objects.order_by("pk").values_list("pk", "starts_at", "status", "table", "cancelled_at")
    taken = Reservation.objects.order_by("resource", "start_minute")
    return [*rows, *taken.values_list("resource", "start_minute", "end_minute", "appointment")]


def _waiting() -> list[tuple[str, datetime]]:
    return sorted(Message.objects.filter(withdrawn_at=None).values_list("kind", "due_at"))


def _told() -> list[datetime]:
    letter = Message.objects.get(kind="series_changed", withdrawn_at=None)
    return [event.decoded("dtstart") for event in Calendar.from_ical(letter.content["calendar"]).walk("VEVENT")]


@pytest.mark.parametrize("change", [_a_week_later, _cancelled])
def test_all_are_as_before_and_nobody_hears_of_the_change(
    linden: Cast, change: Callable[[Appointment, Actor], None]
) -> None:
    _first, second, _third = three(linden)
    by = linden.front_desk.actor
    before, waited = _state(), _waiting()
    change(second, by)
    assert (_state() != before, ("series_changed", CHANGED + timedelta(minutes=3)) in _waiting()) == (True, True)

    undone = undo_dates(second, by=by, now=SOON)

    assert (len(undone), _state(), _waiting()) == (2, before, waited)
    assert not FormerState.objects.exists()


def test_where_one_is_taken_none_is_undone_until_it_is_left_and_the_letter_tells_of_it_alone(linden: Cast) -> None:
    _first, second, third = three(linden)
    by = linden.front_desk.actor
    _cancelled(second, by)
    book(wish(linden, start=DAYS[2]), by=None, now=CHANGED)
    changed = _state()

    with pytest.raises(Refusal) as refused:
        undo_dates(second, by=by, now=SOON)
    unchanged = _state() == changed
    undo_dates(second, leaving=[third.id], by=by, now=SOON)

    assert (refused.value.code, refused.value.data) == ("not_all_back", {"leaving": [third.id], "rest": 1})
    assert "Monday 15 February 2027" in refused.value.detail
    assert (unchanged, _told()) == (True, [DAYS[2]])
    dates = Appointment.objects.filter(series=second.series_id).order_by("starts_at")
    assert list(dates.values_list("status", flat=True)) == ["booked", "booked", "cancelled"]


def test_a_date_that_changed_again_keeps_the_place_that_another_would_go_back_to(linden: Cast) -> None:
    """The second holds what was the third's; while it stays there, the third cannot go back either."""
    _first, second, _third = three(linden)
    by = linden.front_desk.actor
    _a_week_later(second, by)
    moved = Appointment.objects.get(pk=second.pk)
    Appointment.objects.filter(pk=second.pk).update(revision=moved.revision + 1)

    with pytest.raises(Refusal) as refused:
        undo_dates(second, by=by, now=SOON)

    assert (len(refused.value.data["leaving"]), refused.value.data["rest"]) == (2, 0)  # type: ignore[arg-type]  # a list


def test_one_of_them_undone_alone_leaves_the_letter_and_the_undo_of_the_others(linden: Cast) -> None:
    _first, second, third = three(linden)
    by = linden.front_desk.actor
    _cancelled(second, by)

    undo_change(Appointment.objects.get(pk=second.pk), by=by, now=SOON)
    told, left = _told(), series_undo(_key(second), by=by, now=SOON)
    undo_dates(second, by=by, now=SOON)

    assert (told, left.count if left else 0) == ([DAYS[2]], 1)
    assert Appointment.objects.get(pk=third.pk).status == "booked"
    assert not Message.objects.filter(kind="series_changed", withdrawn_at=None).exists()


def test_neither_too_late_nor_twice_nor_what_was_changed_one_by_one(linden: Cast) -> None:
    _first, second, third = three(linden)
    by = linden.front_desk.actor
    _cancelled(second, by)
    codes = []

    for at, change in ((CHANGED + timedelta(minutes=3), None), (SOON, undo_dates)):
        if change:
            change(second, by=by, now=at)
        with pytest.raises(Refusal) as refused:
            undo_dates(second, by=by, now=at)
        codes.append(refused.value.code)
    one = Appointment.objects.get(pk=third.pk)
    reschedule(one, starts_at=DAYS[2] + 2 * HOUR, therapist_id=None, by=by, now=SOON)

    assert codes == ["too_late_to_undo", "nothing_to_undo"]
    assert series_undo(_key(second), by=by, now=SOON) is None


def _key(appointment: Appointment) -> UUID:
    assert appointment.series_id is not None
    return appointment.series_id
