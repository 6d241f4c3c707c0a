"""The page of a series: dates, what a change would do, the change itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tableside.records.scheduling.models import Appointment, Series
from tableside.workflows.changing.cancel import cancel
from tableside.workflows.series.book_series import SeriesRequest, book_series
from tableside.workflows.series.change_series import Which, cancel_dates
from tableside.workflows.times.find_times import Search, free_times
from tests.personas import Cast, signed_in
from tests.sessions import booked

WEEK = timedelta(weeks=1)


def made(cast: Cast, *, count: int = 3, hour: int = 0, key: str = "k") -> tuple[Appointment, ...]:
    """On so many days that have the same hour free."""
    ana = cast.ana.as_therapist.id
    times = free_times(Search(cast.swedish, 60, therapist_id=ana, ignores_notice=True), now=timezone.now())
    first = times.on(times.days()[4])[hour]
    days = (first + number * timedelta(days=1) for number in range(60))
    starts = tuple(start for start in days if times.includes(start))[:count]
    wanted = SeriesRequest(cast.clara.client, cast.swedish, 60, starts, key, therapist_id=ana)
    return book_series(wanted, by=cast.front_desk.actor, now=timezone.now())


def address(appointment: Appointment, deed: str = "") -> str:
    return reverse(f"desk:appointment-{deed or 'series'}", args=[appointment.id])


def starts() -> list[tuple[datetime, str]]:
    return list(Appointment.objects.order_by("starts_at").values_list("starts_at", "status"))


def test_what_would_change_is_shown_first_and_then_done(linden: Cast) -> None:
    desk, (first, *_rest) = signed_in(linden.front_desk), made(linden)
    at = first.starts_at.astimezone(ZoneInfo(linden.practice.time_zone)) + timedelta(hours=2)
    before = starts()

    page = desk.get(address(first), {"which": "all", "day": at.date().isoformat(), "at": at.strftime("%H:%M")})
    effects = page.context["effects"]
    assert (page.status_code, len(effects), starts()) == (200, 3, before)
    chosen = {f"to-{one.appointment.id}": one.starts_at.isoformat() for one in effects if one.starts_at}
    answer = desk.post(address(first, "series-move"), chosen)

    assert answer["Location"] == address(first)
    assert len(chosen) == 3
    assert starts() == [(start + timedelta(hours=2), "booked") for start, _status in before]


def test_all_are_cancelled_and_one_is_put_back(linden: Cast) -> None:
    desk, (first, *_rest) = signed_in(linden.front_desk), made(linden)

    assert desk.get(f"{address(first)}?cancel=all").context["cancels"] == "all"
    desk.post(address(first, "series-cancel"), {"which": "all"})
    assert {status for _start, status in starts()} == {"cancelled"}
    desk.post(address(first, "put-back"))

    assert list(Appointment.objects.filter(status="booked").values_list("starts_at", flat=True)) == [first.starts_at]
    again = desk.post(address(first, "put-back"))
    assert again.status_code == 422


def test_a_date_that_was_put_back_at_another_time_is_not_there_twice_after_undoing(linden: Cast) -> None:
    desk, (first, second, third) = signed_in(linden.front_desk), made(linden)
    desk.post(address(first, "series-cancel"), {"which": "all"})
    later = second.starts_at + timedelta(hours=2)
    assert desk.post(address(second, "put-back"), {"start": later.isoformat()}).status_code == 302

    assert desk.post(address(second, "undo")).status_code == 422
    answer = desk.post(address(first, "series-undo"))
    leaving = {"leaving": [str(one) for one in answer.context["refusal"].data["leaving"]]}
    assert (answer.status_code, leaving) == (422, {"leaving": [str(second.id)]})
    assert desk.post(address(first, "series-undo"), leaving).status_code == 302

    live = Appointment.objects.filter(status="booked").order_by("starts_at")
    assert list(live.values_list("starts_at", flat=True)) == [first.starts_at, later, third.starts_at]


@pytest.mark.parametrize("name", ["start", "left_out"])
def test_a_time_that_cannot_be_read_puts_nothing_back_at_another_one(linden: Cast, name: str) -> None:
    desk, (first, *_rest) = signed_in(linden.front_desk), made(linden)
    desk.post(address(first, "series-cancel"), {"which": "all"})

    answer = desk.post(address(first, "put-back"), {name: "half past ten"})

    assert (answer.status_code, answer.context["refusal"].code) == (422, "unreadable")
    assert {status for _start, status in starts()} == {"cancelled"}


def test_a_date_that_was_left_out_is_shown_and_comes_back_once(linden: Cast) -> None:
    desk, (first, second, third) = signed_in(linden.front_desk), made(linden)
    gap = second.starts_at
    Appointment.objects.filter(pk=second.pk).update(series=None)
    cancel(second, by=linden.front_desk.actor, now=timezone.now())
    Series.objects.update(left_out=[gap.isoformat()])

    page = desk.get(address(first))
    rows = [(one and one.starts_at, missing and missing.starts_at) for one, missing in page.context["dates"]]
    assert rows == [(first.starts_at, None), (None, gap), (third.starts_at, None)]
    assert [words in page.content.decode() for words in ("Left out", "This time is free.")] == [True, True]
    asked = {"left_out": gap.isoformat(), "key": page.context["key"]}
    answers = [desk.post(address(first, "put-back"), asked).status_code for _ in range(2)]
    other = desk.post(address(first, "put-back"), {**asked, "key": "another", "start": third.starts_at.isoformat()})

    assert (answers, other.status_code) == ([302, 302], 422)
    again = Appointment.objects.get(series=first.series_id, starts_at=gap)
    assert (again.therapist_id, again.service_id, again.ends_at - gap) == (
        first.therapist_id,
        first.service_id,
        first.ends_at - first.starts_at,
    )
    assert [missing for _one, missing in desk.get(address(first)).context["dates"]] == [None] * 3


def test_a_date_whose_time_is_taken_offers_the_nearest_and_comes_back_then(linden: Cast) -> None:
    desk, (first, second, _third) = signed_in(linden.front_desk), made(linden)
    cancel_dates(second, Which.THIS, by=linden.front_desk.actor, now=timezone.now())
    booked(linden, at=second.starts_at, who=linden.dora)

    (missing,) = [gap for _one, gap in desk.get(address(first)).context["dates"] if gap]
    assert (missing.starts_at, missing.reason[:27], len(missing.nearest)) == (None, "The therapist has no time t", 3)
    refused = desk.post(address(second, "put-back"))
    done = desk.post(address(second, "put-back"), {"start": missing.nearest[0].isoformat()})

    assert (refused.status_code, refused.context["refusal"].code, done.status_code) == (422, "therapist_busy", 302)
    series = Appointment.objects.filter(series=first.series_id).exclude(status="cancelled")
    assert sorted(one.starts_at for one in series) == sorted([first.starts_at, missing.nearest[0], _third.starts_at])
    assert [gap for _one, gap in desk.get(address(first)).context["dates"] if gap] == []


@pytest.mark.parametrize("posted", [{}, {"to-x": "2027-02-01T10:00+01:00"}, {"to-1": "soon"}])
def test_nothing_chosen_changes_nothing(linden: Cast, posted: dict[str, str]) -> None:
    desk, (first, *_rest) = signed_in(linden.front_desk), made(linden)
    before = starts()

    answer = desk.post(address(first, "series-move"), posted)

    assert (answer.status_code, answer.context["refusal"].code, starts()) == (422, "no_dates", before)


def test_an_appointment_alone_has_no_such_page_and_neither_have_clients(linden: Cast) -> None:
    first, *_rest = made(linden)
    alone = booked(linden, who=linden.dora, at=first.starts_at + 5 * WEEK)

    assert signed_in(linden.front_desk).get(address(alone)).status_code == 404
    assert signed_in(linden.clara).get(address(first)).status_code == 403
    assert signed_in(linden.other_therapist).get(address(first)).status_code in (403, 404)
    assert signed_in(linden.front_desk).get(address(first, "series-move")).status_code == 405


def test_two_dates_and_six_are_read_in_as_many_queries(linden: Cast) -> None:
    desk = signed_in(linden.front_desk)

    def queries(first: Appointment) -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(address(first))
        return len(captured)

    few, many = made(linden, count=2)[0], made(linden, count=6, hour=-1, key="another")[0]

    assert queries(few) == queries(many)


def test_dates_cancelled_at_once_are_undone_by_one_press_and_what_stands_in_the_way_is_left(linden: Cast) -> None:
    desk, (first, _second, third) = signed_in(linden.front_desk), made(linden)
    before = starts()
    desk.post(address(first, "series-cancel"), {"which": "all"})
    taken = booked(linden, at=third.starts_at, who=linden.dora)

    refused = desk.post(address(first, "series-undo"))
    rest = refused.context["refusal"].data["leaving"]
    answer = desk.post(address(first, "series-undo"), {"leaving": [*rest, "x"]}, follow=True)

    assert (refused.status_code, rest) == (422, [third.id])
    assert "Undo the others" in refused.content.decode()
    assert [str(one) for one in answer.context["messages"]] == ["Undone: 2 dates are as before."]
    assert [one for one in starts() if one[0] != taken.starts_at] == before[:2]
    assert desk.post(address(booked(linden), "series-undo")).status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_beyond_all_calendars_is_asked_again(linden: Cast, day: str) -> None:
    first, *_rest = made(linden)

    page = signed_in(linden.front_desk).get(address(first), {"which": "all", "day": day, "at": "23:59"})

    assert (page.status_code, page.context["effects"]) == (200, None)
    assert "too far away" in page.content.decode()
