"""Whether a session may start, and the limits that hold in it: the client's newest answers decide, at that moment."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from tableside.core.decision import Allowed, Decision, Refused
from tableside.core.screening.result import Limits, Outcome, Screened
from tableside.records.intake.age_queries import intake_is_too_old
from tableside.records.intake.models import Intake
from tableside.records.intake.queries import newest_intake
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.workflows.clearance.second_opinion import agreed_opinion
from tableside.workflows.intake.screen_appointment import Treatment, case_for


def may_start(appointment: Appointment, now: datetime) -> Decision:
    """For the therapist who stands beside the massage table: yes, or the plain reason why not."""
    treatment = Treatment.of(appointment)
    if not treatment.is_hands_on:
        return Allowed()
    intake = newest_intake(appointment.client_id)
    if intake is None:
        return Refused(
            "intake_missing", gettext("There are no health answers yet. Hand the client the tablet, then start.")
        )
    result = case_for(treatment, intake).screened()
    if not (result.outcome.allows_treatment or agreed_opinion(appointment, treatment, intake, result)):
        return Refused(result.outcome.value, why_not_yet(result))
    if intake_is_too_old(intake, at=appointment.starts_at):
        return Refused("answers_too_old", _too_old(intake))
    return Allowed()


def limits_of(appointment: Appointment) -> Limits:
    """What holds during this session; no limits beyond the body's own while there are no answers to read."""
    treatment = Treatment.of(appointment)
    intake = newest_intake(appointment.client_id)
    if intake is None or not treatment.is_hands_on:
        return Limits()
    return case_for(treatment, intake).screened().limits


def _too_old(intake: Intake) -> str:
    words = gettext(
        "The health answers are from %(day)s and no longer hold. Hand the client the tablet to look through them, then "
        "start."
    )
    zone = ZoneInfo(current_practice().time_zone)
    return words % {"day": moments.day_year(intake.submitted_at, zone) if intake.submitted_at else ""}


def why_not_yet(result: Screened) -> str:
    """For the therapist, where the outcome does not allow treatment."""
    titles = ", ".join(finding.title for finding in result.findings if finding.outcome is result.outcome)
    if not titles:
        return gettext("Answers that decide about safety are missing. Complete them with the client, then start.")
    words = {
        Outcome.NEEDS_CLEARANCE: gettext("A healthcare provider has to agree first: %(titles)s"),
        Outcome.DO_NOT_TREAT: gettext("Screening says not to treat today: %(titles)s"),
        Outcome.REFER_URGENT: gettext("Do not treat. The client needs medical help now: %(titles)s"),
    }[result.outcome]
    return words % {"titles": titles}
