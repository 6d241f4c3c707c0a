"""Daily limits: over a limit is too much, at a limit is not."""

from __future__ import annotations

from datetime import date

from tableside.core.availability.limits import DayLimits, DayWork, full_dates, is_too_much

MONDAY, TUESDAY = date(2027, 2, 1), date(2027, 2, 2)
WORK = {MONDAY: DayWork(3, 180, 60), TUESDAY: DayWork(1, 60, 0)}


def test_each_limit_fills_a_day_of_its_own_accord() -> None:
    limits = {
        "clients": DayLimits(clients=3),
        "hands on": DayLimits(hands_on_minutes=210),
        "deep": DayLimits(deep_minutes=90),
        "none": DayLimits(),
        "exactly reached": DayLimits(4, 240, 120),
    }

    found = {name: full_dates(WORK, limit, minutes=60, is_deep=True) for name, limit in limits.items()}

    full = frozenset({MONDAY})
    assert found == {
        "clients": full,
        "hands on": full,
        "deep": full,
        "none": frozenset(),
        "exactly reached": frozenset(),
    }


def test_light_work_leaves_the_limit_of_deep_work_alone() -> None:
    assert full_dates(WORK, DayLimits(deep_minutes=60), minutes=60, is_deep=False) == frozenset()


def test_a_session_longer_than_the_limit_never_fits() -> None:
    limit = DayLimits(hands_on_minutes=60)

    assert [is_too_much(limit, minutes=minutes, is_deep=False) for minutes in (60, 75)] == [False, True]
