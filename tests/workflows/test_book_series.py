"""The same again and again: each date shown first, then all of them written or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from tableside.core.availability.series import Rhythm
from tableside.core.decision import Refusal
from tableside.records.outbox.models import Message
from tableside.records.scheduling.hours_actions import say_of_day
from tableside.records.scheduling.models import Appointment, Booking, RulesSetAside, Series
from tableside.workflows.booking.book import book
from tableside.workflows.booking.set_aside import Insistence
from tableside.workflows.series.book_series import (
    ProposedDate,
    SeriesRequest,
    book_series,
    propose_series,
)
from tableside.workflows.times.find_times import Search
from tests.personas import Cast
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, wish

WEEK = timedelta(weeks=1)
QUARTER = timedelta(minutes=15)


def search(cast: Cast) -> Search:
    return Search(
        cast.swedish,
        60,
        therapist_id=cast.ana.as_therapist.id,
        client_id=cast.clara.client.id,
        ignores_notice=True,
    )


def request(cast: Cast, *starts: datetime, key: str = "series") -> SeriesRequest:
    return SeriesRequest(cast.clara.client, cast.swedish, 60, starts, key, therapist_id=cast.ana.as_therapist.id)


def test_every_date_is_shown_as_free_or_taken_with_the_reason_and_other_times(linden: Cast) -> None:
    book(wish(linden, start=MONDAY_TEN + WEEK), by=None, now=NOW)

    found = propose_series(search(linden), Rhythm(count=3), start=MONDAY_TEN, now=NOW)

    first, taken, last = found.dates
    assert [first, last] == [
        ProposedDate(date(2027, 2, 1), MONDAY_TEN, "", (), wanted_at=MONDAY_TEN),
        ProposedDate(date(2027, 2, 15), MONDAY_TEN + 2 * WEEK, "", (), wanted_at=MONDAY_TEN + 2 * WEEK),
    ]
    assert (taken.wanted_on, taken.starts_at) == (date(2027, 2, 8), None)
    assert taken.reason == "The therapist has no time then. Please choose another time or another therapist."
    assert taken.nearest
    assert all(abs(other - MONDAY_TEN - WEEK) < 3 * HOUR for other in taken.nearest)


def test_closed_days_are_left_out_with_their_name_and_do_not_count(linden: Cast) -> None:
    say_of_day(date(2027, 2, 8), is_closed=True, name="Stocktaking", by=linden.owner.actor, now=NOW)

    found = propose_series(search(linden), Rhythm(count=2), start=MONDAY_TEN, now=NOW)

    assert (found.closed, found.closed_at) == (((date(2027, 2, 8), "Stocktaking"),), (MONDAY_TEN + WEEK,))
    assert [one.starts_at for one in found.dates] == [MONDAY_TEN, MONDAY_TEN + 2 * WEEK]


def test_a_series_keeps_its_hour_on_the_wall_when_the_clocks_change(linden: Cast) -> None:
    start = datetime(2027, 3, 22, 9, 0, tzinfo=UTC)  # 10:00 in Vienna, and summer time begins on the 28th

    found = propose_series(search(linden), Rhythm(count=2), start=start, now=start - timedelta(days=2))

    assert [one.starts_at for one in found.dates] == [start, start + WEEK - HOUR]


def test_beyond_the_booking_period_staff_book_with_a_reason_and_clients_do_not(linden: Cast) -> None:
    starts, by = (MONDAY_TEN, MONDAY_TEN + 14 * WEEK - HOUR), linden.front_desk.actor  # summer time by then
    late = replace(request(linden, *starts), insists=Insistence("Agreed by phone", ("past_horizon",)))

    def proposed(asked: Search) -> list[tuple[datetime | None, tuple[str, ...], str]]:
        found = propose_series(asked, Rhythm(every_weeks=14, count=2), start=MONDAY_TEN, now=NOW)
        return [(one.starts_at, one.against, one.reason[:13]) for one in found.dates]

    assert proposed(search(linden)) == [(starts[0], (), ""), (starts[1], ("past_horizon",), "")]
    assert proposed(replace(search(linden), ignores_notice=False))[1] == (None, (), "Booking opens")
    with pytest.raises(Refusal, match=r"Monday 10 May 2027.*with a reason only") as unsaid:
        book_series(replace(late, insists=None), by=by, now=NOW)
    with pytest.raises(Refusal, match="Booking opens"):
        book_series(late, by=linden.clara.actor, now=NOW)
    assert (unsaid.value.data["outside"], Appointment.objects.count()) == (("past_horizon",), 0)

    booked = book_series(late, by=by, now=NOW)

    assert [one.starts_at for one in booked] == list(starts)
    kept = RulesSetAside.objects.get()
    assert (kept.appointment_id, kept.warnings, kept.reason) == (booked[1].id, ["past_horizon"], "Agreed by phone")


def test_a_date_beyond_the_booking_period_that_is_taken_has_others_near(linden: Cast) -> None:
    taken = MONDAY_TEN + 14 * WEEK - HOUR
    by = linden.front_desk.actor
    insists = Insistence("Agreed by phone", ("past_horizon",))
    book(replace(wish(linden, start=taken), insists=insists), by=by, now=NOW)

    found = propose_series(search(linden), Rhythm(every_weeks=14, count=2), start=MONDAY_TEN, now=NOW).dates[1]

    assert (found.starts_at, found.reason[:26]) == (None, "The therapist has no time ")
    assert [abs(other - taken) < 3 * HOUR for other in found.nearest] == [True] * 3


def test_each_date_is_an_appointment_of_its_own_and_one_letter_holds_them_all(linden: Cast) -> None:
    starts = [MONDAY_TEN, MONDAY_TEN + WEEK, MONDAY_TEN + 2 * WEEK]

    booked = book_series(request(linden, *starts), by=linden.front_desk.actor, now=NOW)

    assert [one.starts_at for one in booked] == starts
    assert (Booking.objects.count(), Series.objects.count()) == (3, 1)
    assert {one.series_id for one in booked} == {Series.objects.get().id}
    letter = Message.objects.exclude(kind__startswith="reminder").get()
    assert (letter.kind, letter.subject_id) == ("series_booked", Series.objects.get().id)
    assert letter.content["subject"] == "Linden Massage: Your 3 appointments from Monday 1 February 2027 on"
    assert letter.content["text"].count("/appointment/") == 3
    events = Calendar.from_ical(letter.content["calendar"]).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == starts
    assert {str(event["uid"]) for event in events} == {f"{one.id}@tableside" for one in booked}


def test_one_date_alone_makes_no_series(linden: Cast) -> None:
    booked = book_series(request(linden, MONDAY_TEN), by=linden.front_desk.actor, now=NOW)

    assert [one.series_id for one in booked] == [None]
    assert Message.objects.exclude(kind__startswith="reminder").get().kind == "confirmation"


def test_sent_twice_it_is_booked_once(linden: Cast) -> None:
    wanted = request(linden, MONDAY_TEN, MONDAY_TEN + WEEK)

    once = book_series(wanted, by=linden.front_desk.actor, now=NOW)
    again = book_series(wanted, by=linden.front_desk.actor, now=NOW)

    assert once == again
    assert (Appointment.objects.count(), Series.objects.count()) == (2, 1)
    assert Message.objects.filter(kind="series_booked").count() == 1


@pytest.mark.parametrize("second", [MONDAY_TEN + WEEK, MONDAY_TEN + QUARTER])
def test_a_date_that_is_taken_is_named_and_nothing_is_written(linden: Cast, second: datetime) -> None:
    book(wish(linden, start=MONDAY_TEN + WEEK), by=None, now=NOW)

    with pytest.raises(Refusal) as refused:
        book_series(request(linden, MONDAY_TEN, second), by=linden.front_desk.actor, now=NOW)

    assert refused.value.detail.endswith("So nothing has been changed.")
    assert (Booking.objects.count(), Series.objects.count()) == (1, 0)
