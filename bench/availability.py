"""Every free start of 90 days in a practice (workload W1): our timelines against a sweep and two interval libraries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache, partial

import portion
from intervaltree import IntervalTree

from bench.report import Goal, Report, Row, in_turn_ms
from bench.workload import DAYS, FIRST, NOTICE, RECOVERY, STEP, TREATMENT, WEEKLY, ZONE, Span, Workload, make
from tableside.core.availability.offers import Offers, Question, TableTime, TherapistTime, Wish, offers
from tableside.core.timeline import civil
from tableside.core.timeline.civil import axis_of, local_days, open_hours
from tableside.core.timeline.timeline import cover, indexes

_COLD, _SWEEP = "timelines, cold: rows to counts of each day", "plain sweep over intervals"
_ALL = "timelines, warm: every start by day, timelines kept"
_HUNDRED = "the same, 100 therapists and 70 tables"
_THOUSAND = "the same, 1,000 therapists and 700 tables"

Starts = set[int]  # minutes since 1970
NEEDED = TREATMENT + RECOVERY


def question(load: Workload) -> Question:
    """Rows of integers to timelines."""
    axis = axis_of(FIRST, days=DAYS, zone=ZONE)
    return Question(
        axis,
        ZONE,
        Wish(TREATMENT, RECOVERY, STEP, notice_minutes=NOTICE, horizon_days=DAYS + 1),
        tuple(
            TherapistTime(
                number, "here", open_hours(axis, zone=ZONE, weekly=WEEKLY, exceptions=exceptions), cover(axis, busy)
            )
            for number, (exceptions, busy) in enumerate(zip(load.exceptions, load.busy, strict=True))
        ),
        tuple(TableTime(number, number, "here", cover(axis, busy)) for number, busy in enumerate(load.tables)),
        load.now_minute,
    )


def cold(load: Workload) -> dict[date, int]:
    """From rows to how many starts each day has, as the page of times asks, with nothing remembered."""
    forget()
    return offers(question(load)).counts()


def cold_starts(load: Workload) -> dict[str, list[str]]:
    """From rows to every start, with nothing remembered."""
    forget()
    return starts_by_day(offers(question(load)))


def forget() -> None:
    for remembered in (civil._regimes, civil._weekly, civil.grid, civil.local_days, _text):
        remembered.cache_clear()


def starts_by_day(found: Offers) -> dict[str, list[str]]:
    """Local date to the starts of that day in UTC, both as ISO 8601 writes them."""
    days = ((day, day.part_of(found.starts)) for day in local_days(found.axis, zone=found.zone))
    return {
        day.on.isoformat(): [_text(found.axis.minute(day.start + index)) for index in indexes(starts)]
        for day, starts in days
        if starts
    }


@cache
def _text(minute: int) -> str:
    day, clock = divmod(minute, 1440)
    return f"{_date(day)}T{_CLOCK[clock]}:00Z"


@cache
def _date(day: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()


_CLOCK = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(1440)]


@cache
def instant(on: date, wall_minute: int) -> int:
    """Minutes since 1970; each asked once a run, as a careful programmer would."""
    wall = datetime(on.year, on.month, on.day, wall_minute // 60, wall_minute % 60, tzinfo=ZONE)
    return int(wall.timestamp()) // 60


def working_spans(exceptions: Iterable[civil.DayException]) -> list[Span]:
    """The same hours for the others: stretches of minutes since 1970, from the earliest."""
    replaced = {on: [(s, e)] if s is not None and e is not None else [] for on, s, e in exceptions}
    found = []
    for on in (FIRST + timedelta(days=day) for day in range(DAYS)):
        usual = [(start, end) for weekday, start, end in WEEKLY if weekday == on.weekday()]
        for start, end in replaced.get(on, usual):
            found.append((instant(on, start), instant(on, end)))
    return found


def sweep(load: Workload) -> Starts:
    """Sorted lists of intervals, one pass each: what a careful programmer writes without a library."""
    instant.cache_clear()
    earliest = load.now_minute + NOTICE
    on_a_table: set[int] = set()
    for busy in load.tables:
        on_a_table |= fitting(without([(load.now_minute, load.now_minute + (DAYS + 1) * 1440)], sorted(busy)))
    able: set[int] = set()
    for exceptions, busy in zip(load.exceptions, load.busy, strict=True):
        able |= fitting(without(working_spans(exceptions), sorted(busy)))
    return {start for start in able & on_a_table if start >= earliest}


def without(spans: list[Span], busy: list[Span]) -> list[Span]:
    free, place = [], 0
    for start, end in spans:
        while place < len(busy) and busy[place][1] <= start:
            place += 1
        look = place
        while look < len(busy) and busy[look][0] < end:
            if busy[look][0] > start:
                free.append((start, busy[look][0]))
            start = max(start, busy[look][1])
            look += 1
        if start < end:
            free.append((start, end))
    return free


def fitting(free: Iterable[Span]) -> set[int]:
    starts: set[int] = set()
    for start, end in free:
        starts.update(range(-(-start // STEP) * STEP, end - NEEDED + 1, STEP))
    return starts


def with_portion(load: Workload) -> Starts:
    """The interval library that reads best: unions and differences as operators."""
    instant.cache_clear()
    whole = portion.closedopen(load.now_minute, load.now_minute + (DAYS + 1) * 1440)

    def starts(free: portion.Interval) -> set[int]:
        return fitting((piece.lower, piece.upper) for piece in free if not piece.empty)

    def union(spans: Iterable[Span]) -> portion.Interval:
        return portion.Interval(*(portion.closedopen(*span) for span in spans))

    on_a_table = set().union(*(starts(whole - union(busy)) for busy in load.tables))
    able = set().union(
        *(
            starts(union(working_spans(exceptions)) - union(busy))
            for exceptions, busy in zip(load.exceptions, load.busy, strict=True)
        )
    )
    return {start for start in able & on_a_table if start >= load.now_minute + NOTICE}


def with_intervaltree(load: Workload) -> Starts:
    """A tree of what is free, with what is taken chopped out of it."""

    instant.cache_clear()

    def starts(spans: Iterable[Span], busy: Iterable[Span]) -> set[int]:
        tree = IntervalTree.from_tuples(spans)
        for span in busy:
            tree.chop(*span)
        return fitting((piece.begin, piece.end) for piece in tree)

    whole = [(load.now_minute, load.now_minute + (DAYS + 1) * 1440)]
    on_a_table = set().union(*(starts(whole, busy) for busy in load.tables))
    able = set().union(
        *(starts(working_spans(exceptions), busy) for exceptions, busy in zip(load.exceptions, load.busy, strict=True))
    )
    return {start for start in able & on_a_table if start >= load.now_minute + NOTICE}


def counted(ask: Callable[[Workload], Starts], load: Workload) -> dict[date, int]:
    """How many starts there are on each local date."""
    return Counter(datetime.fromtimestamp(start * 60, ZONE).date() for start in ask(load))


def run() -> Report:
    """Measure, after making sure that all of them answer the same."""
    load, hundred, thousand = make(10, 7), make(100, 70), make(1000, 700)
    asked, asked_hundred, asked_thousand = question(load), question(hundred), question(thousand)
    others: dict[str, Callable[[Workload], Starts]] = {
        _SWEEP: sweep,
        "portion": with_portion,
        "intervaltree": with_intervaltree,
    }
    ours = offers(asked).minutes()
    for name, other in others.items():
        assert sorted(other(load)) == ours, f"{name} answers otherwise"
    assert counted(sweep, load) == cold(load)
    all_of_them = {name: partial(counted, other, load) for name, other in others.items()}
    took = in_turn_ms({_COLD: partial(cold, load), **all_of_them}, times=15)
    took |= in_turn_ms(
        {
            _ALL: lambda: starts_by_day(offers(asked)),
            "timelines, warm: counts of each day": lambda: offers(asked).counts(),
            "timelines, query alone": lambda: offers(asked).starts,
            _HUNDRED: lambda: starts_by_day(offers(asked_hundred)),
        },
        times=60,
    )
    took |= in_turn_ms({_THOUSAND: lambda: starts_by_day(offers(asked_thousand))}, times=9)
    goals = (
        Goal("cold / plain sweep", took[_COLD] / took[_SWEEP], at_most=0.3),
        Goal("portion / cold", took["portion"] / took[_COLD], at_least=30),
        Goal("warm, 100 therapists / 10", took[_HUNDRED] / took[_ALL], at_most=5),
        Goal("warm, 1,000 therapists / 10", took[_THOUSAND] / took[_ALL], at_most=50),
    )
    bookings = sum(map(len, load.tables))
    rows = tuple(Row(name, value) for name, value in took.items())
    note = f"{bookings:,} bookings; {len(ours):,} starts, the same from all."
    return Report("Free starts of 90 days: 10 therapists, 7 massage tables", rows, goals, note)
