"""Working hours that hold for a season only, or every second week: one timeline of all of them, then the exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tableside.core.timeline.civil import (
    DayException,
    WeeklyHours,
    every_second_week,
    midnight,
    open_hours,
    with_exceptions,
)
from tableside.core.timeline.timeline import Axis, since, until


@dataclass(frozen=True, slots=True)
class Season:
    """From when to when hours hold, both dates included, ``None`` being no end; with ``every_second_from``, only in the
    week of that date and in every second one before and after it."""

    first: date | None = None
    last: date | None = None
    every_second_from: date | None = None


ALWAYS = Season()


@dataclass(frozen=True, slots=True)
class Shift:
    """Minutes of the local day on a weekday, Monday being 0; 1440 is the next midnight."""

    weekday: int
    start_minute: int
    end_minute: int
    season: Season = ALWAYS


def open_shifts(axis: Axis, *, zone: ZoneInfo, shifts: Sequence[Shift], exceptions: Iterable[DayException] = ()) -> int:
    """The ticks that lie in any of the shifts, or in the other hours of a date that is an exception.

    >>> fortnight = Axis(0, 14 * 288)  # from Thursday, 1 January 1970
    >>> mondays = Shift(0, 540, 600, Season(every_second_from=date(1970, 1, 12)))
    >>> open_shifts(fortnight, zone=ZoneInfo("UTC"), shifts=[mondays]).bit_count()
    12
    """
    by_season: dict[Season, list[tuple[int, int, int]]] = {}
    for shift in shifts:
        by_season.setdefault(shift.season, []).append((shift.weekday, shift.start_minute, shift.end_minute))
    usual = 0
    for season, weekly in by_season.items():
        hours: WeeklyHours = tuple(weekly)
        usual |= open_hours(axis, zone=zone, weekly=hours) & within(axis, zone=zone, season=season)
    return with_exceptions(usual, axis, zone=zone, exceptions=exceptions)


@lru_cache(maxsize=256)
def within(axis: Axis, *, zone: ZoneInfo, season: Season) -> int:
    """The ticks of a season."""
    ticks = axis.everything
    if season.first is not None:
        ticks &= since(axis, midnight(season.first, zone))
    if season.last is not None:
        ticks &= until(axis, midnight(season.last + timedelta(days=1), zone))
    if season.every_second_from is not None:
        ticks &= every_second_week(axis, zone=zone, beside=season.every_second_from)
    return ticks


def holds_with(one: Season, other: Season) -> bool:
    """Whether there is a date on which both hold, so that their hours could collide.

    >>> summer, rest = Season(date(2027, 6, 1), date(2027, 8, 31)), Season(date(2027, 9, 1))
    >>> holds_with(summer, rest), holds_with(summer, ALWAYS)
    (False, True)
    """
    firsts = [season.first for season in (one, other) if season.first is not None]
    lasts = [season.last for season in (one, other) if season.last is not None]
    if firsts and lasts and max(firsts) > min(lasts):
        return False
    if one.every_second_from is None or other.every_second_from is None:
        return True
    return (_monday(one.every_second_from) - _monday(other.every_second_from)).days % 14 == 0


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
