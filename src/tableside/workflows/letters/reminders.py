"""Reminders of an appointment, by mail or by text."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext

from tableside.core.permissions.practice import PracticeFacts
from tableside.records.outbox.actions import Letter
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.workflows.letters.wording import about, address_of, in_their_language

REMINDERS = ("reminder_first", "reminder_last")


@in_their_language
def reminder(
    appointment: Appointment,
    *,
    kind: str,
    channel: str,
    address: str,
    practice: PracticeFacts,
    tokens: dict[str, str],
) -> Letter:
    """The first asks what has changed; the last says when and where. A text names neither service nor therapist."""
    links = {purpose: address_of(purpose, token) for purpose, token in tokens.items()}
    letter = about(
        appointment,
        practice=practice,
        kind=kind,
        subject=gettext("Your appointment on $day"),
        body=_first_reminder() if kind == "reminder_first" else _last_reminder(),
        links=links,
        calendar="",
    )
    text = letter.text
    if channel == "sms":
        text = _reminder_text(appointment, kind=kind, practice=practice)
    return replace(letter, channel=channel, address=address, text=text, leave_url=links["messages"])


def _first_reminder() -> str:
    return gettext(
        "Hello $name,\n\nwe look forward to seeing you.\n\n$facts\n\n"
        "Has anything changed since you last told us about your health, or have you not answered yet? "
        "Please tell us before you come: $intake\n\n"
        "See, move or cancel it: $appointment\n\nChange how we remind you, or stop: $messages\n"
    )


def _last_reminder() -> str:
    return gettext(
        "Hello $name,\n\nsee you soon.\n\n$facts\n\nSee, move or cancel it: $appointment\n\n"
        "Change how we remind you, or stop: $messages\n"
    )


def _reminder_text(appointment: Appointment, *, kind: str, practice: PracticeFacts) -> str:
    """Without links: a phone number is changed more lightly than a mail address, and a link would open answers."""
    lines = [
        gettext("%(practice)s: your appointment is on %(day)s, %(time)s."),
        gettext("Anything changed that we should know? Please tell us by the link in our mail, or call us.")
        if kind == "reminder_first"
        else gettext("To change it, use the link in our mail or call us."),
        practice.phone,
        gettext("No more texts: answer STOP."),
    ]
    words = {
        "practice": practice.name,
        "day": moments.day(appointment.starts_at, practice.zone),
        "time": moments.clock(appointment.starts_at, practice.zone),
    }
    return " ".join([lines[0] % words, *filter(None, lines[1:])])
