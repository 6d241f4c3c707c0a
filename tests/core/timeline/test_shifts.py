"""Seasons and every second week against a twin that asks each tick what the calendar on the wall shows."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tableside.core.timeline.civil import axis_of, local_day_of, wall_minute_of
from tableside.core.timeline.shifts import ALWAYS, Season, Shift, holds_with, open_shifts

ZONE = ZoneInfo("Europe/Berlin")
FIRST = date(2027, 3, 15)
AXIS = axis_of(FIRST, days=35, zone=ZONE)  # the clocks go forward in the second week

dates = st.integers(-10, 45).map(lambda days: FIRST + timedelta(days=days))
seasons = st.builds(Season, st.none() | dates, st.none() | dates, st.none() | dates)
spans = st.tuples(st.integers(0, 280), st.integers(1, 100)).map(lambda s: (s[0] * 5, min(1440, (s[0] + s[1]) * 5)))
shifts = st.builds(lambda day, span, season: Shift(day, span[0], span[1], season), st.integers(0, 6), spans, seasons)


def holds(season: Season, on: date) -> bool:
    if season.first is not None and on < season.first:
        return False
    if season.last is not None and on > season.last:
        return False
    if season.every_second_from is None:
        return True
    anchor = season.every_second_from
    weeks = ((on - timedelta(days=on.weekday())) - (anchor - timedelta(days=anchor.weekday()))).days // 7
    return weeks % 2 == 0


@settings(max_examples=30, deadline=None)
@given(st.lists(shifts, max_size=3), st.lists(dates, max_size=2))
def test_a_tick_is_open_exactly_when_a_shift_holds_on_its_date(some: list[Shift], closed: list[date]) -> None:
    found = open_shifts(AXIS, zone=ZONE, shifts=some, exceptions=[(on, None, None) for on in closed])

    def is_open(minute: int) -> bool:
        on, wall = local_day_of(minute, zone=ZONE), wall_minute_of(minute, zone=ZONE)
        inside = (s for s in some if s.weekday == on.weekday() and s.start_minute <= wall < s.end_minute)
        return on not in closed and any(holds(shift.season, on) for shift in inside)

    ticks = range(0, AXIS.ticks, 7)
    assert [bool(found >> tick & 1) for tick in ticks] == [is_open(AXIS.minute(tick)) for tick in ticks]


@given(seasons, seasons)
def test_seasons_that_share_a_date_are_said_to(one: Season, other: Season) -> None:
    """A season of a few weeks may miss its own second week, so sharing a date is the one direction that must hold."""
    days = (FIRST + timedelta(days=number) for number in range(-14, 60))
    if any(holds(one, on) and holds(other, on) for on in days):
        assert holds_with(one, other)


def test_alternating_weeks_never_meet() -> None:
    this, next_one = Season(every_second_from=date(2027, 3, 1)), Season(every_second_from=date(2027, 3, 8))

    assert (holds_with(this, next_one), holds_with(this, this), holds_with(this, ALWAYS)) == (False, True, True)
