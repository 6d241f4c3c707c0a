"""What to do next, and why, from where the plan stands."""

from __future__ import annotations

import pytest

from tableside.core.plans.advice import Advice, NextStep, advise
from tableside.core.plans.progress import Goal, progress

LESS_PAIN = Goal(measure="nrs_pain", baseline=6, target=3, real_change=2, higher_is_worse=True)


def advice(*scores: float, done: int, planned: int = 8, reviewed_after: int = 0) -> Advice:
    return advise(
        progress(
            LESS_PAIN,
            scores=scores,
            sessions_done=done,
            sessions_planned=planned,
            reviewed_after=reviewed_after,
        )
    )


def test_too_early_to_tell_continues() -> None:
    assert advice(6, done=2) == Advice(NextStep.CONTINUE, ("Too early to tell: change is judged after four sessions.",))


def test_a_real_change_continues_and_says_how_far() -> None:
    assert advice(4, done=5, reviewed_after=4) == Advice(
        NextStep.CONTINUE, ("A real change so far: 67% of the way to the goal.",)
    )


def test_a_review_that_is_due_is_mentioned() -> None:
    assert advice(4, done=4).reasons == (
        "A real change so far: 67% of the way to the goal.",
        "A review is due: ask whether the goal still matters and the effort is worth it.",
    )


def test_a_reached_goal_spaces_out() -> None:
    assert advice(3, done=5) == Advice(
        NextStep.SPACE_OUT,
        ("The goal is reached.", "Longer gaps, or a pause, show whether it lasts without treatment."),
    )


def test_a_goal_reached_with_the_last_planned_session_spaces_out_too() -> None:
    assert advice(3, done=8).step is NextStep.SPACE_OUT


def test_no_real_change_after_four_sessions_is_reviewed_and_never_means_more_of_the_same() -> None:
    assert advice(5, done=4) == Advice(
        NextStep.REVIEW,
        (
            "No real change after 4 sessions.",
            "Change the approach, stop, or suggest another provider, rather than more of the same.",
        ),
    )


def test_four_sessions_without_a_score_are_reviewed_by_asking_for_one() -> None:
    assert advice(done=4) == Advice(
        NextStep.REVIEW, ("Nothing has been measured in 4 sessions: ask for a score first.",)
    )


@pytest.mark.parametrize("done", [1, 4, 8])
def test_a_clearly_worse_score_is_reviewed_at_any_time(done: int) -> None:
    assert advice(8, done=done) == Advice(NextStep.REVIEW, ("The score is clearly worse than at the start.",))


def test_used_up_sessions_without_the_goal_are_reviewed() -> None:
    assert advice(4, done=8, reviewed_after=4) == Advice(
        NextStep.REVIEW, ("All planned sessions are done and the goal is not reached.",)
    )
