"""What to do next with a plan, with the reasons in words. Advice only: the therapist decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tableside.core.plans.progress import Progress


class NextStep(StrEnum):
    CONTINUE = "continue"
    SPACE_OUT = "space_out"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Advice:
    step: NextStep
    reasons: tuple[str, ...]


def advise(progress: Progress) -> Advice:
    """One next step and why, most pressing first: worse, no real change, goal reached, sessions used up."""
    if progress.is_worse:
        return Advice(NextStep.REVIEW, ("The score is clearly worse than at the start.",))
    if progress.stop_rule:
        return Advice(NextStep.REVIEW, _stop_reasons(progress))
    if progress.is_reached:
        return Advice(
            NextStep.SPACE_OUT,
            ("The goal is reached.", "Longer gaps, or a pause, show whether it lasts without treatment."),
        )
    if progress.sessions_done >= progress.sessions_planned:
        return Advice(NextStep.REVIEW, ("All planned sessions are done and the goal is not reached.",))
    return Advice(NextStep.CONTINUE, _continue_reasons(progress))


def _stop_reasons(progress: Progress) -> tuple[str, ...]:
    if progress.gained is None:
        return (f"Nothing has been measured in {progress.sessions_done} sessions: ask for a score first.",)
    return (
        f"No real change after {progress.sessions_done} sessions.",
        "Change the approach, stop, or suggest another provider, rather than more of the same.",
    )


def _continue_reasons(progress: Progress) -> tuple[str, ...]:
    if progress.is_real:
        reasons = [f"A real change so far: {progress.share_of_goal:.0%} of the way to the goal."]
    else:
        reasons = ["Too early to tell: change is judged after four sessions."]
    if progress.is_review_due:
        reasons.append("A review is due: ask whether the goal still matters and the effort is worth it.")
    return tuple(reasons)
