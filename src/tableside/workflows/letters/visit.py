"""Letters about one appointment: that it is booked, that it has another time, that it is cancelled."""

from __future__ import annotations

from datetime import datetime

from tableside.core.appointments.policy import Policy
from tableside.core.messages.wording import Kind
from tableside.core.permissions.practice import PracticeFacts
from tableside.records.outbox.actions import Letter
from tableside.records.scheduling.models import Appointment, AppointmentFee
from tableside.ui.policy_words import owed_facts
from tableside.workflows.calendars.calendar_entry import calendar_entry
from tableside.workflows.letters.reminders import REMINDERS
from tableside.workflows.letters.wording import address_of, by_mail, in_their_language

REVIEW_REQUEST = str(Kind.REVIEW_REQUEST)
SUGGESTION = "suggestion"
FIRST_LETTERS = ("requested", "confirmation")
ABOUT_APPOINTMENT = (
    *("requested", "declined", "confirmation", "moved", "cancelled"),
    *(SUGGESTION, *REMINDERS, REVIEW_REQUEST),
)


@in_their_language(Kind.CONFIRMATION)
def confirmation(
    appointment: Appointment, *, practice: PracticeFacts, tokens: dict[str, str], has_answered: bool, now: datetime
) -> Letter:
    """``tokens`` open the appointment (``appointment``), the intake (``intake``) and, for a guest, the account
    (``claim``). Whoever ``has_answered`` the health questions is only asked whether something changed."""
    return by_mail(
        appointment,
        kind=Kind.CONFIRMATION,
        practice=practice,
        links={purpose: address_of(purpose, token) for purpose, token in tokens.items()},
        has_answered=has_answered,
        calendar=calendar_entry([appointment], practice=practice, now=now),
    )


@in_their_language(Kind.MOVED)
def moved(appointment: Appointment, *, practice: PracticeFacts, tokens: dict[str, str], now: datetime) -> Letter:
    """With fresh links, because those of the confirmation end a day after the old time."""
    return by_mail(
        appointment,
        kind=Kind.MOVED,
        practice=practice,
        links={name: address_of(name, tokens[name]) for name in ("appointment", "intake") if name in tokens},
        calendar=calendar_entry([appointment], practice=practice, now=now),
    )


@in_their_language(Kind.CANCELLED)
def cancelled(
    appointment: Appointment, *, owed: AppointmentFee | None, policy: Policy, practice: PracticeFacts, now: datetime
) -> Letter:
    """``owed`` is the fee that is noted for it, named in the words of the pages; ``policy`` is what was agreed on."""
    return by_mail(
        appointment,
        kind=Kind.CANCELLED,
        practice=practice,
        links={},
        calendar=calendar_entry([appointment], practice=practice, now=now),
        added="\n".join(f"{fact.term}: {fact.text}." for fact in owed_facts(owed, agreed=policy)),
    )
