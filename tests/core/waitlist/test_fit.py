"""Who is asked when a time opens: tables, and a slow twin that looks at every minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableside.core.timeline.window import instant_of, minute_of
from tableside.core.waitlist.fit import Ask, Terms, Waiting, Window, is_silent, next_ask, suiting, why_them

VIENNA = ZoneInfo("Europe/Vienna")
NOW = minute_of(datetime(2027, 1, 25, 8, 0, tzinfo=UTC))
MONDAY = date(2027, 2, 1)


def at(hour: int, minute: int = 0, *, day: date = MONDAY) -> int:
    return minute_of(datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIENNA))


def waits(*windows: Window, key: str = "Clara", since: int = 0, free: tuple[int, ...] = (at(10),)) -> Waiting:
    return Waiting(key, since, 60, windows or (Window(),), free)


@pytest.mark.parametrize(
    ("window", "suits"),
    [
        (Window(), True),
        (Window(weekdays=frozenset({0})), True),
        (Window(weekdays=frozenset({1, 2})), False),
        (Window(first=MONDAY, last=MONDAY), True),
        (Window(first=MONDAY + timedelta(days=1)), False),
        (Window(last=MONDAY - timedelta(days=1)), False),
        (Window(start_minute=600, end_minute=660), True),  # exactly the hour
        (Window(start_minute=601), False),
        (Window(end_minute=659), False),  # they would have to leave before the end
    ],
)
def test_a_window_suits_when_the_whole_treatment_lies_in_it(window: Window, suits: bool) -> None:
    assert list(suiting(waits(window), zone=VIENNA, now=NOW)) == ([at(10)] if suits else [])


def test_one_of_several_windows_is_enough() -> None:
    two = (Window(weekdays=frozenset({5})), Window(start_minute=960))
    assert list(suiting(waits(*two, free=(at(10), at(16))), zone=VIENNA, now=NOW)) == [at(16)]


def test_a_treatment_until_midnight_fits_a_window_until_midnight() -> None:
    assert list(suiting(waits(Window(start_minute=1320), free=(at(23), at(23, 30))), zone=VIENNA, now=NOW)) == [at(23)]


@pytest.mark.parametrize(
    ("ahead", "lasts", "too_soon"), [(89, 30, True), (90, 30, False), (1439, 30, False), (1440, 120, False)]
)
def test_an_offer_ends_well_before_the_time(ahead: int, lasts: int, too_soon: bool) -> None:
    assert (Terms().lasts(NOW + ahead, now=NOW), Terms().is_too_soon(NOW + ahead, now=NOW)) == (lasts, too_soon)


def test_a_time_that_was_let_pass_is_not_asked_about_again_nor_one_that_overlaps_it() -> None:
    free = (at(9), at(9, 15), at(10), at(10, 45), at(11))
    clara = Waiting("Clara", 0, 60, (Window(),), free, asked=((at(10), at(11)),))
    assert list(suiting(clara, zone=VIENNA, now=NOW)) == [at(9), at(11)]


def test_whoever_waits_longest_and_is_suited_comes_first() -> None:
    ida = waits(Window(end_minute=540), key="Ida", since=1)
    jon = waits(key="Jon", since=3)
    kim = waits(key="Kim", since=2)
    assert next_ask([jon, ida, kim], zone=VIENNA, now=NOW) == Ask("Kim", at(10), why_them(1))


def test_nobody_is_asked_when_nothing_suits() -> None:
    assert next_ask([waits(Window(end_minute=540)), waits(free=())], zone=VIENNA, now=NOW) is None


def test_the_reason_counts_who_was_passed_over() -> None:
    assert [why_them(passed) for passed in (0, 1, 2)] == [
        "Has waited longest of all.",
        "Has waited longest of those whom a free time suits; 1 who has waited longer wants other times.",
        "Has waited longest of those whom a free time suits; 2 who have waited longer want other times.",
    ]


@pytest.mark.parametrize(
    ("answers", "silent"),
    [([], False), ([False, False], False), ([False] * 3, True), ([False, False, True], False)],
)
def test_three_offers_without_an_answer_are_silence(answers: list[bool], silent: bool) -> None:
    assert is_silent(answers) is silent


@pytest.mark.parametrize(("start", "end"), [(600, 600), (-5, 60), (0, 1441)])
def test_a_window_outside_a_day_is_a_bug(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="within a day"):
        Window(start, end)


_CHANGE = minute_of(datetime(2027, 3, 27, 12, 0, tzinfo=UTC))  # the night after has no hour from two to three
_DATES = st.none() | st.dates(date(2027, 3, 26), date(2027, 3, 30))
_WINDOWS = st.builds(
    lambda edges, weekdays, first, last: Window(min(edges), max(edges), weekdays, first, last),
    st.sets(st.integers(0, 96).map(lambda quarter: quarter * 15), min_size=2, max_size=2),
    st.frozensets(st.integers(0, 6), max_size=3),
    _DATES,
    _DATES,
)
_WAITING = st.builds(
    Waiting,
    key=st.sampled_from("ABC"),
    since=st.integers(0, 3),
    minutes=st.sampled_from([15, 45, 60]),
    windows=st.lists(_WINDOWS, min_size=1, max_size=3).map(tuple),
    free=st.lists(st.integers(0, 150).map(lambda quarter: _CHANGE + quarter * 15), max_size=12).map(tuple),
    asked=st.lists(st.integers(0, 150).map(lambda q: (_CHANGE + q * 15, _CHANGE + q * 15 + 30)), max_size=2).map(tuple),
)


def twin_inside(window: Window, minute: int) -> bool:
    """Whether this one minute of the wall lies in the window."""
    local = instant_of(minute).astimezone(VIENNA)
    return (
        (not window.weekdays or local.weekday() in window.weekdays)
        and (window.first is None or local.date() >= window.first)
        and (window.last is None or local.date() <= window.last)
        and window.start_minute <= local.hour * 60 + local.minute < window.end_minute
    )


def twin(one: Waiting, *, now: int) -> list[int]:
    """Minute by minute; a treatment that goes past midnight is in no window."""
    found = []
    for start in one.free:
        during = range(start, start + one.minutes)
        lasts = 30 if start - now < 1440 else 120
        seen = {minute for since, until in one.asked for minute in range(since, until)}
        one_day = len({instant_of(minute).astimezone(VIENNA).date() for minute in during}) == 1
        inside = any(all(twin_inside(window, minute) for minute in during) for window in one.windows)
        if one_day and inside and not seen & set(during) and start - lasts - 60 >= now:
            found.append(start)
    return found


@given(_WAITING)
def test_what_suits_is_what_the_twin_finds_also_when_the_clocks_change(one: Waiting) -> None:
    assert list(suiting(one, zone=VIENNA, now=_CHANGE)) == twin(one, now=_CHANGE)
