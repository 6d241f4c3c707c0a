"""The same time again and again: which dates that makes, and each with its start, or the nearest where it is taken."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from tableside.core.timeline.civil import midnight, minutes_at

MOST_DATES = 52
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every ``every_weeks`` weeks on these weekdays, Monday being 0, until there are ``count`` dates or the date
    ``until`` is passed, whichever comes first. No weekdays: that of the first date."""

    every_weeks: int = 1
    weekdays: frozenset[int] = frozenset()
    count: int = MOST_DATES
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """``skipped`` would be dates of the series, but the practice is closed."""

    on: tuple[date, ...]
    skipped: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a series. ``wanted`` is ``None`` where the clocks skip that time; ``start`` where it is not offered,
    and then ``nearest`` names up to three starts, the closest first. All in minutes since 1970."""

    wanted_on: date
    wanted: int | None
    start: int | None
    nearest: tuple[int, ...]


def dates_of(rhythm: Rhythm, *, first: date, closed: Collection[date] = ()) -> Dates:
    """The dates from ``first`` on. A closed day is left out and does not count: the series gets one more at its end.

    ``ValueError`` when the rhythm has less than one date or less than a week between two.

    >>> monday = date(2027, 2, 1)
    >>> found = dates_of(Rhythm(every_weeks=2, count=3), first=monday, closed={date(2027, 2, 15)})
    >>> [on.day for on in found.on], [on.day for on in found.skipped]
    ([1, 1, 15], [15])
    """
    if rhythm.every_weeks < 1 or not 1 <= rhythm.count <= MOST_DATES:
        raise ValueError(f"A series has 1 to {MOST_DATES} dates and a week between two, unlike {rhythm}")
    days = sorted(rhythm.weekdays or {first.weekday()})
    monday = first - timedelta(days=first.weekday())
    on: list[date] = []
    skipped: list[date] = []
    for week in range(2 * MOST_DATES):  # an end even where everything is closed
        for weekday in days:
            day = monday + timedelta(weeks=week * rhythm.every_weeks, days=weekday)
            if len(on) == rhythm.count or (rhythm.until is not None and day > rhythm.until):
                return Dates(tuple(on), tuple(skipped))
            if day >= first:
                (skipped if day in closed else on).append(day)
    return Dates(tuple(on), tuple(skipped))


def series(
    dates: Sequence[date], wall_minute: int, *, zone: ZoneInfo, offered: Sequence[int]
) -> tuple[Occurrence, ...]:
    """Each of these dates at the same time on the wall. ``offered`` are the starts that can be booked, ascending, in
    minutes since 1970.

    >>> week = 7 * 1440
    >>> dates = (date(1970, 1, 1), date(1970, 1, 8))
    >>> [item.start for item in series(dates, 600, zone=ZoneInfo("UTC"), offered=(600, week + 615))]
    [600, None]
    """
    return tuple(_occurrence(on, wall_minute, zone=zone, offered=offered) for on in dates)


def _occurrence(on: date, wall: int, *, zone: ZoneInfo, offered: Sequence[int]) -> Occurrence:
    instants = minutes_at(on, wall, zone=zone)
    start = next((minute for minute in instants if _holds(offered, minute)), None)
    if start is not None:
        return Occurrence(on, instants[0], start, ())
    around = instants[0] if instants else midnight(on, zone) + wall
    return Occurrence(on, instants[0] if instants else None, None, _nearest(offered, around))


def _holds(offered: Sequence[int], minute: int) -> bool:
    place = bisect_left(offered, minute)
    return place < len(offered) and offered[place] == minute


def _nearest(offered: Sequence[int], minute: int) -> tuple[int, ...]:
    place = bisect_left(offered, minute)
    around = offered[max(place - _NEAREST, 0) : place + _NEAREST]
    return tuple(sorted(around, key=lambda start: (abs(start - minute), start))[:_NEAREST])
