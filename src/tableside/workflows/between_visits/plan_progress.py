"""Where plans stand: loads their scores and sessions and lets the core judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tableside.core.outcomes.instrument import Instrument
from tableside.core.permissions.actor import Actor
from tableside.core.plans.advice import Advice, NextStep, advise
from tableside.core.plans.progress import Goal, Progress, progress
from tableside.knowledge.load_instruments import load_instruments
from tableside.records.outcomes.queries import Visit, arrivals_of, scores_since, visits_of
from tableside.records.plans.access import plans_to_manage
from tableside.records.plans.models import TreatmentPlan
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import counted_sessions
from tableside.workflows.series.plan_dates import COUNTS, sessions_of


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
    goal = plan.goals.all()[0]
    scores = scores_since(plan.client_id, instrument=goal.instrument, since=plan.created_at)
    sessions = [session.status for session in sessions_of(plan)]
    visits = tuple(visits_of(plan.client_id, instrument=goal.instrument))
    return _judged(plan, sessions=sessions, scores=scores, visits=visits)


def open_plans_by_urgency(*, by: Actor, now: datetime) -> list[PlanProgress]:
    """All open plans, those first that ask for a decision. Read in as many queries for one plan as for fifty; the
    visits are left out."""
    plans = plans_to_manage(by, now=now)
    clients = {plan.client_id for plan in plans}
    sessions, scores = counted_sessions(clients, statuses=COUNTS), arrivals_of(clients)
    judged = [
        _judged(
            plan,
            sessions=[
                status
                for service_id, starts_at, status in sessions.get(plan.client_id, [])
                if service_id == plan.service_id and starts_at >= plan.created_at
            ],
            scores=[
                score
                for taken_at, score in scores.get((plan.client_id, plan.goals.all()[0].instrument), [])
                if taken_at >= plan.created_at
            ],
            visits=(),
        )
        for plan in plans
    ]
    return sorted(judged, key=_urgency)


def _judged(
    plan: TreatmentPlan, *, sessions: Sequence[str], scores: Sequence[float], visits: tuple[Visit, ...]
) -> PlanProgress:
    row = plan.goals.all()[0]
    instrument = load_instruments()[row.instrument]
    goal = Goal(
        measure=row.instrument,
        baseline=float(row.baseline),
        target=float(row.target),
        real_change=instrument.real_change,
        higher_is_worse=instrument.higher_is_worse,
    )
    done = sum(status == Appointment.Status.COMPLETED for status in sessions)
    where = progress(goal, scores=scores, sessions_done=done, sessions_planned=plan.sessions)
    return PlanProgress(
        plan=plan,
        instrument=instrument,
        goal=goal,
        goal_words=row.words,
        progress=where,
        advice=advise(where),
        visits=visits,
        booked=len(sessions) - done,
    )


def _urgency(standing: PlanProgress) -> tuple[int, bool, datetime]:
    order = (NextStep.REVIEW, NextStep.SPACE_OUT, NextStep.CONTINUE)
    return order.index(standing.advice.step), not standing.progress.is_review_due, standing.plan.created_at
