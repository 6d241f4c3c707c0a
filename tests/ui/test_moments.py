from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from tableside.ui import moments

LISBON = ZoneInfo("Europe/Lisbon")
START = datetime(2027, 3, 4, 13, 30, tzinfo=UTC)
END = START + timedelta(minutes=60)


def test_a_day_is_named_with_its_weekday() -> None:
    assert moments.day(START, LISBON) == "Thursday 4 March"
    assert moments.day_year(START, LISBON) == "Thursday 4 March 2027"
    assert moments.short_day(START, LISBON) == "Thu 4 Mar"


def test_a_plain_date_needs_no_zone() -> None:
    assert moments.day_year(date(2027, 3, 4)) == "Thursday 4 March 2027"


def test_an_instant_belongs_to_the_day_of_the_practice() -> None:
    late = datetime(2027, 3, 4, 23, 30, tzinfo=UTC)

    assert moments.day(late, ZoneInfo("Europe/Helsinki")) == "Friday 5 March"


def test_the_clock_follows_summer_time() -> None:
    summer = datetime(2027, 7, 1, 13, 30, tzinfo=UTC)

    assert (moments.clock(START, LISBON), moments.clock(summer, LISBON)) == ("13:30", "14:30")


def test_a_whole_moment_names_day_and_times() -> None:
    assert moments.full(START, LISBON, END) == "Thursday 4 March 2027, 13:30–14:30"
    assert moments.full(START, LISBON) == "Thursday 4 March 2027, 13:30"


def test_the_zone_is_named_only_where_the_readers_clock_differs() -> None:
    same, other = ZoneInfo("Europe/London"), ZoneInfo("Europe/Berlin")

    assert moments.full(START, LISBON, reader_zone=same) == "Thursday 4 March 2027, 13:30"
    assert moments.full(START, LISBON, reader_zone=other) == "Thursday 4 March 2027, 13:30 (Lisbon time)"


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        moments.clock(datetime(2027, 3, 4, 13, 30), LISBON)  # noqa: DTZ001


def test_a_stamp_is_short_and_has_the_year() -> None:
    at = datetime(2027, 3, 4, 12, 30, tzinfo=UTC)

    assert moments.stamp(at, ZoneInfo("Europe/Vienna")) == "4 Mar 2027, 13:30"


def test_what_costs_nothing_is_called_free() -> None:
    assert [moments.price(minor, "USD") for minor in (0, 9000)] == ["free", "US$90.00"]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 minute"),
        (15, "15 minutes"),
        (60, "60 minutes"),
        (75, "75 minutes"),
        (90, "90 minutes"),
        (105, "1 h 45 min"),
        (120, "2 h"),
        (135, "2 h 15 min"),
    ],
)
def test_usual_lengths_stay_minutes_and_long_ones_become_hours(count: int, words: str) -> None:
    assert moments.minutes(count) == words


@pytest.mark.parametrize(
    ("language", "minor", "currency", "words"),
    [
        ("en-gb", 9000, "EUR", "€90.00"),
        ("en-gb", 7500, "JPY", "JP¥7,500"),
        ("de", 123456, "EUR", "1.234,56\xa0€"),
    ],
)
def test_money_is_written_as_the_language_does(language: str, minor: int, currency: str, words: str) -> None:
    with translation.override(language):
        assert moments.money(minor, currency) == words


def test_a_country_is_called_by_its_name_and_an_unknown_one_by_its_letters() -> None:
    assert [moments.country(code) for code in ("IE", "AT", "??")] == ["Ireland", "Austria", "??"]
