"""One integer against the slow obvious twin: a set of ticks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableside.core.timeline.timeline import Axis, at_least, cover, indexes, minutes_in, runs, since, spans, until

AXIS = Axis(origin_minute=1_000, ticks=600)  # more than one word
timelines = st.integers(min_value=0, max_value=AXIS.everything)
minutes = st.integers(min_value=0, max_value=AXIS.end_minute + 1_000)
some_spans = st.lists(st.tuples(minutes, st.integers(min_value=1, max_value=4_000)).map(lambda s: (s[0], s[0] + s[1])))


def ticks(timeline: int) -> set[int]:
    """The twin: every bit asked one by one."""
    return {tick for tick in range(timeline.bit_length()) if timeline >> tick & 1}


@given(some_spans)
def test_covering_is_touching_every_tick_that_a_span_reaches_into(taken: list[tuple[int, int]]) -> None:
    touched = {
        tick
        for tick in range(AXIS.ticks)
        if any(start < AXIS.minute(tick) + 5 and AXIS.minute(tick) < end for start, end in taken)
    }

    assert ticks(cover(AXIS, taken)) == touched


@given(timelines, st.integers(min_value=1, max_value=60))
def test_a_run_starts_where_every_tick_of_it_is_set(timeline: int, length: int) -> None:
    free = ticks(timeline)

    assert ticks(runs(timeline, length)) == {tick for tick in free if free.issuperset(range(tick, tick + length))}


@given(timelines, st.integers(min_value=1, max_value=30), st.integers(min_value=1, max_value=30))
def test_runs_of_runs_are_longer_runs(timeline: int, one: int, other: int) -> None:
    assert runs(runs(timeline, one), other) == runs(timeline, one + other - 1)


@given(timelines, timelines, st.integers(min_value=1, max_value=30))
def test_a_run_in_two_timelines_is_a_run_in_what_they_share(one: int, other: int, length: int) -> None:
    assert runs(one & other, length) == runs(one, length) & runs(other, length)


@given(timelines, timelines)
def test_taking_away_and_giving_back_are_inverse(free: int, busy: int) -> None:
    assert (free & ~busy) | (free & busy) == free
    assert (free & ~busy) & busy == 0


@given(some_spans, some_spans)
def test_covering_two_lists_is_the_union_of_covering_each(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    assert cover(AXIS, one + other) == cover(AXIS, one) | cover(AXIS, other)


@given(st.lists(timelines, max_size=6), st.integers(min_value=1, max_value=4))
def test_at_least_counts_how_many_are_set(many: list[int], n: int) -> None:
    counted = {tick for tick in range(AXIS.ticks) if sum(timeline >> tick & 1 for timeline in many) >= n}

    assert ticks(at_least(many, n)) == counted


@given(timelines)
def test_spans_cover_what_they_were_read_from(timeline: int) -> None:
    assert cover(AXIS, spans(AXIS, timeline)) == timeline


@given(timelines)
def test_indexes_and_minutes_name_the_ticks_that_are_set(timeline: int) -> None:
    assert indexes(timeline) == sorted(ticks(timeline))
    assert minutes_in(AXIS, timeline) == [AXIS.minute(tick) for tick in sorted(ticks(timeline))]


@given(minutes)
def test_every_tick_lies_before_a_minute_or_since_it(minute: int) -> None:
    assert since(AXIS, minute) ^ until(AXIS, minute) == AXIS.everything
    assert ticks(until(AXIS, minute)) == {tick for tick in range(AXIS.ticks) if AXIS.minute(tick) < minute}


def test_an_axis_starts_on_a_tick() -> None:
    with pytest.raises(ValueError, match="starts on a tick"):
        Axis(origin_minute=3, ticks=1)


def test_a_run_of_nothing_and_none_of_many_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one tick"):
        runs(1, 0)
    with pytest.raises(ValueError, match="At least one"):
        at_least([1], 0)
