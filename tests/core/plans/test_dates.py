from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from tableside.core.plans.dates import propose
from tableside.core.timeline.civil import minutes_at

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2027, 3, 15)
TEN, NOON = 600, 720


def at(days: int, wall_minute: int) -> int:
    """Days after Monday 15 March, at this time on the wall."""
    return minutes_at(MONDAY + timedelta(days=days), wall_minute, zone=BERLIN)[0]


def test_a_weekly_plan_keeps_weekday_and_hour_across_the_clock_change() -> None:
    offered = [at(days, wall) for days in range(1, 40) for wall in (TEN, NOON)]

    found = propose(count=3, gap_days=7, first_after=MONDAY, zone=BERLIN, offered=offered, weekday=0, wall_minute=NOON)

    assert [proposal.start for proposal in found] == [at(7, NOON), at(14, NOON), at(21, NOON)]
    assert {proposal.reason for proposal in found} == {"The usual time, on the day that fits the plan."}


def test_the_wished_date_moves_to_the_usual_weekday() -> None:
    offered = [at(days, TEN) for days in range(1, 40)]

    found = propose(count=2, gap_days=10, first_after=MONDAY, zone=BERLIN, offered=offered, weekday=2, wall_minute=TEN)

    assert [proposal.wanted_on - MONDAY for proposal in found] == [timedelta(days=9), timedelta(days=16)]


def test_a_full_day_gives_the_nearest_day_and_says_so() -> None:
    offered = [at(6, NOON), at(9, TEN)]

    (found,) = propose(count=1, gap_days=7, first_after=MONDAY, zone=BERLIN, offered=offered, wall_minute=TEN)

    assert (found.start, found.reason, found.nearest) == (
        at(6, NOON),
        "The nearest day with a free time.",
        (at(9, TEN),),
    )


def test_another_hour_of_the_right_day_comes_before_the_right_hour_of_another_day() -> None:
    offered = [at(6, TEN), at(7, NOON)]

    (found,) = propose(count=1, gap_days=7, first_after=MONDAY, zone=BERLIN, offered=offered, wall_minute=TEN)

    assert found.start == at(7, NOON)
    assert found.reason == "The day that fits the plan, at the free time nearest to the usual one."


def test_nothing_near_gives_no_start_and_the_plan_goes_on_from_the_wish() -> None:
    offered = [at(14, TEN)]

    first, second = propose(count=2, gap_days=7, first_after=MONDAY, zone=BERLIN, offered=offered)

    assert (first.start, first.nearest) == (None, (at(14, TEN),))
    assert (second.wanted_on, second.start) == (MONDAY + timedelta(days=14), at(14, TEN))


def test_no_two_proposals_share_a_day() -> None:
    found = propose(count=3, gap_days=1, first_after=MONDAY, zone=BERLIN, offered=[at(1, TEN), at(1, NOON), at(2, TEN)])

    assert [proposal.start for proposal in found] == [at(1, TEN), at(2, TEN), None]


def test_a_plan_of_no_dates_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one date"):
        propose(count=0, gap_days=7, first_after=MONDAY, zone=BERLIN, offered=[])
