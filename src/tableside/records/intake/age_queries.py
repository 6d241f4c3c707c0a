"""Which answers still hold when they are needed, and which have to be looked through again first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Max, OuterRef, QuerySet, Subquery

from tableside.core.screening.age import are_too_old
from tableside.records.foundation.prepared import prepared
from tableside.records.intake.models import Intake
from tableside.records.practice.models import Service
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import all_upcoming_appointments


@dataclass(frozen=True, slots=True)
class AnswersGiven:
    """When each of some clients sent their newest answers, by client."""

    given_at: dict[UUID, datetime]
    valid_days: int | None

    def are_missing(self, appointment: Appointment) -> bool:
        return appointment.client_id not in self.given_at

    def are_too_old(self, appointment: Appointment) -> bool:
        given_at = self.given_at.get(appointment.client_id)
        return given_at is not None and are_too_old(given_at, at=appointment.starts_at, valid_days=self.valid_days)

    def hold(self, appointment: Appointment) -> bool:
        return not (self.are_missing(appointment) or self.are_too_old(appointment))


def answers_read(intakes: Iterable[Intake | None]) -> AnswersGiven:
    """The same of answers that have been read already, the newest of each client."""
    return _given({one.client_id: one.submitted_at for one in intakes if one and one.submitted_at})


def answers_given(client_ids: Iterable[UUID]) -> AnswersGiven:
    return _given(dict(_newest_given(list(client_ids))))


@prepared
def _newest_given(client_ids: Collection[UUID]) -> QuerySet[Intake, tuple[UUID, datetime]]:
    sent = Intake.objects.filter(client__in=client_ids, submitted_at__isnull=False).order_by()
    return sent.values("client_id").annotate(given_at=Max("submitted_at")).values_list("client_id", "given_at")


def _given(given_at: dict[UUID, datetime]) -> AnswersGiven:
    """Where nobody has answered, nothing can be too old."""
    return AnswersGiven(given_at, current_practice().answers_valid_days if given_at else None)


def intake_is_too_old(intake: Intake, *, at: datetime) -> bool:
    """Whether these answers no longer hold for a treatment that starts then."""
    given_at = intake.submitted_at
    return given_at is not None and are_too_old(given_at, at=at, valid_days=current_practice().answers_valid_days)


def with_old_answers(*, now: datetime, until: datetime) -> QuerySet[Appointment]:
    """Coming treatments of clients whose answers will be too old by then, each with ``given_at``; the soonest first."""
    valid_days = current_practice().answers_valid_days
    if valid_days is None:
        return Appointment.objects.none()
    sent = Intake.objects.filter(client=OuterRef("client"), submitted_at__isnull=False).order_by("-submitted_at")
    ahead = all_upcoming_appointments(now=now).filter(service__kind=Service.Kind.TREATMENT, starts_at__lt=until)
    ahead = ahead.annotate(given_at=Subquery(sent.values("submitted_at")[:1]))
    old = ahead.filter(given_at__lte=F("starts_at") - timedelta(days=valid_days))
    return old.select_related("client", "service", "therapist").order_by("starts_at", "pk")
