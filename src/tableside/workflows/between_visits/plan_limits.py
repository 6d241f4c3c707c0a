"""What the client's newest answers mean today for the treatment of a plan. Written nowhere: each date is screened for
its own day when it is booked, and again when its session begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tableside.core.screening.remedies import Misfit, misfits
from tableside.core.screening.result import Outcome, Screened
from tableside.records.intake.models import Intake
from tableside.records.plans.models import TreatmentPlan
from tableside.workflows.booking.booking_gate import why_ruled_out
from tableside.workflows.intake.screen_appointment import Case, Treatment, case_for, gentle_case, given_of
from tableside.workflows.session.session_gate import why_not_yet

_OF_THE_TREATMENT = (Misfit.TRAINING, Misfit.TECHNIQUE, Misfit.PRESSURE, Misfit.LENGTH)


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """``why_not`` says why nothing may be given today, empty where it may; ``misfits`` why not this treatment."""

    screened: Screened
    why_not: str
    misfits: tuple[Misfit, ...] = ()


def limits_of_plan(plan: TreatmentPlan, intake: Intake, *, now: datetime) -> PlanLimits | None:
    """None for a plan of talks: nothing is screened."""
    treatment = Treatment(plan.service, plan.therapist, now, plan.minutes)
    if not treatment.is_hands_on:
        return None
    case = case_for(treatment, intake)
    screened = case.screened()
    because = misfits(screened, given_of(plan.service, minutes=plan.minutes))
    return PlanLimits(screened, _why_not(case, screened), tuple(one for one in because if one in _OF_THE_TREATMENT))


def limits_before_plan(intake: Intake, *, now: datetime) -> PlanLimits:
    """While no treatment has been chosen: for the gentlest."""
    case = gentle_case(intake, now=now)
    screened = case.screened()
    return PlanLimits(screened, _why_not(case, screened))


def _why_not(case: Case, screened: Screened) -> str:
    if screened.outcome.allows_treatment:
        return ""
    is_ruled_out = screened.outcome.rank >= Outcome.DO_NOT_TREAT.rank
    return why_ruled_out(case, screened) if is_ruled_out else why_not_yet(screened)
