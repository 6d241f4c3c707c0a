"""What a healthcare provider is asked: which finding, what the client said about it, and what is planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext

from tableside.core.charting.technique import ScreeningClass
from tableside.knowledge.load_rulebook import load_questions
from tableside.knowledge.load_techniques import load_techniques
from tableside.records.intake.models import Clearance
from tableside.records.intake.queries import practice_rulebook
from tableside.records.practice.queries import locations
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.ui.answers import answers_in_words
from tableside.ui.parts import Fact
from tableside.workflows.clearance.give_clearance import Cause, cause_of


@dataclass(frozen=True)
class ClearanceQuestion:
    """One question to a provider. ``answers`` are those that made the rule fire, and no others. ``reason`` is for
    staff: the client carries the letter, and it may name an illness that they did not tell of."""

    clearance: Clearance
    title: str
    reason: str
    longest_days: int
    answers: tuple[Fact, ...]
    planned: tuple[Fact, ...]
    address: str = ""  # of the place where the client is treated
    is_needed: bool = True

    @classmethod
    def of(cls, clearance: Clearance) -> ClearanceQuestion:
        cause = cause_of(clearance)
        if cause is None:
            words = gettext("The client's answers no longer ask for this.")
            return cls(clearance, gettext("No longer needed"), words, 0, (), (), is_needed=False)
        return cls(
            clearance=clearance,
            title=cause.finding.title,
            reason=cause.finding.reason,
            longest_days=cause.finding.clearance_days,
            answers=_answers_behind(cause),
            planned=_planned(cause.screening.appointment),
            address=_address(cause.screening.appointment),
        )


def techniques_in_words(classes: Iterable[ScreeningClass]) -> str:
    wanted = set(classes)
    return ", ".join(one.name for one in load_techniques().values() if one.screening_class in wanted)


def _answers_behind(cause: Cause) -> tuple[Fact, ...]:
    """What the client said that made the rule fire, and no other answer."""
    try:
        rule = practice_rulebook().rule(cause.finding.rule_id)
    except KeyError:
        return ()
    questions = load_questions()
    answers = questions.read_answers(cause.screening.intake.answers)[0]
    read = rule.when.questions | {rule.places_from}
    told = answers_in_words(questions, answers, only=read)
    return tuple(fact for group in told for fact in group.facts)


def _address(appointment: Appointment | None) -> str:
    """Where nothing is booked, that of a practice with a single place."""
    places = [appointment.location] if appointment else list(locations())
    return places[0].address if len(places) == 1 else ""


def _planned(appointment: Appointment | None) -> tuple[Fact, ...]:
    if appointment is None:
        return ()
    technique = load_techniques()[appointment.service.technique]
    minutes = int((appointment.ends_at - appointment.starts_at).total_seconds()) // 60
    facts = [
        Fact(gettext("Treatment"), appointment.service.name),
        Fact(gettext("When"), moments.day_year(appointment.starts_at, get_current_timezone())),
        Fact(gettext("Where"), gettext("The whole body")),
        Fact(gettext("Length"), moments.minutes(minutes)),
        Fact(gettext("Therapist"), appointment.therapist.name),
    ]
    if technique.pressure:
        told = {"strongest": technique.pressure.strongest}
        facts.append(Fact(gettext("Pressure"), gettext("up to level %(strongest)s of 5") % told))
    return tuple(facts)
