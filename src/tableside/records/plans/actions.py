"""Writing treatment plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.clients.models import Client
from tableside.records.plans.models import Goal, TreatmentPlan
from tableside.records.practice.models import Service, Therapist


@dataclass(frozen=True, slots=True)
class NewPlan:
    """Sessions of ``minutes`` every ``gap_days``, looked at again after ``review_after`` of them."""

    therapist: Therapist
    service: Service
    minutes: int
    sessions: int
    gap_days: int
    review_after: int
    instrument: str
    baseline: Decimal
    target: Decimal
    goal_words: str = ""
    note: str = ""


@transaction.atomic
def propose_plan(client: Client, new: NewPlan, *, by: Actor, now: datetime) -> TreatmentPlan:
    """A plan with its goal; refused while the client has another open one."""
    try:
        with transaction.atomic():
            plan = TreatmentPlan.objects.create(
                client=client,
                therapist=new.therapist,
                service=new.service,
                minutes=new.minutes,
                sessions=new.sessions,
                gap_days=new.gap_days,
                review_after=new.review_after,
                note=new.note,
                created_at=now,
            )
    except IntegrityError:
        raise Refusal(
            "plan_open", "There is an open plan for this client. End it first, then write a new one."
        ) from None
    Goal.objects.create(
        plan=plan, instrument=new.instrument, baseline=new.baseline, target=new.target, words=new.goal_words
    )
    record("plan.proposed", subject=("plan", plan.id), by=by, now=now, client_id=client.id)
    return plan


@transaction.atomic
def change_plan_status(plan: TreatmentPlan, *, to: TreatmentPlan.Status, by: Actor, now: datetime) -> None:
    """Accept a proposed plan, or end an open one."""
    allowed_from = {
        TreatmentPlan.Status.ACCEPTED: (TreatmentPlan.Status.PROPOSED,),
        TreatmentPlan.Status.DONE: (TreatmentPlan.Status.ACCEPTED,),
        TreatmentPlan.Status.STOPPED: (TreatmentPlan.Status.PROPOSED, TreatmentPlan.Status.ACCEPTED),
    }
    moment = "accepted_at" if to is TreatmentPlan.Status.ACCEPTED else "ended_at"
    open_plan = TreatmentPlan.objects.filter(pk=plan.pk, status__in=allowed_from.get(to, ()))
    if not open_plan.update(status=to, **{moment: now}):
        raise Refusal("plan_moved_on", "This plan has moved on in the meantime. Look at it again first.")
    plan.refresh_from_db()
    record(f"plan.{to}", subject=("plan", plan.id), by=by, now=now, client_id=plan.client_id)
