from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tableside.core.availability.series import Dates, Occurrence, Rhythm, dates_of, series
from tableside.core.timeline.civil import minutes_at

NEW_YORK = ZoneInfo("America/New_York")
TUESDAY = date(2027, 3, 9)


def at(on: date, wall_minute: int) -> int:
    return minutes_at(on, wall_minute, zone=NEW_YORK)[0]


def march(*days: int) -> tuple[date, ...]:
    return tuple(date(2027, 3, day) for day in days)


@pytest.mark.parametrize(
    ("rhythm", "closed", "expected"),
    [
        (Rhythm(count=3), (), Dates(march(9, 16, 23), ())),
        (Rhythm(every_weeks=2, count=2), (), Dates(march(9, 23), ())),
        (Rhythm(until=date(2027, 3, 23)), (), Dates(march(9, 16, 23), ())),
        (Rhythm(count=2, until=date(2027, 3, 30)), (), Dates(march(9, 16), ())),
        (Rhythm(weekdays=frozenset({0, 3}), count=3), (), Dates(march(11, 15, 18), ())),
        (Rhythm(every_weeks=2, weekdays=frozenset({1, 4}), count=4), (), Dates(march(9, 12, 23, 26), ())),
        (Rhythm(count=3), march(16), Dates((*march(9, 23, 30),), march(16))),
        (Rhythm(until=date(2027, 3, 23)), march(16), Dates(march(9, 23), march(16))),
        (Rhythm(until=date(2027, 3, 8)), (), Dates((), ())),
    ],
)
def test_a_rhythm_makes_dates_and_leaves_out_closed_days(
    rhythm: Rhythm, closed: tuple[date, ...], expected: Dates
) -> None:
    assert dates_of(rhythm, first=TUESDAY, closed=closed) == expected


@pytest.mark.parametrize("rhythm", [Rhythm(every_weeks=0), Rhythm(count=0), Rhythm(count=53)])
def test_a_series_of_nothing_or_without_end_is_refused(rhythm: Rhythm) -> None:
    with pytest.raises(ValueError, match="A series has"):
        dates_of(rhythm, first=TUESDAY)


def test_a_series_keeps_the_time_on_the_wall_across_the_clock_change() -> None:
    before, after = at(TUESDAY, 600), at(date(2027, 3, 16), 600)

    found = series(march(9, 16), 600, zone=NEW_YORK, offered=(before, after))

    assert after - before == 7 * 1440 - 60
    assert found == (
        Occurrence(TUESDAY, before, before, ()),
        Occurrence(date(2027, 3, 16), after, after, ()),
    )


def test_a_taken_time_comes_with_the_three_nearest() -> None:
    wanted = at(TUESDAY, 600)
    offered = (wanted - 120, wanted - 30, wanted + 15, wanted + 30, wanted + 600)

    found = series([TUESDAY], 600, zone=NEW_YORK, offered=offered)

    assert found == (Occurrence(TUESDAY, wanted, None, (wanted + 15, wanted - 30, wanted + 30)),)


def test_a_time_that_the_clocks_skip_comes_with_the_nearest() -> None:
    first, later = at(date(2027, 3, 13), 150), at(date(2027, 3, 14), 240)

    found = series(march(13, 14), 150, zone=NEW_YORK, offered=(first, later))

    assert found[1] == Occurrence(date(2027, 3, 14), None, None, (later, first))
