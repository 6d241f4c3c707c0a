"""Reading health histories, screenings and clearances. Who may is decided in access.py."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from tableside.core.screening.result import Outcome
from tableside.records.intake.models import Clearance, Intake, Screening
from tableside.records.scheduling.models import Appointment


def draft_of(client_id: UUID) -> Intake | None:
    return Intake.objects.filter(client_id=client_id, submitted_at=None).first()


def newest_intake(client_id: UUID) -> Intake | None:
    """The answers that hold now."""
    return Intake.objects.filter(client_id=client_id, submitted_at__isnull=False).order_by("-submitted_at").first()


def with_intake(client_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these clients who have answered the health questions."""
    sent = Intake.objects.filter(client__in=list(client_ids), submitted_at__isnull=False)
    return set(sent.values_list("client_id", flat=True))


def needing_attention(appointment_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these appointments about which a therapist has something to decide first. Says nothing of why."""
    return {
        appointment_id
        for appointment_id, screening in newest_screenings(appointment_ids).items()
        if not Outcome(screening.outcome).allows_treatment
        or (screening.outcome != Outcome.PROCEED and screening.reviewed_at is None)
    }


def newest_screening(appointment_id: UUID) -> Screening | None:
    return Screening.objects.filter(appointment_id=appointment_id).order_by("-screened_at", "-pk").first()


def newest_screenings(appointment_ids: Iterable[UUID]) -> dict[UUID, Screening]:
    """The newest screening of each of these appointments, without its sealed columns."""
    newest = Screening.objects.filter(appointment=OuterRef("appointment")).order_by("-screened_at", "-pk")
    found = Screening.objects.filter(appointment__in=list(appointment_ids), pk=Subquery(newest.values("pk")[:1]))
    return {s.appointment_id: s for s in found.defer("result", "rule_ids") if s.appointment_id is not None}


def to_review() -> QuerySet[Screening]:
    """Screenings of coming appointments that ask for a therapist's eyes and have not had them, the latest first."""
    newest = Screening.objects.filter(appointment=OuterRef("appointment")).order_by("-screened_at", "-pk")
    return (
        Screening.objects.filter(
            appointment__status=Appointment.Status.BOOKED, reviewed_at=None, pk=Subquery(newest.values("pk")[:1])
        )
        .exclude(outcome="proceed")
        .select_related("client", "appointment__service", "appointment__therapist")
        .defer("result", "rule_ids")
        .order_by("appointment__starts_at")
    )


def clearances_of(client_id: UUID) -> QuerySet[Clearance]:
    return Clearance.objects.filter(client_id=client_id).order_by("-asked_at")


def valid_clearances(client_id: UUID, *, on: date) -> list[Clearance]:
    given = Clearance.objects.filter(client_id=client_id, status=Clearance.Status.GIVEN)
    return list(given.filter(given_on__lte=on, expires_on__gte=on))


def open_clearances() -> QuerySet[Clearance]:
    """Waiting for a provider, the longest first."""
    return Clearance.objects.filter(status=Clearance.Status.ASKED).select_related("client").order_by("asked_at")


def upcoming_of(client_id: UUID) -> QuerySet[Appointment]:
    """The client's appointments that are still to be treated."""
    waiting = (Appointment.Status.BOOKED, Appointment.Status.ARRIVED)
    return (
        Appointment.objects.filter(client_id=client_id, status__in=waiting)
        .select_related("service", "therapist", "location", "client", "booking")
        .order_by("starts_at")
    )
