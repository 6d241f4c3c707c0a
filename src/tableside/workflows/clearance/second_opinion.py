"""Ask a colleague whether a client may be treated although screening says not to, answer, and see whether it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from tableside.core.decision import Allowed, Decision, Refusal, Refused, insist
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.core.permissions.roles import ROLES, Role
from tableside.core.screening.result import Outcome, Screened
from tableside.core.screening.second_opinion import Change, Matter, change_between, may_answer, may_be_asked
from tableside.records.foundation.locks import lock
from tableside.records.foundation.transactions import in_transaction
from tableside.records.intake.actions import note_review
from tableside.records.intake.models import Intake, SecondOpinion
from tableside.records.intake.opinion_actions import answer_opinion, ask_opinion, note_use
from tableside.records.intake.opinion_queries import opinions_about
from tableside.records.intake.queries import newest_intake
from tableside.records.practice.models import Membership
from tableside.records.practice.queries import current_practice, memberships
from tableside.records.scheduling.models import Appointment
from tableside.workflows.intake.screen_appointment import Treatment, case_for, screen_appointment

MOST_CHARACTERS = 1000
_AHEAD = (Appointment.Status.REQUESTED, Appointment.Status.BOOKED, Appointment.Status.ARRIVED)


@dataclass(frozen=True, slots=True)
class Standing:
    """What screening says about an appointment at this moment, and what exactly that is about."""

    screened: Screened
    matter: Matter

    def change_since(self, opinion: SecondOpinion) -> Change | None:
        return change_between(opinion.matter, self.matter)


def standing_of(appointment: Appointment) -> Standing | None:
    """None where there is nothing to screen."""
    treatment = Treatment.of(appointment)
    intake = newest_intake(appointment.client_id)
    if intake is None or not treatment.is_hands_on:
        return None
    screened = case_for(treatment, intake).screened()
    return Standing(screened, _matter(treatment, intake, screened))


def agreed_opinion(
    appointment: Appointment, treatment: Treatment, intake: Intake, screened: Screened
) -> SecondOpinion | None:
    """The agreement that lets this treatment be given all the same; None without one, and once anything changed."""
    if screened.outcome is not Outcome.DO_NOT_TREAT or not may_be_asked(screened):
        return None
    newest = opinions_about(appointment.id).first()
    if newest is None or newest.status != SecondOpinion.Status.AGREED:
        return None
    return None if change_between(newest.matter, _matter(treatment, intake, screened)) else newest


def may_ask(appointment: Appointment, standing: Standing | None, *, by: Actor) -> Decision:
    """For the therapist who is to give the treatment."""
    if not by.may(Permission.WRITE_NOTES) or by.therapist_id != appointment.therapist_id:
        told = {"name": appointment.therapist.name}
        return Refused("not_yours", gettext("Only %(name)s, who gives this treatment, can ask this.") % told)
    if appointment.status not in _AHEAD:
        return Refused("not_ahead", gettext("This appointment is not to be given any more."))
    if standing is None:
        return Refused("nothing_to_decide", gettext("There are no health answers to decide about."))
    decision = may_be_asked(standing.screened)
    if decision and not has_second_person(by):
        return Refused(
            "nobody_else",
            gettext(
                "Nobody else here may treat clients, so there is no second person. Ask the client's healthcare "
                "provider, and move the appointment until you have their answer."
            ),
        )
    return decision


def has_second_person(by: Actor) -> bool:
    """Whether anybody else who works here may treat."""
    return any(member.user_id != by.user_id and _treats(member) for member in memberships())


def ask_second_person(appointment: Appointment, reason: str, *, by: Actor, now: datetime) -> SecondOpinion:
    """Screen anew, so that what is asked about is kept, and ask. Whoever asks has seen the findings."""
    reason = _said(reason, gettext("Write down why this client should be treated all the same."))

    def deed() -> SecondOpinion:
        lock([f"second_opinion:{appointment.id}"])
        standing = standing_of(appointment)
        insist(may_ask(appointment, standing, by=by))
        assert standing is not None  # else it may not be asked
        newest = opinions_about(appointment.id).first()
        if newest is not None and standing.change_since(newest) is None:
            insist(_not_again(newest))
        screening = screen_appointment(appointment, by=by, now=now)
        assert screening is not None  # there was something to screen a moment ago
        opinion = ask_opinion(screening, matter=standing.matter.as_json(), reason=reason, by=by, now=now)
        note_review(screening, by=by, now=now)
        return opinion

    return in_transaction(deed)


def answer_second_person(
    opinion: SecondOpinion, appointment: Appointment, *, agrees: bool, words: str, by: Actor, now: datetime
) -> None:
    """Never the one who asked, and only about what still stands."""
    words = _said(words, gettext("Say in a few words what you think, so that others can follow it later."))

    def deed() -> None:
        insist(may_answer(asked_by=opinion.asked_by_id, by=by.user_id, treats=by.may(Permission.WRITE_NOTES)))
        standing = standing_of(appointment)
        if standing is None or standing.change_since(opinion) is not None or appointment.status not in _AHEAD:
            words_of_change = gettext(
                "The answers, the findings or the appointment have changed since. It has to be asked anew."
            )
            raise Refusal("changed", words_of_change)
        answer_opinion(opinion, agrees=agrees, words=words, by=by, now=now)

    in_transaction(deed)


def note_opinion_used(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    """When its session begins: whether it does so because two people agreed."""
    treatment, intake = Treatment.of(appointment), newest_intake(appointment.client_id)
    if intake is None or not treatment.is_hands_on:
        return
    opinion = agreed_opinion(appointment, treatment, intake, case_for(treatment, intake).screened())
    if opinion is not None:
        note_use(opinion, by=by, now=now)


def _not_again(newest: SecondOpinion) -> Decision:
    """The same question is asked once: a no cannot be asked away."""
    said = {
        SecondOpinion.Status.ASKED: gettext("This has been asked already and waits for an answer."),
        SecondOpinion.Status.AGREED: gettext("This has been agreed to already."),
        SecondOpinion.Status.DECLINED: gettext(
            "This has been declined. Move the appointment, or ask the client's healthcare provider."
        ),
    }.get(SecondOpinion.Status(newest.status))
    return Refused("asked_already", said) if said else Allowed()


def _matter(treatment: Treatment, intake: Intake, screened: Screened) -> Matter:
    zone = ZoneInfo(current_practice().time_zone)
    return Matter(
        intake=str(intake.id),
        rules=f"{screened.knowledge_version}:{screened.house_version}",
        rule_ids=tuple(sorted(screened.rule_ids)),
        on=treatment.starts_at.astimezone(zone).date().isoformat(),
        service=str(treatment.service.id),
        minutes=treatment.minutes,
        therapist=str(treatment.therapist.id),
    )


def _said(text: str, when_empty: str) -> str:
    text = text.strip()
    if not text:
        raise Refusal("no_words", when_empty)
    if len(text) > MOST_CHARACTERS:
        raise Refusal("long_words", gettext("Say it in %(most)s characters or fewer.") % {"most": MOST_CHARACTERS})
    return text


def _treats(member: Membership) -> bool:
    return Permission.WRITE_NOTES in ROLES[Role(member.role)]
