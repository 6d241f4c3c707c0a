"""The same time again and again: each date with its start, or the nearest ones where it is taken."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from tableside.core.timeline.civil import local_day_of, midnight, minutes_at, wall_minute_of

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a series. ``wanted`` is ``None`` where the clocks skip that time; ``start`` where it is not offered,
    and then ``nearest`` names up to three starts, the closest first. All in minutes since 1970."""

    wanted_on: date
    wanted: int | None
    start: int | None
    nearest: tuple[int, ...]


def series(
    start_minute: int, *, every_days: int, count: int, zone: ZoneInfo, offered: Sequence[int]
) -> tuple[Occurrence, ...]:
    """``count`` dates from that of ``start_minute`` on, ``every_days`` apart, at the same time on the wall.

    ``offered`` are the starts that can be booked, ascending, in minutes since 1970. ``ValueError`` when ``count`` or
    ``every_days`` is less than one.

    >>> week = 7 * 1440
    >>> [item.start for item in series(600, every_days=7, count=2, zone=ZoneInfo("UTC"), offered=(600, week + 615))]
    [600, None]
    """
    if every_days < 1 or count < 1:
        raise ValueError(f"A series has at least one date and a day between two, unlike {count} every {every_days}")
    first, wall = local_day_of(start_minute, zone=zone), wall_minute_of(start_minute, zone=zone)
    dates = [first + timedelta(days=every_days * number) for number in range(count)]
    return tuple(_occurrence(on, wall, zone=zone, offered=offered) for on in dates)


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
