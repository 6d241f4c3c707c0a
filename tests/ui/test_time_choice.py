"""A month of days as links, and the times of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tableside.ui.month import MonthDay
from tableside.ui.parts import Fact, Link
from tableside.ui.time_choice import FirstFree, TimeChoice, time_choice

FIRST, LAST = date(2027, 2, 2), date(2027, 4, 20)
FREE = [date(2027, 2, day) for day in (3, 5, 26)] + [date(2027, 4, 6)]  # nothing in March
VIENNA = ZoneInfo("Europe/Vienna")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@dataclass
class Fixed:
    """Ten and eleven in the morning of each free day."""

    times: dict[date, list[datetime]] = field(default_factory=lambda: {day: [at(day, 9), at(day, 10)] for day in FREE})
    asked: dict[date, list[datetime]] = field(default_factory=dict)
    step_minutes: int = 15

    def period(self) -> tuple[date, date]:
        return FIRST, LAST

    def counts(self) -> dict[date, int]:
        return {day: len(times) for day, times in self.times.items()}

    def on(self, day: date) -> Sequence[datetime]:
        return self.times.get(day, [])

    def asked_for(self) -> Fixed:
        return Fixed(self.asked)


def chosen(wished: date | None, free: Fixed | None = None, firsts: Sequence[FirstFree] = ()) -> TimeChoice:
    return time_choice(free or Fixed(), wished=wished, address=lambda day: f"?on={day}", zone=VIENNA, firsts=firsts)


def days_of(choice: TimeChoice) -> dict[int, MonthDay]:
    return {day.number: day for week in choice.month.weeks for day in week if day}


@pytest.mark.parametrize(
    ("wished", "shown"),
    [
        (None, "Wednesday 3 February 2027"),
        (date(2027, 2, 5), "Friday 5 February 2027"),
        (date(2027, 2, 6), "Friday 26 February 2027"),  # nothing is free on the 6th
        (date(2027, 2, 27), "Wednesday 3 February 2027"),  # nor later in that month
        (date(2027, 12, 1), "Wednesday 3 February 2027"),  # beyond what can be booked
        (date(2026, 1, 1), "Wednesday 3 February 2027"),
    ],
)
def test_the_wished_day_is_shown_or_the_next_of_its_month_or_the_first(wished: date | None, shown: str) -> None:
    assert chosen(wished).day_words == shown


def test_each_day_says_by_its_whole_name_what_it_has_and_only_those_with_something_are_links() -> None:
    choice = chosen(None, Fixed(asked={FIRST: [at(FIRST, 15)]}))
    days = days_of(choice)

    assert (choice.month.title, len(days), choice.month.weekdays[0]) == ("February 2027", 28, ("Mon", "Monday"))
    assert days[3] == MonthDay(3, "Wednesday 3 February: 2 times", "2 times", "?on=2027-02-03", 2, is_chosen=True)
    assert days[4] == MonthDay(4, "Thursday 4 February: nothing free", "")
    assert days[2] == MonthDay(2, "Today, Tuesday 2 February: on request", "today", "?on=2027-02-02", is_today=True)


def test_months_lead_to_each_other_as_far_as_can_be_booked() -> None:
    february, march, april = (chosen(date(2027, month, 6)).month for month in (2, 3, 4))

    assert (february.earlier, february.later) == (None, Link("March 2027", "?on=2027-03-01"))
    assert (march.earlier, march.later) == (
        Link("February 2027", "?on=2027-02-02"),  # today, not the day before
        Link("April 2027", "?on=2027-04-01"),
    )
    assert (april.earlier, april.later) == (Link("March 2027", "?on=2027-03-01"), None)


def test_a_month_without_anything_says_when_the_next_free_time_is() -> None:
    march = chosen(date(2027, 3, 1))

    assert (march.month.title, march.day_words, march.offers) == ("March 2027", "", ())
    assert march.otherwise == Link("Tuesday 6 April 2027, 11:00", "?on=2027-04-06")
    assert chosen(None).otherwise is None


def test_a_day_on_request_is_shown_when_it_is_wished_and_its_times_as_spans() -> None:
    asked = [at(FIRST, 7), at(FIRST, 7, 15), at(FIRST, 7, 30), at(FIRST, 12)]
    choice = chosen(FIRST, Fixed(asked={FIRST: asked}))

    assert (choice.day_words, choice.offers) == ("Tuesday 2 February 2027", ())
    assert choice.on_request == ("08:00–08:30", "13:00")
    assert choice.otherwise == Link("Wednesday 3 February 2027, 10:00", "?on=2027-02-03")


def test_a_time_is_shown_by_the_clock_on_the_wall_and_sent_as_an_instant() -> None:
    first, _ = chosen(None).offers

    assert (first.value, first.clock, first.full) == (
        "2027-02-03T09:00:00+00:00",
        "10:00",
        "Wednesday 3 February 2027, 10:00",
    )


def test_whoever_is_free_first_stands_first() -> None:
    tomorrow = FIRST + timedelta(days=1)
    firsts = [
        FirstFree("Ben", at(tomorrow, 12), lambda day: f"?ben&on={day}"),
        FirstFree("Ana", at(tomorrow, 9), lambda day: f"?ana&on={day}"),
        FirstFree("Cem", None, lambda day: f"?cem&on={day}"),
    ]

    assert chosen(None, firsts=firsts).firsts == (
        Fact("Ana", "Wednesday 3 February, 10:00", "?ana&on=2027-02-03"),
        Fact("Ben", "Wednesday 3 February, 13:00", "?ben&on=2027-02-03"),
    )


def test_without_free_days_there_is_nothing_to_choose() -> None:
    choice = chosen(None, Fixed({}))

    assert (choice.is_empty, choice.day_words, choice.offers, choice.otherwise) == (True, "", (), None)
