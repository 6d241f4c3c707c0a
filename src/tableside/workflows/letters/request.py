"""Letters about a request: that it has come in and until when it is answered, and that the time cannot be given."""

from __future__ import annotations

from datetime import datetime

from tableside.core.messages.wording import Kind, Name
from tableside.core.permissions.practice import PracticeFacts
from tableside.records.outbox.actions import Letter
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.workflows.calendars.calendar_entry import calendar_entry
from tableside.workflows.letters.wording import address_of, by_mail, in_their_language


@in_their_language(Kind.REQUESTED)
def requested(
    appointment: Appointment, *, practice: PracticeFacts, tokens: dict[str, str], has_answered: bool, now: datetime
) -> Letter:
    """Like a confirmation, but for what it says, and without a calendar file: nothing is agreed yet."""
    assert appointment.answer_by is not None
    return by_mail(
        appointment,
        kind=Kind.REQUESTED,
        practice=practice,
        links={purpose: address_of(purpose, token) for purpose, token in tokens.items()},
        has_answered=has_answered,
        more={Name.UNTIL: moments.full(appointment.answer_by, practice.zone)},
    )


@in_their_language(Kind.DECLINED)
def declined(appointment: Appointment, *, practice: PracticeFacts, said: str, now: datetime) -> Letter:
    """``said`` is what the practice adds in its own words, or nothing."""
    return by_mail(
        appointment,
        kind=Kind.DECLINED,
        practice=practice,
        links={},
        added=said,
        calendar=calendar_entry([appointment], practice=practice, now=now),
    )
