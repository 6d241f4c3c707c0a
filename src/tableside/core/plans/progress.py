"""Where a treatment plan stands against its goal, and whether it is time to stop and think."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tableside.core.decision import Allowed, Decision, Refused

REVIEW_EVERY = 4  # sessions
STOP_RULE_AFTER = 4  # sessions without a real change: review, refer or change; not more and deeper


@dataclass(frozen=True, slots=True)
class Goal:
    """A measure to move from ``baseline`` to ``target``; ``real_change`` is the smallest step that counts."""

    measure: str
    baseline: float
    target: float
    real_change: float
    higher_is_worse: bool

    def gained(self, score: float) -> float:
        """Points moved in the better direction since the baseline; negative when worse."""
        return round(self.baseline - score if self.higher_is_worse else score - self.baseline, 2)


@dataclass(frozen=True, slots=True)
class Progress:
    sessions_done: int
    sessions_planned: int
    gained: float | None  # None: not measured since the baseline
    share_of_goal: float  # 0.0 to 1.0
    is_real: bool
    is_worse: bool
    is_reached: bool
    next_review_after: int  # sessions done
    is_review_due: bool
    stop_rule: bool


def may_aim_for(goal: Goal) -> Decision:
    """Whether a goal is one that can be told apart from noise."""
    aimed = goal.gained(goal.target)
    if aimed <= 0:
        return Refused("goal_not_better", "The target has to be better than where the client starts.")
    if aimed < goal.real_change:
        step = f"{goal.real_change:g}"
        return Refused("goal_within_noise", f"Aim for a change of at least {step}: less cannot be told from chance.")
    return Allowed()


def progress(
    goal: Goal, *, scores: Sequence[float], sessions_done: int, sessions_planned: int, reviewed_after: int = 0
) -> Progress:
    """Where the plan stands.

    ``scores`` are those since the baseline, oldest to latest; the latest one counts. ``reviewed_after`` is
    the number of sessions that were done at the last review. The goal has passed ``may_aim_for``.

    Pain from 6 towards 3, score 4 after four sessions: gained 2, two thirds of the goal, real, review due.
    """
    gained = goal.gained(scores[-1]) if scores else None
    is_real = gained is not None and gained >= goal.real_change
    next_review_after = min(reviewed_after + REVIEW_EVERY, max(sessions_planned, reviewed_after + 1))
    return Progress(
        sessions_done=sessions_done,
        sessions_planned=sessions_planned,
        gained=gained,
        share_of_goal=_share(gained, goal.gained(goal.target)),
        is_real=is_real,
        is_worse=gained is not None and -gained >= goal.real_change,
        is_reached=gained is not None and gained >= goal.gained(goal.target),
        next_review_after=next_review_after,
        is_review_due=sessions_done >= next_review_after,
        stop_rule=sessions_done >= STOP_RULE_AFTER and not is_real,
    )


def _share(gained: float | None, aimed: float) -> float:
    if gained is None or aimed <= 0:
        return 0.0
    return min(1.0, max(0.0, gained / aimed))
