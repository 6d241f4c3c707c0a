"""Both days on which clocks change, in ten zones and three years, against pytz: other code that reads other files."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import pytz

from tableside.core.timeline.civil import axis_of, midnight, minutes_at, open_hours
from tableside.core.timeline.timeline import indexes
from tableside.core.timeline.window import instant_of
from tests.clock_changes import ZONES, changes

NIGHT = [(0, 180), (195, 300), (1380, 1440)]  # minutes of the wall: around every hour at which clocks change


def on_the_wall(name: str, on: date) -> dict[int, list[int]]:
    """By minute of the wall clock: the minutes since 1970, every five, at which it shows it on this day, says pytz."""
    zone, shown = pytz.timezone(name), defaultdict(list)
    first = datetime(on.year, on.month, on.day, tzinfo=UTC) - timedelta(hours=15)
    for tick in range(12 * 54):
        at = first + timedelta(minutes=5 * tick)
        local = at.astimezone(zone)
        if local.date() == on:
            shown[local.hour * 60 + local.minute].append(int(at.timestamp()) // 60)
    return shown


@pytest.mark.parametrize("name", ZONES)
def test_a_change_day_has_the_length_the_hours_and_the_times_that_another_library_says(name: str) -> None:
    zone = ZoneInfo(name)
    days = [at.astimezone(pytz.timezone(name)).date() for year in (2026, 2027, 2028) for at in changes(name, year)]
    assert len(days) == 6

    for on in days:
        shown = on_the_wall(name, on)
        every = sorted(minute for minutes in shown.values() for minute in minutes)
        inside = sorted(
            minute
            for wall, minutes in shown.items()
            if any(start <= wall < end for start, end in NIGHT)
            for minute in minutes
        )
        axis = axis_of(on, days=1, zone=zone)
        weekly = tuple((on.weekday(), start, end) for start, end in NIGHT)

        assert (axis.origin_minute, axis.ticks) == (every[0], len(every))
        assert len(every) != 288  # it is a day on which they change
        assert [axis.minute(tick) for tick in indexes(open_hours(axis, zone=zone, weekly=weekly))] == inside
        assert {wall: minutes_at(on, wall, zone=zone) for wall in range(0, 1440, 5)} == {
            wall: tuple(shown.get(wall, ())) for wall in range(0, 1440, 5)
        }
        assert midnight(on, zone) == every[0]
        assert instant_of(every[0]).astimezone(zone).date() == on
