"""Single days on which a therapist works in other hours than in the week."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tableside.core.timeline.window import minute_of
from tableside.records.practice.models import Location
from tableside.records.practice.place_actions import add_location
from tableside.records.scheduling.hours_queries import DayHours, exceptions_by_day
from tableside.workflows.times.find_times import FreeTimes, Search, free_times
from tests.personas import FOUNDED, Cast, signed_in, today_at_linden
from tests.sessions import booked

HOURS = reverse("desk:settings-hours")


def saturday() -> date:
    today = today_at_linden()
    return today + timedelta(days=14 + 5 - today.weekday())


def address(cast: Cast, on: date | None = None) -> str:
    page = reverse("desk:settings-other-hours", args=[cast.ana.as_therapist.id])
    return f"{page}?on={on.isoformat()}" if on else page


def line(place: Location, start: str, end: str, *, shown: str = "online", number: int = 0) -> dict[str, str]:
    told = {"from": start, "to": end, "place": str(place.id), "shown": shown}
    return {f"{name}_{number}": value for name, value in told.items()}


def form(place: Location, first: date, *lines: dict[str, str], last: date | None = None) -> dict[str, str]:
    unused = [{f"place_{n}": str(place.id), f"shown_{n}": "online"} for n in range(3)]
    days = {"first": first.isoformat(), "last": last.isoformat() if last else ""}
    return {name: value for one in (days, *unused, *lines) for name, value in one.items()}


def hours_offered(times: FreeTimes, on: date) -> set[int]:
    return {timezone.localtime(at, times.question.zone).hour for at in times.on(on)}


def search(cast: Cast, *, by_staff: bool = False) -> FreeTimes:
    asked = Search(cast.swedish, 60, therapist_id=cast.ana.as_therapist.id, ignores_notice=by_staff)
    return free_times(asked, now=timezone.now())


def test_a_saturday_at_the_other_place_is_offered_there_and_closes_the_first_for_the_day(linden: Cast) -> None:
    mill = add_location("Mill", rooms={"One": 1}, by=linden.owner.actor, now=FOUNDED)
    browser, friday = signed_in(linden.owner), saturday() - timedelta(days=1)
    given = form(mill, friday, line(mill, "09:00", "11:00"), line(mill, "13:00", "00:00", number=1), last=saturday())

    answer = browser.post(address(linden), given)
    times = search(linden)
    page = browser.get(HOURS).context["page"]
    again = browser.get(address(linden, saturday())).context["form"]

    assert answer.status_code == 302
    for day in (friday, saturday()):
        assert hours_offered(times, day) == {9, *range(13, 23)}
        earliest = times.offers.times_at(minute_of(times.on(day)[0]))
        assert {time.location for time in earliest} == {mill.id}
    assert [day.lines for day in page.days] == [("09:00–11:00, Mill", "13:00–24:00, Mill")] * 2
    second = [str(again[name].value()) for name in ("from_1", "to_1", "place_1")]
    assert second == ["13:00:00", "00:00:00", str(mill.id)]


def test_hours_of_a_day_may_be_told_only_or_hidden(linden: Cast) -> None:
    browser, here, day = signed_in(linden.owner), linden.location, saturday()
    lines = line(here, "09:00", "11:00", shown="contact"), line(here, "13:00", "15:00", shown="hidden", number=1)

    browser.post(address(linden), form(here, day, *lines))
    online, staff = search(linden), search(linden, by_staff=True)

    assert (hours_offered(online, day), hours_offered(online.asked_for(), day)) == (set(), {9})
    assert hours_offered(staff, day) == {9, 13}


def test_shorter_hours_say_first_whom_they_leave_outside_and_are_undone_in_one(linden: Cast) -> None:
    browser, ana = signed_in(linden.owner), linden.ana.as_therapist
    monday = saturday() + timedelta(days=2)
    at = datetime.combine(monday, datetime.min.time(), tzinfo=timezone.get_current_timezone())
    afternoon = booked(linden, at=[one for one in search(linden).on(monday) if one > at][-1])
    given = form(linden.location, monday, line(linden.location, "09:00", "12:00"))

    asked = browser.post(address(linden), given)
    untouched = exceptions_by_day(since=monday)
    sent_again = {**dict(asked.context["given"]), "confirmed": "yes"}
    browser.post(address(linden), sent_again)
    saved = exceptions_by_day(since=monday)
    browser.post(reverse("desk:settings-undo"), {"page": "settings-hours"})

    assert (asked.context["outside"], untouched) == ((afternoon,), {})
    assert "One future appointment falls outside if this is saved" in asked.content.decode()
    assert saved == {(ana.id, monday): (DayHours(monday, linden.location.id, 540, 720),)}
    assert exceptions_by_day(since=monday) == {}


def test_taking_other_hours_back_says_first_whom_that_leaves_outside_and_can_be_undone(linden: Cast) -> None:
    browser, ana, day = signed_in(linden.owner), linden.ana.as_therapist, saturday()
    browser.post(address(linden), form(linden.location, day, line(linden.location, "09:00", "12:00")))
    saved = exceptions_by_day(since=day)
    appointment = booked(linden, at=search(linden).on(day)[0])
    usual = reverse("desk:settings-reopen", args=[ana.id, day.isoformat()])

    asked = browser.post(usual)
    browser.post(usual, {"confirmed": "yes"})
    taken_back = exceptions_by_day(since=day)
    browser.post(reverse("desk:settings-undo"), {"page": "settings-hours"})

    assert (asked.context["outside"], taken_back) == ((appointment,), {})
    assert exceptions_by_day(since=day) == saved


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        ([], "Fill in the hours"),
        ([("09:00", "")], "Fill in both times, or none"),
        ([("12:00", "09:00")], "The end has to be after the start"),
        ([("09:00", "12:00"), ("11:00", "14:00")], "overlap with others"),
        ([("nine", "12:00")], "Enter a valid time"),
    ],
)
def test_hours_that_cannot_be_are_given_back(linden: Cast, times: list[tuple[str, str]], sentence: str) -> None:
    lines = [line(linden.location, *span, number=number) for number, span in enumerate(times)]

    answer = signed_in(linden.owner).post(address(linden), form(linden.location, saturday(), *lines))

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert exceptions_by_day(since=date(2000, 1, 1)) == {}
