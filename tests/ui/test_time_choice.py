"""A week of days at a time, and the times of one of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tableside.ui.time_choice import TimeChoice, time_choice

FIRST = date(2027, 2, 1)
DAYS = [FIRST + timedelta(days=2 * number) for number in range(10)]  # every other day


def chosen(wished: date | None, days: list[date] = DAYS) -> TimeChoice:
    return time_choice(
        days,
        lambda day: [datetime(day.year, day.month, day.day, 9, tzinfo=UTC)],
        wished=wished,
        address=lambda day: f"?on={day}",
        zone=ZoneInfo("Europe/Vienna"),
    )


@pytest.mark.parametrize(
    ("wished", "shown"),
    [
        (None, "Monday 1 February 2027"),
        (date(2027, 2, 3), "Wednesday 3 February 2027"),
        (date(2027, 2, 4), "Friday 5 February 2027"),  # nothing is free on the 4th
        (date(2027, 12, 1), "Monday 1 February 2027"),  # nothing is free so late
        (date(2026, 1, 1), "Monday 1 February 2027"),
    ],
)
def test_the_wished_day_is_shown_or_the_next_that_has_times_or_the_first(wished: date | None, shown: str) -> None:
    assert chosen(wished).day_words == shown


def test_seven_days_are_shown_and_lead_to_those_before_and_after() -> None:
    first, second = chosen(None), chosen(date(2027, 2, 15))

    assert ([tab.label for tab in second.days], len(first.days)) == (["Mon 15 Feb", "Wed 17 Feb", "Fri 19 Feb"], 7)
    assert (first.earlier_url, first.later_url) == ("", "?on=2027-02-15")
    assert (second.earlier_url, second.later_url) == ("?on=2027-02-01", "")


def test_a_time_is_shown_by_the_clock_on_the_wall_and_sent_as_an_instant() -> None:
    (offer,) = chosen(None).offers

    assert (offer.value, offer.clock, offer.full) == (
        "2027-02-01T09:00:00+00:00",
        "10:00",
        "Monday 1 February 2027, 10:00",
    )


def test_without_free_days_there_is_nothing_to_choose() -> None:
    assert chosen(None, days=[]) == TimeChoice((), "", (), "", "")
