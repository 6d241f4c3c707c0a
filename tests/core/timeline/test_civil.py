"""Weekly hours on the axis against a twin that reads the wall clock at every tick."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tableside.core.decision import Refused
from tableside.core.timeline.civil import (
    DayException,
    WeeklyHours,
    axis_of,
    grid,
    instant_on,
    local_day_of,
    local_days,
    minutes_at,
    open_hours,
    wall_minute_of,
)
from tableside.core.timeline.timeline import Axis, indexes
from tableside.core.timeline.window import instant_of

# (zone, the day the clocks go forward, the day they go back, minutes they move)
CHANGES = [
    ("America/New_York", date(2027, 3, 14), date(2027, 11, 7), 60),
    ("Europe/Berlin", date(2027, 3, 28), date(2027, 10, 31), 60),
    ("Australia/Lord_Howe", date(2027, 10, 3), date(2027, 4, 4), 30),
    ("America/St_Johns", date(2027, 3, 14), date(2027, 11, 7), 60),
    ("America/Santiago", date(2027, 9, 5), date(2027, 4, 3), 60),  # at midnight: one day starts at 01:00
]
ZONES = [zone for zone, *_ in CHANGES] + ["Asia/Kathmandu", "UTC", "Pacific/Auckland"]
walls = st.integers(min_value=0, max_value=288).map(lambda tick: tick * 5)
hours = st.tuples(st.integers(0, 6), walls, walls).map(lambda h: (h[0], min(h[1:]), max(h[1:])))
days = st.dates(date(2027, 1, 1), date(2027, 12, 20))


def by_the_wall(axis: Axis, zone: ZoneInfo, weekly: WeeklyHours, exceptions: list[DayException]) -> list[int]:
    """The twin: what do the calendar and the clock on the wall show at this tick?"""
    open_ticks = []
    for tick in range(axis.ticks):
        local = instant_of(axis.minute(tick)).astimezone(zone)
        usual: list[tuple[int | None, int | None]] = [(s, e) for day, s, e in weekly if day == local.weekday()]
        other = [(s, e) for on, s, e in exceptions if on == local.date()]
        wall = local.hour * 60 + local.minute
        if any(s is not None and e is not None and s <= wall < e for s, e in (other or usual)):
            open_ticks.append(tick)
    return open_ticks


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(ZONES), st.data(), st.lists(hours, max_size=8))
def test_hours_are_open_when_the_wall_clock_says_so(
    name: str, data: st.DataObject, weekly: list[tuple[int, int, int]]
) -> None:
    zone = ZoneInfo(name)
    changes = [day for zone_name, *both, _ in CHANGES for day in both if zone_name == name]
    first = data.draw(st.sampled_from(changes) | days if changes else days)
    axis = axis_of(first, days=data.draw(st.integers(1, 9)), zone=zone)
    on_axis = st.sampled_from([day.on for day in local_days(axis, zone=zone)])
    closed = st.tuples(on_axis, st.none(), st.none())
    other = st.tuples(on_axis, walls, walls).map(lambda e: (e[0], min(e[1:]), max(e[1:])))
    exceptions: list[DayException] = data.draw(st.lists(closed | other, max_size=3))

    found = open_hours(axis, zone=zone, weekly=tuple(weekly), exceptions=exceptions)

    assert indexes(found) == by_the_wall(axis, zone, tuple(weekly), exceptions)


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(ZONES), days, st.sampled_from([5, 10, 15, 20, 25, 30, 60, 90]))
def test_the_grid_follows_the_wall_clock(name: str, first: date, step: int) -> None:
    zone = ZoneInfo(name)
    axis = axis_of(first, days=3, zone=zone)

    aligned = [tick for tick in range(axis.ticks) if wall_minute_of(axis.minute(tick), zone=zone) % step == 0]

    assert indexes(grid(axis, zone=zone, step_minutes=step)) == aligned


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(ZONES), days)
def test_local_days_divide_the_axis(name: str, first: date) -> None:
    zone = ZoneInfo(name)
    axis = axis_of(first, days=5, zone=zone)

    of_tick = [local_day_of(axis.minute(tick), zone=zone) for tick in range(axis.ticks)]

    assert [day.on for day in local_days(axis, zone=zone) for _ in range(day.start, day.end)] == of_tick


@pytest.mark.parametrize(("name", "forward", "back", "moved"), CHANGES)
def test_a_day_is_as_long_as_its_clocks_make_it(name: str, forward: date, back: date, moved: int) -> None:
    zone = ZoneInfo(name)

    lengths = [axis_of(day, days=1, zone=zone).ticks * 5 for day in (forward, back)]

    assert lengths == [1440 - moved, 1440 + moved]


@pytest.mark.parametrize(("name", "forward", "back", "moved"), CHANGES)
def test_a_night_shift_is_shorter_in_spring_and_longer_in_autumn(
    name: str, forward: date, back: date, moved: int
) -> None:
    zone = ZoneInfo(name)
    always = tuple((weekday, 0, 1440) for weekday in range(7))

    open_minutes = [
        open_hours(axis_of(day, days=1, zone=zone), zone=zone, weekly=always).bit_count() * 5 for day in (forward, back)
    ]

    assert open_minutes == [1440 - moved, 1440 + moved]


def test_a_time_that_the_clocks_skip_does_not_exist() -> None:
    zone = ZoneInfo("Australia/Lord_Howe")  # 02:00 becomes 02:30

    refusal = instant_on(date(2027, 10, 3), 135, zone=zone)

    assert refusal == Refused(
        "no_such_time", "02:15 does not exist on that day because the clocks change. Choose another time."
    )
    assert minutes_at(date(2027, 10, 3), 135, zone=zone) == ()


def test_a_time_that_comes_twice_means_the_earlier_one() -> None:
    zone = ZoneInfo("Europe/Berlin")

    first, second = minutes_at(date(2027, 10, 31), 150, zone=zone)

    assert second - first == 60
    assert instant_on(date(2027, 10, 31), 150, zone=zone) == first


def test_hours_between_two_ticks_are_rounded_inwards() -> None:
    zone = ZoneInfo("UTC")
    axis = axis_of(date(2027, 2, 1), days=1, zone=zone)

    assert indexes(open_hours(axis, zone=zone, weekly=((0, 3, 14),))) == [1]


def test_hours_outside_a_day_are_refused() -> None:
    zone = ZoneInfo("UTC")

    with pytest.raises(ValueError, match="within a day"):
        open_hours(axis_of(date(2027, 2, 1), days=1, zone=zone), zone=zone, weekly=((0, 1380, 1500),))
