"""Screen a client's answers for a treatment: what may be given, on that day, by that therapist."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tableside.core.charting.technique import PressureRange, ScreeningClass
from tableside.core.permissions.actor import Actor
from tableside.core.screening.remedies import Given, misfits
from tableside.core.screening.request import Answers, ClearanceHeld, Request
from tableside.core.screening.result import Outcome, Screened
from tableside.core.screening.rulebook import Rulebook
from tableside.core.screening.screen import screen
from tableside.core.screening.stored import as_json, asked_as_json
from tableside.knowledge.load_rulebook import load_questions
from tableside.knowledge.load_techniques import load_techniques
from tableside.records.clients.models import Client
from tableside.records.intake.actions import NewScreening, ask_clearance, keep_screening
from tableside.records.intake.models import Clearance, Intake, Screening
from tableside.records.intake.queries import clearances_of, given_clearances, newest_intake, practice_rulebook
from tableside.records.practice.models import Service, Therapist
from tableside.records.practice.queries import current_practice, trainings_of
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import upcoming_appointments
from tableside.workflows.clearance.remind_of_clearance import remind_of_clearance

#: So many are screened again while somebody waits for the page; the worker sees to the rest (``screen_outdated``).
AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is to be given: an appointment, or what is about to become one."""

    service: Service
    therapist: Therapist
    starts_at: datetime
    minutes: int

    @classmethod
    def of(cls, appointment: Appointment) -> Treatment:
        minutes = int((appointment.ends_at - appointment.starts_at).total_seconds()) // 60
        return cls(appointment.service, appointment.therapist, appointment.starts_at, minutes)

    @property
    def is_hands_on(self) -> bool:
        """A talk needs no screening."""
        return self.service.kind == Service.Kind.TREATMENT


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a provider's yes reaches; stored with the clearance."""

    pressure_cap: int | None = None
    avoid: tuple[str, ...] = ()
    barred: tuple[ScreeningClass, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {"pressure_cap": self.pressure_cap, "avoid": [*self.avoid], "barred": [*self.barred]}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Scope:  # Any: a JSON value of ours
        barred = tuple(ScreeningClass(one) for one in told.get("barred", ()))
        return cls(told.get("pressure_cap"), tuple(told.get("avoid", ())), barred)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that screening reads, loaded once."""

    intake: Intake
    answers: Answers
    request: Request
    clearances: tuple[ClearanceHeld, ...]
    rulebook: Rulebook

    @classmethod
    def of(cls, intake: Intake, request: Request) -> Case:
        held = tuple(_held(clearance) for clearance in given_clearances(intake.client_id))
        return cls(intake, load_questions().read_answers(intake.answers)[0], request, held, practice_rulebook())

    def screened(self, *, on: date | None = None) -> Screened:
        """What may be given; on another day than the one asked about, if one is named."""
        request = self.request if on is None else replace(self.request, on=on)
        return screen(self.rulebook, self.answers, request=request, clearances=self.clearances)


def case_for(treatment: Treatment, intake: Intake) -> Case:
    case = case_on(_local_date(treatment.starts_at), treatment.service, minutes=treatment.minutes, intake=intake)
    return replace(case, request=replace(case.request, trainings=trainings_of(treatment.therapist.id)))


def case_on(on: date, service: Service, *, minutes: int, intake: Intake) -> Case:
    """On that day, by a therapist of no special training."""
    given = given_of(service, minutes=minutes)
    request = Request(
        on=on,
        technique=given.technique,
        pressure=given.strongest,
        minutes=given.minutes,
        born_on=intake.client.born_on,
    )
    return Case.of(intake, request)


def given_of(service: Service, *, minutes: int) -> Given:
    """What a service means to give in this length."""
    technique = load_techniques()[service.technique]
    pressure = technique.pressure or PressureRange(1, 1)  # suction: no weight is meant
    return Given(service.id, technique.screening_class, pressure.lightest, pressure.strongest, minutes)


def screen_appointment(appointment: Appointment, *, by: Actor, now: datetime) -> Screening | None:
    """Screen the answers that hold now, keep what came of it, and ask for the clearances it needs.

    None where there is nothing to screen: no answers yet, or an appointment to talk.
    """
    intake = newest_intake(appointment.client_id)
    return screen_answers(intake, appointment, by=by, now=now)


def screen_answers(intake: Intake | None, appointment: Appointment, *, by: Actor, now: datetime) -> Screening | None:
    """The same with the newest answers, where they have been read already."""
    treatment = Treatment.of(appointment)
    if intake is None or not treatment.is_hands_on:
        return None
    return keep_screened(case_for(treatment, intake), appointment=appointment, by=by, now=now)


def screen_upcoming(client: Client, *, at_most: int | None = None, by: Actor, now: datetime) -> list[Screening]:
    """Screen anew everything that the client still has before them, or the soonest; with nothing booked, a gentle hour
    of today."""
    found = [
        screening
        for appointment in upcoming_appointments(client.id, now=now)[:at_most]
        if (screening := screen_appointment(appointment, by=by, now=now)) is not None
    ]
    intake = newest_intake(client.id)
    if found or intake is None:
        return found
    return [keep_screened(gentle_case(intake, now=now), appointment=None, by=by, now=now)]


def gentle_case(intake: Intake, *, now: datetime) -> Case:
    """The least that could be asked for, today."""
    technique = load_techniques()["swedish"]
    assert technique.pressure is not None
    return Case.of(
        intake,
        Request(
            on=_local_date(now),
            technique=technique.screening_class,
            pressure=technique.pressure.strongest,
            minutes=technique.minutes.shortest,
            born_on=intake.client.born_on,
        ),
    )


def keep_screened(case: Case, *, appointment: Appointment | None, by: Actor, now: datetime) -> Screening:
    """Keep the answer as the newest, and ask for the clearances that it needs."""
    result = case.screened()
    new = NewScreening(
        outcome=result.outcome.value,
        result=as_json(result),
        knowledge_version=result.knowledge_version,
        rule_ids=result.rule_ids,
        house_version=result.house_version,
        fits=_fits(result, appointment),
        asked=asked_as_json(case.request, case.clearances),
    )
    screening = keep_screening(new, intake=case.intake, appointment=appointment, by=by, now=now)
    _ask_for_clearances(result, client=case.intake.client, by=by, now=now)
    return screening


def _fits(result: Screened, appointment: Appointment | None) -> bool:
    if appointment is None:
        return result.outcome.allows_treatment
    treatment = Treatment.of(appointment)
    return not misfits(result, given_of(treatment.service, minutes=treatment.minutes))


def _ask_for_clearances(result: Screened, *, client: Client, by: Actor, now: datetime) -> None:
    """One open question a rule. A provider who said no is not asked again by itself."""
    settled = (Clearance.Status.ASKED, Clearance.Status.REFUSED)
    answered = {clearance.rule_id for clearance in clearances_of(client.id) if clearance.status in settled}
    for finding in result.findings:
        needed = finding.outcome is Outcome.NEEDS_CLEARANCE and finding.clearance_from
        if needed and finding.rule_id not in answered:
            ask_clearance(client, rule_id=finding.rule_id, by=by, now=now)
            remind_of_clearance(client, now=now)


def _held(clearance: Clearance) -> ClearanceHeld:
    assert clearance.given_on is not None
    assert clearance.expires_on is not None  # the database keeps both for a clearance that was given
    scope = Scope.from_json(clearance.scope)
    return ClearanceHeld(
        rule_id=clearance.rule_id,
        given_on=clearance.given_on,
        expires_on=clearance.expires_on,
        pressure_cap=scope.pressure_cap,
        avoid=scope.avoid,
        barred=scope.barred,
    )


def _local_date(at: datetime) -> date:
    return at.astimezone(ZoneInfo(current_practice().time_zone)).date()
