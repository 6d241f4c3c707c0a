"""What staff should notice about an appointment, in words with an icon. The front desk reads that something needs
attention, never what; a therapist reads the outcome of the newest screening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import compress
from uuid import UUID

from django.utils.translation import gettext

from tableside.core.permissions.permission import Permission
from tableside.records.charting.queries import notes_signed
from tableside.records.intake.access import outcomes_to_read
from tableside.records.intake.age_queries import AnswersGiven, answers_given
from tableside.records.intake.opinion_queries import waiting_for_opinion
from tableside.records.intake.queries import needing_attention
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import treated_before
from tableside.ui.navigation import address_of_row
from tableside.ui.requests import ActorRequest
from tableside.ui.words import OUTCOME, STATUS, Look

_AHEAD = (Appointment.Status.REQUESTED, Appointment.Status.BOOKED, Appointment.Status.ARRIVED)


@dataclass(frozen=True)
class Cue:
    words: str
    icon: str
    tone: str = "neutral"
    url: str = ""


@dataclass(frozen=True)
class Cues:
    """By appointment: the cues, the outcome for whoever may read it, whether a note is still to be signed, and whether
    the session has started."""

    cues: dict[UUID, tuple[Cue, ...]]
    outcomes: dict[UUID, str]
    notes_due: set[UUID]
    started: set[UUID]

    @classmethod
    def of(cls, appointments: Sequence[Appointment], request: ActorRequest, *, on: date | None, now: datetime) -> Cues:
        """``on`` is the day that is being looked at; it goes into the audit row of the outcomes that are read. Without
        it none is read, and everybody sees what the front desk sees."""
        ids = [appointment.id for appointment in appointments]
        client_ids = {appointment.client_id for appointment in appointments}
        reads = on is not None and request.actor.may(Permission.READ_HEALTH)
        writes = request.actor.may(Permission.WRITE_NOTES)
        outcomes = outcomes_to_read(request.actor, ids, on=on, now=now) if on and reads else {}
        signed = notes_signed(ids)
        completed = [a.id for a in appointments if a.status == Appointment.Status.COMPLETED]
        notices = _Notices(
            known=set(treated_before(client_ids, at=min((a.starts_at for a in appointments), default=now))),
            answers=answers_given(client_ids),
            attention=set() if reads else needing_attention(ids),
            asked=waiting_for_opinion(ids),
            reads=reads,
            notes_due={key for key in completed if not signed.get(key)} if writes else set(),
        )
        return cls({a.id: notices.about(a) for a in appointments}, outcomes, notices.notes_due, set(signed))

    @cached_property
    def _statuses(self) -> dict[str, Cue]:
        return {status: _cue(look) for status, look in STATUS.items()}

    def notices(self, appointment: Appointment) -> tuple[Cue, ...]:
        """What to notice about it, without how it is."""
        return self.cues[appointment.id]

    def badges(self, appointment: Appointment) -> tuple[Cue, ...]:
        """All that stands beside an appointment: how it is, what screening says, what to notice."""
        outcome = self.outcomes.get(appointment.id)
        screened = (_cue(OUTCOME[outcome], url=address_of_row("desk:finding", appointment.id)),) if outcome else ()
        return (self._statuses[appointment.status], *screened, *self.cues[appointment.id])


def _cue(look: Look, *, url: str = "") -> Cue:
    return Cue(str(look.words), look.icon, look.tone, url)


@dataclass(frozen=True)
class _Notices:
    known: set[UUID]
    answers: AnswersGiven
    attention: set[UUID]
    asked: set[UUID]  # a second person
    reads: bool
    notes_due: set[UUID]

    @cached_property
    def _words(self) -> tuple[Cue, ...]:
        """Said once, shown in many rows."""
        return (
            Cue(gettext("First visit"), "spark", "accent"),
            Cue(gettext("Health questions missing"), "question", "caution"),
            Cue(gettext("Health answers too old"), "question", "caution"),
            Cue(gettext("Needs attention"), "alert", "caution"),
            Cue(gettext("Note due"), "note", "caution"),
        )

    def about(self, appointment: Appointment) -> tuple[Cue, ...]:
        is_ahead = appointment.status in _AHEAD
        applies = (
            appointment.client_id not in self.known,
            is_ahead and self.answers.are_missing(appointment),
            is_ahead and self.answers.are_too_old(appointment),
            is_ahead and appointment.id in self.attention,
            appointment.id in self.notes_due,
        )
        found = tuple(compress(self._words, applies))
        return (*found, self._asks(appointment)) if is_ahead and appointment.id in self.asked else found

    def _asks(self, appointment: Appointment) -> Cue:
        """Whoever may read why gets there; the others read that somebody decides first."""
        if self.reads:
            url = address_of_row("desk:second-opinion", appointment.id)
            return Cue(gettext("Waiting for a second person"), "people", "caution", url)
        return Cue(gettext("A colleague decides first"), "people", "caution")
