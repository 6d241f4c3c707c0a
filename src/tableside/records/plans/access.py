"""The way to a plan: for whoever manages plans, and for the client whose plan it is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tableside.core.decision import insist
from tableside.core.permissions.actor import Actor, must_hold
from tableside.core.permissions.permission import Permission
from tableside.records.audit.actions import record
from tableside.records.clients.access import NotFound
from tableside.records.plans.models import TreatmentPlan
from tableside.records.plans.queries import open_plans


def plan_to_manage(actor: Actor, plan_id: UUID, *, now: datetime) -> TreatmentPlan:
    plan = _plan(plan_id)
    if plan is None or not actor.may(Permission.MANAGE_PLANS):
        raise NotFound
    record("plan.read", subject=("plan", plan.id), by=actor, now=now, client_id=plan.client_id)
    return plan


def plans_to_manage(actor: Actor, *, now: datetime) -> list[TreatmentPlan]:
    """All open plans, in one row of the audit log that names the clients."""
    insist(must_hold(actor, Permission.MANAGE_PLANS))
    plans = list(open_plans())
    detail: dict[str, object] = {"clients": sorted({str(plan.client_id) for plan in plans})}
    record("plans.read", subject=("practice", actor.practice_id), by=actor, now=now, detail=detail)
    return plans


def own_plan(actor: Actor, plan_id: UUID) -> TreatmentPlan:
    plan = _plan(plan_id)
    if plan is None or actor.client_id is None or plan.client_id != actor.client_id:
        raise NotFound
    return plan


def _plan(plan_id: UUID) -> TreatmentPlan | None:
    plans = TreatmentPlan.objects.select_related("client", "therapist", "service").prefetch_related("goals")
    return plans.filter(pk=plan_id).first()
