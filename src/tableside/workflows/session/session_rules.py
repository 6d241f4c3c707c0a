"""What holds in a session: the client's newest answers, screened for this treatment, beside what the body bears."""

from __future__ import annotations

from tableside.core.screening.question import PAIN_PLACES
from tableside.core.screening.result import Limits, Screened
from tableside.core.screening.work import WorkRules
from tableside.knowledge.load_body import load_body
from tableside.knowledge.load_rulebook import load_questions
from tableside.records.intake.models import Intake
from tableside.records.intake.queries import newest_intake
from tableside.records.practice.models import Therapist
from tableside.records.practice.queries import trainings_of
from tableside.records.scheduling.models import Appointment
from tableside.workflows.intake.screen_appointment import Treatment, case_for


def screened_now(appointment: Appointment) -> Screened | None:
    """What screening says at this moment; None where there is nothing to screen. Writes nothing."""
    treatment = Treatment.of(appointment)
    intake = newest_intake(appointment.client_id)
    if intake is None or not treatment.is_hands_on:
        return None
    return case_for(treatment, intake).screened()


def where_it_hurts(intake: Intake | None) -> tuple[str, ...]:
    """The places that the client marked; those that the chart no longer knows are left out."""
    marked = load_questions().read_answers(intake.answers)[0].get(PAIN_PLACES) if intake else ()
    return marked if isinstance(marked, tuple) else ()


def work_rules(screened: Screened | None, *, by: Therapist, agreed: frozenset[str] = frozenset()) -> WorkRules:
    """Without answers nothing is known that could be set aside: only the body's own limits hold. ``agreed`` are the
    areas that the client said yes to in this session."""
    body, trainings = load_body(), trainings_of(by.id)
    if screened is None:
        return WorkRules(body, Limits(), may_override=False, trainings=trainings, agreed=agreed)
    may_override = screened.outcome.allows_treatment
    return WorkRules(body, screened.limits, may_override=may_override, trainings=trainings, agreed=agreed)
