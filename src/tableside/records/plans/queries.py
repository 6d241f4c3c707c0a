"""Reading treatment plans."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from tableside.records.plans.models import TreatmentPlan

OPEN = (TreatmentPlan.Status.PROPOSED, TreatmentPlan.Status.ACCEPTED)


def plans_of(client_id: UUID) -> QuerySet[TreatmentPlan]:
    """All plans of a client, the latest first."""
    return (
        TreatmentPlan.objects.filter(client_id=client_id)
        .select_related("therapist", "service", "client")
        .prefetch_related("goals")
        .order_by("-created_at")
    )


def open_plan_of(client_id: UUID) -> TreatmentPlan | None:
    return plans_of(client_id).filter(status__in=OPEN).first()


def open_plans() -> QuerySet[TreatmentPlan]:
    """Every open plan of the practice, the earliest first."""
    plans = TreatmentPlan.objects.filter(status__in=OPEN).select_related("therapist", "service", "client")
    return plans.prefetch_related("goals").order_by("created_at", "pk")
