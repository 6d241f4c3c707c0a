"""Weekly hours and closed days, and what they leave outside."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tableside.records.audit.queries import newest_entries
from tableside.records.practice.place_actions import add_location
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.hours_actions import set_hours
from tableside.records.scheduling.hours_queries import (
    HoursKind,
    exceptions_by_day,
    own_closings,
    practice_closings,
    working_hours,
)
from tableside.workflows.practice.hours_effects import outside_hours
from tableside.workflows.times.find_times import Search, free_times
from tests.personas import FOUNDED, Cast, signed_in, today_at_linden
from tests.sessions import booked

HOURS = reverse("desk:settings-hours")
CLOSE = reverse("desk:settings-close")


def week(cast: Cast) -> str:
    return reverse("desk:settings-week", args=[cast.ana.as_therapist.id, cast.location.id])


def hours(cast: Cast) -> list[tuple[int, int, int]]:
    here = cast.ana.as_therapist.id, cast.location.id
    return [one.span for one in working_hours(here[:1])[here]]


def monday(*, weeks: int = 2) -> date:
    today = today_at_linden()
    return today + timedelta(days=7 * weeks - today.weekday())


def test_a_week_is_set_with_a_break_and_until_midnight(linden: Cast) -> None:
    given = {"from_0_0": "09:00", "to_0_0": "12:00", "from_0_1": "13:30", "to_0_1": "17:00"}
    given |= {"from_5_0": "18:00", "to_5_0": "00:00", "visibility": "online", "confirmed": "yes"}

    answer = signed_in(linden.owner).post(week(linden), given)

    assert (answer.status_code, hours(linden)) == (302, [(0, 540, 720), (0, 810, 1020), (5, 1080, 1440)])
    assert newest_entries()[0].deed == "hours.set"


def test_the_form_starts_from_the_week_that_stands(linden: Cast) -> None:
    rows = signed_in(linden.owner).get(week(linden)).context["form"].rows()

    assert [f"{start.value():%H:%M}" for row in rows[:2] for start, _end in row.pairs[:1]] == ["09:00", "09:00"]
    assert rows[6].pairs[0][0].value() is None


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"from_0_0": "09:00"}, "Fill in both times, or none"),
        ({"from_0_0": "09:00", "to_0_0": "09:00"}, "The end has to be after the start"),
        ({"from_0_0": "17:00", "to_0_0": "09:00"}, "The end has to be after the start"),
        ({"from_0_0": "09:00", "to_0_0": "12:00", "from_0_1": "11:00", "to_0_1": "14:00"}, "overlap with others"),
        ({"from_0_0": "25:00", "to_0_0": "26:00"}, "Enter a valid time"),
        ({"from_0_0": "nine", "to_0_0": "12:00"}, "Enter a valid time"),
    ],
)
def test_hours_that_cannot_be_are_said_and_nothing_is_set(linden: Cast, given: dict[str, str], sentence: str) -> None:
    before = hours(linden)

    answer = signed_in(linden.owner).post(week(linden), given)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert hours(linden) == before


def test_nobody_works_at_two_places_at_once(linden: Cast) -> None:
    second = add_location("Mill", rooms={"One": 1}, by=linden.owner.actor, now=FOUNDED)
    address = reverse("desk:settings-week", args=[linden.ana.as_therapist.id, second.id])

    answer = signed_in(linden.owner).post(address, {"from_0_0": "16:00", "to_0_0": "20:00", "visibility": "online"})

    assert (answer.status_code, "At that time they work at another location" in answer.content.decode()) == (422, True)


def test_what_falls_outside_new_hours_is_counted_and_named(linden: Cast) -> None:
    times = free_times(Search(linden.swedish, 60), now=timezone.now())
    start = times.on(times.days()[5])[-1]
    appointment = booked(linden, at=start)
    browser = signed_in(linden.owner)

    mornings = {f"from_{day}_0": "09:00" for day in range(7)} | {f"to_{day}_0": "10:00" for day in range(7)}
    usual = hours(linden)
    asked = browser.post(week(linden), mornings | {"visibility": "online"})
    kept = hours(linden)
    answer = browser.post(week(linden), mornings | {"visibility": "online", "confirmed": "yes"}, follow=True)

    assert (asked.status_code, asked.context["outside"], kept == usual) == (200, (appointment,), True)
    assert "One future appointment falls outside if this is saved" in asked.content.decode()
    assert [row.outside for row in answer.context["page"].weeks] == [(appointment,), ()]


def test_a_change_of_hours_is_undone_once_and_only_while_nobody_changed_them_again(linden: Cast) -> None:
    browser, undo = signed_in(linden.owner), reverse("desk:settings-undo")
    usual = hours(linden)
    given = {"visibility": "online", "from_0_0": "10:00", "to_0_0": "12:00"}

    browser.post(week(linden), given)
    changed = hours(linden)
    browser.post(undo, {"page": "settings-hours"})
    undone = hours(linden)
    browser.post(undo, {"page": "settings-hours"})
    browser.post(week(linden), given)
    ana = linden.ana.as_therapist
    set_hours(ana, location=linden.location, hours=[(1, 540, 600)], by=linden.owner.actor, now=FOUNDED)
    browser.post(undo, {"page": "settings-hours"})

    assert (changed, undone, hours(linden)) == ([(0, 600, 720)], usual, [(1, 540, 600)])


def test_hours_of_a_season_for_staff_only_stand_beside_the_usual_week(linden: Cast) -> None:
    browser, ana = signed_in(linden.owner), linden.ana.as_therapist
    add = reverse("desk:settings-week-add", args=[ana.id, linden.location.id])
    first, evening = monday(weeks=3), {"from_0_0": "18:00", "to_0_0": "20:00"}
    season = {"visibility": "hidden", "first": first.isoformat(), "every_second_from": first.isoformat()}

    answer = browser.post(add, season | evening)
    clients = free_times(Search(linden.swedish, 60), now=timezone.now())
    staff = free_times(Search(linden.swedish, 60, ignores_notice=True), now=timezone.now())
    late = [
        [
            at
            for at in times.on(first + timedelta(days=7 * week))
            if timezone.localtime(at, clients.question.zone).hour > 17
        ]
        for times, week in ((clients, 0), (staff, -1), (staff, 0), (staff, 1), (staff, 2))
    ]
    again = browser.post(add, season | evening)

    assert (answer.status_code, again.status_code) == (302, 422)
    assert [bool(times) for times in late] == [False, False, True, False, True]
    assert [kind.words[:4] for kind in browser.get(HOURS).context["page"].weeks[0].places[0].weeks] == ["", "From"]


def test_hours_on_request_are_not_offered_but_told(linden: Cast) -> None:
    day = monday()
    ana = linden.ana.as_therapist
    kind = HoursKind(visibility="contact")
    set_hours(ana, location=linden.location, hours=[(0, 1080, 1200)], kind=kind, by=linden.owner.actor, now=FOUNDED)

    times = free_times(Search(linden.swedish, 60, therapist_id=ana.id), now=timezone.now())
    zone = times.question.zone

    assert {timezone.localtime(at, zone).hour for at in times.asked_for().on(day)} == {18}
    assert max(timezone.localtime(at, zone).hour for at in times.on(day)) == 15


def test_the_practice_is_closed_on_public_holidays_but_for_those_it_opens(linden: Cast) -> None:
    browser, days = signed_in(linden.owner), reverse("desk:settings-holidays-day")
    address = reverse("desk:settings-holidays")
    own = monday(weeks=4)

    browser.post(address, {"region": "AT-9"})
    listed = list(browser.get(address).context["days"])
    browser.post(days, {"deed": "open", "on": listed[0].on.isoformat()})
    browser.post(days, {"deed": "close", "on": own.isoformat(), "name": "Fire drill"})
    first, last = today_at_linden(), today_at_linden() + timedelta(days=366)
    practice = current_practice()
    closed = practice_closings(practice, first=first, last=last)

    assert len(listed) >= 12
    assert (listed[0].on in closed, closed[own], len(closed)) == (False, "Fire drill", len(listed))
    assert free_times(Search(linden.swedish, 60), now=timezone.now()).on(own) == ()
    browser.post(days, {"deed": "usual", "on": own.isoformat()})
    assert own not in practice_closings(practice, first=first, last=last)


def test_closing_the_practice_says_first_whom_that_leaves_outside(linden: Cast) -> None:
    browser, days = signed_in(linden.owner), reverse("desk:settings-holidays-day")
    times = free_times(Search(linden.swedish, 60), now=timezone.now())
    appointment = booked(linden, at=times.on(times.days()[5])[0])
    given = {"deed": "close", "on": timezone.localdate(appointment.starts_at).isoformat(), "name": "Painters"}

    asked = browser.post(days, given)
    untouched = own_closings(first=times.days()[0], last=times.days()[-1])
    browser.post(days, given | {"confirmed": "yes"})

    assert (asked.context["outside"], untouched) == ((appointment,), {})
    assert [day.name for day in own_closings(first=times.days()[0], last=times.days()[-1]).values()] == ["Painters"]


def test_inside_and_outside_of_hours_are_told_apart_across_a_clock_change(linden: Cast) -> None:
    """Vienna goes forward on 28 March 2027: 09:00 to 10:00 is 08:00 UTC before and 07:00 UTC after."""
    march = FOUNDED.replace(month=3)
    for at in (march.replace(day=26, hour=8), march.replace(day=29, hour=7)):
        booked(linden, at=at)
    late = booked(linden, at=march.replace(day=29, hour=15))

    outside = outside_hours([linden.ana.as_therapist, linden.ben.as_therapist], now=FOUNDED)

    assert outside == {linden.ana.as_therapist.id: (late,)}


def test_a_closed_day_offers_nothing_and_can_be_opened_again(linden: Cast) -> None:
    day = monday()
    browser = signed_in(linden.owner)

    browser.post(CLOSE, {"who": "all", "first": day.isoformat()})
    ahead = browser.get(HOURS).context["page"].days
    closed = [(row.on, row.therapist.name, row.lines) for row in ahead]
    offered_then = free_times(Search(linden.swedish, 60), now=timezone.now()).on(day)
    for therapist in (linden.ana.as_therapist, linden.ben.as_therapist):
        browser.post(reverse("desk:settings-reopen", args=[therapist.id, day.isoformat()]))

    assert (closed, offered_then) == ([(day, "Ana Lindqvist", ()), (day, "Ben Okafor", ())], ())
    assert free_times(Search(linden.swedish, 60), now=timezone.now()).on(day) != ()
    assert newest_entries()[0].deed == "hours.reopened"


def test_a_holiday_of_one_therapist_is_closed_day_by_day(linden: Cast) -> None:
    first = monday()

    given = {"first": first.isoformat(), "last": (first + timedelta(days=2)).isoformat()}
    signed_in(linden.owner).post(CLOSE, given | {"who": str(linden.ana.as_therapist.id)})

    assert [on for _who, on in exceptions_by_day(since=first)] == [
        first + timedelta(days=number) for number in range(3)
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"first": "2020-01-01"}, "This day has passed"),
        ({"first": "soon"}, "Enter a valid date"),
        ({"first": "9998-01-01", "last": "9998-12-31"}, "at most two months"),
        ({"first": "9998-01-02", "last": "9998-01-01"}, "the first or a later one"),
        ({"first": "9998-01-01", "who": "nobody"}, "Select a valid choice"),
    ],
)
def test_a_closing_that_cannot_be_is_given_back(linden: Cast, given: dict[str, str], sentence: str) -> None:
    answer = signed_in(linden.owner).post(CLOSE, {"who": "all"} | given)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert exceptions_by_day(since=date(2000, 1, 1)) == {}


@pytest.mark.parametrize(("on", "status"), [("2027-02-01", 302), ("soon", 404)])
def test_a_day_that_is_as_usual_cannot_be_taken_back(linden: Cast, on: str, status: int) -> None:
    address = reverse("desk:settings-reopen", args=[linden.ana.as_therapist.id, on])

    assert signed_in(linden.owner).post(address).status_code == status
    assert newest_entries()[0].deed != "hours.reopened"


def test_more_therapists_with_appointments_cost_no_more_queries(linden: Cast) -> None:
    browser = signed_in(linden.owner)
    soon = timezone.now().replace(second=0, microsecond=0) + timedelta(days=3)
    booked(linden, at=soon)

    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            browser.get(HOURS)
        counts.append(len(captured))
        set_hours(linden.ben.as_therapist, location=linden.location, hours=[], by=linden.owner.actor, now=FOUNDED)
        booked(linden, at=soon + timedelta(hours=3 + _round), therapist=linden.ben, who=linden.dora)

    assert counts[0] == counts[1]
