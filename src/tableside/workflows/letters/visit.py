"""Letters about one appointment: that it is booked, that it has another time, that it is cancelled."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext

from tableside.core.permissions.practice import PracticeFacts
from tableside.records.outbox.actions import Letter
from tableside.records.scheduling.models import Appointment
from tableside.workflows.calendar_entry import calendar_entry
from tableside.workflows.letters.reminders import REMINDERS
from tableside.workflows.letters.wording import about, address_of, asks_for_answers, in_their_language

ABOUT_APPOINTMENT = ("confirmation", "moved", "cancelled", *REMINDERS)


@in_their_language
def confirmation(
    appointment: Appointment, *, practice: PracticeFacts, tokens: dict[str, str], has_answered: bool, now: datetime
) -> Letter:
    """``tokens`` open the appointment (``appointment``), the intake (``intake``) and, for a guest, the account
    (``claim``). Whoever ``has_answered`` the health questions is only asked whether something changed."""
    body = gettext("Hello $name,\n\nyour appointment is booked.\n\n$facts\n\nSee, move or cancel it: $appointment\n")
    body += asks_for_answers(has_answered=has_answered)
    if "claim" in tokens:
        body += gettext("Keep all your appointments in one place: $claim\n")
    links = {purpose: address_of(purpose, token) for purpose, token in tokens.items()}
    return about(
        appointment,
        practice=practice,
        kind="confirmation",
        subject=gettext("Your appointment on $day"),
        body=body,
        links=links,
        calendar=calendar_entry([appointment], practice=practice, now=now),
    )


@in_their_language
def moved(appointment: Appointment, *, practice: PracticeFacts, tokens: dict[str, str], now: datetime) -> Letter:
    """With fresh links, because those of the confirmation end a day after the old time."""
    return about(
        appointment,
        practice=practice,
        kind="moved",
        subject=gettext("Your appointment is now on $day"),
        body=gettext(
            "Hello $name,\n\nyour appointment has a new time.\n\n$facts\n\n"
            "See, move or cancel it: $appointment\n"
            "Answer the health questions, or change what you answered: $intake\n"
        ),
        links={purpose: address_of(purpose, tokens[purpose]) for purpose in ("appointment", "intake")},
        calendar=calendar_entry([appointment], practice=practice, now=now),
    )


@in_their_language
def cancelled(appointment: Appointment, *, practice: PracticeFacts, now: datetime) -> Letter:
    return about(
        appointment,
        practice=practice,
        kind="cancelled",
        subject=gettext("Your appointment on $day is cancelled"),
        body=gettext("Hello $name,\n\nthis appointment is cancelled:\n\n$facts\n\nBook another one: $book\n"),
        links={"book": f"{settings.PUBLIC_URL}/book/"},
        calendar=calendar_entry([appointment], practice=practice, now=now),
    )
