"""Dates to choose among say the day once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.utils import timezone

from tableside.ui.date_choice import date_choices

SEVEN = datetime(2027, 2, 6, 18, 0, tzinfo=UTC)


def test_of_another_time_on_the_same_day_only_the_clock_is_said() -> None:
    proposed = SimpleNamespace(
        wanted_on=date(2027, 2, 6),
        wanted_at=SEVEN,
        starts_at=SEVEN,
        reason="",
        nearest=(SEVEN.replace(hour=20), SEVEN.replace(day=7)),
        against=(),
    )

    with timezone.override(ZoneInfo("Europe/Vienna")):
        (choice,) = date_choices([proposed], sent={})

    assert choice.title == "Saturday 6 February 2027, 19:00"
    assert [option.words for option in choice.options] == [
        "Book this",
        "21:00",
        "Sunday 7 February 2027, 19:00",
        "Leave out",
    ]
