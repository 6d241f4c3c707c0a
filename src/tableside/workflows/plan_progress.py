"""Where a plan stands: loads its scores and sessions and lets the core judge."""

from __future__ import annotations

from dataclasses import dataclass

from tableside.core.outcomes.instrument import Instrument
from tableside.core.plans.advice import Advice, advise
from tableside.core.plans.progress import Goal, Progress, progress
from tableside.knowledge.load_instruments import load_instruments
from tableside.records.outcomes.queries import Visit, scores_since, visits_of
from tableside.records.plans.models import TreatmentPlan
from tableside.records.scheduling.models import Appointment
from tableside.workflows.plan_dates import sessions_of


@dataclass(frozen=True, slots=True)
class PlanProgress:
    plan: TreatmentPlan
    instrument: Instrument
    goal: Goal
    goal_words: str
    progress: Progress
    advice: Advice
    visits: tuple[Visit, ...]
    booked: int


def plan_progress(plan: TreatmentPlan) -> PlanProgress:
    row = plan.goals.all()[0]
    instrument = load_instruments()[row.instrument]
    goal = Goal(
        measure=row.instrument,
        baseline=float(row.baseline),
        target=float(row.target),
        real_change=instrument.real_change,
        higher_is_worse=instrument.higher_is_worse,
    )
    sessions = sessions_of(plan)
    done = [session for session in sessions if session.status == Appointment.Status.COMPLETED]
    where = progress(
        goal,
        scores=scores_since(plan.client_id, instrument=row.instrument, since=plan.created_at),
        sessions_done=len(done),
        sessions_planned=plan.sessions,
    )
    return PlanProgress(
        plan=plan,
        instrument=instrument,
        goal=goal,
        goal_words=row.words,
        progress=where,
        advice=advise(where),
        visits=tuple(visits_of(plan.client_id, instrument=row.instrument)),
        booked=len(sessions) - len(done),
    )
