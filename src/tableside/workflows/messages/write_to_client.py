"""A letter to a client about an appointment, in words of the practice's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext

from tableside.core.appointments.policy import undo_ends
from tableside.core.charting.technique import ScreeningClass
from tableside.core.decision import Refusal, insist
from tableside.core.messages.wording import Place
from tableside.core.permissions.actor import Actor, must_hold
from tableside.core.permissions.permission import Permission
from tableside.core.screening.remedies import Kind
from tableside.knowledge.load_techniques import load_techniques
from tableside.records.audit.actions import record
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import keep_waiting, withdraw
from tableside.records.practice.policy_queries import policy_of
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.workflows.intake.propose_remedies import Proposal
from tableside.workflows.letters.links import links_to_visit
from tableside.workflows.letters.suggestion import suggestion
from tableside.workflows.letters.visit import SUGGESTION
from tableside.workflows.letters.wording import spoken

MOST_CHARACTERS = 4000


def ready_message(appointment: Appointment, proposals: Sequence[Proposal]) -> str:
    """A draft in the client's language that names what could be done and says nothing of why: what is made for
    pregnancy would say it by its name, and is left to a call."""
    practice = facts_of(current_practice())
    with translation.override(spoken(None, Place.MAIL, appointment.client, practice)):
        when = moments.full(appointment.starts_at, practice.zone)
        lines = [line for one in proposals if not _tells_why(one) and (line := _line(one))]
        told = gettext("Hello %(name)s,\n\nsomething about your appointment on %(when)s has to change before you come.")
        parts = [told % {"name": appointment.client.name, "when": when}]
        if lines:
            parts.append("\n".join([gettext("We suggest:"), *(f"- {line}" for line in lines)]))
        parts.append(gettext("Which do you prefer? Please write back or call us."))
        return "\n\n".join(parts)


def write_to_client(appointment: Appointment, text: str, *, by: Actor, now: datetime) -> None:
    """It leaves when an undo is too late. The same words about the same appointment leave once. Raises ``Refusal``."""
    insist(must_hold(by, Permission.MANAGE_SCHEDULE))
    words = "\n".join(text.split("\r\n")).strip()
    if not appointment.client.email:
        raise Refusal("no_address", gettext("They have no mail address: please tell them."))
    if not words:
        raise Refusal("no_words", gettext("Write something first."))
    if len(words) > MOST_CHARACTERS:
        told = gettext("Write %(most)s characters or fewer.") % {"most": MOST_CHARACTERS}
        raise Refusal("long_words", told)
    in_transaction(lambda: _write(appointment, words, by=by, now=now))


def take_back(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    """As long as it has not left."""
    insist(must_hold(by, Permission.MANAGE_SCHEDULE))
    if not withdraw(subject_id=appointment.id, kinds=(SUGGESTION,), now=now):
        raise Refusal("has_left", gettext("The message has left already."))


def _write(appointment: Appointment, words: str, *, by: Actor, now: datetime) -> None:
    practice = current_practice()
    links = links_to_visit(appointment, now=now)
    letter = suggestion(appointment, words, practice=facts_of(practice), tokens=links)
    due_at = undo_ends(now, policy=policy_of(practice))
    keep_waiting(letter, now=now, due_at=due_at, expires_at=max(appointment.starts_at, due_at))
    subject = ("appointment", appointment.id)
    record("client.written_to", subject=subject, by=by, now=now, client_id=appointment.client_id)


def _tells_why(proposal: Proposal) -> bool:
    given = proposal.length.service.technique if proposal.length else ""
    return bool(given) and load_techniques()[given].screening_class is ScreeningClass.PRE


def _line(proposal: Proposal) -> str:
    told = {
        "service": proposal.length.service.name if proposal.length else "",
        "length": moments.minutes(proposal.length.minutes) if proposal.length else "",
        "therapist": proposal.therapist.name if proposal.therapist else "",
        "when": moments.full(proposal.starts_at, facts_of(current_practice()).zone) if proposal.starts_at else "",
    }
    words = {
        Kind.LENGTH: gettext("%(service)s at the same time, but %(length)s"),
        Kind.TREATMENT: gettext("%(service)s at the same time, %(length)s"),
        Kind.THERAPIST: gettext("the same at the same time, with %(therapist)s"),
        Kind.BOTH: gettext("%(service)s at the same time, %(length)s, with %(therapist)s"),
        Kind.MOVE: gettext("the same on %(when)s"),
        Kind.ANSWERS: gettext("you complete the questions before the visit, by the link below"),
    }
    return words[proposal.kind] % told if proposal.kind in words else ""
