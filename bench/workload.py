"""Workload W1: a practice's 90 days, drawn from a fixed seed, as plain rows of integers."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from tableside.core.timeline.civil import DayException, WeeklyHours, instant_on

ZONE = ZoneInfo("America/New_York")
FIRST = date(2027, 2, 1)
DAYS = 90
WEEKLY: WeeklyHours = tuple(hours for day in range(6) for hours in ((day, 540, 780), (day, 810, 1140)))
TREATMENT, RECOVERY, STEP, NOTICE = 60, 15, 15, 120
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Workload:
    """``exceptions`` and ``busy`` for each therapist, ``tables`` for each massage table; minutes since 1970."""

    exceptions: tuple[tuple[DayException, ...], ...]
    busy: tuple[tuple[Span, ...], ...]
    tables: tuple[tuple[Span, ...], ...]
    now_minute: int


def make(therapists: int, tables: int) -> Workload:
    """Ten therapists and seven tables are W1: two bookings of 60, 75 or 90 minutes and 15 after them for each therapist
    and working day, each at a free table; one exception a fortnight, every third closed; one week off each."""
    draw = random.Random(2027)
    taken: list[list[Span]] = [[] for _ in range(tables)]
    exceptions, busy = [], []
    for _ in range(therapists):
        days_off = [FIRST + timedelta(days=fortnight * 14 + draw.randrange(14)) for fortnight in range(DAYS // 14)]
        exceptions.append(
            tuple((on, None, None) if number % 3 == 2 else (on, 600, 840) for number, on in enumerate(days_off))
        )
        week = draw.randrange(12) * 7
        away = {FIRST + timedelta(days=week + day) for day in range(7)}
        mine = [(_at(FIRST + timedelta(days=week), 0), _at(FIRST + timedelta(days=week + 7), 0))]
        for on in (FIRST + timedelta(days=day) for day in range(DAYS)):
            if on.weekday() < 6 and on not in away and on not in days_off:
                mine += _two_bookings(draw, on, taken)
        busy.append(tuple(mine))
    return Workload(tuple(exceptions), tuple(busy), tuple(map(tuple, taken)), _at(FIRST, 600))


def merged(spans: Iterable[Span]) -> list[Span]:
    """Sorted, and none touching another."""
    done: list[Span] = []
    for start, end in sorted(spans):
        if done and start <= done[-1][1]:
            done[-1] = (done[-1][0], max(end, done[-1][1]))
        else:
            done.append((start, end))
    return done


def _two_bookings(draw: random.Random, on: date, taken: list[list[Span]]) -> list[Span]:
    made = []
    for opens, closes in ((540, 780), (810, 1140)):
        minutes = draw.choice((60, 75, 90)) + RECOVERY
        start = _at(on, draw.randrange(opens, closes - minutes + 1, STEP))
        span = (start, start + minutes)
        table = next((table for table in taken if not any(s < span[1] and span[0] < e for s, e in table[-40:])), None)
        if table is not None:
            table.append(span)
            made.append(span)
    return made


def _at(on: date, wall_minute: int) -> int:
    minute = instant_on(on, wall_minute, zone=ZONE)
    assert isinstance(minute, int)  # nobody works at the hour that is skipped
    return minute
