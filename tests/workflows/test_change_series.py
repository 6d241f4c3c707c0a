"""This date, this and the later ones, or all: what would happen is listed first, then done as one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from tableside.core.decision import Refusal
from tableside.records.outbox.models import Message
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.book import book
from tableside.workflows.booking.set_aside import Insistence
from tableside.workflows.series.book_series import SeriesRequest, book_series
from tableside.workflows.series.change_series import Which, cancel_dates, effects_of_moving, move_dates
from tableside.workflows.series.change_series_treatment import Wanted, change_treatments, effects_of_treatment
from tableside.workflows.series.put_back import put_back
from tests.factories import FEVER, answered
from tests.personas import Cast
from tests.workflows.booking_wishes import MONDAY_TEN, NOW, wish

WEEK = timedelta(weeks=1)
DAYS = (MONDAY_TEN, MONDAY_TEN + WEEK, MONDAY_TEN + 2 * WEEK)


def three(cast: Cast) -> tuple[Appointment, ...]:
    wanted = SeriesRequest(cast.clara.client, cast.swedish, 60, DAYS, "k", therapist_id=cast.ana.as_therapist.id)
    made = book_series(wanted, by=cast.front_desk.actor, now=NOW)
    Message.objects.filter(kind="series_booked").update(done_at=NOW)
    return made


def starts() -> list[object]:
    return list(Appointment.objects.order_by("starts_at").values_list("starts_at", "status"))


def test_this_and_later_move_by_a_week_although_each_takes_the_place_of_the_next(linden: Cast) -> None:
    _first, second, third = three(linden)
    by = linden.front_desk.actor

    effects = effects_of_moving(
        second, Which.LATER, to_day=date(2027, 2, 15), to_wall=600, therapist_id=None, by=by, now=NOW
    )
    assert [(one.appointment, one.starts_at) for one in effects] == [(second, DAYS[2]), (third, DAYS[2] + WEEK)]
    chosen = {one.appointment.id: one.starts_at for one in effects if one.starts_at}
    move_dates(chosen, of=second, therapist_id=None, by=by, now=NOW)

    assert starts() == [(DAYS[0], "booked"), (DAYS[2], "booked"), (DAYS[2] + WEEK, "booked")]
    letter = Message.objects.get(kind="series_changed")
    events = Calendar.from_ical(letter.content["calendar"]).walk("VEVENT")
    assert [(event.decoded("dtstart"), event["sequence"]) for event in events] == [
        (DAYS[2], 1),
        (DAYS[2] + WEEK, 1),
    ]


def test_what_cannot_move_is_named_with_its_reason_and_other_times(linden: Cast) -> None:
    first, *_rest = three(linden)
    book(wish(linden, start=MONDAY_TEN + WEEK + timedelta(hours=2)), by=None, now=NOW)

    effects = effects_of_moving(
        first,
        Which.ALL,
        to_day=date(2027, 2, 1),
        to_wall=720,
        therapist_id=None,
        by=linden.front_desk.actor,
        now=NOW,
    )

    assert [one.starts_at is None for one in effects] == [False, True, False]
    assert effects[1].reason == "The therapist has no time then. Please choose another time or another therapist."
    assert len(effects[1].nearest) == 3


def test_another_therapist_takes_all_dates_at_the_same_times(linden: Cast) -> None:
    first, *_rest = three(linden)
    ben = linden.ben.as_therapist
    by = linden.front_desk.actor

    effects = effects_of_moving(
        first, Which.ALL, to_day=date(2027, 2, 1), to_wall=600, therapist_id=ben.id, by=by, now=NOW
    )
    chosen = {one.appointment.id: one.starts_at for one in effects if one.starts_at}
    move_dates(chosen, of=first, therapist_id=ben.id, by=by, now=NOW)

    assert set(Appointment.objects.filter(pk__in=chosen).values_list("therapist", flat=True)) == {ben.id}


def test_when_one_date_is_taken_meanwhile_none_moves(linden: Cast) -> None:
    first, second, _third = three(linden)
    book(wish(linden, start=MONDAY_TEN + WEEK + timedelta(hours=2)), by=None, now=NOW)
    before = starts()

    with pytest.raises(Refusal) as refused:
        move_dates(
            {first.id: DAYS[0] + timedelta(hours=2), second.id: DAYS[1] + timedelta(hours=2)},
            of=first,
            therapist_id=None,
            by=linden.front_desk.actor,
            now=NOW,
        )

    assert refused.value.detail.startswith("Monday 8 February")
    assert starts() == before
    assert not Message.objects.filter(kind="series_changed").exists()


def test_this_and_later_are_cancelled_with_one_letter_and_one_of_them_put_back(linden: Cast) -> None:
    _first, second, third = three(linden)
    by = linden.front_desk.actor

    cancel_dates(second, Which.LATER, by=by, now=NOW)
    assert starts() == [(DAYS[0], "booked"), (DAYS[1], "cancelled"), (DAYS[2], "cancelled")]
    letter = Message.objects.get(kind="series_changed")
    events = Calendar.from_ical(letter.content["calendar"]).walk("VEVENT")
    assert [str(event["status"]) for event in events] == ["CANCELLED", "CANCELLED"]

    third.refresh_from_db()
    back = put_back(third, by=by, now=NOW + timedelta(minutes=1))

    again = Appointment.objects.get(pk=back.appointment_ids[0])
    assert (again.starts_at, again.series_id, again.status) == (DAYS[2], third.series_id, "booked")


def test_a_date_whose_time_is_gone_is_not_put_back(linden: Cast) -> None:
    first, *_rest = three(linden)
    by = linden.front_desk.actor
    cancel_dates(first, Which.LATER, by=by, now=NOW)
    book(wish(linden), by=None, now=NOW)
    first.refresh_from_db()

    with pytest.raises(Refusal) as refused:
        put_back(first, by=by, now=NOW)

    assert refused.value.code == "therapist_busy"


def test_a_date_beyond_the_booking_period_is_treated_otherwise_without_a_new_reason(linden: Cast) -> None:
    ana, late = linden.ana.as_therapist.id, MONDAY_TEN + 14 * WEEK - timedelta(hours=1)  # summer time by then
    said = Insistence("Agreed by phone", ("past_horizon",))
    wanted = SeriesRequest(linden.clara.client, linden.swedish, 60, (MONDAY_TEN, late), "k", ana, insists=said)
    first, last = book_series(wanted, by=linden.front_desk.actor, now=NOW)
    deep, by = Wanted(linden.deep_tissue.id, 75), linden.front_desk.actor

    effects = effects_of_treatment(first, Which.ALL, deep, by=by, now=NOW)
    change_treatments([last.id], deep, of=first, by=by, now=NOW)

    assert [(one.appointment, one.reason) for one in effects] == [(first, ""), (last, "")]
    treatments = Appointment.objects.order_by("starts_at").values_list("service__name", "price_minor")
    assert list(treatments) == [("Swedish massage", 8000), ("Deep tissue massage", 11250)]


def test_what_health_answers_rule_out_is_shown_with_each_date_and_changes_none(linden: Cast) -> None:
    first, *_rest = three(linden)
    answered(linden.clara, now=NOW, **FEVER)
    deep, by = Wanted(linden.deep_tissue.id, 75), linden.front_desk.actor

    effects = effects_of_treatment(first, Which.LATER, deep, by=by, now=NOW)
    with pytest.raises(Refusal, match=r"Monday 1 February.*look at this client's answers"):
        change_treatments([one.appointment.id for one in effects], deep, of=first, by=by, now=NOW)

    said = "A therapist has to look at this client's answers before this can be booked."
    assert [one.reason for one in effects] == [said] * 3
    assert set(Appointment.objects.values_list("service__name", flat=True)) == {"Swedish massage"}


def test_dates_beyond_the_booking_period_move_along_with_a_reason(linden: Cast) -> None:
    ana, late = linden.ana.as_therapist.id, MONDAY_TEN + 14 * WEEK - timedelta(hours=1)  # summer time by then
    said, by = Insistence("Agreed by phone", ("past_horizon",)), linden.front_desk.actor
    wanted = SeriesRequest(linden.clara.client, linden.swedish, 60, (MONDAY_TEN, late), "k", ana, insists=said)
    first, last = book_series(wanted, by=by, now=NOW)

    effects = effects_of_moving(
        first, Which.ALL, to_day=date(2027, 2, 2), to_wall=660, therapist_id=None, by=by, now=NOW
    )
    later = timedelta(days=1, hours=1)
    assert [one.starts_at for one in effects] == [MONDAY_TEN + later, late + later]
    chosen = {one.appointment.id: one.starts_at for one in effects if one.starts_at}
    with pytest.raises(Refusal, match="Tuesday 11 May 2027") as unsaid:
        move_dates(chosen, of=first, therapist_id=None, by=by, now=NOW)
    move_dates(chosen, of=first, therapist_id=None, insists=said, by=by, now=NOW)

    assert unsaid.value.data["outside"] == ("past_horizon",)
    assert starts() == [(MONDAY_TEN + later, "booked"), (late + later, "booked")]
    assert last.id in chosen
