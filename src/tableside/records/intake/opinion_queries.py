"""Reading second opinions. Who may is decided in access.py."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tableside.records.foundation.prepared import prepared
from tableside.records.intake.models import SecondOpinion
from tableside.records.scheduling.models import Appointment


def opinions_about(appointment_id: UUID) -> QuerySet[SecondOpinion]:
    """Every second opinion about this appointment, the newest first."""
    asked = SecondOpinion.objects.filter(appointment_id=appointment_id)
    return asked.select_related("asked_by", "answered_by", "screening").order_by("-asked_at", "-pk")


def waiting_for_opinion(appointment_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these appointments about which a second person has not answered yet. Says nothing of why."""
    return set(_waiting_about(list(appointment_ids)))


@prepared
def _waiting_about(appointment_ids: Collection[UUID]) -> QuerySet[SecondOpinion, UUID]:
    asked = SecondOpinion.objects.filter(appointment__in=appointment_ids, status=SecondOpinion.Status.ASKED)
    return asked.values_list("appointment_id", flat=True)


def opinion_used(appointment_id: UUID) -> SecondOpinion | None:
    """The agreement because of which its session began."""
    return opinions_about(appointment_id).filter(used_at__isnull=False).first()


def open_opinions(*, since: datetime) -> QuerySet[SecondOpinion]:
    """Waiting for a second person, about what is still to be given; the soonest first."""
    waiting = (Appointment.Status.REQUESTED, Appointment.Status.BOOKED, Appointment.Status.ARRIVED)
    asked = SecondOpinion.objects.filter(status=SecondOpinion.Status.ASKED, appointment__status__in=waiting)
    asked = asked.filter(appointment__ends_at__gt=since).defer("matter", "reason", "words")
    return asked.select_related("client", "asked_by", "appointment__service").order_by("appointment__starts_at", "pk")
