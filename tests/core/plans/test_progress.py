"""Where a plan stands: towards the goal, against noise, and at its review points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableside.core.decision import Allowed, Refused
from tableside.core.plans.progress import Goal, Progress, may_aim_for, progress

LESS_PAIN = Goal(measure="nrs_pain", baseline=6, target=3, real_change=2, higher_is_worse=True)
BETTER_SLEEP = Goal(measure="sleep", baseline=4, target=8, real_change=2, higher_is_worse=False)


def test_halfway_through_with_a_real_change() -> None:
    assert progress(LESS_PAIN, scores=[6, 5, 5, 4], sessions_done=4, sessions_planned=8) == Progress(
        sessions_done=4,
        sessions_planned=8,
        gained=2,
        share_of_goal=2 / 3,
        is_real=True,
        is_worse=False,
        is_reached=False,
        next_review_after=4,
        is_review_due=True,
        stop_rule=False,
    )


def test_a_plan_that_has_just_begun_has_gained_nothing_yet() -> None:
    begun = progress(LESS_PAIN, scores=[], sessions_done=0, sessions_planned=8)

    assert (begun.gained, begun.share_of_goal, begun.is_real, begun.stop_rule) == (None, 0.0, False, False)


@pytest.mark.parametrize(
    ("goal", "latest", "gained", "share", "is_reached"),
    [
        (LESS_PAIN, 3, 3, 1.0, True),
        (LESS_PAIN, 0, 6, 1.0, True),
        (LESS_PAIN, 8, -2, 0.0, False),
        (BETTER_SLEEP, 6, 2, 0.5, False),
        (BETTER_SLEEP, 9, 5, 1.0, True),
    ],
)
def test_the_latest_score_says_how_much_of_the_goal_is_reached(
    goal: Goal, latest: float, gained: float, share: float, is_reached: bool
) -> None:
    stands = progress(goal, scores=[5, latest], sessions_done=2, sessions_planned=8)

    assert (stands.gained, stands.share_of_goal, stands.is_reached) == (gained, share, is_reached)


@pytest.mark.parametrize(
    ("sessions_done", "latest", "stops"),
    [(3, 6, False), (4, 6, True), (4, 5, True), (4, 4, False), (7, 5, True), (4, 9, True)],
)
def test_no_real_change_after_four_sessions_stops_the_plan_for_review(
    sessions_done: int, latest: float, stops: bool
) -> None:
    stands = progress(LESS_PAIN, scores=[latest], sessions_done=sessions_done, sessions_planned=8)

    assert stands.stop_rule is stops


def test_four_sessions_without_any_score_stop_the_plan_too() -> None:
    assert progress(LESS_PAIN, scores=[], sessions_done=4, sessions_planned=8).stop_rule


@pytest.mark.parametrize(
    ("planned", "reviewed_after", "next_review"), [(8, 0, 4), (8, 4, 8), (6, 4, 6), (3, 0, 3), (6, 6, 7)]
)
def test_the_next_review_is_four_sessions_on_or_at_the_end(planned: int, reviewed_after: int, next_review: int) -> None:
    stands = progress(
        LESS_PAIN,
        scores=[],
        sessions_done=reviewed_after,
        sessions_planned=planned,
        reviewed_after=reviewed_after,
    )

    assert (stands.next_review_after, stands.is_review_due) == (next_review, False)


@pytest.mark.parametrize(("target", "code"), [(6, "goal_not_better"), (7, "goal_not_better"), (5, "goal_within_noise")])
def test_a_goal_that_cannot_be_told_from_chance_is_refused(target: float, code: str) -> None:
    refused = may_aim_for(Goal(measure="nrs_pain", baseline=6, target=target, real_change=2, higher_is_worse=True))

    assert isinstance(refused, Refused)
    assert refused.code == code


@pytest.mark.parametrize("goal", [LESS_PAIN, BETTER_SLEEP])
def test_a_goal_beyond_the_noise_may_be_set(goal: Goal) -> None:
    assert may_aim_for(goal) == Allowed()


@given(latest=st.integers(0, 10), done=st.integers(0, 20))
def test_no_score_is_both_real_and_worse_and_the_share_stays_between_nothing_and_all(latest: int, done: int) -> None:
    stands = progress(LESS_PAIN, scores=[latest], sessions_done=done, sessions_planned=8)

    assert not (stands.is_real and stands.is_worse)
    assert 0 <= stands.share_of_goal <= 1
    assert (stands.share_of_goal == 1) is stands.is_reached
