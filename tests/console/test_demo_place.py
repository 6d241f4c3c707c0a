"""The demo practice lies where it is day, so that its day list is worth looking at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tableside.console.demo.places import place_by_day


@pytest.mark.parametrize("day", [datetime(2027, 1, 15, tzinfo=UTC), datetime(2027, 7, 15, tzinfo=UTC)])
def test_at_every_hour_of_winter_and_summer_it_is_day_there(day: datetime) -> None:
    moments = [day + timedelta(minutes=30 * number) for number in range(48)]

    local = {moment: moment.astimezone(ZoneInfo(place_by_day(moment).time_zone)).hour for moment in moments}

    assert {moment: hour for moment, hour in local.items() if not 9 <= hour < 20} == {}


def test_within_a_day_it_moves_at_most_three_times() -> None:
    cities = [place_by_day(datetime(2027, 3, 1, hour, tzinfo=UTC)).city for hour in range(24)]

    assert list(dict.fromkeys(cities)) == ["Sydney", "Dublin", "New York"]
