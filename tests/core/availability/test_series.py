"""Dates of a series in tables, and on drawn ones beside a slow twin that asks day by day and start by start."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given

from tableside.core.availability.series import MOST_DATES, Dates, Occurrence, Rhythm, dates_of, series
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


def day_by_day(rhythm: Rhythm, *, first: date, closed: frozenset[date]) -> Dates:
    """As somebody goes through a paper calendar: from the first date on, each day is asked whether it is one."""
    weekdays = rhythm.weekdays or {first.weekday()}
    week_of_first = first - timedelta(days=first.weekday())
    on: list[date] = []
    skipped: list[date] = []
    for number in range(2 * MOST_DATES * 7 * rhythm.every_weeks - first.weekday()):
        day = first + timedelta(days=number)
        if len(on) == rhythm.count or (rhythm.until is not None and day > rhythm.until):
            break
        weeks = (day - week_of_first).days // 7
        if day.weekday() in weekdays and weeks % rhythm.every_weeks == 0:
            (skipped if day in closed else on).append(day)
    return Dates(tuple(on), tuple(skipped))


NEAR = st.dates(TUESDAY - timedelta(days=14), TUESDAY + timedelta(days=90))


@given(
    st.builds(
        Rhythm,
        every_weeks=st.integers(1, 5),
        weekdays=st.frozensets(st.integers(0, 6), max_size=4),
        count=st.integers(1, MOST_DATES),
        until=st.none() | NEAR,
    ),
    NEAR,
    st.frozensets(NEAR, max_size=20),
)
def test_the_dates_of_a_rhythm_are_those_found_day_by_day(rhythm: Rhythm, first: date, closed: frozenset[date]) -> None:
    assert dates_of(rhythm, first=first, closed=closed) == day_by_day(rhythm, first=first, closed=closed)


@given(
    st.lists(st.dates(TUESDAY, TUESDAY + timedelta(days=7)), min_size=1, max_size=4),
    st.integers(0, 1439),
    st.frozensets(st.integers(0, 8 * 96).map(lambda quarter: at(TUESDAY, 0) + 15 * quarter), max_size=30),
)
def test_each_date_is_offered_then_or_names_the_three_starts_closest_to_it(
    dates: list[date], wall: int, offered: frozenset[int]
) -> None:
    for found in series(dates, wall, zone=NEW_YORK, offered=sorted(offered)):
        if found.wanted is None:  # the hour that the clocks skip on the 14th
            assert (found.wanted_on, wall // 60, found.start) == (date(2027, 3, 14), 2, None)
        elif found.wanted in offered:
            assert (found.start, found.nearest) == (found.wanted, ())
        else:
            closest = sorted(offered, key=lambda start: (abs(start - (found.wanted or 0)), start))[:3]
            assert (found.start, found.nearest) == (None, tuple(closest))
