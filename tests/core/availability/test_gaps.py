"""Good fits against a twin that measures what is left free before and after each start."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tableside.core.availability.gaps import good_fits
from tableside.core.timeline.timeline import runs

TICKS = 60
timelines = st.integers(0, (1 << TICKS) - 1)


def free_run(free: int, tick: int, step: int) -> int:
    length = 0
    while 0 <= tick < TICKS and free >> tick & 1:
        length, tick = length + 1, tick + step
    return length


@given(timelines, st.integers(1, 12), st.integers(1, 12))
def test_a_good_fit_touches_something_and_leaves_no_useless_gap(free: int, needed: int, shortest: int) -> None:
    starts = runs(free, needed)
    found = good_fits(free, starts, needed=needed, shortest=shortest)

    def fits(start: int) -> bool:
        before, after = free_run(free, start - 1, -1), free_run(free, start + needed, 1)
        return (before == 0 or after == 0) and all(gap == 0 or gap >= shortest for gap in (before, after))

    assert [tick for tick in range(TICKS) if found >> tick & 1] == [
        tick for tick in range(TICKS) if starts >> tick & 1 and fits(tick)
    ]
