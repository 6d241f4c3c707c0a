"""The one place where local time meets the axis: weekly hours, exceptions, the grid of starts, local days.

An instant is inside the hours when the wall clock shows a time inside them. So a shift across the spring change is an
hour shorter, a repeated hour counts twice, and a wall time that is skipped does not exist. The axis is cut where the
offset from UTC changes; inside a piece every week looks alike, so a pattern of one week is repeated, not calculated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tableside.core.decision import Refused
from tableside.core.timeline.timeline import Axis, without
from tableside.core.timeline.window import TICK_MINUTES, instant_of, minute_of

DAY_MINUTES = 1440
_DAY_TICKS = DAY_MINUTES // TICK_MINUTES
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday

WeeklyHours = tuple[tuple[int, int, int], ...]  # (weekday, start_minute, end_minute); Monday is 0, minutes of the wall
_Regimes = tuple[tuple[int, int, int], ...]
DayException = tuple[date, int | None, int | None]  # (on, start_minute, end_minute); None twice: closed that day


@dataclass(frozen=True, slots=True)
class LocalDay:
    """A local date and its ticks on an axis, ``start`` until before ``end``: 276, 288 or 300 of them, or other."""

    on: date
    start: int
    end: int

    def part_of(self, timeline: int) -> int:
        """What a timeline says of this day alone, its first tick being bit 0.

        >>> bin(LocalDay(date(1970, 1, 2), start=4, end=6).part_of(0b11010000))
        '0b1'
        """
        return timeline >> self.start & (1 << (self.end - self.start)) - 1


def axis_of(first: date, *, days: int, zone: ZoneInfo) -> Axis:
    """The axis from local midnight of ``first`` to the local midnight ``days`` later.

    >>> axis_of(date(2027, 3, 14), days=1, zone=ZoneInfo("America/New_York")).ticks  # the clocks go forward
    276
    """
    origin = midnight(first, zone)
    return Axis(origin, (midnight(first + timedelta(days=days), zone) - origin) // TICK_MINUTES)


def midnight(on: date, zone: ZoneInfo) -> int:
    """The first minute of a local date; where the clocks skip midnight, the minute at which they do."""
    return minute_of(datetime(on.year, on.month, on.day, tzinfo=zone))


def open_hours(axis: Axis, *, zone: ZoneInfo, weekly: WeeklyHours, exceptions: Iterable[DayException] = ()) -> int:
    """The ticks that lie wholly inside the working hours of one therapist at one location.

    ``weekly`` holds ``(weekday, start_minute, end_minute)`` with Monday 0 and minutes 0 to 1440 of the local day;
    an exception replaces the hours of its date, several of one date add up. ``ValueError`` for minutes outside a day.

    >>> axis = axis_of(date(2027, 2, 1), days=7, zone=ZoneInfo("Europe/Berlin"))
    >>> mornings = ((0, 540, 600), (1, 540, 600))
    >>> open_hours(axis, zone=ZoneInfo("Europe/Berlin"), weekly=mornings).bit_count() * TICK_MINUTES
    120
    """
    return with_exceptions(_weekly(axis, zone, weekly), axis, zone=zone, exceptions=exceptions)


def with_exceptions(usual: int, axis: Axis, *, zone: ZoneInfo, exceptions: Iterable[DayException]) -> int:
    """Usual hours, with the dates of the exceptions taken out and their own hours put in."""
    told, regimes, ticks = tuple(exceptions), _regimes(axis, zone), usual
    for on, _, _ in told:
        ticks = without(ticks, _ticks_on(axis, regimes, on, 0, DAY_MINUTES))
    for on, start_minute, end_minute in told:
        if start_minute is not None and end_minute is not None:
            ticks |= _ticks_on(axis, regimes, on, *_whole_ticks(start_minute, end_minute))
    return ticks


def every_second_week(axis: Axis, *, zone: ZoneInfo, beside: date) -> int:
    """The ticks of the week of this date, Monday to Sunday, and of every second week before and after it."""
    monday = beside.toordinal() - beside.weekday()
    week = (1 << 7 * _DAY_TICKS) - 1
    return _repeated(axis, zone, week, period=14 * _DAY_TICKS, phase=(_EPOCH_ORDINAL - monday) % 14 * _DAY_TICKS)


@lru_cache(maxsize=64)
def grid(axis: Axis, *, zone: ZoneInfo, step_minutes: int) -> int:
    """The ticks at which the wall clock shows a multiple of ``step_minutes`` since local midnight.

    >>> hour = grid(Axis(0, 24), zone=ZoneInfo("Asia/Kathmandu"), step_minutes=60)  # then +05:30
    >>> bin(hour)
    '0b1000000000001000000'
    """
    if step_minutes < TICK_MINUTES or step_minutes % TICK_MINUTES:
        raise ValueError(f"A step is a multiple of {TICK_MINUTES} minutes, not {step_minutes}")
    day = sum(1 << tick for tick in range(0, _DAY_TICKS, step_minutes // TICK_MINUTES))
    return _repeated(axis, zone, day, period=_DAY_TICKS, phase=0)


@lru_cache(maxsize=64)
def local_days(axis: Axis, *, zone: ZoneInfo) -> tuple[LocalDay, ...]:
    """The local dates that the axis touches, with their ticks, from the earliest.

    >>> utc = ZoneInfo("UTC")
    >>> [day.on.day for day in local_days(axis_of(date(2027, 2, 27), days=3, zone=utc), zone=utc)]
    [27, 28, 1]
    """
    if not axis.ticks:
        return ()
    first = local_day_of(axis.origin_minute, zone=zone)
    days = (local_day_of(axis.end_minute - 1, zone=zone) - first).days + 1
    edges = [axis.index(midnight(first + timedelta(days=day), zone)) for day in range(1, days)]
    pieces = zip([0, *edges], [*edges, axis.ticks], strict=True)
    return tuple(LocalDay(first + timedelta(days=day), *piece) for day, piece in enumerate(pieces))


def local_day_of(minute: int, *, zone: ZoneInfo) -> date:
    """The date that a calendar on the wall shows at this minute since 1970."""
    return instant_of(minute).astimezone(zone).date()


def wall_minute_of(minute: int, *, zone: ZoneInfo) -> int:
    """What the clock on the wall shows at this minute since 1970, in minutes since its midnight.

    >>> wall_minute_of(0, zone=ZoneInfo("Asia/Kathmandu"))
    330
    """
    local = instant_of(minute).astimezone(zone)
    return local.hour * 60 + local.minute


def minutes_at(on: date, wall_minute: int, *, zone: ZoneInfo) -> tuple[int, ...]:
    """The instants at which the wall clock shows this time of this date: none, one, or two where an hour repeats.

    >>> len(minutes_at(date(2027, 3, 14), 150, zone=ZoneInfo("America/New_York")))
    0
    >>> len(minutes_at(date(2027, 11, 7), 90, zone=ZoneInfo("America/New_York")))
    2
    """
    if not 0 <= wall_minute < DAY_MINUTES:
        raise ValueError(f"A time of day lies between 0 and {DAY_MINUTES - 1} minutes, unlike {wall_minute}")
    wall = datetime.combine(on, datetime.min.time()) + timedelta(minutes=wall_minute)
    found = {minute_of(wall.replace(tzinfo=zone, fold=fold)) for fold in (0, 1)}
    return tuple(
        sorted(
            minute
            for minute in found
            if (local_day_of(minute, zone=zone), wall_minute_of(minute, zone=zone)) == (on, wall_minute)
        )
    )


def instant_on(on: date, wall_minute: int, *, zone: ZoneInfo) -> int | Refused:
    """The minute since 1970 that a person means by a local date and time; the earlier one where an hour repeats.

    >>> refusal = instant_on(date(2027, 3, 14), 150, zone=ZoneInfo("America/New_York"))
    >>> refusal.code
    'no_such_time'
    """
    found = minutes_at(on, wall_minute, zone=zone)
    if found:
        return found[0]
    clock = f"{wall_minute // 60:02}:{wall_minute % 60:02}"
    return Refused(
        "no_such_time", f"{clock} does not exist on that day because the clocks change. Choose another time."
    )


@lru_cache(maxsize=256)
def _weekly(axis: Axis, zone: ZoneInfo, weekly: WeeklyHours) -> int:
    """Kept, because therapists of one practice share hours and people look at the same axis all day."""
    week = 0
    for weekday, start_minute, end_minute in weekly:
        start, end = _whole_ticks(start_minute, end_minute)
        if start < end:
            width = (end - start) // TICK_MINUTES
            week |= ((1 << width) - 1) << (weekday * _DAY_TICKS + start // TICK_MINUTES)
    return _repeated(axis, zone, week, period=7 * _DAY_TICKS, phase=_EPOCH_WEEKDAY * _DAY_TICKS)


def _whole_ticks(start_minute: int, end_minute: int) -> tuple[int, int]:
    """Hours rounded inwards to whole ticks."""
    if not 0 <= start_minute <= end_minute <= DAY_MINUTES:
        raise ValueError(f"Hours lie within a day of {DAY_MINUTES} minutes, unlike {start_minute} to {end_minute}")
    return -(-start_minute // TICK_MINUTES) * TICK_MINUTES, end_minute // TICK_MINUTES * TICK_MINUTES


def _repeated(axis: Axis, zone: ZoneInfo, pattern: int, *, period: int, phase: int) -> int:
    """Lay a pattern of ``period`` local ticks on the axis; local tick 0 of 1970 falls on its bit ``phase``."""
    result = 0
    for start_minute, end_minute, offset in _regimes(axis, zone):
        first = ((start_minute + offset) // TICK_MINUTES + phase) % period
        width = (end_minute - start_minute) // TICK_MINUTES
        times = (first + width) // period + 1
        endless = int.from_bytes(pattern.to_bytes(period // 8, "little") * times, "little")
        result |= ((endless >> first) & ((1 << width) - 1)) << axis.index(start_minute)
    return result


def _ticks_on(axis: Axis, regimes: _Regimes, on: date, start_minute: int, end_minute: int) -> int:
    """The ticks at which the wall clock shows this date and a time in ``[start, end)``."""
    day, ticks = (on.toordinal() - _EPOCH_ORDINAL) * DAY_MINUTES, 0
    for begins, ends, offset in regimes:
        start, end = max(day + start_minute - offset, begins), min(day + end_minute - offset, ends)
        if start < end:
            ticks |= ((1 << (end - start) // TICK_MINUTES) - 1) << axis.index(start)
    return ticks


@lru_cache(maxsize=64)
def _regimes(axis: Axis, zone: ZoneInfo) -> _Regimes:
    """``(start_minute, end_minute, offset_minutes)`` of each piece of the axis with one offset from UTC."""
    pieces: list[tuple[int, int, int]] = []
    start = axis.origin_minute
    while start < axis.end_minute:
        offset = _offset(start, zone)
        end = start
        while end < axis.end_minute and _offset(end, zone) == offset:
            same, end = end, min(end + DAY_MINUTES, axis.end_minute)
        if end < axis.end_minute or _offset(end, zone) != offset:
            end = _change(same, end, zone)
        pieces.append((start, end, offset))
        start = end
    return tuple(pieces)


def _change(before: int, after: int, zone: ZoneInfo) -> int:
    """The tick at which the offset of ``before`` ends, somewhere up to ``after``."""
    offset = _offset(before, zone)
    while after - before > TICK_MINUTES:
        middle = (before + after) // 2 // TICK_MINUTES * TICK_MINUTES
        before, after = (middle, after) if _offset(middle, zone) == offset else (before, middle)
    return after


def _offset(minute: int, zone: ZoneInfo) -> int:
    """Minutes to add to UTC to get the wall clock. ``ValueError`` for offsets of the time before standard time."""
    offset = instant_of(minute).astimezone(zone).utcoffset()
    assert offset is not None  # an aware datetime has one
    if offset % timedelta(minutes=TICK_MINUTES):
        raise ValueError(f"{zone} was {offset} from UTC at minute {minute}, which is no whole tick")
    return offset // timedelta(minutes=1)
