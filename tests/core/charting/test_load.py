"""What a day costs the therapist, at and around each limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableside.core.charting.load import Limits, Load, LoadLevel, Worked, day_load, may_take
from tableside.core.decision import Allowed, Refused

LIMITS = Limits(soft_hands_on_minutes=240, hard_hands_on_minutes=300, soft_deep_minutes=180, deep_sessions_in_a_row=2)


def test_an_empty_day_is_within_all_limits() -> None:
    assert day_load([], limits=LIMITS) == Load(0, 0, LoadLevel.WITHIN, ())


@pytest.mark.parametrize(
    ("minutes", "level"),
    [
        (240, LoadLevel.WITHIN),
        (241, LoadLevel.SOFT),
        (300, LoadLevel.SOFT),
        (301, LoadLevel.HARD),
    ],
)
def test_a_limit_is_passed_by_going_over_it(minutes: int, level: LoadLevel) -> None:
    assert day_load([Worked(minutes)], limits=LIMITS).level is level


@pytest.mark.parametrize(("pressure", "deep"), [(3, 0), (4, 60), (5, 60)])
def test_pressure_is_deep_from_level_four(pressure: int, deep: int) -> None:
    assert day_load([Worked(60, pressure_level=pressure)], limits=LIMITS).deep_minutes == deep


def test_three_deep_sessions_in_a_row_are_pointed_out() -> None:
    assert day_load([Worked(30, 4), Worked(30, 5), Worked(30, 4)], limits=LIMITS) == Load(
        90, 90, LoadLevel.SOFT, ("3 deep sessions in a row: put a lighter one or a break between them.",)
    )


def test_a_lighter_session_between_deep_ones_breaks_the_row() -> None:
    day = [Worked(30, 4), Worked(30, 4), Worked(30, 2), Worked(30, 4), Worked(30, 4)]

    assert day_load(day, limits=LIMITS).level is LoadLevel.WITHIN


def test_too_many_deep_minutes_are_pointed_out_even_when_spread() -> None:
    day = [Worked(95, 4), Worked(10, 2), Worked(95, 4)]

    assert day_load(day, limits=LIMITS) == Load(
        200, 190, LoadLevel.SOFT, ("190 minutes of deep pressure is more than the 180 that are easy on the hands.",)
    )


def test_a_session_that_passes_only_the_soft_limit_may_be_taken() -> None:
    assert may_take([Worked(240)], further=Worked(60), limits=LIMITS) == Allowed()


def test_a_session_that_passes_the_hard_limit_is_refused_with_the_sum() -> None:
    assert may_take([Worked(240)], further=Worked(75), limits=LIMITS) == Refused(
        "load_hard_limit",
        "315 minutes hands-on is more than the 300 allowed in a day. Choose another day.",
        {"minutes": 315},
    )


sessions = st.lists(st.builds(Worked, minutes=st.integers(10, 120), pressure_level=st.integers(1, 5)), max_size=8)
order = [LoadLevel.WITHIN, LoadLevel.SOFT, LoadLevel.HARD]


@given(day=sessions, further=st.builds(Worked, minutes=st.integers(10, 120), pressure_level=st.integers(1, 5)))
def test_one_more_session_at_the_end_never_lightens_the_day(day: list[Worked], further: Worked) -> None:
    before, after = day_load(day, limits=LIMITS), day_load([*day, further], limits=LIMITS)

    assert order.index(after.level) >= order.index(before.level)
    assert (after.level is LoadLevel.WITHIN) == (after.reasons == ())
