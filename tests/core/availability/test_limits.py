"""Daily limits: over a limit is too much, at a limit is not; and a slow twin that adds up what was done."""

from __future__ import annotations

from datetime import date

import hypothesis.strategies as st
from hypothesis import given

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


Sessions = list[tuple[int, bool]]  # minutes of each, and whether it is deep


def over(sessions: Sessions, limits: DayLimits) -> bool:
    """Added up from the sessions themselves, one limit after the other."""
    if limits.clients is not None and len(sessions) > limits.clients:
        return True
    if limits.hands_on_minutes is not None and sum(minutes for minutes, _ in sessions) > limits.hands_on_minutes:
        return True
    deep = sum(minutes for minutes, is_deep in sessions if is_deep)
    return limits.deep_minutes is not None and deep > limits.deep_minutes


SESSION = st.tuples(st.sampled_from((0, 30, 60, 90)), st.booleans())
MOST_MINUTES = st.none() | st.sampled_from((0, 60, 90, 120, 180, 240))


@given(
    st.dictionaries(st.dates(MONDAY, date(2027, 2, 7)), st.lists(SESSION, max_size=5)),
    st.builds(DayLimits, st.none() | st.integers(0, 5), MOST_MINUTES, MOST_MINUTES),
    SESSION,
)
def test_a_date_is_full_where_the_session_goes_over_what_is_added_up(
    days: dict[date, Sessions], limits: DayLimits, one_more: tuple[int, bool]
) -> None:
    work = {}
    for on, sessions in days.items():
        work[on] = DayWork()
        for minutes, is_deep in sessions:
            work[on] = work[on].with_session(minutes, is_deep=is_deep)
    minutes, is_deep = one_more

    found = full_dates(work, limits, minutes=minutes, is_deep=is_deep)

    assert found == {on for on, sessions in days.items() if over([*sessions, one_more], limits)}
    assert is_too_much(limits, minutes=minutes, is_deep=is_deep) == over([one_more], limits)
