"""What screening has to say before a treatment is booked or moved, in words for whoever is booking."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.core.screening.result import Finding, Outcome, Screened
from tableside.records.clients.models import Client
from tableside.records.clients.queries import guardian_on
from tableside.records.intake.models import Intake
from tableside.records.intake.queries import newest_intake
from tableside.records.practice.models import Service
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.placing import Placement
from tableside.ui import moments
from tableside.workflows.clearance.second_opinion import agreed_opinion
from tableside.workflows.intake.screen_appointment import Case, Treatment, case_for, case_on

_DAYS_AHEAD = 90


class NotSafe(Refusal):
    """The client's answers rule this treatment out on that day. ``fits_from`` is the first later day on which they do
    not, for whoever may know."""

    def __init__(self, detail: str, *, fits_from: date | None = None) -> None:
        super().__init__("not_safe", detail, fits_from=fits_from)


def insist_it_is_safe(
    placement: Placement, *, by: Actor | None, appointment: Appointment | None = None
) -> Intake | None:
    """Refuse what the client's newest answers rule out, and hand those on, if there are any. What needs clearance first
    may be booked meanwhile, and so may what two people have agreed to for this ``appointment``."""
    treatment = Treatment(placement.service, placement.therapist, placement.starts_at, placement.minutes)
    return insist_treatment_is_safe(placement.client, treatment, by=by, appointment=appointment)


def insist_treatment_is_safe(
    client: Client, treatment: Treatment, *, by: Actor | None, appointment: Appointment | None = None
) -> Intake | None:
    """The same before it is known where it would be."""
    intake = newest_intake(client.id)
    if intake is None or not treatment.is_hands_on:
        return intake
    case = case_for(treatment, intake)
    result = case.screened()
    if appointment is not None and agreed_opinion(appointment, treatment, intake, result):
        return intake
    if result.outcome.rank >= Outcome.DO_NOT_TREAT.rank:
        knows = by is not None and (by.is_staff or by.client_id == client.id)
        waits = knows and result.outcome is not Outcome.REFER_URGENT
        fits_from = _first_day_that_works(case) if waits else None
        raise NotSafe(_words(case, result, client=client, by=by), fits_from=fits_from)
    return intake


def not_before(client_id: UUID, service: Service, *, minutes: int, today: date) -> date | None:
    """The first day on which the newest answers no longer rule this treatment out; None where they do not today, or
    where waiting alone does not help. Only for whoever may know that there is something."""
    intake = newest_intake(client_id)
    if intake is None or service.kind != Service.Kind.TREATMENT:
        return None
    case = case_on(today, service, minutes=minutes, intake=intake)
    return _first_day_that_works(case) if case.screened().outcome is Outcome.DO_NOT_TREAT else None


def move_not_before(appointments: Iterable[Appointment], *, today: date) -> date | None:
    """The same for what is to be moved, the latest of their days; what two people have agreed to may be any day."""
    found = []
    for one in appointments:
        treatment, intake = Treatment.of(one), newest_intake(one.client_id)
        day = not_before(one.client_id, one.service, minutes=treatment.minutes, today=today)
        if day and intake and not agreed_opinion(one, treatment, intake, case_for(treatment, intake).screened()):
            found.append(day)
    return max(found, default=None)


def _words(case: Case, result: Screened, *, client: Client, by: Actor | None) -> str:
    deciding = [finding for finding in result.findings if finding.outcome is result.outcome]
    if by is not None and by.may(Permission.READ_HEALTH):
        return why_ruled_out(case, result)
    if by is not None and by.is_staff:
        return gettext("A therapist has to look at this client's answers before this can be booked.")
    if (
        by is not None
        and by.client_id is not None
        and by.client_id in (client.id, guardian_on(client, case.request.on))
    ):
        return _for_client(case, result, deciding)
    # Whoever typed a name and an address may not learn anything about the person who bears them.
    return gettext("This cannot be booked online. Please call or write to us, and we will find a way together.")


def why_ruled_out(case: Case, result: Screened) -> str:
    """For whoever may read health data: what rules it out, and what would change that."""
    titles = ", ".join(finding.title for finding in result.findings if finding.outcome is result.outcome)
    if result.outcome is Outcome.REFER_URGENT:
        return gettext("The client needs medical care before any massage: %(titles)s.") % {"titles": titles}
    day = _first_day_that_works(case)
    if day is None:
        return gettext("Screening says not to treat: %(titles)s. New answers change that.") % {"titles": titles}
    told = {"titles": titles, "day": moments.day_year(day)}
    return gettext("Screening says not to treat then: %(titles)s. From %(day)s on it can be booked.") % told


def _for_client(case: Case, result: Screened, deciding: list[Finding]) -> str:
    told = {"why": " ".join(finding.for_client for finding in deciding)}
    if result.outcome is Outcome.REFER_URGENT:
        told["number"] = current_practice().emergency_number
        return gettext("%(why)s In an emergency call %(number)s. Massage can wait until that is looked at.") % told
    day = _first_day_that_works(case)
    if day is None:
        return gettext("%(why)s When this has passed, update your health answers and book again.") % told
    told["day"] = moments.day_year(day)
    return gettext("%(why)s You can book for %(day)s or later.") % told


def _first_day_that_works(case: Case) -> date | None:
    """The first later day on which the same answers no longer rule it out; None when waiting alone does not help."""
    days = (case.request.on + timedelta(days=number) for number in range(1, _DAYS_AHEAD + 1))
    return next((day for day in days if case.screened(on=day).outcome.rank < Outcome.DO_NOT_TREAT.rank), None)
