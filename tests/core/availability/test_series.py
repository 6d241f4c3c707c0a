from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tableside.core.availability.series import Occurrence, series
from tableside.core.timeline.civil import minutes_at

NEW_YORK = ZoneInfo("America/New_York")


def at(on: date, wall_minute: int) -> int:
    return minutes_at(on, wall_minute, zone=NEW_YORK)[0]


def test_a_series_keeps_the_time_on_the_wall_across_the_clock_change() -> None:
    before, after = at(date(2027, 3, 9), 600), at(date(2027, 3, 16), 600)

    found = series(before, every_days=7, count=2, zone=NEW_YORK, offered=(before, after))

    assert after - before == 7 * 1440 - 60
    assert found == (
        Occurrence(date(2027, 3, 9), before, before, ()),
        Occurrence(date(2027, 3, 16), after, after, ()),
    )


def test_a_taken_time_comes_with_the_three_nearest() -> None:
    wanted = at(date(2027, 3, 9), 600)
    offered = (wanted - 120, wanted - 30, wanted + 15, wanted + 30, wanted + 600)

    found = series(wanted, every_days=7, count=1, zone=NEW_YORK, offered=offered)

    assert found == (Occurrence(date(2027, 3, 9), wanted, None, (wanted + 15, wanted - 30, wanted + 30)),)


def test_a_time_that_the_clocks_skip_comes_with_the_nearest() -> None:
    first, later = at(date(2027, 3, 13), 150), at(date(2027, 3, 14), 240)

    found = series(first, every_days=1, count=2, zone=NEW_YORK, offered=(first, later))

    assert found[1] == Occurrence(date(2027, 3, 14), None, None, (later, first))


def test_a_series_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one date"):
        series(600, every_days=0, count=1, zone=NEW_YORK, offered=())
